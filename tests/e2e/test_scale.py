"""The verdict scale, the checklist, the search log and answers, in a real browser."""

import re
from itertools import count

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from claims.actions.claims import set_verdict
from claims.actions.verdicts import add_verdict, retire
from claims.models import Claim, Role, User, Verdict
from tests.e2e.axe import breaches, faults, wide_and_light
from tests.e2e.conftest import sign_in
from tests.factories import make_claim, make_evidence, make_source, make_user

numbers = count(1)


@pytest.fixture
def editor(context: BrowserContext, site: str) -> User:
    user = make_user(Role.EDITOR)
    sign_in(context, site, user)
    return user


@pytest.fixture
def satire(editor: User) -> Verdict:
    """A verdict of its own, at the end of the scale."""
    label = f"Satire {next(numbers)}"
    return add_verdict(
        label=label, definition="Nobody meant it.", tone="negative", needs_sources=0,
        needs_excerpts=False, needs_search_log=True, by=editor,
    )  # fmt: skip


@pytest.fixture
def claim(editor: User, satire: Verdict) -> Claim:
    claim = make_claim(by=editor)
    claim = set_verdict(claim, satire, seen_version=claim.version, by=editor)
    paper = make_source(title="The log")
    make_evidence(claim, source=paper, stance="supports", by=editor)
    return claim


def focused(page: Page, dom_id: str) -> None:
    expect(page.locator(f"#{dom_id}")).to_be_focused()


def test_a_verdict_is_written_anew_and_moved_from_the_keyboard(
    page: Page, satire: Verdict, editor: User
) -> None:
    page.goto("/scale/")
    page.locator(f"#verdict-{satire.pk}-wording").focus()
    page.keyboard.press("Enter")
    focused(page, f"verdict-{satire.pk}-label")
    assert breaches(page) == []
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(f"A joke {satire.pk}")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name=f"A joke {satire.pk}")).to_be_visible()
    new = Verdict.objects.get(label=f"A joke {satire.pk}")
    focused(page, f"verdict-{new.pk}-wording")
    older = page.locator("#scale-older")
    expect(older.get_by_role("heading", name=satire.label)).to_be_visible()
    page.locator(f"#verdict-{new.pk}-up").focus()
    page.keyboard.press("Enter")
    focused(page, f"verdict-{new.pk}-up")
    expect(page.locator(f"#verdict-{new.pk}-down")).to_be_enabled()
    page.locator(f"#verdict-{new.pk}-down").press("Enter")
    focused(page, f"verdict-{new.pk}-up")
    expect(page.locator(f"#verdict-{new.pk}-down")).to_be_disabled()
    retire(new, seen_version=1, by=editor)


def test_a_conflict_keeps_what_was_typed_and_can_be_saved(
    page: Page, satire: Verdict, editor: User
) -> None:
    page.goto("/scale/")
    page.locator(f"#verdict-{satire.pk}-rule").click()
    row = page.locator(f"#verdict-{satire.pk}")
    row.get_by_label("Sources, at least", exact=True).fill("2")
    Verdict.objects.filter(pk=satire.pk).update(needs_sources=5, version=2)
    row.get_by_role("button", name="Save").click()
    expect(row.get_by_role("alert")).to_contain_text("Nothing was overwritten.")
    assert breaches(page) == []
    row.get_by_role("button", name="Save mine").click()
    expect(row.get_by_text("at least 2 sources")).to_be_visible()
    satire.refresh_from_db()
    assert (satire.needs_sources, satire.version) == (2, 3)
    retire(satire, seen_version=3, by=editor)


