"""The claim list as a file."""

import csv
import json
import re
import zipfile
from collections.abc import Iterable
from datetime import date
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from claims.actions.topics import give_topic
from claims.exports import xlsx
from claims.exports.claim_list import COLUMNS, KINDS, WITHHELD, exported, harmless
from claims.exports.xlsx import workbook
from claims.models import Claim, Interview, User, Verdict
from tests.factories import make_claim, make_interview, make_user

NASTY = "=1+1\n-2\r+3\t@SUM(A1);=4"
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def user(db: None, client: Client) -> User:
    user = make_user(name="Ana Ruiz", username="ana")
    client.force_login(user)
    return user


def sent(response: Any) -> bytes:
    assert response.status_code == 200
    return b"".join(response)


def csv_rows(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(file.decode("utf-8-sig"), newline="")))


def json_rows(file: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.decode().split("\n")[:-1]]


def xlsx_rows(file: bytes, sheet: int = 1) -> list[dict[str, str]]:
    """The cells of a sheet by their letters, row by row."""
    book = zipfile.ZipFile(BytesIO(file))
    assert book.testzip() is None
    root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
    return [
        {
            re.sub(r"\d", "", cell.attrib["r"]): "".join(cell.itertext())
            for cell in row.iter(f"{SPREADSHEET}c")
        }
        for row in root.iter(f"{SPREADSHEET}row")
    ]


def test_exactly_what_is_filtered_is_exported_in_its_order(client: Client, user: User) -> None:
    interview = make_interview(by=user, title="The bridge", outlet="City Radio")
    a = make_claim(interview, by=user, priority=4, due_on=date(2030, 1, 2))
    make_claim(interview, by=user, priority=1)
    c = make_claim(interview, by=user, priority=4, statement="Nine, not ten.", assignee=user)
    give_topic(c, "Bridges", seen_version=1, by=user)
    query = "priority=4&sort=oldest"
    table = csv_rows(sent(client.get(f"/claims/export/csv/?{query}")))
    objects = json_rows(sent(client.get(f"/claims/export/jsonl/?{query}")))
    sheet = xlsx_rows(sent(client.get(f"/claims/export/xlsx/?{query}")))
    assert [row["Claim"] for row in table] == [str(a.pk), str(c.pk)]
    assert [row["claim"] for row in objects] == [a.pk, c.pk]
    assert [row["A"] for row in sheet] == ["Claim", str(a.pk), str(c.pk)]
    assert list(sheet[0].values()) == list(table[0]) == list(COLUMNS.values())
    assert list(objects[0]) == list(COLUMNS)
    assert objects[1] | {"captured": "", "in_status_since": ""} == {
        "claim": c.pk, "address": f"http://testserver/claims/{c.pk}/", "quote": c.quote,
        "statement": "Nine, not ten.", "speaker": c.speaker.name, "interview": "The bridge",
        "outlet": "City Radio", "topic": "Bridges", "status": "New", "verdict": None,
        "rationale": None, "assignee": "Ana Ruiz", "priority": "Urgent", "due": None, "sources": 0,
        "primary_sources": 0, "captured": "", "in_status_since": "", "finished": None,
        "set_aside_as": None, "heard_at": None, "heard_address": None,
    }  # fmt: skip
    assert (table[0]["Due"], sheet[1]["N"], objects[0]["due"]) == (
        "2030-01-02", "47485", "2030-01-02",
    )  # fmt: skip


def test_a_file_is_named_for_its_day_and_streamed(client: Client, user: User) -> None:
    make_claim(by=user)
    for kind, (media_type, _) in KINDS.items():
        response = client.get(f"/claims/export/{kind}/")
        assert isinstance(response, StreamingHttpResponse)
        assert response.headers["Content-Type"] == media_type
        name = response.headers["Content-Disposition"]
        assert re.fullmatch(rf'attachment; filename="claims-\d{{4}}-\d\d-\d\d\.{kind}"', name)
        sent(response)
    assert client.head("/claims/export/csv/").content == b""


def test_what_cannot_be_exported_is_refused(client: Client, user: User) -> None:
    assert client.get("/claims/export/exe/").status_code == 404
    response = client.get("/claims/export/csv/?status=nowhere")
    assert response.status_code == 422
    assert "There is no status “nowhere”." in response.text
    client.logout()
    assert client.get("/claims/export/csv/").status_code == 302


