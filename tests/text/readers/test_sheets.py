"""Spreadsheets: what is read of a table of text or a workbook, and what is refused."""

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from random import Random
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.errors import UnreadableText
from claims.text.readers import delimited, xlsx
from claims.text.readers.number_formats import code_of, shown
from claims.text.readers.sheets import read_book
from claims.text.sheets import Book
from tests.fuzz.documents import mutated
from tests.text.readers.documents import docx, paragraph, zipped
from tests.text.readers.sheet_files import xlsx_of

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def rows_of(book: Book, at: int = 0) -> list[tuple[int, list[str]]]:
    return [(row.number, row.cells) for row in book.sheets[at].rows]


def cells_of(data: bytes) -> list[list[str]]:
    return [row.cells for row in read_book(data).sheets[0].rows]


def workbook(cells: str, **parts: str) -> bytes:
    """A workbook whose one sheet has these rows, as XML."""
    sheets = f'<sheets><sheet name="One" r:id="r1"/></sheets>{parts.pop("more", "")}'
    kinds = {"r1": ("worksheet", "worksheets/sheet1.xml"), "r2": ("sharedStrings", "s.xml"),
             "r3": ("styles", "styles.xml")}  # fmt: skip
    relations = "".join(
        f'<Relationship Id="{key}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for key, (kind, target) in kinds.items()
    )
    return zipped(
        {
            "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{RELATIONS}">{sheets}</workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{relations}'
            "</Relationships>",
            "xl/worksheets/sheet1.xml": f"<worksheet {MAIN}><sheetData>{cells}</sheetData>"
            "</worksheet>",
            **{f"xl/{name}.xml": part for name, part in parts.items()},
        }
    )


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_and_line_breaks_in_quotes_are_kept(separator: str) -> None:
    lines = [["Quote", "Verdict", "Due"], ['He said "no";\r\nshe, "yes".', "True", "1,5"],
             ["", "", ""], ["a | b\tc", "", ""]]  # fmt: skip
    written = io.StringIO()
    csv.writer(written, delimiter=separator).writerows(lines)
    book = read_book(written.getvalue().encode())
    assert rows_of(book) == [
        (1, lines[0]), (2, ['He said "no";\nshe, "yes".', "True", "1,5"]), (4, lines[3]),
    ]  # fmt: skip
    assert book.sheets[0].notes == []


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "utf-32"]
)
def test_any_encoding_is_found(encoding: str) -> None:
    text = "Quote;Note\r\nDie Brücke – für 9 Mio. €;„so“ é\r\n"
    book = read_book(text.encode(encoding))
    assert rows_of(book)[1] == (2, ["Die Brücke – für 9 Mio. €", "„so“ é"])
    assert len(book.sheets[0].notes) == (encoding == "cp1252")


def test_lines_in_another_encoding_than_the_rest_are_kept_and_told_of() -> None:
    book = read_book("Quote\nfür\n".encode() + "Brücke\n".encode("cp1252"))
    assert rows_of(book) == [(1, ["Quote"]), (2, ["für"]), (3, ["Brücke"])]
    assert book.sheets[0].notes == [
        "1 line is not in UTF-8, as the rest is, and read as Windows-1252: check accents there."
    ]


def test_a_sheet_may_say_itself_what_separates_its_cells() -> None:
    assert cells_of(b"sep=|\r\nQuote|Note, with comma\r\na|b\r\n") == [
        ["Quote", "Note, with comma"], ["a", "b"],
    ]  # fmt: skip


def test_a_sheet_of_one_column_has_one() -> None:
    assert cells_of(b"Quote\nIt leaks.\n") == [["Quote"], ["It leaks."]]


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["C"])), min_size=2, max_size=4)))
def test_what_is_written_is_read(table: list[list[str]]) -> None:
    rows = [["Quote", "Note"], *([f"x{cell}x" for cell in cells] for cells in table)]
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(rows)
    assert [row.cells for row in delimited.read(written.getvalue().encode()).sheets[0].rows] == rows


def test_a_workbook_is_read_as_it_is_shown() -> None:
    data = xlsx_of(
        ["It leaks.\nA lot", date(2026, 12, 4), datetime(2026, 1, 2, 3, 4), 3.5, "_x0041_<&>"],  # noqa: DTZ001
        headings=["Quote", "Due", "At", "Number", "Text"],
    )
    assert rows_of(read_book(data)) == [
        (1, ["Quote", "Due", "At", "Number", "Text"]),
        (2, ["It leaks.\nA lot", "2026-12-04", "2026-01-02 03:04", "3.5", "_x0041_<&>"]),
    ]
    assert xlsx.read(data) == read_book(data)


def test_cells_of_every_kind() -> None:
    shared = (
        "<si><t>shared</t><rPh><t>sound</t></rPh></si><si><r><t>ri</t></r><r><t>ch</t></r></si>"
    )
    formats = '<numFmts><numFmt numFmtId="170" formatCode="[$-407]d.\\ mmm\\ yyyy"/></numFmts>'
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="170"/></cellXfs>'
    data = workbook(
        '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="C3" t="s"><v>1</v></c><c t="s"><v>9</v></c>'
        '<c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c><c t="str"><f>A1</f><v>made</v></c></row>'
        '<row><c><f>1+1</f><v>2</v></c><c><f>1+1</f></c><c s="1"><v>0.256</v></c>'
        '<c s="2"><v>46360</v></c><c t="inlineStr"><is><t> in </t></is></c><c t="d">'
        '<v>2026-01-01</v></c><c r="CZ4"><v>1</v></c></row><row r="9"><c t="s"><v>x</v></c></row>',
        s=f"<sst {MAIN}>{shared}</sst>",
        styles=f"<styleSheet {MAIN}>{formats}{styles}</styleSheet>",
    )
    [sheet] = read_book(data).sheets
    assert [row.number for row in sheet.rows] == [3, 4]
    assert sheet.rows[0].cells == ["shared", "", "rich", "", "TRUE", "", "made"]
    assert sheet.rows[1].cells[:7] == ["2", "", "25.60%", "2026-12-04", "in", "2026-01-01", ""]
    assert sheet.notes == [
        "1 cell shows an error, such as #REF!, and counted as empty.",
        "1 formula has no value kept in the file, and counted as empty.",
        "1 row goes beyond 100 columns: what is there was left out.",
    ]


