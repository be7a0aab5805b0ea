"""Attaching a source in a real browser: from the keyboard, in place, and without JavaScript."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from claims.actions.sources import edit_evidence
from claims.models import Claim, Evidence, User
from tests import files
from tests.e2e.axe import breaches
from tests.e2e.conftest import sign_in
from tests.factories import make_claim, make_evidence, make_source, make_user

FOCUS = "() => document.activeElement.id"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path


@pytest.fixture
def reviewer(context: BrowserContext, site: str) -> User:
    user = make_user()
    sign_in(context, site, user)
    return user


@pytest.fixture
def claim(reviewer: User) -> Claim:
    return make_claim(by=reviewer)


def open_form(page: Page, claim: Claim) -> None:
    page.goto(f"/claims/{claim.pk}/")
    page.get_by_role("link", name="Attach a source").click()
    expect(page.get_by_label("Address")).to_be_focused()
    expect(page.locator(".htmx-settling")).to_have_count(0)


def test_a_page_is_attached_from_the_keyboard(page: Page, claim: Claim) -> None:
    page.goto(f"/claims/{claim.pk}/")
    page.locator(f"#claim-{claim.pk}-attach-open").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Address")).to_be_focused()
    page.keyboard.insert_text("https://example.org/keyboard?utm_source=mail")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("Nine million.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".ev")).to_have_count(1)
    expect(page.locator(f"#claim-{claim.pk}-attach-open")).to_be_focused()
    evidence = claim.evidence.get()
    assert evidence.source.canonical_url == "https://example.org/keyboard"
    assert (evidence.excerpt, evidence.stance) == ("Nine million.", "context")


def test_enter_in_the_address_attaches_and_changes_no_kind(page: Page, claim: Claim) -> None:
    open_form(page, claim)
    page.keyboard.insert_text("https://example.org/enter")
    page.keyboard.press("Enter")
    expect(page.locator(".ev")).to_have_count(1)
    assert claim.evidence.get().source.kind == "web"


def test_a_page_that_is_known_is_said_while_its_address_is_typed(page: Page, claim: Claim) -> None:
    address = f"https://example.org/known/{claim.pk}"
    source = make_source(title="Known page", url=address, canonical_url=address)
    open_form(page, claim)
    page.keyboard.insert_text(f"{address}#part")
    expect(page.get_by_text("This page is a source already: Known page")).to_be_visible()
    expect(page.get_by_label("Title")).to_be_hidden()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".notice")).to_have_text(
        "This page was a source already (“Known page”): attached that one."
    )
    assert claim.evidence.get().source == source


def test_changing_the_kind_keeps_the_words_and_the_file(
    page: Page, claim: Claim, folder: Path
) -> None:
    report = folder / "report.pdf"
    report.write_bytes(files.pdf(f"claim {claim.pk}"))
    open_form(page, claim)
    page.get_by_label("Excerpt").fill("Kept words")
    page.get_by_role("button", name="Document").click()
    page.get_by_label("File").set_input_files(report)
    page.get_by_role("button", name="Court record").click()
    expect(page.get_by_label("Case number")).to_be_focused()
    expect(page.get_by_label("Excerpt")).to_have_value("Kept words")
    page.get_by_label("Filed").fill("2021-11-17")
    page.get_by_label("Case number").fill("D-101")
    page.get_by_label("Address").fill("javascript:alert(1)")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".field-error")).to_contain_text("Only addresses that begin with http")
    page.get_by_label("Address").fill("")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".ev")).to_have_count(1)
    source = claim.evidence.get().source
    assert (source.kind, source.title, str(source.published_on)) == (
        "court", "Case D-101", "2021-11-17",
    )  # fmt: skip
    assert source.document is not None
    assert source.document.name == "report.pdf"


def test_a_form_that_is_open_survives_changes_beside_it(page: Page, claim: Claim) -> None:
    evidence = make_evidence(claim, excerpt="One.")
    open_form(page, claim)
    page.get_by_label("Excerpt").fill("Half typed")
    row = page.locator(f"#evidence-{evidence.pk}")
    row.get_by_role("link", name="Edit").click()
    row.get_by_label("Excerpt").fill("Two.")
    page.keyboard.press("Control+Enter")
    expect(row.get_by_text("“Two.”")).to_be_visible()
    expect(page.locator(f"#evidence-{evidence.pk}-open")).to_be_focused()
    expect(page.get_by_label("Excerpt")).to_have_value("Half typed")


def test_escape_closes_the_form_and_gives_the_focus_back(page: Page, claim: Claim) -> None:
    evidence = make_evidence(claim)
    open_form(page, claim)
    page.keyboard.press("Escape")
    expect(page.locator(f"#claim-{claim.pk}-attach-open")).to_be_focused()
    page.locator(f"#evidence-{evidence.pk}-open").click()
    expect(page.get_by_label("Excerpt")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(f"#evidence-{evidence.pk}-open")).to_be_focused()


def test_somebody_faster_is_shown_beside_what_was_typed(page: Page, claim: Claim) -> None:
    evidence = make_evidence(claim, excerpt="One.")
    page.goto(f"/claims/{claim.pk}/")
    page.locator(f"#evidence-{evidence.pk}-open").click()
    page.get_by_label("Excerpt").fill("Mine.")
    edit_evidence(
        evidence, stance="refutes", excerpt="Theirs.", locator="", seen_version=1, by=make_user()
    )
    page.keyboard.press("Control+Enter")
    expect(page.locator(".theirs")).to_contain_text("“Theirs.”")
    expect(page.locator(".mine")).to_contain_text("“Mine.”")
    assert breaches(page, f"#claim-{claim.pk}-evidence") == []
    page.get_by_role("button", name="Save mine").click()
    expect(page.locator(f"#evidence-{evidence.pk} blockquote")).to_have_text("“Mine.”")


def test_evidence_is_withdrawn_after_a_question(page: Page, claim: Claim) -> None:
    evidence = make_evidence(claim)
    page.goto(f"/claims/{claim.pk}/")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.locator(f"#evidence-{evidence.pk}-withdraw").click()
    expect(page.locator(".ev")).to_have_count(1)
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator(f"#evidence-{evidence.pk}-withdraw").click()
    expect(page.locator(".ev")).to_have_count(0)
    expect(page.locator(f"#claim-{claim.pk}-attach-open")).to_be_focused()


def test_a_person_spoken_to_is_attached_without_javascript(
    without_scripts: BrowserContext, site: str, claim: Claim, reviewer: User
) -> None:
    sign_in(without_scripts, site, reviewer)
    page = without_scripts.new_page()
    page.goto(f"/claims/{claim.pk}/")
    page.get_by_role("link", name="Attach a source").click()
    page.get_by_label("Excerpt").fill("We were there twice.")
    page.get_by_role("button", name="Person spoken to").click()
    page.get_by_label("Who").fill("Lia Moss")
    page.get_by_label("When").fill("2026-05-02")
    page.get_by_role("button", name="Attach", exact=True).click()
    expect(page.locator(".field-error")).to_have_text("Say whether it was on the record.")
    page.get_by_label("Not on the record").check()
    page.get_by_label("Refutes").check()
    page.get_by_role("button", name="Attach", exact=True).click()
    expect(page).to_have_url(f"{site}/claims/{claim.pk}/")
    evidence: Evidence = claim.evidence.get()
    assert (evidence.excerpt, evidence.stance, evidence.source.title) == (
        "We were there twice.", "refutes", "Conversation with Lia Moss",
    )  # fmt: skip
