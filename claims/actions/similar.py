"""Linking a claim to the one that it repeats. A person does it, and nothing is carried over.

A duplicate is set aside, which `claims.actions.reviews` does; a repeat stays open.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from psycopg import errors

from claims.actions.history import check_untouched, locked, locked_together, write
from claims.actions.refusals import NotAllowed, Refused
from claims.models import Claim, User
from claims.permissions import can_link


@transaction.atomic
def link_repeat(claim: Claim, other: Claim | None, *, seen_version: int, by: User) -> Claim:
    """Say that a claim says again what another says, or with None that it does not.

    Saying what stands there already changes nothing. Raises NotAllowed, Refused, StaleClaim.
    """
    others = locked_together(claim, other) if other else {}
    claim = locked(claim, ())
    if not can_link(by, claim):
        raise NotAllowed("This takes the role “Reviewer”.")
    if claim.repeat_of_id == (other.pk if other else None):
        return claim
    if other is not None:
        _check(claim, others[other.pk])
    check_untouched(claim, since=seen_version, keys={"repeat_of_id", "duplicate_of_id"})
    with no_circle():
        write(claim, {"repeat_of": other}, by=by)
    return claim


@contextmanager
def no_circle() -> Iterator[None]:
    """Says in words what the database refuses: claims that repeat each other."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        cause = error.__cause__
        name = cause.diag.constraint_name if isinstance(cause, errors.CheckViolation) else ""
        if not (name or "").endswith("_is_no_circle"):
            raise
        raise Refused("That claim is linked to this one already, the other way round.") from error


def _check(claim: Claim, other: Claim) -> None:
    if other.pk == claim.pk:
        raise Refused("A claim is no repeat of itself.")
    if claim.duplicate_of_id:
        raise Refused("This claim is set aside as a duplicate: restore it first.")
    if other.duplicate_of_id:
        raise Refused(
            f"That claim is a duplicate of claim {other.duplicate_of_id}: link to that one."
        )
