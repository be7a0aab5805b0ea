"""Markdown: what is left out, what stays, and what it is read as."""

from datetime import date

import pytest

from claims.text.errors import UnreadableText
from claims.text.parts import Details
from claims.text.readers import read_text
from claims.text.readers.markdown_words import MOST_MARKS
from tests.fuzz import SAMPLES
from tests.text.readers.said import notes, turns, understood

INTERVIEW = (SAMPLES / "markdown" / "interview.md").read_text("utf-8")


def test_an_interview_is_read_as_a_transcript_of_its_words() -> None:
    reading = understood(INTERVIEW)
    assert reading.format == "markdown"
    assert turns(reading)[:7] == [
        ("(paragraph)", None, "The bridge"),
        ("(paragraph)", None, "It rained all day and 2 * 3 is not nine. See the report."),
        ("Ada Quill", None, "Hello there, snake_case_word * and code *x* & more.[^1]"),
        ("Jan Ober", None, "Hi a picture bold https://example.org."),
        ("(direction)", None, "Part two"),
        ("Ada Quill", None, "Quoted\nwords"),
        ("(direction)", None, "Heading under"),
    ]
    assert turns(reading)[7][2].split("\n") == [
        "In a list", "done ref and text and [no][nope]", "", "", "", "", 'x = "**kept**"', "", "",
        "[^1]: A footnote.",
    ]  # fmt: skip
    assert notes(reading)[0] == ("The file remarks here: “ask her again”.", "")


def test_the_block_before_the_text_tells_the_details() -> None:
    assert understood(INTERVIEW).details == Details(
        title="The bridge: an interview",
        outlet="The Harbour Post",
        author="Kim Lund",
        published_on=date(2021, 12, 3),
    )
    assert understood("# It *leaks*\n\n## Again\n\nIt does.").details.title == "It *leaks"


def test_what_was_done_is_told() -> None:
    assert understood(INTERVIEW).done == [
        "Left out 1 block of details before the text.",
        "Left out 4 marks of headings.",
        "Left out 16 signs of emphasis.",
        "Left out 5 addresses of links.",
        "Left out 1 comment.",
        "Left out 1 backslash.",
        "Left out 4 marks of code.",
        "Wrote out 1 character written as a code.",
        "Left out 1 address of a picture.",
        "Left out 2 tags.",
        "Left out 2 marks of quotations.",
        "Left out 2 marks of lists.",
        "Left out 1 line across the page.",
    ]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (
            "**bold** and *it* and ***both*** and __so__ ~~gone~~",
            "bold and it and both and so gone",
        ),
        ("a*b*c snake_case_x 2 * 3 * 4", "abc snake_case_x 2 * 3 * 4"),
        ("**open and *half", "**open and *half"),
        ("*a **b* c**", "a b c"),
        (r"\*kept\* \# \a", r"*kept* # \a"),
        ("`*code*` ``a`b``", "*code* a`b"),
        ("[a [b] c](http://x.org)", "a [b] c"),
        ("[![alt](p.png)](http://x.org)", "alt"),
        ("[a](<b c> 'T') [b]( c )", "a b"),
        ("[a](b c) [x] ](y)", "[a](b c) [x] ](y)"),
        ("<http://x.org> <b>a</b> 3 < 4", "http://x.org a 3 < 4"),
        ("&amp; &nothing; &#0;", "& &nothing; &#0;"),
        ("a\\\nb", "a\nb"),
        ("> a\n>> b", "a\nb"),
        ("* a\n+ b\n1. c", "a\nb\n1. c"),
        ("### a ###\nb", "a\n\nb"),
        ("a\n===\nb", "a\n\nb"),
        ("a <!-- b\nc --> d", "a  d"),
        ("a <!-- b", "a <!-- b"),
        ("| a | b |\n|---|:-:|\n| c | d |", "| a | b |\n\n| c | d |"),
        ("~~~\n**a**\n~~~", "\n**a**\n"),
    ],
)
def test_marks(written: str, words: str) -> None:
    assert understood(written, "notes.md").text == words


@pytest.mark.parametrize(
    ("text", "is_markdown"),
    [
        ("**Ada:** no.\n\n**Jan:** yes.", True),
        ("See [this](https://example.org).", True),
        ("# One\n\nIt leaks.\n\n## Two\n\nIt does.", True),
        ("---\ntitle: It leaks\n---\nIt does.", True),
        ("It costs 5* and **more.\n\nSo *there*.", False),
        ("* It leaks\n* It does", False),
        ("One **bold** word.", False),
        ("[1] is a note [a](b).", False),
        ("---\n\nIt leaks.", False),
    ],
)
def test_clear_markup_alone_or_the_name_makes_it_markdown(text: str, is_markdown: bool) -> None:
    assert (read_text(text).format == "markdown") is is_markdown
    assert read_text(text, "talk.MD").format == "markdown"


def test_a_line_of_speech_over_dashes_is_no_heading() -> None:
    reading = understood("**Ada:** It leaks.\n---\n**Jan:** No.\n\n**Ada:** Yes.")
    assert turns(reading) == [
        ("Ada", None, "It leaks."), ("Jan", None, "No."), ("Ada", None, "Yes."),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["<!-- words -->", "---\ntitle: words\n---\n", "[a]: b"])
def test_a_file_without_words_is_refused(text: str) -> None:
    with pytest.raises(UnreadableText, match=r"There are no words in this file\."):
        read_text(text, "talk.md")


def test_more_marks_than_anybody_writes_are_refused() -> None:
    with pytest.raises(UnreadableText, match="more than 300,000 marks"):
        read_text("*a" * (MOST_MARKS + 1), "talk.md")
