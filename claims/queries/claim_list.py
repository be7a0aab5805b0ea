"""The claim list: what each filter means, the orders, and pages that are stable while rows come."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from claims.models import Claim, Interview, Person, Status, Topic, User, Verdict
from claims.models.claims import ClaimQuerySet, verdict_is_open_to
from claims.queries import search
from claims.queries.queue import disputed_to_decide, mentioning, others_to_sign_off, stale_sign_offs

CHOICES_SHOWN = 30
COUNTED, COUNTED_OF_SEARCH = 1_000, 200
"""Each claim that is counted has to be looked at, and where words are searched all of its words."""
COUNT = "SELECT count(*) FROM ({}) AS counted"
NOBODY = "none"
ME = "me"


# What the filters mean


@dataclass(frozen=True, slots=True)
class Asking:
    """Who looks, and on which day."""

    user: User
    today: date


def matching(wanted: Mapping[str, Any], *, asking: Asking) -> ClaimQuerySet:
    """The claims that every one of the filters lets through. Empty values filter nothing."""
    claims = Claim.objects.all()
    for name, narrow in FILTERS.items():
        if value := wanted.get(name):
            claims = narrow(claims, value, asking)
    return claims


def midnight(day: date) -> datetime:
    """When a day begins where the newsroom is."""
    return timezone.make_aware(datetime.combine(day, time.min))


def within(field: str, first: date | None = None, last: date | None = None) -> Q:
    """That a time lies in the days `first` to `last`, both included."""
    condition = Q()
    if first:
        condition &= Q(**{f"{field}__gte": midnight(first)})
    if last:
        condition &= Q(**{f"{field}__lt": midnight(last + timedelta(days=1))})
    return condition


def holding(claims: ClaimQuerySet, text: str, asking: Asking) -> ClaimQuerySet:
    """Those that a search finds."""
    return search.holding(claims, "claims", search.query_of(text), asking.user)


def of_interviews(claims: ClaimQuerySet, slugs: list[str], asking: Asking) -> ClaimQuerySet:
    return claims.filter(_one_of("interview", Interview.objects.filter(slug__in=slugs), slugs))


def of_assignees(claims: ClaimQuerySet, names: list[str], asking: Asking) -> ClaimQuerySet:
    usernames = [name for name in names if name not in {ME, NOBODY}]
    condition = Q()
    if usernames:
        condition |= _one_of("assignee", User.objects.filter(username__in=usernames), usernames)
    if ME in names:
        condition |= Q(assignee=asking.user)
    if NOBODY in names:
        condition |= Q(assignee=None)
    return claims.filter(condition)


def _one_of(column: str, rows: QuerySet[Any], values: list[str]) -> Q:
    """That a claim is of one of these rows; of one row alone, so that an index has it in order."""
    numbers = rows.order_by().values("pk")
    if len(values) == 1:
        return Q(**{column: Subquery(numbers[:1])})
    return Q(**{f"{column}__in": numbers})


def with_verdicts(claims: ClaimQuerySet, values: list[str], asking: Asking) -> ClaimQuerySet:
    chosen = [value for value in values if value != NOBODY]
    condition = Q(verdict__in=chosen) & verdict_is_open_to(asking.user)
    if NOBODY in values:
        condition |= Q(verdict=None)
    return claims.filter(condition)


def of_topics(claims: ClaimQuerySet, values: list[str], asking: Asking) -> ClaimQuerySet:
    condition = Q(topic__in=[value for value in values if value != NOBODY])
    if NOBODY in values:
        condition |= Q(topic=None)
    return claims.filter(condition)


def by_due_date(claims: ClaimQuerySet, when: str, asking: Asking) -> ClaimQuerySet:
    if when == "overdue":
        return claims.overdue(asking.today)
    if when == NOBODY:
        return claims.filter(due_on=None)
    return claims.due_within(asking.today, days=7 if when == "week" else 0)


def needing_attention(claims: ClaimQuerySet, kind: str, asking: Asking) -> ClaimQuerySet:
    if kind == "stale":
        return claims.with_stale_sign_off()
    if kind == "needs-anchoring":
        return claims.filter(needs_anchoring=True).exclude(status=Status.SET_ASIDE)
    if kind == "no-primary":
        return claims.without_primary_source()
    return claims.overdue(asking.today)


def set_aside_for(claims: ClaimQuerySet, reasons: list[str], asking: Asking) -> ClaimQuerySet:
    return claims.filter(status=Status.SET_ASIDE, set_aside_reason__in=reasons)


def done_by(claims: ClaimQuerySet, name: str, asking: Asking) -> ClaimQuerySet:
    """Finished work, by who submitted it."""
    account = User.objects.filter(username=name)
    whose = Q(submitted_by=asking.user) if name == ME else _one_of("submitted_by", account, [name])
    return claims.finished().filter(whose)


def waiting_for_sign_off(claims: ClaimQuerySet, value: str, asking: Asking) -> ClaimQuerySet:
    return claims & others_to_sign_off(asking.user)


WAITS = {"to-decide": disputed_to_decide, "stale": stale_sign_offs, "mentioned": mentioning}


def waiting(claims: ClaimQuerySet, kind: str, asking: Asking) -> ClaimQuerySet:
    return claims & WAITS[kind](asking.user)


type Narrowing = Callable[[ClaimQuerySet, Any, Asking], ClaimQuerySet]


def _lookup(name: str) -> Narrowing:
    return lambda claims, value, asking: claims.filter(**{name: value})


def _on(field: str) -> Narrowing:
    return lambda claims, day, asking: claims.filter(within(field, day, day))


def _from(field: str) -> Narrowing:
    return lambda claims, day, asking: claims.filter(within(field, first=day))


def _to(field: str) -> Narrowing:
    return lambda claims, day, asking: claims.filter(within(field, last=day))


FILTERS: dict[str, Narrowing] = {
    "q": holding,
    "interview": of_interviews,
    "status": _lookup("status__in"),
    "open": lambda claims, value, asking: claims.open(),
    "verdict": with_verdicts,
    "speaker": _lookup("person__in"),
    "topic": of_topics,
    "assignee": of_assignees,
    "priority": _lookup("priority__in"),
    "due": by_due_date,
    "source": lambda claims, value, asking: claims.without_source(),
    "primary": lambda claims, value, asking: claims.filter(primary_count__gt=0),
    "attention": needing_attention,
    "set_aside": set_aside_for,
    "captured": _on("captured_at"),
    "captured_from": _from("captured_at"),
    "captured_to": _to("captured_at"),
    "finished": _on("finished_at"),
    "finished_from": _from("finished_at"),
    "finished_to": _to("finished_at"),
    "since": _from("status_since"),
    "done_by": done_by,
    "sign_off": waiting_for_sign_off,
    "waits": waiting,
}


# What can be chosen


type Choices = list[tuple[str, str]]


class SpeakerChoices(list[tuple[str, str]]):
    """`whole` says of a number that is another spelling's whose it is."""

    whole: dict[str, str]


