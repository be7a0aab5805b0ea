"""What a spreadsheet holds: sheets of rows of texts, as its own program shows them."""

from dataclasses import dataclass, field
from typing import Any

MOST_ROWS = 10_000
"""Of one sheet, those above its headings included."""
MOST_COLUMNS = 100


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    """As the program of the sheet counts its rows, from 1."""
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows with anything in them, MOST_ROWS at most; `more` counts those beyond."""

    name: str
    rows: list[Row]
    more: int = 0
    notes: list[str] = field(default_factory=list)
    """What could not be taken over as it was, a sentence each."""


@dataclass(frozen=True, slots=True)
class Book:
    format: str
    """`csv` or `xlsx`."""
    sheets: list[Sheet]
    encoding: str = ""

    @classmethod
    def of(cls, values: dict[str, Any]) -> "Book":
        """The book that `asdict` made these values of."""
        sheets = [
            Sheet(**{**sheet, "rows": [Row(**row) for row in sheet["rows"]]})
            for sheet in values["sheets"]
        ]
        return cls(values["format"], sheets, values["encoding"])


class Rows:
    """Gathers the rows of a sheet within its limits."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.more = self.wider = 0

    def add(self, number: int, cells: list[str]) -> None:
        if not any(cells):
            return
        if len(self.rows) == MOST_ROWS:
            self.more += 1
            return
        if any(cells[MOST_COLUMNS:]):
            self.wider += 1
        self.rows.append(Row(number, cells[:MOST_COLUMNS]))

    def sheet(self, name: str, notes: list[str]) -> Sheet:
        if self.wider:
            some = "1 row goes" if self.wider == 1 else f"{self.wider:,} rows go"
            wide = f"{some} beyond {MOST_COLUMNS} columns: what is there was left out."
            notes = [*notes, wide]
        return Sheet(name, self.rows, self.more, notes)
