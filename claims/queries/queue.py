"""What waits for one person."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Exists, F, Func, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from claims.models import Claim, Comment, Event, Notification, Role, SignOff, Status, User, Verb
from claims.models.claims import ClaimQuerySet
from claims.models.comments import CommentQuerySet

SHOWN = 50
TOLD = 99
"""The header says “99+” where more waits."""
COUNTED = 1000
"""The queue says “1,000+” of a section where more waits."""


def mine_to_fix(user: User) -> ClaimQuerySet:
    return Claim.objects.filter(assignee=user, status=Status.CHANGES_REQUESTED)


def mine_to_check(user: User) -> ClaimQuerySet:
    return Claim.objects.filter(assignee=user, status__in=[Status.NEW, Status.CHECKING])


def others_to_sign_off(user: User) -> ClaimQuerySet:
    """Claims of others that this person may sign off, and has not."""
    if not user.has_role(Role.REVIEWER):
        return Claim.objects.none()
    signed = SignOff.objects.filter(
        claim=OuterRef("pk"), submission=OuterRef("submission"), by=user
    )
    return Claim.objects.awaiting_sign_off().not_by(user).filter(~Exists(signed))


def disputed_to_decide(user: User) -> ClaimQuerySet:
    """Claims with two verdicts, for an editor who gave neither."""
    if not user.has_role(Role.EDITOR):
        return Claim.objects.none()
    return Claim.objects.filter(status=Status.DISPUTED).not_by(user)


def stale_sign_offs(user: User) -> ClaimQuerySet:
    """Claims that this person signed off, and that have changed since."""
    signed = SignOff.objects.filter(by=user).values("claim")
    return Claim.objects.filter(pk__in=signed).with_stale_sign_off(by=user)


def mentioning(user: User) -> ClaimQuerySet:
    """Claims with an unresolved comment that mentions this person."""
    return Claim.objects.filter(pk__in=_mentions_of(user).order_by().values("claim"))


def _mentions_of(user: User) -> CommentQuerySet:
    return Comment.objects.unresolved().filter(mentions__contains=[user.pk])


SETS = {
    "to_fix": mine_to_fix,
    "to_check": mine_to_check,
    "to_sign_off": others_to_sign_off,
    "to_decide": disputed_to_decide,
    "stale": stale_sign_offs,
    "mentioned": mentioning,
}


def waiting_for(user: User, *, most: int) -> ClaimQuerySet:
    """Everything in the queue, each claim once; of what is more than `most`, one more or a few.

    Each set is found by an index of its own, and read no further than that.
    """
    first, *others = [
        claims_of(user).order_by().values("pk")[: most + 1] for claims_of in SETS.values()
    ]
    return Claim.objects.filter(pk__in=first.union(*others))


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many claims of each kind wait for one person; where more than `COUNTED` do, one more
    than that."""

    to_fix: int
    to_check: int
    to_sign_off: int
    to_decide: int
    stale: int
    mentioned: int
    total: int
    """How many claims these are, each counted once."""


def counts(user: User) -> Waiting:
    """All the numbers in one query."""
    sets = {name: _some(claims_of(user), COUNTED) for name, claims_of in SETS.items()}
    numbers = _numbers(user, {**sets, "total": waiting_for(user, most=COUNTED)})
    return Waiting(**{name: min(number, COUNTED + 1) for name, number in numbers.items()})


def _some(claims: ClaimQuerySet, most: int) -> ClaimQuerySet:
    """One claim more than `most` of them, so that counting costs no more where there are many."""
    return Claim.objects.filter(pk__in=claims.order_by().values("pk")[: most + 1])


@dataclass(frozen=True, slots=True)
class InHeader:
    """The numbers that every page shows, counted no further than they are told."""

    waiting: int
    unread: int

    @property
    def waiting_words(self) -> str:
        return _told(self.waiting)

    @property
    def unread_words(self) -> str:
        return _told(self.unread)


def _told(number: int) -> str:
    return str(number) if number <= TOLD else f"{TOLD}+"


