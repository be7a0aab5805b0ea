"""The pages of an import: the file, the preview, the run, the report."""

import re
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django.asserts import assertNumQueries

from claims.models import Claim, Interview, Role, SheetImport, User
from tests.factories import make_claim, make_interview, make_user
from tests.sheets import BRIDGE, NEVER, set_down
from tests.text.readers.sheet_files import csv_of, xlsx_of

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def _time_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """One request works off all rows, however slow the machine is."""
    monkeypatch.setattr("claims.views.sheets.SECONDS", 60)


@pytest.fixture
def reviewer() -> User:
    return make_user()


@pytest.fixture
def interview(reviewer: User) -> Interview:
    return make_interview(title="The bridge", by=reviewer)


@pytest.fixture
def client(reviewer: User) -> Client:
    client = Client()
    client.force_login(reviewer)
    return client


def upload(client: Client, data: bytes, name: str = "claims.csv", **values: Any) -> Any:
    file = BytesIO(data)
    file.name = name
    posted = {"file": file, "key": str(uuid4()), "interview": "", **values}
    return client.post("/claims/import/", posted)


def text_of(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def columns_of(sheet: SheetImport, **changed: str) -> dict[str, str]:
    """What the form of the columns sends."""
    columns = {f"column-{at}": name for at, name in enumerate(sheet.columns)}
    title = sheet.interview.title if sheet.interview else ""
    return {"interview": title, **columns, **changed}


def test_the_way_from_the_list_to_the_report(client: Client, interview: Interview) -> None:
    assert b'href="/claims/import/"' in client.get("/claims/").content
    desk = client.get(interview.get_absolute_url()).content.decode()
    assert f'href="/claims/import/?interview={interview.slug}"' in desk
    form = client.get(f"/claims/import/?interview={interview.slug}")
    assert 'value="The bridge"' in form.content.decode()
    data = csv_of([BRIDGE, "True", "x"], ["", "True", "x"], headings=["Quote", "Verdict", "Other"])
    response = upload(client, data, interview="the bridge")
    sheet = SheetImport.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/sheets/{sheet.key}/")
    shown = text_of(client.get(response["Location"]))
    assert "1 new claim 0 already there 1 refused" in shown
    assert "It has no quote: the words as they were said. 1 row: 3" in shown
    assert not Claim.objects.exists()
    begun = client.post(f"/sheets/{sheet.key}/columns/", {**columns_of(sheet), "action": "import"})
    assert begun["Location"] == f"/sheets/{sheet.key}/"
    claim = Claim.objects.get()
    report = client.get(f"/sheets/{sheet.key}/")
    assert "1 new claim, 1 row refused." in text_of(report)
    assert f'href="/claims/{claim.pk}/"' in report.content.decode()
    file = client.get(f"/sheets/{sheet.key}/report.csv")
    assert file["Content-Disposition"] == f'attachment; filename="import-{sheet.pk}-report.csv"'
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1] == f'"{BRIDGE}","True","x","2","New","{claim.pk}",""'
    assert client.head(f"/sheets/{sheet.key}/report.csv").content == b""
    original = client.get(f"/documents/{sheet.sha256}/")
    assert b"".join(original.streaming_content) == data
    assert "claims.csv" in text_of(client.get("/claims/import/"))


def test_a_file_that_cannot_be_read_is_refused_in_its_place(client: Client) -> None:
    for data, said in [
        (b"", "This file is empty."),
        (b"%PDF-1.7", "This file is a PDF."),
        (b"PK\x03\x04", "This file is no workbook that can be read"),
        (b"Quote\n", "This sheet has no rows below its headings."),
        (csv_of(*[["x"]] * 10_001, headings=["Quote"]), "the limit is 10,000"),
    ]:
        response = upload(client, data)
        assert response.status_code == 422
        assert said in text_of(response)
    assert not SheetImport.objects.exists()