@pytest.mark.parametrize(
    ("value", "number", "words"),
    [
        ("0.30000000000000004", 0, "0.3"), ("1234567.891", 4, "1,234,567.89"), ("5E-2", 9, "5%"),
        ("46360.5", 22, "2026-12-04 12:00"), ("0.5", 20, "12:00"), ("59", 14, "1900-02-28"),
        ("1e300", 0, "1e300"), ("-1", 14, "-1"),
        ("12345678901234567890", 0, "12345678901234600000"),
        ("abc", 2, "abc"), ("9e9", 14, "9e9"), ("2.5", 1, "3"), ("NaN", 0, "NaN"),
    ],
)  # fmt: skip
def test_numbers_are_shown_by_their_format(value: str, number: int, words: str) -> None:
    assert shown(value, code_of(number, {})) == words


def test_days_may_be_counted_from_1904() -> None:
    data = workbook(
        '<row><c s="0"><v>44898</v></c></row>',
        more='<workbookPr date1904="1"/>',
        styles=f'<styleSheet {MAIN}><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>',
    )
    assert cells_of(data) == [["2026-12-04"]]


def bomb() -> bytes:
    return workbook('<row><c t="inlineStr"><is><t>' + "0" * 60_000_000 + "</t></is></c></row>")


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
WORKBOOK = xlsx_of(["It leaks."], headings=["Quote"])
REFUSED: list[tuple[bytes | Callable[[], bytes], str]] = [
    (b"", "This file is empty."),
    (b",,\n,,\n", "There is nothing in this sheet."),
    (b'Quote,Note\n"It leaks,x\nNo,y\n', "Row 2 of this file has a quotation mark"),
    (b'Quote\n"' + b"x\n" * 100_000, "Row 2 of this file has a cell that is too long"),
    (b"%PDF-1.7 x", "This file is a PDF."),
    (b"<html><table></table></html>", "This file is a web page."),
    (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
    (b"\xd0\xcf\x11\xe0 Workbook", "This is an old workbook"),
    (docx(paragraph("x")), "This file is no workbook that can be read"),
    (WORKBOOK[:-40], "This workbook is damaged or cut short"),
    (zipped({"xl/workbook.xml": "<workbook"}), "This workbook is damaged or cut short"),
    (zipped({"xl/worksheets/x.xml": "<a/>"}), "This workbook is damaged or cut short"),
    (zipped({"xl/workbook.xml": "", "xl/vbaProject.bin": ""}), "This workbook holds macros"),
    (workbook(""), "There is nothing in the sheets of this workbook."),
    (workbook("<row/>", styles=f"{ENTITIES}<styleSheet {MAIN}/>"), "declares a type or entities"),
    (bomb, "This workbook unpacks to far more than such files do"),
    (b"Quote\n" + b"x" * 20_000_001, "the limit is 20 MB"),
    (b"PK" + b"xl/workbook" * 2_000_000, "the limit is 20 MB"),
]  # fmt: skip


@pytest.mark.parametrize(("made", "sentence"), REFUSED, ids=[sentence for _, sentence in REFUSED])
def test_what_cannot_be_read_is_refused_in_one_sentence(
    made: bytes | Callable[[], bytes], sentence: str
) -> None:
    data = made() if callable(made) else made
    with pytest.raises(UnreadableText) as refusal:
        read_book(data)
    words = str(refusal.value)
    assert sentence in words
    assert words.endswith(".")
    assert "\n" not in words


@pytest.mark.parametrize("part", ["worksheets/sheet1", "workbook", "_rels/workbook.xml", "styles"])
def test_mutated_parts_of_a_workbook_are_read_or_refused(part: str) -> None:
    chance = Random(part)
    archive = ZipFile(io.BytesIO(WORKBOOK))
    parts = {name: archive.read(name) for name in archive.namelist()}
    name = f"xl/{part}.rels" if "rels" in part else f"xl/{part}.xml"
    refusals = []
    for _ in range(200):
        try:
            xlsx.read(zipped({**parts, name: mutated(parts[name], chance)}))
        except UnreadableText as refusal:
            refusals.append(str(refusal))
    assert 0 < len(refusals) < 200
    assert not any("\n" in refusal for refusal in refusals)


def test_a_cell_at_the_far_end_of_a_sheet_costs_nothing() -> None:
    data = workbook('<row r="1048576"><c r="XFD1048576"><v>1</v></c><c r="A1"><v>7</v></c></row>')
    [sheet] = read_book(data).sheets
    assert [(row.number, row.cells[0]) for row in sheet.rows] == [(1_048_576, "7")]


def test_rows_beyond_the_limit_are_counted() -> None:
    rows = "".join(f"<row><c><v>{number}</v></c></row>" for number in range(10_003))
    [sheet] = read_book(workbook(rows)).sheets
    assert (len(sheet.rows), sheet.more) == (10_000, 3)
