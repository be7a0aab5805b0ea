"""Queries that are put together once and asked often, as SQL: for Django, putting a large one
together takes ten times as long as asking it."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from psycopg import ClientCursor

ANYBODY = 9_007_199_254_740_991
"""Stands in a query for the number of a row that it is asked about later."""


def sql_of(rows: QuerySet[Any, Any]) -> str:
    """The SQL of a query, its values written into it."""
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return "SELECT NULL::bigint WHERE false"
    with connection.cursor() as cursor:
        return ClientCursor(cursor.connection).mogrify(sql, params)


def about(pk: int, question: str) -> str:
    return question.replace(str(ANYBODY), str(pk))