def test_escape_closes_a_form_and_gives_the_focus_back(
    page: Page, satire: Verdict, editor: User
) -> None:
    page.goto("/scale/")
    page.locator(f"#verdict-{satire.pk}-wording").press("Enter")
    focused(page, f"verdict-{satire.pk}-label")
    page.keyboard.press("Escape")
    focused(page, f"verdict-{satire.pk}-wording")
    page.get_by_role("link", name="Add a verdict").press("Enter")
    focused(page, "verdict-new-label")
    assert breaches(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Add a verdict")).to_be_focused()
    retire(satire, seen_version=1, by=editor)


def test_each_line_of_the_checklist_opens_its_form_and_the_list_follows(
    page: Page, claim: Claim
) -> None:
    page.goto(f"/claims/{claim.pk}/")
    need = page.locator(".need")
    evidence = claim.evidence.get()
    need.get_by_role("link", name="Write the rationale.").click()
    expect(page.locator(f"#claim-{claim.pk}-rationale textarea")).to_be_focused()
    page.keyboard.press("Escape")
    need.get_by_role("link", name="“The log” speaks against the verdict").press("Enter")
    focused(page, f"evidence-{evidence.pk}-answer")
    page.keyboard.insert_text("The log is of another year.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".answer")).to_contain_text("The log is of another year.")
    expect(need.get_by_text("Contradicting evidence answered")).to_be_visible()
    need.get_by_role("link", name="Log what was searched").press("Enter")
    focused(page, f"claim-{claim.pk}-search-place")
    assert breaches(page) == []
    page.keyboard.insert_text("City archive")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("Nothing.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".search")).to_have_count(1)
    expect(need.get_by_text("Search logged")).to_be_visible()
    focused(page, f"claim-{claim.pk}-search-open")
    assert claim.search_log.get().found == "Nothing."
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator(".search").get_by_role("button", name="Withdraw").click()
    expect(page.locator(".search")).to_have_count(0)
    expect(need.get_by_role("link", name="Log what was searched")).to_be_visible()


def test_what_was_asked_for_finds_its_place_though_that_is_fetched_anew_meanwhile(
    page: Page, claim: Claim
) -> None:
    page.goto(f"/claims/{claim.pk}/")
    changed = f"htmx.trigger(document.body, 'claim-{claim.pk}-changed')"
    line = page.locator(".need").get_by_role("link", name="Log what was searched")
    asked: list[Route] = []
    page.route("**/searches/new/**", lambda route, request: asked.append(route))
    with page.expect_request("**/searches/new/**"):
        line.press("Enter")
    with page.expect_response(re.compile(r"/searches/(\?|$)")):
        page.evaluate(changed)
    expect(line).to_be_focused()
    asked.pop().continue_()
    focused(page, f"claim-{claim.pk}-search-place")


def test_a_search_that_is_being_typed_survives_a_change_beside_it(page: Page, claim: Claim) -> None:
    page.goto(f"/claims/{claim.pk}/")
    page.locator(f"#claim-{claim.pk}-search-open").click()
    place = page.locator(f"#claim-{claim.pk}-search-place")
    place.fill("City archive")
    page.locator(f"#claim-{claim.pk}-statement .field-value").click()
    page.locator(f"#claim-{claim.pk}-statement textarea").fill("It cost nine million.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".need").get_by_text("Statement written")).to_be_visible()
    expect(place).to_have_value("City archive")


def test_the_pages_have_no_fault(page: Page, claim: Claim) -> None:
    verdict = claim.verdict_id
    for path in ("/scale/", "/scale/new/", f"/scale/{verdict}/rule/", f"/scale/{verdict}/remove/",
                 "/scale/sign-offs/", f"/claims/{claim.pk}/", f"/claims/{claim.pk}/searches/new/",
                 f"/claims/{claim.pk}/searches/"):  # fmt: skip
        wide_and_light(page)
        page.goto(path)
        assert (path, faults(page)) == (path, [])


def test_the_scale_and_the_search_log_work_without_javascript(
    without_scripts: BrowserContext, site: str, claim: Claim, editor: User
) -> None:
    sign_in(without_scripts, site, editor)
    page = without_scripts.new_page()
    page.goto(f"/claims/{claim.pk}/")
    page.get_by_role("link", name="Log what was searched").click()
    page.get_by_label("Where").fill("City archive")
    page.get_by_label("Found").fill("Nothing.")
    page.get_by_role("button", name="Log the search").click()
    expect(page).to_have_url(f"{site}/claims/{claim.pk}/")
    expect(page.locator(".search")).to_contain_text("City archive")
    page.get_by_role("link", name="“The log” speaks against the verdict").click()
    page.get_by_label("Why the verdict holds against it").fill("It is of another year.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".answer")).to_contain_text("It is of another year.")
    label = claim.verdict.label  # type: ignore[union-attr]
    page.goto("/scale/")
    page.get_by_role("button", name=f"Up “{label}”").click()
    expect(page.get_by_role("status").first).to_contain_text(f"“{label}” moved up.")
    page.get_by_role("link", name=f"Remove… “{label}”").click()
    page.get_by_role("button", name=f"Retire “{label}”").click()
    expect(page.get_by_role("button", name=f"Bring back “{label}”")).to_be_visible()
