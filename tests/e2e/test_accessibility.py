"""Every page, light and dark, wide and narrow: nothing that axe finds, nothing that the content
policy stops, and no line that is cut or scrolled at 320 pixels, which is a zoom of 400 %."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.template.loader import render_to_string
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, expect

from claims.actions.accounts import invite
from claims.actions.fetches import ask, work_through
from claims.actions.people import add_person, merge
from claims.actions.sheets import begin, run
from claims.demo.accounts import load_accounts
from claims.demo.loading import SCRIPTS
from claims.demo.playing import play
from claims.models import Claim, Evidence, Interview, Person, Role, Source, Status, User
from tests.e2e.axe import faults, too_wide, wide_and_light
from tests.e2e.conftest import sign_in
from tests.e2e.test_player import with_recording
from tests.factories import (
    TEXT,
    TIMED,
    make_claim,
    make_evidence,
    make_interview,
    make_source,
    make_user,
)
from tests.sheets import set_down
from tests.text.readers.sheet_files import csv_of
from tests.web.site import serving

type Act = Callable[[Page], str]
"""What is done on a page; answers with where on it something is new."""

type Opener = Callable[[User | None], Page]

WATCH = """addEventListener("securitypolicyviolation", (event) => {
  (window.stopped ??= []).push(`${event.violatedDirective}: ${event.blockedURI}`);
});"""


@pytest.fixture(scope="module")
def demo(site: str, django_db_blocker: Any) -> dict[str, Any]:
    """The demo's interviews, and what the addresses below name of them."""
    with django_db_blocker.unblock():
        users = load_accounts("known to nobody")
        known = set(Interview.objects.values_list("key", flat=True))
        missing = [script for script in SCRIPTS if script.key not in known]
        play(missing, users, loaded=timezone.now())
        interview = Interview.objects.get(key=SCRIPTS[1].key)
        others = interview.claims.exclude(assignee=users["editor"])
        evidence = Evidence.objects.filter(claim__in=others, claim__status=Status.CHECKING)[0]
        made = {
            "interview": interview.slug,
            "claim": evidence.claim_id,
            "evidence": evidence.pk,
            "source": evidence.source_id,
            "list": f"/claims/?interview={Interview.objects.get(key=SCRIPTS[0].key).slug}",
        }
        for status in [Status.AWAITING_SIGN_OFF, Status.SIGNED_OFF]:
            made[status.value] = Claim.objects.filter(status=status)[0].pk
        small = make_claim(make_interview(by=users["editor"]), by=users["editor"])
        make_evidence(small, by=users["editor"])
        make_claim(make_interview(by=users["editor"]), by=users["editor"])  # says the same
        made |= fetched(make_source(kind="web"), users["editor"])
        heard = with_recording(make_interview(TIMED, by=users["editor"]), users["editor"])
        make_claim(heard, by=users["editor"])
        made["heard"] = heard.slug
        made |= imported(small.interview, users["editor"])
        made |= spelled(users["editor"])
        return {**made, "users": users, "small": small.interview.slug, "its": small.pk}


def fetched(source: Source, by: User) -> dict[str, Any]:
    """A snapshot of a source, and a fetch that has failed."""
    with serving() as web:
        asked = ask(web.puts("/", TEXT.encode()), key=uuid4(), by=by, source=source)
        failed = ask(web.at("/gone"), key=uuid4(), by=by)
        work_through(web.rules)
    asked.refresh_from_db()
    return {"snapshot": asked.snapshot_id, "fetch": failed.key}


def imported(interview: Interview, by: User) -> dict[str, Any]:
    """A sheet of claims that has been set down, and one that has been imported."""
    rows = [["It leaks.", "It leaks a lot.", "Fake", "soon"], ["", "x", "", ""]]
    data = csv_of(*rows, headings=["Quote", "Statement", "Verdict", "Due"])
    shown, done, half = (set_down(data, interview, by=by) for _ in range(3))
    run(begin(done, by=by), by=by, seconds=60)
    run(begin(half, by=by), by=by, seconds=0)
    return {"sheet": shown.key, "imported": done.key, "half": half.key}


