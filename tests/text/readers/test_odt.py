"""OpenDocument texts."""

from datetime import date

import pytest

from claims.text.errors import UnreadableText
from claims.text.readers import odt as reader
from tests.text.readers.accounts import said, sound
from tests.text.readers.documents import odt, zipped

PLAIN = "<text:p>Ada Quill: It leaks.</text:p><text:p>Ivo Pell: It does not.</text:p>"
BOLD = '<style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style>'


def read(body, **more):
    return sound(reader.manuscript(odt(body, **more)))


def test_paragraphs_with_labels_are_turns_and_properties_details():
    reading = read(PLAIN)
    assert reading.format == "odt"
    assert said(reading) == [("Ada Quill", "It leaks."), ("Ivo Pell", "It does not.")]
    assert reading.details.title == "The bridge"
    assert reading.details.author == "Kim Lund"
    assert reading.details.published_on == date(2024, 5, 2)


def test_names_in_bold_are_labels():
    line = '<text:p><text:span text:style-name="B">{}</text:span> {}</text:p>'
    lines = [("Ada Quill", "It leaks."), ("Ivo Pell", "No."), ("Ada Quill", "Yes.")]
    reading = read("".join(line.format(*one) for one in lines), styles=BOLD)
    assert said(reading) == lines


def test_white_space_is_that_of_the_document_and_not_of_its_file():
    reading = read(
        "<text:p>  One\n   two<text:s text:c='3'/>three<text:tab/>four<text:line-break/>five."
        "</text:p>"
    )
    assert reading.text == "One two   three\tfour\nfive."
    assert reading.done == ["Joined 2 runs of white space."]


def test_a_table_of_names_and_words_is_a_transcript():
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    rows = [("Ada Quill", "It leaks, and has since May."), ("Ivo Pell", "It does not.")]
    table = "".join(
        f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in rows
    )
    assert said(read(f"<table:table>{table}</table:table>")) == rows


def test_notes_comments_deletions_and_headers_are_told_of():
    reading = read(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Gone.</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p>Ada Quill: It leaks<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>In 2023.</text:p></text:note-body></text:note>."
        "<office:annotation><dc:creator>Jo</dc:creator><text:p>Sure?</text:p></office:annotation>"
        "</text:p><text:p>Ivo Pell: It does not.</text:p>",
        margins="<style:header><text:p>DRAFT</text:p></style:header>",
    )
    assert said(reading) == [
        ("Ada Quill", "It leaks."),
        ("Ivo Pell", "It does not."),
        ("", "[Note 1: In 2023.]"),
    ]
    assert [note.text for note in reading.notes] == [
        "Note 1 belongs here; see the end.",
        "A comment by Jo stands here: “Sure?”.",
    ]
    assert reading.done == [
        "Left out 1 deletion that was tracked.",
        "Made notes of 1 comment.",
        "Left out 1 mark of a footnote.",
        "Left out 1 header or footer.",
    ]


BAD = {
    "password": (odt(PLAIN, manifest="<encryption-data/>"), "protected with a password"),
    "cut short": (odt(PLAIN)[:-30], "damaged or cut short"),
    "no content": (
        zipped({"mimetype": "application/vnd.oasis.opendocument.text"}),
        "damaged or cut short",
    ),
    "no text": (odt(""), "There is no text here."),
    "entities": (
        zipped({"content.xml": "<!DOCTYPE a><a/>", "META-INF/manifest.xml": ""}),
        "declares a type or entities",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_read_is_refused_in_one_sentence(case):
    data, message = BAD[case]
    assert reader.recognises(data)
    with pytest.raises(UnreadableText, match=message):
        reader.read(data)
