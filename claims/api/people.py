"""Accounts, speakers and topics as they stand in answers, and who it is that asks."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from claims.actions import people as actions
from claims.api.access import ApiRequest
from claims.api.problems import valid
from claims.forms.people import ApartForm, MergeForm, MoveForm, PeopleFilter, PersonForm, move_of
from claims.models import Person, Topic, User
from claims.queries.people import Listed, listed, people_page

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


class PersonShape(Named):
    """A person. `version` goes with every change, as it was read."""

    description: str
    same_as: str
    spellings: list[Named]
    claims: int
    version: int


class People(Schema):
    people: list[PersonShape]
    next: str | None


class Describing(Schema):
    version: int
    name: str
    description: str = ""
    same_as: str = ""


class Merging(Schema):
    """`seen_version` is that of the person who becomes a spelling, `seen_into` of who stays."""

    into: int
    seen_version: int
    seen_into: int
    note: str = ""


class TakingApart(Schema):
    spelling: int
    version: int
    note: str = ""


class Moving(Schema):
    """`to` is the number of a person, or “new” with a name."""

    to: str
    version: int
    claims: list[int] = []
    interviews: list[int] = []
    name: str = ""
    description: str = ""
    note: str = ""


class Stayed(Schema):
    claim: int
    why: str


class WhatMoved(Schema):
    to: PersonShape
    claims: list[int]
    interviews: list[int]
    refused: list[Stayed]


@router.get("/people", response=People)
def people(request: ApiRequest, q: str = "", after: int | None = None) -> People:
    """Fifty people by name; with `q` those that the words find."""
    form = valid(PeopleFilter({"q": q, "after": after}))
    begin = get_object_or_404(Person, pk=after) if after else None
    page = people_page(request.user, form.cleaned_data["q"], after=begin)
    on = urlencode({"q": q, "after": page.last} if q else {"after": page.last})
    return People(
        people=[_shape(row) for row in page.rows],
        next=f"{request.path}?{on}" if page.last else None,
    )


@router.get("/people/{int:pk}", response=PersonShape)
def person(request: ApiRequest, pk: int) -> PersonShape:
    """A person; for the number of another spelling, whose it is."""
    return _person_shape(get_object_or_404(Person.objects.select_related("identity"), pk=pk).who)


@router.put("/people/{int:pk}", response=PersonShape)
def person_describe(request: ApiRequest, pk: int, sent: Describing) -> PersonShape:
    """Name and describe a person."""
    form = valid(PersonForm(sent.dict(), dom_id="person"))
    seen = form.cleaned_data["version"]
    changed = actions.edit_person(_whole(pk), form.described(), seen_version=seen, by=request.user)
    return _person_shape(changed)


@router.post("/people/{int:pk}/merge", response=PersonShape)
def person_merge(request: ApiRequest, pk: int, sent: Merging) -> PersonShape:
    """Make a person another spelling of who stays, which is answered."""
    typed = valid(MergeForm(sent.dict())).cleaned_data
    into = actions.merge(
        _whole(pk), typed["into"], seen_version=typed["seen_version"],
        seen_into=typed["seen_into"], note=typed["note"], by=request.user,
    )  # fmt: skip
    return _person_shape(into)


@router.post("/people/{int:pk}/apart", response=PersonShape)
def person_apart(request: ApiRequest, pk: int, sent: TakingApart) -> PersonShape:
    """Undo one merge: the spelling is a person of its own again, and answered."""
    typed = valid(ApartForm(sent.dict())).cleaned_data
    if typed["spelling"].who_id != _whole(pk).pk:
        raise Http404("This is no spelling of this person.")
    alone = actions.take_apart(
        typed["spelling"], seen_version=typed["version"], note=typed["note"], by=request.user
    )
    return _person_shape(alone)


@router.post("/people/{int:pk}/split", response=WhatMoved)
def person_split(request: ApiRequest, pk: int, sent: Moving) -> WhatMoved:
    """Give claims, and all that was said in interviews, to another person."""
    moved = move_of(_whole(pk), valid(MoveForm(sent.dict())).cleaned_data, by=request.user)
    return WhatMoved(
        to=_person_shape(moved.to), claims=moved.claims, interviews=moved.interviews,
        refused=[Stayed(claim=one.claim.pk, why=one.why) for one in moved.refused],
    )  # fmt: skip


def _whole(pk: int) -> Person:
    return get_object_or_404(Person.objects.whole(), pk=pk)


def _person_shape(person: Person) -> PersonShape:
    [row] = listed([person])
    return _shape(row)


def _shape(row: Listed) -> PersonShape:
    person = row.person
    return PersonShape(
        id=person.pk, name=person.name, description=person.description, same_as=person.same_as,
        spellings=[Named(id=pk, name=name) for pk, name in row.rows], claims=row.claims,
        version=person.version,
    )  # fmt: skip
