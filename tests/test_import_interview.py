"""manage.py import_interview: from a file to a desk, or to what it was understood as."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from claims.models import Interview, Person, Role
from claims.text.readers import read_file
from claims.text.reading import as_json
from tests.factories import TEXT, make_interview, make_user

ARTICLE = "“The bridge was never inspected,” said Ada Brandt.\n\nIt opened in May.\n"


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.txt"
    path.write_bytes(TEXT.encode())
    return path


def run(*words: object) -> tuple[str, str]:
    """What the command prints: to stdout and to stderr."""
    out, err = io.StringIO(), io.StringIO()
    call_command("import_interview", *map(str, words), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.mark.django_db
def test_a_file_is_stored_and_the_path_of_its_desk_printed(talk):
    by = make_user(Role.ADMIN)
    details = {
        "title": "The bridge", "outlet": "Channel 9", "programme": "Tonight",
        "published_on": "2026-05-04", "url": "https://example.org/bridge", "language": "de",
    }  # fmt: skip
    options = [f"--{name.replace('_', '-')}={value}" for name, value in details.items()]
    out, err = run(talk, *options)
    interview = Interview.objects.get()
    assert out == "/interviews/the-bridge/\n"
    assert {name: str(getattr(interview, name)) for name in details} == details
    assert interview.created_by == by
    assert interview.transcripts.get().text == TEXT
    assert err.splitlines() == [
        f"Reading {talk} …",
        "Understood: a transcript with speaker labels, 3 turns, 2 speakers, 0 quotes, 0 doubts.",
        f"Storing as {by.username} …",
        "Stored.",
    ]


@pytest.mark.django_db
def test_the_first_active_admin_takes_it_in_unless_somebody_is_named(talk):
    make_user(Role.ADMIN, is_active=False)
    first, _, reviewer = make_user(Role.ADMIN), make_user(Role.ADMIN), make_user()
    run(talk, "--title=One")
    run(talk, "--title=Two", "--by", reviewer.username)
    taken_in_by = Interview.objects.order_by("pk").values_list("created_by", flat=True)
    assert [*taken_in_by] == [first.pk, reviewer.pk]


@pytest.mark.django_db
def test_a_text_that_is_here_already_is_said_and_stored_again(talk):
    make_user(Role.ADMIN)
    make_interview(title="Here before")
    out, err = run(talk, "--title=Again")
    assert out == "/interviews/again/\n"
    assert "Exactly this text is here already: /interviews/here-before/" in err


def test_a_check_touches_no_database_and_says_what_was_understood(talk):
    out, _ = run(talk, "--check")
    lines = out.splitlines()
    assert lines[0] == "Format:   a transcript with speaker labels"
    assert lines[6:] == [
        "Speakers: 2",
        "  ADA BRANDT      2 turns       12 words  "
        "“Thank you for coming. The bridge was closed in May.”",
        "  TOM OKAFOR      1 turns       10 words  "
        "“The bridge cost nine million euros. It was never inspected.”",
        "Doubts:   0",
    ]


@pytest.mark.parametrize("text", [TEXT, ARTICLE, TEXT + "TOM OKAFOB: Né 😀\u2028\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_check_as_json_is_the_reading_to_the_letter(tmp_path, text, encoding):
    path = tmp_path / "talk.txt"
    path.write_bytes(data := text.encode(encoding))
    out, _ = run(path, "--check", "--json")
    assert json.loads(out) == as_json(read_file(data))


def test_a_dash_reads_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    out, err = run("-", "--check", "--json")
    assert json.loads(out)["text"] == TEXT
    assert err.startswith("Reading standard input …\n")


BAD = {
    "empty": (b"", "This file is empty."),
    "binary": (bytes(range(256)) * 9, "This file is not text"),
    "PDF": (b"%PDF-1.7", "This PDF is damaged or cut short"),
    "no sentence": (b"1 2 3\n", "There is not a single sentence in this text."),
    "large": (b"word " * 1_000_001, "5.0 MB large; the limit is 5 MB"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_read_is_refused_in_one_sentence(tmp_path, case):
    data, message = BAD[case]
    path = tmp_path / "talk"
    path.write_bytes(data)
    for options in (["--check"], ["--title=A title"]):
        with pytest.raises(CommandError, match=message) as refusal:
            run(path, *options)
        assert "\n" not in str(refusal.value)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ([], "--title: An interview needs a title."),
        (["--title", "x" * 201], "--title: This has 201 characters; there is room for 200."),
        (["--title=A", "--published-on=May"], "--published-on: Write the date as"),
        (["--title=A", "--url=javascript:1"], "--url: Only addresses that begin with"),
        (["--title=A", "--language=?"], "--language: Write the language as its code"),
        (["--title=A", "--by=nobody"], "nobody is no account here; these can: ana."),
        (["--title=A", "--by=vera"], "vera cannot take in interviews; these can: ana."),
        (["--title=A"], "There is no admin account; say with --by who it is: ana."),
        (["--json"], "--json goes with --check."),
    ],
)
def test_wrong_options_are_named_and_nothing_is_stored(talk, options, message):
    make_user(username="ana")
    make_user(Role.VIEWER, username="vera")
    with pytest.raises(CommandError) as refusal:
        run(talk, *options)
    assert str(refusal.value).startswith(message)
    assert not Interview.objects.exists()


def test_a_file_that_is_not_there_ends_with_one_sentence_and_code_1(tmp_path):
    command = [sys.executable, "manage.py", "import_interview", str(tmp_path / "none"), "--check"]
    ended = subprocess.run(
        command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.splitlines()[1:] == [
        f"Failed: {tmp_path / 'none'} cannot be read: No such file or directory."
    ]


@pytest.mark.django_db
def test_the_shell_says_who_is_meant_and_is_told_otherwise(talk):
    make_user(Role.ADMIN)
    make_interview()
    brandt = Person.objects.get(name="ADA BRANDT")
    _, err = run(talk, "--title=Second")
    assert f"ADA BRANDT is ADA BRANDT (#{brandt.pk}), known from 1 interview." in err.splitlines()
    run(talk, "--title=Third", "--who", "ADA BRANDT=new", "--who", "TOM OKAFOR=Tomas Okafor")
    assert Person.objects.filter(name="ADA BRANDT").count() == 2
    assert brandt.appearances.count() == 2
    assert Person.objects.get(name="Tomas Okafor").appearances.count() == 1
    _, err = run(talk, "--title=Fourth")
    assert "ADA BRANDT is somebody new; known by this name: " in err
    run(talk, "--title=Fifth", "--who", f"TOM OKAFOR=#{brandt.pk}")
    assert brandt.appearances.count() == 3
    for wrong, words in [("X=new", "no speaker “X”"), ("ADA BRANDT=#9999", "no person #9999")]:
        with pytest.raises(CommandError, match=words):
            run(talk, "--title=Sixth", "--who", wrong)
