"""The transaction that wrote a row: what a reader needs who must not miss a change."""

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class TransactionField(models.Field):  # type: ignore[type-arg]
    """PostgreSQL's number of the transaction that stored the row (`xid8`): never used again.

    Numbers of rows and times are given out before a transaction ends, so they say nothing about
    what has become visible since somebody last looked; this number and a snapshot do.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "xid8"
