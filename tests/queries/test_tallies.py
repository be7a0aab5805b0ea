"""Tallies against the claims that they count, and what is read from them."""

import math
import os
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pgtrigger
import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from claims.actions import claims as fields
from claims.actions import reviews, sources
from claims.actions.claims import enter_by_hand
from claims.actions.interviews import person_named
from claims.actions.refusals import Refused
from claims.actions.topics import give_topic
from claims.models import (
    Claim,
    Event,
    Evidence,
    Newsroom,
    Priority,
    Role,
    SetAsideReason,
    Source,
    Status,
    Tally,
    TallyChange,
    Topic,
    User,
    Verdict,
)
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
from claims.queries import tallies
from claims.queries.board import Period, board_of
from claims.queries.recount import recounted
from claims.queries.subjects import subject_of
from claims.queries.tallies import Ranked, Span, Wanted, period
from tests.factories import (
    make_claim,
    make_interview,
    make_signed_claim,
    make_source,
    make_submitted_claim,
    make_user,
)

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("TALLY_EXAMPLES", "6"))
STEPS = 24


def run(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def fold() -> None:
    run("SELECT claims_tally_fold()")


def wrong() -> list[str]:
    return [problem for _, problems in recounted() for problem in problems]


# Whatever happens, they are right


class Room:
    def __init__(self) -> None:
        self.people: list[User] = [make_user(Role.EDITOR) for _ in range(3)]
        self.interviews = [make_interview(by=self.people[0]) for _ in range(2)]
        self.speakers = [person_named("Ada Brandt"), person_named("Tom Okafor"), None]
        self.topics = [Topic.objects.create(name="Bridges"), None]
        self.scale = list(Verdict.objects.on_scale())[:2]
        self.sources = [make_source(primary=number == 0) for number in range(2)]
        self.claims = [make_claim(one, by=self.people[0]) for one in self.interviews]

    def one(self, number: int) -> Claim | None:
        rows = Claim.objects.order_by("pk")
        count = rows.count()
        return rows[number % count] if count else None

    def act(self, step: int, number: int, other: int) -> None:
        """One of the things that may happen to claims, to one that the number says."""
        by = self.people[other % 3]
        claim = self.one(number)
        if claim is None:
            return
        seen: Any = {"seen_version": claim.version, "by": by}
        actions: list[Callable[[], object]] = [
            lambda: fields.set_assignee(claim, by if other % 4 else None, **seen),
            lambda: fields.set_speaker(claim, self.speakers[other % 3], **seen),
            lambda: fields.set_priority(claim, Priority(1 + other % 4), **seen),
            lambda: fields.set_due_on(claim, date(2026, 11 + other % 2, 1 + other), **seen),
            lambda: give_topic(claim, ["Bridges", "Schools", ""][other % 3], **seen),
            lambda: self.submit(claim, by, other),
            lambda: reviews.sign_off(claim, seen_hash=claim.content_hash, by=by),
            lambda: reviews.sign_off(claim, seen_hash=claim.content_hash, by=by),
            lambda: reviews.publish(claim, **seen),
            lambda: reviews.correct(claim, reason="The year.", **seen),
            lambda: reviews.set_aside(claim, reason=SetAsideReason.OUT_OF_SCOPE, **seen),
            lambda: reviews.restore(claim, **seen),
            lambda: fields.set_rationale(claim, f"Because of {other}.", **seen),
            lambda: self.attach(claim, self.sources[other % 2], by),
            lambda: Source.objects.filter(pk=self.sources[other % 2].pk).update(primary=other > 8),
            lambda: Evidence.objects.filter(claim=claim).update(withdrawn_at=timezone.now()),
            lambda: enter_by_hand(
                self.interviews[other % 2], quote="By hand.", speaker=None, by=by
            ),
            lambda: Claim.objects.update(needs_anchoring=bool(other % 2)),
            lambda: Claim.objects.filter(pk__gte=claim.pk).update(due_on=date(2026, 10, 31)),
            lambda: run("UPDATE claims_claim SET assignee_id = NULL, captured_at = captured_at - "
                        "interval '20 days', priority = 5 - priority"),
            lambda: run("UPDATE claims_claim SET finished_at = now() - interval '33 days' "
                        "WHERE finished_at IS NOT NULL"),
            lambda: self.forget(claim),
            fold,
        ]  # fmt: skip
        try:
            with transaction.atomic():
                actions[step % len(actions)]()
        except Refused:
            pass

    def submit(self, claim: Claim, by: User, other: int) -> None:
        def now() -> dict[str, Any]:
            return {"seen_version": Claim.objects.get(pk=claim.pk).version, "by": by}

        if claim.status == Status.NEW:
            reviews.start(claim, **now())
        fields.set_statement(claim, "It cost nine.", **now())
        fields.set_verdict(claim, self.scale[other % 2], **now())
        fields.set_rationale(claim, "So it says.", **now())
        for one in self.sources:
            self.attach(claim, one, by)
        reviews.submit(claim, **now())

    def attach(self, claim: Claim, source: Source, by: User) -> None:
        sources.attach(claim, source, stance="supports", excerpt="Nine.", locator="p. 9", by=by)

    def forget(self, claim: Claim) -> None:
        """Test data goes as it came: past all triggers that can be passed."""
        with pgtrigger.ignore():
            for table in ["event", "signoff", "evidence", "publication"]:
                run(f"DELETE FROM claims_{table} WHERE claim_id = %s", claim.pk)
            run("DELETE FROM claims_claim WHERE id = %s", claim.pk)


step = st.tuples(st.integers(0, 22), st.integers(0, 9), st.integers(0, 15))


@settings(
    max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(st.lists(step, min_size=STEPS, max_size=STEPS))
def test_whatever_happens_to_claims_they_are_counted_as_they_are(steps: list[Any]) -> None:
    with transaction.atomic():
        room = Room()
        for number, one in enumerate(steps, 1):
            room.act(*one)
            if number % 8 == 0:
                assert wrong() == []
        fold()
        assert wrong() == []
        assert not TallyChange.objects.exists()
        assert not Tally.objects.filter(number=0).exists()
        transaction.set_rollback(True)


# What is read from them


TODAY = date(2026, 11, 20)
EVER = Period(None, TODAY, "", [])


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_current_timezone())


def test_numbers_in_keys_are_those_of_the_enums() -> None:
    claim = make_claim()
    for number, status in enumerate(Status, 1):
        aside = status == Status.SET_ASIDE
        for reason in SetAsideReason.values if aside else [""]:
            duplicate = make_claim() if reason == SetAsideReason.DUPLICATE else None
            with pgtrigger.ignore("claims.Claim:sign_off_is_live"):
                Claim.objects.filter(pk=claim.pk).update(
                    status=status, set_aside_reason=reason, duplicate_of=duplicate,
                    verdict=Verdict.objects.first(), submitted_by=claim.captured_by,
                )  # fmt: skip
            board = board_of(subject_of(claim.interview), EVER, TODAY)
            assert board.statuses == {status: 1}
            assert STATUSES[number - 1] == status
            assert board.set_aside == ({SetAsideReason(reason): 1} if aside else {})
    assert list(SetAsideReason) == REASONS


@pytest.mark.parametrize("folded", [False, True])
def test_the_stock_says_how_claims_stand(folded: bool) -> None:
    interview, by = make_interview(), make_user()
    days = [date(2026, 8, 30), date(2026, 11, 19), TODAY, date(2026, 11, 27), date(2026, 11, 28)]
    for day in days:
        captured = at(day - timedelta(days=2))
        make_claim(interview, due_on=day, priority=Priority.HIGH, captured_at=captured, by=by)
    make_claim(interview, status="checking", assignee=by, due_on=days[0], needs_anchoring=True)
    aside = {"status": "set_aside", "set_aside_reason": "out_of_scope", "needs_anchoring": True}
    make_claim(interview, due_on=days[0], **aside)
    make_signed_claim(interview)
    if folded:
        fold()
    board = board_of(subject_of(interview), EVER, TODAY)
    assert board.statuses == {
        Status.NEW: 5, Status.CHECKING: 1, Status.SET_ASIDE: 1, Status.SIGNED_OFF: 1,
    }  # fmt: skip
    assert board.set_aside == {SetAsideReason.OUT_OF_SCOPE: 1}
    assert board.overdue == {Status.NEW: 2, Status.CHECKING: 1}
    assert board.needs == {
        "needs_anchoring": 1, "without_source": 6, "overdue": 3, "unassigned": 2, "changes": 0,
    }  # fmt: skip
    assert board.work[by.pk] == {Status.CHECKING: 1}
    assert board.work[0] == {Status.NEW: 5, Status.SET_ASIDE: 1}
    assert tallies.by_status(Scope.ASSIGNEE, [by.pk]) == {by.pk: {Status.CHECKING: 1}}
    [standing] = tallies.standing_of_interviews([interview.pk]).values()
    assert standing == (dict(board.statuses), date(2026, 8, 30))
    numbers = {
        measure: sums(Scope.INTERVIEW, interview.pk, Span(measure))
        for measure in [Measure.PRIORITY, Measure.ATTENTION, Measure.RANKED]
    }
    assert numbers == {
        Measure.PRIORITY: {(Priority.HIGH, SINCE_EVER): 5, (Priority.NORMAL, SINCE_EVER): 3},
        Measure.ATTENTION: {
            (Attention.NEEDS_ANCHORING, SINCE_EVER): 1, (Attention.WITHOUT_SOURCE, SINCE_EVER): 6,
        },
        Measure.RANKED: {(Rank.OPEN, SINCE_EVER): 6, (Rank.FINISHED, SINCE_EVER): 1},
    }  # fmt: skip
    for last, number in [(TODAY, 1), (TODAY + timedelta(days=7), 2)]:
        due = sums(Scope.INTERVIEW, interview.pk, Span(Measure.DUE, TODAY, last))
        assert sum(due.values()) == number


def sums(scope: Scope, pk: int, *spans: Span) -> dict[tuple[int, date], int]:
    """By key and day."""
    rows = tallies.sums(Wanted(scope, [pk], list(spans)), by_day=Measure)
    found: Counter[tuple[int, date]] = Counter()
    for row in rows:
        found[row.key, row.day] += row.number
    return dict(found)


@pytest.mark.parametrize("folded", [False, True])
def test_a_period_counts_what_happened_in_it(folded: bool) -> None:
    interview, by = make_interview(), make_user()
    days = [date(2026, 9, 3), date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 1)]
    verdict = Verdict.objects.get(label="Mostly true").pk
    claims = [make_signed_claim(interview, by=by) for _ in days]
    Source.objects.filter(evidence__claim=claims[1]).update(primary=True)
    for claim, day in zip(claims, days, strict=True):
        before = at(day - timedelta(days=1))
        Claim.objects.filter(pk=claim.pk).update(finished_at=at(day), captured_at=before)
    if folded:
        fold()
    plain, primary = verdict * 2, verdict * 2 + 1
    for scope, pk in [(Scope.INTERVIEW, interview.pk), (Scope.SUBMITTER, by.pk)]:
        for first, last, number in [
            (None, None, 4), (date(2026, 9, 4), None, 3), (None, date(2026, 10, 30), 2),
            (date(2026, 10, 1), date(2026, 10, 31), 2), (days[2], days[3], 2),
            (date(2026, 9, 1), date(2026, 11, 1), 4), (days[0], days[2], 3),
        ]:  # fmt: skip
            found = sums(scope, pk, *period(Measure.FINISHED, first, last))
            assert sum(found.values()) == number
        assert sums(scope, pk, Span(Measure.FINISHED)) == {
            (plain, days[0]): 1, (primary, days[1]): 1, (plain, days[2]): 1, (plain, days[3]): 1,
        }  # fmt: skip
    captured = period(Measure.CAPTURED, date(2026, 9, 3), date(2026, 10, 30))
    assert sums(Scope.INTERVIEW, interview.pk, *captured) == {
        (Work.CLOSED, date(2026, 9, 30)): 1, (Work.CLOSED, date(2026, 10, 30)): 1,
    }  # fmt: skip
    spoken = sums(Scope.INTERVIEW, interview.pk, Span(Measure.SPOKEN))
    speaker = claims[0].speaker_id or 0
    assert spoken == {
        (speaker << 32 | plain, SINCE_EVER): 3, (speaker << 32 | primary, SINCE_EVER): 1,
    }  # fmt: skip


