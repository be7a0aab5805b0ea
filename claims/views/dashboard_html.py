"""The rows and drawings of a dashboard, of which it has hundreds, as HTML.

They are written here and not by templates, which take ten times as long. What is around them stands
in `templates/dashboard/`.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from html import escape
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.safestring import SafeString

from claims.models import Tone
from claims.queries.progress import Progress
from claims.views.claim_fields import address_in_row
from claims.views.dashboard_sections import (
    BucketLine,
    ClaimLine,
    InterviewLine,
    Number,
    ReviewerLine,
    Segment,
    SpeakerLine,
    StayLine,
    Tile,
)

QUOTE_SHOWN = 120
NAME_SHOWN = 24
BAR = 'viewBox="0 0 100 8" preserveAspectRatio="none"'
# What is cut out of a verdict's part of a bar, so that tones are told apart without colours: where
# each cut begins, and how high it is.
CUTS: dict[str, list[tuple[float, float]]] = {
    Tone.MIXED: [(3.2, 1.6)],
    Tone.NEGATIVE: [(1.6, 1.2), (5.2, 1.2)],
    Tone.NEUTRAL: [(0, 2.4), (5.6, 2.4)],
}


def rows_of(shown: Mapping[str, Any]) -> dict[str, SafeString]:
    """The rows of all sections, by the name of the section; `shown` is what these are made of."""
    chart = shown["chart"]
    return {
        "tiles": joined(map(tile_html, shown["tiles"])),
        "attention": joined(map(claim_html, shown["attention"])),
        "oldest": joined(map(claim_html, shown["oldest"])),
        "interviews": joined(map(interview_html, shown["interviews"])),
        "workload": joined(map(reviewer_html, shown["workload"])),
        "buckets": joined(bucket_html(line, by_month=chart.by_month) for line in chart.lines),
        "findings": joined(map(verdict_html, shown["findings"].segments)),
        "speakers": joined(map(speaker_html, shown["speakers"])),
        "each_verdict": joined(map(each_verdict_html, shown["speakers"])),
        "stays": joined(map(stay_html, shown["stays"])),
    }


def joined(written: Iterable[str]) -> SafeString:
    return SafeString("".join(written))


def tile_html(tile: Tile) -> str:
    words = tile.words or "–"
    if tile.small:
        words = f'<a href="{escape(tile.small.href)}">{tile.small.words} {words}</a>'
    return (
        f'<li><div class="tile"><a href="{escape(tile.number.href)}">'
        f'<span class="chip {tile.status.css}">{tile.status.label}</span>'
        f"<strong>{tile.number.words}</strong></a><small>{words}</small></div></li>"
    )


def interview_html(line: InterviewLine) -> str:
    called, said = line.called, line.progress.words
    name = escape(called.name)
    outlet = f'<small class="meta">{escape(called.more)}</small>' if called.more else ""
    return (
        f'<tr><th scope="row"><a href="{address_in_row("interview-dashboard", called.value)}">'
        f'{name}</a>{outlet}</th><td class="mid"><a href="{escape(line.all_href)}" aria-label="'
        f'Claims of {name}: {said}" title="{said}">{bar_html(line.progress)}</a></td>'
        f'<td class="n">{_link(line.open)}</td><td class="n">{_due(line)}</td></tr>'
    )


def bar_html(progress: Progress) -> str:
    """How far the claims of something are, as `claims/_bar.html` draws it."""
    parts = [
        f'<rect class="{one.status.css}" x="{one.x}" y="0" width="{one.width}" height="8">'
        f"<title>{one.count} {one.status.label.lower()}</title></rect>"
        for one in progress.shares
    ]
    return f'<svg class="bar" {BAR} role="img" aria-label="{progress.words}">{"".join(parts)}</svg>'


def _due(line: InterviewLine) -> str:
    if not line.due:
        return "–"
    mark, words = (' class="late"', '<span class="visually-hidden"> overdue</span>')
    if not line.late:
        mark = words = ""
    return f'<time datetime="{line.due}"{mark}>{day_words(line.due, "j M")}</time>{words}'


def claim_html(line: ClaimLine) -> str:
    """A claim that somebody should look at."""
    claim, chip = line.claim, (line.claim.status_css, line.claim.get_status_display())
    css, label = (line.need.css, line.need.label) if line.need else chip
    who = claim.assignee.get_short_name() if claim.assignee else "nobody"
    return (
        f'<li><a href="{address_in_row("claim", claim.pk)}"><span class="chip {css}">{label}</span>'
        f'<br><q>{short(claim.quote, QUOTE_SHOWN)}</q></a><span class="meta">'
        f'{short(who, NAME_SHOWN)} · <time datetime="{line.since}">{line.age}</time></span></li>'
    )


def reviewer_html(line: ReviewerLine) -> str:
    more = f"<small>{escape(line.called.more)}</small>" if line.called.more else ""
    cells = "".join([f'<td class="n">{_link(number)}</td>' for number in line.numbers])
    return (
        f'<tr><td><a href="{escape(line.href)}">{escape(line.called.name)}</a>{more}</td>'
        f"{cells}</tr>"
    )


def stay_html(line: StayLine) -> str:
    status = line.stay.status
    return (
        f'<tr><td><span class="chip {status.css}">{status.label}</span></td><td class="c-bar">'
        f'<svg class="range {status.css}" viewBox="0 0 100 12" preserveAspectRatio="none"'
        f' aria-hidden="true" focusable="false"><rect class="most" x="0" y="5"'
        f' width="{line.whole}" height="2"/><rect x="0" y="1" width="{line.width}" height="10"/>'
        f'</svg></td><td class="n"><span class="spell">{line.median}</span></td>'
        f'<td class="n"><span class="spell">{line.most}</span></td></tr>'
    )


def verdict_html(one: Segment) -> str:
    """One verdict's row: a bar of its own."""
    return (
        f'<tr><th scope="row">{escape(one.verdict.told_apart)}</th><td class="c-bar">'
        f'<svg class="bar {one.verdict.tone_css}" {BAR} aria-hidden="true" focusable="false">'
        f'{_segment(one)}</svg></td><td class="n">{_link(one.number)}</td></tr>'
    )


