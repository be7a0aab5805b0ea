"""Full-text search: from what was typed to the rows that hold it, at the same cost at any size."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, Model, Q, QuerySet, Value

from claims.models import (
    ClaimWords,
    EvidenceWords,
    InterviewWords,
    Passage,
    PersonWords,
    SourceWords,
    User,
)
from claims.text.search import Marking, Term, read_search, words_in

WORDS_OF: dict[str, type[Model]] = {
    "claims": ClaimWords,
    "transcripts": Passage,
    "evidence": EvidenceWords,
    "sources": SourceWords,
    "interviews": InterviewWords,
    "people": PersonWords,
}
LISTED_AT_MOST = 1_000
"""Up to here, the rows that a search finds are named to the query of a list, one by one."""
TRIED = 100
COMMON_WITHIN = 2_000
"""A word is common if so many of the newest rows hold it so often as are tried."""

STEMS = """
    SELECT term.place, word.place, word.text, search_folded(word.text),
        ARRAY(SELECT DISTINCT stem.lexeme
              FROM search_configs() AS config,
                   unnest(ARRAY[word.text, search_folded(word.text)]) AS form,
                   unnest(to_tsvector(config, form)) AS stem),
        EXISTS (SELECT 1 FROM search_configs() AS config WHERE to_tsvector(config, word.text) = '')
    FROM unnest(%s::text[]) WITH ORDINALITY AS term (text, place),
        regexp_split_to_table(btrim(search_plain(term.text)), ' +') WITH ORDINALITY
            AS word (text, place)
    WHERE word.text <> ''
    ORDER BY 1, 2
"""
FIND = "SELECT %s, number, rank FROM search_find(%s, %s, %s, %s, %s, %s, %s)"
MATCHING = """
    SELECT word FROM unnest(%s::text[]) AS word
    WHERE EXISTS (SELECT 1 FROM search_configs() AS config
                  WHERE search_vector(config, word) @@ %s::tsquery)
"""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a term, and all the forms in which a text may hold it."""

    text: str
    folded: str
    stems: tuple[str, ...]
    small: bool
    """Such as `the`: left out, but for phrases."""


@dataclass(frozen=True, slots=True)
class Query:
    """A search that the database understands."""

    terms: tuple[tuple[Term, tuple[Word, ...]], ...]
    text: str
    """As a tsquery."""

    @property
    def walks(self) -> bool:
        """Whether the index alone would collect much more than what matches: see search_find."""
        return any(term.prefix or term.unfinished or len(words) > 1 for term, words in self.terms)


@dataclass(frozen=True, slots=True)
class Hit:
    pk: int
    rank: float


def query_of(typed: str) -> Query:
    """Raises BadSearch, with a sentence. One query."""
    terms = read_search(typed)
    with connection.cursor() as cursor:
        cursor.execute(STEMS, [[term.text for term in terms]])
        words: dict[int, list[Word]] = defaultdict(list)
        for place, _, text, folded, stems, small in cursor.fetchall():
            words[place].append(Word(text, folded, tuple(stems), small))
    whole = [(term, tuple(words[place])) for place, term in enumerate(terms, 1) if words[place]]
    telling = [(term, words) for term, words in whole if not _is_small(term, words)]
    if all(term.excluded for term, _ in telling):
        telling = whole
    return Query(tuple(telling), as_tsquery(telling))


def _is_small(term: Term, words: tuple[Word, ...]) -> bool:
    loose = not (term.exact or term.prefix or term.unfinished)
    return loose and all(word.small for word in words)


def as_tsquery(terms: Iterable[tuple[Term, tuple[Word, ...]]]) -> str:
    """The terms as PostgreSQL writes a tsquery."""
    return " & ".join(
        ("!" if term.excluded else "") + _of_term(term, words) for term, words in terms
    )


def _of_term(term: Term, words: tuple[Word, ...]) -> str:
    if term.exact:
        return "(" + " <-> ".join(lexeme(word.text, "A") for word in words) + ")"
    *before, last = words
    ending = _beginning(last) if term.prefix else _any_form(last)
    if term.unfinished:
        ending = f"({_any_form(last)} | {_beginning(last)})"
    return "(" + " <-> ".join([*map(_any_form, before), ending]) + ")"


