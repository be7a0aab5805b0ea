"""manage.py suggest_claims: likely claims of a file, best first, and scores of a table."""

import io
import json
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from claims.text.readers import read_file
from claims.text.suggestion_rows import read_rows, said_in
from claims.text.suggestions import rate, suggest

CLAIM = "Unemployment fell to 3.2 percent last year, the lowest in history."
TALK = f"ADA BRANDT: Thank you. {CLAIM}\n\nTOM OKAFOR: Do you\nthink so?\n"
TABLE = f'1\tHOLT\tGood evening.\n2\tADA\t{CLAIM}\n\n3\tADA\tHe said "no\t1\n'


def run(data: str | bytes, *options: object, monkeypatch: pytest.MonkeyPatch) -> str:
    raw = data if isinstance(data, bytes) else data.encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    out = io.StringIO()
    call_command("suggest_claims", "-", *map(str, options), stdout=out)
    return out.getvalue()


def test_sentences_are_printed_best_first_with_reasons_and_no_database(monkeypatch) -> None:
    lines = run(TALK, monkeypatch=monkeypatch).splitlines()
    found = sorted(suggest(read_file(TALK.encode())), key=lambda one: -one.score)
    assert lines[0] == f"{found[0].score:.3f}  ADA BRANDT: {CLAIM}"
    assert lines[1] == (
        f"       for: {', '.join(found[0].reasons)}; against: {', '.join(found[0].against)}"
    )
    scores = [float(line.split()[0]) for line in lines if line[0].isdigit()]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 3
    assert any(line.endswith("TOM OKAFOR: Do you think so?") for line in lines)


def test_json_holds_the_places_in_the_text_and_top_cuts_it_short(monkeypatch) -> None:
    best = json.loads(run(TALK, "--json", "--top", 1, monkeypatch=monkeypatch))
    [expected] = sorted(suggest(read_file(TALK.encode())), key=lambda one: -one.score)[:1]
    assert best == [
        {
            "start": expected.start,
            "end": expected.end,
            "speaker": "ADA BRANDT",
            "sentence": CLAIM,
            "score": round(expected.score, 6),
            "reasons": expected.reasons,
            "against": expected.against,
            "offered": True,
        }
    ]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_each_row_of_a_table_has_its_score_in_the_same_order(monkeypatch, ends, encoding) -> None:
    data = TABLE.replace("\n", ends).encode(encoding)
    rated = rate(said_in(read_rows(TABLE)))
    assert run(data, "--tsv", monkeypatch=monkeypatch).splitlines() == [
        f"{number}\t{one.score:.6f}" for number, one in enumerate(rated, start=1)
    ]
    assert max(rated, key=lambda one: one.score) is rated[1]


def test_a_fourth_column_a_heading_and_quote_marks_change_nothing(monkeypatch) -> None:
    bare = run(TABLE.replace("\t1\n", "\n"), "--tsv", monkeypatch=monkeypatch)
    headed = run("number\tspeaker\tsentence\n" + TABLE, "--tsv", monkeypatch=monkeypatch)
    assert bare == headed == run(TABLE, "--tsv", monkeypatch=monkeypatch)
    assert [row.sentence for row in read_rows('7\tADA\t"Yes\n8\tADA\tno"')] == ['"Yes', 'no"']


@pytest.mark.parametrize(
    ("data", "options", "message"),
    [
        ("", ["--tsv"], "This file is empty."),
        (
            "number\tspeaker\tsentence\n",
            ["--tsv"],
            "There is no row with a sentence in this table.",
        ),
        ("1\tA\tYes.\n\nno tab\n", ["--tsv"], "Line 3 has 1 of the columns number, speaker and"),
        ("1\tA\tYes.\t0\t1\n", ["--tsv"], "Line 1 has 5 of the columns number, speaker and"),
        ("1\tA\tYes.\nx\tA\tNo.", ["--tsv"], "Line 2 does not begin with the number of a"),
        ("", [], "This file is empty."),
        (bytes(range(256)) * 9, [], "This file is not text"),
        (TALK, ["--top=0"], "--top takes a number from 1 on."),
        (TABLE, ["--tsv", "--json"], "--tsv goes with neither --json nor --top."),
        (TABLE, ["--tsv", "--top=3"], "--tsv goes with neither --json nor --top."),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(monkeypatch, data, options, message) -> None:
    with pytest.raises(CommandError) as refusal:
        run(data, *options, monkeypatch=monkeypatch)
    assert str(refusal.value).startswith(message)
    assert "\n" not in str(refusal.value)


def test_a_file_that_is_not_there_ends_with_one_sentence_and_code_1(tmp_path) -> None:
    command = [sys.executable, "manage.py", "suggest_claims", str(tmp_path / "none"), "--tsv"]
    ended = subprocess.run(
        command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.splitlines() == [
        f"Failed: {tmp_path / 'none'} cannot be read: No such file or directory."
    ]
