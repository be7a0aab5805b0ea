"""Claims: what was said, what is checked, where the work stands and what was found."""

import hashlib
import json
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from claims.models.claim_orders import INDEXES
from claims.models.clock import now
from claims.models.counted import stale_by_change
from claims.models.heard import heard_by_place
from claims.models.interviews import Interview, TranscriptVersion
from claims.models.people import Person
from claims.models.people_triggers import speaker_identified
from claims.models.search_triggers import OF_A_CLAIM, searched
from claims.models.similar import indexed, linked_soundly, never_in_circles
from claims.models.statuses import (
    FINISHED,
    OPEN,
    SHOWN_TO_ALL,
    Priority,
    SetAsideReason,
    Status,
)
from claims.models.topics import Topic
from claims.models.verdicts import Verdict
from claims.text.timing import Heard

if TYPE_CHECKING:
    from claims.models.accounts import User


def verdict_is_open_to(user: "User") -> Q:
    """That verdict and rationale are no draft which this person must not see; as `is_sealed`."""
    return (
        Q(interview__blind=False)
        | Q(status__in=SHOWN_TO_ALL)
        | Q(second_verdict__isnull=False)
        | Q(authors__contains=[user.pk])
    )


class ClaimQuerySet(models.QuerySet["Claim"]):
    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def finished(self) -> Self:
        return self.filter(status__in=FINISHED)

    def awaiting_sign_off(self) -> Self:
        return self.filter(status=Status.AWAITING_SIGN_OFF)

    def overdue(self, today: date) -> Self:
        return self.open().filter(due_on__lt=today)

    def due_within(self, today: date, *, days: int) -> Self:
        return self.open().filter(due_on__range=(today, today + timedelta(days=days)))

    def without_source(self) -> Self:
        return self.open().filter(source_count=0)

    def without_primary_source(self) -> Self:
        """Claims that wait for a sign-off and rest on no primary source."""
        return self.awaiting_sign_off().filter(primary_count=0)

    def with_stale_sign_off(self, *, by: "User | None" = None) -> Self:
        """Claims whose newest sign-off is for content or for a place that they have no more.

        With `by`, only those that this person signed off.
        """
        stale = self.exclude(status=Status.SET_ASIDE).filter(sign_off_is_stale=True)
        return stale if by is None else stale.filter(stale_signers__contains=[by.pk])

    def not_by(self, user: "User") -> Self:
        """Those that this person neither submitted nor judged."""
        return self.exclude(submitted_by=user).exclude(authors__contains=[user.pk])

    def for_row(self) -> Self:
        """With what a row or a card of a list shows, in one query."""
        from claims.models.comments import Comment

        unresolved = (
            Comment.objects.unresolved()
            .filter(claim=models.OuterRef("pk"))
            .order_by()
            .values("claim")
            .annotate(number=models.Count("pk"))
            .values("number")
        )
        return self.select_related("interview", "person", "verdict", "assignee", "topic").annotate(
            unresolved_count=Coalesce(models.Subquery(unresolved), 0)
        )


