"""The log of searches on a claim: read, added to and withdrawn, with htmx and without."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.actions.claims import set_rationale, set_verdict
from claims.actions.searches import log_search, withdraw_search
from claims.models import Claim, Role, SearchEntry, Status, User, Verb, Verdict
from tests.factories import make_claim, make_interview, make_user

HTMX = {"HX-Request": "true"}
BOTH = pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
pytestmark = pytest.mark.django_db
TYPED = {"place": "City archive", "searched_on": "2026-03-01", "found": "Nothing."}
BARE = '<p class="searches-head bare">Searched</p>'


@pytest.fixture
def reviewer(client: Client) -> User:
    user = make_user(name="Rae Reviewer")
    client.force_login(user)
    return user


def new(claim: Claim) -> str:
    return f"/claims/{claim.pk}/searches/new/"


def section(claim: Claim) -> str:
    return f"/claims/{claim.pk}/searches/"


def logged(claim: Claim, by: User, **more: Any) -> SearchEntry:
    given = {**TYPED, "searched_on": date(2026, 3, 1), **more}
    return log_search(claim, by=by, **given)


def unproven(**details: Any) -> Claim:
    person = make_user()
    claim = make_claim(
        make_interview(by=make_user(Role.EDITOR), **details) if details else None, by=person
    )
    verdict = Verdict.objects.get(label="Unproven")
    claim = set_verdict(claim, verdict, seen_version=1, by=person)
    return set_rationale(claim, "No record says so.", seen_version=2, by=person)


@BOTH
def test_a_search_is_logged_where_the_claim_stands(
    client: Client, reviewer: User, headers: dict[str, str]
) -> None:
    claim = make_claim()
    form = client.get(new(claim), headers=headers)
    assert form.context["form"]["searched_on"].value() == timezone.localdate()
    assert f'max="{timezone.localdate().isoformat()}"' in form.text
    assert ("<html" in form.text) == (not headers)
    sent = {**TYPED, "key": str(form.context["form"]["key"].value())}
    saved = client.post(new(claim), sent, headers=headers)
    client.post(new(claim), sent, headers=headers)
    entry = claim.search_log.get()
    assert (entry.place, entry.searched_on, entry.found, entry.by) == (
        "City archive", date(2026, 3, 1), "Nothing.", reviewer,
    )  # fmt: skip
    if headers:
        assert saved["HX-Retarget"] == f"#claim-{claim.pk}-searches"
        told = json.loads(saved["HX-Trigger"])
        assert told["announce"] == "Search logged."
        assert told[f"claim-{claim.pk}-changed"] == {"claim": claim.pk, "status": "s-new"}
        assert "<p><b>City archive</b></p>" in saved.text
        assert "1 Mar 2026</time>, by Rae Reviewer" in saved.text
    else:
        assert (saved.status_code, saved["Location"]) == (302, f"/claims/{claim.pk}/")
        assert "<p><b>City archive</b></p>" in client.get(f"/claims/{claim.pk}/").text


@BOTH
@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"place": " "}, {"place": ["Say where was searched."]}),
        ({"found": ""}, {"found": ["Say what was found; “nothing” is an answer too."]}),
        ({"searched_on": ""}, {"searched_on": ["Say when."]}),
        (
            {"searched_on": (timezone.localdate() + timedelta(days=2)).isoformat()},
            {"searched_on": ["This day is still to come."]},
        ),
        (
            {"searched_on": "March"},
            {"searched_on": ["Write the date as year-month-day, such as 2026-12-04."]},
        ),
    ],
    ids=["no place", "nothing found", "no day", "a day to come", "no date"],
)
def test_what_is_wrong_stands_beside_the_field(
    client: Client, reviewer: User, headers: dict[str, str], typed: dict[str, str],
    wrong: dict[str, list[str]],
) -> None:  # fmt: skip
    claim = make_claim()
    response = client.post(new(claim), {**TYPED, **typed}, headers=headers)
    assert response.status_code == 422
    assert response.context["form"].errors == wrong
    assert f'id="claim-{claim.pk}-search-{next(iter(wrong))}_error"' in response.text
    assert not SearchEntry.objects.exists()


@BOTH
def test_a_search_is_withdrawn_and_withdrawn_again(
    client: Client, reviewer: User, headers: dict[str, str]
) -> None:
    entry = logged(make_claim(), reviewer)
    address = f"/searches/{entry.pk}/withdraw/"
    for _ in range(2):
        response = client.post(address, headers=headers)
        assert response.status_code == (200 if headers else 302)
    entry.refresh_from_db()
    assert entry.withdrawn_at is not None
    shown = client.get(section(entry.claim), headers=HTMX)
    assert shown.context["searches"] == []
    assert [event.verb for event in entry.claim.events.order_by("number")] == [
        Verb.CAPTURED, Verb.SEARCH_ADDED, Verb.SEARCH_WITHDRAWN,
    ]  # fmt: skip


@BOTH
def test_the_log_of_a_claim_that_is_set_aside_is_closed(
    client: Client, reviewer: User, headers: dict[str, str]
) -> None:
    claim = make_claim()
    entry = logged(claim, reviewer)
    Claim.objects.filter(pk=claim.pk).update(
        status=Status.SET_ASIDE, set_aside_reason="out_of_scope"
    )
    said = "The search log of a claim that is “Set aside” is closed."
    assert client.get(new(claim), headers=headers).status_code == 422
    for address, sent in ((new(claim), TYPED), (f"/searches/{entry.pk}/withdraw/", {})):
        response = client.post(address, sent, headers=headers)
        assert response.status_code == 422
        assert said in response.text
    shown = client.get(section(claim), headers=HTMX).text
    assert "City archive" in shown
    assert "<form" not in shown
    assert "Log a search" not in shown


def test_viewers_read_the_log_and_change_nothing(client: Client, reviewer: User) -> None:
    claim = make_claim()
    entry = logged(claim, reviewer)
    client.force_login(make_user(Role.VIEWER))
    shown = client.get(section(claim), headers=HTMX)
    assert "City archive" in shown.text
    assert "<form" not in shown.text
    assert client.get(new(claim)).status_code == 403
    assert client.post(new(claim), TYPED).status_code == 403
    assert client.post(f"/searches/{entry.pk}/withdraw/").status_code == 403
    assert client.get(f"/searches/{entry.pk}/withdraw/").status_code == 405


@pytest.mark.parametrize("address", ["/claims/99999/searches/", "/claims/99999/searches/new/"])
def test_a_claim_that_is_not_there_is_not_found(
    client: Client, reviewer: User, address: str
) -> None:
    assert client.get(address).status_code == 404
    assert client.post("/searches/99999/withdraw/").status_code == 404


def test_the_heading_stands_out_where_it_is_wanted_or_has_lines(
    client: Client, reviewer: User
) -> None:
    claim = make_claim()
    assert BARE in client.get(section(claim), headers=HTMX).text
    logged(claim, reviewer)
    assert BARE not in client.get(section(claim), headers=HTMX).text
    wanting = client.get(section(unproven()), headers=HTMX).text
    assert BARE not in wanting
    assert "This verdict takes a log of what was searched." in wanting


def test_a_hidden_verdict_does_not_show_by_the_log_that_it_takes(
    client: Client, reviewer: User
) -> None:
    claim = unproven(blind=True)
    assert BARE in client.get(section(claim), headers=HTMX).text
    assert BARE in client.get(f"/claims/{claim.pk}/card/", headers=HTMX).text


def test_an_open_form_stays_when_the_section_is_fetched_again(
    client: Client, reviewer: User
) -> None:
    claim = make_claim()
    kept = client.get(f"{section(claim)}?open=search", headers=HTMX).text
    assert f'<div id="claim-{claim.pk}-search-new" hx-preserve></div>' in kept
    focused = client.get(f"{section(claim)}?focus", headers=HTMX).text
    assert "autofocus>" in focused


def test_the_section_costs_the_same_with_one_line_and_with_three(
    client: Client, reviewer: User
) -> None:
    claim = make_claim()
    for _ in range(3):
        logged(claim, reviewer, key=uuid4())
        with CaptureQueriesContext(connection) as captured:
            client.get(section(claim), headers=HTMX)
        assert len(captured) == 5


def test_the_card_asks_for_evidence_and_searches_once(client: Client, reviewer: User) -> None:
    claim = unproven()
    logged(claim, reviewer)
    withdraw_search(logged(claim, reviewer), by=reviewer)
    with CaptureQueriesContext(connection) as captured:
        card = client.get(f"/claims/{claim.pk}/card/", headers=HTMX)
    assert len(card.context["searches"]) == 1
    for table in ("claims_evidence", "claims_searchentry"):
        asked = [one["sql"] for one in captured if f'FROM "{table}"' in one["sql"].split("JOIN")[0]]
        assert len([sql for sql in asked if sql.startswith(f'SELECT "{table}"')]) == 1


def test_the_history_tells_of_a_search_in_words(client: Client, reviewer: User) -> None:
    claim = make_claim()
    logged(claim, reviewer)
    text = client.get(f"/claims/{claim.pk}/history/", headers=HTMX).text
    assert "</b> logged a search in “City archive” <time" in " ".join(text.split())
    assert "Nothing." in text
    assert "1 Mar 2026" in text
    assert "Searched:" not in text
    assert "By:" not in text
