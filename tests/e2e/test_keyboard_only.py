"""From the log-in to a saved verdict and an attached source, with nothing but the keys.

After each step the focus is on something, in sight, and drawn so that it can be seen.
"""

import re

from playwright.sync_api import Page, expect

from claims.models import Claim, Interview, Role
from tests.factories import make_user

TEXT = """MIRA HOLM: We met at the lake. The dam was built in 1950.

IVO STERN: It was built in nineteen fifty-two, by hand.
"""
PASSWORD = "correct horse battery"
IDLE = """() => new Promise((done) => {
  const busy = ".htmx-request, .htmx-swapping, .htmx-settling";
  const look = () => document.querySelector(busy) ? requestAnimationFrame(look) : done();
  look();
})"""
FOCUS = """() => {
  const at = document.activeElement;
  const box = at.getBoundingClientRect(), style = getComputedStyle(at);
  const name = at.ariaLabel || at.labels?.[0]?.textContent || at.textContent || at.name || "";
  return {
    id: at.id, tag: at.tagName.toLowerCase(), name: name.trim().replace(/\\s+/g, " "),
    inSight: box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0
      && box.top < innerHeight && box.left < innerWidth,
    // Around the calendar's button, inside of a field for a date, the browser draws by itself.
    drawn: at.matches("[type=date]:focus-within:not(:focus)") || at.matches(":focus-visible")
      && (style.boxShadow !== "none"
        || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)),
  };
}"""


def focus(page: Page) -> dict[str, str]:
    """What has the focus, once it is certain that a person sees where that is."""
    at: dict[str, str] = page.evaluate(FOCUS)
    assert at["tag"] not in {"body", "html"}
    assert at["inSight"], at
    assert at["drawn"], at
    return at


def tab_to(page: Page, name: str, *, back: bool = False) -> None:
    """Press Tab until the focus is on what is called so."""
    passed = []
    for _ in range(80):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        here = focus(page)
        if re.match(name, here["name"]):
            return
        passed.append(here["name"][:40])
    raise AssertionError(f"Tab does not reach {name}, but {passed}")


def settled(page: Page) -> None:
    page.evaluate(IDLE)


def write(page: Page, words: str) -> None:
    focus(page)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(words)


def log_in(page: Page, username: str) -> None:
    page.goto("/")
    expect(page.get_by_label("User name or e-mail address")).to_be_focused()
    write(page, username)
    tab_to(page, "Password")
    write(page, PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Where everything stands")


def take_in(page: Page, title: str) -> None:
    tab_to(page, "Skip to the page")
    tab_to(page, "Interviews")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Interviews")
    tab_to(page, "New interview")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Text", exact=True)).to_be_focused()
    write(page, TEXT)
    tab_to(page, "Title", back=True)
    write(page, title)
    tab_to(page, "Preview")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("What was understood")
    tab_to(page, "IVO STERN")
    write(page, "Ivo Stern")
    page.keyboard.press("Enter")
    expect(page.locator("#turn-2 .who")).to_have_text("Ivo Stern")
    settled(page)
    expect(page.locator("#name-1")).to_be_focused()
    tab_to(page, "Store interview")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(title)


def capture(page: Page, interview: Interview) -> Claim:
    tab_to(page, "We met at the lake")
    page.keyboard.press("ArrowDown")
    assert focus(page)["name"].startswith("It was built")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("c")
    expect(page.locator(".card.open textarea")).to_be_focused()
    write(page, "The dam was built in 1952.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".card.open [id$=-statement] a.field-value")).to_be_focused()
    focus(page)
    claim: Claim = interview.claims.get()
    assert (claim.quote, claim.statement) == (
        "It was built in", "The dam was built in 1952.",
    )  # fmt: skip
    assert str(claim.speaker) == "Ivo Stern"
    return claim


def choose_a_verdict(page: Page, claim: Claim) -> None:
    value = page.locator(f"#claim-{claim.pk}-verdict a.field-value")
    tab_to(page, "Verdict:")
    page.keyboard.press("Enter")
    expect(page.locator(f"#claim-{claim.pk}-verdict select")).to_be_focused()
    focus(page)
    page.keyboard.press("Escape")
    expect(value).to_be_focused()
    settled(page)
    page.keyboard.press("Enter")
    expect(page.locator(f"#claim-{claim.pk}-verdict select")).to_be_focused()
    settled(page)
    page.keyboard.type("Unp")
    page.keyboard.press("Enter")
    expect(value).to_contain_text("Unproven")
    expect(value).to_be_focused()
    focus(page)
    settled(page)
    claim.refresh_from_db()
    assert str(claim.verdict) == "Unproven"


def attach_a_page(page: Page, claim: Claim) -> None:
    tab_to(page, "Attach a source")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Address", exact=True)).to_be_focused()
    write(page, f"https://example.org/dam/{claim.pk}")
    tab_to(page, "Excerpt")
    write(page, "Finished in 1952.")
    tab_to(page, "Context|Supports|Refutes")
    page.keyboard.press("ArrowLeft")
    focus(page)
    chosen = page.locator(".source-form [name=stance]:checked").get_attribute("value")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".ev")).to_have_count(1)
    expect(page.locator(f"#claim-{claim.pk}-attach-open")).to_be_focused()
    focus(page)
    evidence = claim.evidence.get()
    assert evidence.source.url == f"https://example.org/dam/{claim.pk}"
    assert (evidence.excerpt, evidence.stance) == ("Finished in 1952.", chosen)
    settled(page)


def test_the_main_job_is_done_with_the_keyboard_alone(page: Page) -> None:
    user = make_user(Role.EDITOR, password=PASSWORD)
    log_in(page, user.username)
    take_in(page, "The dam, by keyboard")
    interview = Interview.objects.get(title="The dam, by keyboard")
    claim = capture(page, interview)
    choose_a_verdict(page, claim)
    attach_a_page(page, claim)
    tab_to(page, "Start checking")
    page.keyboard.press("Enter")
    expect(page.locator(f"#claim-{claim.pk}-head .chip")).to_have_text("Checking")
    settled(page)
    focus(page)
    page.keyboard.press("t")
    expect(page.locator(f".mark[data-claims='{claim.pk}']")).to_be_focused()
    focus(page)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    focus(page)
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    expect(page.locator(f".mark[data-claims='{claim.pk}']")).to_be_focused()
    page.keyboard.press("j")
    focus(page)
    page.keyboard.press("e")
    expect(page.locator(".card.open textarea")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".card.open [id$=-statement] a.field-value")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    write(page, "Dam was built")
    page.keyboard.press("Enter")
    expect(page.locator("#search-claims")).to_be_visible()
    tab_to(page, "As a list")
    page.keyboard.press("Enter")
    expect(page.locator("tr[data-claim]")).to_have_count(1)
    page.wait_for_load_state()  # its scripts, which know the keys, come after its rows
    page.keyboard.press("j")
    assert focus(page)["name"] == "It was built in"
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(f"Claim {claim.pk}")
