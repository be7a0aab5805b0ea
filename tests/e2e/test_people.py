"""Merging two people and splitting them again, in a real browser, with the keyboard."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from claims.actions.people import edit_person
from claims.models import Claim, Person, Role, User
from tests.e2e.conftest import sign_in
from tests.factories import make_claim, make_interview, make_user

TEXT = """{name}: The quay cost nine million euros.

WREN ASHBY: Never inspected?
"""
QUOTE = "The quay cost nine million euros."


@pytest.fixture
def editor(context: BrowserContext, site: str) -> User:
    user = make_user(Role.EDITOR)
    sign_in(context, site, user)
    return user


def claims_of(*names: str) -> list[Claim]:
    interviews = [make_interview(TEXT.format(name=name), title=f"Of {name}") for name in names]
    return [make_claim(interview, quote=QUOTE) for interview in interviews]


def go_to(page: Page, name: str) -> None:
    """Tab to a link, button or box of this name."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if name in (page.evaluate("() => document.activeElement.textContent.trim()") or ""):
            return
    raise AssertionError(name)


def test_two_are_merged_and_taken_apart_with_the_keys(page: Page, editor: User) -> None:
    shouted, whole = claims_of("QUILLON", "Ines Quillon")
    person, into = shouted.person, whole.person
    assert person
    assert into
    page.goto(f"/people/{person.pk}/")
    go_to(page, "Merge")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Search people")).to_be_focused()
    go_to(page, "Ines Quillon")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Is QUILLON the same as Ines Quillon?"
    )
    page.get_by_label("Why").focus()
    page.keyboard.insert_text("The same signature.")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ines Quillon")
    expect(page.locator(".message.success")).to_contain_text("another spelling of Ines Quillon")
    expect(page.locator("#person-history + .history")).to_contain_text("The same signature.")
    page.goto(f"/claims/?speaker={into.pk}")
    expect(page.locator("tbody tr[id]")).to_have_count(2)

    page.goto(f"/people/{into.pk}/")
    go_to(page, "Split")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Split Ines Quillon")
    go_to(page, "Take apart QUILLON")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("QUILLON")
    shouted.refresh_from_db()
    assert (shouted.person, shouted.version) == (person, 1)


def test_words_go_to_somebody_new_with_the_keys(page: Page, editor: User) -> None:
    [claim] = claims_of("Odo Marrick")
    person = claim.person
    assert person
    page.goto(f"/people/{person.pk}/split/")
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.insert_text("Odo Marrick the younger")
    page.get_by_role("checkbox", name="Of Odo Marrick", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_label("Why").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Odo Marrick the younger")
    expect(page.locator(".message.success")).to_contain_text("1 claim and 1 interview")
    claim.refresh_from_db()
    assert (str(claim.person), claim.version) == ("Odo Marrick the younger", 2)


def test_a_person_is_edited_in_place_and_a_newer_value_is_kept(page: Page, editor: User) -> None:
    claims_of("Pia Tolland")
    person = Person.objects.get(name="Pia Tolland")
    page.goto(f"/people/{person.pk}/")
    page.locator(f"#person-{person.pk}-open").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name")).to_be_focused()
    page.get_by_label("Description").fill("A mayor")
    edit_person(person, {"description": "A singer"}, seen_version=1, by=editor)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".conflict")).to_contain_text("A singer")
    expect(page.get_by_label("Description")).to_have_value("A mayor")
    page.keyboard.press("Control+Enter")
    expect(page.locator(f"#person-{person.pk} .page-head .meta")).to_have_text("A mayor")
    person.refresh_from_db()
    assert (person.description, person.version) == ("A mayor", 3)


def test_who_is_meant_is_chosen_in_the_preview(page: Page, editor: User) -> None:
    [claim] = claims_of("Una Verrall")
    assert claim.person
    page.goto("/interviews/new/")
    page.get_by_label("Text", exact=True).fill(TEXT.format(name="Una Verrall"))
    page.get_by_role("button", name="Preview").click()
    row = page.locator("tr", has_text="Una Verrall")
    expect(row.locator(".who-meant")).to_contain_text("Known from 1 interview")
    row.get_by_text("Not the same person?").click()
    row.get_by_label("Who Una Verrall is").select_option("new:Una Verrall")
    page.get_by_role("button", name="Store interview").click()
    expect(page.locator(".message.success")).to_be_visible()
    assert Person.objects.filter(name="Una Verrall").count() == 2