def test_a_form_without_a_file_or_with_an_unknown_interview_is_refused(client: Client) -> None:
    response = client.post("/claims/import/", {"key": str(uuid4()), "interview": "The moon"})
    assert response.status_code == 422
    assert "Choose the file with the claims." in text_of(response)
    assert "There is no interview “The moon”." in response.content.decode()


def test_the_same_form_twice_is_one_import_and_another_file_another(client: Client) -> None:
    key = str(uuid4())
    one = upload(client, csv_of([BRIDGE], headings=["Quote"]), key=key)
    same = upload(client, csv_of([BRIDGE], headings=["Quote"]), key=key)
    other = upload(client, csv_of([NEVER], headings=["Quote"]), key=key)
    assert one["Location"] == same["Location"] != other["Location"]


def test_columns_are_corrected_and_the_preview_follows(
    client: Client, interview: Interview, reviewer: User
) -> None:
    data = csv_of([BRIDGE, "Nine."], headings=["Words", "Quote"])
    sheet = set_down(data, interview, by=reviewer)
    assert sheet.columns == ["quote", ""]
    changed = columns_of(sheet, **{"column-0": "quote", "column-1": "statement"})
    response = client.post(f"/sheets/{sheet.key}/columns/", changed, **HTMX)
    assert response.status_code == 200
    assert "<html" not in response.content.decode()
    sheet.refresh_from_db()
    assert sheet.columns == ["quote", "statement"]
    assert "Nine." in text_of(response)
    twice = columns_of(sheet, **{"column-1": "quote"})
    refused = client.post(f"/sheets/{sheet.key}/columns/", twice, **HTMX)
    assert refused.status_code == 422
    assert "Two columns are “Quote”: choose one of them." in text_of(refused)
    unknown = client.post(f"/sheets/{sheet.key}/columns/", columns_of(sheet, **{"column-0": "x"}))
    assert unknown.status_code == 422
    assert "There is no such field of a claim." in text_of(unknown)
    sheet.refresh_from_db()
    assert sheet.columns == ["quote", "statement"]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_nothing_is_imported_by_columns_that_no_preview_has_shown(
    client: Client, interview: Interview, reviewer: User, headers: dict[str, str]
) -> None:
    sheet = set_down(csv_of([BRIDGE, "x"], headings=["Quote", "Y"]), interview, by=reviewer)
    changed = {**columns_of(sheet, **{"column-1": "topic"}), "action": "import"}
    response = client.post(f"/sheets/{sheet.key}/columns/", changed, **headers)
    if not headers:
        response = client.get(response["Location"])
    assert "The columns were changed" in text_of(response)
    assert not Claim.objects.exists()
    sheet.refresh_from_db()
    assert (sheet.columns, sheet.begun_at) == (["quote", "topic"], None)


def test_an_import_without_an_interview_is_refused(client: Client, reviewer: User) -> None:
    sheet = set_down(csv_of([BRIDGE], headings=["Quote"]), None, by=reviewer)
    response = client.post(
        f"/sheets/{sheet.key}/columns/", {**columns_of(sheet), "action": "import"}
    )
    assert response.status_code == 422
    assert "Choose the interview, or the column that names it." in text_of(response)


def test_another_sheet_of_a_workbook_is_chosen(
    client: Client, interview: Interview, reviewer: User
) -> None:
    data = xlsx_of([BRIDGE], headings=["Quote"])
    sheet = set_down(data, interview, by=reviewer)
    assert sheet.sheet == "Claims"
    response = client.post(f"/sheets/{sheet.key}/columns/", {"sheet": "Nothing"})
    assert response.status_code == 422
    assert "This workbook has no such sheet." in text_of(response)
    assert client.post(f"/sheets/{sheet.key}/columns/", {"sheet": "Claims"}).status_code == 302


