"""The parts of a dashboard as they stand on the page: every number with the list that it counts."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils import timezone

from claims.models import OPEN, Claim, SetAsideReason, Status, Verdict
from claims.queries import dashboard as queries
from claims.queries.board import Board, Bucket, Period, Stay
from claims.queries.dashboard import Called, InterviewStanding, Looked, Need
from claims.queries.progress import Progress, progress_of
from claims.queries.subjects import Subject
from claims.text.charts import apart, polyline, top_of, width_of
from claims.views.claim_list import address

S = Status
IN_WORK = [S.NEW, S.CHECKING, S.AWAITING_SIGN_OFF, S.CHANGES_REQUESTED]
MINUTE = timedelta(minutes=1)
type Pairs = list[tuple[str, Any]]
PLAIN = str | int | date
"""What stands in an address as it is."""
type Names = Mapping[tuple[str, int], Called]


@dataclass(frozen=True, slots=True)
class Number:
    """How many claims, and the address of the list of exactly those."""

    value: int
    href: str

    @property
    def words(self) -> str:
        return f"{self.value:,}"


@dataclass(frozen=True, slots=True)
class Tile:
    status: Status
    number: Number
    small: Number | None = None
    words: str = ""
    """What stands beside the small number, or in its place."""


def with_filter(href: str, name: str, value: PLAIN) -> str:
    """A list with one filter more. Putting a whole address together takes far longer."""
    return f"{href}{'&' if '?' in href else '?'}{name}={value}"


def tiles_of(board: Board, subject: Subject) -> list[Tile]:
    """Every status, in the order of a claim's life; disputed only where a claim is."""
    claims = address(subject.filters)
    return [
        _tile(board, with_filter(claims, "status", status.value), status)
        for status in S
        if board.statuses[status] or status != S.DISPUTED
    ]


def _tile(board: Board, href: str, status: Status) -> Tile:
    number = Number(board.statuses[status], href)
    late = board.overdue[status]
    if late:
        return Tile(status, number, Number(late, with_filter(href, "due", "overdue")), "overdue")
    if status == S.SIGNED_OFF and number.value:
        return Tile(status, number, words="ready to publish")
    if status == S.SET_ASIDE and (some := board.set_aside[SetAsideReason.NOT_CHECKABLE]):
        href = with_filter(href, "set_aside", "not_checkable")
        return Tile(status, number, Number(some, href), "not checkable")
    return Tile(status, number)


# What needs somebody


@dataclass(frozen=True, slots=True)
class AttentionKind:
    need: Need
    number: Number


@dataclass(frozen=True, slots=True)
class ClaimLine:
    claim: Claim
    need: Need | None
    since: date
    age: str


def attention_of(board: Board, subject: Subject, now: datetime) -> dict[str, Any]:
    today = timezone.localdate(now)
    reasons = [
        need for need in queries.needs(today)
        if not (need.name == "unassigned" and subject.kind == "assignee")
    ]  # fmt: skip
    urgent, oldest = queries.claims_to_look_at(reasons, subject, today)
    return {
        "attention_kinds": [
            AttentionKind(
                need,
                Number(board.needs[need.name], address([*subject.filters, *_pairs(need.filters)])),
            )
            for need in reasons
        ],
        "attention": [_claim_line(one, now) for one in urgent],
        "oldest": [
            ClaimLine(one.claim, None, timezone.localdate(at), age(at, now))
            for one in oldest
            if (at := one.claim.captured_at)
        ],
    }  # fmt: skip


def _claim_line(looked: Looked, now: datetime) -> ClaimLine:
    assert looked.need
    since = getattr(looked.claim, looked.need.since)
    if isinstance(since, datetime):
        return ClaimLine(looked.claim, looked.need, timezone.localdate(since), age(since, now))
    days = (timezone.localdate(now) - since).days
    return ClaimLine(looked.claim, looked.need, since, f"{days} d")


