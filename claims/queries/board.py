"""All numbers of a dashboard, read from the tallies: two queries, whatever they count."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from claims.models import Measure, Scope, SetAsideReason, Status
from claims.models.tallies import REASONS, STATUSES, Attention, Work
from claims.queries import tallies
from claims.queries.subjects import Subject
from claims.queries.tallies import Span, Wanted, sums

DAYS_IN_A_CHART = 92
UNASSIGNED_DAYS = 3


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included; without a first one, since the beginning."""

    first: date | None
    last: date
    words: str
    asked: list[tuple[str, str]]
    """Itself, as the address of a dashboard has it."""

    def days_of(self, field: str) -> list[tuple[str, Any]]:
        """The filters of the claim list that let through what happened in it."""
        begin = [(f"{field}_from", self.first)] if self.first else []
        return [*begin, (f"{field}_to", self.last)]


@dataclass(frozen=True, slots=True)
class Bucket:
    """What happened from one day to another: a day of a chart, or a month."""

    first: date
    last: date
    captured: int
    finished: int


@dataclass(frozen=True, slots=True)
class Stay:
    """How long claims were in a status before they left it."""

    status: Status
    number: int
    median: timedelta
    most: timedelta
    """Nine in ten were shorter."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Finished claims of one verdict: all, and those with a primary source."""

    verdict: int
    number: int = 0
    primary: int = 0


@dataclass(slots=True)
class Board:
    """The numbers of one subject: what stands now, and what happened in a period."""

    statuses: Counter[Status] = field(default_factory=Counter)
    set_aside: Counter[SetAsideReason] = field(default_factory=Counter)
    overdue: Counter[Status] = field(default_factory=Counter)
    needs: Counter[str] = field(default_factory=Counter)
    work: dict[int, Counter[Status]] = field(default_factory=lambda: defaultdict(Counter))
    """By assignee."""
    findings: list[Finding] = field(default_factory=list)
    by_speaker: dict[int, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    """Of an interview: finished claims by speaker and verdict, whenever they were finished."""
    by_month: bool = False
    """Whether a bucket is a month, and not a day."""
    buckets: list[Bucket] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)


CAPTURED = {Measure.CAPTURED, Measure.CAPTURED_BY_MONTH}
FINISHED = {Measure.FINISHED, Measure.FINISHED_BY_MONTH}
STAYED = {Measure.STAYED, Measure.STAYED_BY_MONTH}
DUE = {Measure.DUE, Measure.DUE_BY_MONTH}


def stays_from(subject: Subject, period: Period) -> date | None:
    """From when on stays are told: to the day for all claims, else to the month."""
    if subject.scope == Scope.ALL or period.first is None:
        return period.first
    return period.first.replace(day=1)


def board_of(subject: Subject, period: Period, today: date) -> Board:
    """Two queries."""
    board = Board()
    _fill_now(board, subject, today)
    _fill_period(board, subject, period)
    return board


def _fill_now(board: Board, subject: Subject, today: date) -> None:
    still = [Measure.STATUS, Measure.SET_ASIDE, Measure.ATTENTION, Measure.ASSIGNED, Measure.SPOKEN]
    long_ago = today - timedelta(days=UNASSIGNED_DAYS)
    spans = [
        *map(Span, still),
        *tallies.period(Measure.DUE, None, today - timedelta(days=1)),
        *tallies.period(Measure.CAPTURED, None, long_ago, key=Work.UNASSIGNED),
    ]
    for row in sums(Wanted(subject.scope, [subject.pk], spans)):
        _count(board, row.measure, row.key, row.number)
    board.needs["overdue"] = board.overdue.total()
    board.needs["changes"] = board.statuses[Status.CHANGES_REQUESTED]


