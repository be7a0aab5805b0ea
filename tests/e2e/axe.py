"""axe on a page: what of the accessibility rules it breaks."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

RULES = [
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice",
]  # fmt: skip
# An element is told by its HTML: to find a selector for each costs a tenth of the time.
ONLY = {"resultTypes": ["violations"], "preload": False, "selectors": False}
EVERY_RULE = {**ONLY, "runOnly": {"type": "tag", "values": RULES}}
# What the width or the colours decide. The rest depends on the document alone.
DECIDED = [
    "color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size",
    "heading-order", "page-has-heading-one", "label", "button-name", "link-name", "landmark-unique",
    "aria-hidden-focus", "empty-heading", "empty-table-header",
]  # fmt: skip
BY_LAYOUT = {**ONLY, "runOnly": {"type": "rule", "values": DECIDED}}
SCRIPT = "/static/axe.js"
"""Served with the static files of the tests, so that the browser keeps it, compiled."""
# What the header covers is small, and a colour that is on its way to another is neither.
RUN = """async ([where, options]) => {
  while (document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling")) {
    await new Promise(requestAnimationFrame);
  }
  scrollTo(0, 0);
  document.getAnimations().forEach((one) => one.finish());
  await new Promise(requestAnimationFrame);
  return (await axe.run(where, options)).violations;
}"""

TOO_WIDE = """() => [...document.querySelectorAll("body *")]
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
  .map((element) => element.outerHTML.slice(0, 120)).slice(0, 4)"""


def breaches(page: Page, part: str | None = None, options: Any = EVERY_RULE) -> list[str]:
    """The rules that a page, or a part of it, breaks as it stands now, each with its element."""
    # The header is the same on each page: as itself it is looked at on the dashboard.
    whole = urlsplit(page.url).path == "/"
    where = {"include": [[part or "html"]], "exclude": [] if whole else [["header.top"]]}
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(url=SCRIPT)
    found = page.evaluate(RUN, [where, options])
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


def faults(page: Page, part: str | None = None) -> list[str]:
    """What is wrong with the page as it stands now, or with a part of it.

    Wide in light, and narrow in dark: each width and each scheme is looked at once.
    """
    stopped = page.evaluate("window.stopped ?? []")
    found = [f"stopped by the content policy: {one}" for one in stopped]
    found += [f"1440 light: {one}" for one in breaches(page, part, EVERY_RULE)]
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 844})
    found += [f"390 dark: {one}" for one in breaches(page, part, BY_LAYOUT)]
    page.set_viewport_size({"width": 320, "height": 700})
    return found + list(filter(None, [too_wide(page)]))


def too_wide(page: Page) -> str:
    """Why the page scrolls sideways, or ''."""
    wide, window = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
    return f"{window}: {wide} wide because of {page.evaluate(TOO_WIDE)}" if wide > window else ""


def wide_and_light(page: Page) -> None:
    """As `faults` begins: a page is opened so."""
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1440, "height": 900})
