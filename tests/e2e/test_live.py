"""What one person changes shows on another's page within two seconds, and disturbs nothing."""

import re

from playwright.sync_api import BrowserContext, Locator, Page, expect

from claims.actions.claims import capture, set_assignee, set_priority
from claims.actions.reviews import start
from claims.actions.sources import edit_evidence
from claims.models import Claim, Interview, Priority, Role, User
from tests.e2e.conftest import sign_in
from tests.factories import make_claim, make_evidence, make_interview, make_user

SOON = 6000
"""Milliseconds: two seconds, and as many again for each of two other runs on the machine."""
LONG = "\n\n".join(f"ADA BRANDT: The bridge number {n} cost {n} million." for n in range(1, 41))


def bridge(number: int, interview: Interview, by: User) -> Claim:
    transcript = interview.transcripts.get()
    quote = f"The bridge number {number} cost {number} million."
    at = transcript.text.index(quote)
    return capture(transcript, start=at, end=at + len(quote), quote=quote, by=by)


def type_half(field: Locator) -> Locator:
    """Open a field, type, and leave the caret after the first word."""
    field.locator(".field-value").click()
    area = field.locator("textarea")
    area.fill("Half a sentence")
    area.evaluate("area => area.setSelectionRange(4, 4)")
    return area


def expect_untouched(area: Locator) -> None:
    expect(area).to_be_focused()
    expect(area).to_have_value("Half a sentence")
    assert area.evaluate("area => area.selectionStart") == 4


def scrolled(page: Page) -> object:
    return page.evaluate("[scrollY, document.getElementById('claims')?.scrollTop]")


def test_the_desk_follows_others_and_keeps_what_is_typed_selected_and_scrolled(
    page: Page, context: BrowserContext, site: str
) -> None:
    interview, ana, ed = make_interview(LONG), make_user(), make_user(Role.EDITOR)
    mine, other = bridge(30, interview, ana), bridge(31, interview, ana)
    sign_in(context, site, ana)
    page.goto(f"/interviews/{interview.slug}/?claim={mine.pk}")
    area = type_half(page.locator(f"#claim-{mine.pk}-statement"))
    where = scrolled(page)
    set_priority(mine, Priority.URGENT, seen_version=1, by=ed)
    start(other, seen_version=1, by=ed)
    priority = page.locator(f"#claim-{mine.pk}-priority")
    expect(priority).to_contain_text("Urgent", timeout=SOON)
    expect(page.locator(f"#claim-{other.pk}-head")).to_contain_text("Checking", timeout=SOON)
    expect(page.locator(f".mark[data-claims='{other.pk}']")).to_have_class(re.compile("s-checking"))
    expect_untouched(area)
    assert scrolled(page) == where

    turn = page.locator(".turn-text", has_text="The bridge number 29")
    turn.evaluate(
        """turn => {
          const words = document.createTreeWalker(turn, NodeFilter.SHOW_TEXT).nextNode();
          getSelection().setBaseAndExtent(words, 4, words, 10);
        }"""
    )
    new = bridge(29, interview, ed)
    expect(turn.locator(f".mark[data-claims='{new.pk}']")).to_be_visible(timeout=SOON)
    assert page.evaluate("getSelection().toString()") == "bridge"
    cards = page.locator("#cards > .card")
    ids = [f"claim-{claim.pk}" for claim in (new, mine, other)]
    assert cards.evaluate_all("cards => cards.map((card) => card.id)") == ids
    expect(area).to_have_value("Half a sentence")
    expect(page.locator("#desk-progress")).to_contain_text("3 claims", timeout=SOON)


