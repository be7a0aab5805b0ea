"""The checklist of a claim: each line that is not met takes one to where it is put right."""

import re

import pytest
from django.test import Client

from claims.actions.claims import set_rationale, set_statement, set_verdict
from claims.actions.reviews import start
from claims.models import Claim, Role, SourceKind, User, Verdict
from tests.factories import make_claim, make_evidence, make_interview, make_source, make_user

HTMX = {"HX-Request": "true"}
pytestmark = pytest.mark.django_db
LINK = re.compile(
    r'<a href="(?P<href>[^"]+)" hx-get="(?P<get>[^"]+)" hx-target="(?P<target>#[^"]+)" '
    r'hx-swap="outerHTML" id="[^"]+">(?P<said>[^<]+)</a>'
)


@pytest.fixture
def reviewer(client: Client) -> User:
    user = make_user()
    client.force_login(user)
    return user


def judged(by: User, **rule: object) -> Claim:
    claim = make_claim(by=by)
    verdict = Verdict.objects.create(
        label="Tested", definition="For a test.", position=90,
        **{"needs_sources": 0, "tone": "positive", **rule},
    )  # fmt: skip
    return set_verdict(claim, verdict, seen_version=1, by=by)


def claim_with_everything_missing(by: User) -> Claim:
    claim = judged(by, needs_sources=3, needs_search_log=True)
    paper = make_source(kind=SourceKind.DOCUMENT, title="Paper", url="", canonical_url="")
    make_evidence(claim, source=paper, excerpt="", stance="context")
    make_evidence(claim, source=make_source(title="The log"), stance="refutes")
    return claim


def test_every_line_leads_to_a_form_by_htmx_and_to_a_page_without(
    client: Client, reviewer: User
) -> None:
    claim = claim_with_everything_missing(reviewer)
    pk, (bare, against) = claim.pk, [one.pk for one in claim.evidence.all()]
    page = client.get(f"/claims/{pk}/")
    links = [line.groupdict() for line in LINK.finditer(page.text)]
    assert [(line["href"], line["target"], line["said"]) for line in links] == [
        (f"/claims/{pk}/statement/", f"#claim-{pk}-statement",
         "Write the statement that is checked."),
        (f"/claims/{pk}/rationale/", f"#claim-{pk}-rationale", "Write the rationale."),
        (f"/claims/{pk}/searches/new/", f"#claim-{pk}-search-new",
         "Log what was searched: where, when and what was found."),
        (f"/claims/{pk}/evidence/new/", f"#claim-{pk}-attach",
         "Attach at least 3 sources, there are 2."),
        (f"/evidence/{bare}/edit/", f"#evidence-{bare}",
         "Quote the words of “Paper” that count, and say where they stand."),
        (f"/evidence/{against}/edit/", f"#evidence-{against}",
         "“The log” speaks against the verdict: say why the verdict holds."),
    ]  # fmt: skip
    for line in links:
        assert line["get"] == line["href"]
        own = f'id="{line["target"][1:]}"'
        assert page.text.count(own) == 1
        assert "<html" in client.get(line["href"]).text
        form = client.get(line["href"], headers=HTMX).text
        assert form.count(own) == 1
        assert form.count("autofocus") == 1


def test_the_checklist_follows_each_change_of_the_claim(client: Client, reviewer: User) -> None:
    claim = claim_with_everything_missing(reviewer)
    part = f"/claims/{claim.pk}/status/?read&full"
    before = client.get(part, headers=HTMX).text
    trigger = f'hx-trigger="claim-{claim.pk}-changed from:body"'
    assert trigger in before
    assert before.count("Missing: ") == 6
    claim.refresh_from_db()
    set_statement(claim, "It cost nine.", seen_version=claim.version, by=reviewer)
    after = client.get(part, headers=HTMX).text
    assert after.count("Missing: ") == 5
    assert "Done: </span>Statement written" in after


def test_viewers_read_the_checklist_without_links(client: Client) -> None:
    claim = claim_with_everything_missing(make_user())
    client.force_login(make_user(Role.VIEWER))
    text = client.get(f"/claims/{claim.pk}/").text
    assert "Write the statement that is checked." in text
    assert LINK.findall(text) == []


def test_a_hidden_verdict_does_not_show_by_its_checklist(client: Client, reviewer: User) -> None:
    author = make_user()
    claim = make_claim(make_interview(by=make_user(Role.EDITOR), blind=True), by=author)
    unproven = Verdict.objects.get(label="Unproven")
    set_verdict(claim, unproven, seen_version=1, by=author)
    text = client.get(f"/claims/{claim.pk}/").text
    assert "Log what was searched" not in text
    assert "What a submission needs" not in text
    client.force_login(author)
    assert "Log what was searched" in client.get(f"/claims/{claim.pk}/").text


def test_the_server_says_what_the_checklist_says(client: Client, reviewer: User) -> None:
    claim = start(make_claim(by=reviewer), seen_version=1, by=reviewer)
    claim = set_statement(claim, "It cost nine.", seen_version=claim.version, by=reviewer)
    verdict = Verdict.objects.get(label="Unproven")
    claim = set_verdict(claim, verdict, seen_version=claim.version, by=reviewer)
    claim = set_rationale(claim, "No record.", seen_version=claim.version, by=reviewer)
    page = client.get(f"/claims/{claim.pk}/").text
    said = "Log what was searched: where, when and what was found."
    assert [line["said"] for line in LINK.finditer(page)] == [said]
    sent = {"action": "submit", "version": claim.version}
    response = client.post(f"/claims/{claim.pk}/status/", sent, headers=HTMX)
    assert response.status_code == 422
    assert said in response.text
    claim.refresh_from_db()
    assert claim.status == "checking"
