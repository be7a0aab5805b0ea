"""Searching in a real browser: results while typing, the focus and the address."""

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import sign_in
from tests.factories import make_claim, make_user


def test_results_follow_what_is_typed(page: Page, context: BrowserContext, site: str) -> None:
    user = make_user()
    sign_in(context, site, user)
    claim = make_claim(by=user, statement="Quaggas cost nine million.")
    page.goto("/claims/")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("quag")
    page.keyboard.press("Enter")
    expect(page.locator("#search-claims")).to_be_visible()
    page.locator("#q").press("End")
    page.keyboard.type("gas nine")
    expect(page.locator("mark").get_by_text("nine", exact=False).first).to_be_visible()
    expect(page).to_have_url(f"{site}/search/?q=quaggas+nine")
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#live")).to_contain_text("Found 1 claim")
    page.locator(".search-title").first.click()
    expect(page).to_have_url(f"{site}/interviews/{claim.interview.slug}/?claim={claim.pk}")
