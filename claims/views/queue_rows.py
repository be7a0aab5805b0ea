"""Rows of the queue as HTML: a template takes several times as long."""

from dataclasses import dataclass
from html import escape

from django.utils import timezone
from django.utils.safestring import SafeString

from claims.models import Claim
from claims.views.claim_fields import address_in_row
from claims.views.claim_rows import QUOTE_SHOWN, Row
from claims.views.dashboard_html import day_words, icon, short

COMMENT_SHOWN = 400


@dataclass(frozen=True, slots=True)
class Line:
    row: Row
    waits: str
    """How long it has been in its status."""
    comment: str = ""
    commented_by: str = ""


def line_html(line: Line, section: str) -> SafeString:
    claim, fields = line.row.claim, line.row.fields
    cells = [
        f'<td class="wide">{_claim(line, section)}</td>',
        f'<td data-label="Status">{line.row.status}</td>',
        f'<td data-label="Verdict">{fields["verdict"].html}</td>',
        f'<td data-label="Priority">{fields["priority"].html}</td>',
        f'<td class="n" data-label="Sources">{_sources(claim)}</td>',
        f'<td class="n" data-label="Waits">{_waits(line)}</td>',
        f'<td class="n" data-label="Due">{fields["due"].html}{line.row.late_mark}</td>',
    ]
    pk, inside = claim.pk, "".join(cells)
    return SafeString(
        f'<tr data-row="{section}" data-claim="{pk}" id="{section}-{pk}">{inside}</tr>'
    )


def _claim(line: Line, section: str) -> str:
    claim = line.row.claim
    desk = f"{address_in_row('desk', claim.interview.slug)}?claim={claim.pk}"
    notes = [
        escape(str(claim.person or "Nobody named")),
        f'<a href="{desk}">{escape(claim.interview.title)}</a>',
    ]
    if section == "to-sign-off":
        notes.append(f"submitted by {escape(str(claim.submitted_by))}")
    return (
        f'<a class="row-link" data-opens-row href="{address_in_row("claim", claim.pk)}">'
        f"<q>{short(claim.quote, QUOTE_SHOWN)}</q></a><small>{' · '.join(notes)}</small>"
        f"{_comment(line)}{line.row.fields['statement'].html}"
    )


def _comment(line: Line) -> str:
    if not line.comment:
        return ""
    by = f"<b>{escape(line.commented_by)}:</b> " if line.commented_by else ""
    words = short(line.comment, COMMENT_SHOWN)
    return f'<p class="comment">{icon("message")}<span>{by}{words}</span></p>'


def _sources(claim: Claim) -> str:
    if not claim.source_count:
        return '<span class="meta">none</span>'
    page = address_in_row("claim", claim.pk)
    return f'<a href="{page}#claim-{claim.pk}-evidence">{claim.source_count}</a>'


def _waits(line: Line) -> str:
    since = timezone.localtime(line.row.claim.status_since)
    whole = f"{day_words(since.date(), 'j M Y')}, {since:%H:%M}"
    return f'<time datetime="{since.isoformat()}" title="{whole}">{line.waits}</time>'
