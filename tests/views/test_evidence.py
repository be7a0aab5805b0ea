"""Evidence where the claim stands: attaching in each kind, editing, withdrawing."""

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from claims.actions.reviews import set_aside
from claims.models import Claim, Document, Evidence, Role, Source, User
from claims.queries.sources import evidence_of
from tests import files
from tests.factories import make_claim, make_evidence, make_source, make_user

HTMX = {"HX-Request": "true"}
KINDS = ["web", "document", "person", "dataset", "court", "recording", "known"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def reviewer(client: Client) -> User:
    user = make_user()
    client.force_login(user)
    return user


def new(claim: Claim) -> str:
    return f"/claims/{claim.pk}/evidence/new/"


def page(**fields: Any) -> dict[str, Any]:
    return {"kind": "web", "url": "https://example.org/a", "stance": "supports", **fields}


def errors(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 422
    return dict(response.context["form"].errors)


def a_file(data: bytes | None = None, name: str = "report.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, files.pdf() if data is None else data)


def nothing_stored(folder: Path) -> bool:
    counts = (Source.objects.count(), Evidence.objects.count(), Document.objects.count())
    return counts == (0, 0, 0) and list(folder.rglob("*")) == []


def test_a_stranger_is_sent_to_the_log_in(client: Client) -> None:
    evidence = make_evidence(make_claim())
    paths = [f"/claims/{evidence.claim_id}/evidence/", new(evidence.claim)]
    paths += [f"/evidence/{evidence.pk}/edit/", f"/evidence/{evidence.pk}/withdraw/"]
    for path in paths:
        for response in (client.get(path), client.post(path)):
            expected = f"/accounts/login/?next={path}"
            assert (response.status_code, response["Location"]) == (302, expected)


@pytest.mark.parametrize(
    ("kind", "dated", "shown"),
    [
        ("web", {"published_on": date(2021, 12, 2)}, "web page, 2 Dec 2021 · added"),
        ("person", {"spoken_to": "Lia Moss", "spoken_on": date(2026, 5, 2), "on_record": False},
         "person spoken to, 2 May 2026 · not on the record · added"),
        ("dataset", {}, "dataset · added"),
    ],
)  # fmt: skip
def test_evidence_says_of_which_day_its_source_is(
    client: Client, reviewer: User, kind: str, dated: dict[str, Any], shown: str
) -> None:
    claim = make_claim()
    make_evidence(claim, source=make_source(kind=kind, **dated))
    text = re.sub(r"<[^>]+>", "", client.get(f"/claims/{claim.pk}/evidence/").text)
    assert shown in " ".join(text.split())


def test_a_viewer_reads_evidence_and_may_not_change_it(client: Client) -> None:
    evidence = make_evidence(make_claim(), excerpt="Nine million.")
    client.force_login(make_user(Role.VIEWER))
    response = client.get(f"/claims/{evidence.claim_id}/evidence/", headers=HTMX)
    assert "“Nine million.”" in response.text
    assert "/evidence/new/" not in response.text
    assert "/edit/" not in response.text
    for headers in ({}, HTMX):
        for path in [new(evidence.claim), f"/evidence/{evidence.pk}/edit/"]:
            assert client.get(path, headers=headers).status_code == 403
            assert client.post(path, page(), headers=headers).status_code == 403
        withdraw = f"/evidence/{evidence.pk}/withdraw/"
        assert client.post(withdraw, {"version": 1}, headers=headers).status_code == 403
    assert evidence_of(evidence.claim) == [evidence]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_there_is_a_form_for_each_kind(
    client: Client, reviewer: User, kind: str, headers: dict[str, str]
) -> None:
    response = client.get(f"{new(make_claim())}?kind={kind}", headers=headers)
    assert response.status_code == 200
    assert f'<input type="hidden" name="kind" value="{kind}">' in response.text
    assert ("<html" in response.text) is (not headers)
    assert ("hx-post" in response.text) is bool(headers)


def test_a_kind_that_is_none_is_not_found(client: Client, reviewer: User) -> None:
    claim = make_claim()
    assert client.get(f"{new(claim)}?kind=spaceship").status_code == 404
    assert client.post(new(claim), page(kind="spaceship"), headers=HTMX).status_code == 404
    assert client.get("/claims/999999/evidence/new/").status_code == 404


CASES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (
        "web",
        {"url": "HTTPS://Example.org:443/a/../b?utm_source=x#top", "publisher": " The  Paper ",
         "author": "A. Writer", "published_on": "2021-12-02", "primary": "on"},
        {"url": "https://example.org/b", "canonical_url": "https://example.org/b",
         "title": "example.org/b", "publisher": "The Paper", "author": "A. Writer",
         "published_on": date(2021, 12, 2), "primary": True},
    ),
    (
        "web",
        {"url": "www.example.org/%C3%A9t%C3%A9/", "title": "Summer"},
        {"url": "https://www.example.org/%C3%A9t%C3%A9/", "title": "Summer", "primary": False},
    ),
    (
        "web",
        {"url": "https://www.example.org/%C3%A9t%C3%A9/%00"},
        {"title": "example.org/%C3%A9t%C3%A9/%00"},
    ),
    (
        "person",
        {"spoken_to": "Lia Moss", "spoken_on": "2026-05-02", "on_record": "no"},
        {"title": "Conversation with Lia Moss", "spoken_to": "Lia Moss", "on_record": False,
         "spoken_on": date(2026, 5, 2), "url": "", "canonical_url": ""},
    ),
    (
        "dataset",
        {"url": "https://data.example.org/x", "reference": "Table 3", "title": "Costs"},
        {"title": "Costs", "reference": "Table 3", "canonical_url": "https://data.example.org/x"},
    ),
    (
        "court",
        {"reference": "D-101-CV-2021-02576", "publisher": "First District", "primary": "on"},
        {"title": "Case D-101-CV-2021-02576", "reference": "D-101-CV-2021-02576",
         "publisher": "First District", "canonical_url": "", "primary": True},
    ),
    (
        "recording",
        {"title": "Broadcast", "published_on": "2021-12-02"},
        {"title": "Broadcast", "published_on": date(2021, 12, 2)},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "typed", "stored"), CASES)
def test_a_source_of_each_kind_is_attached_in_place(
    client: Client, reviewer: User, kind: str, typed: dict[str, Any], stored: dict[str, Any]
) -> None:
    claim = make_claim()
    typed = {
        "kind": kind,
        "stance": "refutes",
        "excerpt": "One.\r\nTwo.",
        "locator": "p. 9",
        **typed,
    }
    response = client.post(new(claim), typed, headers=HTMX)
    assert response.status_code == 200
    evidence = claim.evidence.get()
    assert (evidence.stance, evidence.excerpt, evidence.locator, evidence.added_by) == (
        "refutes", "One.\nTwo.", "p. 9", reviewer,
    )  # fmt: skip
    assert evidence.source.kind == kind
    assert {name: getattr(evidence.source, name) for name in stored} == stored
    assert response["HX-Retarget"] == f"#claim-{claim.pk}-evidence"
    assert response["HX-Reswap"] == "outerHTML"
    trigger = json.loads(response["HX-Trigger"])
    assert trigger["announce"] == f"Attached “{evidence.source.title}”."
    assert trigger[f"claim-{claim.pk}-changed"] == {"claim": claim.pk, "status": "s-new"}
    assert response.context["evidence"] == [evidence]
    assert "source-form" not in response.text


def test_without_javascript_the_browser_goes_back_to_where_it_was(
    client: Client, reviewer: User
) -> None:
    claim = make_claim()
    response = client.post(new(claim), page(next="/queue/?mine=1"))
    assert (response.status_code, response["Location"]) == (302, "/queue/?mine=1")
    assert [str(m) for m in client.get(f"/claims/{claim.pk}/evidence/").context["messages"]] == [
        "Attached “example.org/a”."
    ]


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:x", ""]
)
def test_nobody_is_sent_to_another_site(client: Client, reviewer: User, elsewhere: str) -> None:
    claim = make_claim()
    response = client.post(new(claim), page(next=elsewhere))
    assert (response.status_code, response["Location"]) == (302, f"/claims/{claim.pk}/")


@pytest.mark.parametrize("name", ["report.pdf", "../../../report.pdf", "re\r\nport.pdf"])
def test_a_document_is_attached_and_stored_once(
    client: Client, reviewer: User, folder: Path, name: str
) -> None:
    claim = make_claim()
    typed = {"kind": "document", "stance": "supports", "file": a_file(name=name)}
    assert client.post(new(claim), typed, headers=HTMX).status_code == 200
    source = claim.evidence.get().source
    document = source.document
    assert document is not None
    assert (source.title, document.media_type) == (document.name, "application/pdf")
    assert "/" not in document.name
    sha256 = document.sha256
    kept = [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]
    assert kept == [f"documents/{sha256[:2]}/{sha256}"]


def test_the_same_file_attaches_the_source_that_it_is(client: Client, reviewer: User) -> None:
    first, second = make_claim(), make_claim()
    typed = {"kind": "document", "stance": "supports", "title": "The report"}
    client.post(new(first), {**typed, "file": a_file()}, headers=HTMX)
    response = client.post(new(second), {**typed, "title": "X", "file": a_file(name="b.pdf")},
                           headers=HTMX)  # fmt: skip
    said = "This file was a source already (“The report”): attached that one."
    assert json.loads(response["HX-Trigger"])["announce"] == said
    assert said in response.text
    assert second.evidence.get().source == first.evidence.get().source
    assert Source.objects.count() == 1


def test_the_same_page_attaches_the_source_that_it_is(client: Client, reviewer: User) -> None:
    known = make_source(title="Accounts", canonical_url="https://example.org/a")
    claim = make_claim()
    response = client.post(new(claim), page(url="example.org/a?utm_source=x"), headers=HTMX)
    said = "This page was a source already (“Accounts”): attached that one."
    assert said in response.text
    assert claim.evidence.get().source == known
    plain = client.post(new(make_claim()), page(), follow=True)
    assert [str(message) for message in plain.context["messages"]] == [said]


def test_a_double_click_attaches_once(client: Client, reviewer: User) -> None:
    claim = make_claim()
    typed = {"kind": "recording", "title": "Broadcast", "stance": "context", "key": str(uuid4())}
    for _ in range(2):
        assert client.post(new(claim), typed, headers=HTMX).status_code == 200
    assert (claim.evidence.count(), Source.objects.count()) == (1, 1)


def test_a_source_that_is_here_is_found_and_attached(client: Client, reviewer: User) -> None:
    claim, source = make_claim(), make_source(title="City accounts")
    typed = {"kind": "known", "q": "city", "stance": "supports", "excerpt": "Nine."}
    none = client.post(new(claim), typed, headers=HTMX)
    assert errors(none) == {"source": ["Search for a source, and choose one of those found."]}
    assert none.context["found"] == [source]
    gone = client.post(new(claim), {**typed, "source": "999999"}, headers=HTMX)
    assert errors(gone) == {"source": ["This source is not there. Choose one of those found."]}
    done = client.post(new(claim), {**typed, "source": source.pk}, headers=HTMX)
    assert done.status_code == 200
    assert claim.evidence.get().source == source
    again = client.post(new(claim), {**typed, "source": source.pk}, headers=HTMX)
    assert "“City accounts” is attached already, in the same words." in again.text
    assert claim.evidence.count() == 1


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"url": "javascript:alert(1)"}, {"url": [
            "Only addresses that begin with http:// or https:// can be used, and this one begins "
            "with javascript:."]}),
        ({"url": " data:text/html,x"}, {"url": [
            "Only addresses that begin with http:// or https:// can be used, and this one begins "
            "with data:."]}),
        ({"url": "https://ana:secret@example.org/"}, {"url": [
            "This address holds a user name or password: leave out all before the @."]}),
        ({"url": ""}, {"url": ["Paste the address of the page."]}),
        ({"stance": ""}, {"stance": ["Say what it does to the claim."]}),
        ({"stance": "sideways"}, {"stance": ["There is no such stance."]}),
        ({"excerpt": "a\x00b"}, {"excerpt": ["Null characters are not allowed."]}),
        ({"excerpt": "x" * 20_001}, {"excerpt": [
            "An excerpt has 20000 characters at most: this one has 20001."]}),
        ({"key": "no key"}, {"key": ["Enter a valid UUID."]}),
        ({"kind": "person", "on_record": "perhaps", "spoken_on": "2999-01-01"}, {
            "spoken_to": ["Say who was spoken to."],
            "spoken_on": ["This day is still to come."],
            "on_record": ["Say whether it was on the record."]}),
        ({"kind": "person", "spoken_to": "Lia"}, {
            "spoken_on": ["Say on which day."],
            "on_record": ["Say whether it was on the record."]}),
        ({"kind": "recording", "url": ""}, {"title": ["Give it a title."]}),
        ({"kind": "document"}, {"file": ["Choose the file to attach."]}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
@pytest.mark.usefixtures("reviewer")
def test_what_is_wrong_is_said_beside_the_field_and_all_that_was_typed_stays(
    client: Client, folder: Path, typed: dict[str, Any], wrong: dict[str, Any],
    headers: dict[str, str],
) -> None:  # fmt: skip
    claim = make_claim()
    typed = {**page(locator="kept place", publisher="Kept publisher"), **typed}
    response = client.post(new(claim), typed, headers=headers)
    assert errors(response) == wrong
    assert 'value="kept place"' in response.text
    assert 'value="Kept publisher"' in response.text
    assert ("<html" in response.text) is (not headers)
    assert nothing_stored(folder)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "This file is empty."),
        (b"MZ" + bytes(100), "This file is of a kind that is not kept. What can be kept: a PDF, a "
         "Word document (DOCX), an image (PNG, JPEG, GIF, WebP), text or CSV."),
        (b"<html>", "This is a web page, SVG or XML: attach its address, or save it as PDF and "
         "attach that."),
        (b"a" * 2001, "This file has 0.1 MB; the limit is 0.1 MB."),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("reviewer")
