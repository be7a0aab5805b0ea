"""The work from a text to the dashboard, with the mouse, and a second person's sign-off."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from claims.models import Claim, Interview, Role, Status, User
from tests import files
from tests.factories import make_user

TEXT = """[The studio of Radio Brenn. Rain on the window.]

LENE FALK: Good evening. With me is the head of the city’s waterworks. Mr Ottar, how are you? 😀

RUNE OTTAR: Wet, thank you. As is half the city this week, I am told, and “the good half” at that.

LENE FALK: You said in spring that no street would flood again. Eleven did on Monday.

RUNE OTTAR: I said that no street with a new drain would flood. We have laid forty kilometres of new
pipe since 2022, and not one of those streets had water in a cellar.

LENE FALK: The fire service counted two hundred cellars.

RUNE OTTAR: In streets that wait for their pipe. The council cut our budget by a third in 2024. I
wrote to the mayor that this would cost more than it saves. He answered: “Then let it rain less.” 🌧️

[laughter]

LENE FALK: He denies that he wrote this.

RUNE OTTAR: I have the letter. It is dated the ninth of March.

RUNE OTTER: And the pumps at the harbour are from 1961, all six of them.

LENE FALK: What would it take to be done?

RUNE OTTAR: Nine years, and eighty million crowns. A wet cellar costs a family sixty thousand.