def calm(context: BrowserContext) -> BrowserContext:
    context.set_default_timeout(10_000)
    context.add_init_script(WATCH)
    return context


def spelled(by: User) -> dict[str, int]:
    """Somebody with claims, somebody who may be the same, and somebody with another spelling."""
    person = Person.objects.whole().filter(claims__isnull=False).order_by("pk")[0]
    other, whole, part = (
        add_person(name, description="Invented", by=by)
        for name in (f"Mayor {person.name}", "Ottilie Vane", "VANE")
    )
    merge(part, whole, seen_version=1, seen_into=1, by=by, note="The same signature.")
    return {"person": person.pk, "other": other.pk, "spelled": whole.pk}


@pytest.fixture(scope="module")
def window(browser: Browser, site: str, demo: dict[str, Any]) -> Iterator[Page]:
    """The editor's. One for all tests of this file: a warm browser runs axe twice as fast."""
    context = calm(browser.new_context(base_url=site, reduced_motion="reduce"))
    sign_in(context, site, demo["users"]["editor"])
    yield context.new_page()
    context.close()


@pytest.fixture
def page(window: Page) -> Iterator[Page]:
    complaints: list[str] = []

    def hear(error: Error) -> None:
        complaints.append(str(error))

    window.on("pageerror", hear)
    yield window
    window.remove_listener("pageerror", hear)
    window.unroute_all()
    assert complaints == []


def visit(page: Page, address: str, act: Act | None = None) -> str | None:
    wide_and_light(page)
    page.goto(address)
    part = act(page) if act else None
    expect(page.locator(".htmx-request, .htmx-settling, .htmx-swapping")).to_have_count(0)
    return part


def open_statement(page: Page) -> str:
    page.keyboard.press("e")
    expect(page.locator(".card.open textarea")).to_be_focused()
    return ".field.editing"


def write_too_much(page: Page) -> str:
    open_statement(page)
    page.locator(".card.open textarea").evaluate("(area) => area.removeAttribute('maxlength')")
    page.locator(".card.open textarea").fill("x" * 1001)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".card.open .field-error")).to_be_visible()
    return ".field.editing"


def set_aside(page: Page) -> str:
    page.get_by_role("link", name="Set aside…").click()
    expect(page.locator(".field.editing")).to_be_visible()
    return ".field.editing"


def request_changes(page: Page) -> str:
    page.get_by_role("link", name="Request changes…").click()
    expect(page.locator(".field.editing")).to_be_visible()
    return ".field.editing"


def attach_in_place(page: Page) -> str:
    page.get_by_role("link", name="Attach a source").click()
    expect(page.get_by_label("Address", exact=True)).to_be_focused()
    return ".claim-evidence"


def edit_evidence(page: Page) -> str:
    page.locator(".ev").first.get_by_role("link", name="Edit").click()
    expect(page.locator(".ev.editing")).to_be_visible()
    return ".claim-evidence"


def edit_source(page: Page) -> str:
    page.get_by_role("link", name="Edit").click()
    expect(page.locator(".source form")).to_be_visible()
    return ".source"


def select_words(page: Page) -> str:
    page.locator(".turn-text").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("#capture")).to_be_visible()
    return "#capture"


def show_a_suggestion(page: Page) -> str:
    page.keyboard.press("n")
    expect(page.locator("#suggestion")).to_be_visible()
    return "#suggestion"


def open_status_of_row(page: Page) -> str:
    page.locator("tr[data-claim] td[data-label=Status] a").first.click()
    expect(page.locator(".transitions")).to_be_visible()
    return ".field.editing"


def open_verdict_of_row(page: Page) -> str:
    page.locator("tr[data-claim] td[data-label=Verdict] a").first.click()
    expect(page.locator("tr select")).to_be_focused()
    return ".field.editing"


def open_filter(page: Page) -> str:
    page.locator("details.filter summary").first.click()
    return "details.filter[open]"


def open_account(page: Page) -> str:
    page.locator("details.account summary").click()
    return "details.account"


def open_table_of_chart(page: Page) -> str:
    page.get_by_text("As a table").click()
    return "figure"


