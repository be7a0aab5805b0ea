"""Taking an interview in, in a real browser: what it sends is what is stored."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from claims.models import Interview, TranscriptVersion, User
from tests.e2e.conftest import sign_in
from tests.factories import TEXT, make_interview, make_user

AWKWARD = (
    "\n\n  ADA BRANDT: Form\ffeed, line\u2028separator, no-break\u00a0space, next\u0085line.\n"
    "\tTOM OKAFOR: Emoji \U0001f469\u200d\U0001f680, astral \U0001d4b3, combining e\u0301,"
    " right\u202eto\u202cleft, zero\u200bwidth, private\ue000, noncharacter\ufffe.  \n"
    "ADA BRANDT: &amp; &lt;b> </textarea> <!-- \"x\" 'y' \u001b \U0010ffff. \v\t\n\n \u2029\n"
)


@pytest.fixture
def reviewer(context: BrowserContext, site: str) -> User:
    user = make_user()
    sign_in(context, site, user)
    return user


def stored(title: str) -> TranscriptVersion:
    return TranscriptVersion.objects.get(interview__title=title)


def preview_of_paste(page: Page, text: str, **details: str) -> None:
    page.goto("/interviews/new/")
    for name, value in details.items():
        page.fill(f"#id_{name}", value)
    page.fill("#id_text", text)
    page.click("text=Preview")
    expect(page.locator("h1")).to_have_text("What was understood")


def store(page: Page) -> None:
    page.click("text=Store interview")
    page.wait_for_url(lambda url: not url.endswith("/new/"))


def test_a_pasted_text_is_stored_to_the_letter(page: Page, reviewer: User) -> None:
    preview_of_paste(page, AWKWARD, title="Awkward paste")
    store(page)
    assert stored("Awkward paste").text == AWKWARD


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_an_uploaded_text_is_stored_to_the_letter_but_for_its_line_endings(
    page: Page, reviewer: User, tmp_path: Path, newline: str
) -> None:
    title = f"Awkward file {newline!r}"
    path = tmp_path / "talk.txt"
    path.write_bytes(AWKWARD.replace("\n", newline).encode())
    page.goto("/interviews/new/")
    page.fill("#id_title", title)
    page.set_input_files("#id_file", path)
    page.click("text=Preview")
    page.get_by_role("button", name="Show with these names").click()
    expect(page.locator("#id_title")).to_have_value(title)
    store(page)
    assert stored(title).text == AWKWARD


def test_a_text_survives_the_way_back_to_the_form_and_on(page: Page, reviewer: User) -> None:
    preview_of_paste(page, AWKWARD, title="There and back", outlet="Channel 9")
    page.fill("#name-0", "Ada Brandt")
    for _ in range(2):
        page.click("text=Back to the form")
        expect(page.locator("#id_text")).to_have_value(AWKWARD)
        expect(page.locator("#id_outlet")).to_have_value("Channel 9")
        page.click("text=Preview")
        expect(page.locator("#name-0")).to_have_value("Ada Brandt")
    store(page)
    assert stored("There and back").text == AWKWARD
    assert stored("There and back").turns.filter(speaker__name="Ada Brandt").count() == 2


def test_a_form_that_comes_back_leads_to_what_is_wrong(page: Page, reviewer: User) -> None:
    page.goto("/interviews/new/")
    page.fill("#id_title", "Without a text")
    page.click("text=Preview")
    expect(page.locator("#id_text")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#id_text")).to_be_focused()


def test_storing_by_a_double_click_stores_once(page: Page, reviewer: User) -> None:
    preview_of_paste(page, TEXT, title="Twice")
    page.locator("text=Store interview").dblclick()
    page.wait_for_url("**/interviews/twice/")
    assert Interview.objects.filter(title="Twice").count() == 1


def test_a_suggestion_is_taken_where_it_stands(page: Page, reviewer: User) -> None:
    preview_of_paste(page, TEXT.replace("TOM OKAFOR", "ZOE LUND"), title="Suggested")
    page.fill("#id_outlet", "Typed meanwhile")
    page.evaluate("window.same = true")
    row = page.locator(".speakers tbody tr").nth(1)
    row.get_by_role("button", name="Use Zoe Lund for ZOE LUND").click()
    expect(page.locator("#name-1")).to_have_value("Zoe Lund")
    expect(page.locator("#name-1")).to_be_focused()
    expect(page.locator("#turn-2 .who")).to_have_text("Zoe Lund")
    expect(page.locator("#id_outlet")).to_have_value("Typed meanwhile")
    assert page.evaluate("window.same")


def test_enter_in_a_name_shows_it_and_stores_nothing(page: Page, reviewer: User) -> None:
    preview_of_paste(page, TEXT, title="Entered")
    page.fill("#name-1", "ADA BRANDT")
    page.press("#name-1", "Enter")
    expect(page.locator("#name-1-who")).to_contain_text("one person with ADA BRANDT")
    expect(page.locator("#name-1")).to_be_focused()
    page.get_by_role("button", name="Show with these names").press("Enter")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("button", name="Show with these names")).to_be_focused()
    assert not Interview.objects.filter(title="Entered").exists()


def test_a_doubt_leads_to_its_place(page: Page, reviewer: User) -> None:
    preview_of_paste(page, TEXT * 40 + "TOM OKAFOB: No.\n", title="Doubted")
    page.locator(".doubts a").last.click()
    expect(page.locator(".turn:target")).to_be_in_viewport()
    expect(page.locator(".turn:target .turn-doubts")).to_contain_text("TOM OKAFOB")


def test_searching_replaces_the_rows_and_keeps_the_address(page: Page, reviewer: User) -> None:
    make_interview(title="Zebras at dawn")
    make_interview(title="Zebras at night")
    page.goto("/interviews/")
    page.locator("#interview-q").press_sequentially("zebras DAWN")
    expect(page.locator("#interview-list tbody tr")).to_have_count(1)
    expect(page.locator("#interview-q")).to_be_focused()
    assert page.url.endswith("/interviews/?q=zebras%20DAWN")
    page.reload()
    expect(page.locator("#interview-list tbody th a")).to_have_text("Zebras at dawn")


def test_an_interview_is_taken_in_and_edited_without_scripts(
    without_scripts: BrowserContext, site: str
) -> None:
    sign_in(without_scripts, site, make_user())
    page = without_scripts.new_page()
    text = AWKWARD.replace("TOM OKAFOR", "IDA MOE")
    preview_of_paste(page, text, title="No scripts")
    page.get_by_role("button", name="Use Ida Moe for IDA MOE").click()
    assert page.url.endswith("/interviews/new/#speakers")
    expect(page.locator("#name-1")).to_have_value("Ida Moe")
    store(page)
    assert stored("No scripts").text == text
    page.goto("/interviews/no-scripts/edit/")
    page.fill("#id_outlet", "Channel 9")
    page.click("text=Save")
    page.goto("/interviews/?q=no+scripts")
    expect(page.locator("#interview-list tbody th small")).to_have_text("Channel 9")
