"""My queue: what waits for the person who looks."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from claims import permissions
from claims.models import Claim, Status, User
from claims.models.claims import ClaimQuerySet
from claims.queries import queue as queries
from claims.queries.claim_list import ME, NOBODY
from claims.queries.comments import is_withheld
from claims.queries.queue import Waiting
from claims.views.access import SignedInRequest
from claims.views.claim_fields import WITHHELD
from claims.views.claim_list import address
from claims.views.claim_rows import Row, rows_of
from claims.views.dashboard_sections import age
from claims.views.fragments import answer

FIELDS = ["statement", "verdict", "priority", "due"]


@dataclass(frozen=True, slots=True)
class Line:
    row: Row
    waits: str
    """How long it has been in its status."""
    comment: str = ""
    commented_by: str = ""


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


def in_words(number: int) -> str:
    return f"{number:,}" if number <= queries.COUNTED else f"{queries.COUNTED:,}+"


@require_safe
def queue(request: SignedInRequest) -> HttpResponse:
    user = request.user
    now = timezone.now()
    today = timezone.localdate(now)
    counts = queries.counts(user)

    def lines(claims: ClaimQuerySet) -> list[Line]:
        return [
            Line(row, age(row.claim.status_since, now), *_comment(row.claim, user))
            for row in rows_of(claims, user, today, FIELDS)
        ]

    to_check = [("status", Status.NEW), ("status", Status.CHECKING)]
    sections = [
        Section(
            "to-fix", "To fix", "Nobody sent a claim back to you.", counts.to_fix,
            address(assignee=ME, status=Status.CHANGES_REQUESTED.value),
            lines(queries.to_fix(user)),
        ),
        Section(
            "to-check", "To check", "No claim of yours is open.", counts.to_check,
            address([("assignee", ME), *to_check], sort="due"), lines(queries.to_check(user)),
        ),
        Section(
            "to-sign-off", "To sign off", "Nobody waits for your sign-off.", counts.to_sign_off,
            address(sign_off=ME), lines(queries.to_sign_off(user)),
        ),
        *_rarer(user, counts, lines),
    ]  # fmt: skip
    context = {
        "nav": "queue",
        "sections": sections,
        "total": counts.total,
        "total_words": in_words(counts.total),
        "reviews": permissions.can_capture(user),
        "unassigned": address(assignee=NOBODY, open=1),
    }
    return answer(request, "queue/queue.html", "queue/_sections.html#queue-sections", context)


def _rarer(
    user: User, counts: Waiting, lines: Callable[[ClaimQuerySet], list[Line]]
) -> list[Section]:
    """The sections that most people's queues do without: shown where they have something."""
    sections = [
        Section(
            "to-decide", "To decide", "", counts.to_decide,
            address(waits="to-decide"), lines(queries.to_decide(user)),
        ),
        Section(
            "stale", "Changed since you signed off", "", counts.stale,
            address(waits="stale"), lines(queries.stale(user)),
        ),
        Section(
            "mentioned", "Mentions", "", counts.mentioned,
            address(waits="mentioned"), lines(queries.mentioned(user)),
        ),
    ]  # fmt: skip
    return [section for section in sections if section.number]


def _comment(claim: Claim, user: User) -> tuple[str, str]:
    """What was written to the person, and by whom; nothing of a draft that they must not see."""
    body, by = getattr(claim, "comment", None) or "", getattr(claim, "commented_by", None) or ""
    if is_withheld(getattr(claim, "comment_field", ""), claim, user):
        return WITHHELD, by
    return body, by
