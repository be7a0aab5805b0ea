"""Comments, mentions and presence in a browser, with the keyboard, and without JavaScript."""

import re

from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from claims.actions.claims import set_statement
from claims.actions.comments import comment
from claims.models import Claim, Notification, User
from tests.e2e.axe import breaches, faults
from tests.e2e.conftest import sign_in
from tests.factories import make_claim, make_evidence, make_source, make_user


def stored(claim: Claim) -> list[tuple[str, str]]:
    return list(claim.comments.order_by("pk").values_list("body", "field"))


def person(name: str) -> User:
    user = make_user(name=name)
    user.username = f"{name.split(maxsplit=1)[0].lower()}{user.pk}"
    user.save(update_fields=["username"])
    return user


def test_somebody_is_mentioned_with_the_keyboard_alone(
    page: Page, context: BrowserContext, site: str
) -> None:
    ana, jon = person("Ana Ruiz"), person("Xaver Bell")
    other = person("Xenia Koch")
    sign_in(context, site, ana)
    claim = make_claim(by=ana)
    page.goto(f"/claims/{claim.pk}/")
    area = page.get_by_role("textbox", name="Comment", exact=True)
    area.focus()
    page.keyboard.type("Ask @x")
    people = page.get_by_role("listbox", name="People to mention")
    expect(people.get_by_role("option")).to_have_count(2)
    expect(area).to_have_attribute("aria-controls", re.compile("-people$"))
    assert breaches(page) == []
    page.keyboard.press("ArrowDown")
    chosen = people.locator("[aria-selected=true]")
    expect(chosen).to_contain_text(other.username)
    expect(area).to_have_attribute("aria-activedescendant", str(chosen.get_attribute("id")))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(area).to_have_value(f"Ask @{jon.username} ")
    expect(people).to_have_count(0)
    page.keyboard.type("and @xe")
    expect(people.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(people).to_have_count(0)
    expect(area).to_be_focused()
    page.keyboard.type("n")
    expect(people.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Tab")
    expect(area).to_have_value(f"Ask @{jon.username} and @{other.username} ")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".thread .mention")).to_have_count(2)
    expect(page.locator(".thread .mention").first).to_have_attribute("title", "Xaver Bell")
    expect(area).to_have_value("")
    expect(area).to_be_focused()
    made = claim.comments.get()
    assert made.mentions == [jon.pk, other.pk]
    assert set(Notification.objects.filter(claim=claim).values_list("user", "kind")) == {
        (jon.pk, "mentioned"), (other.pk, "mentioned"),
    }  # fmt: skip
    assert breaches(page) == []


def test_what_somebody_types_stays_while_others_write(
    page: Page, context: BrowserContext, site: str
) -> None:
    ana, jon = person("Ana Ruiz"), person("Jon Bell")
    sign_in(context, site, ana)
    claim = make_claim(by=ana)
    first = comment(claim, body="First.", by=jon)
    page.goto(f"/claims/{claim.pk}/")
    area = page.get_by_role("textbox", name="Comment", exact=True)
    area.fill("Half a sent")
    comment(claim, body="Second.", by=jon)
    page.locator(f"#comment-{first.pk}").get_by_role("button", name="Resolve").click()
    expect(page.locator(".thread .said")).to_have_text(["Second.", "First."])
    expect(page.get_by_text("1 resolved")).to_be_visible()
    expect(area).to_have_value("Half a sent")
    area.fill("")


def test_comments_open_in_the_card_of_the_desk_and_close_again(
    page: Page, context: BrowserContext, site: str
) -> None:
    ana = person("Ana Ruiz")
    sign_in(context, site, ana)
    claim = make_claim(by=ana)
    evidence = make_evidence(claim, by=ana, source=make_source(title="The annual report"))
    comment(claim, body="First.", by=ana)
    page.goto(f"/interviews/{claim.interview.slug}/?claim={claim.pk}")
    card = page.locator(f"#claim-{claim.pk}")
    opener = card.get_by_role("link", name=re.compile("^Comments 1"))
    opener.click()
    expect(card.locator(".said")).to_have_text(["First."])
    card.get_by_role("link", name="hide").click()
    expect(opener).to_be_focused()
    card.locator(f"#evidence-{evidence.pk}").get_by_role(
        "link", name=re.compile("^Comment")
    ).click()
    area = card.get_by_role("textbox", name="Comment", exact=True)
    expect(area).to_be_focused()
    area.fill("Which page?")
    page.keyboard.press("Control+Enter")
    expect(card.locator(".said")).to_have_text(["First.", "Which page?"])
    expect(card.locator(".byline").last).to_contain_text("on The annual report")
    assert claim.comments.get(body="Which page?").evidence == evidence
    card.evaluate("element => element.scrollIntoView()")  # under no bar that stays at the top
    assert breaches(page) == []
    card.get_by_role("link", name="hide").click()
    expect(card.get_by_role("link", name=re.compile("^Comments 2"))).to_be_visible()


