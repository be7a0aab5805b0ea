"""Importing claims from a sheet: set down, looked at, and then worked off row by row."""

import hashlib
import logging
from collections.abc import Sequence
from datetime import timedelta
from time import monotonic
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import Exists
from django.utils import timezone

from claims.actions.documents import clean_name
from claims.actions.originals import keep_original, opened, set_down
from claims.actions.refusals import NotAllowed, Refused
from claims.actions.sheet_rows import carry_out
from claims.models import Interview, SheetImport, SheetRow, User
from claims.permissions import can_import_claims, can_see_import
from claims.queries.sheet_rows import Understanding
from claims.queries.sheets import waiting
from claims.text.formulas import as_written
from claims.text.readers.sheets import read_book
from claims.text.sheet_columns import (
    LABELS,
    NUMBER_HEADING,
    SEVERAL,
    Field,
    guessed,
    heading_row,
)
from claims.text.sheets import MOST_ROWS, Book, Row, Sheet

log = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=3)
SAMPLE = 200
NOTED = [
    "outcome", "claim", "reason", "remarks", "left_out", "interview", "words_key", "id_key",
]  # fmt: skip


def upload(
    data: bytes, name: str, *, key: UUID, by: User, interview: Interview | None = None
) -> SheetImport:
    """Set a file down, with the sheet in it that looks most like claims. Makes no claim.

    A `key` that has set this file down answers with that import. Raises UnreadableText, NotAllowed,
    Refused.
    """
    if not can_import_claims(by):
        raise NotAllowed("This takes the role “Reviewer”.")
    key = uuid5(key, hashlib.sha256(data).hexdigest())
    if made := SheetImport.objects.filter(key=key, by=by).first():
        return made
    book = read_book(data)
    sheet = SheetImport(
        key=key, name=clean_name(name), sha256=set_down(data), format=book.format, by=by,
        interview=interview,
        sheets=[{"name": one.name, "rows": len(one.rows) + one.more} for one in book.sheets],
    )  # fmt: skip
    try:
        with transaction.atomic():
            _sweep()
            _take(sheet, likeliest(book))
    except IntegrityError:
        if made := SheetImport.objects.filter(key=key, by=by).first():
            return made
        raise
    log.info("%s has set down a sheet of claims: %s", by, sheet)
    return sheet


def likeliest(book: Book) -> Sheet:
    """The sheet whose headings name most that is known of claims."""

    def known(sheet: Sheet) -> int:
        return len(set(Layout(sheet).columns) - {""}) if sheet.rows else -1

    return max(book.sheets, key=known)


class Layout:
    """Where the headings of a sheet are, what its columns mean, and the rows below."""

    def __init__(self, sheet: Sheet, format_: str = "") -> None:
        at = heading_row(sheet.rows)
        self.headings, self.rows = sheet.rows[at].cells, sheet.rows[at + 1 :]
        width = max([len(self.headings), *(len(row.cells) for row in self.rows)])
        self.headings = [*self.headings, *[""] * (width - len(self.headings))]
        if format_ == "csv" and NUMBER_HEADING in self.headings:  # a report, corrected
            self.rows = [Row(row.number, [*map(as_written, row.cells)]) for row in self.rows]
        self.columns = guessed(self.headings, self.rows[:SAMPLE])
        self.notes = list(sheet.notes)
        if at:
            above = "The row above the headings is" if at == 1 else f"{at} rows above them are"
            self.notes.append(f"{above} left out.")


def _take(sheet: SheetImport, chosen: Sheet) -> None:
    """Store the rows of the sheet that was chosen, instead of those that were."""
    if chosen.more:
        raise Refused(
            f"This sheet has {len(chosen.rows) + chosen.more:,} rows; the limit is {MOST_ROWS:,}: "
            "split it into parts."
        )
    found = Layout(chosen, sheet.format) if chosen.rows else None
    if found is None or not found.rows:
        raise Refused("This sheet has no rows below its headings.")
    sheet.sheet, sheet.headings, sheet.notes = chosen.name[:255], found.headings, found.notes
    sheet.columns = found.columns
    sheet.save()
    sheet.rows.all().delete()
    SheetRow.objects.bulk_create(
        SheetRow(sheet=sheet, number=row.number, cells=row.cells) for row in found.rows
    )


@transaction.atomic
def choose_sheet(sheet: SheetImport, name: str, *, by: User) -> SheetImport:
    """Take another sheet of the same workbook. Raises OriginalIsGone, Refused."""
    sheet = _still_open(sheet, by=by)
    if name == sheet.sheet:
        return sheet
    with opened(sheet.sha256) as file:
        book = read_book(file.read())
    _take(sheet, named(book, name))
    return sheet