def find_a_subject(page: Page) -> str:
    page.get_by_label("Only one interview, speaker").press_sequentially("e")
    expect(page.locator("#narrow-found a").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#narrow-found a").first).to_be_focused()
    return ".board-filters"


def open_roles(page: Page) -> str:
    page.locator("details.menu summary").first.click()
    return "details.menu[open]"


def show_keys(page: Page) -> str:
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    return "#keys"


def preview(page: Page) -> str:
    page.fill("#id_text", f"{TEXT}\n[applause]\n\nTOM OKAFOB: No.\n")
    page.get_by_role("button", name=re.compile("^(Preview|Fetch|Look at it)$")).click()
    expect(page.locator("h1")).to_have_text("What was understood")
    return "main"


def preview_an_article(page: Page) -> str:
    page.fill("#id_text", "“It cost nine million,” Tom Okafor said. “And more.”\n\nHe left.")
    page.get_by_role("button", name=re.compile("^(Preview|Fetch|Look at it)$")).click()
    expect(page.locator("h1")).to_have_text("What was understood")
    return "main"


def send_nothing(page: Page) -> str:
    page.get_by_role("button", name=re.compile("^(Preview|Fetch|Look at it)$")).or_(
        page.get_by_role("button", name="Attach", exact=True)
    ).click()
    expect(page.locator(".field-error").first).to_be_visible()
    return "main"


def hear_the_first_turn(page: Page) -> str:
    page.locator("#turn-1 .heard").click()
    expect(page.locator("#turn-1 .turn-text")).to_have_attribute("aria-current", "true")
    return "main"


def send_no_recording(page: Page) -> str:
    page.get_by_role("button", name="Replace the recording").click()
    expect(page.locator(".field-error")).to_be_visible()
    return "main"


def edit_the_person(page: Page) -> str:
    page.get_by_role("link", name="Edit", exact=True).click()
    expect(page.get_by_label("Name")).to_be_focused()
    return ".person"


def leave_the_person_nameless(page: Page) -> str:
    edit_the_person(page)
    page.get_by_label("Name").fill("")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".field-error")).to_be_visible()
    return ".person"


def move_nothing(page: Page) -> str:
    page.get_by_role("button", name="Move what is ticked").click()
    expect(page.locator(".error-summary")).to_be_visible()
    return "main"


def invite_somebody(page: Page) -> str:
    page.get_by_label("E-mail address").fill("guest@example.org")
    page.get_by_role("button", name="Invite").click()
    expect(page.locator("#invitation-link")).to_be_visible()
    return "main"


def send_stale(page: Page) -> str:
    """Send the form of a page, changed, as if it had stood there for long."""
    page.locator("main form:has([name=version])").evaluate("""(form) => {
      form.elements.version.value = "99999";
      const typed = "select, textarea, [type=text]";
      const control = [...form.elements].find((one) => one.matches(typed) && !one.inputMode);
      if (control.options) control.selectedIndex = (control.selectedIndex + 1) % 2;
      else control.value += " more";
      HTMLFormElement.prototype.submit.call(form);
    }""")
    expect(page.locator(".conflict")).to_be_visible()
    return "main"


def send_a_stale_withdrawal(page: Page) -> str:
    page.locator(".ev form:has([name=version])").first.evaluate("""(form) => {
      form.elements.version.value = "99999";
      HTMLFormElement.prototype.submit.call(form);
    }""")
    expect(page.locator(".code")).to_have_text("409")
    return "main"


def capture_nothing(page: Page) -> str:
    page.locator("#capture").evaluate("(form) => HTMLFormElement.prototype.submit.call(form)")
    expect(page.locator(".code")).to_have_text("422")
    return "main"


def mean_the_same_twice(page: Page) -> str:
    page.get_by_label("Statement").select_option("Quote")
    expect(page.locator("#sheet-columns > .field-error")).to_be_visible()
    return "#sheet-import"


def see_what_was_said_before(page: Page) -> str:
    expect(page.locator(".similar-said").first).to_be_visible()
    return ".similar"


