"""The sentences of a transcript: how checkable each is, and what has become of it."""

from typing import Self

from django.conf import settings
from django.db import models

from claims.models.interviews import TranscriptVersion


class Disposition(models.TextChoices):
    """What a person has decided of a sentence. That it became a claim is said by the claim."""

    UNREAD = "unread", "Unread"
    NOT_CHECKABLE = "not_checkable", "Not checkable"


class WhyNot(models.TextChoices):
    """Why a sentence is not checkable."""

    OPINION = "opinion", "An opinion"
    INTENTION = "intention", "An intention or a promise"
    QUESTION = "question", "A question"
    PLEASANTRY = "pleasantry", "A pleasantry"
    VAGUE = "vague", "Too vague to check"
    EXPERIENCE = "experience", "Only the speaker can know it"
    UNIMPORTANT = "unimportant", "Checkable, but of no weight"


class SentenceQuerySet(models.QuerySet["Sentence"]):
    def unread(self) -> Self:
        return self.filter(disposition=Disposition.UNREAD)

    def offered(self) -> Self:
        """Those that are worth offering as a claim, in the order of the text."""
        return self.filter(offered=True)

    def decided(self) -> Self:
        return self.exclude(disposition=Disposition.UNREAD)


class Sentence(models.Model):
    """A span [start, end) of a transcript, code points, inside one turn.

    `score` is how checkable it seems, between 0 and 1, and `reasons` and `against` say what moved
    it: see `claims.text.suggestions`.
    """

    transcript = models.ForeignKey(TranscriptVersion, models.PROTECT, related_name="sentences")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    score = models.FloatField()
    reasons = models.JSONField(default=list)
    against = models.JSONField(default=list)
    offered = models.BooleanField(default=False)
    disposition = models.CharField(max_length=15, choices=Disposition, default=Disposition.UNREAD)
    why_not = models.CharField(max_length=15, choices=WhyNot, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    objects = SentenceQuerySet.as_manager()

    class Meta:
        ordering = ["transcript", "start"]
        constraints = [
            models.UniqueConstraint(fields=["transcript", "start"], name="sentence_start_once"),
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="sentence_span_is_whole"
            ),
            models.CheckConstraint(
                condition=models.Q(disposition=Disposition.UNREAD, why_not="", by=None, at=None)
                | models.Q(
                    disposition=Disposition.NOT_CHECKABLE,
                    why_not__in=WhyNot.values,
                    by__isnull=False,
                    at__isnull=False,
                ),
                name="sentence_is_unread_or_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.transcript} [{self.start}, {self.end})"

    @property
    def is_unread(self) -> bool:
        return self.disposition == Disposition.UNREAD
