"""The append-only history of a claim."""

from typing import Any, Protocol

import pgtrigger
from django.conf import settings
from django.db import models

from claims.models.claims import Claim, hash_of
from claims.models.clock import now
from claims.models.protection import written_once
from claims.models.transactions import TransactionField


class Verb(models.TextChoices):
    CAPTURED = "captured", "captured the claim"
    EDITED = "edited", "changed"
    MOVED = "moved", "moved the claim"
    REOPENED = "reopened", "reopened the claim"  # before a change and its reopening were one event
    SIGNED_OFF = "signed_off", "signed off"
    SECOND_VERDICT = "second_verdict", "came to another verdict"
    EVIDENCE_ADDED = "evidence_added", "attached evidence"
    EVIDENCE_EDITED = "evidence_edited", "changed evidence"
    EVIDENCE_WITHDRAWN = "evidence_withdrawn", "withdrew evidence"
    SEARCH_ADDED = "search_added", "logged a search"
    SEARCH_WITHDRAWN = "search_withdrawn", "withdrew a logged search"
    COMMENTED = "commented", "commented"
    COMMENT_RESOLVED = "comment_resolved", "resolved a comment"
    COMMENT_REOPENED = "comment_reopened", "opened a comment again"
    ANCHORED = "anchored", "moved the quote to its place in another version of the transcript"
    ANCHOR_LOST = "anchor_lost", "corrected the transcript: the quote has lost its place"


class Event(models.Model):
    """One change of one claim. `before` and `after` hold the fields that changed, as JSON.

    `hash` covers everything here and the hash of the claim's previous event, so a chain can be
    recomputed; `number` counts a claim's events from 1.
    """

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verb = models.CharField(max_length=20, choices=Verb)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    at = models.DateTimeField(default=now)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    stay = models.PositiveIntegerField(
        null=True, editable=False, help_text="Seconds in the status that it ended."
    )
    tx = TransactionField(
        null=True, editable=False, db_default=models.Func(function="pg_current_xact_id")
    )

    class Meta:
        ordering = ["claim", "number"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="event_newest"),
            models.Index(
                fields=["tx"], condition=models.Q(tx__isnull=False), name="event_transaction"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["claim", "number"], name="event_number_once"),
            models.CheckConstraint(
                condition=models.Q(verb__in=Verb.values), name="event_verb_known"
            ),
        ]
        triggers = [
            *written_once(),
            pgtrigger.Trigger(
                name="stay_is_measured",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition(
                    "NEW.number > 1 AND NEW.before->'status' IS DISTINCT FROM NEW.after->'status'"
                ),
                func="""
                NEW.stay := floor(greatest(0, extract(epoch FROM NEW.at - (
                    SELECT e.at FROM claims_event AS e
                    WHERE e.claim_id = NEW.claim_id AND e.number < NEW.number AND (
                        e.number = 1 OR e.before->'status' IS DISTINCT FROM e.after->'status'
                    ) ORDER BY e.number DESC LIMIT 1
                ))))::integer;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}.{self.number} {self.verb}"

    def sealed(self) -> dict[str, Any]:
        """What the hash covers."""
        return {
            "claim": self.claim_id,
            "number": self.number,
            "actor": self.actor_id,
            "verb": self.verb,
            "before": self.before,
            "after": self.after,
            "note": self.note,
            "at": self.at.isoformat(),
            "previous": self.previous_hash,
        }

    def seal(self) -> str:
        return hash_of(self.sealed())


class Told(Protocol):
    """What an event tells of authorship: a row, or a line of a chain that is replayed."""

    @property
    def verb(self) -> str: ...

    @property
    def after(self) -> dict[str, Any]: ...

    @property
    def actor_id(self) -> int: ...


def authors_after(authors: list[int], event: Told) -> list[int]:
    """Who has written a claim's verdict or rationale, once an event is counted in.

    Whoever gives a second verdict or decides between two has written one; a claim that is new again
    has no authors, unless the event says that what they wrote is a sealed draft. This is how the
    row is written, and how a replay finds out whether it is right.
    """
    if event.verb != Verb.CAPTURED and event.after.get("status") == "new":
        return authors if event.after.get("sealed") else []
    wrote = {"verdict_id", "rationale", "second_verdict_id"} & event.after.keys()
    if event.verb == Verb.CAPTURED or not wrote:
        return authors
    return sorted({*authors, event.actor_id})
