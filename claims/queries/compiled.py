"""Queries that every page asks: the ORM puts them together once in a process.

To put one together takes several times as long as to ask it. So it is made of placeholders, and
what stands for them is filled in each time.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

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
    """The same as models."""
    model, columns = _columns(make, len(values))
    return [model.from_db("default", columns, row) for row in rows_of(make, *values)]


@cache
def compiled(make: Callable[..., QuerySet[Any, Any]], number: int) -> tuple[str, tuple[Any, ...]]:
    """The query of what is made of so many placeholders, and its parameters."""
    sql, params = make(*map(Given, range(number))).query.sql_with_params()
    return sql, params


def filled(params: Iterable[Any], values: Sequence[Any]) -> list[Any]:
    """Parameters with values in the place of placeholders."""
    return [values[one.place] if isinstance(one, Given) else one for one in params]


@cache
def _columns(make: Callable[..., QuerySet[Any]], number: int) -> tuple[type[Any], list[str]]:
    model = make(*map(Given, range(number))).model
    fields = model._meta.concrete_fields
    if converted := [field.name for field in fields if field.get_db_converters(connection)]:
        raise TypeError(f"Values of {model.__name__} are not what the database has: {converted}")
    return model, [field.attname for field in fields]