class Claim(models.Model):
    interview = models.ForeignKey(Interview, models.PROTECT, db_index=False, related_name="claims")
    transcript = models.ForeignKey(
        TranscriptVersion, models.PROTECT, null=True, related_name="claims"
    )
    start = models.PositiveIntegerField(null=True, help_text="Code points into the transcript.")
    end = models.PositiveIntegerField(null=True)
    quote = models.TextField()
    statement = models.TextField(blank=True)
    speaker = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False, related_name="+")
    # Who that is, once people are merged. Kept by a trigger, and never written here.
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, db_index=False, editable=False, related_name="claims"
    )
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, db_index=False, related_name="claims"
    )
    status = models.CharField(max_length=20, choices=Status, default=Status.NEW)
    verdict = models.ForeignKey(
        Verdict, models.PROTECT, null=True, db_index=False, related_name="claims"
    )
    rationale = models.TextField(blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="assigned_claims",
    )
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    due_on = models.DateField("due", null=True)

    captured_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+"
    )
    captured_at = models.DateTimeField(default=now)
    status_since = models.DateTimeField(default=now)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_index=False, related_name="+"
    )
    submission = models.PositiveIntegerField(
        default=0, help_text="How often it was submitted: a sign-off is for one submission."
    )
    sign_offs_needed = models.PositiveSmallIntegerField(
        default=1, help_text="The newsroom's number when it was submitted."
    )
    authors = ArrayField(
        models.IntegerField(),
        default=list,
        help_text="Who wrote its verdict or rationale since it was last new.",
    )
    second_verdict = models.ForeignKey(
        Verdict, models.PROTECT, null=True, related_name="+",
        help_text="What the second person found, where it was not the same.",
    )  # fmt: skip
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_index=False, related_name="+"
    )
    # Kept by a trigger, and never written here: see `claims.models.heard`.
    heard_at_ms = models.PositiveIntegerField(
        null=True, help_text="When its quote begins in the recording."
    )
    needs_anchoring = models.BooleanField(
        default=False, help_text="A correction of the transcript has lost its words."
    )
    finished_at = models.DateTimeField(null=True, help_text="When it was last signed off.")
    set_aside_reason = models.CharField(max_length=20, choices=SetAsideReason, blank=True)
    duplicate_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="duplicates")
    repeat_of = models.ForeignKey(
        "self", models.PROTECT, null=True, db_index=False, related_name="repeats",
        help_text="The claim that says the same, elsewhere: both stay open.",
    )  # fmt: skip
    content_hash = models.CharField(max_length=64)
    # Kept by triggers, and never written here: see `claims.models.counted`.
    source_count = models.PositiveIntegerField(default=0, help_text="Standing evidence.")
    primary_count = models.PositiveIntegerField(
        default=0, help_text="Standing evidence from primary sources."
    )
    sign_off_is_stale = models.BooleanField(
        default=False, help_text="Signed for content or a place that it has no more."
    )
    stale_signers = ArrayField(
        models.IntegerField(), default=list, help_text="Whose sign-offs are stale."
    )
    key = models.UUIDField(
        null=True,
        unique=True,
        help_text="Given by the form, so that a repeated post makes no second row.",
    )
    version = models.PositiveIntegerField(default=0, help_text="The number of its newest event.")
    last_hash = models.CharField(
        max_length=64, blank=True, help_text="The hash of its newest event."
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        indexes = [*INDEXES, *indexed()]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="claim_status_known"
            ),
            models.CheckConstraint(
                condition=Q(priority__in=Priority.values), name="claim_priority_known"
            ),
            models.CheckConstraint(condition=~Q(quote=""), name="claim_has_a_quote"),
            models.CheckConstraint(
                condition=Q(transcript=None, start=None, end=None)
                | Q(transcript__isnull=False, start__isnull=False, end__gt=models.F("start")),
                name="claim_span_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.SET_ASIDE, set_aside_reason__in=SetAsideReason.values)
                | (~Q(status=Status.SET_ASIDE) & Q(set_aside_reason="")),
                name="claim_set_aside_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(set_aside_reason=SetAsideReason.DUPLICATE, duplicate_of__isnull=False)
                | (~Q(set_aside_reason=SetAsideReason.DUPLICATE) & Q(duplicate_of=None)),
                name="claim_duplicate_of_another",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.AWAITING_SIGN_OFF, Status.DISPUTED, *FINISHED])
                | Q(submitted_by__isnull=False, verdict__isnull=False),
                name="claim_submitted_whole",
            ),
            *linked_soundly(),
        ]
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="quote_is_verbatim",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("transcript_id", "start", '"end"', "quote", "interview_id"),
                condition=pgtrigger.Q(new__transcript__isnull=False),
                func="""
                IF NOT EXISTS (
                    SELECT 1 FROM claims_transcriptversion AS t
                    WHERE t.id = NEW.transcript_id AND t.interview_id = NEW.interview_id
                    AND substr(t.text, NEW.start + 1, NEW."end" - NEW.start) = NEW.quote
                ) THEN
                    RAISE EXCEPTION 'The quote of claim % does not match its span.', NEW.id
                    USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="sign_off_is_live",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__status__in=["signed_off", "published"]),
                func="""
                IF (
                    SELECT count(DISTINCT s.by_id) FROM claims_signoff AS s
                    WHERE s.claim_id = NEW.id AND s.submission = NEW.submission
                    AND s.content_hash = NEW.content_hash AND s.by_id <> NEW.submitted_by_id
                    AND NOT s.by_id = ANY (NEW.authors)
                ) < greatest(NEW.sign_offs_needed, 1) THEN
                    RAISE EXCEPTION 'Claim % has no sign-off of its content.', NEW.id
                    USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            *stale_by_change(),
            heard_by_place(),
            *never_in_circles(),
            *speaker_identified(),
            *searched(
                "claim",
                "quote",
                "statement",
                "rationale",
                "speaker",
                "person",
                "status",
                "second_verdict",
                "authors",
                func=OF_A_CLAIM,
            ),
        ]

    def __str__(self) -> str:
        return f"“{self.quote}”"

    def get_absolute_url(self) -> str:
        return reverse("claim", args=[self.pk])

    def tell_who_speaks(self) -> None:
        """Set `person` to what the database makes of the speaker, which has been set."""
        self.person = self.speaker.who if self.speaker else None

    @property
    def by_hand(self) -> bool:
        return self.transcript_id is None

    @property
    def heard(self) -> Heard | None:
        """When and where its quote can be heard; None where the transcript has no times."""
        return self.interview.heard_at(self.heard_at_ms)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def content_is_open(self) -> bool:
        """Whether its content may be edited where it stands: not once readers see it."""
        return self.status not in {Status.PUBLISHED, Status.SET_ASIDE}

    def is_overdue(self, today: date) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < today

    @property
    def status_css(self) -> str:
        return Status(self.status).css

    @property
    def is_sealed(self) -> bool:
        """Whether its verdict is a draft that only those who wrote it see."""
        return (
            self.interview.blind
            and self.status not in SHOWN_TO_ALL
            and self.second_verdict_id is None
        )

    def content(self) -> dict[str, Any]:
        """What a sign-off is for: everything that readers would be told, and nothing else."""
        new = self._state.adding  # it has neither yet
        every, searches = ((), ()) if new else (self.evidence.all(), self.search_log.all())
        evidence = [one for one in every if one.withdrawn_at is None]
        log = [entry for entry in searches if entry.withdrawn_at is None]
        searched = [entry.content() for entry in sorted(log, key=lambda entry: entry.pk)]
        return {
            "quote": self.quote,
            "speaker": self.speaker_id,
            "statement": self.statement,
            "verdict": self.verdict_id,
            "rationale": self.rationale,
            "evidence": [
                one.content() for one in sorted(evidence, key=lambda one: (one.source_id, one.pk))
            ],
            **({"searched": searched} if searched else {}),
        }

    def blind_hash(self) -> str:
        """What somebody has seen of a submission whose verdict and rationale are hidden."""
        content = self.content()
        seen = {key: content[key] for key in ("quote", "speaker", "statement", "evidence")}
        return hash_of({**seen, "submission": self.submission})

    def snapshot(self) -> dict[str, Any]:
        """Every field that a history can be replayed into, as JSON values."""
        return {field: as_json(getattr(self, field)) for field in REPLAYED}


REPLAYED = [
    "interview_id", "transcript_id", "start", "end", "quote", "statement", "speaker_id", "status",
    "verdict_id", "rationale", "assignee_id", "priority", "due_on", "set_aside_reason",
    "duplicate_of_id", "submitted_by_id", "sign_offs_needed", "second_verdict_id", "second_by_id",
    "needs_anchoring", "topic_id", "repeat_of_id",
]  # fmt: skip


def as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def canonical(value: Any) -> bytes:
    """The canonical JSON of a value: keys sorted, no spaces, UTF-8."""
    words = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return words.encode()


def hash_of(value: Any) -> str:
    """SHA-256 over the canonical JSON of a value."""
    return hashlib.sha256(canonical(value)).hexdigest()
