"""The log of what was searched: each line is one event, and content of its claim."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from claims.actions.claims import set_rationale, set_statement, set_verdict
from claims.actions.refusals import NotAllowed, Refused
from claims.actions.reviews import sign_off, start, submit
from claims.actions.searches import log_search, withdraw_search
from claims.models import Claim, Role, SearchEntry, Status, User, Verb, Verdict
from tests.factories import make_claim, make_user

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


def logged(claim: Claim, by: User | None = None, **more: Any) -> SearchEntry:
    given = {"place": "City archive", "searched_on": MARCH, "found": "Nothing.", **more}
    return log_search(claim, by=by or make_user(), **given)


def test_a_search_is_logged_with_one_event() -> None:
    claim, person = make_claim(), make_user()
    entry = logged(claim, person, place="  City archive ", found=" Nothing.\n")
    assert (entry.place, entry.found, entry.by) == ("City archive", "Nothing.", person)
    claim.refresh_from_db()
    event = claim.events.get(number=2)
    assert claim.version == 2
    assert (event.verb, event.actor, event.before) == (Verb.SEARCH_ADDED, person, {})
    assert event.after == entry.content()
    assert claim.content()["searched"] == [entry.content()]


def test_withdrawing_takes_it_off_the_claim_and_keeps_it_in_the_history() -> None:
    claim, person = make_claim(), make_user()
    before = claim.content_hash
    entry = logged(claim)
    withdraw_search(entry, by=person)
    withdraw_search(entry, by=person)
    claim.refresh_from_db()
    event = claim.events.get(number=3)
    assert claim.version == 3
    assert (event.verb, event.actor, event.after) == (Verb.SEARCH_WITHDRAWN, person, {})
    assert event.before == entry.content()
    assert list(claim.search_log.standing()) == []
    assert claim.content_hash == before


def test_the_same_form_logs_one_line() -> None:
    claim, key = make_claim(), uuid4()
    assert logged(claim, key=key) == logged(claim, key=key)
    claim.refresh_from_db()
    assert claim.version == 2
    with pytest.raises(Refused, match="used on another claim"):
        logged(make_claim(), key=key)


def test_a_form_whose_line_was_withdrawn_is_told_so() -> None:
    claim, key = make_claim(), uuid4()
    withdraw_search(logged(claim, key=key), by=make_user())
    with pytest.raises(Refused, match="has been withdrawn"):
        logged(claim, key=key)


def test_a_search_that_is_still_to_come_is_refused() -> None:
    today = timezone.localdate()
    assert logged(make_claim(), searched_on=today).searched_on == today
    with pytest.raises(Refused, match="still to come"):
        logged(make_claim(), searched_on=today + timedelta(days=1))
    assert SearchEntry.objects.count() == 1


@pytest.mark.parametrize("empty", ["place", "found"])
def test_a_line_says_where_and_what(empty: str) -> None:
    claim = make_claim()
    with pytest.raises(Refused, match="Say where was searched, and what was found"):
        logged(claim, **{empty: "  "})
    assert not claim.search_log.exists()


def test_viewers_log_nothing() -> None:
    claim, viewer = make_claim(), make_user(Role.VIEWER)
    with pytest.raises(NotAllowed):
        logged(claim, viewer)
    with pytest.raises(NotAllowed):
        withdraw_search(logged(claim), by=viewer)
    assert claim.search_log.standing().count() == 1


def test_the_log_of_a_claim_that_is_set_aside_is_closed() -> None:
    claim = make_claim()
    entry = logged(claim)
    Claim.objects.filter(pk=claim.pk).update(
        status=Status.SET_ASIDE, set_aside_reason="out_of_scope"
    )
    for attempt in (lambda: logged(claim), lambda: withdraw_search(entry, by=make_user())):
        with pytest.raises(Refused, match="search log of a claim that is “Set aside” is closed"):
            attempt()


def submitted(by: User) -> Claim:
    claim = start(make_claim(by=by), seen_version=1, by=by)
    claim = set_statement(claim, "It cost nine million.", seen_version=claim.version, by=by)
    unproven = Verdict.objects.get(label="Unproven")
    claim = set_verdict(claim, unproven, seen_version=claim.version, by=by)
    claim = set_rationale(claim, "No record says so.", seen_version=claim.version, by=by)
    logged(claim, by)
    claim.refresh_from_db()
    return submit(claim, seen_version=claim.version, by=by)


@pytest.mark.parametrize("signed", [False, True], ids=["submitted", "signed off"])
@pytest.mark.parametrize("change", ["log", "withdraw"])
def test_a_change_of_the_log_reopens_what_was_reviewed(signed: bool, change: str) -> None:
    claim = submitted(make_user())
    if signed:
        claim = sign_off(claim, seen_hash=claim.content_hash, by=make_user())
    if change == "log":
        logged(claim, place="Court register")
    else:
        withdraw_search(claim.search_log.get(), by=make_user())
    seen = claim.version
    claim.refresh_from_db()
    assert (claim.status, claim.version) == (Status.CHECKING, seen + 1)
