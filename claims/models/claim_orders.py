"""The orders of lists of claims, and the indexes that they and their filters are read from."""

from collections.abc import Sequence
from datetime import date

from django.contrib.postgres.indexes import GinIndex
from django.db.models import Case, Expression, F, Index, Q, Value, When
from django.db.models.functions import Coalesce

from claims.models.statuses import FINISHED, OPEN, Status

# What sorts must use the very expressions that are indexed. By due date, claims without one come
# last, whichever way the dates run.
EARLIEST, LATEST = date(1, 1, 1), date(9999, 12, 31)
DUE_OR_LATEST = Coalesce("due_on", Value(LATEST))
DUE_OR_EARLIEST = Coalesce("due_on", Value(EARLIEST))
STATUS_PLACE = Case(
    *(When(status=status, then=Value(place)) for place, status in enumerate(Status)),
    default=Value(len(Status)),
)
"""Statuses in the order of the work."""

NEWEST = (F("captured_at").desc(), F("id").desc())


def newest(
    name: str, *before: str | Expression | F, condition: Q | None = None, also: Sequence[str] = ()
) -> Index:  # fmt: skip
    """An index of claims, newest first, within the same values of the columns `before`.

    By the columns `also` claims are filtered in the index, without a look at their rows.
    """
    columns = [F(one) if isinstance(one, str) else one for one in before]
    return Index(*columns, *NEWEST, *map(F, also), name=name, condition=condition)


INDEXES = [
    Index(fields=["interview", "start", "id"], name="claim_in_transcript"),
    Index(DUE_OR_LATEST, "id", name="claim_soonest"),
    Index(DUE_OR_EARLIEST, "id", name="claim_last_due"),
    Index(F("priority").desc(), DUE_OR_LATEST, "id", name="claim_urgent"),
    Index(fields=["status", "due_on"], name="claim_status_due"),
    Index(fields=["assignee", "status"], name="claim_assignee_status"),
    Index(fields=["status_since", "id"], name="claim_status_since"),
    Index(fields=["finished_at"], condition=Q(finished_at__isnull=False), name="claim_finished"),
    Index(fields=["-captured_at", "-id"], name="claim_newest"),
    Index(fields=["status", "-captured_at", "-id"], name="claim_status_newest"),
    newest("claim_by_status", STATUS_PLACE),
    newest("claim_interview_newest", "interview"),
    newest("claim_speaker_newest", "person"),
    newest("claim_topic_newest", "topic"),
    newest("claim_verdict_newest", "verdict"),
    newest("claim_assignee_newest", "assignee"),
    newest("claim_submitter_newest", "submitted_by", condition=Q(status__in=FINISHED)),
    newest("claim_priority_newest", "priority"),
    newest("claim_most_sources", F("source_count").desc()),
    newest(
        "claim_open_newest", condition=Q(status__in=OPEN), also=["topic", "assignee", "priority"]
    ),
    # most claims are finished, and were due before those that are open
    Index(
        DUE_OR_LATEST,
        F("id"),
        F("topic"),
        F("assignee"),
        condition=Q(status__in=OPEN),
        name="claim_open_soonest",
    ),
    newest("claim_due_newest", condition=Q(status__in=OPEN, due_on__isnull=False), also=["due_on"]),
    newest("claim_sourceless_newest", condition=Q(status__in=OPEN, source_count=0)),
    newest("claim_stale_newest", condition=Q(sign_off_is_stale=True) & ~Q(status=Status.SET_ASIDE)),
    newest("claim_aside_newest", "set_aside_reason", condition=Q(status=Status.SET_ASIDE)),
    newest("claim_lost_newest", condition=Q(needs_anchoring=True)),
    newest("claim_unproven_newest", condition=Q(status=Status.AWAITING_SIGN_OFF, primary_count=0)),
    newest("claim_untaken_newest", condition=Q(status__in=OPEN, assignee=None)),
    Index(
        fields=["due_on", "id"],
        condition=Q(status__in=OPEN, due_on__isnull=False),
        name="claim_open_due",
    ),
    # what the sections of a queue are read from, in their order
    Index(
        fields=["status", "status_since", "id"],
        condition=Q(status__in=[Status.AWAITING_SIGN_OFF, Status.DISPUTED]),
        name="claim_to_decide_on",
    ),
    Index(
        fields=["assignee", "due_on", "-priority", "id"],
        condition=Q(status__in=[Status.NEW, Status.CHECKING]),
        name="claim_to_check",
    ),
    Index(
        fields=["assignee", "status_since", "id"],
        condition=Q(status=Status.CHANGES_REQUESTED),
        name="claim_to_fix",
    ),
    GinIndex(
        fields=["stale_signers"],
        condition=Q(sign_off_is_stale=True),
        name="claim_stale_signers",
        fastupdate=False,
    ),
]
