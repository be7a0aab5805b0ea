"""One change of many claims: what was asked, and what became of it for each claim."""

from django.conf import settings
from django.db import models

from claims.models.claims import Claim
from claims.models.clock import now


class BulkKind(models.TextChoices):
    ASSIGN = "assign", "Assign"
    DUE = "due", "Set the due date"
    PRIORITY = "priority", "Set the priority"
    SET_ASIDE = "set_aside", "Set aside"


class BulkChange(models.Model):
    """What one person asked for at once. `value` and `note` are as its form had them."""

    key = models.UUIDField(unique=True, help_text="Given by the form, and its address.")
    kind = models.CharField(max_length=20, choices=BulkKind)
    value = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    asked = models.TextField(help_text="Which claims, in words.")
    query = models.TextField(
        blank=True, help_text="The filters of the list that it was asked for in, as its address."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=BulkKind.values), name="bulk_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.asked}"


class Outcome(models.TextChoices):
    WAITING = "waiting", "Waiting"
    DONE = "done", "Done"
    SAME = "same", "Was so already"
    REFUSED = "refused", "Refused"


class BulkItem(models.Model):
    """One claim of a bulk change. Changed in the transaction that changes the claim."""

    change = models.ForeignKey(BulkChange, models.CASCADE, related_name="items")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="+")
    seen_version = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["change", "id"],
                condition=models.Q(outcome="waiting"),
                name="bulk_item_waiting",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["change", "claim"], name="bulk_item_once"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=Outcome.values), name="bulk_outcome_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.outcome}"