def test_a_period_is_read_from_whole_months_and_the_days_that_are_left() -> None:
    def months_and_days(first: date | None, last: date | None) -> tuple[set[date], set[date]]:
        wanted = Wanted(Scope.ALL, [0], period(Measure.DUE, first, last))
        found: dict[int, set[date]] = {Measure.DUE: set(), Measure.DUE_BY_MONTH: set()}
        for row in tallies.sums(wanted, by_day=Measure):
            found[row.measure].add(row.day)
        return found[Measure.DUE_BY_MONTH], found[Measure.DUE]

    each = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    Tally.objects.bulk_create(
        Tally(scope=0, scope_id=0, measure=measure, day=day, key=1, number=1)
        for day in each
        for measure in ([Measure.DUE, Measure.DUE_BY_MONTH] if day.day == 1 else [Measure.DUE])
    )
    for first, last in [
        (None, None), (each[40], each[50]), (each[40], each[100]), (each[31], each[58]),
        (each[31], each[57]), (each[30], each[59]), (None, each[364]), (each[0], None),
        (date(2026, 12, 31), None), (date(9999, 12, 31), date(9999, 12, 31)),
        (date(2026, 12, 1), date(9999, 12, 31)),
    ]:  # fmt: skip
        months, days = months_and_days(first, last)
        counted = {day for day in each if day in days or day.replace(day=1) in months}
        assert counted == {day for day in each if (first or day) <= day <= (last or day)}
        assert not {day.replace(day=1) for day in days} & months
        assert len(days) <= 60