def _count(board: Board, measure: int, key: int, number: int) -> None:
    if measure == Measure.STATUS:
        board.statuses[STATUSES[key - 1]] += number
    elif measure == Measure.SET_ASIDE:
        board.set_aside[REASONS[key - 1]] += number
    elif measure == Measure.ATTENTION:
        board.needs[Attention(key).name.lower()] += number
    elif measure == Measure.ASSIGNED:
        board.work[key // 16][STATUSES[key % 16 - 1]] += number
    elif measure == Measure.SPOKEN:
        board.by_speaker[key >> 32][(key & 0xFFFFFFFF) // 2] += number
    elif measure in DUE:
        board.overdue[STATUSES[key - 1]] += number
    else:
        board.needs["unassigned"] += number


def _fill_period(board: Board, subject: Subject, period: Period) -> None:
    by_days = subject.scope == Scope.INTERVIEW and period.first is None
    spans = [
        *_happened(Measure.CAPTURED, period, by_days=by_days),
        *_happened(Measure.FINISHED, period, by_days=by_days),
        *_stayed(subject, period),
    ]
    rows = sums(Wanted(subject.scope, [subject.pk], spans), by_day=[*CAPTURED, *FINISHED])
    findings: Counter[int] = Counter()
    stays: dict[int, dict[int, int]] = defaultdict(dict)
    flow: dict[bool, Counter[date]] = {True: Counter(), False: Counter()}
    for _, _, measure, day, key, number in rows:
        if measure in STAYED:
            lengths = stays[key // 256]
            lengths[key % 256] = lengths.get(key % 256, 0) + number
        else:
            flow[measure in FINISHED][day] += number
            findings[key] += number if measure in FINISHED else 0
    happened = [day for days in flow.values() for day, number in days.items() if number]
    first = period.first or min(happened, default=period.last)
    last = max(happened, default=period.last) if by_days else period.last
    board.by_month = (last - first).days >= DAYS_IN_A_CHART or (not period.first and not by_days)
    board.buckets = _buckets(board.by_month, first, last, flow[False], flow[True])
    board.findings = _findings(findings)
    board.stays = _stays(stays)


def _happened(measure: Measure, period: Period, *, by_days: bool) -> list[Span]:
    """Of an interview, all days are few: its whole chart begins and ends with its work."""
    if by_days:
        return [Span(measure, last=period.last)]
    return tallies.period(measure, period.first, period.last)


def _stayed(subject: Subject, period: Period) -> list[Span]:
    if subject.scope == Scope.ALL:
        return tallies.period(Measure.STAYED, period.first, period.last)
    return [Span(Measure.STAYED_BY_MONTH, stays_from(subject, period), period.last)]


def _findings(counted: Counter[int]) -> list[Finding]:
    """Of numbers by verdict · 2 + has a primary source."""
    return [
        Finding(verdict, counted[2 * verdict] + counted[2 * verdict + 1], counted[2 * verdict + 1])
        for verdict in sorted({key // 2 for key, number in counted.items() if number})
    ]


def _stays(counted: dict[int, dict[int, int]]) -> list[Stay]:
    """Of numbers by status and length."""
    found = []
    for status in sorted(counted):
        lengths = dict(sorted(counted[status].items()))
        median, most = tallies.quantile(lengths, 0.5), tallies.quantile(lengths, 0.9)
        found.append(Stay(STATUSES[status - 1], sum(lengths.values()), median, most))
    return found


def _buckets(
    by_month: bool, first: date, last: date, captured: Counter[date], finished: Counter[date]
) -> list[Bucket]:
    """A bucket for each day, or each month, those without claims too."""
    buckets = []
    while first <= last:
        end = min(tallies.next_month(first) - timedelta(days=1), last) if by_month else first
        numbers = [_within(days, first, end) for days in (captured, finished)]
        buckets.append(Bucket(first, end, *numbers))
        first = end + timedelta(days=1)
    return buckets


def _within(days: Counter[date], first: date, last: date) -> int:
    if first == last:
        return days[first]
    return sum(number for day, number in days.items() if first <= day <= last)
