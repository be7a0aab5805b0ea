"""What was fetched from the web: the asking for it, and what the page was at that moment."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from claims.models.protection import written_once
from claims.models.sources import Document, Source


class Snapshot(models.Model):
    """What an address answered with, at one moment: the file as it came, and the text in it."""

    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="snapshots")
    url = models.CharField("address", max_length=2000, help_text="Where it was in the end.")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    reading = models.JSONField(help_text="All but the text of what was understood of it.")
    fetched_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-fetched_at", "-pk"]
        indexes = [
            models.Index(fields=["source", "-fetched_at", "-id"], name="snapshot_of_source"),
        ]
        triggers = written_once()

    def __str__(self) -> str:
        return f"{self.url}, {self.fetched_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("snapshot", args=[self.pk])


class FetchState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class FetchQuerySet(models.QuerySet["Fetch"]):
    def to_do(self, now: datetime) -> Self:
        """Those that nobody is at, or whose worker has not been heard of for too long."""
        return self.filter(state=FetchState.WAITING).exclude(taken_until__gt=now).order_by("pk")

    def next_free_at(self, now: datetime) -> datetime | None:
        """When the first of those that wait can be taken; None where nothing waits."""
        waiting = self.filter(state=FetchState.WAITING).order_by().values_list("taken_until")
        return min((until or now for (until,) in waiting), default=None)


class Fetch(models.Model):
    """An address that somebody wants fetched. It stays until it is done or has failed.

    Whoever works on it holds it until `taken_until`; `attempts` counts the workers. A worker that
    is killed leaves it to the next.
    """

    key = models.UUIDField(unique=True, help_text="Given by the form: one fetch for each form.")
    url = models.CharField("address", max_length=2000)
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="fetches")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=FetchState, default=FetchState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    taken_until = models.DateTimeField(null=True)
    problem = models.CharField(max_length=500, blank=True)
    snapshot = models.OneToOneField(Snapshot, models.PROTECT, null=True, related_name="fetch")

    objects = FetchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "fetches"
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(state=FetchState.WAITING), name="fetch_to_do"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=FetchState.WAITING, snapshot=None)
                | models.Q(state=FetchState.DONE, snapshot__isnull=False, problem="")
                | (models.Q(state=FetchState.FAILED, snapshot=None) & ~models.Q(problem="")),
                name="fetch_state_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.url}: {self.get_state_display()}"

    @property
    def is_waiting(self) -> bool:
        return self.state == FetchState.WAITING
