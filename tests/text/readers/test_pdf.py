"""PDF: pages, columns, margins, and words parted at the end of a line."""

import io

import pytest
from pypdf import PdfReader, PdfWriter

from claims.text.errors import UnreadableText
from claims.text.readers import pdf as reader
from tests.text.readers.accounts import said, sound
from tests.text.readers.documents import column, pdf, pdf_of, picture_page

LINES = [
    "The bridge cost nine million euros, and the council never agreed to pay for it all,",
    "since nobody had foreseen the delays in the harbour, which took three whole years.",
    "It opened in May.",
]


def read(*pages):
    return sound(reader.manuscript(pdf(list(pages))))


def protected(password):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([column(LINES)]))))
    writer.add_metadata({"/Title": "The bridge", "/Author": "Kim Lund"})
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_lines_are_joined_to_paragraphs():
    reading = read(column(LINES) + column(["Nobody came."], top=620))
    assert reading.format == "pdf"
    assert reading.text == " ".join(LINES) + "\n\nNobody came."
    assert reading.done == ["Joined 2 lines to paragraphs."]


def test_a_label_begins_a_paragraph():
    reading = read(column(["ADA QUILL: It leaks and", "leaks.", "IVO PELL: It does not."]))
    assert said(reading) == [("ADA QUILL", "It leaks and leaks."), ("IVO PELL", "It does not.")]


def test_a_paragraph_goes_on_over_the_page():
    reading = read(column(LINES[:1]), column(LINES[1:]))
    assert reading.text == " ".join(LINES)


def test_running_heads_and_page_numbers_are_left_out_and_counted():
    pages = [
        [
            (72, 760, 9, f"The Herald, part {number}"),
            *column([f"{name} came first, and after her", "came all the others."]),
            (300, 30, 9, f"- {number} -"),
        ]
        for number, name in enumerate(["Ada", "Bea", "Cleo", "Dora", "Eva", "Fay"], 4)
    ]
    reading = read(*pages)
    assert reading.text.split("\n\n")[0] == "Ada came first, and after her came all the others."
    assert len(reading.turns) == 6
    assert sorted(reading.done) == [
        "Joined 6 lines to paragraphs.",
        "Left out 6 page numbers.",
        "Left out 6 running heads.",
    ]


def test_a_number_that_does_not_count_pages_stays():
    names, numbers = ["Ada", "Bea", "Cleo"], ["1945", "12", "7"]
    pages = [
        [*column([f"{name} came."]), (300, 30, 9, number)]
        for name, number in zip(names, numbers, strict=True)
    ]
    text = read(*pages).text
    assert [number in text for number in numbers] == [True] * 3


def test_words_that_are_parted_are_joined_where_that_is_plausible():
    lines = [
        "The council spoke of con-", "struction and of Jean-", "Luc, of a well-", "known friend,",
        "and of high-", "speed trains; the high hopes of", "some had the speed of light in co-",
        "operation.",
    ]  # fmt: skip
    reading = read(column(lines))
    assert reading.text == (
        "The council spoke of construction and of Jean-Luc, of a well-known friend, and of "
        "high-speed trains; the high hopes of some had the speed of light in co-operation."
    )
    assert reading.done[0] == "Joined 1 hyphenated word."
    doubts = [note.text for note in reading.notes if "hyphen" in note.text]
    assert [doubt.split("“")[1].split("”")[0] for doubt in doubts] == [
        "well-known", "high-speed", "co-operation",
    ]  # fmt: skip


def test_columns_are_read_one_after_the_other_as_they_are_written():
    left = [f"left line number {number} of the first column" for number in range(12)]
    right = [f"right line number {number} of the second one" for number in range(12)]
    text = read(column(left) + column(right, x=320)).text
    assert text.index("left line number 11") < text.index("right line number 0")


def test_columns_that_are_written_across_are_taken_apart():
    rows = [
        [(72.0, y, 11.0, f"left line number {n} of it"), (320.0, y, 11.0, f"right line number {n}")]
        for n, y in enumerate(range(700, 500, -14))
    ]
    reading = read([show for row in rows for show in row])
    text = reading.text
    assert text.index("left line number 14") < text.index("right line number 0")
    assert "Took apart the two columns of 1 page." in reading.done


def test_labels_in_a_narrow_column_stay_beside_their_words():
    rows = [
        [(72.0, y, 11.0, f"{'ADA' if n % 2 else 'IVO'}:"), (130.0, y, 11.0, f"It leaks {n} times.")]
        for n, y in enumerate(range(700, 500, -14))
    ]
    reading = read([show for row in rows for show in row])
    assert said(reading)[:2] == [("IVO", "It leaks 0 times."), ("ADA", "It leaks 1 times.")]


@pytest.mark.parametrize("apart", [False, True])
def test_the_line_numbers_of_a_court_are_left_out(apart):
    words = [f"{'QA'[number % 2]}. Did you see it, or number {number}?" for number in range(20)]
    if apart:
        page = column(map(str, range(1, 21)), x=40) + column(words)
    else:
        page = column([f"{number}   {line}" for number, line in enumerate(words, 1)])
    reading = read(page)
    assert said(reading)[0] == ("Q", "Did you see it, or number 0?")
    assert "Left out 20 line numbers." in reading.done


def test_ligatures_are_written_out():
    source = reader.Page(1, [reader.Line("The ﬁrst oﬃce.", 0, 0, 1)])
    paragraphs, _ = reader.joined([source])
    assert "".join(piece.text for piece in paragraphs[0]) == "The first office."


def test_one_that_only_forbids_changes_is_read():
    reading = sound(reader.manuscript(protected("")))
    assert reading.text == " ".join(LINES)
    assert (reading.details.title, reading.details.author) == ("The bridge", "Kim Lund")


def test_pages_without_text_are_named():
    reading = read(column(LINES), [], column(LINES))
    assert [note.text for note in reading.notes] == [
        "Page 2 has no text, only pictures or nothing."
    ]


BAD = {
    "password": (protected("secret"), "protected with a password"),
    "pictures": (picture_page(), "holds only pictures \\(1 page\\), no text"),
    "nothing": (pdf([[]]), "This PDF has no text."),
    "cut short": (pdf([column(LINES)])[:200], "damaged or cut short"),
    "no pages": (pdf_of([b"<< /Type /Catalog >>"]), "damaged or cut short"),
    "a name only": (b"%PDF-1.7", "damaged or cut short"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_read_is_refused_in_one_sentence(case):
    data, message = BAD[case]
    assert reader.recognises(data)
    with pytest.raises(UnreadableText, match=message):
        reader.read(data)