def test_a_list_follows_others_and_moves_no_row(
    page: Page, context: BrowserContext, site: str
) -> None:
    interview, ana, ed = make_interview(), make_user(), make_user(Role.EDITOR)
    claims = [make_claim(interview, quote=f"By hand {n}", by=ana) for n in range(3)]
    typed, changed, leaving = claims
    sign_in(context, site, ana)
    page.goto(f"/claims/?interview={interview.slug}&status=new")
    row = {claim: page.locator(f"tr[data-claim='{claim.pk}']") for claim in claims}
    places = "rows => rows.map((row) => row.getBoundingClientRect().top)"
    area = type_half(row[typed].locator(f"#claim-{typed.pk}-statement"))
    rows = page.locator("tr[data-row]")
    where = rows.evaluate_all(places)
    set_priority(typed, Priority.HIGH, seen_version=1, by=ed)
    set_assignee(changed, ana, seen_version=1, by=ed)
    start(leaving, seen_version=1, by=ed)
    new = make_claim(interview, quote="By hand, and new", by=ed)
    expect(page.locator(".offer")).to_have_text("1 new claim: show", timeout=SOON)
    expect(row[typed]).to_contain_text("High")
    expect(row[changed]).to_contain_text(str(ana))
    expect(row[leaving]).to_contain_text("No longer on this page of the list")
    expect(row[leaving]).to_contain_text("Checking")
    shown = "rows => rows.map((row) => Number(row.dataset.claim))"
    assert rows.evaluate_all(places)[0] == where[0]
    assert rows.evaluate_all(shown) == [leaving.pk, changed.pk, typed.pk]
    expect_untouched(area)
    page.get_by_role("button", name="1 new claim: show").click()
    expect(row[leaving]).to_have_count(0)
    assert rows.evaluate_all(shown) == [new.pk, changed.pk, typed.pk]
    expect(area).to_have_value("Half a sentence")


def test_dashboard_and_header_follow_others_where_they_stand(
    page: Page, context: BrowserContext, site: str
) -> None:
    ana, ed = make_user(), make_user(Role.EDITOR)
    claim = make_claim(by=ed)
    sign_in(context, site, ana)
    page.goto("/")
    checking = Claim.objects.filter(status="checking").count()
    tile = page.locator(".tile", has_text="Checking").locator("strong")
    expect(tile).to_have_text(str(checking))
    waiting = page.locator("#waiting-count").inner_text() or "0"
    page.locator(".chart summary").first.click()
    page.evaluate("scrollTo(0, 120)")
    tile.locator("xpath=..").evaluate("link => link.focus({preventScroll: true})")
    started = start(claim, seen_version=1, by=ed)
    set_assignee(started, ana, seen_version=2, by=ed)
    expect(tile).to_have_text(str(checking + 1), timeout=SOON)
    expect(page.locator("#waiting-count")).to_have_text(
        f"{int(waiting.split()[0]) + 1} waiting", timeout=SOON
    )
    expect(page.locator("#unread-count")).to_have_text("1 unread")
    expect(tile.locator("xpath=..")).to_be_focused()
    assert page.evaluate("[scrollY, document.querySelector('.chart details').open]") == [120, True]


def test_a_page_that_cannot_ask_says_so_until_it_can_again(
    page: Page, context: BrowserContext, site: str
) -> None:
    claim, ana = make_claim(), make_user()
    sign_in(context, site, ana)
    page.route("**/live/?*", lambda route: route.fulfill(status=429))
    page.clock.install()
    page.goto(f"/claims/{claim.pk}/")
    note = page.locator("#out-of-date")
    for _ in range(3):
        with page.expect_response("**/live/?*"):
            page.clock.run_for(4000)
    expect(note).to_have_text("Not up to date: trying again.")
    page.unroute_all()
    set_priority(claim, Priority.URGENT, seen_version=1, by=claim.captured_by)
    with page.expect_response("**/live/?*"):
        page.clock.run_for(8000)
    expect(note).to_be_hidden()
    expect(page.locator(f"#claim-{claim.pk}-priority")).to_contain_text("Urgent")


def test_a_half_typed_source_survives_what_others_and_oneself_change_beside_it(
    page: Page, context: BrowserContext, site: str
) -> None:
    ana, ed = make_user(), make_user()
    claim = make_claim(by=ana)
    evidence = make_evidence(claim, excerpt="One.")
    sign_in(context, site, ana)
    page.goto(f"/claims/{claim.pk}/")
    page.get_by_role("link", name="Attach a source").click()
    typed = page.locator(".source-form").get_by_label("Excerpt")
    typed.fill("Half typed")
    edit_evidence(
        evidence, stance="refutes", excerpt="Two.", locator="", answer="", seen_version=1, by=ed
    )
    row = page.locator(f"#evidence-{evidence.pk}")
    expect(row.get_by_text("“Two.”")).to_be_visible(timeout=SOON)
    row.get_by_role("link", name="Edit").click()
    row.get_by_label("Excerpt").fill("Three.")
    page.keyboard.press("Control+Enter")
    expect(row.get_by_text("“Three.”")).to_be_visible()
    expect(typed).to_have_value("Half typed")