def named(book: Book, name: str) -> Sheet:
    """The sheet of this name, else the likeliest. Refused where there is none of this name."""
    if not name:
        return likeliest(book)
    for one in book.sheets:
        if one.name == name:
            return one
    raise Refused("This workbook has no such sheet.")


@transaction.atomic
def choose_columns(
    sheet: SheetImport, columns: Sequence[str], *, interview: Interview | None, by: User
) -> SheetImport:
    """Say what the columns mean, and which interview rows without one belong to."""
    sheet = _still_open(sheet, by=by)
    check_columns(columns, sheet.headings)
    sheet.columns, sheet.interview = [*columns], interview
    sheet.save(update_fields=["columns", "interview"])
    return sheet


def check_columns(columns: Sequence[str], headings: Sequence[str]) -> None:
    """Raises Refused where what the columns mean makes no claims."""
    if len(columns) != len(headings):
        raise Refused("The columns are not those of this sheet: open it again.")
    given = [Field(name) for name in columns if name]
    twice = {name for name in given if given.count(name) > 1} - SEVERAL
    if twice:
        name = next(name for name in given if name in twice)
        raise Refused(f"Two columns are “{LABELS[name]}”: choose one of them.")
    if Field.QUOTE not in given:
        raise Refused("Say which column has the quote: the words as they were said.")


@transaction.atomic
def begin(sheet: SheetImport, *, by: User) -> SheetImport:
    """From now on rows become claims, and nothing about the sheet changes. Twice is once.

    The file is kept. Raises OriginalIsGone, Refused.
    """
    sheet = _mine(sheet, by=by)
    if sheet.begun_at:
        return sheet
    check_columns(sheet.columns, sheet.headings)
    if not sheet.interview_id and Field.INTERVIEW not in sheet.columns:
        raise Refused("Choose the interview, or the column that names it.")
    sheet.document = keep_original(sheet.sha256, name=sheet.name, read_as=sheet.format, by=by)
    sheet.begun_at = timezone.now()
    sheet.save(update_fields=["document", "begun_at"])
    log.info("%s imports claims from %s", by, sheet)
    return sheet


def run(sheet: SheetImport, *, by: User, seconds: float) -> bool:
    """Work off rows that wait until the time is over, at least one; whether this ended it.

    Each row becomes a claim in the transaction that notes so. So this can be called again after it
    broke off anywhere, and by two at once: nothing is lost, and nothing done twice.
    """
    if not can_see_import(by, sheet):
        raise NotAllowed("Only the person who has uploaded a sheet imports it.")
    if not sheet.begun_at:
        raise Refused("This import has not begun.")
    understanding, end = Understanding(sheet.columns, sheet.interview), 0.0
    while _work_off_one(sheet, understanding, by=by):
        end = end or monotonic() + seconds  # what is looked up for all rows comes with the first
        if monotonic() >= end:
            break
    unfinished = SheetImport.objects.filter(pk=sheet.pk, finished_at=None)
    ended = unfinished.exclude(Exists(waiting(sheet))).update(finished_at=timezone.now())
    return bool(ended)


@transaction.atomic
def _work_off_one(sheet: SheetImport, understanding: Understanding, *, by: User) -> bool:
    """The next row that waits and that nobody else works on; False where there is none."""
    row = waiting(sheet).select_for_update(skip_locked=True, of=("self",)).first()
    if row is None:
        return False
    meant = understanding.row(row.number, row.cells)
    done = carry_out(meant, by=by)
    row.outcome, row.claim, row.reason = done.outcome, done.claim, done.reason
    row.remarks, row.left_out = done.remarks, [*done.left_out]
    row.interview = meant.interview
    row.words_key, row.id_key = meant.words_key, meant.id_key
    row.save(update_fields=NOTED)
    return True


def _mine(sheet: SheetImport, *, by: User) -> SheetImport:
    """The import, locked, for the person who has uploaded it."""
    if not can_see_import(by, sheet):
        raise NotAllowed("Only the person who has uploaded a sheet imports it.")
    return SheetImport.objects.select_for_update(of=("self",)).get(pk=sheet.pk)


def _still_open(sheet: SheetImport, *, by: User) -> SheetImport:
    sheet = _mine(sheet, by=by)
    if sheet.begun_at:
        raise Refused("This import has begun: its columns stay as they are.")
    return sheet


def _sweep() -> None:
    """Remove what was set down long ago and never begun."""
    old = SheetImport.objects.filter(begun_at=None, at__lt=timezone.now() - KEPT_FOR)
    old.delete()
