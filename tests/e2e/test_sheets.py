"""Claims from a spreadsheet in the browser: with scripts, with the keys, and without scripts."""

import re
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from claims.models import Claim, Interview, User
from tests.e2e.axe import faults, wide_and_light
from tests.e2e.conftest import sign_in
from tests.factories import make_interview, make_user
from tests.sheets import BRIDGE, NEVER
from tests.text.readers.sheet_files import csv_of, xlsx_of

HEADINGS = ["Said", "Claim", "Verdict", "Colour"]
ROWS = [[BRIDGE, "Nine.", "Mostly true", "red"], [NEVER, "", "Fake", ""], ["", "x", "", ""]]


def prepared(tmp_path: Path, *, workbook: bool) -> tuple[User, Interview, Path]:
    user = make_user()
    interview = make_interview(by=user)
    path = tmp_path / ("claims.xlsx" if workbook else "claims.csv")
    make = xlsx_of if workbook else csv_of
    path.write_bytes(make(*ROWS, headings=HEADINGS))
    return user, interview, path


def claims_of(interview: Interview) -> list[tuple[str, str, str]]:
    return [
        (claim.quote, claim.statement, str(claim.topic or ""))
        for claim in Claim.objects.filter(interview=interview).order_by("pk")
    ]


def test_a_workbook_is_looked_at_corrected_and_imported(
    context: BrowserContext, page: Page, site: str, tmp_path: Path
) -> None:
    user, interview, path = prepared(tmp_path, workbook=True)
    sign_in(context, site, user)
    page.goto(interview.get_absolute_url())
    page.get_by_role("link", name="Import", exact=True).click()
    expect(page.locator("#id_interview")).to_have_value(interview.title)
    page.locator("#id_file").set_input_files(path)
    page.get_by_role("button", name="Look at it").click()
    expect(page.locator(".bulk-numbers")).to_contain_text("2 new claims")
    expect(page.locator(".bulk-numbers")).to_contain_text("1 refused")
    assert faults(page) == []
    wide_and_light(page)
    page.get_by_label("Colour").focus()
    page.keyboard.type("Top")
    expect(page.locator(".sheet-rows > li").first).to_contain_text("Topic")
    expect(page.get_by_label("Colour")).to_be_focused()
    expect(page.locator(".sheet-rows > li").first).to_contain_text("red")
    assert claims_of(interview) == []
    page.get_by_role("button", name="Import 3 rows").click()
    expect(page.get_by_role("heading", name="2 new claims, 1 row refused.")).to_be_visible()
    assert claims_of(interview) == [(BRIDGE, "Nine.", "red"), (NEVER, "", "")]
    expect(page.locator("#sheet-refused")).to_contain_text("It has no quote")
    expect(page.locator("#sheet-new")).to_contain_text("There is no verdict “Fake” on the scale")
    assert faults(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Report (CSV)").click()
    report = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert re.search(r'"3","New","\d+","Verdict left out', report)


def test_the_same_without_scripts(
    without_scripts: BrowserContext, site: str, tmp_path: Path
) -> None:
    user, interview, path = prepared(tmp_path, workbook=False)
    sign_in(without_scripts, site, user)
    page = without_scripts.new_page()
    page.goto("/claims/")
    page.get_by_role("link", name="Import claims", exact=True).click()
    page.locator("#id_file").set_input_files(path)
    page.locator("#id_interview").fill(interview.slug)
    page.get_by_role("button", name="Look at it").click()
    page.get_by_label("Colour").select_option("Topic")
    page.get_by_role("button", name="Import 3 rows").click()
    expect(page.locator(".message")).to_contain_text("The columns were changed")
    page.get_by_role("button", name="Import 3 rows").click()
    while (go_on := page.get_by_role("button", name="Go on")).count():  # after a second of work
        go_on.click()
    expect(page.get_by_role("heading", name="2 new claims, 1 row refused.")).to_be_visible()
    assert claims_of(interview) == [(BRIDGE, "Nine.", "red"), (NEVER, "", "")]
    page.close()
