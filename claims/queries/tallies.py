"""How many claims there are of each kind. Each function is one query, and its cost does not grow
with the number of claims: see `claims.models.tallies`.

Periods are days of the newsroom's time zone, both ends included; None is no end.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import connection

from claims.models import Status
from claims.models.tallies import SINCE_EVER, STATUSES, Measure, Rank, Scope

DAY = timedelta(days=1)
LATEST = date(9999, 1, 1)
"""A month after it is no date any more."""
LENGTH = 1.15
"""Each length of a stay that is told apart is so many times the one before it."""


class Span(NamedTuple):
    """Numbers of one measure, by the days that they are of; with a `key`, those of that key."""

    measure: int
    first: date | None = None
    last: date | None = None
    key: int | None = None


class Wanted(NamedTuple):
    """Spans of the claims of these interviews, speakers …; without `ids`, of all of a scope.

    Claims without a speaker, topic or assignee are those of id 0.
    """

    scope: Scope
    ids: list[int] | None
    spans: list[Span]


class Row(NamedTuple):
    scope: int
    id: int
    measure: int
    day: date
    key: int
    number: int


def sums(*wanted: Wanted, by_day: Iterable[Measure] = ()) -> list[Row]:
    """The numbers that are not zero, each day apart only where a measure is `by_day`.

    Each part is asked for by itself, so that it is read from its own range of the index.
    """
    parts = [_part(one, span) for one in wanted for span in one.spans]
    tallies = " UNION ALL ".join(TALLIES.format(condition) for condition, _ in parts)
    changes = CHANGES.format(" OR ".join(f"({condition})" for condition, _ in parts))
    values = [value for _, given in parts for value in given]
    with connection.cursor() as cursor:
        cursor.execute(
            SUMS.format(f"{tallies} UNION ALL {changes}"),
            [[*map(int, by_day)], SINCE_EVER, *values, *values],
        )
        return [Row(*row) for row in cursor.fetchall()]


SUMS = """
    SELECT scope, scope_id, measure,
        CASE WHEN measure = ANY (%s::integer[]) THEN day ELSE %s END AS on_day,
        key, sum(number)::integer
    FROM ({}) AS numbers GROUP BY 1, 2, 3, 4, 5 HAVING sum(number) <> 0
"""
TALLIES = "SELECT scope, measure, scope_id, day, key, number FROM claims_tally WHERE {}"
CHANGES = """
    SELECT scope, measure, scope_id, day, key, number
    FROM claims_tallychange AS c CROSS JOIN LATERAL claims_tally_expand(c) WHERE {}
"""


def _part(wanted: Wanted, span: Span) -> tuple[str, list[Any]]:
    ids = wanted.ids
    conditions: list[tuple[str, Any]] = [
        ("scope = %s", wanted.scope),
        ("measure = %s", span.measure),
        ("scope_id = %s", ids[0] if ids and len(ids) == 1 else None),
        ("scope_id = ANY (%s::integer[])", ids if ids is not None and len(ids) != 1 else None),
        ("day >= %s", span.first),
        ("day <= %s", span.last),
        ("key = %s", span.key),
    ]
    given = [(sql, int(value) if isinstance(value, int) else value)
             for sql, value in conditions if value is not None]  # fmt: skip
    return " AND ".join(sql for sql, _ in given), [value for _, value in given]


def by_status(scope: Scope, ids: Iterable[int] | None = None) -> dict[int, dict[Status, int]]:
    """Of each interview, speaker, topic or assignee its claims by status.

    Name the `ids` where there may be many; without them, all that have claims.
    """
    wanted = Wanted(scope, None if ids is None else list(ids), [Span(Measure.STATUS)])
    found: dict[int, dict[Status, int]] = defaultdict(dict)
    for row in sums(wanted):
        found[row.id][STATUSES[row.key - 1]] = row.number
    return dict(found)


def standing_of_interviews(
    ids: Iterable[int],
) -> dict[int, tuple[dict[Status, int], date | None]]:
    """Of each interview its claims by status, and the first day that an open one is due."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING, {"ids": list(ids)})
        rows = cursor.fetchall()
    due = {one: day for one, key, _, day in rows if not key}
    counts: dict[int, dict[Status, int]] = defaultdict(dict)
    for one, key, number, _ in rows:
        if key:
            counts[one][STATUSES[key - 1]] = number
    return {one: (statuses, due.get(one)) for one, statuses in counts.items()}


