"""The newsroom's scale of verdicts, and what evidence each of them takes."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Tone(models.TextChoices):
    """How a verdict reads: decides its colour, and which evidence speaks against it."""

    POSITIVE = "positive", "The statement holds"
    MIXED = "mixed", "Partly"
    NEGATIVE = "negative", "The statement does not hold"
    NEUTRAL = "neutral", "Neither"


class VerdictQuerySet(models.QuerySet["Verdict"]):
    def on_scale(self) -> Self:
        """Those that can be chosen now, in the scale's order."""
        return self.filter(replaced_by=None, retired_at=None)


class Verdict(models.Model):
    """One wording of one verdict. What it says never changes: a new wording is a new row.

    Claims keep the row that they were judged by. Order, tone and evidence rule are not part of
    what it says, and may change.
    """

    label = models.CharField(max_length=60)
    definition = models.TextField()
    position = models.PositiveIntegerField()
    number = models.SmallIntegerField(
        null=True, blank=True, help_text="Only where verdicts are ordered: higher is truer."
    )
    tone = models.CharField(max_length=10, choices=Tone, default=Tone.NEUTRAL)

    needs_sources = models.PositiveSmallIntegerField("sources", default=1)
    needs_primary = models.PositiveSmallIntegerField("primary sources", default=0)
    needs_publishers = models.PositiveSmallIntegerField("independent publishers", default=0)
    needs_excerpts = models.BooleanField("excerpt and place of each source", default=True)
    needs_answers = models.BooleanField("contradicting evidence addressed", default=True)
    needs_search_log = models.BooleanField("a log of what was searched", default=False)

    replaced_by = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaces")
    retired_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    written_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    key = models.UUIDField(
        null=True,
        unique=True,
        help_text="Given by the form, so that a repeated post makes no second row.",
    )

    objects = VerdictQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["label"],
                condition=Q(replaced_by=None, retired_at=None),
                name="verdict_label_once",
            ),
            models.CheckConstraint(condition=Q(tone__in=Tone.values), name="verdict_tone_known"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="wording_is_kept",
                operation=pgtrigger.UpdateOf("label", "definition", "number"),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_on_scale(self) -> bool:
        return self.replaced_by_id is None and self.retired_at is None

    def newest(self) -> "Verdict":
        """The same verdict in its newest wording."""
        return self.replaced_by.newest() if self.replaced_by else self

    @property
    def left(self) -> str:
        """How it left the scale, or '' where it stands on it."""
        if self.replaced_by_id is not None:
            return "older wording"
        return "retired" if self.retired_at else ""

    @property
    def told_apart(self) -> str:
        """The label, with what tells it from another that reads the same."""
        return f"{self.label} ({self.left})" if self.left else self.label

    @property
    def tone_css(self) -> str:
        return f"t-{self.tone}"


def site_time_zone() -> str:
    return settings.TIME_ZONE


class Newsroom(models.Model):
    """The one row of what holds for all claims."""

    sign_offs_needed = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    time_zone = models.CharField(
        max_length=64, default=site_time_zone, help_text="Whose days the database counts by."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="newsroom_is_one"),
            models.CheckConstraint(
                condition=Q(sign_offs_needed__range=(1, 3)), name="newsroom_sign_offs_in_range"
            ),
        ]

    def __str__(self) -> str:
        return "The newsroom's rules"

    @classmethod
    def rules(cls) -> "Newsroom":
        return cls.objects.get_or_create(pk=1)[0]
