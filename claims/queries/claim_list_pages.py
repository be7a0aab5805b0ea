"""The orders of the claim list, and its pages, which stay the same while rows come and go."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BigIntegerField,
    Case,
    F,
    Func,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, NullIf, Upper
from django.db.models.lookups import IsNull

from claims.models import Claim, Interview, Person, Topic, User, Verdict
from claims.models.claim_orders import (
    DUE_OR_EARLIEST,
    DUE_OR_LATEST,
    EARLIEST,
    LATEST,
    STATUS_PLACE,
)
from claims.models.claims import ClaimQuerySet, verdict_is_open_to
from claims.models.reviews import is_hidden_from
from claims.models.statuses import Status
from claims.queries.claim_list import (
    COUNTED,
    COUNTED_OF_SEARCH,
    NOBODY,
    is_filtered,
    is_number,
)
from claims.queries.claim_rows import Making, Numbered, Reading

PAGE_LENGTH = 50


class NoSuchPage(ValueError):
    """A page address that this list never gave out."""


@dataclass(frozen=True, slots=True)
class Key:
    """One column of an order. `of` reads it from a claim, `read` from the address of a page."""

    name: str
    of: Callable[[Any], Any]
    read: Callable[[str], Any]
    descending: bool = False

    @property
    def turned(self) -> "Key":
        return replace(self, descending=not self.descending)


type Keys = tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Grouped:
    """An order by the rows of another table: all claims of one of them, newest first, then those
    of the next. Claims that have none come last, whichever way the others run.

    `place` is what the rows are sorted by, given how they are reached: "" from their own table.
    `seen` says which claims' row this reader may see; the others have none.
    """

    column: str
    model: type[Model]
    place: Callable[[str], Any]
    seen: Callable[[User], Q] = lambda reader: Q()
    descending: bool = False


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise NoSuchPage(text)
    return moment


def _number(text: str) -> int:
    if not is_number(text):
        raise NoSuchPage(text)
    return int(text)


def _by(name: str, read: Callable[[str], Any] = _number) -> Key:
    return Key(name, lambda claim: getattr(claim, name), read)


CAPTURED, ID = _by("captured_at", _moment), _by("pk")
NEWEST: Keys = (CAPTURED.turned, ID.turned)
SOONEST = Key("due_or_latest", lambda claim: claim.due_on or LATEST, date.fromisoformat)
LAST_DUE = Key("due_or_earliest", lambda claim: claim.due_on or EARLIEST, date.fromisoformat, True)
DERIVED: dict[str, Any] = {
    "due_or_latest": DUE_OR_LATEST, "due_or_earliest": DUE_OR_EARLIEST,
    "status_place": STATUS_PLACE,
}  # fmt: skip
"""The keys that are no column."""
WORK = Key("status_place", lambda claim: list(Status).index(Status(claim.status)), _number)


def _turned(keys: Keys) -> Keys:
    return tuple(key.turned for key in keys)


def _both(name: str, keys: Keys) -> dict[str, Keys]:
    """An order, and the same from the other end: one index, read either way."""
    return {name: keys, f"-{name}": _turned(keys)}


def _grouped(name: str, *about: Any, column: str = "") -> dict[str, Grouped]:
    order = Grouped(column or name, *about)
    return {name: order, f"-{name}": replace(order, descending=True)}


def _account(at: str) -> Any:
    return Upper(Coalesce(NullIf(f"{at}name", Value("")), f"{at}username"))


ORDERS: dict[str, Keys | Grouped] = {
    "newest": NEWEST,
    "oldest": _turned(NEWEST),
    "due": (SOONEST, ID),
    "-due": (LAST_DUE, ID.turned),
    **_both("priority", (_by("priority").turned, SOONEST, ID)),
    **_both("status", (WORK, *NEWEST)),
    **_both("since", (_by("status_since", _moment), ID)),
    **_both("sources", (_by("source_count").turned, *NEWEST)),
    **_grouped("interview", Interview, lambda at: Upper(f"{at}title")),
    **_grouped("speaker", Person, lambda at: Upper(f"{at}name"), column="person"),
    **_grouped("topic", Topic, lambda at: Upper(f"{at}name")),
    **_grouped("verdict", Verdict, lambda at: F(f"{at}position"), verdict_is_open_to),
    **_grouped("assignee", User, _account),
}


@dataclass(frozen=True, slots=True)
class Page[C: Numbered]:
    claims: list[C]
    before: str = ""
    """Where the previous page ends, for its address; '' on the first page."""
    after: str = ""
    """Where the next page begins; '' on the last."""


def page_of[C: Numbered](
    claims: ClaimQuerySet, sort: str, *, reading: Reading[C], reader: User, few: bool = False,
    after: str = "", before: str = "",
) -> Page[C]:  # fmt: skip
    """One page of a list, by the keys of the row beside it: rows that come or go move nothing.

    `few` says that it costs little to read all of these claims. Raises NoSuchPage where `after` or
    `before` is nothing that a page of this order ends with.
    """
    backwards, place = bool(before) and not after, after or before
    order = ORDERS[sort]
    paging: _ByGroups[C] | _ByKeys[C] = (
        _ByGroups(claims, reading, order, reader, few) if isinstance(order, Grouped)
        else _ByKeys(claims, reading, order)
    )  # fmt: skip
    found = paging.found(place, backwards=backwards)
    more, rows = len(found) > PAGE_LENGTH, found[:PAGE_LENGTH]
    if backwards:
        rows.reverse()
    if not rows:
        return Page([])
    earlier, later = (more, True) if backwards else (bool(after), more)
    return Page(
        rows,
        before=paging.place_of(rows[0]) if earlier else "",
        after=paging.place_of(rows[-1]) if later else "",
    )


def counted_to(wanted: dict[str, Any], sort: str) -> int:
    """How far to count the claims of a filter, whose words `q` are looked for.

    A list by groups is sorted if it is short, which has to be known.
    """
    groups = isinstance(ORDERS[sort], Grouped)
    return COUNTED_OF_SEARCH if wanted.get("q") and not groups else COUNTED


def in_order(claims: ClaimQuerySet, sort: str, *, reader: User) -> ClaimQuerySet:
    """All claims of a list, in its order."""
    order = ORDERS[sort]
    if not isinstance(order, Grouped):
        return _sorted(claims, order)
    has_one = order.seen(reader) & Q(**{f"{order.column}__isnull": False})
    claims = claims.alias(
        place=Case(When(has_one, then=order.place(f"{order.column}__"))),
        group=Case(When(has_one, then=F(f"{order.column}_id"))),
    )
    return claims.order_by(
        IsNull(F("group"), True),
        *_ways([F("place"), F("group")], descending=order.descending),
        *_ways_of(NEWEST),
    )


@dataclass(frozen=True, slots=True)
class _ByKeys[C: Numbered]:
    claims: ClaimQuerySet
    reading: Reading[C]
    keys: Keys

    def found(self, place: str, *, backwards: bool) -> list[C]:
        """A page from a place on, and one claim more."""
        values = _values(self.keys, place) if place else []
        if not is_filtered(self.claims):
            make = _of_all(self.keys, backwards=backwards)
            return self.reading.first_of(make, values, PAGE_LENGTH + 1)
        claims = _from(self.claims, self.keys, values, backwards=backwards)
        return self.reading.first(claims, PAGE_LENGTH + 1)

    def place_of(self, claim: C) -> str:
        return _place(self.keys, claim)


@dataclass(frozen=True, slots=True)
class _ByGroups[C: Numbered]:
    """Finds the numbers of the claims part by part, and then the claims.

    Parts are the group that the last page ended in, the groups after it, and what is in none. To
    walk the groups costs little where many claims match, and to sort the claims where few do.
    """

    claims: ClaimQuerySet
    reading: Reading[C]
    order: Grouped
    reader: User
    few: bool

    def found(self, place: str, *, backwards: bool) -> list[C]:
        numbers: list[int] = []
        for part in self._parts(place, backwards=backwards):
            numbers += part[: PAGE_LENGTH + 1 - len(numbers)]
            if len(numbers) > PAGE_LENGTH:
                break
        place_of = {number: place for place, number in enumerate(numbers)}
        claims = self.reading.first(Claim.objects.filter(pk__in=numbers), len(numbers))
        return sorted(claims, key=lambda claim: place_of[claim.pk])

    def place_of(self, claim: C) -> str:
        column = self.order.column
        group = getattr(claim, f"{column}_id")
        if column == "verdict" and is_hidden_from(self.reading.claim(claim), self.reader):
            group = None
        return f"{group or NOBODY}~{_place(NEWEST, claim)}"

    def _parts(self, place: str, *, backwards: bool) -> Iterator[QuerySet[Any, Any]]:
        """The numbers of the claims beyond a place, in order."""
        if not place:
            yield self._walk(None, backwards=backwards)
            yield self._within(None, backwards=backwards)
            return
        of, _, rest = place.partition("~")
        group = None if of == NOBODY else _number(of)
        values = _values(NEWEST, rest)
        beyond = _beyond(NEWEST, values, backwards=backwards)
        yield self._within(group, backwards=backwards).filter(beyond)
        if group is not None or backwards:
            yield self._walk(group, backwards=backwards)
        if group is not None and not backwards:
            yield self._within(None, backwards=backwards)

    def _within(self, group: int | None, *, backwards: bool) -> QuerySet[Any, Any]:
        column, seen = self.order.column, self.order.seen(self.reader)
        its = Q(**{column: group}) & seen if group else Q(**{column: None}) | ~seen if seen else \
            Q(**{column: None})  # fmt: skip
        return self._numbers(self.claims.filter(its), backwards=backwards)

    def _walk(self, after: int | None, *, backwards: bool) -> QuerySet[Any, Any]:
        column, model = self.order.column, self.order.model
        descending = self.order.descending != backwards
        seen = self.claims.filter(self.order.seen(self.reader))
        if self.few:
            rows = seen.filter(**{f"{column}__isnull": False}).alias(
                place=self.order.place(f"{column}__")
            )
            ways = [*_ways([F("place"), F(f"{column}_id")], descending=descending),
                    *_ways_of(NEWEST, backwards=backwards)]  # fmt: skip
            return (
                self._after(rows, f"{column}_id", after, descending)
                .order_by(*ways)
                .values_list("pk", flat=True)
            )
        its = self._numbers(seen.filter(**{column: OuterRef("pk")}), backwards=backwards)
        groups = model._default_manager.alias(place=self.order.place(""))
        walked: QuerySet[Any, Any] = (
            self._after(groups, "pk", after, descending)
            .annotate(claim_number=Unnest(ArraySubquery(its[: PAGE_LENGTH + 1])))
            .order_by(*_ways([F("place"), F("pk")], descending=descending))
            .values_list("claim_number", flat=True)
        )
        return walked

    def _after(
        self, rows: QuerySet[Any, Any], pk: str, after: int | None, descending: bool
    ) -> QuerySet[Any, Any]:
        """Only what comes after a group, of rows that have their `place`."""
        if after is None:
            return rows
        groups = self.order.model._default_manager.annotate(place=self.order.place(""))
        here = Subquery(groups.filter(pk=after).values("place")[:1])
        side = "lt" if descending else "gt"
        beyond = Q(**{f"place__{side}": here}) | Q(place=here, **{f"{pk}__{side}": after})
        later: QuerySet[Any, Any] = rows.filter(beyond, **{f"place__{side}e": here})
        return later

    def _numbers(self, claims: ClaimQuerySet, *, backwards: bool) -> QuerySet[Any, Any]:
        return claims.order_by(*_ways_of(NEWEST, backwards=backwards)).values_list("pk", flat=True)


class Unnest(Func):
    """One row for each member of an array."""

    function = "unnest"
    set_returning = True
    output_field = BigIntegerField()


def _sorted(claims: ClaimQuerySet, keys: Keys, *, backwards: bool = False) -> ClaimQuerySet:
    if derived := {key.name: DERIVED[key.name] for key in keys if key.name in DERIVED}:
        claims = claims.alias(**derived)
    return claims.order_by(*_ways_of(keys, backwards=backwards))


def _from(
    claims: ClaimQuerySet, keys: Keys, values: Sequence[Any], *, backwards: bool
) -> ClaimQuerySet:
    """In the order of the keys; beyond the place with these values, if any are given."""
    claims = _sorted(claims, keys, backwards=backwards)
    return claims.filter(_beyond(keys, values, backwards=backwards)) if values else claims


@cache
def _of_all(keys: Keys, *, backwards: bool) -> Making:
    """The same function each time, so that its query has to be put together once."""
    return lambda *values: _from(Claim.objects.all(), keys, values, backwards=backwards)


def _ways(columns: list[F], *, descending: bool) -> list[Any]:
    return [one.desc() if descending else one.asc() for one in columns]


def _ways_of(keys: Keys, *, backwards: bool = False) -> list[Any]:
    return [
        F(key.name).desc() if key.descending != backwards else F(key.name).asc() for key in keys
    ]


def _beyond(keys: Keys, values: Sequence[Any], *, backwards: bool) -> Q:
    """After (or before) a place in a lexicographic order.

    The first condition follows from the rest: it is what an index can begin from.
    """
    beyond, same = Q(), Q()
    for key, value in zip(keys, values, strict=True):
        side = "lt" if key.descending != backwards else "gt"
        beyond |= same & Q(**{f"{key.name}__{side}": value})
        same &= Q(**{key.name: value})
    first = "lte" if keys[0].descending != backwards else "gte"
    return Q(**{f"{keys[0].name}__{first}": values[0]}) & beyond


def _place(keys: Keys, claim: Numbered) -> str:
    return "~".join(_written(key.of(claim)) for key in keys)


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else str(value)


def _values(keys: Keys, place: str) -> list[Any]:
    parts = place.split("~")
    if len(parts) != len(keys):
        raise NoSuchPage(place)
    try:
        return [key.read(part) for key, part in zip(keys, parts, strict=True)]
    except ValueError as error:
        raise NoSuchPage(place) from error
