"""Names that were misspelt: which names of people a word is close to."""

from dataclasses import replace

from django.db import connection

from claims.queries.search import Query, as_tsquery
from claims.text.search import Term, distance, typed_again

CANDIDATES = 40
# A word that any text has is not misspelt: only its neighbours among names are of no use then.
NEAR = """
    SELECT asked.word, near.word FROM unnest(%s::text[], %s::tsquery[]) AS asked (word, query),
    LATERAL (
        SELECT g.word FROM unnest(search_grams(asked.word)) AS part
        JOIN claims_namegram AS g ON g.gram = part
        WHERE abs(char_length(g.word) - char_length(asked.word)) < 4
        GROUP BY g.word
        ORDER BY sum(CASE WHEN part ~ '^[=~]' THEN 3 ELSE 1 END) DESC, g.word LIMIT %s
    ) AS near
    WHERE NOT EXISTS (
        SELECT 1 FROM search_find('claims_claimwords', 'row_id', query, NULL, true, NULL, 1))
    AND NOT EXISTS (
        SELECT 1 FROM search_find('claims_passage', 'id', query, NULL, true, NULL, 1))
"""


def corrected(query: Query) -> str:
    """The search with the nearest name for each word that no claim and no transcript has.

    '' where there is nothing to put right. One query.
    """
    asked = {
        words[0].folded: as_tsquery([(term, words)])
        for term, words in query.terms
        if not term.exact and not term.excluded and len(words) == 1 and len(words[0].folded) > 2
    }
    nearest = _nearest(asked)
    terms = [
        _put_right(term, nearest.get(words[0].folded, "") if len(words) == 1 else "")
        for term, words in query.terms
    ]
    return typed_again(terms) if nearest else ""


def _nearest(asked: dict[str, str]) -> dict[str, str]:
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(NEAR, [list(asked), list(asked.values()), CANDIDATES])
        rows = cursor.fetchall()
    best: dict[str, tuple[int, str]] = {}
    for word, name in rows:
        errors = distance(word, name)
        if 0 < errors <= max(1, round(len(word) * 0.35)):
            best[word] = min(best.get(word, (errors, name)), (errors, name), key=lambda one: one[0])
    return {word: name for word, (_, name) in best.items()}


def _put_right(term: Term, name: str) -> Term:
    return replace(term, text=name, prefix=False, unfinished=False) if name else term
