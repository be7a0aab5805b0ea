"""Imports claims from a spreadsheet, as the page “Import claims” does."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandParser

from claims.actions import sheets as actions
from claims.actions.refusals import Refused
from claims.actions.sheets import Layout
from claims.management.accounts import account_named
from claims.management.files import Failed, bytes_of
from claims.models import Interview, RowOutcome, SheetImport, SheetRow, User
from claims.permissions import can_import_claims
from claims.queries.sheet_words import Newsroom
from claims.queries.sheets import Preview, preview_of, rows_to_report, standing
from claims.text.errors import UnreadableText
from claims.text.readers.sheets import read_book
from claims.text.sheet_columns import SEVERAL, Field
from claims.text.sheet_values import BadValue

SECONDS = 2.0


class Command(BaseCommand):
    help = "Import claims from a spreadsheet (CSV, XLSX). What is there already is not made twice."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="CSV, TSV or XLSX; - reads stdin")
        parser.add_argument(
            "--interview", default="", metavar="SLUG",
            help="the interview of rows that name none: its name in addresses, or its title",
        )  # fmt: skip
        parser.add_argument("--sheet", default="", metavar="NAME", help="of a workbook")
        parser.add_argument(
            "--map", nargs="+", action="extend", default=[], metavar="COLUMN=FIELD",
            help="what a column means, where its heading does not say it; COLUMN= leaves it out. "
            f"Fields: {', '.join(Field)}",
        )  # fmt: skip
        parser.add_argument("--by", metavar="USERNAME", help="who imports (default: an admin)")
        parser.add_argument(
            "--check", action="store_true", help="store nothing: say what would come of it"
        )
        parser.add_argument("--json", action="store_true", help="print a line of JSON for each row")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            interview = self._interview(options["interview"])
            data = bytes_of(options["file"])
            if options["check"]:
                self._check(data, interview, options)
            else:
                self._import(data, interview, options)
        except (UnreadableText, Refused) as refusal:
            raise Failed(str(refusal)) from None

    def _say(self, words: str) -> None:
        self.stderr.write(words, style_func=str)

    def _interview(self, name: str) -> Interview | None:
        try:
            return Newsroom().interview(name) if name else None
        except BadValue as wrong:
            raise Failed(f"--interview: {wrong}") from None

    def _check(self, data: bytes, interview: Interview | None, options: dict[str, Any]) -> None:
        book = read_book(data)
        sheet = actions.named(book, options["sheet"])
        found = Layout(sheet, book.format)
        columns = mapped(found.headings, found.columns, options["map"])
        actions.check_columns(columns, found.headings)
        for note in found.notes:
            self._say(note)
        rows = ((row.number, row.cells) for row in found.rows)
        self._describe(preview_of(rows, columns, interview), found.headings, columns, options)

    def _describe(
        self, seen: Preview, headings: Sequence[str], columns: Sequence[str],
        options: dict[str, Any],
    ) -> None:  # fmt: skip
        counts = {"new": seen.new, "known": seen.known, "refused": seen.refused,
                  "by_hand": seen.by_hand}  # fmt: skip
        if options["json"]:
            groups = {"refusals": seen.refusals, "remarks": seen.remarks}
            said = {name: [{"sentence": one.sentence, "number": one.number, "rows": one.rows}
                           for one in found] for name, found in groups.items()}  # fmt: skip
            meant = dict(zip(headings, columns, strict=True))
            self.stdout.write(json.dumps({**counts, "columns": meant, **said}, ensure_ascii=False))
            return
        for heading, column in zip(headings, columns, strict=True):
            self.stdout.write(f"{heading or '(no heading)':<30} {column or 'not imported'}")
        self.stdout.write(
            f"New: {seen.new:,}, already there: {seen.known:,}, refused: {seen.refused:,}, "
            f"entered by hand: {seen.by_hand:,}."
        )
        for group in [*seen.refusals, *seen.remarks]:
            rows = ", ".join(map(str, group.rows)) + (
                " …" if group.number > len(group.rows) else ""
            )
            self.stdout.write(f"{group.number:>6,}  {group.sentence} Rows {rows}")

    def _import(self, data: bytes, interview: Interview | None, options: dict[str, Any]) -> None:
        by = account_named(options["by"], can_import_claims, "cannot import claims")
        self._say(f"Importing as {by.username} …")
        name = Path(options["file"]).name
        sheet = actions.upload(data, name, key=uuid4(), by=by, interview=interview)
        if options["sheet"]:
            sheet = actions.choose_sheet(sheet, options["sheet"], by=by)
        columns = mapped(sheet.headings, sheet.columns, options["map"])
        sheet = actions.choose_columns(sheet, columns, interview=interview, by=by)
        self._run(actions.begin(sheet, by=by), by=by)
        self._report(sheet, options)

    def _run(self, sheet: SheetImport, *, by: User) -> None:
        while not actions.run(sheet, by=by, seconds=SECONDS):
            stands = standing(sheet)
            self._say(f"{stands.worked_off:,} of {stands.all:,} rows")
            if stands.is_over:
                return

    def _report(self, sheet: SheetImport, options: dict[str, Any]) -> None:
        stands = standing(sheet)
        for row in rows_to_report(sheet):
            if options["json"]:
                self.stdout.write(json.dumps(as_json(row), ensure_ascii=False))
            elif row.reason or row.remarks:
                said = " ".join(filter(None, [row.reason, *row.remarks]))
                self.stdout.write(f"Row {row.number}: {RowOutcome(row.outcome).label}. {said}")
        self._say(
            f"New: {stands.new:,}, already there: {stands.known:,}, refused: {stands.refused:,}."
        )


def as_json(row: SheetRow) -> dict[str, Any]:
    return {"row": row.number, "outcome": row.outcome, "claim": row.claim_id,
            "reason": row.reason, "remarks": row.remarks}  # fmt: skip


def mapped(headings: Sequence[str], guessed: Sequence[str], pairs: Sequence[str]) -> list[str]:
    """The columns' fields, with what was said of some of them at the shell.

    A guess gives way where the field was said of another column.
    """
    said: dict[int, str] = {}
    for pair in pairs:
        heading, equals, name = pair.rpartition("=")
        if not equals or heading not in headings:
            known = ", ".join(filter(None, headings))
            raise Failed(f"--map {pair}: there is no column “{heading}”. There are: {known}.")
        if name not in {"", *Field}:
            known = ", ".join(Field)
            raise Failed(f"--map {pair}: there is no field “{name}”. There are: {known}.")
        said[headings.index(heading)] = name
    taken = set(said.values()) - {str(name) for name in SEVERAL}
    return [said.get(at, "" if name in taken else name) for at, name in enumerate(guessed)]
