"""Repeats and duplicates: linked by hand, undone by hand, never in circles, and nothing carried."""

import pytest
from django.db import IntegrityError, transaction

from claims.actions.claims import set_statement
from claims.actions.refusals import NotAllowed, Refused, StaleClaim
from claims.actions.reviews import restore, set_aside
from claims.actions.similar import link_repeat
from claims.models import Claim, Event, Role, SetAsideReason, User
from claims.queries.history import history_of
from claims.queries.verification import verified
from tests.factories import make_claim, make_signed_claim, make_user

pytestmark = pytest.mark.django_db
DUPLICATE = SetAsideReason.DUPLICATE


@pytest.fixture
def by() -> User:
    return make_user()


@pytest.fixture
def first(by: User) -> Claim:
    return make_claim(by=by)


@pytest.fixture
def claim(by: User) -> Claim:
    return make_claim(by=by)


def linked(claim: Claim, other: Claim | None, by: User) -> Claim:
    claim.refresh_from_db()
    return link_repeat(claim, other, seen_version=claim.version, by=by)


def test_a_link_is_one_event_and_undoing_it_another(first: Claim, claim: Claim, by: User) -> None:
    claim = linked(claim, first, by)
    claim = linked(claim, None, by)
    told = [(one.verb, one.before, one.after) for one in claim.events.order_by("number")][1:]
    assert told == [
        ("edited", {"repeat_of_id": None}, {"repeat_of_id": first.pk}),
        ("edited", {"repeat_of_id": first.pk}, {"repeat_of_id": None}),
    ]
    assert [line.did for line in history_of(claim, by).lines[:2]] == [
        "undid the link", "linked it as a repeat",
    ]  # fmt: skip
    assert all(not checked.faults for checked in verified())


def test_both_claims_stay_as_they_are(claim: Claim, by: User) -> None:
    signed = make_signed_claim()
    claim = linked(claim, signed, by)
    signed.refresh_from_db()
    assert (claim.status, claim.verdict_id, claim.rationale) == ("new", None, "")
    assert (signed.status, signed.is_open) == ("signed_off", False)
    again = linked(signed, None, by)
    assert again.version == signed.version
    other = linked(signed, make_claim(), by)
    assert (other.status, other.repeat_of_id is None) == ("signed_off", False)


def test_saying_the_same_twice_changes_nothing(first: Claim, claim: Claim, by: User) -> None:
    once = linked(claim, first, by)
    twice = link_repeat(claim, first, seen_version=1, by=by)
    assert twice.version == once.version == 2


def test_somebody_elses_link_is_not_overwritten(first: Claim, claim: Claim, by: User) -> None:
    linked(claim, first, by)
    with pytest.raises(StaleClaim):
        link_repeat(claim, make_claim(), seen_version=1, by=by)
    set_statement(claim, "Nine.", seen_version=2, by=by)
    link_repeat(claim, None, seen_version=2, by=by)  # what else changed is no matter


def test_a_viewer_links_nothing(first: Claim, claim: Claim) -> None:
    with pytest.raises(NotAllowed):
        linked(claim, first, make_user(Role.VIEWER))
    assert Event.objects.filter(claim=claim).count() == 1


def test_no_claim_repeats_itself_however_far_round(first: Claim, claim: Claim, by: User) -> None:
    third = make_claim(by=by)
    with pytest.raises(Refused, match="no repeat of itself"):
        linked(first, first, by)
    linked(claim, first, by)
    linked(third, claim, by)
    with pytest.raises(Refused, match="the other way round"):
        linked(first, claim, by)
    with pytest.raises(Refused, match="the other way round"):
        linked(first, third, by)
    first.refresh_from_db()
    assert (first.repeat_of_id, first.version) == (None, 1)


def test_two_claims_are_not_duplicates_of_each_other(first: Claim, claim: Claim, by: User) -> None:
    set_aside(claim, reason=DUPLICATE, duplicate_of=first, seen_version=1, by=by)
    with pytest.raises(Refused, match="the other way round"):
        set_aside(first, reason=DUPLICATE, duplicate_of=claim, seen_version=1, by=by)


def test_a_duplicate_is_no_repeat_and_its_restoring_undoes_it(
    first: Claim, claim: Claim, by: User
) -> None:
    linked(claim, first, by)
    claim = set_aside(claim, reason=DUPLICATE, duplicate_of=first, seen_version=2, by=by)
    assert (claim.repeat_of_id, claim.duplicate_of_id) == (None, first.pk)
    with pytest.raises(Refused, match="restore it first"):
        linked(claim, make_claim(), by)
    with pytest.raises(Refused, match=f"a duplicate of claim {first.pk}"):
        linked(make_claim(), claim, by)
    claim = restore(claim, seen_version=claim.version, by=by)
    assert (claim.duplicate_of_id, claim.status) == (None, "new")
    linked(claim, first, by)
    assert all(not checked.faults for checked in verified())


@pytest.mark.parametrize("link", ["repeat_of", "duplicate_of"])
def test_the_database_refuses_a_circle_behind_the_actions(
    first: Claim, claim: Claim, link: str
) -> None:
    beside = {"status": "set_aside", "set_aside_reason": "duplicate"}
    beside = beside if link == "duplicate_of" else {}
    Claim.objects.filter(pk=claim.pk).update(**{link: first}, **beside)
    for pk, other in ((first.pk, claim), (claim.pk, claim)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Claim.objects.filter(pk=pk).update(**{link: other}, **beside)


def test_the_database_refuses_a_claim_that_is_repeat_and_duplicate(
    first: Claim, claim: Claim
) -> None:
    with pytest.raises(IntegrityError, match="claim_repeat_or_duplicate"):
        Claim.objects.filter(pk=claim.pk).update(
            repeat_of=first, duplicate_of=first, status="set_aside", set_aside_reason=DUPLICATE
        )


def test_a_link_that_somebody_wrote_into_the_row_is_found(
    first: Claim, claim: Claim, by: User
) -> None:
    linked(claim, first, by)
    Claim.objects.filter(pk=claim.pk).update(repeat_of=None)
    faults = [fault.what for checked in verified() for fault in checked.faults]
    assert faults == [f"repeat_of_id is empty, and {first.pk} by its history"]