def choices(asked: Mapping[str, Iterable[str]]) -> dict[str, Choices]:
    """The rows that the filters offer: some of them, and all that are `asked` for by value.

    One query for each kind, when it is first looked up. A value that is not in the answer stands
    for no row.
    """
    return _Offered(asked)


class _Offered(dict[str, Choices]):
    def __init__(self, asked: Mapping[str, Iterable[str]]) -> None:
        super().__init__()
        self.asked = asked

    def __missing__(self, kind: str) -> Choices:
        names = [kind, "done_by"] if kind == "assignee" else [kind]
        values = [value for name in names for value in self.asked.get(name, [])]
        self[kind] = OFFERS[kind]([value for value in values if "\0" not in value])
        return self[kind]


def _verdicts(numbers: list[str]) -> Choices:
    """The scale, and after it what claims have been judged by before."""
    used = Exists(Claim.objects.filter(verdict=OuterRef("pk")))
    rows = sorted(
        Verdict.objects.filter(used | Q(replaced_by=None, retired_at=None)),
        key=lambda verdict: not verdict.is_on_scale,
    )
    return [
        (str(verdict.pk), verdict.label + ("" if verdict.is_on_scale else " (earlier)"))
        for verdict in rows
    ]


def _interviews(slugs: list[str]) -> Choices:
    """The newest, and those asked for."""
    rows = Interview.objects.values_list("slug", "title")
    newest = Interview.objects.newest_first().values("pk")[:CHOICES_SHOWN]
    return sorted(rows.filter(Q(slug__in=slugs) | Q(pk__in=newest)), key=_by_words)