def test_a_file_that_is_not_kept_is_refused_with_one_sentence(
    client: Client, settings: Any, folder: Path, data: bytes, why: str
) -> None:
    settings.DOCUMENT_MAX_BYTES = 2000
    typed = {"kind": "document", "stance": "supports", "title": "Kept title"}
    response = client.post(
        new(make_claim()), {**typed, "file": a_file(data, "report.pdf")}, headers=HTMX
    )
    assert errors(response) == {"file": [why]}
    assert 'value="Kept title"' in response.text
    assert nothing_stored(folder)


def test_a_good_file_is_not_stored_while_something_else_is_wrong(
    client: Client, reviewer: User, folder: Path
) -> None:
    typed = {"kind": "document", "stance": "", "file": a_file()}
    response = client.post(new(make_claim()), typed)
    assert errors(response) == {"stance": ["Say what it does to the claim."]}
    assert "Choose the file again" in response.text
    assert nothing_stored(folder)


def test_changing_the_kind_keeps_what_was_typed(client: Client, reviewer: User) -> None:
    claim = make_claim()
    typed = page(switch="person", excerpt="Kept excerpt", author="Kept author", primary="on")
    person = client.post(new(claim), typed, headers=HTMX)
    assert person.status_code == 200
    assert "Kept excerpt" in person.text
    assert '<input type="hidden" name="url" value="https://example.org/a">' in person.text
    assert '<input type="hidden" name="author" value="Kept author">' in person.text
    form = person.context["form"]
    back = {**dict(form.carried), "excerpt": form["excerpt"].value(), "stance": "supports"}
    web = client.post(new(claim), {**back, "kind": "person", "switch": "web"}, headers=HTMX)
    assert web.context["form"]["url"].value() == "https://example.org/a"
    assert 'value="supports" id="claim-' in web.text
    assert Evidence.objects.count() == 0


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_a_claim_that_is_set_aside_takes_no_evidence(
    client: Client, reviewer: User, folder: Path, headers: dict[str, str]
) -> None:
    claim = make_claim(by=reviewer)
    set_aside(claim, reason="out_of_scope", note="", seen_version=1, by=reviewer)
    why = "The evidence of a claim that is “Set aside” is closed."
    form = client.get(new(claim), headers=headers)
    assert form.status_code == 422
    assert why in form.text
    response = client.post(new(claim), page(excerpt="Kept excerpt"), headers=headers)
    assert errors(response) == {"__all__": [why]}
    assert "Kept excerpt" in response.text
    assert nothing_stored(folder)
    section = client.get(f"/claims/{claim.pk}/evidence/", headers=headers)
    assert "/evidence/new/" not in section.text


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(5, "just now"), (310, "5\xa0minutes ago"), (7510, "2\xa0hours, 5\xa0minutes ago")],
)
def test_how_long_ago_something_was_done_is_told_in_words(seconds: int, words: str) -> None:
    at = timezone.now() - timedelta(seconds=seconds)
    assert render_to_string("_ago.html#ago", {"at": at}) == words
