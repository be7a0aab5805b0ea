"""Queries that every page or edit asks: the ORM puts them together once in a process.

To put one together takes several times as long as to ask it. So it is made of placeholders, and
what stands for them is filled in each time.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Expression, Model, QuerySet, TextField


class Given(Expression):
    """A value that is filled in when the query is asked: the first, the second …"""

    output_field = TextField()

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", (self,)


def rows_of(make: Callable[..., QuerySet[Any, Any]], *values: Any) -> list[tuple[Any, ...]]:
    """The rows of `make(*values)`, column by column. `make` is called once, with placeholders, so
    what it does with a value must not depend on it."""
    sql, params = compiled(make, len(values))
    with connection.cursor() as cursor:
        cursor.execute(sql, filled(params, values))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def models_of[M: Model](make: Callable[..., QuerySet[M]], *values: Any) -> list[M]:
    """The same as models, each with what `select_related` names of it: one step, no further."""
    own, *related = _parts(make, len(values))
    found: list[M] = []
    for row in rows_of(make, *values):
        found.append(one := own.read(row))
        for part in related:
            is_there = getattr(one, part.field.attname) is not None
            part.field.set_cached_value(one, part.read(row) if is_there else None)
    return found


@cache
def compiled(make: Callable[..., QuerySet[Any, Any]], number: int) -> tuple[str, tuple[Any, ...]]:
    """The query of what is made of so many placeholders, and its parameters."""
    sql, params = make(*map(Given, range(number))).query.sql_with_params()
    return sql, params


def filled(params: Iterable[Any], values: Sequence[Any]) -> list[Any]:
    """Parameters with values in the place of placeholders."""
    return [values[one.place] if isinstance(one, Given) else one for one in params]


class Part(NamedTuple):
    """Some columns of a row, which make a model."""

    model: type[Any]
    field: Any
    """Which leads there; None where the model is what was asked for."""
    names: list[str]
    begin: int

    def read(self, row: tuple[Any, ...]) -> Any:
        values = row[self.begin : self.begin + len(self.names)]
        return self.model.from_db("default", self.names, values)


@cache
def _parts(make: Callable[..., QuerySet[Any]], number: int) -> list[Part]:
    rows = make(*map(Given, range(number)))
    related: Any = rows.query.select_related or {}
    if any(related.values()):
        raise TypeError(f"More than one step from {rows.model.__name__}: {related}")
    meant = [field for field in rows.model._meta.fields if field.name in related]
    parts: list[Part] = []
    for field in [None, *meant]:
        model: Any = field.related_model if field else rows.model
        fields = model._meta.concrete_fields
        if converted := [one.name for one in fields if one.get_db_converters(connection)]:
            raise TypeError(f"{model.__name__} is not what the database has: {converted}")
        begin = sum(len(part.names) for part in parts)
        parts.append(Part(model, field, [one.attname for one in fields], begin))
    return parts
