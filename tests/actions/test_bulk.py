"""Bulk changes: planned, previewed and worked off, one event a claim, whatever breaks off."""

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pgtrigger
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.actions import bulk
from claims.actions.bulk import STALE, Group, plan, preview
from claims.actions.claims import set_due_on, set_priority, set_statement
from claims.actions.refusals import NotAllowed, Refused
from claims.models import (
    BulkChange,
    BulkItem,
    BulkKind,
    Claim,
    Event,
    Notification,
    Outcome,
    Priority,
    Role,
    SetAsideReason,
    User,
)
from tests.actions.test_accounts_at_once import at_once
from tests.factories import make_claim, make_interview, make_user

ONLY_AN_EDITOR = "Only an editor gives a claim to somebody else."
ROOT = Path(__file__).resolve().parent.parent.parent


def make_claims(number: int, by: User, **overrides: Any) -> list[Claim]:
    interview = make_interview(by=by)
    return [make_claim(interview, by=by, **overrides) for _ in range(number)]


def planned(
    claims: list[Claim], kind: BulkKind, value: str, by: User, *, note: str = "",
    key: UUID | None = None,
) -> BulkChange:  # fmt: skip
    rows = Claim.objects.filter(pk__in=[claim.pk for claim in claims])
    return plan(
        rows, kind=kind, value=value, note=note, asked=f"{len(claims)} claims", key=key or uuid4(),
        by=by,
    )  # fmt: skip


def run(change: BulkChange, *, by: User, seconds: float = 30) -> bool:
    return bulk.run(change, by=by, seconds=seconds)


def outcomes(change: BulkChange) -> list[tuple[int, str, str]]:
    return list(change.items.values_list("claim_id", "outcome", "reason"))


def events(claims: list[Claim]) -> dict[int, int]:
    """How many events each claim has after its capture."""
    numbers = Event.objects.filter(claim__in=claims, number__gt=1).values_list("claim_id")
    counted = Counter(pk for (pk,) in numbers)
    return {claim.pk: counted[claim.pk] for claim in claims}


# Planned


@pytest.mark.django_db
def test_a_plan_notes_each_claim_with_its_version_and_changes_none() -> None:
    user = make_user()
    first, second = make_claims(2, user)
    second = set_statement(second, "It was nine.", seen_version=1, by=user)
    change = planned([first, second], BulkKind.PRIORITY, "4", user)
    assert list(change.items.values_list("claim_id", "seen_version", "outcome")) == [
        (first.pk, 1, "waiting"), (second.pk, 2, "waiting"),
    ]  # fmt: skip
    assert set(Claim.objects.values_list("priority", flat=True)) == {Priority.NORMAL}
    assert Event.objects.count() == 3


@pytest.mark.django_db
def test_the_same_key_plans_once() -> None:
    user, key = make_user(), uuid4()
    claims = make_claims(2, user)
    changes = [planned(claims, BulkKind.PRIORITY, "4", user, key=key) for _ in range(2)]
    assert changes[0] == changes[1] == BulkChange.objects.get()
    assert BulkItem.objects.count() == 2


@pytest.mark.django_db
def test_a_plan_costs_the_same_for_any_number_of_claims() -> None:
    user = make_user()
    costs = []
    for number in (1, 6):
        claims = make_claims(number, user)
        with CaptureQueriesContext(connection) as queries:
            planned(claims, BulkKind.PRIORITY, "4", user)
        costs.append(len(queries))
    assert costs == [5, 5]


@pytest.mark.django_db
def test_a_viewer_plans_nothing() -> None:
    claims = make_claims(1, make_user())
    with pytest.raises(NotAllowed, match=r"This takes the role “Reviewer”."):
        planned(claims, BulkKind.PRIORITY, "4", make_user(Role.VIEWER))
    assert BulkChange.objects.count() == 0


@pytest.mark.django_db
def test_no_claims_are_no_plan() -> None:
    with pytest.raises(Refused, match=r"None of these claims was found."):
        planned([], BulkKind.PRIORITY, "4", make_user())
    assert BulkChange.objects.count() == 0


