"""Workbooks that are sent while they are made.

Libraries write a workbook to its end before its first byte can be sent, which takes minutes for a
million rows. Only what a list needs is here: texts, numbers, dates, a heading that stays in sight.
A sheet that is full is followed by another one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import IO, Any, cast
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

CHUNK = 500
SHEET_ROWS = 1_048_576
"""What Excel takes, the heading included."""
SHEET_BYTES = 1 << 30
"""Unpacked: zip files without extensions, which Excel does not take, end at twice as much."""
CELL_CHARACTERS = 32_767

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - times of workbooks have no zone
GENERAL, DAY, MOMENT, HEAD = range(4)

# What XML cannot hold is written as _x000B_, and what reads like that is kept apart from it.
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

RELATIONS = (
    f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
STYLES = (
    f'{XML}<styleSheet xmlns="{MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/>'
    '</font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill>'
    '<patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="22" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


class _Sink:
    """Where the zip file is written to, and taken from in pieces."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        pass

    def take(self) -> bytes:
        taken, self.pieces = b"".join(self.pieces), []
        return taken


def workbook(
    name: str, heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]]
) -> Iterator[bytes]:
    """A workbook of these rows; `heads` are the columns' headings and widths, in characters."""
    sink, left, sheets = _Sink(), iter(rows), 0
    following = next(left, None)
    with ZipFile(cast(IO[bytes], sink), "w", ZIP_DEFLATED, compresslevel=3) as file:
        file.writestr("_rels/.rels", RELATIONS)
        file.writestr("xl/styles.xml", STYLES)
        while following is not None or not sheets:
            sheets += 1
            with file.open(f"xl/worksheets/sheet{sheets}.xml", "w") as sheet:
                size = sheet.write(_head(heads).encode())
                number = 1
                while following is not None and number < SHEET_ROWS and size < SHEET_BYTES:
                    some = [following, *islice(left, min(CHUNK, SHEET_ROWS - number) - 1)]
                    size += sheet.write(
                        "".join(_row(number + at, row) for at, row in enumerate(some, 1)).encode()
                    )
                    number += len(some)
                    following = next(left, None)
                    yield sink.take()
                sheet.write(_tail(len(heads), number).encode())
        for path, text in _about([f"{name} {one}" if one > 1 else name
                                  for one in range(1, sheets + 1)]):  # fmt: skip
            file.writestr(path, text)
    yield sink.take()


def _head(heads: Sequence[tuple[str, int]]) -> str:
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
        for at, (_, width) in enumerate(heads, 1)
    )
    cells = "".join(_text(words, f"{_letters(at)}1", HEAD) for at, (words, _) in enumerate(heads))
    return (
        f'{XML}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
        f'<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
        f'</sheetViews><cols>{columns}</cols><sheetData><row r="1">{cells}</row>'
    )


def _tail(columns: int, rows: int) -> str:
    return f'</sheetData><autoFilter ref="A1:{_letters(columns - 1)}{rows}"/></worksheet>'


def _row(number: int, values: Sequence[Any]) -> str:
    cells = "".join(
        _cell(value, f"{_letters(at)}{number}")
        for at, value in enumerate(values)
        if value is not None and value != ""
    )
    return f'<row r="{number}">{cells}</row>'


def _cell(value: Any, place: str) -> str:
    if isinstance(value, str):
        return _text(value, place, GENERAL)
    if isinstance(value, datetime):
        return f'<c r="{place}" s="{MOMENT}"><v>{_days(value.replace(tzinfo=None))}</v></c>'
    if isinstance(value, date):
        return f'<c r="{place}" s="{DAY}"><v>{(value - EPOCH.date()).days}</v></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def _text(text: str, place: str, style: int) -> str:
    kept = escape(UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text[:CELL_CHARACTERS]))
    return (
        f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{kept}</t></is></c>'
    )


def _days(moment: datetime) -> float:
    since = moment - EPOCH
    return round(since.days + since.seconds / 86_400, 6)


def _letters(at: int) -> str:
    """A column's letters, of the first 702."""
    before, last = divmod(at, 26)
    return (chr(64 + before) if before else "") + chr(65 + last)


def _about(names: list[str]) -> Iterator[tuple[str, str]]:
    """The parts that say which sheets there are; they come last, when that is known."""
    sheets = list(enumerate(names, 1))
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{at}" r:id="rId{at}"/>' for at, name in sheets
    )
    yield (
        "xl/workbook.xml",
        (f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>'),
    )
    related = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at, _ in sheets
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        (
            f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{related}<Relationship Id="rId0"'
            f' Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'
        ),
    )
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{TYPES}.worksheet+xml"/>'
        for at, _ in sheets
    )
    yield (
        "[Content_Types].xml",
        (
            f'{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override'
            f' PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/><Override'
            f' PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/>{parts}</Types>'
        ),
    )
