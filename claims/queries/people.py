"""People in a list, and what one person has said: each function is a fixed number of queries."""

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Upper

from claims.models import (
    Appearance,
    Claim,
    Interview,
    Person,
    PersonEvent,
    Scope,
    Status,
    User,
    Verdict,
)
from claims.models.tallies import STATUSES, Measure
from claims.queries import search
from claims.queries.tallies import Span, Wanted, by_status, sums
from claims.text.errors import BadSearch
from claims.text.lookalikes import lookalikes

PAGE = 50
INTERVIEWS_SHOWN = 20
INTERVIEWS_COUNTED = 100
"""Each of them is looked at in an index, and no more."""
EVENTS_SHOWN = 50
ALIKE_SHOWN = 8
ALIKE_COMPARED = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """A person in a list. Of `interviews` there may be more than are counted."""

    person: Person
    claims: int
    interviews: int
    rows: list[tuple[int, str]] = field(default_factory=list)
    """Other rows of the person: number and name."""

    @property
    def spellings(self) -> list[str]:
        """Other names, each once."""
        return list(dict.fromkeys(name for _, name in self.rows if name != self.person.name))

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def interviews_in_words(self) -> str:
        more = self.interviews > INTERVIEWS_COUNTED
        return f"more than {INTERVIEWS_COUNTED}" if more else str(self.interviews)

    @property
    def in_words(self) -> str:
        """Such as “3 interviews, 1 claim”."""
        return (
            f"{self.interviews_in_words} interview{'' if self.interviews == 1 else 's'}, "
            f"{self.claims:,} claim{'' if self.claims == 1 else 's'}"
        )


@dataclass(frozen=True, slots=True)
class PeoplePage:
    rows: list[Listed]
    last: int | None


def people_page(user: User, words: str = "", *, after: Person | None = None) -> PeoplePage:
    """By name; those that a search for `words` finds. Raises BadSearch. Four queries."""
    people = Person.objects.whole().annotate(place=Upper("name"))
    if words:
        people = search.holding(people, "people", search.query_of(words), user)
    if after:
        place = after.name.upper()
        people = people.filter(Q(place__gt=place) | Q(place=place, pk__gt=after.pk))
    found = list(people.order_by("place", "pk")[: PAGE + 1])
    last = found[PAGE - 1].pk if len(found) > PAGE else None
    return PeoplePage(listed(found[:PAGE]), last)


def listed(people: Iterable[Person]) -> list[Listed]:
    """These whole people with their numbers: three queries, and none for nobody."""
    rows = list(people)
    if not rows:
        return []
    ids = [person.pk for person in rows]
    claims, interviews, spelled = by_status(Scope.SPEAKER, ids), _interviews_of(ids), _spelled(ids)
    return [
        Listed(
            person, sum(claims.get(person.pk, {}).values()), interviews[person.pk],
            spelled.get(person.pk, []),
        )
        for person in rows
    ]  # fmt: skip


def _interviews_of(ids: list[int]) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, {"ids": ids, "limit": INTERVIEWS_COUNTED + 1})
        return dict(cursor.fetchall())


COUNTED = """
    SELECT p, (SELECT count(*) FROM (
        SELECT DISTINCT interview_id FROM claims_appearance WHERE person_id = p
        ORDER BY interview_id DESC LIMIT %(limit)s
    ) AS i)::integer FROM unnest(%(ids)s::bigint[]) AS p
"""


def _spelled(ids: list[int]) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = {}
    for row in Person.objects.filter(identity__in=ids).order_by("pk"):
        found.setdefault(row.who_id, []).append((row.pk, row.name))
    return found


@dataclass(frozen=True, slots=True)
class Spelling:
    """Another row of a person: `of` is the name of the row that it was merged into."""

    person: Person
    of: str


