"""My queue: what waits for the person who looks."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from claims import permissions
from claims.models import Status, User
from claims.queries import queue as queries
from claims.queries.claim_list import ME, NOBODY
from claims.queries.comments import is_withheld
from claims.queries.queue import Waiting
from claims.views.access import SignedInRequest
from claims.views.claim_fields import WITHHELD
from claims.views.claim_list import address
from claims.views.claim_rows import rows_of
from claims.views.dashboard_html import joined
from claims.views.dashboard_sections import age
from claims.views.fragments import answer
from claims.views.queue_rows import Line, line_html

FIELDS = ["statement", "verdict", "priority", "due"]
RARER = ["to-decide", "stale", "mentioned"]
"""The sections that most people's queues do without: shown where they have something."""


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    title: str
    nothing: str
    """What an empty section says."""
    number: int
    href: str
    """The claim list of exactly these claims."""
    lines: list[Line]

    @property
    def words(self) -> str:
        return in_words(self.number)

    @property
    def rows(self) -> SafeString:
        return joined(line_html(line, self.name) for line in self.lines)


def in_words(number: int) -> str:
    return f"{number:,}" if number <= queries.COUNTED else f"{queries.COUNTED:,}+"


@require_safe
def queue(request: SignedInRequest) -> HttpResponse:
    user = request.user
    counts = queries.counts(user)
    sections = [
        section
        for section in _sections(user, counts)
        if section.number or section.name not in RARER
    ]
    context = {
        "nav": "queue",
        "sections": sections,
        "total": counts.total,
        "total_words": in_words(counts.total),
        "reviews": permissions.can_capture(user),
        "unassigned": address(assignee=NOBODY, open=1),
    }
    return answer(request, "queue/queue.html", "queue/_sections.html#queue-sections", context)


def _sections(user: User, counts: Waiting) -> list[Section]:
    found = queries.lines(user)
    now = timezone.now()
    lines = {name: _lines(some, user, now) for name, some in found.items()}
    to_check = [("status", Status.NEW), ("status", Status.CHECKING)]
    return [
        Section(
            "to-fix", "To fix", "Nobody sent a claim back to you.", counts.to_fix,
            address(assignee=ME, status=Status.CHANGES_REQUESTED.value), lines["to_fix"],
        ),
        Section(
            "to-check", "To check", "No claim of yours is open.", counts.to_check,
            address([("assignee", ME), *to_check], sort="due"), lines["to_check"],
        ),
        Section(
            "to-sign-off", "To sign off", "Nobody waits for your sign-off.", counts.to_sign_off,
            address(sign_off=ME), lines["to_sign_off"],
        ),
        Section(
            "to-decide", "To decide", "", counts.to_decide, address(waits="to-decide"),
            lines["to_decide"],
        ),
        Section(
            "stale", "Changed since you signed off", "", counts.stale, address(waits="stale"),
            lines["stale"],
        ),
        Section(
            "mentioned", "Mentions", "", counts.mentioned, address(waits="mentioned"),
            lines["mentioned"],
        ),
    ]  # fmt: skip


def _lines(found: list[queries.Line], user: User, now: datetime) -> list[Line]:
    rows = rows_of([one.claim for one in found], user, timezone.localdate(now), FIELDS)
    return [
        Line(row, age(row.claim.status_since, now), *_comment(one, user))
        for row, one in zip(rows, found, strict=True)
    ]


def _comment(line: queries.Line, user: User) -> tuple[str, str]:
    """What was written to the person, and by whom; nothing of a draft that they must not see."""
    if is_withheld(line.comment_field, line.claim, user):
        return WITHHELD, line.commented_by
    return line.comment, line.commented_by
