"""Rows of claims: a cell for each column.

They are written here and not by templates, which take several times as long: a page of the list has
hundreds of fields.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString

from claims import permissions
from claims.forms.claim_fields import short_date
from claims.models import Claim, User
from claims.templatetags.parts import part
from claims.text.timing import address_at, clock
from claims.views.claim_fields import (
    Field,
    address_in_row,
    fields_of,
    following,
    status_html,
)

QUOTE_SHOWN = 240


@dataclass(frozen=True, slots=True)
class Row:
    """A claim in a list, as one person sees it."""

    claim: Claim
    user: User
    fields: dict[str, Field]
    late: bool

    @property
    def status(self) -> SafeString:
        return status_html(self.claim, self.user)

    @property
    def late_mark(self) -> SafeString:
        return late_html(self.claim, late=self.late)


@dataclass(frozen=True, slots=True)
class Column:
    """A column that can be chosen. `orders` are those that its heading leads to, first and second;
    none where the list cannot be put in its order.

    `field` is the field of the claim that is edited in it.
    """

    name: str
    label: str
    cell: Callable[[Row], str]
    orders: tuple[str, str] | tuple[()]
    field: str = ""
    is_number: bool = False


def rows_of(found: Iterable[Claim], user: User, today: date, fields: Iterable[str]) -> list[Row]:
    names = list(fields)
    return [
        Row(claim, user, fields_of(claim, user, names), claim.is_overdue(today)) for claim in found
    ]


def row_html(row: Row, columns: Iterable[Column], *, select: bool, ticked: bool) -> SafeString:
    """A row of the list; with `select`, there is a box to tick."""
    cells = [_claim(row), *(_cell(column, row) for column in columns)]
    if select:
        cells.insert(0, _box(row.claim, ticked=ticked))
    pk = row.claim.pk
    inside = "".join(cells)
    return SafeString(f'<tr data-row data-claim="{pk}" id="claim-row-{pk}">{inside}</tr>')


def late_html(claim: Claim, *, late: bool) -> SafeString:
    """Whether a claim is overdue, beside its due date."""
    follows = following(claim, address_in_row("claim-late", claim.pk))
    mark = '<span class="late">Overdue</span>' if late else ""
    dom_id = f"claim-{claim.pk}-late"
    return SafeString(f'<span class="late-mark" id="{dom_id}"{follows}>{mark}</span>')


def _cell(column: Column, row: Row) -> str:
    number = ' class="n"' if column.is_number else ""
    return f'<td{number} data-label="{column.label}">{column.cell(row)}</td>'


def _box(claim: Claim, *, ticked: bool) -> str:
    label = f"Select claim {claim.pk}: {_short(claim.quote, 80)}"
    checked = " checked" if ticked else ""
    return (
        f'<td class="select"><input type="checkbox" name="claim" value="{claim.pk}" form="bulk"'
        f' autocomplete="off" aria-label="{label}"{checked}></td>'
    )


def _claim(row: Row) -> str:
    claim = row.claim
    notes = [_speaker(row), _interview(row)]
    if claim.by_hand:
        notes.append("entered by hand")
    if claim.needs_anchoring:
        notes.append(_place_needed(row))
    return (
        f'<td class="wide"><a class="row-link" data-opens-row'
        f' href="{address_in_row("claim", claim.pk)}"><q>{_short(claim.quote, QUOTE_SHOWN)}</q></a>'
        f"<small>{' · '.join(notes)}</small>{row.fields['statement'].html}</td>"
    )


def _speaker(row: Row) -> str:
    speaker = row.claim.person
    if speaker is None:
        return "Nobody named"
    return f'<a href="{list_address()}?speaker={speaker.pk}">{escape(speaker.name)}</a>'


def _interview(row: Row) -> str:
    interview = row.claim.interview
    desk = address_in_row("desk", interview.slug)
    return f'<a href="{desk}?claim={row.claim.pk}">{escape(interview.title)}</a>'


def _place_needed(row: Row) -> str:
    flag = f"{part('_icon.html', name='flag').strip()}Needs its place"
    if not permissions.can_capture(row.user):
        return f'<span class="needs-place">{flag}</span>'
    return (
        f'<a class="needs-place" href="{address_in_row("claim-anchor", row.claim.pk)}">{flag}</a>'
    )


def _sources(row: Row) -> str:
    claim = row.claim
    if not claim.source_count:
        return '<span class="meta">none</span>'
    page = address_in_row("claim", claim.pk)
    return f'<a href="{page}#claim-{claim.pk}-evidence">{claim.source_count}</a>'


def _heard(row: Row) -> str:
    """When the quote is heard, with a link to the original there, where its site takes one."""
    claim = row.claim
    if claim.heard_at_ms is None:
        return ""
    at = clock(claim.heard_at_ms)
    address = address_at(claim.interview.url, claim.heard_at_ms)
    if not address:
        return at
    icon = part("_icon.html", name="external").strip()
    words = f'<span class="visually-hidden">Original at </span>{at}{icon}'
    return f'<a href="{escape(address)}" rel="noopener noreferrer nofollow">{words}</a>'


def _due(row: Row) -> str:
    return f"{row.fields['due'].html}{row.late_mark}"


def _moment(of: Callable[[Claim], Any]) -> Callable[[Row], str]:
    def cell(row: Row) -> str:
        at = timezone.localtime(of(row.claim))
        whole = date_format(at, "j M Y, H:i")
        return f'<time datetime="{at.isoformat()}" title="{whole}">{short_date(at)}</time>'

    return cell


def _field(name: str) -> Callable[[Row], str]:
    return lambda row: row.fields[name].html


def _short(text: str, length: int) -> str:
    return escape(text if len(text) <= length else f"{text[: length - 1]}…")


@cache
def list_address() -> str:
    return reverse("claims")


COLUMNS = {
    column.name: column
    for column in [
        Column("interview", "Interview", _interview, ("interview", "-interview")),
        Column("speaker", "Speaker", _field("speaker"), ("speaker", "-speaker"), "speaker"),
        Column("status", "Status", lambda row: row.status, ("status", "-status")),
        Column("verdict", "Verdict", _field("verdict"), ("verdict", "-verdict"), "verdict"),
        Column("rationale", "Rationale", _field("rationale"), (), "rationale"),
        Column("assignee", "Assignee", _field("assignee"), ("assignee", "-assignee"), "assignee"),
        Column("topic", "Topic", _field("topic"), ("topic", "-topic"), "topic"),
        Column("priority", "Priority", _field("priority"), ("priority", "-priority"), "priority"),
        Column("sources", "Sources", _sources, ("sources", "-sources"), is_number=True),
        Column("heard", "In the recording", _heard, (), is_number=True),
        Column("captured", "Captured", _moment(lambda claim: claim.captured_at),
               ("newest", "oldest"), is_number=True),
        Column("since", "In this status since", _moment(lambda claim: claim.status_since),
               ("since", "-since"), is_number=True),
        Column("due", "Due", _due, ("due", "-due"), "due", is_number=True),
    ]
}  # fmt: skip
USUAL = ["status", "verdict", "assignee", "topic", "priority", "sources", "due"]
"""The columns of a list for which none were chosen."""