def test_by_htmx_a_run_goes_on_by_itself_until_it_is_over(
    client: Client, interview: Interview, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.views.sheets.SECONDS", 0)
    data = csv_of([BRIDGE], [NEVER], ["No."], headings=["Quote"])
    sheet = set_down(data, interview, by=reviewer)
    posted = {**columns_of(sheet), "action": "import"}
    first = client.post(f"/sheets/{sheet.key}/columns/", posted, **HTMX).content.decode()
    assert 'hx-trigger="load, submit"' in first
    assert "1 of 3 rows" in first
    stopped = client.get(f"/sheets/{sheet.key}/")
    assert "2 rows still to import" in text_of(stopped)
    assert "Go on" in text_of(stopped)
    client.post(f"/sheets/{sheet.key}/run/", **HTMX)
    last = client.post(f"/sheets/{sheet.key}/run/", **HTMX)
    assert "3 new claims." in text_of(last)
    assert "3 new claims." in last["HX-Trigger"]
    again = client.post(f"/sheets/{sheet.key}/run/")
    assert again.status_code == 302
    assert Claim.objects.count() == 3


def test_only_its_owner_sees_an_import_and_viewers_none(
    client: Client, interview: Interview, reviewer: User
) -> None:
    sheet = set_down(csv_of([BRIDGE], headings=["Quote"]), interview, by=reviewer)
    for role, status in [(Role.ADMIN, 404), (Role.VIEWER, 403)]:
        client.force_login(make_user(role))
        for path in ("", "report.csv"):
            assert client.get(f"/sheets/{sheet.key}/{path}").status_code == status
        for path in ("columns/", "run/"):
            assert client.post(f"/sheets/{sheet.key}/{path}").status_code == status
    assert client.get("/claims/import/").status_code == 403
    assert b'href="/claims/import/"' not in client.get("/claims/").content
    assert b"/claims/import/" not in client.get(interview.get_absolute_url()).content


def test_what_has_not_begun_has_no_report_and_does_not_run(
    client: Client, interview: Interview, reviewer: User
) -> None:
    sheet = set_down(csv_of([BRIDGE], headings=["Quote"]), interview, by=reviewer)
    assert client.get(f"/sheets/{sheet.key}/report.csv").status_code == 404
    assert client.post(f"/sheets/{sheet.key}/run/").status_code == 422
    assert not Claim.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_a_preview_and_a_report_take_as_many_queries_however_many_rows(
    client: Client, interview: Interview, reviewer: User, number: int
) -> None:
    rows = [[f"Words {at}.", "True", "The bridge"] for at in range(number)]
    data = csv_of(*rows, headings=["Quote", "Verdict", "Interview"])
    sheet = set_down(data, interview, by=reviewer)
    make_claim(interview)
    with assertNumQueries(13):
        client.get(f"/sheets/{sheet.key}/")
    client.post(f"/sheets/{sheet.key}/columns/", {**columns_of(sheet), "action": "import"})
    with assertNumQueries(9):
        client.get(f"/sheets/{sheet.key}/")


def test_lists_of_a_report_turn_their_pages(
    client: Client, interview: Interview, reviewer: User
) -> None:
    data = csv_of(*[["", f"{at}"] for at in range(101)], headings=["Quote", "Topic"])
    sheet = set_down(data, interview, by=reviewer)
    client.post(f"/sheets/{sheet.key}/columns/", {**columns_of(sheet), "action": "import"})
    first = client.get(f"/sheets/{sheet.key}/").content.decode()
    assert (first.count('<small class="num">Row'), "?refused=101#sheet-refused" in first) == (
        100,
        True,
    )
    second = client.get(f"/sheets/{sheet.key}/?refused=101").content.decode()
    assert second.count('<small class="num">Row') == 1
    assert client.get(f"/sheets/{sheet.key}/?refused=x").status_code == 200


def test_what_a_sheet_holds_is_shown_as_text(client: Client, reviewer: User) -> None:
    hostile = "<script>alert(1)</script>"
    interview = make_interview(title=hostile, by=reviewer)
    data = csv_of([hostile, hostile], headings=["Quote", hostile])
    sheet = set_down(data, interview, by=reviewer)
    shown = client.get(f"/sheets/{sheet.key}/").content.decode()
    assert hostile not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
