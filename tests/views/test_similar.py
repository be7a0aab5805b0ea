"""Similar claims on the pages and by the API: what is shown, what is typed, links by hand."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, Interview, Role, User
from tests.factories import (
    make_claim,
    make_interview,
    make_signed_claim,
    make_submitted_claim,
    make_user,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
COST = "The bridge cost nine million euros."


@pytest.fixture
def reviewer(client: Client) -> User:
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def earlier() -> Claim:
    return make_claim(quote="Nine million euros is what the bridge had cost.")


@pytest.fixture
def claim() -> Claim:
    return make_claim(quote=COST)


def panel(client: Client, claim: Claim, typed: str = "", **more: str) -> str:
    sent = {"similar_statement": typed, **more}
    return client.get(f"/claims/{claim.pk}/similar/", sent, headers=HTMX).text


def post(client: Client, claim: Claim, other: object, *, htmx: bool = True, **more: Any) -> Any:
    claim.refresh_from_db()
    sent = {"version": claim.version, "repeat_of": other, **more}
    headers = HTMX if htmx else {}
    return client.post(f"/claims/{claim.pk}/repeat/", sent, headers=headers)


def test_a_claim_is_shown_with_what_was_said_before(
    client: Client, reviewer: User, claim: Claim, earlier: Claim
) -> None:
    shown = panel(client, claim)
    assert shown.count('class="similar-said"') == 1
    assert f'href="/claims/{earlier.pk}/" target="_blank" rel="noopener"' in shown
    for words in (earlier.quote, "Tom Okafor", str(earlier.interview), "no verdict yet"):
        assert words in shown
    page = client.get(f"/claims/{claim.pk}/similar/").text
    assert "<h1>Said before</h1>" in page
    assert 'class="similar-said"' in page


def test_nothing_similar_is_quiet_on_a_card_and_said_on_its_own_page(
    client: Client, reviewer: User, claim: Claim
) -> None:
    shown = panel(client, claim)
    assert "<p" not in shown
    assert "No claim of any interview" in client.get(f"/claims/{claim.pk}/similar/").text


def test_what_is_typed_counts_and_a_change_is_announced_once(
    client: Client, reviewer: User, claim: Claim
) -> None:
    other = make_claim(quote="The Kestrel aqueduct was paid for with loans.")
    typed = "Loans paid for the aqueduct of Kestrel."
    address = f"/claims/{claim.pk}/similar/"
    sent = {"similar_statement": typed, "similar_shown": ""}
    answer = client.get(address, sent, headers=HTMX)
    assert json.loads(answer.headers["HX-Trigger"]) == {"announce": "1 similar claim."}
    assert f'name="similar_shown" value="{other.pk}"' in answer.text
    again = client.get(address, {**sent, "similar_shown": str(other.pk)}, headers=HTMX)
    assert "HX-Trigger" not in again.headers
    gone = {"similar_statement": "Zorp.", "similar_shown": str(other.pk)}
    answer = client.get(address, gone, headers=HTMX)
    assert json.loads(answer.headers["HX-Trigger"]) == {"announce": "Nothing similar."}


@pytest.mark.parametrize("typed", ["\x00", "a\ufffd' & !| <->:*", "x" * 20_000, "\ud83d", "%s %d"])
def test_nothing_that_can_be_typed_is_refused(
    client: Client, reviewer: User, claim: Claim, typed: str
) -> None:
    address = f"/interviews/{claim.interview.slug}/similar/"
    typed = typed.encode(errors="replace").decode()
    for name in ("similar_statement", "similar_quote"):
        assert client.get(address, {name: typed}, headers=HTMX).status_code == 200


def test_words_entered_by_hand_are_compared_and_not_linked(
    client: Client, reviewer: User, claim: Claim
) -> None:
    address = f"/interviews/{make_interview().slug}/similar/"
    shown = client.get(address, {"similar_quote": COST}, headers=HTMX).text
    assert shown.count('class="similar-said"') == 1
    assert "<form" not in shown
    assert "<h1>Said before</h1>" in client.get(address, {"similar_quote": COST}).text


def test_a_link_is_made_and_undone_with_htmx_and_without(
    client: Client, reviewer: User, claim: Claim, earlier: Claim
) -> None:
    answer = post(client, claim, earlier.pk)
    events = json.loads(answer.headers["HX-Trigger"])
    assert events["announce"] == "Linked as a repeat."
    assert events["claim-changed"]["claim"] == claim.pk
    assert "Repeat of</p>" in answer.text
    assert "Undo the link" in answer.text
    assert "Said again in</p>" in panel(client, earlier)
    answer = post(client, claim, "", htmx=False, next=claim.get_absolute_url())
    assert answer.headers["Location"] == claim.get_absolute_url()
    claim.refresh_from_db()
    assert (claim.repeat_of_id, claim.version) == (None, 3)


def test_what_is_refused_says_why(
    client: Client, reviewer: User, claim: Claim, earlier: Claim
) -> None:
    answer = post(client, claim, claim.pk)
    assert (answer.status_code, "no repeat of itself" in answer.text) == (422, True)
    answer = post(client, claim, 999_999)
    assert (answer.status_code, "no claim with this number" in answer.text) == (422, True)
    post(client, claim, earlier.pk)
    stale = client.post(
        f"/claims/{claim.pk}/repeat/", {"version": 1, "repeat_of": ""}, headers=HTMX
    )
    assert (stale.status_code, "Somebody changed this claim" in stale.text) == (409, True)
    assert client.get(f"/claims/{claim.pk}/repeat/").status_code == 405


def test_a_viewer_sees_and_links_nothing(client: Client, claim: Claim, earlier: Claim) -> None:
    client.force_login(make_user(Role.VIEWER))
    shown = panel(client, claim)
    assert 'class="similar-said"' in shown
    assert "<form" not in shown
    assert "Duplicate of this" not in shown
    assert post(client, claim, earlier.pk).status_code == 403


def test_a_duplicate_is_set_aside_by_the_form_that_sets_aside(
    client: Client, reviewer: User, claim: Claim, earlier: Claim
) -> None:
    address = f"/claims/{claim.pk}/status/?action=set_aside&duplicate_of={earlier.pk}&full"
    assert address.replace("&", "&amp;") in panel(client, claim)
    form = client.get(address, headers=HTMX).text
    assert f'autocomplete="off" value="{earlier.pk}"' in form
    assert '<option value="duplicate" selected>' in form
    plain = client.get(f"/claims/{claim.pk}/status/?action=set_aside&full", headers=HTMX).text
    assert "selected" not in plain


def test_the_verdict_of_a_blind_draft_is_in_no_answer(
    client: Client, reviewer: User, claim: Claim
) -> None:
    blind = make_submitted_claim(by=make_user(), verdict="Mostly true")
    Interview.objects.filter(pk=blind.interview_id).update(blind=True)
    for address in (f"/claims/{claim.pk}/similar/", f"/api/v1/claims/{claim.pk}/similar"):
        answer = client.get(address, headers=HTMX).text
        assert "Mostly true" not in answer
        assert "The accounts say so." not in answer
    assert "verdict hidden" in panel(client, claim)
    client.force_login(blind.submitted_by)  # type: ignore[arg-type]
    assert "<b>Mostly true</b>, not signed off" in panel(client, claim)


def test_the_verdict_of_another_claim_is_shown_as_that_claims(
    client: Client, reviewer: User, claim: Claim
) -> None:
    signed = make_signed_claim()
    shown = panel(client, claim)
    assert "Verdict of that claim: </span><b>Mostly true</b>, signed off" in shown
    post(client, claim, signed.pk)
    claim.refresh_from_db()
    assert (claim.verdict_id, claim.status) == (None, "new")


@pytest.mark.parametrize("many", [1, 8])
def test_the_panel_takes_the_same_queries_however_much_is_in_it(
    client: Client, reviewer: User, claim: Claim, many: int
) -> None:
    for number in range(many):
        other = make_claim(quote=f"The bridge cost nine million euros, number {number}.")
        Claim.objects.filter(pk=other.pk).update(repeat_of=claim)
        make_claim(quote=f"The bridge cost {number} million euros.")
    with CaptureQueriesContext(connection) as queries:
        panel(client, claim, typed="The bridge cost nine million.")
    assert len(queries) == 8


def test_the_api_links_and_tells_of_links(
    client: Client, reviewer: User, claim: Claim, earlier: Claim
) -> None:
    address = f"/api/v1/claims/{claim.pk}"
    told = client.get(f"{address}/similar").json()
    assert [one["id"] for one in told["similar"]] == [earlier.pk]

    def put(**sent: Any) -> Any:
        return client.put(f"{address}/repeat_of", json.dumps(sent), "application/json")

    assert put(repeat_of=earlier.pk, version=1).json()["repeat_of"] == earlier.pk
    told = client.get(f"{address}/similar").json()
    assert (told["repeat_of"]["id"], told["similar"]) == (earlier.pk, [])
    there = client.get(f"/api/v1/claims/{earlier.pk}/similar").json()
    assert [one["id"] for one in there["said_again"]] == [claim.pk]
    assert put(repeat_of=None, version=1).status_code == 409
    assert put(repeat_of=None, version=2).json()["repeat_of"] is None
    client.force_login(make_user(Role.VIEWER))
    assert put(repeat_of=earlier.pk, version=3).status_code == 403
