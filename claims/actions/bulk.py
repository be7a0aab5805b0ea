"""Bulk changes: asked for, looked at, and then worked off claim by claim by the single actions."""

import logging
from dataclasses import dataclass, field
from time import monotonic
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists

from claims.actions.claims import check_allowed, set_assignee, set_due_on, set_priority
from claims.actions.history import locked
from claims.actions.refusals import NotAllowed, Refused, StaleClaim, TransitionRefused
from claims.actions.reviews import SEEN, set_aside
from claims.models import BulkChange, BulkItem, BulkKind, Claim, Outcome, User
from claims.models.claims import ClaimQuerySet
from claims.models.clock import now
from claims.models.reviews import TRANSITIONS
from claims.permissions import can_change_many, can_run
from claims.queries.bulk import FIELDS, Wish, each_waiting, touched, waiting, wish_of

log = logging.getLogger(__name__)

AT_MOST = 5_000
FIRST = 20
STALE = "Somebody changed this claim meanwhile."
COLUMNS = {
    BulkKind.ASSIGN: {"assignee_id"},
    BulkKind.DUE: {"due_on"},
    BulkKind.PRIORITY: {"priority"},
    BulkKind.SET_ASIDE: SEEN,
}
"""What somebody who asks for a change has looked at, as the single action has it."""


def plan(
    claims: ClaimQuerySet, *, kind: BulkKind, value: str, note: str = "", asked: str,
    query: str = "", key: UUID, by: User,
) -> BulkChange:  # fmt: skip
    """Write down which claims are to be changed how, each as it is now. Changes none of them.

    A `key` that has made one already answers with that one. Raises NotAllowed, Refused.
    """
    if not can_change_many(by):
        raise NotAllowed("This takes the role “Reviewer”.")
    rows = Claim.objects.filter(pk__in=claims.order_by().values("pk")).order_by("pk")
    found = list(rows.values_list("pk", "version")[: AT_MOST + 1])
    if len(found) > AT_MOST:
        raise Refused(f"At most {AT_MOST:,} claims can be changed at once, and these are more.")
    if not found:
        raise Refused("None of these claims was found.")
    change = BulkChange(
        key=key, kind=kind, value=value, note=note, asked=asked, query=query, by=by
    )  # fmt: skip
    try:
        with transaction.atomic():
            change.save()
            BulkItem.objects.bulk_create(
                BulkItem(change=change, claim_id=pk, seen_version=version) for pk, version in found
            )
    except IntegrityError:
        if made := BulkChange.objects.filter(key=key, by=by).first():
            return made
        raise
    log.info("bulk change %s of %d claims planned by %s", key, len(found), by)
    return change


@dataclass(slots=True)
class Group:
    """Claims that would be refused for one reason; the first of them, to be shown."""

    reason: str
    number: int = 0
    first: list[Claim] = field(default_factory=list)


@dataclass(slots=True)
class Preview:
    would_change: int = 0
    same: int = 0
    groups: list[Group] = field(default_factory=list)

    @property
    def refused(self) -> int:
        return sum(group.number for group in self.groups)


def preview(change: BulkChange, *, by: User) -> Preview:
    """What would become of the claims that wait if this person ran the change now.

    A constant number of queries, and nothing changes; the actions are the judges when it runs.
    """
    wish, seen = wish_of(change), Preview()
    groups: dict[str, Group] = {}
    newer = touched(change)
    for item in each_waiting(change):
        if wish.is_met_by(item.claim):
            seen.same += 1
        elif reason := would_refuse(wish, item.claim, newer.get(item.claim_id, set()), by=by):
            group = groups.setdefault(reason, Group(reason))
            group.number += 1
            group.first += [item.claim][: max(0, FIRST - len(group.first))]
        else:
            seen.would_change += 1
    seen.groups = sorted(groups.values(), key=lambda group: (-group.number, group.reason))
    return seen


def would_refuse(wish: Wish, claim: Claim, touched: set[str], *, by: User) -> str:
    """Why the single action would refuse this claim to this person, or ''. No query.

    `touched` are the columns that somebody changed since the change was asked for.
    """
    is_stale = bool(touched & COLUMNS[wish.kind])
    try:
        if wish.kind != BulkKind.SET_ASIDE:
            check_allowed(claim, FIELDS[wish.kind], wish.value, by=by)
        elif not is_stale and (reason := TRANSITIONS["set_aside"].refusal(claim, by)):
            raise TransitionRefused(reason)
    except Refused as refusal:
        return str(refusal)
    return STALE if is_stale else ""


def run(change: BulkChange, *, by: User, seconds: float) -> bool:
    """Work off claims that wait until the time is over, at least one; whether this ended it.

    Each claim is changed in the transaction that notes what became of it. So this can be called
    again after it broke off anywhere, and by two at once: nothing is lost, and nothing done twice.
    Raises NotAllowed.
    """
    if not can_run(by, change):
        raise NotAllowed("Only the person who asked for this change and editors run it.")
    wish, end = wish_of(change), monotonic() + seconds
    while _work_off_one(change, wish, by=by):
        if monotonic() >= end:
            break
    return _finish(change)


@transaction.atomic
def _work_off_one(change: BulkChange, wish: Wish, *, by: User) -> bool:
    """The next claim that waits and that nobody else works on; False where there is none."""
    free = waiting(change).select_for_update(skip_locked=True, of=("self",))
    item = free.select_related("claim").order_by("pk").first()
    if item is None:
        return False
    item.outcome, item.reason = _outcome(item, wish, by=by)
    item.save(update_fields=["outcome", "reason"])
    return True


def _outcome(item: BulkItem, wish: Wish, *, by: User) -> tuple[Outcome, str]:
    claim = locked(item.claim)
    if wish.is_met_by(claim):
        return Outcome.SAME, ""
    try:
        _change(claim, wish, seen_version=item.seen_version, by=by)
    except StaleClaim:
        return Outcome.REFUSED, STALE
    except Refused as refusal:
        return Outcome.REFUSED, str(refusal)
    return Outcome.DONE, ""


def _change(claim: Claim, wish: Wish, *, seen_version: int, by: User) -> None:
    if wish.kind == BulkKind.ASSIGN:
        set_assignee(claim, wish.value, seen_version=seen_version, by=by)
    elif wish.kind == BulkKind.DUE:
        set_due_on(claim, wish.value, seen_version=seen_version, by=by)
    elif wish.kind == BulkKind.PRIORITY:
        set_priority(claim, wish.value, seen_version=seen_version, by=by)
    else:
        set_aside(claim, reason=wish.value, note=wish.note, seen_version=seen_version, by=by)


def _finish(change: BulkChange) -> bool:
    """Note the end once no claim waits; True to the one who does."""
    unfinished = BulkChange.objects.filter(pk=change.pk, finished_at=None)
    ended = unfinished.exclude(Exists(waiting(change))).update(finished_at=now())
    return bool(ended)
