"""What became of each row of an imported sheet, as a file that can be corrected and imported."""

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import batched

from claims.models import RowOutcome, SheetImport, SheetRow
from claims.queries.sheets import rows_to_report
from claims.text.formulas import harmless
from claims.text.sheet_columns import NUMBER_HEADING

CHUNK = 500
HEADINGS = ["Factcheck row", "Factcheck result", NUMBER_HEADING, "Factcheck remarks"]


def report(sheet: SheetImport) -> Iterator[bytes]:
    """CSV as the claim list writes it: the sheet's own columns, and four of ours.

    A row that became a claim names it, so that it is known again whatever is corrected in it. The
    four columns of an earlier report give way to the new ones.
    """
    kept = [at for at, heading in enumerate(sheet.headings) if heading not in HEADINGS]
    yield b"\xef\xbb\xbf" + _lines([[*(sheet.headings[at] for at in kept), *HEADINGS]])
    for rows in batched(rows_to_report(sheet), CHUNK):
        yield _lines([[*_own(row, kept), *_result(row)] for row in rows])


def _own(row: SheetRow, kept: list[int]) -> Iterator[str]:
    return (row.cells[at] if at < len(row.cells) else "" for at in kept)


def _result(row: SheetRow) -> list[str]:
    claim = str(row.claim_id or "")
    said = " ".join(filter(None, [row.reason, *row.remarks]))
    return [str(row.number), RowOutcome(row.outcome).label, claim, said]


def _lines(rows: list[list[str]]) -> bytes:
    written = StringIO()
    cells = ([harmless(cell) for cell in row] for row in rows)
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(cells)
    return written.getvalue().encode()