STANDING = f"""
    WITH numbers AS (
        SELECT scope_id, measure, day, key, sum(number)::integer AS number FROM claims_tallied
        WHERE scope = {Scope.INTERVIEW} AND measure IN ({Measure.STATUS}, {Measure.DUE})
            AND scope_id = ANY (%(ids)s::integer[])
        GROUP BY 1, 2, 3, 4 HAVING sum(number) <> 0
    )
    SELECT scope_id, key, number, NULL FROM numbers WHERE measure = {Measure.STATUS}
    UNION ALL
    SELECT scope_id, 0, 0, min(day) FROM numbers WHERE measure = {Measure.DUE} GROUP BY scope_id
"""  # noqa: S608 -- numbers of ours


class Ranked(NamedTuple):
    """Those of a scope that have the most claims of a rank, and how many of them."""

    scope: Scope
    rank: Rank
    limit: int


def most_of(*wanted: Ranked) -> dict[Scope, dict[int, int]]:
    """The interviews, speakers or topics with the most open (or finished) claims, most first.

    Those that were most when changes were last folded in are read from an index; one of them may
    have fallen back for each that has changed since, so so many more are looked at.
    """
    parts = [
        MOST_OF.format(
            scope=int(one.scope), rank=int(one.rank), limit=int(one.limit), day=SINCE_EVER
        )
        for one in wanted
    ]
    found: dict[Scope, dict[int, int]] = {one.scope: {} for one in wanted}
    with connection.cursor() as cursor:
        cursor.execute(MOST.format(" UNION ALL ".join(parts)))
        for scope, one, number in cursor.fetchall():
            found[Scope(scope)][one] = number
    return found


MOST = "SELECT * FROM ({}) AS most ORDER BY 1, 3 DESC, 2 DESC"
MOST_OF = """
    (WITH changed AS (
        SELECT e.scope_id, sum(c.number) AS number
        FROM claims_tallychange AS c CROSS JOIN LATERAL claims_tally_expand(c) AS e
        WHERE e.scope = {scope} AND e.measure = 5 AND e.key = {rank} GROUP BY e.scope_id
    ), most AS (
        SELECT scope_id FROM claims_tally
        WHERE scope = {scope} AND measure = 5 AND key = {rank}
        ORDER BY number DESC, scope_id DESC
        LIMIT {limit} + 1 + (SELECT count(*) FROM changed)
    )
    SELECT {scope}, i.scope_id, coalesce(t.number, 0) + coalesce(c.number, 0) AS now
    FROM (SELECT scope_id FROM most UNION SELECT scope_id FROM changed) AS i
    LEFT JOIN changed AS c ON c.scope_id = i.scope_id
    LEFT JOIN claims_tally AS t ON t.scope = {scope} AND t.measure = 5
        AND t.scope_id = i.scope_id AND t.day = '{day}' AND t.key = {rank}
    WHERE i.scope_id <> 0 AND coalesce(t.number, 0) + coalesce(c.number, 0) > 0
    ORDER BY now DESC, i.scope_id DESC LIMIT {limit})
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


def period(
    measure: Measure, first: date | None, last: date | None, key: int | None = None
) -> list[Span]:
    """The spans of a period: whole months of what is counted by month, and the days left over."""
    first = first and min(first, LATEST)
    last = None if last and last > LATEST else last
    since = first if first is None or first.day == 1 else next_month(first)
    until = last and (last + DAY).replace(day=1)
    if since and until and since >= until:
        return [Span(measure, first, last, key)]
    spans = [Span(measure + 1, since, until and until - DAY, key)]
    if first and since and first < since:
        spans.append(Span(measure, first, since - DAY, key))
    if last and until and until <= last:
        spans.append(Span(measure, until, last, key))
    return spans


def next_month(day: date) -> date:
    return (day.replace(day=28) + 4 * DAY).replace(day=1)
