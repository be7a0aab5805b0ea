"""manage.py import_claims: from a spreadsheet to claims, or to what would come of it."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from claims.models import Claim, Interview, Role, SheetImport, User
from tests.factories import make_interview, make_user
from tests.sheets import BRIDGE, NEVER
from tests.text.readers.sheet_files import csv_of, xlsx_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    return make_user(Role.ADMIN)


@pytest.fixture
def interview(admin: User) -> Interview:
    return make_interview(title="The bridge", by=admin)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "claims.csv"
    rows = [[BRIDGE, "Nine.", "Fake"], [NEVER, "", "True"], ["", "x", ""]]
    path.write_bytes(csv_of(*rows, headings=["Quote", "Claim", "Finding"], separator=";"))
    return path


def run(*words: object) -> tuple[str, str]:
    """What the command prints: to stdout and to stderr."""
    out, err = io.StringIO(), io.StringIO()
    call_command("import_claims", *map(str, words), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_rows_become_claims_and_what_is_to_be_said_of_them_is_printed(
    file: Path, interview: Interview, admin: User
) -> None:
    out, err = run(file, "--interview", interview.slug)
    assert [line.partition(" on the scale")[0] for line in out.splitlines()] == [
        "Row 2: New. Verdict left out. There is no verdict “Fake”",
        "Row 4: Refused. It has no quote: the words as they were said.",
    ]
    assert err.splitlines() == [
        f"Importing as {admin.username} …", "New: 2, already there: 0, refused: 1.",
    ]  # fmt: skip
    assert [claim.quote for claim in Claim.objects.order_by("pk")] == [BRIDGE, NEVER]
    _, again = run(file, "--interview", "The Bridge")
    assert again.splitlines()[1] == "New: 0, already there: 2, refused: 1."
    assert Claim.objects.count() == 2


def test_the_report_is_a_line_of_json_for_each_row(
    file: Path, interview: Interview, admin: User
) -> None:
    out, _ = run(file, "--interview", interview.slug, "--json", "--map", "Finding=")
    rows = [json.loads(line) for line in out.splitlines()]
    assert [(row["row"], row["outcome"], row["remarks"]) for row in rows] == [
        (2, "new", []), (3, "new", []), (4, "refused", []),
    ]  # fmt: skip
    assert rows[0]["claim"] == Claim.objects.get(quote=BRIDGE).pk


def test_checking_stores_nothing(file: Path, interview: Interview, admin: User) -> None:
    out, _ = run(file, "--interview", interview.slug, "--check", "--map", "Finding=topic")
    lines = out.splitlines()
    assert [line.split() for line in lines[:3]] == [
        ["Quote", "quote"], ["Claim", "statement"], ["Finding", "topic"],
    ]  # fmt: skip
    assert lines[3:] == [
        "New: 2, already there: 0, refused: 1, entered by hand: 0.",
        "     1  It has no quote: the words as they were said. Rows 4",
    ]
    assert not Claim.objects.exists()
    assert not SheetImport.objects.exists()


def test_a_field_that_is_said_of_one_column_is_taken_from_another(
    file: Path, interview: Interview, admin: User
) -> None:
    run(file, "--interview", interview.slug, "--map", "Claim=quote")
    assert {claim.quote for claim in Claim.objects.all()} == {"Nine.", "x"}


def test_a_sheet_of_a_workbook_is_named(tmp_path: Path, interview: Interview, admin: User) -> None:
    path = tmp_path / "claims.xlsx"
    path.write_bytes(xlsx_of([BRIDGE], headings=["Quote"]))
    run(path, "--interview", interview.slug, "--sheet", "Claims")
    assert Claim.objects.get().quote == BRIDGE
    with pytest.raises(CommandError, match="has no such sheet"):
        run(path, "--interview", interview.slug, "--sheet", "Other")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--interview", "nowhere"], "--interview: There is no interview “nowhere”."),
        (
            ["--map", "Nothing=quote"],
            "there is no column “Nothing”. There are: Quote, Claim",
        ),
        (["--map", "Quote=nothing"], "there is no field “nothing”. There are: quote, statement"),
        (["--map", "Quote="], "Say which column has the quote"),
        (["--by", "nobody"], "nobody is no account here"),
        ([], "Choose the interview, or the column that names it."),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(
    file: Path, admin: User, words: list[str], said: str
) -> None:
    with pytest.raises(CommandError) as refusal:
        run(file, *words)
    assert said in str(refusal.value)
    assert not Claim.objects.exists()


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, admin: User) -> None:
    path = tmp_path / "claims.xlsx"
    path.write_bytes(b"PK\x03\x04")
    for words in ([path], [path, "--check"]):
        with pytest.raises(CommandError, match="This file is no workbook that can be read"):
            run(*words)
