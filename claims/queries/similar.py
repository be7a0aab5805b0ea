"""Claims that may say what another says: the most similar of all interviews, by their words.

The rarer a word is, the more it counts. Candidates come from the index of words, those that hold
most of the rarest words first; then each is compared by its quote and statement alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations
from math import log
from typing import NamedTuple

from django.db import connection
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime

from claims.models import Claim, Interview, Turn, User
from claims.models.claims import ClaimQuerySet
from claims.models.reviews import is_hidden_from
from claims.queries.meaning import nearest
from claims.queries.search import lexeme

SHOWN = 5
LINKED = 50
ENOUGH = 40
"""Candidates, at which no looser query is asked; they are compared whole."""
AT_MOST = 300
"""Candidates that one query may find."""
WORK, WORK_OF_SINGLE_WORDS = 20_000, 2_000
"""Places of words that one query may read. Each place of a single word is a claim to look at."""
RAREST = 6
LEAST = 0.22
"""Below this likeness, from 0 to 1, what two claims have in common is words, not what is said."""

WORDS = """
    SELECT lexeme, share FROM similar_shares(similar_lexemes(search_config(%s), %s, %s))
    ORDER BY share, lexeme
"""
ALIKE = """
    WITH near AS MATERIALIZED (
        SELECT w.row_id, (
            SELECT sum(own.weight) FROM unnest(%(own)s::tsquery[], %(weights)s::real[])
                AS own (word, weight) WHERE w.words @@ own.word
        ) AS overlap
        FROM similar_candidates(
            %(queries)s::tsquery[], %(shares)s::real[], %(works)s::int[], %(enough)s, %(at_most)s
        ) AS found (number)
        JOIN claims_claimwords AS w ON w.row_id = found.number
        WHERE w.row_id <> %(but)s
        ORDER BY overlap DESC, w.row_id DESC LIMIT %(enough)s
    ), texts AS MATERIALIZED (
        SELECT c.id, similar_lexemes(search_config(i.language), c.statement, c.quote) AS lexemes
        FROM near JOIN claims_claim AS c ON c.id = near.row_id
        JOIN claims_interview AS i ON i.id = c.interview_id
    ), shares AS MATERIALIZED (
        SELECT lexeme, greatest(0.1, -ln(share)) AS weight
        FROM similar_shares(ARRAY(SELECT DISTINCT unnest(lexemes) FROM texts))
    )
    SELECT texts.id,
        coalesce(sum(weight) FILTER (WHERE shares.lexeme = ANY (%(words)s)), 0)
        / sqrt(sum(weight) * %(whole)s) AS likeness
    FROM texts, unnest(texts.lexemes) AS its (lexeme) JOIN shares ON shares.lexeme = its.lexeme
    GROUP BY texts.id ORDER BY likeness DESC, texts.id DESC
