"""What was said before, beside a claim that is being captured: it comes while one types."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from claims.models import Claim, User
from tests.e2e.conftest import sign_in
from tests.e2e.test_desk import capture
from tests.factories import make_claim, make_interview, make_user

TEXT = """MIRA HOLM: They say it was cheap. It was not, believe me.

IVO STERN: Believe what you like.
"""


@pytest.fixture
def reviewer(context: BrowserContext, site: str) -> User:
    user = make_user()
    sign_in(context, site, user)
    return user


@pytest.fixture
def earlier(reviewer: User) -> Claim:
    quote = "The Kestrel aqueduct was paid for with nineteen loans."
    return make_claim(make_interview(by=reviewer, title="An earlier talk"), quote=quote)


def test_what_was_said_before_comes_while_one_types_and_is_linked_by_hand(
    page: Page, reviewer: User, earlier: Claim
) -> None:
    interview = make_interview(TEXT, by=reviewer, title="A later talk")
    page.goto(f"/interviews/{interview.slug}/")
    capture(page, 0, "It was not")
    statement = page.locator(".card.open textarea[name=value]")
    expect(statement).to_be_focused()
    panel = page.locator(".card.open .similar")
    expect(panel.locator(".similar-said")).to_have_count(0)

    page.keyboard.type("Nineteen loans paid for the aqueduct of Kestrel")
    found = panel.locator(".similar-said")
    expect(found).to_contain_text(earlier.quote)
    expect(page.locator("#live")).to_have_text("1 similar claim.")
    page.keyboard.type(", Kestrel.")
    expect(statement).to_be_focused()
    expect(statement).to_have_value("Nineteen loans paid for the aqueduct of Kestrel, Kestrel.")

    page.keyboard.press("Control+Enter")
    expect(page.locator(".card.open textarea")).to_have_count(0)
    with page.expect_popup() as opened:
        found.focus()
        page.keyboard.press("Enter")
    expect(opened.value).to_have_url(re.compile(rf"/claims/{earlier.pk}/$"))
    page.bring_to_front()

    panel.get_by_role("button", name=re.compile("Repeat of this.*Kestrel")).click()
    expect(panel.locator(".similar-head").first).to_have_text("Repeat of")
    claim = interview.claims.get()
    assert (claim.repeat_of_id, claim.status, claim.verdict_id) == (earlier.pk, "new", None)
    expect(found.first).to_be_focused()
    expect(panel.get_by_role("button", name="Undo the link")).to_be_visible()
    opened.value.reload()
    expect(opened.value.locator(".similar-head").first).to_have_text("Said again in")


def test_what_was_said_before_is_shown_to_whoever_enters_words_by_hand(
    page: Page, reviewer: User, earlier: Claim
) -> None:
    interview = make_interview(TEXT, by=reviewer)
    page.goto(f"/interviews/{interview.slug}/by-hand/")
    page.get_by_label("Quote").fill("Nineteen loans, that is the Kestrel aqueduct for you.")
    expect(page.locator("#by-hand-similar .similar-said").first).to_contain_text(earlier.quote)
    expect(page.get_by_label("Quote")).to_be_focused()