def speaker_html(line: SpeakerLine) -> str:
    """One speaker's row: a bar of all verdicts."""
    parts = [
        f"<g><title>{one.number.words} {escape(one.verdict.label.lower())}</title>"
        f"{_segment(one)}</g>"
        for one in line.segments
    ]
    inside, words = "".join(parts), escape(line.words)
    drawn = f'<svg class="bar" {BAR} role="img" aria-label="{words}">{inside}</svg>'
    return (
        f'<tr><th scope="row"><a href="{_dashboard()}?speaker={line.called.value}">'
        f'{escape(line.called.name)}</a></th><td class="c-bar">{drawn if parts else ""}</td>'
        f'<td class="n">{_link(line.total)}</td></tr>'
    )


def each_verdict_html(line: SpeakerLine) -> str:
    """The same in words."""
    verdicts = [
        f'<dd><a href="{escape(one.number.href)}">{escape(one.verdict.label)}'
        f' <b class="num">{one.number.words}</b></a></dd>'
        for one in line.segments
    ]
    return f"<dt>{escape(line.called.name)}</dt>{''.join(verdicts)}" if verdicts else ""


def _segment(one: Segment) -> str:
    place = f'x="{one.x}" y="{{}}" width="{one.width}" height="{{}}"/>'
    cuts = [f'<rect class="gap" {place.format(*cut)}' for cut in CUTS.get(one.verdict.tone, [])]
    return f'<rect class="{one.verdict.tone_css}" {place.format(0, 8)}{"".join(cuts)}'


def bucket_html(line: BucketLine, *, by_month: bool) -> str:
    first = line.bucket.first
    words = day_words(first, "F Y" if by_month else "D j M")
    return (
        f'<tr><td><time datetime="{first}">{words}</time></td>'
        f'<td class="n">{_link(line.captured)}</td><td class="n">{_link(line.finished)}</td></tr>'
    )


def _link(number: Number) -> str:
    return f'<a href="{escape(number.href)}">{number.words}</a>'


@cache
def icon(name: str) -> str:
    address = f"{static('claims/icons.svg')}#{name}"
    return f'<svg class="icon" aria-hidden="true" focusable="false"><use href="{address}"/></svg>'


def short(text: str, length: int) -> str:
    return escape(text if len(text) <= length else f"{text[: length - 1]}…")


@lru_cache(maxsize=4096)
def day_words(day: date, how: str) -> str:
    return format_date(day, how)


@cache
def _dashboard() -> str:
    return reverse("dashboard")
