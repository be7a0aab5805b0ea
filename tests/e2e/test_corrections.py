"""A correction in a real browser: edit in place, look, store, and give a lost claim its place."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from claims.models import Claim, Interview, User
from tests.e2e.axe import faults, wide_and_light
from tests.e2e.conftest import sign_in
from tests.factories import TEXT, make_claim, make_interview, make_user

DEARER = TEXT.replace("nine million", "ninety million")
WORDS = "The bridge cost ninety million euros."


@pytest.fixture
def reviewer(context: BrowserContext, site: str) -> User:
    user = make_user()
    sign_in(context, site, user)
    return user


@pytest.fixture
def plain(without_scripts: BrowserContext, site: str, reviewer: User) -> Page:
    """A page without scripts."""
    sign_in(without_scripts, site, reviewer)
    return without_scripts.new_page()


def lost_claim(interview: Interview) -> Claim:
    make_claim(interview, quote="It was never inspected.")
    return make_claim(interview)


def preview(page: Page, interview: Interview) -> None:
    page.goto(f"/interviews/{interview.slug}/correct/")
    expect(page.locator("#id_text")).to_have_value(TEXT)
    page.fill("#id_reason", "Heard again.")
    page.fill("#id_text", DEARER)
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("h1")).to_have_text("What this changes")


def check(page: Page, where: str) -> None:
    assert (where, faults(page)) == (where, [])
    wide_and_light(page)


def test_a_correction_is_seen_stored_and_the_lost_claim_placed(page: Page, reviewer: User) -> None:
    interview = make_interview()
    claim = lost_claim(interview)
    preview(page, interview)
    expect(page.locator(".diff ins")).to_have_text("added: ninety")
    page.get_by_role("button", name="Back to the text").click()
    expect(page.locator("#id_text")).to_have_value(DEARER)
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Store as v2").click()
    expect(page.locator(".turn-text").nth(1)).to_contain_text(WORDS)
    first = page.locator("#cards .card").first
    expect(first).to_have_id(f"claim-{claim.pk}")
    page.keyboard.press("j")
    expect(first.locator(".card-open")).to_have_attribute("aria-expanded", "true")
    first.locator(".needs-place").click()
    page.get_by_role("button", name="These words").first.click()
    expect(page.locator("q").first).to_have_text(WORDS)
    expect(page.locator(".needs-place")).to_have_count(0)
    page.goto(f"/interviews/{interview.slug}/?version=1")
    expect(page.locator("#old-version")).to_be_visible()
    expect(page.locator("#capture")).to_have_count(0)


def test_it_works_without_scripts(plain: Page) -> None:
    interview = make_interview()
    claim = lost_claim(interview)
    preview(plain, interview)
    plain.get_by_role("button", name="Store as v2").click()
    plain.goto(f"/claims/{claim.pk}/anchor/")
    plain.fill("#anchor-words", WORDS)
    plain.get_by_role("button", name="Find these words").click()
    expect(plain.locator("#place-1")).to_have_text(WORDS)
    plain.goto(f"/claims/{claim.pk}/anchor/")
    plain.get_by_role("button", name="Keep the old version’s words").click()
    claim.refresh_from_db()
    assert (claim.needs_anchoring, claim.transcript.number) == (False, 1)


def test_the_pages_are_free_of_barriers_and_fit(page: Page, reviewer: User) -> None:
    interview = make_interview()
    claim = lost_claim(interview)
    preview(page, interview)
    check(page, "preview")
    page.get_by_role("button", name="Store as v2").click()
    for address in (
        f"/interviews/{interview.slug}/correct/",
        f"/interviews/{interview.slug}/versions/?from=1&to=2",
        f"/interviews/{interview.slug}/?version=1",
        f"/claims/{claim.pk}/anchor/",
    ):
        page.goto(address)
        check(page, address)
    page.goto(f"/interviews/{interview.slug}/correct/")
    page.get_by_role("button", name="Preview").click()
    check(page, "a form with errors")
