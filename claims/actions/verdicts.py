"""The newsroom's scale of verdicts: wordings, evidence rules, order, and how many sign off."""

import logging
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from claims.actions.refusals import NotAllowed, Refused, Stale
from claims.models import Newsroom, User, Verdict
from claims.permissions import can_edit_scale
from claims.queries.verdicts import use_of, wordings_of

log = logging.getLogger(__name__)

WORDING = ("label", "definition", "number")
RULE = (
    "tone", "needs_sources", "needs_primary", "needs_publishers", "needs_excerpts",
    "needs_answers", "needs_search_log",
)  # fmt: skip


class StaleVerdict(Stale):
    """`verdict` is its newest wording as it is now; it may have been retired."""

    def __init__(self, verdict: Verdict) -> None:
        done = "retired" if verdict.retired_at else "changed"
        super().__init__(f"Somebody {done} this verdict while you were typing.")
        self.verdict = verdict


class StaleOrder(Stale):
    def __init__(self) -> None:
        super().__init__("Somebody changed the order of the scale. Look at it again.")


class StaleNewsroom(Stale):
    """`newsroom` holds the rules as they are now."""

    def __init__(self, newsroom: Newsroom) -> None:
        super().__init__("Somebody changed this number while you were choosing.")
        self.newsroom = newsroom


class LabelTaken(Refused):
    """Another verdict on the scale has this label."""

    def __init__(self, label: str) -> None:
        super().__init__(f"Another verdict on the scale is called “{label}” already.")


class InUse(Refused):
    """A verdict that claims have, or had, is not removed."""


@transaction.atomic
def add_verdict(
    *, label: str, definition: str, by: User, number: int | None = None, key: UUID | None = None,
    **rule: Any,
) -> Verdict:  # fmt: skip
    """Put a new verdict at the end of the scale. A `key` that made one already answers with it.

    `rule` is its tone and what evidence it takes, by the names of the columns. Raises LabelTaken.
    """
    rows = _locked(by)
    if key and (made := next((row for row in rows if row.key == key), None)):
        return wordings_of(made, rows)[0]
    verdict = Verdict(
        label=label.strip(), definition=definition.strip(), number=number, written_by=by, key=key,
        position=_end(rows), **{name: rule[name] for name in RULE if name in rule},
    )  # fmt: skip
    _check_label(verdict.label, rows)
    verdict.save()
    log.info("verdict %d “%s”: added by %s", verdict.pk, verdict, by.username)
    return verdict


@transaction.atomic
def reword(
    verdict: Verdict, *, label: str, definition: str, number: int | None, by: User
) -> Verdict:
    """Write a verdict anew: a row of its own, so that claims keep the words they were judged by.

    `verdict` is the wording that the person saw. Saving what stands there changes nothing. Raises
    StaleVerdict if it has been written anew or retired since, LabelTaken.
    """
    rows = _locked(by)
    old = _wordings(verdict, rows)[0]
    label = label.strip()
    wording = {"label": label, "definition": definition.strip(), "number": number}
    if wording == {name: getattr(old, name) for name in WORDING} and not old.retired_at:
        return old
    if old.pk != verdict.pk or old.retired_at:
        raise StaleVerdict(old)
    _check_label(label, rows, besides=old)
    kept = {name: getattr(old, name) for name in (*RULE, "position", "version")}
    # The label is unique on the scale: the new row comes to it when the old one has left.
    new = Verdict.objects.create(**wording, **kept, written_by=by, retired_at=timezone.now())
    old.replaced_by = new
    old.save(update_fields=["replaced_by"])
    new.retired_at = None
    new.save(update_fields=["retired_at"])
    log.info("verdict %d “%s”: written anew as %d “%s” by %s", old.pk, old, new.pk, new,
             by.username)  # fmt: skip
    return new


@transaction.atomic
def set_rule(verdict: Verdict, *, seen_version: int, by: User, **rule: Any) -> Verdict:
    """Change the tone and the evidence rule, of the older wordings too: claims on them go by it.

    Saving what stands there changes nothing, also when stale. Raises StaleVerdict.
    """
    rows = _locked(by)
    wordings = _wordings(verdict, rows)
    now = wordings[0]
    changes = {name: rule[name] for name in RULE if name in rule}
    changes = {name: value for name, value in changes.items() if getattr(now, name) != value}
    if not changes and not now.retired_at:
        return now
    if now.version != seen_version or now.retired_at:
        raise StaleVerdict(now)
    _write(wordings, {**changes, "version": now.version + 1})
    said = ", ".join(f"{name}={value}" for name, value in changes.items())
    log.info("verdict %d “%s”: %s set %s", now.pk, now, by.username, said)
    return now


