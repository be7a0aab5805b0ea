"""Accounts, speakers and topics as they stand in answers, and who it is that asks."""

from ninja import Router, Schema

from claims.api.access import ApiRequest
from claims.models import Person, Topic, User

router = Router(tags=["people"])


class Account(Schema):
    id: int
    username: str
    name: str


class Me(Account):
    role: str


class Accounts(Schema):
    accounts: list[Account]


class Named(Schema):
    """A speaker or a topic."""

    id: int
    name: str


def account(user: User | None) -> Account | None:
    return account_of(user) if user else None


def account_of(user: User) -> Account:
    return Account(id=user.pk, username=user.username, name=str(user))


def named(row: Person | Topic | None) -> Named | None:
    """The row; of another spelling, the person that it is of."""
    who = row.who if isinstance(row, Person) else row
    return Named(id=who.pk, name=who.name) if who else None


@router.get("/me", response=Me)
def me(request: ApiRequest) -> Me:
    """Who you are here, and what your role is."""
    user = request.user
    return Me(id=user.pk, username=user.username, name=str(user), role=user.role)


@router.get("/accounts", response=Accounts)
def accounts(request: ApiRequest) -> Accounts:
    """Who can be given a claim."""
    return Accounts(accounts=[account_of(user) for user in User.objects.reviewing()])
