"""Where a source is used, as HTML: a template takes several times as long."""

from collections.abc import Iterable
from html import escape

from django.utils import timezone
from django.utils.safestring import SafeString

from claims.models import Evidence
from claims.views.claim_fields import address_in_row
from claims.views.dashboard_html import day_words, icon, joined, short

QUOTE_SHOWN = 200
EXCERPT_SHOWN = 600


def uses_html(found: Iterable[Evidence]) -> SafeString:
    return joined(map(_use, found))


def _use(evidence: Evidence) -> str:
    claim = evidence.claim
    excerpt = f"<blockquote>“{short(evidence.excerpt, EXCERPT_SHOWN)}”</blockquote>"
    return (
        f'<li class="use" id="evidence-{evidence.pk}"><p class="meta line">'
        f'<span class="chip {claim.status_css}">{claim.get_status_display()}</span>'
        f'<span class="stance {evidence.stance}">{icon(evidence.stance_icon)}'
        f"{evidence.get_stance_display()}</span></p>"
        f'<p><a href="{address_in_row("claim", claim.pk)}">'
        f'<q class="quote">{short(claim.quote, QUOTE_SHOWN)}</q></a></p>'
        f"{excerpt if evidence.excerpt else ''}{_gone(evidence)}"
        f'<p class="meta">{_notes(evidence)}</p></li>'
    )


def _gone(evidence: Evidence) -> str:
    if not evidence.missing_in_id:
        return ""
    snapshot = address_in_row("snapshot", evidence.missing_in_id)
    return (
        f'<p class="left-page">{icon("alert")}<span>This excerpt is not in the'
        f' <a href="{snapshot}">newest snapshot</a> of the page.</span></p>'
    )


def _notes(evidence: Evidence) -> str:
    speaker = str(evidence.claim.person or "Nobody named")
    attached = day_words(timezone.localdate(evidence.added_at), "j M Y")
    notes = [
        *([evidence.locator] if evidence.locator else []),
        f"{speaker}, {evidence.claim.interview.title}",
        f"attached by {evidence.added_by}, {attached}",
    ]
    return escape(" · ".join(notes))
