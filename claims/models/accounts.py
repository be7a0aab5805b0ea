"""People who work here: accounts, roles and invitations."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class Role(models.TextChoices):
    VIEWER = "viewer", "Viewer"
    REVIEWER = "reviewer", "Reviewer"
    EDITOR = "editor", "Editor"
    ADMIN = "admin", "Admin"


# The filters of the claim list mean somebody else by them.
RESERVED_USERNAMES = {"me", "none"}
RANK = {role: rank for rank, role in enumerate(Role)}


class Users(UserManager["User"]):
    def create_superuser(self, username: str, *args: Any, **kwargs: Any) -> "User":
        """Raises ValidationError for a reserved name; the command of this name tells it."""
        if username.lower() in RESERVED_USERNAMES:
            raise ValidationError(f"Nobody can have the user name “{username}”.")
        return super().create_superuser(username, *args, **{"role": Role.ADMIN, **kwargs})

    def reviewing(self) -> models.QuerySet["User"]:
        """Active accounts that can be given a claim to check."""
        return self.filter(is_active=True).exclude(role=Role.VIEWER).order_by("name", "username")


class User(AbstractUser):
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("full name", max_length=120, blank=True)
    email = models.EmailField("email address")
    role = models.CharField(max_length=10, choices=Role, default=Role.VIEWER)
    digest = models.BooleanField(
        "mail me what I have not read", default=True, help_text="At most one mail a day."
    )
    claim_columns = ArrayField(
        models.CharField(max_length=20), default=list, blank=True,
        help_text="Of lists of claims; none are the usual ones.",
    )  # fmt: skip
    default_view = models.ForeignKey(
        "claims.SavedView", models.SET_NULL, null=True, related_name="+",
        help_text="What “Claims” leads to.",
    )  # fmt: skip

    objects = Users()  # type: ignore[misc]

    REQUIRED_FIELDS = ["email"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="user_role_known"
            ),
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message="Somebody already uses this address.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.lower()  # log-in and password reset look for small letters
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self).split()[0]

    @property
    def initials(self) -> str:
        words = str(self).split()
        return "".join(word[0] for word in (words[0], words[-1])[: len(words)]).upper()

    def has_role(self, role: Role) -> bool:
        """Whether this active account may do what `role` may do."""
        return self.is_active and RANK[Role(self.role)] >= RANK[role]


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime) -> Self:
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now)

    def with_token(self, token: str) -> Self:
        return self.filter(token_hash=hash_of(token))


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    return secrets.token_urlsafe(32)


def expiry() -> datetime:
    return timezone.now() + timedelta(days=settings.INVITATION_DAYS)


class Invitation(models.Model):
    """One way in for one person. Only the hash of its token is stored."""

    email = models.EmailField()
    role = models.CharField(max_length=10, choices=Role)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="invitations")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=expiry)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.OneToOneField(User, models.PROTECT, null=True, related_name="invitation")
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="invitation_role_known"
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None, accepted_by=None)
                | models.Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_acceptance_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} as {self.role}"

    def is_open(self, now: datetime) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > now