def type_what_was_said(page: Page) -> str:
    page.get_by_label("Quote").fill("Nine million euros, that is what the bridge cost.")
    return see_what_was_said_before(page)


EDITED = ["statement", "verdict", "assignee", "topic", "due"]  # one of each kind of control
KINDS = ["web", "court", "person", "known"]  # one of each shape
STATES: list[tuple[str, Act | None]] = [
    ("/", None),
    ("/", open_table_of_chart),
    ("/", find_a_subject),
    ("/?assignee=reviewer&first=2026-01-01", None),
    ("/?topic=0", None),
    ("/dashboard/narrow/", None),
    ("/interviews/", None),
    ("/interviews/?q=zzzz", None),
    ("/interviews/new/", None),
    ("/interviews/new/", preview),
    ("/interviews/new/", preview_an_article),
    ("/interviews/new/", send_nothing),
    ("/interviews/new/fetch/", None),
    ("/interviews/new/fetch/", send_nothing),
    ("/interviews/new/fetch/{fetch}/", None),
    ("/interviews/{interview}/suggestions/", None),
    ("/interviews/{small}/suggestions/", None),
    ("/interviews/{interview}/", show_a_suggestion),
    ("/snapshots/{snapshot}/", None),
    ("/interviews/{interview}/?claim={claim}", None),
    ("/interviews/{small}/", select_words),
    ("/interviews/{small}/", show_keys),
    ("/interviews/{small}/", capture_nothing),
    ("/interviews/{small}/?claim={its}", open_statement),
    ("/interviews/{small}/?claim={its}", write_too_much),
    ("/interviews/{small}/?claim={its}", attach_in_place),
    ("/interviews/{small}/?claim={its}", set_aside),
    ("/interviews/{small}/?show=mine", None),
    ("/people/", None),
    ("/people/?q=zzzz", None),
    ("/people/{person}/", None),
    ("/people/{person}/", edit_the_person),
    ("/people/{person}/", leave_the_person_nameless),
    ("/people/{person}/merge/", None),
    ("/people/{person}/merge/?into={other}", None),
    ("/people/{person}/split/", None),
    ("/people/{person}/split/", move_nothing),
    ("/people/{spelled}/split/", None),
    ("/people/{spelled}/", None),
    ("/interviews/{interview}/dashboard/", None),
    ("/interviews/{interview}/coverage/", None),
    ("/interviews/{small}/by-hand/", None),
    ("/interviews/{small}/by-hand/", type_what_was_said),
    ("/interviews/{small}/edit/", None),
    ("/interviews/{small}/edit/", send_stale),
    ("/interviews/{heard}/", hear_the_first_turn),
    ("/interviews/{heard}/edit/", None),
    ("/interviews/{heard}/recording/edit/", send_no_recording),
    ("/claims/{claim}/", None),
    ("/claims/{its}/", edit_evidence),
    ("/claims/{its}/", see_what_was_said_before),
    ("/claims/{its}/", send_a_stale_withdrawal),
    ("/claims/{awaiting_sign_off}/", request_changes),
    ("/claims/{signed_off}/", None),
    *[(f"/claims/{{claim}}/{field}/", None) for field in EDITED],
    ("/claims/{claim}/priority/", send_stale),
    ("/claims/{claim}/status/", None),
    ("/claims/{claim}/status/?action=set_aside", None),
    ("/claims/{claim}/card/", None),
    ("/claims/{its}/similar/", None),
    ("/claims/{claim}/similar/", None),
    ("/claims/{claim}/history/", None),
    ("/claims/{claim}/history/?part=evidence", None),
    ("/claims/{claim}/history/?at=2", None),
    ("/claims/{claim}/evidence/", None),
    ("{list}", None),
    ("/claims/?interview={small}", open_account),
    ("/claims/?interview={small}", open_filter),
    ("/claims/?interview={small}", open_status_of_row),
    ("/claims/?interview={small}", open_verdict_of_row),
    ("/claims/?interview={small}&status=checking&status=new&open=1&q=bridge&sort=due", None),
    ("/claims/?status=nowhere", None),
    ("/claims/choices/speaker/?status=new", None),
    ("/claims/import/", None),
    ("/claims/import/?interview={small}", send_nothing),
    ("/sheets/{sheet}/", None),
    ("/sheets/{sheet}/", mean_the_same_twice),
    ("/sheets/{imported}/", None),
    ("/sheets/{half}/", None),
    ("/views/new/?query=status%3Dnew&columns=due", None),
    ("/queue/", None),
    ("/search/", None),
    ("/search/?q=council", None),
    ("/search/?q=council&in=claims", None),
    ("/search/?q=zzzz", None),
    ("/search/?q=-a", None),
    ("/sources/", None),
    ("/sources/?q=zzzz", None),
    ("/sources/?kind=x", None),
    ("/sources/{source}/", None),
    ("/sources/{source}/", edit_source),
    ("/sources/{source}/edit/", None),
    ("/sources/{source}/edit/", send_stale),
    ("/sources/lookup/?q=council", None),
    *[(f"/claims/{{claim}}/evidence/new/?kind={kind}", None) for kind in KINDS],
    ("/claims/{claim}/evidence/new/?kind=person", send_nothing),
    ("/evidence/{evidence}/edit/", None),
    ("/evidence/{evidence}/edit/", send_stale),
    ("/team/", None),
    ("/tokens/", None),
    ("/team/", invite_somebody),
    ("/accounts/password/change/", None),
    ("/accounts/logout/", None),
    ("/accounts/2fa/", None),
    ("/nothing/is/here/", None),
]


