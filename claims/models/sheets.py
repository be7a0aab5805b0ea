"""Sheets of claims that were imported: what a person chose, and what became of each row."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from claims.models.claims import Claim
from claims.models.interviews import Interview
from claims.models.sources import Document


class SheetImport(models.Model):
    """A sheet as it was uploaded, with what its columns mean. Nothing is a claim until it begins.

    Whoever uploaded it is the actor of all that comes of it, and alone sees it: it may hold
    verdicts that are blind to others.
    """

    key = models.UUIDField(unique=True, help_text="Given by the form, and its address.")
    name = models.CharField(max_length=255, help_text="Of the file.")
    sha256 = models.CharField(max_length=64, help_text="Of the file.")
    format = models.CharField(max_length=10)
    sheet = models.CharField(max_length=255, blank=True, help_text="The one that was chosen.")
    sheets = models.JSONField(default=list, help_text="The names of all, with their rows.")
    headings = ArrayField(models.TextField(), default=list)
    columns = ArrayField(
        models.CharField(max_length=20, blank=True), default=list,
        help_text="What each column means.",
    )  # fmt: skip
    notes = ArrayField(models.TextField(), default=list, help_text="What reading has to say.")
    interview = models.ForeignKey(
        Interview, models.PROTECT, null=True, related_name="+",
        help_text="Of the rows that name none.",
    )  # fmt: skip
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, related_name="+", help_text="Kept once it has begun."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    begun_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["by", "-at", "-id"], name="sheet_import_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(begun_at=None, finished_at=None)
                | Q(begun_at__isnull=False, document__isnull=False),
                name="sheet_import_begun_with_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.sheet}" if self.sheet else self.name

    def get_absolute_url(self) -> str:
        return reverse("sheet", args=[self.key])


class RowOutcome(models.TextChoices):
    WAITING = "waiting", "Waiting"
    NEW = "new", "New"
    KNOWN = "known", "Already there"
    REFUSED = "refused", "Refused"


class SheetRow(models.Model):
    """One row of an imported sheet. What became of it is written with the claim that it became.

    A row that made a claim stands for it in its interview, by its words and by its ID: no other
    row makes that claim again.
    """

    sheet = models.ForeignKey(SheetImport, models.CASCADE, db_index=False, related_name="rows")
    number = models.PositiveIntegerField(help_text="As the program of the sheet counts.")
    cells = ArrayField(models.TextField(blank=True))
    outcome = models.CharField(max_length=10, choices=RowOutcome, default=RowOutcome.WAITING)
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, related_name="+")
    interview = models.ForeignKey(
        Interview, models.PROTECT, null=True, db_index=False, related_name="+"
    )
    words_key = models.CharField(max_length=64, blank=True, help_text="Of quote and statement.")
    id_key = models.CharField(max_length=64, blank=True, help_text="Of the ID, where there is one.")
    reason = models.TextField(blank=True, help_text="Why it was refused.")
    remarks = ArrayField(models.TextField(), default=list, help_text="What was done otherwise.")
    left_out = ArrayField(
        models.CharField(max_length=20), default=list, help_text="The fields that were refused."
    )

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(
                fields=["sheet", "number"], condition=Q(outcome="waiting"), name="sheet_row_waiting"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="sheet_row_once"),
            models.UniqueConstraint(
                fields=["interview", "words_key"], condition=Q(outcome="new"),
                name="sheet_row_words_once",
            ),
            models.UniqueConstraint(
                fields=["interview", "id_key"], condition=Q(outcome="new") & ~Q(id_key=""),
                name="sheet_row_id_once",
            ),
            models.CheckConstraint(
                condition=Q(outcome="waiting", claim=None)
                | (Q(outcome="refused", claim=None) & ~Q(reason=""))
                | Q(outcome__in=["new", "known"], claim__isnull=False, interview__isnull=False),
                name="sheet_row_outcome_is_whole",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.sheet_id}, row {self.number}: {self.outcome}"