def test_a_draft_verdict_is_in_no_file(client: Client, user: User) -> None:
    blind = make_interview(by=user)
    Interview.objects.update(blind=True)
    draft = Verdict.objects.get(label="Misleading")
    words = {"verdict": draft, "rationale": "Between the lines."}
    make_claim(blind, by=user, **words, authors=[0])
    make_claim(blind, by=user, rationale="Between the lines.", authors=[0])
    own = make_claim(blind, by=user, **words, authors=[user.pk])
    for kind in KINDS:
        file = sent(client.get(f"/claims/export/{kind}/?sort=verdict"))
        if kind == "jsonl":
            told = [(row["verdict"], row["rationale"]) for row in json_rows(file)]
        elif kind == "csv":
            told = [(row["Verdict"], row["Rationale"]) for row in csv_rows(file)]
        else:
            told = [(row["J"], row["K"]) for row in xlsx_rows(file)[1:]]
        hidden = (WITHHELD, WITHHELD)
        assert told == [("Misleading", "Between the lines."), hidden, hidden], kind
    assert own.authors == [user.pk]


def test_the_database_keeps_the_rows_until_they_are_sent(user: User) -> None:
    make_claim(by=user)
    rows = exported(Claim.objects.all(), "newest", reader=user, page_of=str)
    with connection.cursor() as cursor:
        open_now = "SELECT count(*) FROM pg_cursors WHERE NOT is_holdable"
        next(rows)
        cursor.execute(open_now)
        assert cursor.fetchone() == (1,)
        assert list(rows) == []
        cursor.execute(open_now)
        assert cursor.fetchone() == (0,)


def test_who_goes_away_leaves_the_connection_as_it_was(user: User) -> None:
    claims = [make_claim(by=user) for _ in range(2)]
    rows = exported(Claim.objects.all(), "newest", reader=user, page_of=str)
    file = KINDS["csv"][1](rows)
    assert next(file).startswith(b"\xef\xbb\xbf")
    assert next(rows)["claim"] == claims[1].pk
    rows.close()  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors")
        assert cursor.fetchone() == (0,)
    assert list(file) == []
    assert Claim.objects.count() == 2


def restored(text: str) -> str:
    """What a reader of the file does to have the text as it was."""
    return re.sub(r"(^|[\n\r\t;|\"])'(?=[=+\-@\t\r'＝＋－＠])", r"\1", text)


@given(st.text(alphabet="=+-@\t\r\n'\";|,aＡ＝ "))
@example(NASTY)
@example("'=1")
@example(";\t=")
def test_no_cell_is_a_formula_and_every_text_can_be_read_back(text: str) -> None:
    written = harmless(text)
    assert restored(written) == text
    assert not re.search(r"(^|[\n\r\t;|\"])[=+\-@\t\r＝＋－＠]", written)


def test_text_that_looks_like_a_formula_comes_back_as_it_was(client: Client, user: User) -> None:
    Claim.objects.filter(pk=make_claim(by=user).pk).update(statement=NASTY)
    [row] = csv_rows(sent(client.get("/claims/export/csv/")))
    assert row["Statement"] == "'=1+1\n'-2\r'+3\t'@SUM(A1);'=4"
    assert restored(row["Statement"]) == NASTY
    assert json_rows(sent(client.get("/claims/export/jsonl/")))[0]["statement"] == NASTY
    workbook = sent(client.get("/claims/export/xlsx/"))
    assert xlsx_rows(workbook)[1]["D"] == NASTY.replace("\r", "_x000D_")
    assert b"<f>" not in zipfile.ZipFile(BytesIO(workbook)).read("xl/worksheets/sheet1.xml")


def test_a_full_sheet_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "SHEET_ROWS", 3)
    rows: Iterable[list[Any]] = ([number, "a\x00b _x0041_ <&>"] for number in range(5))
    file = b"".join(workbook("Claims", [("No.", 8), ("Text", 20)], rows))
    sheets = [xlsx_rows(file, sheet) for sheet in (1, 2, 3)]
    assert [[row["A"] for row in sheet] for sheet in sheets] == [
        ["No.", "0", "1"], ["No.", "2", "3"], ["No.", "4"],
    ]  # fmt: skip
    assert sheets[0][1]["B"] == "a_x0000_b _x005F_x0041_ <&>"
    names = zipfile.ZipFile(BytesIO(file)).read("xl/workbook.xml").decode()
    assert re.findall(r'sheet name="(.*?)"', names) == ["Claims", "Claims 2", "Claims 3"]
