"""How many claims there are of each kind. Each function is one query, and its cost does not grow
with the number of claims: see `claims.models.tallies`.

Periods are days of the newsroom's time zone, both ends included; None is no end.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Case, Q, QuerySet, Sum, Value, When

from claims.models import FINISHED, OPEN, Priority, SetAsideReason, Status, Tallied
from claims.models.tallies import (
    REASONS,
    SINCE_EVER,
    STATUSES,
    Attention,
    Measure,
    Rank,
    Scope,
    Work,
)

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
LATEST = date(9999, 1, 1)
"""A month after it is no date any more."""
LENGTH = 1.15
"""Each length of a stay that is told apart is so many times the one before it."""


@dataclass(frozen=True, slots=True)
class Whose:
    """Which claims are counted: those of one interview, speaker, topic or assignee, or all.

    Claims without a speaker, topic or assignee are those of id 0.
    """

    scope: Scope = Scope.ALL
    id: int = 0


# How things stand now


@dataclass(slots=True)
class Stock:
    """What there is now. A dict has no entry for what there is none of."""

    by_status: dict[Status, int] = field(default_factory=dict)
    by_priority: dict[Priority, int] = field(default_factory=dict)
    set_aside: dict[SetAsideReason, int] = field(default_factory=dict)
    attention: dict[Attention, int] = field(default_factory=dict)
    overdue_by_status: dict[Status, int] = field(default_factory=dict)
    due_today: int = 0
    due_this_week: int = 0
    """Today and in the seven days after it."""
    unassigned: int = 0
    """Open claims that nobody has, of those captured until a day that was asked for."""

    @property
    def total(self) -> int:
        return sum(self.by_status.values())

    @property
    def open(self) -> int:
        return sum(self.by_status.get(status, 0) for status in OPEN)

    @property
    def finished(self) -> int:
        return sum(self.by_status.get(status, 0) for status in FINISHED)

    @property
    def overdue(self) -> int:
        return sum(self.overdue_by_status.values())


def stock_of(whose: Whose, today: date, *, unassigned_until: date | None = None) -> Stock:
    """How claims stand; `unassigned_until` is the last day of capture that `unassigned` counts."""
    wanted = (
        Q(measure__in=[Measure.STATUS, Measure.PRIORITY, Measure.SET_ASIDE, Measure.ATTENTION])
        | period(Measure.DUE, None, today - DAY)
        | Q(measure=Measure.DUE, day__range=(today, today + WEEK))
        | period(Measure.CAPTURED, None, unassigned_until, key=Work.UNASSIGNED)
    )
    when = Case(When(day__lt=today, then=Value(-1)), When(day=today, then=Value(0)), default=1)
    rows = _of(whose).filter(wanted).annotate(when=when)
    stock = Stock()
    for measure, key, when_due, number in _sums(rows, "measure", "key", "when"):
        if measure == Measure.STATUS:
            stock.by_status[_status(key)] = number
        elif measure == Measure.PRIORITY:
            stock.by_priority[Priority(key)] = number
        elif measure == Measure.SET_ASIDE:
            stock.set_aside[REASONS[key - 1]] = number
        elif measure == Measure.ATTENTION:
            stock.attention[Attention(key)] = number
        elif measure in {Measure.CAPTURED, Measure.CAPTURED_BY_MONTH}:
            stock.unassigned += number
        elif when_due < 0:
            late = stock.overdue_by_status
            late[_status(key)] = late.get(_status(key), 0) + number
        else:
            stock.due_this_week += number
            stock.due_today += number if when_due == 0 else 0
    return stock


def by_status(scope: Scope, ids: Iterable[int] | None = None) -> dict[int, dict[Status, int]]:
    """Of each interview, speaker, topic or assignee its claims by status.

    Name the `ids` where there may be many; without them, all that have claims.
    """
    rows = _of_each(scope, ids).filter(measure=Measure.STATUS)
    found: dict[int, dict[Status, int]] = defaultdict(dict)
    for one, key, number in _sums(rows, "scope_id", "key"):
        found[one][_status(key)] = number
    return dict(found)


def by_assignee(whose: Whose) -> dict[int, dict[Status, int]]:
    """Claims by status, of each assignee; nobody is 0. Not for the claims of one assignee."""
    found: dict[int, dict[Status, int]] = defaultdict(dict)
    for key, number in _sums(_of(whose).filter(measure=Measure.ASSIGNED), "key"):
        assignee, status = divmod(key, 16)
        found[assignee][_status(status)] = number
    return dict(found)


def standing_of_interviews(
    ids: Iterable[int],
) -> dict[int, tuple[dict[Status, int], date | None]]:
    """Of each interview its claims by status, and the first day that an open one is due."""
    rows = _of_each(Scope.INTERVIEW, ids).filter(measure__in=[Measure.STATUS, Measure.DUE])
    counts: dict[int, dict[Status, int]] = defaultdict(dict)
    due: dict[int, list[date]] = defaultdict(list)
    for interview, measure, key, day, number in _sums(rows, "scope_id", "measure", "key", "day"):
        if measure == Measure.STATUS:
            counts[interview][_status(key)] = number
        else:
            due[interview].append(day)
    return {one: (counts[one], min(due[one], default=None)) for one in counts}


def most_of(scope: Scope, rank: Rank, limit: int) -> dict[int, int]:
    """The interviews, speakers or topics with the most open (or finished) claims, most first.

    Those that were most when changes were last folded in are read from an index; one of them may
    have fallen back for each that has changed since, so so many more are looked at.
    """
    with connection.cursor() as cursor:
        cursor.execute(MOST, {"scope": scope, "rank": rank, "limit": limit, "day": SINCE_EVER})
        return dict(cursor.fetchall())


MOST = """
    WITH changed AS (
        SELECT e.scope_id, sum(c.number) AS number
        FROM claims_tallychange AS c CROSS JOIN LATERAL claims_tally_expand(c) AS e
        WHERE e.scope = %(scope)s AND e.measure = 5 AND e.key = %(rank)s GROUP BY e.scope_id
    ), most AS (
        SELECT scope_id FROM claims_tally
        WHERE scope = %(scope)s AND measure = 5 AND key = %(rank)s
        ORDER BY number DESC, scope_id DESC
        LIMIT %(limit)s + 1 + (SELECT count(*) FROM changed)
    )
    SELECT i.scope_id, coalesce(t.number, 0) + coalesce(c.number, 0) AS now
    FROM (SELECT scope_id FROM most UNION SELECT scope_id FROM changed) AS i
    LEFT JOIN changed AS c ON c.scope_id = i.scope_id
    LEFT JOIN claims_tally AS t ON t.scope = %(scope)s AND t.measure = 5
        AND t.scope_id = i.scope_id AND t.day = %(day)s AND t.key = %(rank)s
    WHERE i.scope_id <> 0 AND coalesce(t.number, 0) + coalesce(c.number, 0) > 0
    ORDER BY now DESC, i.scope_id DESC LIMIT %(limit)s
