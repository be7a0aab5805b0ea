"""Topics: what a claim is about."""

from django.db import models
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.http import urlencode

TOPIC_LENGTH = 80


class Topic(models.Model):
    """One for each name, however it is capitalised; made when somebody first writes it."""

    name = models.CharField(max_length=TOPIC_LENGTH)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(Upper("name"), name="topic_name_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="topic_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('claims')}?{urlencode({'topic': self.pk})}"
