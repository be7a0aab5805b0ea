"""Rows of the claim list that were written before, kept in the memory of the process.

A row is kept under everything that it follows from: what is shown of the claim and of the rows that
it refers to, who looks, the day and the columns. All of it is read anew for each page, and a row is
made of it alone. So there is nothing to invalidate: where a value is another one, so is the row.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from claims.models import User
from claims.queries.claim_rows import ShownClaim, made
from claims.views.claim_rows import COLUMNS, Column, row_html, rows_of

ROWS_KEPT = 2_000
"""About 10 MB in each process."""


class Reader(NamedTuple):
    """Who looks at a row, as far as it makes a difference to it. The number is only that of its
    assignee, submitter and authors, who may see and do more or less than others of their role."""

    role: str
    is_active: bool
    id: int | None


def readers_of(claims: Iterable[ShownClaim], user: User) -> Iterator[Reader]:
    """The person as each of these claims knows them."""
    number, role, is_active = user.pk, user.role, user.is_active
    one_of_many, one_of_few = Reader(role, is_active, None), Reader(role, is_active, number)
    for claim in claims:
        people = {claim.assignee_id, claim.submitted_by_id, *claim.authors}
        yield one_of_few if number in people else one_of_many


def rows_html(
    claims: Sequence[ShownClaim], user: User, today: date, columns: Iterable[Column], *,
    select: bool, ticked: Container[int] = (),
) -> bytes:  # fmt: skip
    """The rows of a page, as they are sent; with `select`, each has a box to tick."""
    names = tuple(column.name for column in columns)
    return b"".join(
        row_of(claim, reader, today, names, select, claim.id in ticked)
        for claim, reader in zip(claims, readers_of(claims, user), strict=True)
    )


@lru_cache(maxsize=ROWS_KEPT)
def row_of(
    shown: ShownClaim, reader: Reader, today: date, names: tuple[str, ...], select: bool,
    ticked: bool,
) -> bytes:  # fmt: skip
    """A row, of these values and no others: a claim and a reader that know nothing else."""
    claim, user = shown.claim(), made(User, Reader._fields, reader)
    columns = [COLUMNS[name] for name in names]
    fields = ["statement", *(column.field for column in columns if column.field)]
    [row] = rows_of([claim], user, today, fields)
    return row_html(row, columns, select=select, ticked=ticked).encode()
