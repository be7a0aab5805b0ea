"""Evidence that stands on a claim: reading, editing and withdrawing it; forms beside a change."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.actions.sources import edit_evidence, withdraw_evidence
from claims.models import Evidence, User
from claims.queries.sources import evidence_of
from tests.factories import make_claim, make_evidence, make_user
from tests.views.test_evidence import errors, new, page

HTMX = {"HX-Request": "true"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(client: Client) -> User:
    user = make_user()
    client.force_login(user)
    return user


def test_the_section_holds_the_standing_evidence_of_its_claim(
    client: Client, reviewer: User
) -> None:
    claim = make_claim()
    first, gone, last = (make_evidence(claim) for _ in range(3))
    make_evidence(make_claim())
    withdraw_evidence(gone, seen_version=1, by=reviewer)
    response = client.get(f"/claims/{claim.pk}/evidence/", headers=HTMX)
    assert response.context["evidence"] == [first, last]
    assert f'<section class="claim-evidence" id="claim-{claim.pk}-evidence"' in response.text
    assert f'hx-trigger="claim-{claim.pk}-changed from:body' in response.text
    assert 'rel="noopener noreferrer nofollow"' in response.text
    assert "<html" not in response.text
    assert "<html" in client.get(f"/claims/{claim.pk}/evidence/").text


def test_the_evidence_of_a_claim_costs_one_query() -> None:
    claim = make_claim()
    for expected in (1, 2, 3):
        make_evidence(claim)
        with CaptureQueriesContext(connection) as captured:
            rows = evidence_of(claim)
            words = [(str(row.source), str(row.added_by), row.source.document) for row in rows]
        assert (len(words), len(captured)) == (expected, 1)


def test_the_section_costs_the_same_with_one_row_and_with_three(
    client: Client, reviewer: User
) -> None:
    claim = make_claim()
    for _ in range(3):
        make_evidence(claim)
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/claims/{claim.pk}/evidence/", headers=HTMX)
        assert len(captured) == 5


def edit(evidence: Evidence) -> str:
    return f"/evidence/{evidence.pk}/edit/"


def test_evidence_is_edited_with_htmx_and_without(client: Client, reviewer: User) -> None:
    evidence = make_evidence(make_claim(), excerpt="One.")
    form = client.get(edit(evidence), headers=HTMX)
    assert f'<li class="ev editing" id="evidence-{evidence.pk}">' in form.text
    typed = {"stance": "refutes", "excerpt": "Two.", "locator": "p. 2", "version": 1}
    saved = client.post(edit(evidence), typed, headers=HTMX)
    assert saved.status_code == 200
    assert saved["HX-Retarget"] == f"#claim-{evidence.claim_id}-evidence"
    assert json.loads(saved["HX-Trigger"])["announce"] == "Evidence saved."
    evidence.refresh_from_db()
    assert (evidence.stance, evidence.excerpt, evidence.locator) == ("refutes", "Two.", "p. 2")
    assert "<html" in client.get(edit(evidence)).text
    plain = client.post(edit(evidence), {**typed, "excerpt": "Three.", "version": 2})
    assert (plain.status_code, plain["Location"]) == (302, f"/claims/{evidence.claim_id}/")
    evidence.refresh_from_db()
    assert evidence.excerpt == "Three."


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_stale_evidence_shows_both_and_keeps_what_was_typed(
    client: Client, reviewer: User, headers: dict[str, str]
) -> None:
    evidence = make_evidence(make_claim(), excerpt="One.")
    other = make_user(name="Olga Other")
    edit_evidence(
        evidence, stance="refutes", excerpt="Theirs.", locator="", seen_version=1, by=other
    )
    typed = {"stance": "context", "excerpt": "Mine.", "locator": "", "version": 1}
    response = client.post(edit(evidence), typed, headers=headers)
    assert response.status_code == 409
    assert "Olga Other changed this just now, while you were typing." in response.text
    assert "“Theirs.”" in response.text
    assert "“Mine.”" in response.text
    assert '<input type="hidden" name="version" value="2"' in response.text
    assert response.context["form"]["excerpt"].value() == "Mine."
    evidence.refresh_from_db()
    assert evidence.excerpt == "Theirs."
    assert client.post(edit(evidence), {**typed, "version": 2}, headers=HTMX).status_code == 200


def test_evidence_withdrawn_meanwhile_keeps_what_was_typed(client: Client, reviewer: User) -> None:
    evidence = make_evidence(make_claim())
    withdraw_evidence(evidence, seen_version=1, by=make_user(name="Olga Other"))
    typed = {"stance": "context", "excerpt": "Mine.", "locator": "", "version": 1}
    response = client.post(edit(evidence), typed, headers=HTMX)
    assert response.status_code == 409
    assert "Olga Other withdrew this" in response.text
    assert "Mine." in response.text
    assert client.get(edit(evidence)).status_code == 404


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"stance": "x"}, {"stance": ["There is no such stance."]}),
        ({"locator": "x" * 201}, {"locator": ["200 characters at most: this is 201."]}),
        ({"version": "x"}, {"version": ["Enter a whole number."]}),
    ],
)
def test_evidence_that_is_wrong_is_not_saved(
    client: Client, reviewer: User, typed: dict[str, str], wrong: dict[str, list[str]]
) -> None:
    evidence = make_evidence(make_claim(), excerpt="One.")
    posted = {"stance": "context", "excerpt": "Mine.", "locator": "", "version": 1, **typed}
    response = client.post(edit(evidence), posted, headers=HTMX)
    assert errors(response) == wrong
    assert "Mine." in response.text
    evidence.refresh_from_db()
    assert (evidence.excerpt, evidence.version) == ("One.", 1)


def test_evidence_is_withdrawn_with_htmx_and_without(client: Client, reviewer: User) -> None:
    claim = make_claim()
    first, second = make_evidence(claim), make_evidence(claim)
    url = f"/evidence/{first.pk}/withdraw/"
    assert client.get(url).status_code == 405
    response = client.post(url, {"version": 1}, headers=HTMX)
    assert response.context["evidence"] == [second]
    assert json.loads(response["HX-Trigger"])["announce"] == "Withdrew “City accounts”."
    again = client.post(url, {"version": 1}, headers=HTMX)
    assert again.context["evidence"] == [second]
    plain = client.post(f"/evidence/{second.pk}/withdraw/", {"version": 1})
    assert (plain.status_code, plain["Location"]) == (302, f"/claims/{claim.pk}/")
    assert evidence_of(claim) == []
    assert client.post("/evidence/999999/withdraw/", {"version": 1}).status_code == 404


@pytest.mark.parametrize("version", ["1", "", "x", "²", "99999999999999999999"])
def test_withdrawing_what_has_changed_shows_it_first(
    client: Client, reviewer: User, version: str
) -> None:
    evidence = make_evidence(make_claim())
    edit_evidence(
        evidence, stance="refutes", excerpt="New.", locator="", seen_version=1, by=make_user()
    )
    url = f"/evidence/{evidence.pk}/withdraw/"
    response = client.post(url, {"version": version}, headers=HTMX)
    assert response.status_code == 409
    assert response["HX-Retarget"] == f"#claim-{evidence.claim_id}-evidence"
    assert "Somebody changed this evidence while you were typing." in response.text
    assert "“New.”" in response.text
    assert client.post(url, {"version": version}).status_code == 409
    assert evidence_of(evidence.claim) == [evidence]


def test_forms_that_are_open_survive_a_change_beside_them(client: Client, reviewer: User) -> None:
    claim = make_claim()
    first, second = make_evidence(claim), make_evidence(claim)
    section = client.get(f"/claims/{claim.pk}/evidence/", {"open": ["new", first.pk]}, headers=HTMX)
    assert f'<li id="evidence-{first.pk}" hx-preserve></li>' in section.text
    assert f'<div id="claim-{claim.pk}-attach" hx-preserve></div>' in section.text
    assert f'<li class="ev" id="evidence-{second.pk}">' in section.text
    typed = {"stance": "context", "excerpt": "", "locator": "", "version": 1}
    opened = ["", "new", str(first.pk), str(second.pk)]
    saved = client.post(edit(second), {**typed, "open": opened}, headers=HTMX)
    assert f'<li id="evidence-{first.pk}" hx-preserve></li>' in saved.text
    assert f'<li class="ev" id="evidence-{second.pk}">' in saved.text
    assert f'<div id="claim-{claim.pk}-attach" hx-preserve></div>' in saved.text
    attached = client.post(new(claim), page(open=opened, form="new"), headers=HTMX)
    assert f'id="claim-{claim.pk}-attach-open"' in attached.text


def test_the_words_of_others_are_text_and_never_markup(client: Client, reviewer: User) -> None:
    claim = make_claim()
    bad = '"><script>alert(1)</script>'
    client.post(new(claim), page(excerpt=bad, title=bad, publisher=bad, locator=bad), headers=HTMX)
    source = claim.evidence.get().source
    for path in [f"/claims/{claim.pk}/evidence/", "/sources/", f"/sources/{source.pk}/",
                 f"/sources/{source.pk}/edit/", "/sources/lookup/?q=script"]:  # fmt: skip
        assert "<script>alert" not in client.get(path).text
