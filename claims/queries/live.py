"""Which claims have changed since somebody looked: numbers alone, for the pages that are open.

A place in the stream of changes is a snapshot of PostgreSQL, as text: what was visible then.
Changes become visible in another order than they were numbered in: no number can be the place.
"""

import re
import threading
from bisect import bisect_right
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, NamedTuple, Self

from django.db import OperationalError, close_old_connections, connection

FRESH = 0.25
"""Seconds for which a process answers from what it knows."""
PATIENCE = 2
"""Seconds to wait for another thread that asks the database."""
MOST = 1000
"""Changes that a page is told of one by one; after more of them it is to fetch everything."""

SNAPSHOT = re.compile(r"[0-9]{1,19}:[0-9]{1,19}:(?:[0-9]{1,19}(?:,[0-9]{1,19})*)?")
LONGEST = 5000

NOW = "SELECT pg_current_snapshot()::text"
CHANGES = """
    SELECT present::text, changed.*
    FROM pg_current_snapshot() AS present
    LEFT JOIN LATERAL (
        SELECT event.tx::text, event.claim_id, claim.interview_id,
            event.verb = 'captured', event.after ? 'status',
            ARRAY(SELECT told.user_id FROM claims_notification AS told
                  WHERE told.event_id = event.id)
            || claim.assignee_id || (event.before ->> 'assignee_id')::bigint
            || (event.after ->> 'assignee_id')::bigint
        FROM claims_event AS event
        JOIN claims_claim AS claim ON claim.id = event.claim_id
        WHERE event.tx >= pg_snapshot_xmin(%(place)s::pg_snapshot)
            AND event.tx < pg_snapshot_xmax(present)
            AND NOT pg_visible_in_snapshot(event.tx, %(place)s::pg_snapshot)
        LIMIT %(most)s
    ) AS changed ON true
"""


class Place(NamedTuple):
    """What a snapshot saw: ended transactions below `xmax` but those that were still `running`.

    Of two snapshots of one server the later is the greater: `xmax` grows, or fewer are running.
    """

    xmax: int
    ended: int
    running: frozenset[int]
    text: str

    @classmethod
    def read(cls, text: str) -> Self | None:
        if len(text) > LONGEST or not SNAPSHOT.fullmatch(text):
            return None
        _, xmax, running = text.split(":")
        numbers = frozenset(map(int, filter(None, running.split(","))))
        return cls(int(xmax), -len(numbers), numbers, text)

    def precedes(self, other: "Place") -> bool:
        return self[:2] < other[:2]

    def has_seen(self, transaction: int) -> bool:
        return transaction < self.xmax and transaction not in self.running


class Change(NamedTuple):
    """One event of one claim."""

    transaction: int
    claim: int
    interview: int
    captured: bool
    moved: bool
    """Whether the claim went from one status to another."""
    people: frozenset[int]
    """Whose queue or notifications it may touch."""


@dataclass(frozen=True, slots=True)
class News:
    """What has changed since a place; `changes` is None where only fetching everything helps."""

    place: Place
    changes: tuple[Change, ...] | None


@dataclass(frozen=True, slots=True)
class Known:
    """What a process knows: all that became visible after `begin` and before `end`."""

    begin: Place
    end: Place
    changes: tuple[Change, ...] = ()
    seen_at: tuple[tuple[int, int], ...] = ()
    """For each change the place, in short, at which it was first seen."""
    found: dict[str, News] = field(default_factory=dict)
    """Answers that were already given, by the place that was asked about."""

    def since(self, place: Place) -> tuple[Change, ...]:
        later = self.changes[bisect_right(self.seen_at, place[:2]) :]
        return tuple(one for one in later if not place.has_seen(one.transaction))

    def with_more(self, news: News) -> "Known":
        if news.changes is None:
            return Known(news.place, news.place)
        changes = (*self.changes, *news.changes)
        seen_at = (*self.seen_at, *[news.place[:2]] * len(news.changes))
        if len(changes) <= 2 * MOST:
            return Known(self.begin, news.place, changes, seen_at)
        return Known(self.end, news.place, news.changes, seen_at[-len(news.changes) :])


class Stream:
    """The changes of a short while, kept by each process and read at most every `FRESH` seconds."""

    def __init__(self) -> None:
        self._known: Known | None = None
        self._read_at = 0.0
        self._reading = threading.Lock()

    def place(self) -> Place:
        """A place before anything that is read from now on; seldom a query."""
        return self._fresh(for_seconds=10 * FRESH).end

    def since(self, text: str) -> News:
        """Raises django.db.Error where the database cannot be asked."""
        known = self._fresh(for_seconds=FRESH)
        if answer := known.found.get(text):
            return answer
        place = Place.read(text)
        if place is not None and known.end.precedes(place):
            known = self._fresh(for_seconds=0)
        if place is None or known.end.precedes(place):  # of another server, before a restore
            return News(known.end, None)
        if place.precedes(known.begin):
            news = changes_since(place)
        else:
            news = News(known.end, known.since(place))
        known.found[text] = news
        return news

    def _fresh(self, *, for_seconds: float) -> Known:
        known, age = self._known, monotonic() - self._read_at
        if known is not None and age < for_seconds:
            return known
        # While somebody else asks the database, what was known a moment ago is good enough.
        if known is not None and age < 4 * FRESH and for_seconds:
            if not self._reading.acquire(blocking=False):
                return known
        elif not self._reading.acquire(timeout=PATIENCE):
            raise OperationalError("The database has not answered.")
        try:
            if self._known is None or monotonic() - self._read_at >= for_seconds:
                started = monotonic()
                self._known = self._read(self._known)
                self._read_at = started
            return self._known
        finally:
            self._reading.release()

    def _read(self, known: Known | None) -> Known:
        if known is None:
            present = present_place()
            return Known(present, present)
        return known.with_more(changes_since(known.end))


def present_place() -> Place:
    ((text,),) = _rows(NOW, {})
    return _place(text)


def changes_since(place: Place) -> News:
    """What has become visible since: one query, at most `MOST` rows."""
    rows = _rows(CHANGES, {"place": place.text, "most": MOST + 1})
    present = _place(rows[0][0])
    if len(rows) > MOST or present.precedes(place):
        return News(present, None)
    changes = tuple(
        Change(int(tx), claim, interview, captured, moved, frozenset(filter(None, people)))
        for _, tx, claim, interview, captured, moved, people in rows
        if tx is not None
    )
    return News(present, changes)


def _rows(query: str, values: dict[str, str | int]) -> list[tuple[Any, ...]]:
    """Before a request begins: so the connection is taken and given back here."""
    borrowed = not connection.in_atomic_block
    if borrowed:
        close_old_connections()
    try:
        with connection.cursor() as cursor:
            cursor.execute(query, values)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows
    finally:
        if borrowed:
            close_old_connections()


def _place(text: str) -> Place:
    place = Place.read(text)
    assert place is not None
    return place


STREAM = Stream()
