"""Claims by the API: the same filters, rules and refusals as on the pages."""

import json
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from claims.actions.claims import set_priority
from claims.models import Claim, Comment, Evidence, Interview, Role, Source, Status, User, Verdict
from tests.factories import (
    make_claim,
    make_evidence,
    make_interview,
    make_submitted_claim,
    make_user,
)
from tests.test_public_pages import patterns

pytestmark = pytest.mark.django_db
QUOTE = "The bridge cost nine million euros."
SECRET = "The accounts say so."


@pytest.fixture
def ana() -> User:
    return make_user(name="Ana Ruiz")


@pytest.fixture
def browser(client: Client, ana: User) -> Client:
    client.force_login(ana)
    return client


def send(client: Client, method: str, path: str, **sent: Any) -> HttpResponse:
    key = sent.pop("key", None)
    headers = {"Idempotency-Key": str(key)} if key else {}
    body = json.dumps(sent)
    return client.generic(  # type: ignore[return-value]
        method, f"/api/v1/{path}", body, content_type="application/json", headers=headers
    )


def test_a_claim_goes_from_its_words_to_a_publication(client: Client, ana: User) -> None:
    """Every kind of request, each by somebody who may."""
    interview, jon, ed = make_interview(), make_user(), make_user(Role.EDITOR)
    client.force_login(ana)
    whole = client.get(f"/api/v1/interviews/{interview.slug}").json()
    start = whole["transcript"]["text"].index(QUOTE)
    span = {"transcript": 1, "start": start, "end": start + len(QUOTE)}
    captured = send(client, "POST", f"interviews/{interview.slug}/claims", quote=QUOTE, **span)
    assert captured.status_code == 201
    claim = captured.json()
    assert (claim["span"], claim["speaker"]["name"]) == (span, "TOM OKAFOR")
    pk = claim["id"]

    def act(name: str, **sent: Any) -> dict[str, Any]:
        answer = send(client, "POST", f"claims/{pk}/actions/{name}", **sent)
        assert answer.status_code == 200, answer.content
        return answer.json()  # type: ignore[no-any-return]

    claim = act("start", version=1)
    verdict = Verdict.objects.get(label="Mostly true")
    values = {
        "statement": "Nine million.", "verdict": verdict.pk, "rationale": SECRET,
        "topic": "Bridges", "due": "2031-02-03", "priority": 4, "speaker": "Tom Okafor",
    }  # fmt: skip
    for name, value in values.items():
        sent = {"value": value, "version": claim["version"]}
        claim = send(client, "PUT", f"claims/{pk}/fields/{name}", **sent).json()
    assert (claim["verdict"]["label"], claim["topic"]["name"], claim["due"], claim["priority"]) == (
        "Mostly true", "Bridges", "2031-02-03", 4,
    )  # fmt: skip
    assert [action["name"] for action in claim["actions"]] == ["set_aside"]
    assert [one["name"] for one in claim["withheld"]] == ["submit"]
    evidence = send(
        client, "POST", f"claims/{pk}/evidence", url="https://example.org/a", stance="supports",
        excerpt="Nine.", primary=True,
    ).json()  # fmt: skip
    edited = {"stance": "supports", "excerpt": "Nine million.", "version": evidence["version"]}
    assert send(client, "PUT", f"evidence/{evidence['id']}", **edited).json()["version"] == 2
    log = {"place": "City archive", "searched_on": "2026-01-02", "found": "Nothing."}
    assert send(client, "POST", f"claims/{pk}/searches", **log).status_code == 201
    claim = act("submit", version=claim["version"])
    assert (claim["status"], [need["missing"] for need in claim["checklist"] if need["missing"]]) \
        == ("awaiting_sign_off", [])  # fmt: skip
    client.force_login(jon)
    claim = client.get(f"/api/v1/claims/{pk}").json()
    assert [action["asks"] for action in claim["actions"]] == ["signature", "comment", "reason"]
    claim = act("sign_off", version=claim["version"], seen_hash=claim["seen_hash"])
    assert [(one["by"]["id"], one["is_live"]) for one in claim["sign_offs"]] == [(jon.pk, True)]
    client.force_login(ed)
    assert act("publish", version=claim["version"])["status"] == "published"
    events = client.get(f"/api/v1/claims/{pk}/history").json()["events"]
    assert [event["verb"] for event in events][::-1] == [
        "captured", "moved", *["edited"] * 7, "evidence_added", "evidence_edited", "search_added",
        "moved", "signed_off", "moved",
    ]  # fmt: skip


