"""Writing a claim and its event in one transaction."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from claims.actions.notifications import tell_that_sign_offs_are_stale
from claims.actions.refusals import StaleClaim
from claims.models import Claim, Event, Status, User, Verb
from claims.models.claims import as_json, hash_of
from claims.models.clock import now
from claims.models.history import authors_after
from claims.models.reviews import TRANSITIONS
from claims.queries.compiled import models_of

log = logging.getLogger(__name__)

CONTENT = {"quote", "speaker", "statement", "verdict", "rationale"}
JUDGEMENT = {"verdict", "rationale"}
NEXT_KEY = "SELECT nextval(pg_get_serial_sequence(%s, 'id'))"


def locked(claim: Claim, beside: tuple[str, ...] = ("interview", "verdict")) -> Claim:
    """The claim as it is now, locked until the transaction ends, with rows `beside` it, which are
    not locked. Raises Claim.DoesNotExist."""
    for found in models_of(_to_lock(beside), claim.pk):
        return found
    raise Claim.DoesNotExist


@cache
def _to_lock(beside: tuple[str, ...]) -> Callable[[Any], QuerySet[Claim]]:
    rows = Claim.objects.select_for_update(of=("self",))
    return lambda pk: (rows.select_related(*beside) if beside else rows).filter(pk=pk)


def locked_together(*claims: Claim) -> dict[int, Claim]:
    """Several claims, locked in one order, so that nobody waits for whoever waits for them."""
    rows = Claim.objects.select_for_update(of=("self",)).order_by("pk")
    return {row.pk: row for row in rows.filter(pk__in=[claim.pk for claim in claims])}


def check_untouched(claim: Claim, *, since: int, keys: Iterable[str]) -> None:
    """Raises StaleClaim if an event after number `since` touched one of these columns.

    So people who work on different parts of a claim do not get into each other's way.
    """
    if since == claim.version:
        return
    if since > claim.version:
        raise StaleClaim(claim)
    newer = claim.events.filter(number__gt=since).values_list("before", "after")
    wanted = set(keys)
    if any(wanted & {*before, *after} for before, after in newer):
        raise StaleClaim(claim)


def write(
    claim: Claim, changes: dict[str, Any], *, by: User, verb: Verb = Verb.EDITED, note: str = "",
    clocks: dict[str, datetime | int | None] | None = None,
    before: dict[str, Any] | None = None, after: dict[str, Any] | None = None,
    new_content: bool = False,
) -> Event:  # fmt: skip
    """Set fields of a locked claim and write the one event that says so.

    `clocks` are columns that the event restates otherwise: when something happened, how often.
    `before` and `after` are of other rows, which are part of the claim's history; `new_content`
    says that they are part of its content too. New content reopens a claim that was submitted.
    """
    names = {name: attname_of(claim, name) for name in changes}
    new_content = new_content or bool(CONTENT & changes.keys())
    clocks = dict(clocks or {})
    if reopens := new_content and "status" not in changes and _reopens(claim, changes):
        changes = {**changes, "status": TRANSITIONS["reopen"].to}
        clocks |= {"status_since": now(), "finished_at": None}
        names["status"] = "status"
    before = {**{at: as_json(getattr(claim, at)) for at in names.values()}, **(before or {})}
    for name, value in {**changes, **clocks}.items():
        setattr(claim, name, value)
    if "speaker" in changes:
        claim.tell_who_speaks()
    after = {**{at: as_json(getattr(claim, at)) for at in names.values()}, **(after or {})}
    event = _event(claim, verb, by=by, before=before, after=after, note=note)
    claim.authors = authors_after(claim.authors, event)
    updated = [*changes, *clocks, "authors", "version", "last_hash"]
    if new_content:
        claim.content_hash = hash_of(claim.content())
        updated.append("content_hash")
    claim.save(update_fields=updated)
    event.save()
    if reopens:
        tell_that_sign_offs_are_stale(claim, event)
    return event


def _reopens(claim: Claim, changes: dict[str, Any]) -> bool:
    """Whether new content sends the claim back to checking; a dispute goes on with new evidence."""
    if claim.status == Status.DISPUTED and not CONTENT & changes.keys():
        return False
    return claim.status in TRANSITIONS["reopen"].from_


def begin(claim: Claim, *, by: User) -> Event:
    """Store a claim that is not there yet, with its first event, which holds all of it.

    Its key is drawn before it is stored, since the event is sealed with it.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEXT_KEY, [Claim._meta.db_table])
        [claim.pk] = cursor.fetchone()
    claim.tell_who_speaks()
    claim.content_hash = hash_of(claim.content())
    event = _event(claim, Verb.CAPTURED, by=by, before={}, after=claim.snapshot(), note="")
    claim.save(force_insert=True)
    event.save()
    return event


def move(
    claim: Claim, status: Status, *, by: User, verb: Verb = Verb.MOVED, note: str = "",
    also: dict[str, Any] | None = None, after: dict[str, Any] | None = None,
) -> Event:  # fmt: skip
    """Put a locked claim into a status, with its clocks, and write the event."""
    moment = now()
    clocks: dict[str, datetime | int | None] = {}
    if status != claim.status:
        clocks["status_since"] = moment
    if status == Status.SIGNED_OFF:
        clocks["finished_at"] = moment
    elif status != Status.PUBLISHED:
        clocks["finished_at"] = None
    if status == Status.AWAITING_SIGN_OFF != claim.status:
        clocks["submission"] = claim.submission + 1
    changes = {"status": status, **(also or {})}
    return write(claim, changes, by=by, verb=verb, note=note, clocks=clocks, after=after)


def attname_of(claim: Claim, field: str) -> str:
    return claim._meta.get_field(field).attname  # type: ignore[union-attr]


def _event(
    claim: Claim, verb: Verb, *, by: User, before: dict[str, Any], after: dict[str, Any], note: str
) -> Event:
    """The next event of a locked claim, sealed, and the claim's end of the chain set to it."""
    event = Event(
        claim=claim, number=claim.version + 1, actor=by, verb=verb, before=before, after=after,
        note=note, at=now(), previous_hash=claim.last_hash,
    )  # fmt: skip
    event.hash = event.seal()
    claim.version, claim.last_hash = event.number, event.hash
    return event
