"""Suggested claims: how checkable each sentence of a talk is, and which words say so.

A linear model that can be read: the points of a sentence are those of its signs
(``suggestion_weights.py``), of its words (``suggestion_words.py``), and a share of those of the
sentence before it. The score is their logistic, between 0 and 1: about how often fact-checkers
chose such a sentence. The reasons that are given are the parts that moved it most.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from math import exp, sqrt

from claims.text.parts import Reading
from claims.text.sentences import sentences
from claims.text.suggestion_places import Said, place_of, places
from claims.text.suggestion_signs import SOMEWHERE, Place, signs_of, words_of
from claims.text.suggestion_weights import AVERAGE, CARRIED, OFFERED, SIGNS, START
from claims.text.suggestion_words import WEIGHTS

_SIGNS = {sign.name: sign for sign in SIGNS}
_MOST_FOR, _MOST_AGAINST, _LEAST = 4, 3, 0.05


@dataclass(frozen=True, slots=True)
class Part:
    """What one thing in a sentence adds to its points, and how a person calls it."""

    reason: str
    points: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """How checkable a sentence is, from 0 to 1, and what speaks most for and against it."""

    score: float
    reasons: list[str]
    against: list[str]

    @property
    def offered(self) -> bool:
        """Whether it is worth offering as a claim."""
        return self.score >= OFFERED


@dataclass(frozen=True, slots=True)
class Suggested:
    """A sentence or a quote, ``[start, end)`` of the text in code points, with its suggestion."""

    start: int
    end: int
    speaker: str
    score: float
    reasons: list[str]
    against: list[str]
    offered: bool


def score(
    sentence: str, *, speaker: str = "", before: str = "", place: Place | None = None
) -> Suggestion:
    """How checkable one sentence is. `before` is the one before it in the same turn, if any."""
    return suggestion(parts_of(sentence, place or place_of(speaker), before))


def parts_of(sentence: str, place: Place = SOMEWHERE, before: str = "") -> list[Part]:
    """Everything that adds to the points of a sentence; nothing else does, but `START`."""
    parts = _own_parts(sentence, place)
    if before.strip():
        there = replace(place, number=max(1, place.number - 1))
        parts.append(_carried(points(_own_parts(before, there))))
    return parts


def points(parts: Iterable[Part]) -> float:
    """The points of a sentence with these parts: zero is a score of one half."""
    return START + sum(part.points for part in parts)


def suggestion(parts: Sequence[Part]) -> Suggestion:
    """The score that these parts make, and the reasons that moved it most."""
    totals: dict[str, float] = {}
    for part in parts:
        totals[part.reason] = totals.get(part.reason, 0.0) + part.points
    by_size = sorted(totals, key=lambda reason: -abs(totals[reason]))
    speaking = [reason for reason in by_size if abs(totals[reason]) >= _LEAST]
    reasons = [reason for reason in speaking if totals[reason] > 0][:_MOST_FOR]
    against = [reason for reason in speaking if totals[reason] < 0][:_MOST_AGAINST]
    return Suggestion(1 / (1 + exp(-points(parts))), reasons, against)


def rate(said: Sequence[Said]) -> list[Suggestion]:
    """A suggestion for each sentence of a whole talk, in its order."""
    found = [_own_parts(one.words, place) for one, place in zip(said, places(said), strict=True)]
    own = [points(parts) for parts in found]
    for at, (before, one) in enumerate(pairwise(said), start=1):
        if before.turn == one.turn:
            found[at].append(_carried(own[at - 1]))
    return [suggestion(parts) for parts in found]


def suggest(reading: Reading) -> list[Suggested]:
    """Every sentence of a text, and each quote of an article with its speaker, by their places.

    No two begin at the same place. Where a quote is worth offering, the sentences that it runs
    through are not.
    """
    spans: list[tuple[int, int]] = []
    said: list[Said] = []
    for number, turn in enumerate(reading.turns):
        for start, end in sentences(reading.text, turn.start, turn.end):
            spans.append((start, end))
            is_said = turn.kind != "direction"
            said.append(Said(reading.text[start:end], turn.speaker, number, is_said=is_said))
    found = [
        _suggested(span, one, rated, offered=rated.offered)
        for span, one, rated in zip(spans, said, rate(_joined(said)), strict=True)
    ]
    return _with_quotes(found, _quotes(reading))


def _quotes(reading: Reading) -> list[Suggested]:
    found = []
    for quote in reading.quotes:
        words = reading.text[quote.start : quote.end]
        rated = score(words)
        said = Said(words, quote.speaker, 0)
        found.append(_suggested((quote.start, quote.end), said, rated, offered=rated.offered))
    return found


def _with_quotes(found: list[Suggested], quotes: list[Suggested]) -> list[Suggested]:
    """Both in one order. Both lists are ordered and free of overlaps among themselves."""
    offered = [quote for quote in quotes if quote.offered]
    kept, first = [], 0
    starts = {quote.start for quote in quotes}
    for one in found:
        while first < len(offered) and offered[first].end <= one.start:
            first += 1
        quoted = first < len(offered) and offered[first].start < one.end
        if one.start not in starts:
            kept.append(replace(one, offered=False) if quoted else one)
    return sorted([*kept, *quotes], key=lambda one: one.start)


def _joined(said: list[Said]) -> list[Said]:
    """Turns that follow one another by the same named speaker are one."""
    joined: list[Said] = []
    for one in said:
        last = joined[-1] if joined else None
        goes_on = last and one.speaker and one.is_said and last.is_said
        if last and goes_on and last.speaker == one.speaker:
            joined.append(replace(one, turn=last.turn))
        else:
            joined.append(one)
    return joined


def _suggested(span: tuple[int, int], said: Said, rated: Suggestion, *, offered: bool) -> Suggested:
    start, end = span
    return Suggested(start, end, said.speaker, rated.score, rated.reasons, rated.against, offered)


def _own_parts(sentence: str, place: Place) -> list[Part]:
    words = words_of(sentence)
    signs = (_SIGNS[name] for name in sorted(signs_of(sentence, words, place)))
    parts = [Part(sign.reason, sign.weight) for sign in signs]
    weights, share = word_weights(), sqrt(max(1, len(words)))
    for word in dict.fromkeys(words):
        if weight := weights.get(word):
            parts.append(Part(f"the word “{word}”", weight / share))
    return parts


def _carried(before: float) -> Part:
    more = CARRIED * (before - AVERAGE)
    reason = "follows a likely claim" if more > 0 else "follows a sentence with little to check"
    return Part(reason, more)


@cache
def word_weights() -> dict[str, float]:
    """The words that have a weight, each with it."""
    found = {}
    for line in WEIGHTS.strip().splitlines():
        weight, *words = line.split()
        found.update(dict.fromkeys(words, float(weight)))
    return found
