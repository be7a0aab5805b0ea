"""Suggested claims on the desk, with the keys: next, take, put aside, undo."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from claims.models import Interview, Sentence, User
from tests.e2e.conftest import sign_in
from tests.factories import make_interview, make_user

COST = "The bridge cost nine million euros and 40 percent more than in 2019."
RATE = "Unemployment fell to 4 percent, the lowest rate since 1999."
TAXES = "He voted to raise taxes by 12 billion dollars in 2016."
TEXT = f"""ADA BRANDT: Good evening.

TOM OKAFOR: {COST} {RATE}

ADA BRANDT: Thank you.

TOM OKAFOR: {TAXES}
"""


@pytest.fixture
def reviewer(context: BrowserContext, site: str) -> User:
    user = make_user()
    sign_in(context, site, user)
    return user


@pytest.fixture
def interview(reviewer: User) -> Interview:
    return make_interview(TEXT, by=reviewer)


def lit(page: Page) -> str:
    return "".join(page.locator(".suggested.on").all_inner_texts())


def decided(words: str) -> str:
    return next(
        one.why_not
        for one in Sentence.objects.order_by("-pk")
        if one.transcript.text[one.start : one.end] == words
    )


def test_suggestions_are_gone_through_with_the_keys_alone(page: Page, interview: Interview) -> None:
    page.goto(f"/interviews/{interview.slug}/")
    bar = page.locator("#suggestion")
    expect(bar).to_be_hidden()
    page.keyboard.press("n")
    expect(bar).to_contain_text("1 of 3")
    assert lit(page) == COST

    page.keyboard.press("c")  # takes it: the claim's statement is ready for typing
    expect(page.locator("#cards textarea")).to_be_focused()
    expect(bar).to_be_hidden()
    assert interview.claims.get().quote == COST
    page.keyboard.type("The bridge cost 9 million.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#cards .card")).to_contain_text("The bridge cost 9 million.")

    page.keyboard.press("n")
    expect(bar).to_contain_text("1 of 2")
    assert lit(page) == RATE
    page.keyboard.press("x")
    expect(bar.locator("select")).to_be_focused()
    page.keyboard.type("Too")
    page.keyboard.press("Enter")
    expect(bar).to_contain_text("1 of 1")
    assert lit(page) == TAXES
    assert decided(RATE) == "vague"

    page.keyboard.press("z")
    expect(bar).to_contain_text("1 of 2")
    assert lit(page) == RATE
    assert decided(RATE) == ""
    page.keyboard.press("Escape")
    assert interview.claims.count() == 1


def test_the_link_above_the_transcript_leads_to_the_first_and_without_any_it_is_not_there(
    page: Page, interview: Interview, reviewer: User
) -> None:
    page.goto(f"/interviews/{interview.slug}/")
    page.get_by_role("link", name="3 suggestions").click()
    expect(page.locator("#suggestion")).to_contain_text("1 of 3")
    page.locator("#suggestion").get_by_role("button", name="Next").click()
    expect(page.locator("#suggestion")).to_contain_text("2 of 3")
    quiet = make_interview("Ada: Good evening.\n\nTom: Thank you.\n", by=reviewer)
    page.goto(f"/interviews/{quiet.slug}/")
    expect(page.get_by_role("link", name="suggestion")).to_have_count(0)
