"""The main job with JavaScript switched off: links and forms that can be seen, and nothing else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from claims.models import Claim, Interview, Role
from tests.factories import make_user

TEXT = """NORA VELD: The ferry to Hallow was late on ninety days of last year.

PIET SANDER: It was late on twelve days, and never by more than an hour.
"""
PASSWORD = "correct horse battery"


@pytest.fixture
def opened(without_scripts: BrowserContext, settings: Any, tmp_path: Path) -> Callable[[str], Page]:
    """Logs somebody in by the form, in place of whoever was."""
    settings.MEDIA_ROOT = tmp_path / "media"

    def of(username: str) -> Page:
        without_scripts.clear_cookies()
        page = without_scripts.new_page()
        page.goto("/")
        page.get_by_label("User name or e-mail address").fill(username)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        expect(page.locator("h1")).to_have_text("Where everything stands")
        return page

    return of


def take_in(page: Page, title: str) -> None:
    page.get_by_role("link", name="Interviews", exact=True).click()
    page.get_by_role("link", name="New interview").first.click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Text", exact=True).fill(TEXT)
    page.get_by_role("button", name="Preview").click()
    page.get_by_label("PIET SANDER").fill("Piet Sander")
    page.get_by_role("button", name="Show with these names").click()
    expect(page.locator("#turn-2 .who")).to_have_text("Piet Sander")
    page.get_by_role("button", name="Store interview").click()
    expect(page.locator("h1")).to_have_text(title)


def enter_a_claim(page: Page, quote: str) -> None:
    page.get_by_role("link", name="Enter by hand").click()
    page.locator("[name=quote]").fill(quote)
    page.get_by_role("button", name="Enter the claim").click()
    expect(page.locator(".card.open .card-open")).to_have_text(quote)
    page.get_by_role("link", name="Open the claim").click()


def edit(page: Page, field: str, typed: str, shown: str) -> None:
    """Edit one field on the page of its own, and come back to the claim."""
    value = page.locator(f"dd [id$='-{field.lower()}'] a.field-value")
    value.click()
    expect(page.locator("h1")).to_have_text(field)
    control = page.get_by_label(field, exact=True)
    if control.evaluate("(one) => one.tagName") == "SELECT":
        control.select_option(label=typed)
    else:
        control.fill(typed)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".message")).to_have_text(f"{field} saved.")
    expect(value).to_contain_text(shown)


def attach(page: Page, kind: str, *, excerpt: str, file: Path | None = None, **typed: str) -> None:
    before = page.locator(".ev").count()
    page.get_by_role("link", name="Attach a source").click()
    page.get_by_role("button", name=kind).click()
    for label, words in typed.items():
        page.get_by_label(label.replace("_", " "), exact=True).fill(words)
    if kind == "Person spoken to":
        page.get_by_label("Not on the record").check()
    if file:
        page.get_by_label("File").set_input_files(file)
    page.get_by_label("Excerpt").fill(excerpt)
    page.get_by_label("Refutes").check()
    page.get_by_role("button", name="Attach", exact=True).click()
    expect(page.locator(".ev")).to_have_count(before + 1)
    expect(page.locator(".ev blockquote").filter(has_text=excerpt)).to_have_count(1)


def move(page: Page, button: str, status: str) -> None:
    page.get_by_role("button", name=button).click()
    expect(page.locator(".message")).to_have_text(f"The claim is now “{status}”.")
    expect(page.locator(".card .head .chip")).to_have_text(status)


def test_the_main_job_is_done_without_javascript(
    opened: Callable[[str], Page], tmp_path: Path
) -> None:
    first = make_user(Role.EDITOR, name="Ida Lorn", password=PASSWORD)
    second = make_user(name="Jon Aske", password=PASSWORD)
    page = opened(first.username)
    take_in(page, "The ferry to Hallow")
    enter_a_claim(page, "late on ninety days of last year")
    claim: Claim = Interview.objects.get(title="The ferry to Hallow").claims.get()
    assert claim.by_hand is False
    assert str(claim.speaker) == "NORA VELD"

    edit(page, "Statement", "The ferry was late on 90 days of 2025.", "late on 90 days")
    edit(page, "Verdict", "Unproven", "Unproven")
    edit(page, "Rationale", "The log of the harbour says twelve.", "says twelve")
    edit(page, "Speaker", "Nora Veld", "Nora Veld")
    edit(page, "Assignee", str(first), "Ida Lorn")
    edit(page, "Priority", "High", "High")
    edit(page, "Due", "2031-05-04", "4 May 2031")

    attach(page, "Web page", excerpt="Twelve delays.", Address="https://example.org/ferry-log")
    attach(page, "Person spoken to", excerpt="I counted.", Who="Olav Rem", When="2026-02-03")
    record = tmp_path / "log.txt"
    record.write_text(f"Delays of the ferry {claim.pk}: twelve.\n")
    attach(page, "Document", excerpt="Delays: twelve.", file=record)
    assert sorted(claim.evidence.values_list("source__kind", flat=True)) == [
        "document", "person", "web",
    ]  # fmt: skip

    move(page, "Start checking", "Checking")
    page.get_by_role("link", name="Log what was searched").click()
    page.get_by_label("Where", exact=True).fill("Archive of the harbour")
    page.get_by_label("Found", exact=True).fill("Nothing of 2025.")
    page.get_by_role("button", name="Log the search").click()
    move(page, "Submit for sign-off", "Awaiting sign-off")
    expect(page.get_by_role("link", name="Sign off")).to_have_count(0)

    other = opened(second.username)
    other.get_by_role("link", name="My queue").click()
    other.get_by_role("link", name="late on ninety days of last year").click()
    other.get_by_role("link", name="Sign off").click()
    expect(other.locator(".to-sign")).to_contain_text("The log of the harbour says twelve.")
    move(other, "Sign off", "Signed off")
    expect(other.get_by_text("Signed off by Jon Aske")).to_be_visible()
    expect(other.locator(".history li").first).to_contain_text("Jon Aske signed off")
    expect(other.locator(".history li")).to_have_count(claim.events.count())
    other.get_by_role("link", name="Claims", exact=True).click()
    other.get_by_label("Words", exact=True).fill("ninety days")
    other.get_by_role("button", name="Show", exact=True).last.click()
    expect(other.locator("[data-found]")).to_have_attribute("data-found", "1")


def test_what_is_missing_is_said_and_what_was_typed_stays(opened: Callable[[str], Page]) -> None:
    user = make_user(password=PASSWORD)
    page = opened(user.username)
    page.get_by_role("link", name="Interviews", exact=True).click()
    page.get_by_role("link", name="New interview").first.click()
    page.get_by_label("Title").fill("Kept")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".field-error").first).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("Kept")
    assert not Interview.objects.filter(title="Kept").exists()