"""


# Periods, and lengths of stays


def quantile(lengths: dict[int, int], share: float) -> timedelta:
    """Of numbers by length, shortest first. Within a length, they are taken to be spread evenly."""
    wanted = share * sum(lengths.values())
    for length, number in lengths.items():
        if wanted <= number:
            return timedelta(seconds=round(LENGTH ** (length + wanted / number)))
        wanted -= number
    return timedelta()


def period(measure: Measure, first: date | None, last: date | None, **also: int) -> Q:
    """The rows for a period: of whole months those by month, and by the day what is left over.

    What is asked `also` is said of each part, so that each is one range of the index.
    """
    by_month = Q(measure=measure + 1, **also)
    first = first and min(first, LATEST)
    last = None if last and last > LATEST else last
    since = first if first is None or first.day == 1 else next_month(first)
    until = last and (last + DAY).replace(day=1)
    if since and until and since >= until:
        return Q(measure=measure, day__range=(first, last), **also)
    if since:
        by_month &= Q(day__gte=since)
    if until:
        by_month &= Q(day__lt=until)
    if first and since and first < since:
        by_month |= Q(measure=measure, day__range=(first, since - DAY), **also)
    if last and until and until <= last:
        by_month |= Q(measure=measure, day__range=(until, last), **also)
    return by_month


def next_month(day: date) -> date:
    return (day.replace(day=28) + 4 * DAY).replace(day=1)


def _of(whose: Whose) -> QuerySet[Tallied]:
    return Tallied.objects.filter(scope=whose.scope, scope_id=whose.id)


def _of_each(scope: Scope, ids: Iterable[int] | None) -> QuerySet[Tallied]:
    rows = Tallied.objects.filter(scope=scope)
    return rows if ids is None else rows.filter(scope_id__in=list(ids))


def _sums(rows: QuerySet[Tallied], *by: str) -> list[Any]:
    """The columns, and the number; those that are zero are left out."""
    return list(rows.values_list(*by).annotate(total=Sum("number")).exclude(total=0).order_by())


def _status(key: int) -> Status:
    return STATUSES[key - 1]