def spellings_of(person: Person) -> list[Spelling]:
    """Other rows of a person, in the order in which they came: one query."""
    rows = person.spellings.select_related("merged_into").order_by("pk")
    return [Spelling(row, row.merged_into.name if row.merged_into else "") for row in rows]


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's claims: by status, and the finished ones by verdict."""

    by_status: list[tuple[Status, int]]
    by_verdict: list[tuple[Verdict, int]]

    @property
    def claims(self) -> int:
        return sum(number for _, number in self.by_status)


def standing_of(person: Person) -> Standing:
    """From the tallies, whatever the number of claims: two queries."""
    spans = [Span(Measure.STATUS), Span(Measure.FINISHED_BY_MONTH)]
    statuses: Counter[Status] = Counter()
    verdicts: Counter[int] = Counter()
    for row in sums(Wanted(Scope.SPEAKER, [person.pk], spans)):
        if row.measure == Measure.STATUS:
            statuses[STATUSES[row.key - 1]] += row.number
        else:
            verdicts[row.key // 2] += row.number
    scale = Verdict.objects.filter(pk__in=verdicts).order_by("position", "pk")
    return Standing(
        [(status, statuses[status]) for status in Status if statuses[status]],
        [(verdict, verdicts[verdict.pk]) for verdict in scale],
    )


@dataclass(frozen=True, slots=True)
class Interviews:
    rows: list[Interview]
    last: int | None


def interviews_with(person: Person, *, before: int = 0) -> Interviews:
    """Where a person speaks or is quoted, newest first: two queries."""
    found = Appearance.objects.filter(person=person).order_by("-interview_id")
    if before:
        found = found.filter(interview__lt=before)
    ids = list(found.values_list("interview_id", flat=True).distinct()[: INTERVIEWS_SHOWN + 1])
    last = ids[INTERVIEWS_SHOWN - 1] if len(ids) > INTERVIEWS_SHOWN else None
    rows = Interview.objects.in_bulk(ids[:INTERVIEWS_SHOWN])
    return Interviews([rows[pk] for pk in ids[:INTERVIEWS_SHOWN]], last)


def claims_of(person: Person, *, number: int = PAGE) -> list[Claim]:
    """The newest of a person's claims: one query."""
    own = Claim.objects.filter(person=person).select_related("interview")
    return list(own.order_by("-captured_at", "-pk")[:number])


def events_of(person: Person) -> list[PersonEvent]:
    """What was done to a person and to the other rows of them, newest first: two queries."""
    ids = [person.pk, *person.spellings.values_list("pk", flat=True)]
    events = PersonEvent.objects.filter(Q(person__in=ids) | Q(other__in=ids))
    return list(events.select_related("person", "other", "actor").order_by("-pk")[:EVENTS_SHOWN])


def alike(person: Person, user: User) -> list[tuple[Listed, str]]:
    """Others who may be the same person, each with the reason, for a person to decide."""
    rows: dict[int, Person] = {}
    with suppress(BadSearch):  # a name without letters
        others = Person.objects.whole().exclude(pk=person.pk)
        words = search.query_of(person.name.split()[-1])
        found = search.holding(others, "people", words, user)
        rows = {row.pk: row for row in found.order_by("-pk")[:ALIKE_COMPARED]}
    reasons = {}
    for pk, row in rows.items():
        if row.name.casefold() == person.name.casefold():
            reasons[pk] = "the name is the same"
        elif pairs := lookalikes([person.name, row.name]):
            reasons[pk] = pairs[0][2]
    shown = listed([rows[pk] for pk in list(reasons)[:ALIKE_SHOWN]])
    return [(one, reasons[one.person.pk]) for one in shown]


def people_found(words: str, user: User, *, but: Person) -> list[Listed]:
    """The first few that a search finds, for choosing one of them. Raises BadSearch."""
    people = search.holding(
        Person.objects.whole().exclude(pk=but.pk), "people", search.query_of(words), user
    )
    return listed(people.order_by("name", "pk")[:ALIKE_SHOWN])
