"""Personal tokens: how programs come in by the API, each with the rights of one person."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone

from claims.models.accounts import User

TOKEN_NAME_LENGTH = 60
TOKEN_DAYS = [7, 30, 90, 365]
TOKENS_AT_MOST = 20


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def live(self, now: datetime) -> Self:
        """Those that let somebody in."""
        return self.filter(withdrawn_at=None, expires_at__gt=now, user__is_active=True)


class ApiToken(models.Model):
    """Only the hash of the token itself is stored."""

    user = models.ForeignKey(User, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=TOKEN_NAME_LENGTH)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, help_text="To the minute.")
    withdrawn_at = models.DateTimeField(null=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="token_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="token_expires"
            ),
        ]

    def __str__(self) -> str:
        return self.name