@pytest.mark.django_db
def test_there_is_a_most_that_is_changed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert bulk.AT_MOST == 5_000
    monkeypatch.setattr(bulk, "AT_MOST", 2)
    user = make_user()
    claims = make_claims(3, user)
    with pytest.raises(Refused, match=r"^At most 2 claims can be changed at once, and"):
        planned(claims, BulkKind.PRIORITY, "4", user)
    assert planned(claims[:2], BulkKind.PRIORITY, "4", user).items.count() == 2


# Previewed


@pytest.mark.django_db
def test_a_preview_counts_what_will_happen_by_the_rules_of_single_changes() -> None:
    user, other = make_user(), make_user()
    free, mine, *theirs = make_claims(5, user)
    Claim.objects.filter(pk=mine.pk).update(assignee=user)
    Claim.objects.filter(pk__in=[claim.pk for claim in theirs]).update(assignee=other)
    change = planned([free, mine, *theirs], BulkKind.ASSIGN, str(user.pk), user)
    seen = preview(change, by=user)
    assert (seen.would_change, seen.same, seen.refused) == (1, 1, 3)
    assert seen.groups == [Group(ONLY_AN_EDITOR, 3, theirs)]
    assert preview(change, by=make_user(Role.EDITOR)).would_change == 4
    assert {outcome for _, outcome, _ in outcomes(change)} == {"waiting"}


@pytest.mark.django_db
def test_a_preview_groups_by_reason_and_shows_the_first_of_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bulk, "FIRST", 2)
    user = make_user()
    published = make_claims(3, user)
    [aside, stale, fine] = make_claims(3, user)
    change = planned(
        [*published, aside, stale, fine], BulkKind.SET_ASIDE, SetAsideReason.OUT_OF_SCOPE, user
    )
    with pgtrigger.ignore():
        rows = Claim.objects.filter(pk__in=[claim.pk for claim in published])
        verdict = {"verdict_id": 1, "submitted_by": user}
        rows.update(status="awaiting_sign_off", **verdict)
        rows.update(status="published")
    Claim.objects.filter(pk=aside.pk).update(status="set_aside", set_aside_reason="not_checkable")
    set_statement(stale, "It was nine.", seen_version=1, by=user)
    seen = preview(change, by=user)
    assert [(group.reason, group.number, group.first) for group in seen.groups] == [
        ("A claim that is “Published” cannot be moved so.", 3, published[:2]),
        ("A claim that is “Set aside” cannot be moved so.", 1, [aside]),
        (STALE, 1, [stale]),
    ]
    assert seen.would_change == 1
    run(change, by=user)
    assert [reason for _, _, reason in outcomes(change)] == [
        *[seen.groups[0].reason] * 3, seen.groups[1].reason, STALE, "",
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_preview_costs_the_same_for_any_number_of_claims() -> None:
    user, other = make_user(), make_user()
    costs = []
    for number in (1, 6):
        claims = make_claims(number, user, assignee=other)
        change = planned(claims, BulkKind.ASSIGN, "", user)
        for claim in claims:
            set_priority(claim, Priority.HIGH, seen_version=1, by=user)
        with CaptureQueriesContext(connection) as queries:
            assert preview(change, by=user).refused == number
        costs.append(len(queries))
    assert costs == [2, 2]


# Worked off


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "value", "note", "column", "before", "after"),
    [
        (BulkKind.DUE, "2026-12-04", "", "due_on", None, "2026-12-04"),
        (BulkKind.PRIORITY, "4", "", "priority", 2, 4),
        (BulkKind.SET_ASIDE, "out_of_scope", "Not ours.", "set_aside_reason", "", "out_of_scope"),
    ],
)
def test_a_run_changes_each_claim_by_its_own_action(
    kind: BulkKind, value: str, note: str, column: str, before: Any, after: Any
) -> None:
    user = make_user()
    claims = make_claims(3, user)
    change = planned(claims, kind, value, user, note=note)
    assert run(change, by=user) is True
    assert outcomes(change) == [(claim.pk, "done", "") for claim in claims]
    assert events(claims) == dict.fromkeys((claim.pk for claim in claims), 1)
    for event in Event.objects.filter(claim__in=claims, number=2):
        assert (event.before[column], event.after[column]) == (before, after)
        assert (event.actor, event.note) == (user, note)
    change.refresh_from_db()
    assert change.finished_at is not None


