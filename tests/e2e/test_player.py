"""The recording on the desk: it plays from a time, marks what is heard, and plays on."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import BrowserContext, Page, expect

from claims.actions.claims import set_priority
from claims.actions.recordings import examine_recording, keep_recording, set_recording
from claims.models import Claim, Interview, User
from tests.e2e.conftest import sign_in
from tests.factories import make_claim, make_interview, make_user
from tests.files import wav

TEXT = """[00:00:01] ADA BRANDT: Thank you for coming. The bridge was closed in May.

[00:00:12] TOM OKAFOR: The bridge cost nine million euros. It was never inspected.

[00:00:40] ADA BRANDT: Never inspected?
"""
LONG = "".join(
    f"[00:00:{number:02}] ADA BRANDT: {'Words that go on and on. ' * 12}\n\n"
    for number in range(50)
)


def with_recording(interview: Interview, by: User, seconds: float = 60) -> Interview:
    upload = examine_recording(SimpleUploadedFile("talk.wav", wav(seconds)))
    document = keep_recording(upload, by=by)
    return set_recording(interview, document=document, seen="", by=by)


@pytest.fixture
def reviewer(context: BrowserContext, site: str) -> User:
    user = make_user()
    sign_in(context, site, user)
    return user


@pytest.fixture
def claim(reviewer: User) -> Claim:
    interview = with_recording(make_interview(TEXT, by=reviewer), reviewer)
    return make_claim(interview, by=reviewer)


@pytest.fixture
def desk(page: Page, claim: Claim) -> Page:
    page.goto(claim.interview.get_absolute_url())
    page.wait_for_function("() => document.getElementById('recording').readyState >= 1")
    return page


def plays_after(page: Page, seconds: float) -> bool:
    """Wait until it really plays, a little after a time; whether it is not far from it."""
    page.wait_for_function(
        "at => { const it = document.getElementById('recording');"
        " return !it.paused && it.currentTime > at + 0.2 && it.currentTime < at + 9; }",
        arg=seconds,
    )
    return True


def now(page: Page) -> float:
    return float(page.evaluate("document.getElementById('recording').currentTime"))


def is_paused(page: Page) -> bool:
    return bool(page.evaluate("document.getElementById('recording').paused"))


def is_heard(page: Page, *turns: str) -> bool:
    """Wait until these turns, and no others, are marked."""
    marked = page.locator(".turn:has(> .turn-text[aria-current])")
    expect(marked).to_have_count(len(turns))
    for number, turn in enumerate(turns):
        expect(marked.nth(number)).to_have_id(turn)
    return True


def test_the_time_of_a_claim_plays_from_there(desk: Page, claim: Claim) -> None:
    time = desk.locator(f"#claim-{claim.pk} .heard")
    expect(time).to_have_text("Play from 00:12")
    time.click()
    assert plays_after(desk, 12)
    assert is_heard(desk, "turn-2")
    expect(desk.locator("#heard-now .num")).to_have_text("00:12")
    desk.keyboard.press("p")
    desk.wait_for_function("() => document.getElementById('recording').paused")
    assert is_heard(desk)


def test_the_time_of_a_turn_plays_from_there_and_the_mark_goes_on(desk: Page) -> None:
    desk.locator("#turn-1 .heard").click()
    assert plays_after(desk, 1)
    assert is_heard(desk, "turn-1")
    desk.evaluate("document.getElementById('recording').currentTime = 39.5")
    assert is_heard(desk, "turn-3")


def test_the_keys_play_pause_and_step(desk: Page, claim: Claim) -> None:
    desk.keyboard.press("j")
    desk.keyboard.press("p")
    assert plays_after(desk, 12)
    desk.keyboard.press("]")
    assert plays_after(desk, 17)
    desk.keyboard.press("p")
    desk.wait_for_function("() => document.getElementById('recording').paused")
    at = now(desk)
    desk.keyboard.press("[")
    desk.keyboard.press("[")
    desk.wait_for_function(
        "at => document.getElementById('recording').currentTime < at - 9", arg=at
    )
    desk.keyboard.press("p")  # goes on where it was, not at the claim again
    assert plays_after(desk, at - 10)
    desk.keyboard.press("p")
    desk.locator("#turn-3 .turn-text").focus()
    desk.keyboard.press("p")
    assert plays_after(desk, 40)


def test_selected_words_play_from_when_they_are_heard(desk: Page) -> None:
    desk.evaluate(
        "() => { const text = document.querySelector('#turn-2 .turn-text').lastChild;"
        " getSelection().setBaseAndExtent(text, 1, text, 9); }"
    )
    desk.keyboard.press("p")
    assert plays_after(desk, 12)


def test_space_presses_the_button_that_has_the_focus(desk: Page, claim: Claim) -> None:
    desk.locator(".tools button").focus()
    desk.keyboard.press(" ")
    expect(desk.locator("dialog#keys")).to_be_visible()
    expect(desk.locator("dialog#keys")).to_contain_text("5 seconds back, 5 seconds on")
    desk.keyboard.press("p")
    assert is_paused(desk)


def test_it_plays_on_while_others_change_the_desk(desk: Page, claim: Claim) -> None:
    desk.locator("#turn-2 .heard").click()
    assert plays_after(desk, 12)
    set_priority(claim, 4, seen_version=claim.version, by=make_user())
    with desk.expect_response(lambda answer: f"/claims/{claim.pk}/head/" in answer.url):
        desk.evaluate(
            "name => document.body.dispatchEvent(new CustomEvent(name, {bubbles: true}))",
            f"claim-{claim.pk}-changed",
        )
    desk.evaluate(
        """() => { const turn = document.getElementById('turn-2');
        const then = () => { window.renewed = 1; };
        const detail = { element: turn, address: turn.dataset.url, then };
        document.dispatchEvent(new CustomEvent('renew', { detail })); }"""
    )
    desk.wait_for_function("() => window.renewed === 1")
    at = now(desk)
    assert plays_after(desk, at)
    assert is_heard(desk, "turn-2")
    desk.locator(f"#claim-{claim.pk} .heard").click()
    assert plays_after(desk, 12)


def test_the_page_goes_with_the_voice_unless_somebody_reads_elsewhere(
    page: Page, reviewer: User
) -> None:
    interview = with_recording(make_interview(LONG, by=reviewer), reviewer)
    page.emulate_media(reduced_motion="reduce")
    page.goto(interview.get_absolute_url())
    page.locator("#turn-1 .heard").click()
    assert plays_after(page, 0)
    page.evaluate("document.getElementById('recording').currentTime = 30.5")
    expect(page.locator("#turn-31 .turn-text")).to_have_attribute("aria-current", "true")
    expect(page.locator("#turn-31")).to_be_in_viewport()
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_function("() => scrollY === 0")
    page.evaluate("document.getElementById('recording').currentTime = 40.5")
    expect(page.locator("#turn-41 .turn-text")).to_have_attribute("aria-current", "true")
    assert page.evaluate("scrollY") == 0
    page.locator("#heard-now").click()
    expect(page.locator("#heard-now .num")).to_be_visible()
    page.wait_for_function("() => scrollY > 0")


@pytest.mark.parametrize("width", [1440, 390])
def test_the_bar_covers_no_text(page: Page, claim: Claim, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(claim.interview.get_absolute_url())
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    bar = page.locator("#player").bounding_box()
    last = page.locator("#main").bounding_box()
    assert bar is not None
    assert last is not None
    assert last["y"] + last["height"] <= bar["y"] + 1
    assert (bar["x"], bar["width"], bar["height"] < 60) == (0, width, True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_cannot_be_played_is_said(page: Page, reviewer: User) -> None:
    interview = make_interview(TEXT, by=reviewer)
    address = "https://media.invalid/talk.mp3"
    page.route("https://media.invalid/**", lambda route: route.fulfill(status=404))
    set_recording(interview, address=address, seen="", by=reviewer)
    page.goto(interview.get_absolute_url())
    expect(page.locator(".player-problem")).to_be_hidden()
    page.locator("#turn-2 .heard").click()
    expect(page.locator(".player-problem")).to_be_visible()
    expect(page.locator(".player-problem a")).to_have_attribute("href", address)


def test_without_javascript_a_time_opens_the_recording_there(
    without_scripts: BrowserContext, site: str, claim: Claim, reviewer: User
) -> None:
    sign_in(without_scripts, site, reviewer)
    page = without_scripts.new_page()
    page.goto(claim.interview.get_absolute_url())
    page.locator(f"#claim-{claim.pk} .heard").click()
    page.wait_for_url("**/recording/#t=12")
    expect(page.locator("video, audio")).to_be_visible()


def test_the_recording_plays_by_itself_under_its_own_policy(page: Page, claim: Claim) -> None:
    page.goto(f"{claim.interview.get_absolute_url()}recording/#t=12")
    shown = page.locator("video, audio")
    expect(shown).to_have_js_property("duration", 60)
    assert shown.evaluate("media => media.currentTime") >= 12
