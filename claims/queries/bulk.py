"""Bulk changes: what one asks for, where it stands, and what became of each claim."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.formats import date_format

from claims.models import (
    BulkChange,
    BulkItem,
    BulkKind,
    Claim,
    Outcome,
    Priority,
    Role,
    SetAsideReason,
    User,
)
from claims.models.claims import ClaimQuerySet
from claims.queries.claim_list import Choices
from claims.queries.compiled import rows_of

CHUNK = 500
PAGE_LENGTH = 100
EARLIER = 10
FIELDS = {BulkKind.ASSIGN: "assignee", BulkKind.DUE: "due_on", BulkKind.PRIORITY: "priority"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a bulk change makes of each of its claims: `value` is what the action takes."""

    kind: BulkKind
    value: Any
    note: str = ""

    def is_met_by(self, claim: Claim) -> bool:
        """Whether the claim is so already. Asks the database nothing."""
        if self.kind == BulkKind.ASSIGN:
            return claim.assignee_id == (self.value.pk if self.value else None)
        if self.kind == BulkKind.SET_ASIDE:
            return bool(claim.set_aside_reason == self.value)
        return bool(getattr(claim, FIELDS[self.kind]) == self.value)

    def __str__(self) -> str:
        if self.kind == BulkKind.ASSIGN:
            return f"Assign to {self.value}" if self.value else "Assign to nobody"
        if self.kind == BulkKind.DUE:
            if self.value is None:
                return "Clear the due date"
            return f"Set the due date to {date_format(self.value, 'j M Y')}"
        if self.kind == BulkKind.PRIORITY:
            return f"Set the priority to “{self.value.label}”"
        return f"Set aside as “{self.value.label}”"


def wish_of(change: BulkChange) -> Wish:
    """What was asked for, from the words that are stored. One query at most."""
    kind, value = BulkKind(change.kind), change.value
    read: dict[BulkKind, Any] = {
        BulkKind.ASSIGN: lambda: User.objects.get(pk=int(value)) if value else None,
        BulkKind.DUE: lambda: date.fromisoformat(value) if value else None,
        BulkKind.PRIORITY: lambda: Priority(int(value)),
        BulkKind.SET_ASIDE: lambda: SetAsideReason(value),
    }
    return Wish(kind, read[kind](), change.note)


def people_for(user: User) -> Choices:
    """Whom this person may give claims to: an editor everybody who reviews, others themselves."""
    if not user.has_role(Role.EDITOR):
        return [(str(user.pk), str(user))]
    return [(str(pk), name or username) for pk, name, username in rows_of(_reviewing)]


def _reviewing() -> QuerySet[User, Any]:
    return User.objects.reviewing().values_list("pk", "name", "username")


def chosen_numbers(texts: Iterable[str]) -> set[int]:
    """Those that can be the number of a claim."""
    return {int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19}


def chosen(texts: Iterable[str]) -> ClaimQuerySet:
    """The claims with these numbers; what is none is left out."""
    return Claim.objects.filter(pk__in=chosen_numbers(texts))


def waiting(change: BulkChange) -> QuerySet[BulkItem]:
    return change.items.filter(outcome=Outcome.WAITING)


def each_waiting(change: BulkChange) -> Iterator[BulkItem]:
    """The items that wait, with what rules and lists read of their claims: one query in chunks."""
    items = waiting(change).select_related("claim__interview", "claim__person")
    return items.defer("claim__statement", "claim__rationale").iterator(chunk_size=CHUNK)


def touched(change: BulkChange) -> dict[int, set[str]]:
    """The columns of waiting claims that somebody changed after the change was asked for."""
    newer = (
        waiting(change)
        .filter(claim__version__gt=F("seen_version"))
        .filter(claim__events__number__gt=F("seen_version"))
        .values_list("claim_id", "claim__events__before", "claim__events__after")
        .order_by()
    )
    columns: dict[int, set[str]] = {}
    for claim, before, after in newer:
        columns.setdefault(claim, set()).update(before, after)
    return columns


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a bulk change is, in claims."""

    waiting: int
    done: int
    same: int
    refused: int

    @property
    def all(self) -> int:
        return self.waiting + self.worked_off

    @property
    def worked_off(self) -> int:
        return self.done + self.same + self.refused

    @property
    def is_planned(self) -> bool:
        """Nothing has been done yet."""
        return not self.worked_off

    @property
    def is_over(self) -> bool:
        return not self.waiting


def standing(change: BulkChange) -> Standing:
    counted = change.items.order_by().values_list("outcome").annotate(Count("pk"))
    numbers = dict(counted)
    return Standing(**{outcome.value: numbers.get(outcome.value, 0) for outcome in Outcome})


@dataclass(frozen=True, slots=True)
class ItemPage:
    items: list[BulkItem]
    after: int | None
    """Where the next page begins; None on the last."""


def items_of(change: BulkChange, outcome: Outcome, *, after: int = 0) -> ItemPage:
    items = change.items.filter(outcome=outcome, pk__gt=after).order_by("pk")
    items = items.select_related("claim__interview", "claim__person")
    rows = list(items.defer("claim__statement", "claim__rationale")[: PAGE_LENGTH + 1])
    page = rows[:PAGE_LENGTH]
    return ItemPage(page, page[-1].pk if len(rows) > PAGE_LENGTH else None)


def earlier(user: User, *, but: BulkChange) -> list[BulkChange]:
    """A person's other bulk changes that were begun, newest first, each with `left`: how many of
    its claims still wait."""
    begun = BulkItem.objects.filter(change=OuterRef("pk")).exclude(outcome=Outcome.WAITING)
    mine = BulkChange.objects.filter(Exists(begun), by=user).exclude(pk=but.pk)
    left = Count("items", filter=Q(items__outcome=Outcome.WAITING))
    return list(mine.annotate(left=left).order_by("-at", "-pk")[:EARLIER])
