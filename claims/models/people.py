"""People who speak or are quoted."""

from django.db import models
from django.urls import reverse
from django.utils.http import urlencode

from claims.models.search_triggers import OF_A_PERSON, searched


class Person(models.Model):
    name = models.CharField(max_length=200)
    description = models.CharField(max_length=300, blank=True)
    same_as = models.URLField(
        "same as", max_length=500, blank=True, help_text="An address that says who this is."
    )

    class Meta:
        verbose_name_plural = "people"
        ordering = ["name", "pk"]
        indexes = [
            models.Index(models.functions.Upper("name"), "id", name="person_name"),
            models.Index(fields=["name", "id"], name="person_by_name"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="person_has_a_name"),
        ]
        triggers = searched("person", "name", "description", func=OF_A_PERSON)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('claims')}?{urlencode({'speaker': self.pk})}"