def test_days_are_those_of_the_newsroom() -> None:
    Newsroom.objects.update(time_zone="Pacific/Auckland")
    claim = make_claim(captured_at=datetime(2026, 11, 20, 22, tzinfo=UTC))
    captured = sums(Scope.INTERVIEW, claim.interview_id, Span(Measure.CAPTURED))
    assert captured == {(Work.UNASSIGNED, date(2026, 11, 21)): 1}


def test_the_interviews_with_the_most_open_claims_come_first_folded_or_not() -> None:
    first, second, third = (make_interview() for _ in range(3))
    for interview, number in [(first, 1), (second, 3), (third, 2)]:
        for _ in range(number):
            make_claim(interview)

    def most(limit: int) -> list[tuple[int, int]]:
        found = tallies.most_of(Ranked(Scope.INTERVIEW, Rank.OPEN, limit))
        return list(found[Scope.INTERVIEW].items())

    assert most(2) == [(second.pk, 3), (third.pk, 2)]
    fold()
    assert most(2) == [(second.pk, 3), (third.pk, 2)]
    Claim.objects.filter(interview=second).update(
        status="set_aside", set_aside_reason="out_of_scope"
    )
    make_claim(first)
    assert most(1) == [(third.pk, 2)]
    assert most(9) == [(third.pk, 2), (first.pk, 2)]
    fold()
    assert most(9) == [(third.pk, 2), (first.pk, 2)]
    both = Ranked(Scope.SPEAKER, Rank.OPEN, 9), Ranked(Scope.INTERVIEW, Rank.OPEN, 9)
    assert most(9) == list(tallies.most_of(*both)[Scope.INTERVIEW].items())