def test_a_click_is_not_lost_to_an_answer_that_was_on_its_way(
    page: Page, context: BrowserContext, site: str
) -> None:
    """What others do fetches the comments anew, and may be answered after the click."""
    ana = person("Ana Ruiz")
    sign_in(context, site, ana)
    claim = make_claim(by=ana)
    comment(claim, body="First.", by=ana)
    page.goto(f"/interviews/{claim.interview.slug}/?claim={claim.pk}")
    card = page.locator(f"#claim-{claim.pk}")
    for click, asked in [("^Comments 1", "?closed"), ("^hide", "?list")]:

        def is_late(request: Request | str, asked: str = asked) -> bool:
            return asked in (request if isinstance(request, str) else request.url)

        page.route(is_late, lambda route: None)  # unanswered
        with page.expect_request(is_late):
            page.evaluate(f"htmx.trigger(document.body, 'claim-{claim.pk}-changed')")
        with page.expect_event("requestfailed", is_late):
            card.get_by_role("link", name=re.compile(click)).click()
        page.unroute(is_late)
        expect(card.locator(".said")).to_have_count(1 if asked == "?closed" else 0)


def test_two_people_see_each_other_and_disturb_nothing(
    page: Page, context: BrowserContext, site: str, browser: Browser
) -> None:
    ana, jon = person("Ana Ruiz"), person("Jon Bell")
    claim = make_claim(by=ana)
    sign_in(context, site, ana)
    page.goto(f"/claims/{claim.pk}/")
    statement = page.locator(f"#claim-{claim.pk}-statement")
    statement.get_by_role("link").click()
    statement.locator("textarea").fill("Half a sent")
    with browser.new_context(base_url=site) as second:
        sign_in(second, site, jon)
        other = second.new_page()
        other.goto(f"/claims/{claim.pk}/")
        expect(other.get_by_text("Ana Ruiz has this open")).to_be_visible()
    page.evaluate("htmx.trigger(document.querySelector('form.presence'), 'seen')")
    expect(page.get_by_text("Jon Bell has this open")).to_be_visible()
    expect(statement.locator("textarea")).to_have_value("Half a sent")
    expect(statement.locator("textarea")).to_be_focused()
    assert breaches(page) == []
    statement.locator("textarea").fill("")


def test_presence_keeps_quiet_when_the_server_does_not_answer(
    context: BrowserContext, site: str
) -> None:
    ana = person("Ana Ruiz")
    claim = make_claim(by=ana)
    sign_in(context, site, ana)
    page = context.new_page()  # its console tells of the answer that does not come
    page.goto(f"/claims/{claim.pk}/")
    page.route("**/presence/", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.evaluate("htmx.trigger(document.querySelector('form.presence'), 'seen')")
    expect(page.locator(".toast")).to_have_count(0)


def test_comments_and_notifications_work_without_javascript(
    without_scripts: BrowserContext, site: str
) -> None:
    ana, jon = person("Ana Ruiz"), person("Jon Bell")
    claim = make_claim(by=ana)
    set_statement(claim, "It cost nine.", seen_version=1, by=ana)
    sign_in(without_scripts, site, ana)
    page = without_scripts.new_page()
    page.goto(f"/claims/{claim.pk}/")
    page.get_by_role("textbox", name="Comment", exact=True).fill(f"@{jon.username}, why?")
    page.get_by_label("about", exact=True).select_option(label="the statement")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".said")).to_have_text([f"@{jon.username}, why?"])
    page.get_by_role("button", name=re.compile("^Resolve")).click()
    expect(page.get_by_text("1 resolved")).to_be_visible()
    assert stored(claim) == [(f"@{jon.username}, why?", "statement")]
    without_scripts.clear_cookies()
    sign_in(without_scripts, site, jon)
    page.goto("/")
    page.get_by_role("link", name=re.compile("^Notifications")).click()
    page.get_by_role("button", name=re.compile("nine million")).click()
    assert page.url.endswith(f"/claims/{claim.pk}/#event-3")
    page.get_by_role("link", name=re.compile("^Notifications")).click()
    expect(page.locator(".notifications .unread")).to_have_count(0)


def test_the_notifications_have_no_barriers(page: Page, context: BrowserContext, site: str) -> None:
    ana, jon = person("Ana Ruiz"), person("Jon Bell")
    sign_in(context, site, ana)
    page.goto("/notifications/")
    assert breaches(page) == []
    for number in range(2):
        comment(make_claim(by=jon), body=f"@{ana.username} {number}", by=jon)
    page.goto("/notifications/")
    expect(page.locator(".notifications .unread")).to_have_count(2)
    assert faults(page) == []
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_text("2 marked as read.")).to_be_visible()