"""


@dataclass(frozen=True, slots=True)
class Said:
    """Words that somebody is about to claim, and where they stand, if they have a place."""

    interview: Interview
    quote: str
    statement: str = ""
    transcript: int | None = None
    start: int = 0
    end: int = 0
    claim: int = 0
    """The claim that is made of them, which is not like itself; 0 where there is none yet."""


def said_in(claim: Claim, statement: str | None = None) -> Said:
    """`statement` is what somebody has typed and not saved."""
    said = claim.statement if statement is None else statement
    return Said(
        claim.interview, claim.quote, said, claim.transcript_id, claim.start or 0, claim.end or 0,
        claim.pk,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Similar:
    """Another claim, as far as the reader may see it. Its verdict is its own, with its date."""

    claim: Claim
    place: str
    """“the same words”, “the same turn”, or ''."""
    verdict_hidden: bool

    @property
    def judged(self) -> str:
        """What stands behind its verdict, or why there is none to be seen."""
        claim = self.claim
        if self.verdict_hidden:
            return "verdict hidden until a second person has given theirs"
        if claim.verdict is None:
            return "no verdict yet"
        if claim.finished_at is None:
            return f"not signed off, {_day(claim.status_since)}"
        stale = ", and changed since" if claim.sign_off_is_stale else ""
        return f"signed off {_day(claim.finished_at)}{stale}"

    @property
    def said_on(self) -> date:
        """When its interview was published, else when it was captured."""
        return self.claim.interview.published_on or localtime(self.claim.captured_at).date()


def _day(at: datetime) -> str:
    return date_format(localtime(at), "j M Y")


def similar_to(said: Said, reader: User, *, but: Iterable[int] = ()) -> list[Similar]:
    """The most similar claims, best first, after those of the same words: five queries at most.

    `but` are claims that are shown otherwise.
    """
    here = _same_words(said)
    wanted = [*here, *(pk for pk in _likeness(said) if pk not in here)]
    wanted = [pk for pk in wanted if pk not in set(but)][: 2 * SHOWN]
    rows = _shown().in_bulk(wanted)
    turns = (
        _turns(said) if any(row.transcript_id == said.transcript for row in rows.values()) else []
    )
    places = {pk: "the same words" if pk in here else _place(rows[pk], said, turns) for pk in rows}
    ordered = sorted((pk for pk in wanted if pk in rows), key=lambda pk: not places[pk])
    return [_similar(rows[pk], reader, places[pk]) for pk in ordered[:SHOWN]]


@dataclass(frozen=True, slots=True)
class Links:
    """What people have linked a claim to, newest first."""

    repeat_of: Similar | None = None
    duplicate_of: Similar | None = None
    said_again: tuple[Similar, ...] = ()
    duplicates: tuple[Similar, ...] = ()

    @property
    def numbers(self) -> list[int]:
        named = [one for one in (self.repeat_of, self.duplicate_of) if one]
        return [one.claim.pk for one in (*named, *self.said_again, *self.duplicates)]


def links_of(claim: Claim, reader: User) -> Links:
    """The links from a claim and to it: one query. What repeats the same one is said again."""
    ahead = [pk for pk in (claim.repeat_of_id, claim.duplicate_of_id) if pk]
    wanted = Q(repeat_of=claim.pk) | Q(duplicate_of=claim.pk) | Q(pk__in=ahead)
    if claim.repeat_of_id:
        wanted |= Q(repeat_of=claim.repeat_of_id)
    rows = [
        _similar(row, reader)
        for row in _shown().filter(wanted).exclude(pk=claim.pk).order_by("-pk")[:LINKED]
    ]
    by_number = {one.claim.pk: one for one in rows}
    around = {claim.pk, claim.repeat_of_id} - {None}
    return Links(
        by_number.get(claim.repeat_of_id or 0), by_number.get(claim.duplicate_of_id or 0),
        tuple(one for one in rows if one.claim.repeat_of_id in around
              and one.claim.pk != claim.repeat_of_id),
        tuple(one for one in rows if one.claim.duplicate_of_id == claim.pk),
    )  # fmt: skip


def _shown() -> ClaimQuerySet:
    return Claim.objects.select_related("interview", "person", "verdict")


def _similar(claim: Claim, reader: User, place: str = "") -> Similar:
    return Similar(claim, place, is_hidden_from(claim, reader))


# What is like it


def _likeness(said: Said) -> dict[int, float]:
    """Claims by number with how like they are, between 0 and 1, best first.

    By words: two queries; by meaning two more, where that is in use. The better of the two counts.
    """
    found = nearest(said.statement or said.quote, but=said.claim)
    for pk, likeness in _by_words(said).items():
        found[pk] = max(likeness, found.get(pk, 0))
    best = sorted(found.items(), key=lambda one: (-one[1], -one[0]))
    return {pk: likeness for pk, likeness in best if likeness >= LEAST}


def _by_words(said: Said) -> dict[int, float]:
    with connection.cursor() as cursor:
        cursor.execute(WORDS, [said.interview.language, said.statement, said.quote])
        words: list[tuple[str, float]] = cursor.fetchall()
        if not words:
            return {}
        weights = [max(0.1, -log(share)) for _, share in words]
        queries = _queries(words[:RAREST])
        cursor.execute(
            ALIKE,
            {
                "own": [lexeme(word) for word, _ in words[:40]], "weights": weights[:40],
                "queries": [one.text for one in queries],
                "shares": [one.share for one in queries],
                "works": [one.work for one in queries],
                "enough": ENOUGH, "at_most": AT_MOST, "but": said.claim,
                "words": [word for word, _ in words], "whole": sum(weights),
            },
        )  # fmt: skip
        return dict(cursor.fetchall())


class Asked(NamedTuple):
    """A query of the index, with the shares of what it reads and how much that may be."""

    text: str
    share: float
    work: int = WORK


def _queries(rarest: list[tuple[str, float]]) -> list[Asked]:
    """What is asked of the index, strictest first. What has to hold is read; the rest is skipped
    through."""
    words = [lexeme(word) for word, _ in rarest]
    shares = [share for _, share in rarest]
    asked = [Asked(" & ".join(words), shares[0])] if len(words) > 1 else []
    for together in (3, 2):
        if len(words) > together:
            text = " | ".join(f"({' & '.join(some)})" for some in combinations(words, together))
            asked.append(Asked(text, sum(shares[: 1 - together])))
    return [*asked, Asked(" | ".join(words), sum(shares), WORK_OF_SINGLE_WORDS)]


# What stands in the same place


def _same_words(said: Said) -> list[int]:
    """Claims whose quotes overlap in the transcript."""
    if said.transcript is None:
        return []
    claims = Claim.objects.filter(
        transcript=said.transcript, start__lt=said.end, end__gt=said.start, needs_anchoring=False
    ).exclude(pk=said.claim)
    return list(claims.order_by("start", "pk").values_list("pk", flat=True)[:SHOWN])


def _turns(said: Said) -> list[tuple[int, int]]:
    turns = Turn.objects.filter(transcript=said.transcript, start__lt=said.end, end__gt=said.start)
    return list(turns.values_list("start", "end"))


def _place(claim: Claim, said: Said, turns: list[tuple[int, int]]) -> str:
    if claim.transcript_id is None or claim.transcript_id != said.transcript:
        return ""
    start, end = claim.start or 0, claim.end or 0
    return "the same turn" if any(start < ends and end > begins for begins, ends in turns) else ""
