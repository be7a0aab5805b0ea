"""What a filter of the claim list offers, with how many claims each choice would leave."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from claims.models import OPEN, Claim, Interview, Person, Scope, Status, Topic, User
from claims.models.claims import verdict_is_open_to
from claims.queries.claim_list import CHOICES_SHOWN, ME, NOBODY, Asking, Choices, matching
from claims.queries.tallies import by_status

SAMPLED = 2_000
"""Claims that are looked at where no tally has the number: one query, whatever the table holds."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A choice. `number` is how many claims it leaves, or at least that many if `more`."""

    name: str
    value: str
    words: str
    number: int
    more: bool = False

    @property
    def css(self) -> str:
        return Status(self.value).css if self.name == "status" else ""


COLUMNS = {
    "status": ["status"], "interview": ["interview__slug"], "verdict": ["verdict"],
    "speaker": ["person"], "topic": ["topic"], "assignee": ["assignee__username"],
    "priority": ["priority"], "due": ["status", "due_on"],
}  # fmt: skip
"""The filters that have choices, with the columns that say which choice a claim belongs to."""
SEARCHED = {"interview", "speaker", "topic"}
SCOPES = {
    "interview": Scope.INTERVIEW, "speaker": Scope.SPEAKER, "topic": Scope.TOPIC,
    "assignee": Scope.ASSIGNEE,
}  # fmt: skip


def offers_of(
    name: str, choices: Choices, wanted: Mapping[str, Any], *, asking: Asking
) -> list[Offer]:
    """The choices of one filter, among the claims that all others let through. Two queries."""
    own = {name, "open"} if name == "status" else {name}
    others = {key: value for key, value in wanted.items() if key not in own and key != "sort"}
    if not any(others.values()) and (numbers := _tallied(name, choices, asking)) is not None:
        return [
            Offer(_field(name, value), value, words, numbers.get(value, 0))
            for value, words in choices
        ]
    rows = list(_claims(name, others, asking).values_list(*COLUMNS[name])[: SAMPLED + 1])
    more = len(rows) > SAMPLED
    found = Counter(value for row in rows[:SAMPLED] for value in _values(name, row, asking))
    return [
        Offer(_field(name, value), value, words, found[value], more) for value, words in choices
    ]


def _field(name: str, value: str) -> str:
    return "open" if (name, value) == ("status", "1") else name


def _tallied(name: str, choices: Choices, asking: Asking) -> dict[str, int] | None:
    """The exact numbers among all claims; None where there are no tallies of them."""
    if name == "status":
        standing = by_status(Scope.ALL).get(0, {})
        numbers = {status.value: number for status, number in standing.items()}
        return {**numbers, "1": sum(standing.get(status, 0) for status in OPEN)}
    if name not in SCOPES:
        return None
    values = [value for value, _ in choices]
    ids = _ids(name, values, asking)
    counted = by_status(SCOPES[name], ids.values())
    return {value: sum(counted.get(ids[value], {}).values()) for value in values if value in ids}


def _ids(name: str, values: list[str], asking: Asking) -> dict[str, int]:
    """The rows behind the values of choices; 0 is none."""
    special = {value: pk for value, pk in [(NOBODY, 0), (ME, asking.user.pk)] if value in values}
    if name == "interview":
        return dict(Interview.objects.filter(slug__in=values).values_list("slug", "pk"))
    if name == "assignee":
        accounts = User.objects.filter(username__in=values).values_list("username", "pk")
        return {**dict(accounts), **special}
    return {**{value: int(value) for value in values if value.isdigit()}, **special}


def _claims(name: str, others: Mapping[str, Any], asking: Asking) -> Any:
    claims = matching(others, asking=asking).order_by()
    if name == "verdict":
        claims = claims.filter(Q(verdict=None) | verdict_is_open_to(asking.user))
    return claims


def _values(name: str, row: tuple[Any, ...], asking: Asking) -> Iterator[str]:
    """The choices that a claim belongs to."""
    if name == "due":
        yield from _due(row[0], row[1], asking)
        return
    [value] = row
    yield NOBODY if value is None else str(value)
    if name == "status" and value in OPEN:
        yield "1"
    if name == "assignee" and value == asking.user.username:
        yield ME


def _due(status: str, day: Any, asking: Asking) -> Iterator[str]:
    if day is None:
        yield NOBODY
    elif status in OPEN:
        if day < asking.today:
            yield "overdue"
        elif day <= asking.today + timedelta(days=7):
            yield "week"
            if day == asking.today:
                yield "today"


def named(name: str, words: str) -> Choices:
    """Interviews, speakers or topics with these words in their name, the first by name."""
    found: Any
    if name == "interview":
        found = Interview.objects.filter(title__icontains=words).values_list("slug", "title")
        return [*found.order_by("title", "pk")[:CHOICES_SHOWN]]
    model = Person if name == "speaker" else Topic
    column = "person" if name == "speaker" else name
    claims = Claim.objects.filter(**{column: OuterRef("pk")})
    found = model._default_manager.filter(Exists(claims), name__icontains=words)
    return [(str(pk), words) for pk, words in found.values_list("pk", "name")[:CHOICES_SHOWN]]