@pytest.mark.django_db
def test_a_due_date_is_cleared() -> None:
    user = make_user()
    (claim,) = make_claims(1, user)
    claim = set_due_on(claim, date(2026, 12, 4), seen_version=1, by=user)
    run(planned([claim], BulkKind.DUE, "", user), by=user)
    claim.refresh_from_db()
    assert claim.due_on is None


@pytest.mark.django_db
def test_an_editor_gives_claims_to_somebody_who_is_told_of_each() -> None:
    editor, person = make_user(Role.EDITOR), make_user()
    claims = make_claims(2, editor)
    run(planned(claims, BulkKind.ASSIGN, str(person.pk), editor), by=editor)
    assert set(Claim.objects.values_list("assignee", flat=True)) == {person.pk}
    told = Notification.objects.filter(user=person).order_by("claim")
    assert [one.claim_id for one in told] == [claim.pk for claim in claims]


@pytest.mark.django_db
def test_a_reviewer_hands_back_their_own_claims_and_is_refused_those_of_others() -> None:
    user, other = make_user(), make_user()
    mine, theirs, free = make_claims(3, user)
    Claim.objects.filter(pk=mine.pk).update(assignee=user)
    Claim.objects.filter(pk=theirs.pk).update(assignee=other)
    change = planned([mine, theirs, free], BulkKind.ASSIGN, "", user)
    run(change, by=user)
    assert outcomes(change) == [
        (mine.pk, "done", ""), (theirs.pk, "refused", ONLY_AN_EDITOR), (free.pk, "same", ""),
    ]  # fmt: skip
    assert events([mine, theirs, free]) == {mine.pk: 1, theirs.pk: 0, free.pk: 0}


@pytest.mark.django_db
def test_a_claim_that_somebody_changed_meanwhile_is_refused() -> None:
    user, other = make_user(), make_user()
    touched, elsewhere = make_claims(2, user)
    change = planned([touched, elsewhere], BulkKind.DUE, "2026-12-04", user)
    set_due_on(touched, date(2026, 12, 1), seen_version=1, by=other)
    set_priority(elsewhere, Priority.HIGH, seen_version=1, by=other)
    assert preview(change, by=user).groups == [Group(STALE, 1, [touched])]
    run(change, by=user)
    assert outcomes(change) == [(touched.pk, "refused", STALE), (elsewhere.pk, "done", "")]
    touched.refresh_from_db()
    assert touched.due_on == date(2026, 12, 1)


@pytest.mark.django_db
def test_what_somebody_set_to_the_same_meanwhile_was_so_already() -> None:
    user, other = make_user(), make_user()
    (claim,) = make_claims(1, user)
    change = planned([claim], BulkKind.DUE, "2026-12-04", user)
    set_due_on(claim, date(2026, 12, 4), seen_version=1, by=other)
    run(change, by=user)
    assert outcomes(change) == [(claim.pk, "same", "")]


@pytest.mark.django_db
def test_a_run_stops_when_its_time_is_over_and_does_one_claim_at_least() -> None:
    user = make_user()
    claims = make_claims(3, user)
    change = planned(claims, BulkKind.PRIORITY, "4", user)
    ended = [run(change, by=user, seconds=0) for _ in range(3)]
    assert ended == [False, False, True]
    assert events(claims) == dict.fromkeys((claim.pk for claim in claims), 1)


@pytest.mark.django_db
def test_a_run_after_the_end_does_nothing() -> None:
    user = make_user()
    claims = make_claims(2, user)
    change = planned(claims, BulkKind.PRIORITY, "4", user)
    assert [run(change, by=user) for _ in range(3)] == [True, False, False]
    assert events(claims) == dict.fromkeys((claim.pk for claim in claims), 1)


