"""What a person is told, and who has a claim open."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from claims.models.claims import Claim
from claims.models.clock import now
from claims.models.history import Event


class Kind(models.TextChoices):
    ASSIGNED = "assigned", "gave you a claim"
    MENTIONED = "mentioned", "mentioned you"
    COMMENTED = "commented", "commented on a claim that you work on"
    CHANGES_REQUESTED = "changes_requested", "requested changes"
    SIGNED_OFF = "signed_off", "signed off your claim"
    STALE = "stale", "changed a claim that was signed off"
    DISPUTED = "disputed", "came to another verdict"
    DECIDED = "decided", "decided between two verdicts"
    ANCHOR_LOST = "anchor_lost", "corrected a transcript: a quote has lost its place"


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread(self) -> Self:
        return self.filter(read_at=None)

    def for_line(self) -> Self:
        """With what a line about it says, in one query."""
        return self.select_related("event__actor", "claim__interview")

    def newest(self) -> Self:
        return self.order_by("-at", "-pk")

    def after(self, last: "Notification") -> Self:
        """Those that `newest()` puts after this one, whatever has come meanwhile."""
        return self.filter(at__lte=last.at).filter(
            models.Q(at__lt=last.at) | models.Q(pk__lt=last.pk)
        )


class Notification(models.Model):
    """One event that one person is told of: on the page, and in the next mail.

    Written in the transaction of the event, so nobody is told of what was never stored.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notifications")
    kind = models.CharField(max_length=20, choices=Kind)
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True, help_text="When a mail took it, sent or not.")

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(
                fields=["user"], condition=models.Q(read_at=None), name="notification_unread"
            ),
            models.Index(fields=["user", "-at", "-id"], name="notification_newest"),
            models.Index(
                fields=["user"], condition=models.Q(mailed_at=None), name="notification_unmailed"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["user", "event"], name="notification_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values), name="notification_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """The claim, at the event in its history."""
        return f"{self.claim.get_absolute_url()}#event-{self.event.number}"

    @property
    def sentence(self) -> str:
        """What happened, in words that say nothing of what was found."""
        return f"{self.event.actor} {self.get_kind_display()}"


class Presence(models.Model):
    """That somebody had a claim open at a time. Kept for a minute, and no part of any history."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "user"], name="presence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} has {self.claim_id} open"