def test_stays_tell_how_long_claims_were_in_a_status() -> None:
    claim = make_submitted_claim()
    by = claim.submitted_by
    assert by is not None
    claim = reviews.set_aside(
        claim, reason=SetAsideReason.OUT_OF_SCOPE, seen_version=claim.version, by=by
    )
    started = claim.events.get(number=1).at
    [*ends] = claim.events.exclude(stay=None).order_by("number")
    assert [(end.before["status"], end.number) for end in ends] == [
        ("new", 2), ("checking", 7), ("awaiting_sign_off", 8)
    ]  # fmt: skip
    for days, end in zip([1, 3, 2], ends, strict=True):
        started += timedelta(days=days)
        event = Event(claim=claim, number=100 + end.number, actor=by, verb="moved", at=started)
        event.before, event.after = end.before, end.after
        with pgtrigger.ignore("claims.Event:written_once"):
            run("DELETE FROM claims_event WHERE id = %s", end.pk)
        event.hash = event.seal()
        event.save()
    for rows, scope, pk in [
        (Span(Measure.STAYED), Scope.ALL, 0),
        (Span(Measure.STAYED_BY_MONTH), Scope.INTERVIEW, claim.interview_id),
    ]:
        stays = sums(scope, pk, rows)
        assert [key // 256 for key, _ in sorted(stays)] == [1, 2, 3]
        for (key, _), days in zip(sorted(stays), [1, 3, 2], strict=True):
            length = tallies.quantile({key % 256: 1}, 0.5)
            assert abs(length / timedelta(days=days) - 1) < 0.08
    assert max(day for _, day in sums(Scope.ALL, 0, Span(Measure.STAYED))) == started.date()


def test_half_of_the_stays_are_shorter_than_the_median() -> None:
    lengths = Counter(int(math.log(60 * minutes) / math.log(1.15)) for minutes in range(1, 101))
    ordered = dict(sorted(lengths.items()))
    assert abs(tallies.quantile(ordered, 0.5) / timedelta(minutes=50) - 1) < 0.07
    assert abs(tallies.quantile(ordered, 0.9) / timedelta(minutes=90) - 1) < 0.07
    assert tallies.quantile({}, 0.5) == timedelta()
