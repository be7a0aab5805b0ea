"""Claims that mean something similar, where the extra `meaning` is in use.

The vectors are in a table of their own, which `manage.py keep_meanings` makes: it needs pgvector,
which nothing else here does. A vector counts only as long as it is that of the claim's words.
"""

from typing import Any

from django.conf import settings
from django.db import connection

from claims.text.meaning import is_installed, vectors

SEEN = 20
CLOSE, SAME = 0.45, 1.0
"""The cosine at which two claims have nothing in common, and that of equal ones."""

MEANT = "CASE WHEN c.statement = '' THEN c.quote ELSE c.statement END"
"""What of a claim is encoded: what is checked, else what was said."""
THERE = "SELECT to_regclass('claims_meaning') IS NOT NULL"
NEAREST = f"""
    SELECT near.claim_id, near.cosine FROM similar_meanings(%(asked)s::halfvec, %(seen)s) AS near
    JOIN claims_claim AS c ON c.id = near.claim_id
    WHERE near.digest = md5({MEANT}) AND c.id <> %(but)s
    ORDER BY near.cosine DESC, near.claim_id DESC
"""  # noqa: S608
WITHOUT = f"""
    SELECT c.id, {MEANT} FROM claims_claim AS c LEFT JOIN claims_meaning AS m ON m.claim_id = c.id
    WHERE c.id > %s AND m.digest IS DISTINCT FROM md5({MEANT}) ORDER BY c.id LIMIT %s
"""  # noqa: S608


def is_on() -> bool:
    """Whether meanings are kept and asked for: one query, none where they are switched off."""
    if not settings.MEANING or not is_installed():
        return False
    with connection.cursor() as cursor:
        cursor.execute(THERE)
        return bool(cursor.fetchone()[0])


def nearest(meant: str, *, but: int = 0) -> dict[int, float]:
    """Claims by number with how close they are, between 0 and 1, closest first: two queries."""
    if not meant.strip() or not is_on():
        return {}
    asked: dict[str, Any] = {"asked": vectors([meant])[0], "seen": SEEN, "but": but}
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, asked)
        return {pk: (cosine - CLOSE) / (SAME - CLOSE) for pk, cosine in cursor.fetchall()}


def without_meaning(after: int, at_most: int) -> list[tuple[int, str]]:
    """Claims beyond a number whose vector is missing or of other words, with what is to encode."""
    with connection.cursor() as cursor:
        cursor.execute(WITHOUT, [after, at_most])
        return list(cursor.fetchall())