LENE FALK: Thank you for coming. [applause]
"""
QUOTES = [
    "no street would flood again",
    "We have laid forty kilometres of new\npipe since 2022",
    "The council cut our budget by a third in 2024.",
    "“Then let it rain less.” 🌧️",
    "the pumps at the harbour are from 1961, all six of them",
]
PASSWORD = "correct horse battery"
IDLE = """() => new Promise((done) => {
  const busy = ".htmx-request, .htmx-swapping, .htmx-settling";
  const look = () => document.querySelector(busy) ? requestAnimationFrame(look) : done();
  look();
})"""
# Where words begin and end on the screen, once they are in sight.
ENDS = """(words) => {
  const turn = [...document.querySelectorAll(".turn-text")]
    .find((one) => one.textContent.includes(words));
  const from = turn.textContent.indexOf(words), to = from + words.length;
  const range = document.createRange();
  const walker = document.createTreeWalker(turn, NodeFilter.SHOW_TEXT);
  for (let node, at = 0; (node = walker.nextNode()); at += node.data.length) {
    const end = at + node.data.length;
    if (at <= from && from < end) range.setStart(node, from - at);
    if (at < to && to <= end) range.setEnd(node, to - at);
  }
  turn.scrollIntoView({ block: "center" });
  const boxes = [...range.getClientRects()].filter((box) => box.width > 0);
  const first = boxes[0], last = boxes.at(-1);
  return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
}"""


@pytest.fixture
def opened(browser: Browser, site: str, settings: Any, tmp_path: Path) -> Iterator[Any]:
    """Opens a window of some width for somebody, who logs in by the form."""
    settings.MEDIA_ROOT = tmp_path / "media"
    contexts = []

    def of(user: User, width: int) -> Page:
        size = {"width": width, "height": 900}
        context = browser.new_context(base_url=site, viewport=size, reduced_motion="reduce")
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/")
        page.get_by_label("User name or e-mail address").fill(user.username)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        expect(page.locator("h1")).to_have_text("Where everything stands")
        return page

    complaints: list[str] = []
    yield of
    for context in contexts:
        context.close()
    assert complaints == []


def take_in(page: Page, title: str) -> Interview:
    page.get_by_role("link", name="Interviews", exact=True).click()
    page.get_by_role("link", name="New interview").first.click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Text", exact=True).fill(TEXT)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_label("RUNE OTTER")).to_have_value("RUNE OTTER")
    page.get_by_label("RUNE OTTER").fill("RUNE OTTAR")
    page.get_by_role("button", name="Show with these names").click()
    expect(page.locator("#name-2-who")).to_contain_text("one person with RUNE OTTAR")
    page.get_by_role("button", name="Store interview").click()
    expect(page.locator("h1")).to_have_text(title)
    return Interview.objects.get(title=title)


def settled(page: Page) -> None:
    page.evaluate(IDLE)


def capture(page: Page, words: str, statement: str) -> None:
    from_x, from_y, to_x, to_y = page.evaluate(ENDS, words)
    page.mouse.move(from_x, from_y)
    page.mouse.down()
    page.mouse.move((from_x + to_x) / 2, (from_y + to_y) / 2, steps=3)
    page.mouse.move(to_x, to_y, steps=3)
    page.mouse.up()
    page.get_by_role("button", name="Capture claim").click()
    expect(page.locator(".card.open textarea")).to_be_focused()
    page.locator(".card.open textarea").fill(statement)
    page.locator(".card.open").get_by_role("button", name="Save").click()
    expect(page.locator(".card.open [id$=-statement] a")).to_contain_text(statement)
    settled(page)


def edit(page: Page, field: str, typed: str, shown: str) -> None:
    place = page.locator(f".card.open [id$='-{field}']")
    place.locator("a.field-value").click()
    control = place.locator("[name=value]")
    expect(control).to_be_focused()
    if control.evaluate("(one) => one.tagName") == "SELECT":
        control.select_option(label=typed)
    else:
        control.fill(typed)
    place.get_by_role("button", name="Save").click()
    expect(place.locator("a.field-value")).to_contain_text(shown)
    expect(place.locator("a.field-value")).to_be_focused()
    settled(page)


def attach(page: Page, kind: str, fill: Callable[[Page], object], sources: int) -> None:
    page.locator(".card.open").get_by_role("link", name="Attach a source").click()
    form = page.locator(".card.open .source-form")
    if kind != "Web page":
        form.get_by_role("button", name=kind).click()
    expect(form.get_by_role("button", name=kind)).to_have_attribute("aria-pressed", "true")
    settled(page)
    fill(page)
    form.get_by_role("button", name="Attach", exact=True).click()
    expect(page.locator(".card.open .ev")).to_have_count(sources)
    settled(page)


def numbers_on(page: Page) -> set[tuple[str, int]]:
    """Every link of the dashboard that is a number: where it leads, and the number.

    A bar is the sum of its parts. Of the days that have nothing, today and the first are enough.
    """
    links = page.locator("main a[href*='/claims/?']").evaluate_all("""(all) => all
      .filter((link) => link.textContent !== "0" || !link.closest("figure tr:nth-child(n+2)")
        || link.closest("figure tr:last-child"))
      .map((link) => [link.getAttribute("href"), link.ariaLabel ?? "", link.innerText])
      .filter(([, label, text]) => /\\d/.test(label || text))""")
    found = set()
    for href, bar, text in links:
        words = bar.rpartition(":")[2] if bar else text.replace(",", "")
        numbers = [int(number) for number in re.findall(r"\d+", words)]
        found.add((href, sum(numbers) if bar else numbers[0]))
    return found


def follow_the_numbers(page: Page) -> None:
    """One of each kind, the largest: tests/views/test_dashboard.py follows each and every one."""
    page.get_by_text("As a table").click()
    numbers = numbers_on(page)
    assert len(numbers) > 20
    largest = {
        re.sub(r"=[^&]*", "", href): (href, number)
        for href, number in sorted(numbers, key=lambda found: found[1])
    }
    for href, number in largest.values():
        found = re.search(r'data-found="(\d+)"', page.request.get(href).text())
        assert found
        assert (href, int(found[1])) == (href, number)


def follow_the_tiles(page: Page, at_most: int) -> None:
    for tile in page.locator(".tile > a").all()[:at_most]:
        number = tile.locator("strong").inner_text().replace(",", "")
        tile.click()
        expect(page.locator("[data-found]")).to_have_attribute("data-found", number)
        page.go_back()


def capture_all(page: Page, interview: Interview) -> Claim:
    """Capture each quote; the card of the last stays open."""
    for number, quote in enumerate(QUOTES, 1):
        capture(page, quote, f"Statement {number}.")
        expect(page.locator(".card")).to_have_count(number)
    transcript = interview.transcripts.get()
    assert transcript.text == TEXT
    claims = list(interview.claims.order_by("start"))
    assert [claim.quote for claim in claims] == QUOTES
    assert [transcript.text[claim.start : claim.end] for claim in claims] == QUOTES
    assert [str(claim.speaker) for claim in claims] == ["LENE FALK", *["RUNE OTTAR"] * 4]
    expect(page.locator(".card.open")).to_have_id(f"claim-{claims[-1].pk}")
    return claims[-1]


def edit_all(page: Page, user: User) -> None:
    edit(page, "statement", "All six pumps were built in 1961.", "built in 1961")
    edit(page, "verdict", "Unproven", "Unproven")
    edit(page, "rationale", "The plates say 1961 on four of six.", "on four of six")
    edit(page, "speaker", "Rune Ottar", "Rune Ottar")
    edit(page, "assignee", str(user), str(user))
    edit(page, "priority", "High", "High")
    edit(page, "due", "2031-05-04", "4 May 2031")


def attach_all(page: Page, claim: Claim, plates: Path) -> None:
    plates.write_bytes(files.pdf(f"Plates of the pumps, claim {claim.pk}"))

    def web(page: Page) -> None:
        page.get_by_label("Address", exact=True).fill(f"https://example.org/pumps/{claim.pk}")
        page.get_by_label("Excerpt").fill("Six pumps.")

    def person(page: Page) -> None:
        page.get_by_label("Who").fill("Siv Aune")
        page.get_by_label("When").fill("2026-03-01")
        page.get_by_label("On the record", exact=True).check()

    def document(page: Page) -> None:
        page.get_by_label("File").set_input_files(plates)
        page.get_by_label("Refutes").check()

    attach(page, "Web page", web, 1)
    attach(page, "Person spoken to", person, 2)
    attach(page, "Document", document, 3)
    used = claim.evidence.order_by("pk").values_list("source__kind", "stance", "excerpt")
    assert list(used) == [
        ("web", "context", "Six pumps."), ("person", "context", ""), ("document", "refutes", ""),
    ]  # fmt: skip


def log_a_search(page: Page) -> None:
    """What this verdict takes: the checklist leads to the form."""
    page.locator(".card.open .need").get_by_role("link", name="Log what was searched").click()
    page.get_by_label("Where", exact=True).fill("Archive of the waterworks")
    page.get_by_label("Found", exact=True).fill("No list of the pumps.")
    page.get_by_role("button", name="Log the search").click()
    expect(page.locator(".card.open .need .no")).to_have_count(0)
    settled(page)


@pytest.mark.parametrize("width", [1440, 390])
def test_an_interview_is_checked_from_its_text_to_the_dashboard(
    opened: Any, tmp_path: Path, width: int
) -> None:
    first = make_user(Role.EDITOR, name=f"Tora Hind {width}", password=PASSWORD)
    second = make_user(name=f"Odd Brekke {width}", password=PASSWORD)
    page = opened(first, width)
    interview = take_in(page, f"Water in the cellars {width}")
    claim = capture_all(page, interview)
    edit_all(page, first)
    attach_all(page, claim, tmp_path / "plates.pdf")
    chip = page.locator(f"#claim-{claim.pk}-head .chip")
    page.get_by_role("button", name="Start checking").click()
    expect(chip).to_have_text("Checking")
    settled(page)
    log_a_search(page)
    page.get_by_role("button", name="Submit for sign-off").click()
    expect(chip).to_have_text("Awaiting sign-off")

    other = opened(second, width)
    other.get_by_role("link", name="My queue").click()
    other.locator(f"tr[data-claim='{claim.pk}'] .row-link").click()
    other.get_by_role("link", name="Sign off").click()
    expect(other.locator(".to-sign")).to_contain_text("The plates say 1961 on four of six.")
    other.get_by_role("button", name="Sign off").click()
    expect(other.locator(f"#claim-{claim.pk}-head .chip")).to_have_text("Signed off")
    claim.refresh_from_db()
    assert claim.status == Status.SIGNED_OFF
    assert claim.sign_offs.get().by == second
    page.get_by_role("link", name="Dashboard", exact=True).click()
    follow_the_tiles(page, at_most=7 if width == 1440 else 2)
    if width == 1440:
        follow_the_numbers(page)
