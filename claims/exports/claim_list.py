"""The claims of a list as a file: CSV, XLSX or JSON lines, made while it is sent.

The rows come by a cursor of the database, so that memory does not grow with their number.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from io import StringIO
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from claims.exports.xlsx import workbook
from claims.models import Priority, SetAsideReason, Status, User
from claims.models.claims import ClaimQuerySet, verdict_is_open_to
from claims.queries.claim_list_pages import in_order
from claims.text.formulas import harmless
from claims.text.timing import address_at, clock

CHUNK = 500
WITHHELD = "Hidden until a second person has given a verdict"

COLUMNS = {
    "claim": "Claim", "address": "Address", "quote": "Quote", "statement": "Statement",
    "speaker": "Speaker", "interview": "Interview", "outlet": "Outlet", "topic": "Topic",
    "status": "Status", "verdict": "Verdict", "rationale": "Rationale", "assignee": "Assignee",
    "priority": "Priority", "due": "Due", "sources": "Sources",
    "primary_sources": "Primary sources", "captured": "Captured",
    "in_status_since": "In this status since", "finished": "Finished",
    "set_aside_as": "Set aside as", "heard_at": "Heard at",
    "heard_address": "Original at that time",
}  # fmt: skip
"""What a file says of a claim: the keys of JSON lines, and the headings of the other two."""

type Values = dict[str, Any]
type Making = Callable[[Iterable[Values]], Iterator[bytes]]


def exported(
    claims: ClaimQuerySet, sort: str, *, reader: User, page_of: Callable[[int], str]
) -> Iterator[Values]:
    """Each claim of a list, in its order, as this person may read it.

    `page_of` gives the address of a claim's page by its number. One moment is read, in one
    transaction, which ends with the rows or when nobody wants more of them.
    """
    columns: dict[str, Any] = {
        "quote": F("quote"), "statement": F("statement"), "speaker": F("person__name"),
        "interview": F("interview__title"), "outlet": F("interview__outlet"),
        "topic": F("topic__name"), "status": F("status"), "verdict": F("verdict__label"),
        "rationale": F("rationale"),
        "assignee": Coalesce(NullIf("assignee__name", Value("")), "assignee__username"),
        "priority": F("priority"), "due": F("due_on"), "sources": F("source_count"),
        "primary_sources": F("primary_count"), "captured": F("captured_at"),
        "in_status_since": F("status_since"), "finished": F("finished_at"),
        "set_aside_as": F("set_aside_reason"),
        "heard_at": F("heard_at_ms"), "heard_address": F("interview__url"),
        "open": Case(When(verdict_is_open_to(reader) | Q(authors=[]), then=True), default=False),
    }  # fmt: skip
    rows = in_order(claims, sort, reader=reader).values_list("pk", *columns.values())
    with transaction.atomic():
        for pk, *values in _by_cursor(rows):
            row = dict(zip(columns, values, strict=True))
            yield {"claim": pk, "address": page_of(pk), **_in_words(row)}


def _by_cursor(rows: QuerySet[Any, Any]) -> Iterator[Any]:
    """The rows through a cursor of the database, CHUNK at a time.

    `iterator` would fetch them all at once: settings switch its cursors off, for which a pooler of
    transactions has no place. Within one transaction it has.
    """
    compiler = rows.query.get_compiler(rows.db)
    yield from compiler.results_iter(tuple_expected=True, chunked_fetch=True, chunk_size=CHUNK)


def _in_words(row: Values) -> Values:
    if not row.pop("open"):
        row |= {"verdict": WITHHELD, "rationale": WITHHELD}
    reason, heard = row["set_aside_as"], row["heard_at"]
    return {
        **row,
        "status": Status(row["status"]).label,
        "priority": Priority(row["priority"]).label,
        "set_aside_as": SetAsideReason(reason).label if reason else "",
        "heard_at": "" if heard is None else clock(heard),
        "heard_address": "" if heard is None else address_at(row["heard_address"], heard),
        **{name: row[name] and timezone.localtime(row[name])
           for name in ("captured", "in_status_since", "finished")},
    }  # fmt: skip


def as_csv(rows: Iterable[Values]) -> Iterator[bytes]:
    """Comma, quotes, CRLF, UTF-8 with a byte order mark, without which Excel reads Latin-1."""
    yield b"\xef\xbb\xbf" + _lines([[*COLUMNS.values()]])
    for some in batched(rows, CHUNK):
        yield _lines([_csv_cell(row[name]) for name in COLUMNS] for row in some)


def _lines(rows: Iterable[list[str]]) -> bytes:
    written = StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(rows)
    return written.getvalue().encode()


def _csv_cell(value: Any) -> str:
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return "" if value is None else str(value)


def as_json_lines(rows: Iterable[Values]) -> Iterator[bytes]:
    """One object a line; what is empty is null."""
    for some in batched(rows, CHUNK):
        yield "".join(
            json.dumps(
                {name: _json_value(row[name]) for name in COLUMNS}, ensure_ascii=False
            ) + "\n"
            for row in some
        ).encode()  # fmt: skip


def _json_value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value if value != "" else None


def as_xlsx(rows: Iterable[Values]) -> Iterator[bytes]:
    widths = {"quote": 60, "statement": 60, "rationale": 60, "interview": 30, "address": 30}
    heads = [(words, widths.get(name, 16)) for name, words in COLUMNS.items()]
    yield from workbook("Claims", heads, ([row[name] for name in COLUMNS] for row in rows))


KINDS: dict[str, tuple[str, Making]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    "jsonl": ("application/jsonl; charset=utf-8", as_json_lines),
}
"""The kinds of file by their ending, with what they are called on the web."""
