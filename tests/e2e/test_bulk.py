"""Many claims of the list changed at once: by the keys, by the pointer, and without scripts."""

import re
from datetime import date

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from claims.models import Claim, Priority, Role, User
from tests.e2e.conftest import sign_in
from tests.e2e.test_accessibility import faults
from tests.factories import make_claim, make_interview, make_user


def make_list(number: int, by: User) -> tuple[str, list[Claim]]:
    """The address of a list with these claims alone, newest first."""
    interview = make_interview(by=by)
    claims = [make_claim(interview, by=by) for _ in range(number)]
    return f"/claims/?interview={interview.slug}", claims[::-1]


def priorities(claims: list[Claim]) -> list[int]:
    return [Claim.objects.get(pk=one.pk).priority for one in claims]


def wide(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light")


def test_claims_are_selected_and_changed_with_the_keys(
    context: BrowserContext, page: Page, site: str
) -> None:
    user = make_user()
    address, claims = make_list(3, user)
    sign_in(context, site, user)
    page.goto(address)
    expect(page.locator("#bulk")).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("#bulk [data-count]")).to_have_text("2 claims selected")
    expect(page.locator("#live")).to_have_text("2 claims selected")
    boxes = page.locator("td.select input")
    assert [box.is_checked() for box in boxes.all()] == [True, False, True]
    assert faults(page) == []
    wide(page)
    page.keyboard.press("b")
    expect(page.locator("#bulk-kind")).to_be_focused()
    page.keyboard.type("Set the p")
    page.keyboard.press("Tab")
    expect(page.locator("#bulk-priority")).to_be_focused()
    page.keyboard.type("Urg")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Set the priority to “Urgent”")
    assert priorities(claims) == [Priority.NORMAL] * 3
    assert faults(page) == []
    wide(page)
    page.get_by_role("button", name="Change 2 claims").click()
    expect(page.get_by_role("heading", name="2 claims changed.")).to_be_visible()
    expect(page.locator("#live")).to_have_text("2 claims changed.")
    assert priorities(claims) == [Priority.URGENT, Priority.NORMAL, Priority.URGENT]
    assert faults(page) == []
    wide(page)
    page.locator("#bulk-change").get_by_role("link", name="Back to the list").click()
    expect(page).to_have_url(re.compile(re.escape(address) + "$"))
    expect(page.locator(".message")).to_have_text("2 claims changed.")


def test_the_box_of_the_page_and_those_of_its_rows_agree(
    context: BrowserContext, page: Page, site: str
) -> None:
    user = make_user()
    address, claims = make_list(2, user)
    sign_in(context, site, user)
    page.goto(address)
    of_page = page.get_by_label("Select all on this page")
    first, second = page.locator("td.select input").all()
    of_page.check()
    assert [first.is_checked(), second.is_checked()] == [True, True]
    expect(page.locator("#bulk [data-count]")).to_have_text("2 claims selected")
    page.get_by_label(f"Select claim {claims[0].pk}: The bridge cost nine million euros.").uncheck()
    expect(of_page).not_to_be_checked()
    assert of_page.evaluate("(box) => box.indeterminate")
    second.uncheck()
    expect(page.locator("#bulk")).to_be_hidden()
    expect(page.locator("#live")).to_have_text("0 claims selected")


def test_all_that_match_are_changed_not_only_those_of_the_page(
    context: BrowserContext, page: Page, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.queries.claim_list_pages.PAGE_LENGTH", 2)
    user = make_user()
    address, claims = make_list(3, user)
    sign_in(context, site, user)
    page.goto(address)
    page.get_by_label("Select all on this page").check()
    page.get_by_label("All 3 that match").check()
    expect(page.locator("#bulk [data-count]")).to_have_text("3 claims selected")
    expect(page.locator("#live")).to_have_text("3 claims selected")
    page.get_by_label("What to do").select_option("Set the priority")
    page.get_by_label("Priority", exact=True).and_(page.locator("select")).select_option("High")
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Change 3 claims").click()
    expect(page.get_by_role("heading", name="3 claims changed.")).to_be_visible()
    assert priorities(claims) == [Priority.HIGH] * 3


def test_a_refusal_keeps_the_selection_and_stands_beside_its_field(
    context: BrowserContext, page: Page, site: str
) -> None:
    user = make_user()
    address, _ = make_list(2, user)
    sign_in(context, site, user)
    page.goto(address)
    page.locator("td.select input").first.check()
    page.get_by_label("What to do").select_option("Set aside")
    expect(page.get_by_text("Duplicates are set aside one by one")).to_be_visible()
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#bulk .field-error")).to_have_text("Choose why the claims are set aside.")
    expect(page.locator("#bulk [data-count]")).to_have_text("1 claim selected")
    assert [box.is_checked() for box in page.locator("td.select input").all()] == [True, False]
    assert faults(page) == []


def test_a_long_change_goes_on_by_itself_after_it_was_broken_off(
    context: BrowserContext, page: Page, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.views.bulk.SECONDS", 0)  # a claim for each request
    user = make_user(Role.EDITOR)
    address, claims = make_list(4, user)
    sign_in(context, site, user)
    page.goto(address)
    page.get_by_label("Select all on this page").check()
    page.get_by_label("What to do").select_option("Assign")
    page.get_by_label("To whom").select_option(str(user))
    page.get_by_role("button", name="Preview").click()
    asked: list[Route] = []

    def only_the_first(route: Route) -> None:
        asked.append(route)
        if len(asked) == 1:
            route.continue_()
        else:
            route.fulfill(status=204)

    page.route("**/run/", only_the_first)
    page.get_by_role("button", name="Change 4 claims").click()
    expect(page.locator(".bulk-progress")).to_have_text("1 of 4 claims")
    expect(page.get_by_role("link", name="Stop for now")).to_be_focused()
    page.unroute("**/run/")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="3 claims still to change")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="4 claims changed.")).to_be_visible()
    owners = Claim.objects.filter(pk__in=[one.pk for one in claims]).values_list("assignee")
    assert list(owners) == [(user.pk,)] * 4
    assert [one.events.count() for one in claims] == [2] * 4


def test_claims_are_changed_without_scripts(
    without_scripts: BrowserContext, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.views.bulk.SECONDS", 0)
    user = make_user()
    address, claims = make_list(2, user)
    sign_in(without_scripts, site, user)
    page = without_scripts.new_page()
    page.goto(address)
    page.get_by_label("Select all on this page").check()
    page.get_by_label("What to do").select_option("Set the due date")
    page.get_by_label("Due date", exact=True).fill("2030-12-04")
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Change 2 claims").click()
    expect(page.locator(".bulk-progress")).to_have_text("1 of 2 claims")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="2 claims changed.")).to_be_visible()
    page.locator("details.bulk-fold summary").click()
    expect(page.locator("#bulk-done li")).to_have_count(2)
    days = Claim.objects.filter(pk__in=[one.pk for one in claims]).values_list("due_on")
    assert list(days) == [(date(2030, 12, 4),)] * 2
