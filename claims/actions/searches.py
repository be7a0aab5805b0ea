"""The log of what was searched for a claim. Each function is one change and one event."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from claims.actions.history import locked, write
from claims.actions.refusals import NotAllowed, Refused
from claims.models import Claim, SearchEntry, User, Verb
from claims.models.clock import now
from claims.permissions import can_attach, can_capture


@transaction.atomic
def log_search(
    claim: Claim, *, place: str, searched_on: date, found: str, by: User, key: UUID | None = None
) -> SearchEntry:
    """Say where was searched, when, and what was found. A `key` that made a line answers with it.

    It is content: a claim that was reviewed goes back to be checked.
    """
    claim = locked(claim)
    check_open(claim, by=by)
    if made := _made_by(key, claim):
        return made
    place, found = place.strip(), found.strip()
    if not place or not found:
        raise Refused("Say where was searched, and what was found.")
    if searched_on > timezone.localdate(now()):
        raise Refused("A search that is still to come cannot be logged.")
    entry = SearchEntry.objects.create(
        claim=claim, place=place, searched_on=searched_on, found=found, by=by, key=key
    )
    write(
        claim, {}, by=by, verb=Verb.SEARCH_ADDED, before={}, after=entry.content(),
        new_content=True,
    )  # fmt: skip
    return entry


@transaction.atomic
def withdraw_search(entry: SearchEntry, *, by: User) -> None:
    """Take a line off the log; the history keeps it. Withdrawing twice is withdrawing once."""
    claim = locked(entry.claim)
    check_open(claim, by=by)
    entry = SearchEntry.objects.select_for_update().get(pk=entry.pk)
    if entry.withdrawn_at:
        return
    entry.withdrawn_at = now()
    entry.save(update_fields=["withdrawn_at"])
    write(
        claim, {}, by=by, verb=Verb.SEARCH_WITHDRAWN, before=entry.content(), after={},
        new_content=True,
    )  # fmt: skip


def check_open(claim: Claim, *, by: User) -> None:
    """Raises NotAllowed, or Refused where the claim's content is closed as it stands now."""
    if not can_capture(by):
        raise NotAllowed("This takes the role “Reviewer”.")
    if not can_attach(by, claim):
        raise Refused(
            f"The search log of a claim that is “{claim.get_status_display()}” is closed."
        )  # fmt: skip


def _made_by(key: UUID | None, claim: Claim) -> SearchEntry | None:
    """What the same form has made already, on this claim, which is locked."""
    made = SearchEntry.objects.filter(key=key).first() if key else None
    if made and made.claim_id != claim.pk:
        raise Refused("This form has been used on another claim. Open it again.")
    if made and made.withdrawn_at:
        raise Refused("What this form logged has been withdrawn. Open it again.")
    return made
