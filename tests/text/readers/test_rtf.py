"""RTF documents."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.text.errors import UnreadableText
from claims.text.readers import rtf as reader
from tests.text.readers.accounts import said, sound

HEAD = (
    r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}"
    r"{\colortbl;\red0\green0\blue0;}{\*\generator Writer;}"
    r"{\info{\title The bridge}{\author Kim Lund}{\creatim\yr2024\mo5\dy2}}"
)


def read(body):
    return sound(reader.manuscript(f"{HEAD}{body}}}".encode("latin-1")))


def test_paragraphs_with_labels_are_turns_and_info_details():
    reading = read(r"\pard Ada Quill: It leaks.\par Ivo Pell: It does not.\par")
    assert reading.format == "rtf"
    assert said(reading) == [("Ada Quill", "It leaks."), ("Ivo Pell", "It does not.")]
    assert reading.details.title == "The bridge"
    assert reading.details.author == "Kim Lund"
    assert reading.details.published_on == date(2024, 5, 2)


def test_characters_come_from_code_pages_unicode_and_names():
    reading = read(
        r"\'e9t\'e9 {\f1 \'cf\'f0\'e8\'e2\'e5\'f2} \u8364?9 \u-10179?\u-8704? \uc0\u322 x "
        r"\ldblquote so\rdblquote\emdash\{it\}\~is\par"
    )
    assert reading.text == "été Привет €9 😀 łx “so”—{it}\u00a0is"


def test_half_a_character_is_replaced_and_told():
    reading = read(r"Half \u-10179? of it.\par")
    assert "\N{REPLACEMENT CHARACTER}" in reading.text


def test_names_in_bold_and_tables_are_labels():
    reading = read(
        r"{\b ADA QUILL}\tab It leaks.\par{\b IVO PELL}\tab No.\par\b ADA QUILL\b0\line Yes.\par"
        r"\trowd\intbl ADA QUILL\cell Look at it, will you.\cell\row"
        r"\trowd\intbl IVO PELL\cell I am looking.\cell\row\pard"
    )
    assert [who for who, _ in said(reading)] == [
        "ADA QUILL", "IVO PELL", "ADA QUILL", "ADA QUILL", "IVO PELL",
    ]  # fmt: skip


def test_what_is_no_text_is_left_out_and_told():
    reading = read(
        r"{\header Draft}Ada Quill: It {\v secretly }leaks{\footnote In 2023.}. {\deleted Gone. }"
        r"{\*\atnauthor Jo}{\*\annotation Sure?}"
        r'{\field{\*\fldinst HYPERLINK "http://x"}{\fldrslt Here.}}{\pict\pngblip 89504e47}\par '
        r"Ivo Pell: No.\par"
    )
    assert said(reading) == [
        ("Ada Quill", "It leaks. Here."),
        ("Ivo Pell", "No."),
        ("", "[Note 1: In 2023.]"),
    ]
    assert reading.done == [
        "Left out 1 header or footer.",
        "Left out 1 stretch of hidden text.",
        "Left out 1 deletion that was tracked.",
        "Made notes of 1 comment.",
        "Left out 1 field code.",
        "Left out 1 picture.",
    ]
    assert [note.text for note in reading.notes][:2] == [
        "Note 1 belongs here; see the end.",
        "A comment by Jo stands here: “Sure?”.",
    ]


def test_one_that_is_cut_short_is_read_as_far_as_it_goes():
    reading = sound(reader.manuscript((HEAD + "Ada Quill: It lea").encode()))
    assert reading.text == "Ada Quill: It lea"
    assert reading.notes[0].text == "This file ends before its end: it may be cut short."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (rb"{\rtf1}", "There is no text here."),
        (rb"{\rtf1" + b"{" * 3000, "nested too deeply"),
        (rb"{\rtf1 \bin99999999999999999 x}", "There is no text here."),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data, message):
    assert reader.recognises(data)
    with pytest.raises(UnreadableText, match=message):
        reader.read(data)


CODES = st.sampled_from(
    [r"\par ", r"\b ", "{", "}", r"\u8364?", r"\'e9", r"\footnote ", r"\*", r"\intbl ", r"\cell ",
     r"\row ", r"\v ", r"\annotation ", r"\field ", "words ", r"\uc3 ", r"\header ", r"\pard "]
)  # fmt: skip


@given(st.lists(CODES, max_size=40))
@settings(max_examples=60, deadline=None)
def test_every_character_is_accounted_for_whatever_the_codes(codes):
    try:
        sound(reader.manuscript((HEAD + "".join(codes) + r"The end.}").encode()))
    except UnreadableText:
        return
