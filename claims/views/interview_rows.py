"""Rows of the list of interviews as HTML: a template takes several times as long."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from html import escape

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from claims.models import Interview
from claims.queries.progress import Progress
from claims.views.claim_fields import address_in_row
from claims.views.dashboard_html import bar_html, day_words, joined


def interview_rows(found: Iterable[tuple[Interview, Progress]], today: date) -> SafeString:
    return joined(_row(interview, progress, today) for interview, progress in found)


def _row(interview: Interview, progress: Progress, today: date) -> str:
    title = escape(interview.title)
    imported = timezone.localtime(interview.created_at)
    claims = f"{_claims()}?interview={interview.slug}"
    cells = [
        f'<th scope="row" class="wide"><a href="{address_in_row("desk", interview.slug)}">{title}'
        f'</a> <small class="meta">{_origin(interview)}</small></th>',
        f'<td class="wide progress">{_progress(interview, progress, title)}</td>',
        _number("Open", progress.open, f"{claims}&amp;open=1", f"open claims of {title}"),
        _number("Claims", progress.total, claims, f"claims of {title}"),
        f'<td data-label="Next due">{_due(progress.next_due, today)}</td>',
        f'<td data-label="Imported"><time datetime="{imported.isoformat()}">'
        f"{day_words(imported.date(), 'j M Y')}</time>"
        f" <small>by {escape(str(interview.created_by))}</small></td>",
    ]
    return f"<tr>{''.join(cells)}</tr>"


def _origin(interview: Interview) -> str:
    parts = [escape(interview.outlet)] if interview.outlet else []
    if day := interview.published_on:
        parts.append(f'<time datetime="{day}">{day_words(day, "j F Y")}</time>')
    return " · ".join(parts)


def _progress(interview: Interview, progress: Progress, title: str) -> str:
    if not progress.total:
        return '<span class="meta">No claims yet</span>'
    return (
        f'<a href="{address_in_row("interview-dashboard", interview.slug)}">{bar_html(progress)}'
        f'<small class="meta" aria-hidden="true">{progress.words}</small>'
        f'<span class="visually-hidden">Dashboard of {title}</span></a>'
    )


def _number(label: str, number: int, href: str, words: str) -> str:
    shown = '<span class="meta">0</span>'
    if number:
        words = f'<span class="visually-hidden"> {words}</span>'
        shown = f'<a href="{href}">{number:,}{words}</a>'
    return f'<td class="n" data-label="{label}">{shown}</td>'


def _due(day: date | None, today: date) -> str:
    if day is None:
        return '<span class="meta">–</span>'
    late, words = ("", "") if day >= today else (' class="late"', "overdue")
    mark = f' <small class="late">{words}</small>' if words else ""
    return f'<time datetime="{day}"{late}>{day_words(day, "j M Y")}</time>{mark}'


@cache
def _claims() -> str:
    return reverse("claims")