def name_of(value: object) -> str:
    if value is None:
        return "as it is"
    return getattr(value, "__qualname__", str(value)).partition(".")[0]


@pytest.mark.parametrize(("address", "act"), STATES, ids=name_of)
def test_a_page_of_an_editor_has_no_fault(
    page: Page, demo: dict[str, Any], address: str, act: Act | None
) -> None:
    part = visit(page, address.format(**demo), act)
    assert faults(page, part) == []


@pytest.fixture
def as_other(page: Page, site: str, demo: dict[str, Any]) -> Iterator[Opener]:
    """Opens a page for somebody else than the editor, or for a stranger."""

    def opened(user: User | None) -> Page:
        page.context.clear_cookies()
        if user:
            sign_in(page.context, site, user)
        return page

    yield opened
    page.context.clear_cookies()
    sign_in(page.context, site, demo["users"]["editor"])


@pytest.mark.parametrize("path", ["/", "/claims/{claim}/", "/team/"])
def test_a_page_of_a_viewer_has_no_fault(as_other: Opener, demo: dict[str, Any], path: str) -> None:
    page = as_other(demo["users"]["viewer"])
    visit(page, path.format(**demo))
    assert faults(page) == []


def test_the_team_of_an_admin_has_no_fault(as_other: Opener, demo: dict[str, Any]) -> None:
    page = as_other(demo["users"]["admin"])
    visit(page, "/team/")
    assert faults(page) == []
    part = visit(page, "/team/", open_roles)
    assert faults(page, part) == []


def test_the_pages_for_strangers_have_no_fault(as_other: Opener, demo: dict[str, Any]) -> None:
    editor = demo["users"]["editor"]
    _, token = invite("a.guest@example.org", Role.VIEWER, address_of=str, by=editor)
    page = as_other(None)
    paths = ["login", "inactive", "password/reset", "password/reset/done"]
    paths += ["password/reset/key/1-set-password", "password/reset/key/done"]
    for path in [*(f"/accounts/{path}/" for path in paths), "/invitations/gone/"]:
        visit(page, path)
        assert (path, faults(page)) == (path, [])
    visit(page, f"/invitations/{token}/")
    page.get_by_label("User name").fill("editor")
    page.get_by_label("Full name").fill("A. Guest")
    page.get_by_label("Password", exact=True).fill("1")
    page.get_by_label("Password again").fill("2")
    page.get_by_role("button", name="Make my account").click()
    expect(page.locator(".field-error").first).to_be_visible()
    assert faults(page) == []


