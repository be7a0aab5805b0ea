"""Files of sheets of claims, made on the spot."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from claims.exports.xlsx import workbook

HEADINGS = ["Quote", "Statement", "Speaker", "Status", "Verdict", "Notes", "Source", "Assigned to",
            "Due", "Priority", "Topic"]  # fmt: skip


def csv_of(*rows: Sequence[str], headings: Sequence[str] = HEADINGS, separator: str = ",") -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter=separator).writerows([headings, *rows])
    return written.getvalue().encode()


def xlsx_of(*rows: Sequence[Any], headings: Sequence[str] = HEADINGS) -> bytes:
    return b"".join(workbook("Claims", [(heading, 20) for heading in headings], rows))
