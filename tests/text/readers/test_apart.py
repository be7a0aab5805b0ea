"""Reading in a child process with limits."""

import json
from functools import cache

import pytest

from claims.text.errors import UnreadableText
from claims.text.readers import docx as docx_reader
from claims.text.readers import read_file
from claims.text.readers.apart import MAX_FILE_BYTES, read_apart
from tests.text.readers.documents import column, docx, odt, paragraph, pdf, run

WORDS = "Ada Quill: It leaks."
FILES = {
    "docx": docx(paragraph(run(WORDS))),
    "odt": odt(f"<text:p>{WORDS}</text:p>"),
    "rtf": rf"{{\rtf1 {WORDS}\par}}".encode(),
    "pdf": pdf([column([WORDS])]),
    "html": b"<!doctype html><html><body><p>" + WORDS.encode() + b"</p></body></html>",
    "whisper": json.dumps([{"start": 1.5, "end": 2.5, "text": WORDS}]).encode(),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_is_read_by_what_it_is_and_not_by_its_name(kind):
    reading = read_file(FILES[kind], "wrong.txt")
    assert reading.format == kind
    assert reading.text == WORDS
    assert reading.label


def test_the_child_answers_with_all_that_the_reader_says():
    assert read_apart("docx", FILES["docx"]) == docx_reader.read(FILES["docx"])


def test_a_refusal_is_handed_on_in_its_words():
    with pytest.raises(UnreadableText, match="This Word document is damaged or cut short"):
        read_file(FILES["docx"][:-30])


def test_a_file_that_is_too_large_is_refused_before_it_is_read():
    with pytest.raises(UnreadableText, match=r"20\.0 MB large; the limit is 20 MB"):
        read_file(b"%PDF-" + bytes(MAX_FILE_BYTES))


def test_a_character_that_was_lost_is_noted_for_every_format():
    reading = read_file(docx(paragraph(run("Ada Quill: It le\ufffdks."))))
    assert [note.start for note in reading.notes if "was lost" in note.text] == [16]


@cache
def slow_pdf():
    """A PDF whose one page shows a word 200,000 times."""
    return pdf([[(72, 700, 11, "word")] * 200_000])


def test_one_that_takes_too_long_is_ended_and_said_so():
    with pytest.raises(UnreadableText) as refusal:
        read_apart("pdf", slow_pdf(), seconds=1)
    assert str(refusal.value) == (
        "This PDF takes longer than 1 second to read: split it, or save it anew."
    )


def test_one_that_takes_too_much_memory_is_ended_and_said_so():
    with pytest.raises(UnreadableText, match="takes too much memory to read"):
        read_apart("pdf", slow_pdf(), memory=120_000_000)