def test_the_pages_that_follow_a_wrong_password_have_no_fault(
    as_other: Opener,
) -> None:
    user = make_user(password="correct horse battery")
    page = as_other(None)
    visit(page, "/accounts/login/")
    page.get_by_label("User name or e-mail address").fill(user.username)
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert faults(page) == []
    visit(page, "/accounts/password/reset/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_role("button", name="Send the link").click()
    expect(page.locator("h1")).to_have_text("Look at your mail")
    link = re.search(r"https?://\S+/key/\S+", str(mail.outbox[-1].body))
    assert link
    visit(page, link[0])
    expect(page.locator("h1")).to_have_text("Set a new password")
    assert faults(page) == []


def test_the_pages_of_the_second_factor_have_no_fault(
    as_other: Opener,
) -> None:
    from allauth.mfa.totp.internal import auth as totp

    user = make_user(password="correct horse battery")
    page = as_other(user)
    visit(page, "/accounts/2fa/totp/activate/")
    expect(page.locator("h1")).to_have_text("Is it you?")
    assert faults(page) == []
    page.get_by_label("Your password").fill("correct horse battery")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("h1")).to_have_text("Set up an authenticator app")
    assert faults(page) == []
    secret = page.locator("#authenticator_secret").input_value()
    counter = list(totp.yield_hotp_counters_from_time())[totp.app_settings.TOTP_TOLERANCE]
    code = totp.format_hotp_value(totp.hotp_value(secret, counter))
    page.get_by_role("textbox", name="Code").fill(code)
    page.get_by_role("button", name="Switch it on").click()
    expect(page.locator("h1")).to_have_text("Recovery codes")
    assert faults(page) == []
    parts = ["", "recovery-codes/generate/", "totp/deactivate/", "webauthn/", "webauthn/add/"]
    for part in parts:
        visit(page, f"/accounts/2fa/{part}")
        assert (part, faults(page)) == (part, [])


@pytest.mark.parametrize("template", ["500.html", "429.html", "403_csrf.html"])
def test_a_page_that_tells_of_a_failure_has_no_fault(page: Page, template: str) -> None:
    def answer(route: Route) -> None:
        route.fulfill(body=render_to_string(template), content_type="text/html")

    page.route("**/failed/", answer)
    visit(page, "/failed/")
    assert faults(page) == []


def test_words_that_never_end_are_broken_and_not_cut(page: Page, demo: dict[str, Any]) -> None:
    long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk" * 3
    text = f"{long[:60].upper()}: The {long} cost nine million euros.\n\nTOM OKAFOR: {long}.\n"
    user = demo["users"]["editor"]
    interview = make_interview(text, title=long[:150], outlet=long[:100], by=user)
    claim = make_claim(interview, quote=f"The {long} cost nine", by=user, statement=long)
    evidence = make_evidence(claim, excerpt=long, locator=long[:190], by=user)
    addresses = [f"/interviews/{interview.slug}/?claim={claim.pk}", f"/claims/{claim.pk}/"]
    addresses += ["/claims/", "/", "/interviews/", f"/sources/{evidence.source_id}/", "/sources/"]
    found = {}
    for address in addresses:
        visit(page, address)
        found[address] = too_wide(page)
        page.set_viewport_size({"width": 320, "height": 700})
        found[address] += too_wide(page)
    assert found == dict.fromkeys(addresses, "")


def test_what_is_wrong_is_seen(page: Page, demo: dict[str, Any]) -> None:
    visit(page, "/accounts/logout/")
    page.evaluate("""() => new Promise((seen) => {
      addEventListener("securitypolicyviolation", seen);
      document.querySelector("h1").remove();
      document.querySelector("main").insertAdjacentHTML("beforeend",
        "<img src='data:image/gif;base64,AA'><p id='pale'>Pale</p><div id='wide'>W</div>");
      document.getElementById("pale").style.color = "#888";
      document.getElementById("wide").style.width = "400px";
    })""")
    words = [" ".join(fault.split()[:3]) for fault in faults(page)]
    assert words == [
        "stopped by the", "1440 light: color-contrast:", "1440 light: image-alt:",
        "1440 light: page-has-heading-one:", "390 dark: page-has-heading-one:", "320: 416 wide",
    ]  # fmt: skip
