"""People who speak or are quoted.

A person can have several rows: one for each spelling under which they came in. Whatever was said,
captured or signed keeps the row that it was given; a merge only says of a row that it is a spelling
of another, and is undone by no longer saying so.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from claims.models.people_triggers import identified
from claims.models.protection import written_once
from claims.models.search_triggers import OF_A_PERSON, searched


class PersonQuerySet(models.QuerySet["Person"]):
    def whole(self) -> Self:
        """People, without the rows that are other spellings of them."""
        return self.filter(merged_into=None)

    def of(self, person: "Person") -> Self:
        """All rows of a person: their own, and other spellings."""
        return self.filter(models.Q(pk=person.pk) | models.Q(identity=person))


class Person(models.Model):
    name = models.CharField(max_length=200)
    description = models.CharField(max_length=300, blank=True)
    same_as = models.URLField(
        "same as", max_length=500, blank=True, help_text="An address that says who this is."
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged",
        help_text="Whom it was found to be the same as.",
    )  # fmt: skip
    identity = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="spellings",
        help_text="Who that is, following all merges. Kept by a trigger, and never written here.",
    )  # fmt: skip
    version = models.PositiveIntegerField(default=1)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "people"
        ordering = ["name", "pk"]
        indexes = [
            models.Index(models.functions.Upper("name"), "id", name="person_name"),
            models.Index(fields=["name", "id"], name="person_by_name"),
            models.Index(
                models.functions.Upper("name"), "id",
                condition=models.Q(merged_into=None), name="person_whole",
            ),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="person_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(merged_into=None, identity=None)
                | models.Q(merged_into__isnull=False, identity__isnull=False),
                name="person_merged_is_identified",
            ),
        ]
        triggers = [
            *searched("person", "name", "description", func=OF_A_PERSON),
            *identified(),
        ]

    def __str__(self) -> str:
        return self.who.name

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.who_id])

    @property
    def who(self) -> "Person":
        """The person that this row is of: itself, unless it is another spelling."""
        return self.identity or self

    @property
    def who_id(self) -> int:
        return self.identity_id or self.pk

    @property
    def told_apart(self) -> str:
        """The name with its number, as it can be typed where several people have it."""
        return f"{self.name} (#{self.pk})"


class PersonVerb(models.TextChoices):
    ADDED = "added", "added this person"
    EDITED = "edited", "changed"
    MERGED = "merged", "merged into this person"
    TAKEN_APART = "taken_apart", "took apart again"
    MOVED = "moved", "moved words to another person"


class PersonEvent(models.Model):
    """One change of who somebody is. `moved` says what went with it: rows by number.

    Where two people are concerned there is one event, shown in the history of both.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="events")
    other = models.ForeignKey(Person, models.PROTECT, null=True, related_name="other_events")
    verb = models.CharField(max_length=12, choices=PersonVerb)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    moved = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verb__in=PersonVerb.values), name="person_verb_known"
            ),
        ]
        triggers = written_once()

    def __str__(self) -> str:
        return f"{self.person_id} {self.verb}"
