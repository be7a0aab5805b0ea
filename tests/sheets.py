"""Sheets of claims, set down and imported."""

from collections.abc import Sequence
from uuid import uuid4

from claims.actions import sheets as actions
from claims.models import Interview, SheetImport, SheetRow, User

BRIDGE = "The bridge cost nine million euros."
NEVER = "It was never inspected."


def set_down(data: bytes, interview: Interview | None, *, by: User) -> SheetImport:
    return actions.upload(data, "claims.csv", key=uuid4(), by=by, interview=interview)


def imported(data: bytes, interview: Interview | None, *, by: User) -> list[SheetRow]:
    """The rows of a sheet, once all of it has been imported."""
    sheet = actions.begin(set_down(data, interview, by=by), by=by)
    assert actions.run(sheet, by=by, seconds=60)
    return list(sheet.rows.select_related("claim"))


def told(rows: Sequence[SheetRow]) -> list[tuple[int, str, str]]:
    """Of each row its number, what became of it, and all that is said of it."""
    return [
        (row.number, row.outcome, " ".join(filter(None, [row.reason, *row.remarks])))
        for row in rows
    ]