def _speakers(numbers: list[str]) -> Choices:
    """The first by name, and those asked for."""
    rows = Person.objects.values_list("pk", "identity", Coalesce("identity__name", "name"))
    asked = [int(number) for number in numbers if is_number(number)]
    quoted = Exists(Claim.objects.filter(person=OuterRef("pk")))
    first = Person.objects.filter(quoted).order_by("name", "pk").values("pk")[:CHOICES_SHOWN]
    found = list(rows.filter(Q(pk__in=asked) | Q(pk__in=first)))
    offered = SpeakerChoices(sorted(((str(pk), name) for pk, _, name in found), key=_by_words))
    offered.whole = {str(pk): str(whole) for pk, whole, _ in found if whole}
    return offered


def _topics(numbers: list[str]) -> Choices:
    """The first by name that claims are about, and those asked for."""
    asked = [int(number) for number in numbers if is_number(number)]
    used = Exists(Claim.objects.filter(topic=OuterRef("pk")))
    first = Topic.objects.filter(used).values("pk")[:CHOICES_SHOWN]
    found = Topic.objects.filter(Q(pk__in=asked) | Q(pk__in=first)).values_list("pk", "name")
    return sorted(((str(pk), name) for pk, name in found), key=_by_words)


def _people(usernames: list[str]) -> Choices:
    """Everybody who reviews, and those asked for who once did."""
    reviewing = User.objects.reviewing().order_by()
    people = reviewing | User.objects.filter(username__in=usernames)
    return sorted(((person.username, str(person)) for person in people), key=_by_words)


OFFERS: dict[str, Callable[[list[str]], Choices]] = {
    "interview": _interviews,
    "speaker": _speakers,
    "topic": _topics,
    "assignee": _people,
    "verdict": _verdicts,
}


def _by_words(choice: tuple[str, str]) -> tuple[str, str]:
    return choice[1].casefold(), choice[0]


def is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


@dataclass(frozen=True, slots=True)
class Number:
    """How many claims: exactly, or `more` than this."""

    number: int
    more: bool = False

    def __str__(self) -> str:
        return f"{'more than ' * self.more}{self.number:,} claim{'s'[: self.number != 1]}"


def is_filtered(claims: ClaimQuerySet) -> bool:
    """Whether these are not all claims that there are."""
    return bool(claims.query.where)


def number_of(claims: ClaimQuerySet, at_most: int = COUNTED) -> Number:
    """Counted up to `at_most`: one query, whose cost does not grow with the table."""
    try:
        sql, params = (
            _some(claims, at_most + 1) if is_filtered(claims) else _some_of_all(at_most + 1)
        )
    except EmptyResultSet:
        return Number(0)
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(sql), params)
        [counted] = cursor.fetchone()
    return Number(min(counted, at_most), counted > at_most)


def _some(claims: ClaimQuerySet, number: int) -> tuple[str, tuple[Any, ...]]:
    sql, params = claims.order_by().values_list("pk")[:number].query.sql_with_params()
    return sql, params


@cache
def _some_of_all(number: int) -> tuple[str, tuple[Any, ...]]:
    """Asked most, and so put together once."""
    return _some(Claim.objects.all(), number)
