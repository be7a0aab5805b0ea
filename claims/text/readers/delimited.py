"""Tables of text (CSV, TSV): encoding and separator are found, line breaks within quotes kept.

https://www.rfc-editor.org/rfc/rfc4180, and what programs make of it.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from claims.text.errors import UnreadableText
from claims.text.normalise import BYTE_ORDER_MARKS, decode, encoding_note
from claims.text.sheets import Book, Rows

MOST_BYTES = 20_000_000
_SEPARATORS = ",;\t|"
_LOOKED_AT = 50
_SAYS_SEPARATOR = re.compile(r'"?sep=([,;\t|])"?(\r\n|\r|\n)', re.IGNORECASE)
_BREAKS = re.compile(r"\r\n?")
_NUL = "\x00"


def read(data: bytes) -> Book:
    """The one sheet of a table of text. UnreadableText, in one sentence, where there is none."""
    text, encoding, notes = _decoded(data)
    if _NUL in text:
        raise UnreadableText("This file is not text: it holds zero bytes. Save it as CSV (UTF-8).")
    rows = Rows()
    separator, begins = _separator(text)
    for number, cells in enumerate(_records(text[begins:], separator), 1):
        rows.add(number, [_BREAKS.sub("\n", cell).strip() for cell in cells])
    if not rows.rows:
        raise UnreadableText("There is nothing in this sheet.")
    return Book("csv", [rows.sheet("", notes)], encoding)


def _decoded(data: bytes) -> tuple[str, str, list[str]]:
    """Text, encoding, and the doubts about it."""
    if mixed := _line_by_line(data):
        text, others = mixed
        some = "1 line is" if others == 1 else f"{others:,} lines are"
        return text, "utf-8", [
            f"{some} not in UTF-8, as the rest is, and read as Windows-1252: check accents there."
        ]  # fmt: skip
    text, encoding = decode(data, most=MOST_BYTES)
    note = encoding_note(encoding)
    return text, encoding, [note] if note else []


def _line_by_line(data: bytes) -> tuple[str, int] | None:
    """Text in which some lines are UTF-8 and some Windows-1252, and how many these are.

    None where it is in one encoding: sheets that several programs have written have two.
    """
    if len(data) > MOST_BYTES or b"\x00" in data or data.startswith(BYTE_ORDER_MARKS[3:]):
        return None
    lines, told, others = [], 0, 0
    for line in data.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True):
        try:
            lines.append(line.decode())
            told += not line.isascii()
        except UnicodeDecodeError:
            others += 1
            try:
                lines.append(line.decode("cp1252"))
            except UnicodeDecodeError:
                return None
    return ("".join(lines), others) if others and told * 4 >= others else None


def _separator(text: str) -> tuple[str, int]:
    """What separates the cells, and where the first row begins."""
    if said := _SAYS_SEPARATOR.match(text):
        return said[1], said.end()
    return max(_SEPARATORS, key=lambda one: _fits(text, one)), 0


def _fits(text: str, separator: str) -> tuple[float, int]:
    """How well a separator fits: the share of rows as wide as most are, and how wide that is."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        widths = [len(cells) for cells in islice(reader, _LOOKED_AT) if any(cells)]
    except csv.Error:
        return 0, 0
    if not widths or max(widths) < 2:
        return 0, 0
    (width, times), *_ = Counter(widths).most_common(1)
    return (times / len(widths), width) if width > 1 else (0, 1)


def _records(text: str, separator: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 1
    try:
        for cells in reader:
            yield cells
            number += 1
    except csv.Error as error:
        raise UnreadableText(_broken(number, str(error))) from None


def _broken(number: int, error: str) -> str:
    where = f"Row {number:,} of this file"
    if "field larger" in error:
        return f"{where} has a cell that is too long, as when a quotation mark is not closed."
    return (
        f"{where} has a quotation mark that does not pair with another, so nobody can tell where "
        "its cells end: correct it, and save it anew."
    )