@transaction.atomic
def move_verdict(verdict: Verdict, *, up: bool, seen_position: int, by: User) -> Verdict:
    """Swap a verdict with its neighbour. Raises StaleOrder if it is no longer where it was seen."""
    rows = _locked(by)
    now = _wordings(verdict, rows)[0]
    order = [row for row in rows if row.is_on_scale]
    if now not in order or now.position != seen_position:
        raise StaleOrder
    place = order.index(now)
    other = place + (-1 if up else 1)
    if not 0 <= other < len(order):
        return now
    order[place], order[other] = order[other], order[place]
    for position, row in enumerate(order, 1):
        if row.position != position:
            _write(wordings_of(row, rows), {"position": position})
    log.info("verdict %d “%s”: moved %s by %s", now.pk, now, "up" if up else "down", by.username)
    return now


@transaction.atomic
def retire(verdict: Verdict, *, seen_version: int, by: User) -> Verdict:
    """Take a verdict off the scale. Claims that have it keep it; no other claim can be given it.

    Retiring twice is retiring once. Raises StaleVerdict, and Refused for the last one.
    """
    rows = _locked(by)
    now = _wordings(verdict, rows)[0]
    if now.retired_at:
        return now
    if now.pk != verdict.pk or now.version != seen_version:
        raise StaleVerdict(now)
    if sum(row.is_on_scale for row in rows) == 1:
        raise Refused("The last verdict stays: a scale without any lets nobody judge a claim.")
    _write([now], {"retired_at": timezone.now(), "version": now.version + 1})
    log.info("verdict %d “%s”: retired by %s", now.pk, now, by.username)
    return now


@transaction.atomic
def bring_back(verdict: Verdict, *, by: User) -> Verdict:
    """Put a retired verdict at the end of the scale again. Raises LabelTaken."""
    rows = _locked(by)
    now = _wordings(verdict, rows)[0]
    if not now.retired_at:
        return now
    _check_label(now.label, rows, besides=now)
    _write(
        [now], {"retired_at": None, "position": _end(rows), "version": now.version + 1}
    )  # fmt: skip
    log.info("verdict %d “%s”: brought back by %s", now.pk, now, by.username)
    return now


@transaction.atomic
def remove_verdict(verdict: Verdict, *, by: User) -> None:
    """Remove a verdict, with its older wordings, that no claim ever had. Raises InUse."""
    rows = _locked(by)
    wordings = _wordings(verdict, rows)
    now = wordings[0]
    if now.is_on_scale and sum(row.is_on_scale for row in rows) == 1:
        raise Refused("The last verdict stays: a scale without any lets nobody judge a claim.")
    if reason := use_of(wordings):
        raise InUse(reason)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for row in reversed(wordings):
                row.delete()
            # A claim that is given this verdict at this moment is found now, not at the commit.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError:
        raise InUse("Claims stand on it, so it stays.") from None
    log.info("verdict “%s”: removed by %s, never used", now, by.username)


@transaction.atomic
def set_sign_offs_needed(number: int, *, seen_version: int, by: User) -> Newsroom:
    """How many people sign off a claim that is submitted from now on: 1, 2 or 3."""
    _check_role(by)
    newsroom = _newsroom()
    if number not in range(1, 4):
        raise Refused("A claim takes one, two or three sign-offs.")
    if newsroom.sign_offs_needed == number:
        return newsroom
    if newsroom.version != seen_version:
        raise StaleNewsroom(newsroom)
    was, newsroom.sign_offs_needed = newsroom.sign_offs_needed, number
    newsroom.version += 1
    newsroom.save(update_fields=["sign_offs_needed", "version"])
    log.info("newsroom: %s set sign-offs needed from %d to %d", by.username, was, number)
    return newsroom


def kept_on_scale(verdict: Verdict) -> Verdict:
    """The verdict as it is now; it cannot leave the scale before the transaction ends.

    Raises Refused where it has left already.
    """
    now = Verdict.objects.select_for_update(no_key=True, of=("self",)).filter(pk=verdict.pk).first()
    if now is None or not now.is_on_scale:
        raise Refused(f"“{verdict}” is not on the scale any more. Choose another verdict.")
    return now


def _check_role(by: User) -> None:
    if not can_edit_scale(by):
        raise NotAllowed("This takes the role “Editor”.")


def _newsroom() -> Newsroom:
    Newsroom.rules()
    return Newsroom.objects.select_for_update().get()


def _locked(by: User) -> list[Verdict]:
    """Every verdict, in order. The newsroom's row is the lock: the scale changes one at a time."""
    _check_role(by)
    _newsroom()
    return list(Verdict.objects.all())


def _wordings(verdict: Verdict, rows: list[Verdict]) -> list[Verdict]:
    if verdict not in rows:
        raise Refused("Somebody removed this verdict: no claim ever had it.")
    return wordings_of(verdict, rows)


def _write(wordings: list[Verdict], changes: dict[str, Any]) -> None:
    Verdict.objects.filter(pk__in=[row.pk for row in wordings]).update(**changes)
    for row in wordings:
        for name, value in changes.items():
            setattr(row, name, value)


def _end(rows: list[Verdict]) -> int:
    return 1 + max((row.position for row in rows), default=0)


def _check_label(label: str, rows: list[Verdict], *, besides: Verdict | None = None) -> None:
    taken = {row.label.casefold() for row in rows if row.is_on_scale and row != besides}
    if label.casefold() in taken:
        raise LabelTaken(label)
