"""From bytes to text, and from text to the text that is kept."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.text.errors import UnreadableText
from claims.text.normalise import MAX_BYTES, decode, normalise


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"Ada left.", ("Ada left.", "utf-8")),
        ("Zoë’s".encode(), ("Zoë’s", "utf-8")),
        ("Zoë".encode("utf-8-sig"), ("Zoë", "utf-8")),
        (b"\xff\xfe" + "Zoë".encode("utf-16-le"), ("Zoë", "utf-16-le")),
        (b"\xfe\xff" + "Zoë".encode("utf-16-be"), ("Zoë", "utf-16-be")),
        (b"\xff\xfe\x00\x00" + "Zoë".encode("utf-32-le"), ("Zoë", "utf-32-le")),
        ("Zoë says no".encode("utf-16-le"), ("Zoë says no", "utf-16-le")),
        ("Zoë says no".encode("utf-16-be"), ("Zoë says no", "utf-16-be")),
        ("“No,” said Zoë – twice.".encode("cp1252"), ("“No,” said Zoë – twice.", "cp1252")),
        ("Señor Núñez: ¿qué?".encode("latin-1"), ("Señor Núñez: ¿qué?", "cp1252")),
    ],
)
def test_text_in_a_common_encoding_is_read(data: bytes, expected: tuple[str, str]) -> None:
    assert decode(data) == expected


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1250", "Wczoraj minister powiedział, że żadne źródło tego nie potwierdza. Łódź śpi."),
        ("cp1251", "Вчера министр сказал, что никакие источники это не подтверждают."),
        ("koi8_r", "Вчера министр сказал, что никакие источники это не подтверждают."),
        ("cp1253", "Ο υπουργός διέψευσε την είδηση χθες το βράδυ."),
    ],
)
def test_text_in_an_older_encoding_is_guessed(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == (text, encoding)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "This file is empty."),
        (b"%PDF-1.7\nxx", "This file is a PDF."),
        (
            b"PK\x03\x04\x14\x00[Content_Types].xml word/document.xml",
            "This file is a Word document.",
        ),
        (b"PK\x03\x04\x14\x00\x00\x00", "This file is a ZIP archive."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This file is an old Office document."),
        (b"{\\rtf1\\ansi Hello}", "This file is a rich text (RTF) document."),
        (b"  <!DOCTYPE html><p>Hello", "This file is a web page."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "This file is a picture."),
        (b"Hello\x00world", "This file is not text: it holds zero bytes."),
        (b"\x01\x02\x03\x04 hello", "This file is not text."),
        (b"\xff\xfeabc", "This file says that it is UTF-16, but it is damaged or cut short"),
        (b"\xef\xbb\xbf\xff", "This file says that it is UTF-8, but it is damaged or cut short"),
        (b"a" * (MAX_BYTES + 1), "This text is 5.0 MB long; the limit is 5 MB"),
    ],
)
def test_what_is_not_plain_text_is_refused_in_one_sentence(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableText) as refusal:
        decode(data)
    assert str(refusal.value).startswith(message)
    assert "\n" not in str(refusal.value)


def test_line_endings_and_leading_marks_are_all_that_changes() -> None:
    text = "\ufeff A\r\nb\rc\n\r\nd\u2028e\u2029f\x0cg\ufeff e\u0301 \U0001f600 \u00a0\n\n"
    assert (
        normalise(text)[0] == " A\nb\nc\n\nd\u2028e\u2029f\x0cg\ufeff e\u0301 \U0001f600 \u00a0\n\n"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "There is no text here."),
        (" \n\t\ufeff", "There is not a single sentence in this text."),
        ("\ufeff \r\n", "There is no text here."),
        ("123 -- 456!", "There is not a single sentence in this text."),
        (
            "one\r\ntwo\x00",
            "There is a NUL character on line 2, which cannot be stored: remove it and try again.",
        ),
        (
            "one\ntwo\rthree \ud800",
            "There is half a character (a lone surrogate) on line 3, which cannot be stored: "
            "remove it and try again.",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(UnreadableText) as refusal:
        normalise(text)
    assert str(refusal.value) == message


def test_too_long_a_text_is_refused_by_its_bytes() -> None:
    with pytest.raises(UnreadableText, match=r"is 5\.0 MB long"):
        normalise("é" * (MAX_BYTES // 2 + 1))


def test_invisible_characters_are_kept_and_told() -> None:
    text, notes = normalise("one\ntwo \u202ereverse\u202c and\u200b zero")
    assert text == "one\ntwo \u202ereverse\u202c and\u200b zero"
    assert notes == [
        "Line 2: 2 invisible direction marks are in this text; they can make words show in "
        "another order than they are stored.",
        "Line 2: 1 invisible character is in this text (zero width or soft hyphen); words that "
        "look alike may differ.",
    ]


@settings(deadline=None)
@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    try:
        once, notes = normalise(text)
    except UnreadableText:
        return
    assert normalise(once) == (once, notes)


@settings(deadline=None)
@given(st.text(alphabet="\r\nab\ufeff ", min_size=1))
def test_only_line_endings_and_leading_marks_are_lost(text: str) -> None:
    try:
        kept, _ = normalise(text)
    except UnreadableText:
        return
    unended = text.replace("\r", "").replace("\n", "").lstrip("\ufeff")
    assert kept.replace("\n", "").lstrip("\ufeff") == unended


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_whole_or_refused(data: bytes) -> None:
    try:
        text, encoding = decode(data)
    except UnreadableText as refusal:
        assert str(refusal)  # noqa: PT017
        return
    assert data.decode(encoding).removeprefix("\ufeff") == text
