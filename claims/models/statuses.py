"""Where the work on a claim stands, how urgent it is, and why it was set aside."""

from django.db import models


class Status(models.TextChoices):
    NEW = "new", "New"
    CHECKING = "checking", "Checking"
    AWAITING_SIGN_OFF = "awaiting_sign_off", "Awaiting sign-off"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    DISPUTED = "disputed", "Disputed"
    SIGNED_OFF = "signed_off", "Signed off"
    PUBLISHED = "published", "Published"
    SET_ASIDE = "set_aside", "Set aside"

    @property
    def css(self) -> str:
        """The class that gives this status its colour, everywhere."""
        return "s-" + {"awaiting_sign_off": "awaiting", "changes_requested": "changes"}.get(
            self.value, self.value.removesuffix("_off").removeprefix("set_")
        )


FINISHED = [Status.SIGNED_OFF, Status.PUBLISHED]
OPEN = [status for status in Status if status not in {*FINISHED, Status.SET_ASIDE}]
SHOWN_TO_ALL = [Status.DISPUTED, *FINISHED]
"""Where the verdict of a claim is no draft any more."""


class Priority(models.IntegerChoices):
    LOW = 1, "Low"
    NORMAL = 2, "Normal"
    HIGH = 3, "High"
    URGENT = 4, "Urgent"


class SetAsideReason(models.TextChoices):
    NOT_CHECKABLE = "not_checkable", "Not checkable"
    OUT_OF_SCOPE = "out_of_scope", "Out of scope"
    DUPLICATE = "duplicate", "Duplicate of another claim"
