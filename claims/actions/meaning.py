"""Keeping what claims mean, where the extra `meaning` is in use. It follows from their words."""

import logging
from collections.abc import Iterator
from functools import partial

from django.conf import settings
from django.db import ProgrammingError, connection, transaction

from claims.models import Claim
from claims.queries.meaning import is_on, without_meaning
from claims.text.meaning import DIMENSIONS, is_installed, vectors

log = logging.getLogger(__name__)

AT_ONCE = 500
A_LIST, PROBES = 1_000, 100
"""Vectors in a list of the index, and lists that are gone through. Up to as many vectors as that
makes there is no index, and all of them are compared: that misses none."""
TABLE = f"""
    CREATE TABLE IF NOT EXISTS claims_meaning (
        claim_id bigint PRIMARY KEY, digest text NOT NULL, vector halfvec({DIMENSIONS}) NOT NULL
    )
"""
FIND = """
    SELECT '[0]'::halfvec;  -- once pgvector is loaded, anybody may set what it reads
    CREATE OR REPLACE FUNCTION similar_meanings(asked halfvec, at_most int)
    RETURNS TABLE (claim_id bigint, digest text, cosine float)
    LANGUAGE sql STABLE SET ivfflat.probes = PROBES AS $$
        SELECT claim_id, digest, 1 - (vector <=> asked)
        FROM claims_meaning ORDER BY vector <=> asked LIMIT at_most
    $$
"""
INDEX = """
    CREATE INDEX IF NOT EXISTS claim_meaning ON claims_meaning
    USING ivfflat (vector halfvec_cosine_ops) WITH (lists = %s)
"""
KEEP = """
    INSERT INTO claims_meaning (claim_id, digest, vector)
    SELECT id, md5(words), vector::halfvec
    FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS one (id, words, vector)
    ON CONFLICT (claim_id) DO UPDATE SET digest = EXCLUDED.digest, vector = EXCLUDED.vector
"""


class NoMeaning(Exception):
    """What is missing so that meanings can be kept, in words for whoever runs the site."""


def make_room() -> None:
    """Make the table of vectors where there is none. Raises NoMeaning."""
    if not is_installed():
        raise NoMeaning("The extra “meaning” is not installed.")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS vector")
            cursor.execute(TABLE)
            cursor.execute(FIND.replace("PROBES", str(PROBES)))
    except ProgrammingError as error:
        raise NoMeaning(
            "This PostgreSQL has no pgvector, or its owner must say CREATE EXTENSION vector first: "
            f"{error}"
        ) from error


def keep_all() -> Iterator[int]:
    """Encode what has no vector yet or one of other words. Yields how many claims are done."""
    done = last = 0
    while rows := without_meaning(last, AT_ONCE):
        _keep(rows)
        done, last = done + len(rows), rows[-1][0]
        yield done
    _index()


def _index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE claims_meaning")
        cursor.execute("SELECT count(*) FROM claims_meaning")
        lists = cursor.fetchone()[0] // A_LIST
        if lists > PROBES:
            cursor.execute("SET maintenance_work_mem = '512MB'")
            cursor.execute(INDEX % lists)
            cursor.execute("RESET maintenance_work_mem")


def keep_meaning_of(claim: Claim) -> None:
    """Once a claim's new words are stored. What goes wrong here is logged and stops nobody."""
    if settings.MEANING:
        transaction.on_commit(partial(_keep_one, claim.pk), robust=True)


def _keep_one(pk: int) -> None:
    if is_on():
        _keep([row for row in without_meaning(pk - 1, 1) if row[0] == pk])


def _keep(rows: list[tuple[int, str]]) -> None:
    if rows:
        numbers, words = [pk for pk, _ in rows], [said for _, said in rows]
        with connection.cursor() as cursor:
            cursor.execute(KEEP, [numbers, words, vectors(words)])
