"""What rows of the claim list show, as plain values: two queries for a page, whatever its filter.

Claims are read without a join, and then all names at once: to plan a join of six tables takes
PostgreSQL several times as long as to read a page.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple, Protocol

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet

from claims.models import Claim, Interview, Person, Topic, User, Verdict
from claims.models.claims import ClaimQuerySet
from claims.queries.compiled import compiled, filled

type Values = tuple[Any, ...]
type Making = Callable[..., ClaimQuerySet]


class ShownClaim(NamedTuple):
    """A claim, as far as a row of the list can show it: equal values are equal rows.

    First columns of its own, then of the rows that it refers to, as `NAMED` has them; () is none.
    """

    id: int
    interview_id: int
    transcript_id: int | None
    quote: str
    statement: str
    rationale: str
    person_id: int | None
    topic_id: int | None
    status: str
    verdict_id: int | None
    assignee_id: int | None
    priority: int
    due_on: date | None
    captured_at: datetime
    status_since: datetime
    second_verdict_id: int | None
    submitted_by_id: int | None
    needs_anchoring: bool
    heard_at_ms: int | None
    source_count: int
    authors: tuple[int, ...]
    interview: Values = ()
    person: Values = ()
    topic: Values = ()
    verdict: Values = ()
    assignee: Values = ()

    @property
    def pk(self) -> int:
        return self.id

    def claim(self) -> Claim:
        """As a model that knows these values, for whatever asks for one."""
        claim = made(Claim, COLUMNS, self[: len(COLUMNS)])
        for name, (model, columns) in NAMED.items():
            if values := getattr(self, name):
                setattr(claim, name, made(model, columns, values))
        return claim


NAMED: dict[str, tuple[type[Model], list[str]]] = {
    "interview": (Interview, ["id", "title", "slug", "blind", "", "", "url"]),
    "person": (Person, ["id", "name", "", "identity_id"]),
    "topic": (Topic, ["id", "name"]),
    "verdict": (Verdict, ["id", "label", "", "", "replaced_by_id", "retired_at"]),
    "assignee": (User, ["id", "username", "name"]),
}
"""What a claim refers to, and which columns of `NAMES` are which of it."""
NAMES = """
    SELECT 'interview', id, title, slug, blind, NULL::bigint, NULL::timestamptz, url
    FROM claims_interview WHERE id = ANY(%(interview)s)
    UNION ALL SELECT 'person', id, name, '', NULL, NULL, NULL, ''
    FROM claims_person WHERE id = ANY(%(person)s)
    UNION ALL SELECT 'topic', id, name, '', NULL, NULL, NULL, ''
    FROM claims_topic WHERE id = ANY(%(topic)s)
    UNION ALL SELECT 'verdict', id, label, '', NULL, replaced_by_id, retired_at, ''
    FROM claims_verdict WHERE id = ANY(%(verdict)s)
    UNION ALL SELECT 'assignee', id, username, name, NULL, NULL, NULL, ''
    FROM claims_user WHERE id = ANY(%(assignee)s)
"""
COLUMNS = ShownClaim._fields[: -len(NAMED)]
PLACES = {name: COLUMNS.index(f"{name}_id") for name in NAMED}


SELECT = "SELECT " + ", ".join(f'"claims_claim"."{name}"' for name in COLUMNS)


def shown_claims(claims: ClaimQuerySet, number: int) -> list[ShownClaim]:
    """The first so many of these claims, in their order."""
    try:
        return _shown(*claims.values_list("pk")[:number].query.sql_with_params())
    except EmptyResultSet:
        return []


def shown_claims_of(make: Making, values: Sequence[Any], number: int) -> list[ShownClaim]:
    """The first so many of `make(*values)`, whose query is put together once: see `compiled`."""
    sql, params = compiled(_numbers_of(make, number), len(values))
    return _shown(sql, filled(params, values))


@cache
def _numbers_of(make: Making, number: int) -> Callable[..., QuerySet[Any, Any]]:
    return lambda *values: make(*values).values_list("pk")[:number]


def _shown(sql: str, params: Sequence[Any]) -> list[ShownClaim]:
    """The claims of which this query gives the numbers, and nothing else.

    The ORM says which they are. To have it name the columns, and make what it reads of them, would
    take as long as all the rest.
    """
    _, from_, which = sql.partition(" FROM ")
    with connection.cursor() as cursor:
        cursor.execute(SELECT + from_ + which, params)
        rows = cursor.fetchall()
    return _with_names(rows) if rows else []


def _with_names(rows: list[Any]) -> list[ShownClaim]:
    """One query more."""
    names: dict[str, dict[int, Values]] = {name: {} for name in NAMED}
    with connection.cursor() as cursor:
        cursor.execute(
            NAMES, {name: list({row[place] for row in rows}) for name, place in PLACES.items()}
        )
        for name, *values in cursor.fetchall():
            names[name][values[0]] = tuple(values)
    of = [(names[name], place) for name, place in PLACES.items()]
    return [
        ShownClaim._make(
            (*row[:-1], tuple(row[-1]), *[some.get(row[place], ()) for some, place in of])
        )
        for row in rows
    ]


class Numbered(Protocol):
    @property
    def pk(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Reading[C: Numbered]:
    """How the claims of a page are read: so many of a set, in its order. What is read has the
    columns of a claim that orders are by, and can be had as a model."""

    first: Callable[[ClaimQuerySet, int], list[C]]
    claim: Callable[[C], Claim]
    first_of: Callable[[Making, Sequence[Any], int], list[C]]
    """The first of what a function makes of values, whose query is the same for all values."""


WHOLE = Reading[Claim](
    first=lambda claims, number: list(claims.for_row()[:number]),
    claim=lambda claim: claim,
    first_of=lambda make, values, number: list(make(*values).for_row()[:number]),
)
SHOWN = Reading[ShownClaim](shown_claims, ShownClaim.claim, shown_claims_of)
"""As plain values, of what a row of the list shows alone."""


def made[M: Model](model: type[M], columns: Iterable[str], values: Iterable[Any]) -> M:
    """A row of which these columns are known. Any other is a query as soon as it is looked at."""
    known = dict(zip(columns, values, strict=False))
    fields = [field.attname for field in model._meta.concrete_fields if field.attname in known]
    return model.from_db("default", fields, [known[name] for name in fields])