def age(since: datetime, now: datetime) -> str:
    return lasted(now - since)


def lasted(time: timedelta) -> str:
    """In the largest unit that says it: minutes, hours below two days, days."""
    minutes = max(0, time // MINUTE)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60):,} d"


def _pairs(filters: dict[str, Any]) -> Pairs:
    """Filters as an address has them: one pair for each value."""
    return [
        (name, value)
        for name, given in filters.items()
        for value in (given if isinstance(given, list) else [given])
    ]


# Interviews and people


@dataclass(frozen=True, slots=True)
class InterviewLine:
    called: Called
    progress: Progress
    open: Number
    all_href: str
    due: date | None
    late: bool


def interview_lines(
    standings: Mapping[int, InterviewStanding], names: Names, today: date
) -> list[InterviewLine]:
    lines = []
    for pk, standing in standings.items():
        called = names["interview", pk]
        claims = address(interview=called.value)
        progress = progress_of(standing.statuses)
        lines.append(
            InterviewLine(
                called,
                progress,
                Number(progress.open, with_filter(claims, "open", 1)),
                claims,
                standing.next_due,
                bool(standing.next_due and standing.next_due < today),
            )
        )
    return lines


@dataclass(frozen=True, slots=True)
class ReviewerLine:
    called: Called
    numbers: list[Number]
    href: str
    """Their dashboard."""


def workload(
    board: Board, done: Counter[int] | None, subject: Subject, names: Names, today: date
) -> list[ReviewerLine]:
    """Everybody who reviews or has something left over, the most in work first.

    Of one subject only those who have something of it, and not what they have done.
    """
    ranked = []
    for (kind, pk), called in names.items():
        in_work = sum(board.work[pk][status] for status in IN_WORK)
        if kind == "reviewer" and (in_work or not subject.kind):
            ranked.append((-in_work, -done[pk] if done else 0, called.name, pk))
    shown = sorted(ranked)[: queries.REVIEWERS_SHOWN]
    return [
        _reviewer_line(board, done, subject, names["reviewer", row[-1]], row[-1], today)
        for row in shown
    ]


def _reviewer_line(
    board: Board, done: Counter[int] | None, subject: Subject, called: Called, pk: int, today: date
) -> ReviewerLine:
    claims = address([*subject.filters, ("assignee", called.value)])
    numbers = [
        Number(board.work[pk][status], with_filter(claims, "status", status.value))
        for status in IN_WORK
    ]
    if done is not None:
        href = address(done_by=called.value, finished_from=queries.done_from(today))
        numbers.append(Number(done[pk], href))
    return ReviewerLine(called, numbers, f"{reverse('dashboard')}?assignee={quote(called.value)}")


# What happened in a period


@dataclass(frozen=True, slots=True)
class BucketLine:
    bucket: Bucket
    captured: Number
    finished: Number


@dataclass(frozen=True, slots=True)
class Curve:
    """One line of the chart, and where its name stands beside its end."""

    name: str
    points: str
    total: Number
    label_y: float


@dataclass(frozen=True, slots=True)
class Chart:
    lines: list[BucketLine]
    curves: list[Curve]
    top: int
    by_month: bool

    @property
    def half(self) -> int:
        return self.top // 2

    @property
    def last(self) -> date:
        return self.lines[0].bucket.last

    @property
    def ticks(self) -> list[date]:
        firsts = [line.bucket.first for line in reversed(self.lines)]
        return [firsts[0], firsts[len(firsts) // 2]] if len(firsts) > 2 else firsts[:1]


def chart_of(board: Board, subject: Subject, period: Period) -> Chart:
    buckets = board.buckets
    series = {
        "captured": [bucket.captured for bucket in buckets],
        "finished": [bucket.finished for bucket in buckets],
    }
    top = top_of(max(map(max, series.values())))
    heights = apart({name: 100 - 100 * values[-1] / top for name, values in series.items()})
    curves = [
        Curve(
            name,
            polyline(values, top),
            Number(sum(values), address([*subject.filters, *period.days_of(name)])),
            heights[name],
        )
        for name, values in series.items()
    ]
    claims = address(subject.filters)
    lines = [
        BucketLine(
            bucket,
            Number(bucket.captured, _in_days(claims, "captured", bucket)),
            Number(bucket.finished, _in_days(claims, "finished", bucket)),
        )
        for bucket in reversed(buckets)
    ]
    return Chart(lines, curves, top, board.by_month)


def _in_days(href: str, field: str, bucket: Bucket) -> str:
    if bucket.first == bucket.last:
        return with_filter(href, field, bucket.first)
    since = with_filter(href, f"{field}_from", bucket.first)
    return with_filter(since, f"{field}_to", bucket.last)


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar that is 100 wide."""

    verdict: Verdict
    number: Number
    x: float
    width: float


def segments_of(
    counts: Mapping[int, int], verdicts: Iterable[Verdict], pairs: Pairs, *, stacked: bool
) -> list[Segment]:
    """In the order of the scale: parts of one bar, or each a bar, the longest of which is whole."""
    whole = sum(counts.values()) if stacked else max(counts.values(), default=0)
    claims = address(pairs)
    found, x = [], 0.0
    for verdict in verdicts:
        if number := counts.get(verdict.pk, 0):
            width = 100 * number / whole
            href = with_filter(claims, "verdict", verdict.pk)
            found.append(Segment(verdict, Number(number, href), round(x, 2), round(width, 2)))
            x += width if stacked else 0
    return found


@dataclass(frozen=True, slots=True)
class SpeakerLine:
    called: Called
    segments: list[Segment]
    total: Number

    @property
    def words(self) -> str:
        return ", ".join(f"{one.number.value} {one.verdict.label.lower()}" for one in self.segments)


def speaker_lines(
    speakers: Mapping[int, Counter[int]], names: Names, verdicts: list[Verdict], pairs: Pairs
) -> list[SpeakerLine]:
    """`pairs` are the filters that all of them share."""
    lines = []
    for pk, counts in speakers.items():
        if counts and (called := names.get(("speaker", pk))):
            whose = [*pairs, ("speaker", pk)]
            total = Number(sum(counts.values()), address(whose))
            lines.append(
                SpeakerLine(called, segments_of(counts, verdicts, whose, stacked=True), total)
            )
    lines.sort(key=lambda line: (-line.total.value, line.called.name))
    return lines


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in a period, by verdict, and how much of it rests on a primary source."""

    segments: list[Segment]
    total: Number
    primary: Number
    percent: str


def findings_of(
    board: Board, subject: Subject, period: Period, verdicts: list[Verdict]
) -> Findings:
    pairs = [*subject.filters, *period.days_of("finished")]
    total = sum(one.number for one in board.findings)
    primary = sum(one.primary for one in board.findings)
    counts = {one.verdict: one.number for one in board.findings}
    return Findings(
        segments_of(counts, verdicts, pairs, stacked=False),
        Number(total, address(pairs)),
        Number(primary, address([*pairs, ("primary", 1)])),
        f"{round(100 * primary / total)} %" if total else "",
    )


@dataclass(frozen=True, slots=True)
class StayLine:
    stay: Stay
    median: str
    most: str
    width: float
    whole: float


def stay_lines(stays: list[Stay]) -> list[StayLine]:
    """Drawn as they are told: what is told as no minute is drawn as nothing."""
    stays = [stay for stay in stays if stay.status in {*OPEN, S.SIGNED_OFF}]
    longest = max((stay.most // MINUTE for stay in stays), default=0)
    return [
        StayLine(
            stay, lasted(stay.median), lasted(stay.most),
            width_of(stay.median // MINUTE, longest), width_of(stay.most // MINUTE, longest),
        )
        for stay in stays
    ]  # fmt: skip