@pytest.mark.django_db
def test_only_who_asked_and_editors_run_it_each_in_their_own_name() -> None:
    user, editor = make_user(), make_user(Role.EDITOR)
    claims = make_claims(1, user)
    change = planned(claims, BulkKind.PRIORITY, "4", user)
    with pytest.raises(NotAllowed):
        run(change, by=make_user())
    assert events(claims) == {claims[0].pk: 0}
    run(change, by=editor)
    assert claims[0].events.get(number=2).actor == editor


@pytest.mark.django_db
def test_who_is_no_reviewer_any_more_runs_nothing() -> None:
    user = make_user()
    claims = make_claims(1, user)
    change = planned(claims, BulkKind.PRIORITY, "4", user)
    user.role = Role.VIEWER
    with pytest.raises(NotAllowed):
        run(change, by=user)
    assert outcomes(change) == [(claims[0].pk, "waiting", "")]


# Broken off, and at once: committed for real, and removed afterwards


def test_a_failure_between_claim_and_outcome_undoes_both(
    committed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = make_user()
    claims = make_claims(4, user)
    change = planned(claims, BulkKind.PRIORITY, "4", user)
    save = BulkItem.save

    def failing(item: BulkItem, **kwargs: Any) -> None:
        if item.claim_id == claims[2].pk:
            raise ConnectionError
        save(item, **kwargs)

    monkeypatch.setattr(BulkItem, "save", failing)
    with pytest.raises(ConnectionError):
        run(change, by=user)
    assert [outcome for _, outcome, _ in outcomes(change)] == ["done", "done", "waiting", "waiting"]
    assert list(events(claims).values()) == [1, 1, 0, 0]
    monkeypatch.undo()
    assert run(change, by=user) is True
    assert list(events(claims).values()) == [1, 1, 1, 1]
    assert {outcome for _, outcome, _ in outcomes(change)} == {"done"}


RUNNER = """
import sys, django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from claims.actions import bulk
from claims.models import BulkChange, BulkItem
save = BulkItem.save
def telling(item, **kwargs):
    save(item, **kwargs)
    print(item.pk, flush=True)
    sys.stdin.read()
BulkItem.save = telling
change = BulkChange.objects.get(pk=sys.argv[2])
bulk.run(change, by=change.by, seconds=30)
"""


def test_a_run_that_is_killed_is_taken_up_again(committed: None) -> None:
    """Killed with a claim changed, its outcome noted, and nothing of both committed."""
    user = make_user()
    claims = make_claims(3, user)
    change = planned(claims, BulkKind.PRIORITY, "4", user)
    run(change, by=user, seconds=0)
    database = connection.settings_dict["NAME"]
    command = [sys.executable, "-c", RUNNER, database, str(change.pk)]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "factcheck.settings"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert int(process.stdout.readline()) == change.items.all()[1].pk
        # While that one is held, another runner passes it and does the rest.
        assert run(change, by=user) is False
        assert [one for _, one, _ in outcomes(change)] == ["done", "waiting", "done"]
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert list(events(claims).values()) == [1, 0, 1]
    while not run(change, by=user):  # the server may take a moment to see that the process is gone
        assert change.items.filter(outcome=Outcome.WAITING).count() == 1
    assert [one for _, one, _ in outcomes(change)] == ["done", "done", "done"]
    assert list(events(claims).values()) == [1, 1, 1]


def test_two_runners_at_once_do_nothing_twice(committed: None) -> None:
    user = make_user()
    claims = make_claims(12, user)
    change = planned(claims, BulkKind.PRIORITY, "4", user)
    at_once(*[lambda: run(change, by=user, seconds=30)] * 4)
    assert events(claims) == dict.fromkeys((claim.pk for claim in claims), 1)
    assert {outcome for _, outcome, _ in outcomes(change)} == {"done"}
    change.refresh_from_db()
    assert change.finished_at is not None


def test_the_same_form_sent_at_once_plans_once(committed: None) -> None:
    user, key = make_user(), uuid4()
    claims = make_claims(2, user)
    made = at_once(*[lambda: planned(claims, BulkKind.PRIORITY, "4", user, key=key)] * 4)
    assert set(made) == {BulkChange.objects.get(key=key)}
    assert BulkItem.objects.filter(change=made[0]).count() == 2
