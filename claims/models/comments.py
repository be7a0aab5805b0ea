"""What people say to each other about a claim."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from claims.models.claims import Claim
from claims.models.clock import now
from claims.models.sources import Evidence


class CommentField(models.TextChoices):
    """The part of a claim that a comment can be about."""

    QUOTE = "quote", "Quote"
    STATEMENT = "statement", "Statement"
    SPEAKER = "speaker", "Speaker"
    VERDICT = "verdict", "Verdict"
    RATIONALE = "rationale", "Rationale"


class CommentQuerySet(models.QuerySet["Comment"]):
    def unresolved(self) -> Self:
        return self.filter(resolved_at=None)


class Comment(models.Model):
    """A remark on a claim, on one of its fields, or on one piece of its evidence.

    What it says never changes; it can be resolved and opened again.
    """

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="comments")
    field = models.CharField(max_length=20, choices=CommentField, blank=True)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="comments")
    body = models.TextField()
    mentions = ArrayField(models.IntegerField(), default=list, help_text="Accounts, by id.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True)
    key = models.UUIDField(
        null=True,
        unique=True,
        help_text="Given by the form, so that a repeated post makes no second row.",
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            GinIndex(
                fields=["mentions"],
                condition=models.Q(resolved_at=None),
                name="comment_mentions",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(body=""), name="comment_says_something"),
            models.CheckConstraint(
                condition=models.Q(field__in=["", *CommentField.values]),
                name="comment_field_known",
            ),
            models.CheckConstraint(
                condition=models.Q(field="") | models.Q(evidence=None),
                name="comment_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(resolved_at=None, resolved_by=None)
                | models.Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="comment_resolved_by_somebody",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="words_are_kept",
                operation=pgtrigger.UpdateOf(
                    "claim_id", "field", "evidence_id", "body", "by_id", "at"
                ),
            ),
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.by}: {self.body}"