def _any_form(word: Word) -> str:
    forms = dict.fromkeys([word.text, word.folded, *word.stems])
    return "(" + " | ".join(map(lexeme, forms)) + ")"


def _beginning(word: Word) -> str:
    return "(" + " | ".join(lexeme(form, "*") for form in {word.text: 0, word.folded: 0}) + ")"


def lexeme(text: str, label: str = "") -> str:
    quoted = text.replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}'" + (f":{label}" if label else "")


# Finding


def found(
    query: Query, user: User, wanted: dict[str, int], *, below: int | None = None
) -> dict[str, list[Hit]]:
    """The newest rows of each kind that match, at most as many as `wanted` says, best first.

    One query. `below` leaves out the rows from that number on.
    """
    parts, values = [], []
    for kind, at_most in wanted.items():
        meta = WORDS_OF[kind]._meta
        draft = _as_author(query, user) if kind == "claims" else None
        parts.append(FIND)
        values += [
            kind, meta.db_table, meta.pk.column, query.text, draft, query.walks, below,
            at_most,
        ]  # fmt: skip
    hits: dict[str, list[Hit]] = {kind: [] for kind in wanted}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        for kind, number, rank in cursor.fetchall():
            hits[kind].append(Hit(number, rank))
    for rows in hits.values():
        rows.sort(key=lambda hit: (-hit.rank, -hit.pk))
    return hits


def _as_author(query: Query, user: User) -> str:
    """The query for drafts, of which each person finds their own."""
    return f"'@{user.pk}' & ({query.text})"


def holding[Rows: QuerySet[Any]](rows: Rows, kind: str, query: Query, user: User) -> Rows:
    """Those of the rows that match, for a list with an order of its own. One query or two.

    Few are named one by one. Many are left to PostgreSQL, whose statistics know common words: it
    goes through the list and looks at each row until a page is full.
    """
    few = _few(kind, query, user)
    if few is not None:
        return rows.filter(pk__in=few)
    words = WORDS_OF[kind].objects.alias(holds=_matches("words", query.text))  # type: ignore[attr-defined]
    holds = Q(holds=True)
    if kind == "claims":
        words = words.alias(drafts=_matches("draft", _as_author(query, user)))
        holds |= Q(drafts=True)
    return rows.filter(pk__in=words.filter(holds).values("pk"))


def _few(kind: str, query: Query, user: User) -> list[int] | None:
    """The numbers of all rows that match, if they are few."""
    for number in (TRIED, LISTED_AT_MOST):
        hits = [hit.pk for hit in found(query, user, {kind: number + 1})[kind]]
        if len(hits) <= number:
            return hits
        if max(hits) - min(hits) < COMMON_WITHIN:
            break
    return None


def _matches(field: str, text: str) -> Func:
    query = Func(Value(text), template="(%(expressions)s)::tsquery")
    return Func(
        F(field), query, template="(%(expressions)s)", arg_joiner=" @@ ",
        output_field=BooleanField(),
    )  # fmt: skip


# Showing


def marking(query: Query, texts: Iterable[str]) -> Marking:
    """What to mark in these texts: one query for all of them, none where no word is loose."""
    terms = [(term, words) for term, words in query.terms if not term.excluded]
    loose = [word for term, words in terms if not term.exact for word in words]
    begin = [words[-1] for term, words in terms if term.prefix or term.unfinished]
    seen = sorted({word for text in texts for word, *_ in words_in(text)})
    matching = []
    if loose and seen:
        with connection.cursor() as cursor:
            cursor.execute(MATCHING, [seen, " | ".join(map(_any_form, loose))])
            matching = [word for (word,) in cursor.fetchall()]
    return Marking(
        frozenset(matching),
        tuple({form: 0 for word in begin for form in (word.text, word.folded)}),
        tuple(tuple(word.text for word in words) for term, words in terms if term.exact),
    )
