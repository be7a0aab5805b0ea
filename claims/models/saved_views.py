"""Lists of claims that are kept under a name."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.urls import reverse

from claims.models.accounts import User

VIEW_NAME_LENGTH = 80
QUERY_LENGTH = 8_000


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def open_to(self, user: User) -> "SavedViewQuerySet":
        """A person's own, and those that the newsroom shares."""
        return self.filter(Q(owner=user) | Q(shared=True))


class SavedView(models.Model):
    """Filters, order and columns of the claim list."""

    name = models.CharField(max_length=VIEW_NAME_LENGTH)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="saved_views")
    shared = models.BooleanField("shared with the newsroom", default=False)
    query = models.CharField(
        max_length=QUERY_LENGTH,
        blank=True,
        help_text="Filters and order, as the list's address has them.",
    )
    columns = ArrayField(models.CharField(max_length=20))
    key = models.UUIDField(
        null=True,
        unique=True,
        help_text="Given by the form, so that a repeated post makes no second row.",
    )
    version = models.PositiveIntegerField(default=1)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = [Upper("name"), "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_has_a_name"),
            models.UniqueConstraint(
                "owner", Upper("name"), condition=Q(shared=False), name="saved_view_once_for_one"
            ),
            models.UniqueConstraint(
                Upper("name"), condition=Q(shared=True), name="saved_view_once_for_all"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("saved-view", args=[self.pk])
