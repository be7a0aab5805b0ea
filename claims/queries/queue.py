"""What waits for one person."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Exists, F, Model, OuterRef, QuerySet, Subquery, Value, Window
from django.db.models.functions import Coalesce, NullIf, RowNumber

from claims.models import (
    Claim,
    Comment,
    Event,
    Interview,
    Notification,
    Person,
    Role,
    SignOff,
    Status,
    User,
    Verb,
    Verdict,
)
from claims.models.claims import ClaimQuerySet
from claims.models.comments import CommentQuerySet
from claims.queries.kept import Kept, Marks, unless_known
from claims.queries.questions import ANYBODY, about, sql_of

SHOWN = 20
FEW = 8
"""How many claims a section shows, and one of those that are rarer."""
COUNTED = 99
"""The header, and a section of the queue, say “99+” where more waits."""


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
    return Claim.objects.all().with_stale_sign_off(by=user)


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
    """Everything in the queue, each claim once; of what is more than `most`, one more or a few."""
    return Claim.objects.filter(pk__in=_waiting(user, most))


def _waiting(user: User, most: int) -> QuerySet[Any, Any]:
    """Each set is found by an index of its own, and read no further than `most` and one."""
    first, *others = [_some(claims_of(user), most) for claims_of in SETS.values()]
    return first.union(*others)


def _some(rows: QuerySet[Any], most: int) -> QuerySet[Any, Any]:
    """The keys of `most` of them, and one more, so that counting costs no more where are many."""
    return rows.order_by().values("pk")[: most + 1]


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
    question = _question_of_queue(Role(user.role), active=user.is_active, most=COUNTED)
    with connection.cursor() as cursor:
        cursor.execute(about(user.pk, question))
        (numbers,) = cursor.fetchone()
    return Waiting(*(min(number, COUNTED + 1) for number in numbers))


@dataclass(frozen=True, slots=True)
class InHeader:
    """The numbers that every page shows, counted no further than they are told."""

    waiting: int
    unread: int
    marks: Marks = field(compare=False)
    """Those that are there for as long as the numbers are these."""

    @property
    def waiting_words(self) -> str:
        return _told(self.waiting)

    @property
    def unread_words(self) -> str:
        return _told(self.unread)


def _told(number: int) -> str:
    return str(number) if number <= COUNTED else f"{COUNTED}+"


HEADERS: Kept[InHeader] = Kept(1000)


def in_header(user: User) -> InHeader:
    """Both numbers in one query, which counts only if something has changed since it last did."""
    key = user.pk, user.role, user.is_active, COUNTED
    known = HEADERS.look(key)
    question = _question_of_header(Role(user.role), active=user.is_active, most=COUNTED)
    marks, numbers = unless_known(known.marks if known else None, about(user.pk, question))
    if known and numbers is None:
        return known
    assert numbers
    waiting, unread = numbers
    return HEADERS.put(key, InHeader(waiting, unread, marks))


# Questions, written once for everybody of one role


@cache
def _question_of_header(role: Role, *, active: bool, most: int) -> str:
    user = User(pk=ANYBODY, role=role, is_active=active)
    unread = _some(Notification.objects.unread().filter(user=user), most)
    return f"""
        SELECT ARRAY[
            (SELECT count(*) FROM ({sql_of(_waiting(user, most))}) AS waiting),
            (SELECT count(*) FROM ({sql_of(unread)}) AS unread)
        ]
    """  # noqa: S608 -- written by Django


@cache
def _question_of_queue(role: Role, *, active: bool, most: int) -> str:
    user = User(pk=ANYBODY, role=role, is_active=active)
    sets = {name: sql_of(_some(claims_of(user), most)) for name, claims_of in SETS.items()}
    named = ", ".join(f"{name} (pk) AS ({sql})" for name, sql in sets.items())
    tables = [f"TABLE {name}" for name in sets]
    of_each = ", ".join(f"(SELECT count(*) FROM ({table}) AS one)" for table in tables)  # noqa: S608
    return f"""
        WITH {named} SELECT ARRAY[
            {of_each}, (SELECT count(*) FROM ({" UNION ".join(tables)}) AS waiting)
        ]
    """  # noqa: S608 -- written by Django


# What the sections of the queue show


@dataclass(frozen=True, slots=True)
class Line:
    """A claim that waits, and what was written about it: what has to change, or the mention."""

    claim: Claim
    comment: str = ""
    commented_by: str = ""
    """A name."""
    comment_field: str = ""


def lines(user: User) -> dict[str, list[Line]]:
    """The first of each set, in two queries."""
    question = _question_of_lines(
        Role(user.role), active=user.is_active, most=SHOWN, few=min(SHOWN, FEW)
    )
    with connection.cursor() as cursor:
        cursor.execute(about(user.pk, question))
        rows = cursor.fetchall()
    claims = (
        Claim.objects.select_related(*NAMED).defer(*_unnamed()).in_bulk({row[1] for row in rows})
    )
    found: dict[str, list[Line]] = {name: [] for name in SETS}
    for name, pk, _, *said in sorted(rows, key=lambda row: (row[0], row[2])):
        # One that was changed between the two queries belongs there no more, and is shown as it is.
        found[name].append(Line(claims[pk], *(words or "" for words in said)))
    return found


NAMED: dict[str, tuple[type[Model], list[str]]] = {
    "interview": (Interview, ["id", "title", "slug", "blind"]),
    "person": (Person, ["id", "name", "identity"]),
    "verdict": (Verdict, ["id", "label", "replaced_by", "retired_at"]),
    "submitted_by": (User, ["id", "username", "name"]),
}
"""What a line names, and by which columns."""


@cache
def _unnamed() -> list[str]:
    """The other columns."""
    return [
        f"{name}__{column.name}"
        for name, (model, columns) in NAMED.items()
        for column in model._meta.concrete_fields
        if column.name not in columns
    ]


@cache
def _question_of_lines(role: Role, *, active: bool, most: int, few: int) -> str:
    """By set: number of the claim, place in the set, comment, by whom, on which field."""
    user = User(pk=ANYBODY, role=role, is_active=active)
    parts = []
    for name, ordered in ORDERED.items():
        rows, order = ordered(user)
        some = rows.annotate(of_set=Value(name), place=Window(RowNumber(), order_by=order))
        some = some.order_by(*order)[: few if name in RARER else most]
        parts.append(some.values_list("of_set", "pk", "place", *COMMENT))
    return sql_of(parts[0].union(*parts[1:], all=True))


type Ordered = tuple[ClaimQuerySet, list[Any]]
COMMENT = ["comment", "commented_by", "comment_field"]
LONGEST_FIRST: list[Any] = [F("status_since").asc(), F("pk").asc()]
RARER = {"to_decide", "stale", "mentioned"}
"""What most people have nothing of, and comes last."""


def _sent_back(user: User) -> Ordered:
    """The longest wait first; with what has to change."""
    sent_back = Event.objects.filter(
        claim=OuterRef("pk"), verb=Verb.MOVED, after__status=Status.CHANGES_REQUESTED
    ).order_by("-number")
    rows = mine_to_fix(user).annotate(
        comment=Subquery(sent_back.values("note")[:1]),
        commented_by=Subquery(sent_back.values(by=_name("actor"))[:1]),
        comment_field=Value(""),
    )
    return rows, LONGEST_FIRST


def _to_check(user: User) -> Ordered:
    """What is due first, then what is most urgent."""
    order = [F("due_on").asc(nulls_last=True), F("priority").desc(), F("pk").asc()]
    return _without_comment(mine_to_check(user)), order


def _mentioned(user: User) -> Ordered:
    """The newest mention first."""
    newest = _mentions_of(user).filter(claim=OuterRef("pk")).order_by("-at", "-pk")
    rows = mentioning(user).annotate(
        comment=Subquery(newest.values("body")[:1]),
        commented_by=Subquery(newest.values(name=_name("by"))[:1]),
        comment_field=Subquery(newest.values("field")[:1]),
        commented_at=Subquery(newest.values("at")[:1]),
    )
    return rows, [F("commented_at").desc(), F("pk").desc()]


def _longest_first(claims_of: Callable[[User], ClaimQuerySet]) -> Callable[[User], Ordered]:
    return lambda user: (_without_comment(claims_of(user)), LONGEST_FIRST)


def _without_comment(claims: ClaimQuerySet) -> ClaimQuerySet:
    return claims.annotate(**dict.fromkeys(COMMENT, Value("")))


ORDERED: dict[str, Callable[[User], Ordered]] = {
    "to_fix": _sent_back,
    "to_check": _to_check,
    "to_sign_off": _longest_first(others_to_sign_off),
    "to_decide": _longest_first(disputed_to_decide),
    "stale": _longest_first(stale_sign_offs),
    "mentioned": _mentioned,
}


def _name(person: str) -> Coalesce:
    """The name of an account, as it is shown."""
    return Coalesce(NullIf(f"{person}__name", Value("")), f"{person}__username")