def test_the_list_has_the_filters_and_the_pages_of_its_page(
    browser: Client, ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.queries.claim_list_pages.PAGE_LENGTH", 1)
    interview = make_interview()
    first, second = make_claim(interview), make_claim(interview)
    make_claim(priority=4)
    asked = f"/api/v1/claims?interview={interview.slug}&sort=oldest"
    page = browser.get(asked).json()
    assert ([row["id"] for row in page["claims"]], page["previous"]) == ([first.pk], None)
    assert (page["count"], page["count_is_more"]) == (2, False)
    page = browser.get(page["next"]).json()
    assert ([row["id"] for row in page["claims"]], page["next"]) == ([second.pk], None)
    page = browser.get(page["previous"]).json()
    assert [row["id"] for row in page["claims"]] == [first.pk]
    for unknown in ["colour=red", "status=boring", "after=1", "verdict=%00"]:
        refused = browser.get(f"/api/v1/claims?{unknown}")
        assert refused.status_code == 422, unknown


def test_a_stale_value_is_answered_with_both(browser: Client, ana: User) -> None:
    claim = make_claim()
    other = {"value": "Ten million.", "version": 1}
    assert send(browser, "PUT", f"claims/{claim.pk}/fields/statement", **other).status_code == 200
    stale = send(browser, "PUT", f"claims/{claim.pk}/fields/statement", value="Nine.", version=1)
    assert (stale.status_code, stale["Content-Type"]) == (409, "application/problem+json")
    assert stale.json() == {
        "title": "Changed meanwhile", "status": 409, "version": 2, "theirs": "Ten million.",
        "yours": "Nine.", "detail": "Somebody changed this claim while you were typing.",
    }  # fmt: skip
    set_priority(claim, 4, seen_version=2, by=ana)  # type: ignore[arg-type]
    sent = {"value": "Nine.", "version": 2}
    assert send(browser, "PUT", f"claims/{claim.pk}/fields/statement", **sent).status_code == 200
    evidence = make_evidence(claim)
    stale = send(browser, "POST", f"evidence/{evidence.pk}/withdraw", version=7)
    assert (stale.status_code, stale.json()["theirs"]["excerpt"]) == (409, "Nine.")


def test_the_same_key_makes_one_row(browser: Client) -> None:
    claim, interview = make_claim(), make_interview()
    made: list[tuple[str, dict[str, Any], Callable[[], int]]] = [
        (f"interviews/{interview.slug}/claims", {"quote": "It was said.", "speaker": "Ada"},
         Claim.objects.count),
        (f"claims/{claim.pk}/evidence", {"url": "https://example.org/x", "stance": "context"},
         Evidence.objects.count),
        (f"claims/{claim.pk}/searches",
         {"place": "Archive", "searched_on": "2026-01-02", "found": "Nothing."},
         claim.search_log.count),
        (f"claims/{claim.pk}/comments", {"body": "Look.", "about": "statement"},
         Comment.objects.count),
    ]  # fmt: skip
    for path, sent, count in made:
        key, before = uuid4(), count()
        once, twice = (send(browser, "POST", path, **sent, key=key) for _ in range(2))
        assert (once.status_code, twice.status_code) == (201, 201), path
        assert once.json() == twice.json(), path
        assert count() == before + 1, path
    assert send(browser, "POST", made[3][0], **made[3][1], key="mine").status_code == 422


def test_what_is_refused_says_why_and_changes_nothing(
    browser: Client, ana: User, caplog: pytest.LogCaptureFixture
) -> None:
    claim, own = make_claim(), make_submitted_claim(by=ana)
    field, new = f"claims/{claim.pk}/fields", f"claims/{claim.pk}/evidence"
    signature = {"version": own.version, "seen_hash": own.content_hash}
    cases: list[tuple[int, str, str, dict[str, Any]]] = [
        (422, "POST", f"claims/{own.pk}/actions/sign_off", signature),
        (403, "POST", f"claims/{own.pk}/actions/publish", signature),
        (422, "POST", f"claims/{own.pk}/actions/reopen", signature),
        (409, "POST", f"claims/{claim.pk}/actions/start", {"version": 9}),
        (404, "PUT", f"{field}/status", {"value": "published", "version": 1}),
        (422, "PUT", f"{field}/verdict", {"value": 999_999, "version": 1}),
        (422, "PUT", f"{field}/statement", {"value": "x" * 1_001, "version": 1}),
        (422, "PUT", f"{field}/statement", {"value": "\x00", "version": 1}),
        (400, "PUT", f"{field}/statement", {"value": "\ud800", "version": 1}),
        (422, "PUT", f"{field}/statement", {"value": "Mine."}),
        (422, "POST", new, {"kind": "document", "stance": "supports"}),
        (422, "POST", new, {"url": "nowhere", "stance": "supports"}),
        (404, "POST", "claims/999999/comments", {"body": "Mine."}),
        (404, "GET", "nowhere", {}),
    ]
    rows = [list(model.objects.values()) for model in (Claim, Evidence, Source)]
    for status, method, path, sent in cases:
        answer = send(browser, method, path, **sent)
        assert (answer.status_code, answer.json()["status"]) == (status, status), path
        assert answer.json()["detail"]
    assert [list(model.objects.values()) for model in (Claim, Evidence, Source)] == rows
    assert f"/api/v1/{cases[0][2]} refused to Ana Ruiz with 422" in caplog.messages
    assert browser.post("/api/v1/claims/1/comments", "{", content_type="text/x").status_code == 400


def test_a_draft_verdict_is_shown_nowhere(client: Client, ana: User) -> None:
    interview = make_interview()
    Interview.objects.filter(pk=interview.pk).update(blind=True)
    claim = make_submitted_claim(Interview.objects.get(pk=interview.pk), by=ana)
    places = [f"claims/{claim.pk}", f"claims/{claim.pk}/history", f"claims/{claim.pk}/comments",
              "claims", f"claims?q={QUOTE[:10]}"]  # fmt: skip
    mostly = claim.verdict_id
    for reader in map(make_user, Role.values):
        client.force_login(reader)
        for place in places:
            text = client.get(f"/api/v1/{place}").content.decode()
            hidden = [SECRET, "Mostly true", claim.content_hash, f'"verdict_id": {mostly}']
            assert [words for words in hidden if words in text] == [], place
        found = client.get(f"/api/v1/claims?verdict={mostly}").json()
        assert found["claims"] == []
    client.force_login(make_user())
    shown = client.get(f"/api/v1/claims/{claim.pk}").json()
    assert (shown["verdict_is_hidden"], shown["rationale"], shown["seen_hash"]) == (
        True, None, claim.blind_hash(),
    )  # fmt: skip
    put = {"value": "Mine.", "version": 1}
    assert send(client, "PUT", f"claims/{claim.pk}/fields/rationale", **put).status_code == 422
    signed = {"version": claim.version, "seen_hash": shown["seen_hash"], "verdict": mostly}
    done = send(client, "POST", f"claims/{claim.pk}/actions/sign_off", **signed).json()
    assert (done["status"], done["rationale"]) == (Status.SIGNED_OFF, SECRET)


@pytest.mark.parametrize(
    ("path", "number"),
    [("claims", 4), ("claims/{pk}", 6), ("claims/{pk}/history", 6), ("claims/{pk}/comments", 5),
     ("interviews", 5), ("interviews/{slug}", 5), ("verdicts", 3), ("accounts", 3)],
)  # fmt: skip
def test_an_answer_costs_the_same_for_one_row_and_for_three(
    browser: Client, django_assert_num_queries: Any, path: str, number: int
) -> None:
    claim = make_claim()
    for rows in (1, 2):
        for _ in range(rows):
            make_evidence(make_claim(claim.interview))
            make_evidence(claim)
            send(browser, "POST", f"claims/{claim.pk}/comments", body="Look.")
        address = path.format(pk=claim.pk, slug=claim.interview.slug)
        with django_assert_num_queries(number):
            assert browser.get(f"/api/v1/{address}").status_code == 200


def test_every_address_of_the_api_is_closed_to_strangers_and_described(
    client: Client, ana: User
) -> None:
    addresses = [route for route, _ in patterns() if route.startswith("api/v1/")]
    client.force_login(ana)
    described = client.get("/api/v1/openapi.json").json()["paths"]
    client.logout()
    undescribed = {"openapi.json", "<path:rest>", ""}
    assert {re.sub(r"\{(\w+)\}", r"\1", path) for path in described} == {
        "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"\1", route)
        for route in addresses
        if route.removeprefix("api/v1/") not in undescribed
    }
    for path, methods in described.items():
        address = path.replace("{pk}", "1").replace("{slug}", "a").replace("{name}", "start")
        for method in methods:
            answer = client.generic(method.upper(), address)
            assert (answer.status_code, answer.json()["title"]) == (401, "Not logged in"), address
    for address in ["/api/v1/", "/api/v1/openapi.json", "/api/v1/nowhere"]:
        assert client.get(address).status_code == 401