def in_header(user: User) -> InHeader:
    """Both numbers in one query, which costs no more where more waits."""
    sql, params = _sql_of_header(Role(user.role), active=user.is_active, most=TOLD)
    with connection.cursor() as cursor:
        cursor.execute(sql, [_for(user, param) for param in params])
        waiting, unread = cursor.fetchone()
    return InHeader(waiting, unread)


ANYBODY = 9_007_199_254_740_991
"""Stands for the person's number in a query that is written for everybody of one role."""


@cache
def _sql_of_header(role: Role, *, active: bool, most: int) -> tuple[str, tuple[Any, ...]]:
    """Every page asks for this, and putting it together takes ten times as long as asking."""
    user = User(pk=ANYBODY, role=role, is_active=active)
    unread = Notification.objects.unread().filter(user=user).order_by().values("pk")[: most + 1]
    some = Notification.objects.filter(pk__in=unread)
    rows = _numbered(user, {"waiting": waiting_for(user, most=most), "unread": some})
    sql, params = rows.query.sql_with_params()
    return sql, params


def _for(user: User, param: Any) -> Any:
    if param == [ANYBODY]:
        return [user.pk]
    return user.pk if param == ANYBODY else param


def _numbers(user: User, sets: dict[str, Any]) -> dict[str, int]:
    """How many rows each set has, by its name: one query."""
    (numbers,) = _numbered(user, sets)
    return dict(zip(sets, numbers, strict=True))


def _numbered(user: User, sets: dict[str, Any]) -> Any:
    counted = [Coalesce(Subquery(_count(rows)), 0) for rows in sets.values()]
    return User.objects.filter(pk=user.pk).values_list(*counted)


def _count(rows: Any) -> Any:
    number = Func(F("pk"), function="count")
    return rows.order_by().annotate(number=number).values("number")


def to_fix(user: User) -> ClaimQuerySet:
    """Sent back, the longest wait first; with what has to change as `comment`, by `commented_by`
    (a name)."""
    sent_back = Event.objects.filter(
        claim=OuterRef("pk"), verb=Verb.MOVED, after__status=Status.CHANGES_REQUESTED
    ).order_by("-number")
    return (
        mine_to_fix(user)
        .for_row()
        .annotate(
            comment=Subquery(sent_back.values("note")[:1]),
            commented_by=Subquery(sent_back.values(by=_name("actor"))[:1]),
        )
        .order_by("status_since", "pk")[:SHOWN]
    )


def to_check(user: User) -> ClaimQuerySet:
    """What is due first, then what is most urgent."""
    return (
        mine_to_check(user)
        .for_row()
        .order_by(F("due_on").asc(nulls_last=True), "-priority", "pk")[:SHOWN]
    )


def to_sign_off(user: User) -> ClaimQuerySet:
    """The longest wait first."""
    return _longest_first(others_to_sign_off(user))


def to_decide(user: User) -> ClaimQuerySet:
    """The longest wait first."""
    return _longest_first(disputed_to_decide(user))


def stale(user: User) -> ClaimQuerySet:
    """The longest wait first."""
    return _longest_first(stale_sign_offs(user))


def mentioned(user: User) -> ClaimQuerySet:
    """The newest mention first, as `comment`, by `commented_by`, on `comment_field`."""
    newest = _mentions_of(user).filter(claim=OuterRef("pk")).order_by("-at", "-pk")
    return (
        mentioning(user)
        .for_row()
        .annotate(
            comment=Subquery(newest.values("body")[:1]),
            comment_field=Subquery(newest.values("field")[:1]),
            commented_by=Subquery(newest.values(name=_name("by"))[:1]),
            commented_at=Subquery(newest.values("at")[:1]),
        )
        .order_by("-commented_at", "-pk")[:SHOWN]
    )


def _longest_first(claims: ClaimQuerySet) -> ClaimQuerySet:
    return claims.for_row().select_related("submitted_by").order_by("status_since", "pk")[:SHOWN]


def _name(person: str) -> Coalesce:
    """The name of an account, as it is shown."""
    return Coalesce(NullIf(f"{person}__name", Value("")), f"{person}__username")
