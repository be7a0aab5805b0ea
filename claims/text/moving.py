"""Where the words of a text stand in a corrected version of it."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

WORDS = re.compile(r"\w+(?:[.,:'’‐‑-]\w+)*|\s+|[^\w\s]")
"""A word is compared as a whole: “9” is no part of “9.5”, “do” none of “don’t”."""
MOST_PAIRS = 40_000
"""Two stretches without a word of their own are compared up to so many pairs of words."""
MOST_ROUNDS = 60


class Why(StrEnum):
    """Why a span has no place in the corrected text."""

    CHANGED = "changed"
    GONE = "gone"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Moved:
    """The same words stand at [start, end), code points, of the new text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lost:
    why: Why


@dataclass(frozen=True, slots=True)
class Stretch:
    """`length` code points that are the same in both texts."""

    old: int
    new: int
    length: int

    @property
    def old_end(self) -> int:
        return self.old + self.length

    @property
    def new_end(self) -> int:
        return self.new + self.length


def moved(old: str, new: str, spans: Iterable[tuple[int, int]]) -> list[Moved | Lost]:
    """For each span of the old text where its words stand in the new one, or why nowhere.

    Nothing is guessed. A span has moved if it lies within one unchanged stretch that is at the
    beginning or the end of both texts, or that occurs but once in each; or else if its words are
    whole and occur exactly once in each text. Any other is lost.
    """
    if old == new:
        return [Moved(start, end) for start, end in spans]
    move = _Move(old, new, stretches(old, new))
    return [move.of(start, end) for start, end in spans]


def stretches(old: str, new: str) -> list[Stretch]:
    """What is the same in both texts, in order: by lines, then by words within changed lines."""
    a, b = old.splitlines(keepends=True), new.splitlines(keepends=True)
    places_a, places_b = _places(a), _places(b)
    found: list[Stretch] = []
    at_a = at_b = 0
    for i, j, n in [*_same(a, b), (len(a), len(b), 0)]:
        found += _by_words(old, new, (places_a[at_a], places_a[i]), (places_b[at_b], places_b[j]))
        found.append(Stretch(places_a[i], places_b[j], places_a[i + n] - places_a[i]))
        at_a, at_b = i + n, j + n
    return _joined(found)


def _by_words(
    old: str, new: str, span: tuple[int, int], new_span: tuple[int, int]
) -> list[Stretch]:
    a, b = WORDS.findall(old, *span), WORDS.findall(new, *new_span)
    places_a, places_b = _places(a, span[0]), _places(b, new_span[0])
    return [
        Stretch(places_a[i], places_b[j], places_a[i + n] - places_a[i]) for i, j, n in _same(a, b)
    ]


def _places(parts: Sequence[str], at: int = 0) -> list[int]:
    """Where each part begins, and where the last one ends."""
    places = [at]
    for part in parts:
        at += len(part)
        places.append(at)
    return places


def _joined(found: list[Stretch]) -> list[Stretch]:
    """Without the empty ones; those that go on from one another become one."""
    joined: list[Stretch] = []
    for one in found:
        last = joined[-1] if joined else None
        if last and (last.old_end, last.new_end) == (one.old, one.new):
            joined[-1] = Stretch(last.old, last.new, last.length + one.length)
        elif one.length:
            joined.append(one)
    return joined


def _same(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int, int]]:
    """Runs (i, j, n) with a[i:i+n] == b[j:j+n], in order.

    Patience diff: what stands once in either is paired first, then what lies between, again and
    again. Only where nothing stands once, a short rest is compared pair by pair, so that a long
    text with many repeated lines takes no longer than one without.
    """
    found: list[tuple[int, int, int]] = []
    rest = [(0, len(a), 0, len(b), 0)]
    while rest:
        a1, a2, b1, b2, rounds = rest.pop()
        first = a1
        while a1 < a2 and b1 < b2 and a[a1] == b[b1]:
            a1, b1 = a1 + 1, b1 + 1
        found.append((first, b1 - (a1 - first), a1 - first))
        last = a2
        while a1 < a2 and b1 < b2 and a[a2 - 1] == b[b2 - 1]:
            a2, b2 = a2 - 1, b2 - 1
        found.append((a2, b2, last - a2))
        if a1 == a2 or b1 == b2:
            continue
        pairs = _once_in_each(a, b, (a1, a2), (b1, b2)) if rounds < MOST_ROUNDS else []
        if not pairs:
            found += _pair_by_pair(a, b, (a1, a2), (b1, b2))
            continue
        found += [(i, j, 1) for i, j in pairs]
        edges = [(a1 - 1, b1 - 1), *pairs, (a2, b2)]
        rest += [
            (i + 1, next_i, j + 1, next_j, rounds + 1)
            for (i, j), (next_i, next_j) in pairwise(edges)
            if i + 1 < next_i and j + 1 < next_j
        ]
    return sorted(run for run in found if run[2])


def _once_in_each(
    a: Sequence[Hashable], b: Sequence[Hashable], span: tuple[int, int], other: tuple[int, int]
) -> list[tuple[int, int]]:
    """The longest row of pairs (i, j), rising in both, of what stands once in each part."""
    in_a, in_b = Counter(a[slice(*span)]), Counter(b[slice(*other)])
    where = {b[j]: j for j in range(*other) if in_b[b[j]] == 1}
    pairs = [(i, where[a[i]]) for i in range(*span) if in_a[a[i]] == 1 and a[i] in where]
    lowest: list[int] = []  # the smallest j that ends a row of each length
    ends: list[int] = []  # which pair that is
    before: list[int] = []  # the pair before each pair in its row
    for number, (_, j) in enumerate(pairs):
        length = bisect_right(lowest, j)
        before.append(ends[length - 1] if length else -1)
        if length == len(lowest):
            lowest.append(j)
            ends.append(number)
        else:
            lowest[length], ends[length] = j, number
    row = []
    at = ends[-1] if ends else -1
    while at >= 0:
        row.append(pairs[at])
        at = before[at]
    return row[::-1]


def _pair_by_pair(
    a: Sequence[Hashable], b: Sequence[Hashable], span: tuple[int, int], other: tuple[int, int]
) -> list[tuple[int, int, int]]:
    if (span[1] - span[0]) * (other[1] - other[0]) > MOST_PAIRS:
        return []
    matcher = SequenceMatcher(None, a[slice(*span)], b[slice(*other)], autojunk=False)
    return [(span[0] + i, other[0] + j, n) for i, j, n in matcher.get_matching_blocks()]


class _Move:
    """Two texts, what is the same in them, and where their words begin and end."""

    def __init__(self, old: str, new: str, same: list[Stretch]) -> None:
        self.old, self.new, self.same = old, new, same
        self.begins = [one.old for one in same]
        self.sure: dict[Stretch, bool] = {}

    def of(self, start: int, end: int) -> Moved | Lost:
        at = bisect_right(self.begins, start) - 1
        if at >= 0 and end <= self.same[at].old_end and self._is_sure(self.same[at]):
            shift = self.same[at].new - self.same[at].old
            return Moved(start + shift, end + shift)
        quote = self.old[start:end]
        there = self._occurrences(self.new, quote, self.new_words)
        if not there:
            return Lost(Why.CHANGED if self._kept(start, end) * 3 >= end - start else Why.GONE)
        before = self._occurrences(self.old, quote, self.old_words)
        if len(there) > 1 or before != [start]:
            return Lost(Why.SEVERAL)
        return Moved(there[0], there[0] + end - start)

    def _is_sure(self, one: Stretch) -> bool:
        """Whether no other stretch could be meant."""
        if one not in self.sure:
            at_start = one.old == one.new == 0
            at_end = (one.old_end, one.new_end) == (len(self.old), len(self.new))
            text = self.old[one.old : one.old_end]
            self.sure[one] = at_start or at_end or (_once(self.old, text) and _once(self.new, text))
        return self.sure[one]

    @cached_property
    def old_words(self) -> set[int]:
        return _edges(self.old)

    @cached_property
    def new_words(self) -> set[int]:
        return _edges(self.new)

    @staticmethod
    def _occurrences(text: str, quote: str, edges: set[int]) -> list[int]:
        """Where the quote stands as whole words: two places are enough to be ambiguous."""
        found: list[int] = []
        at = text.find(quote) if quote else -1
        while at >= 0 and len(found) < 2:
            if at in edges and at + len(quote) in edges:
                found.append(at)
            at = text.find(quote, at + 1)
        return found

    def _kept(self, start: int, end: int) -> int:
        """How much of a span is in unchanged stretches."""
        return sum(
            max(0, min(end, one.old_end) - max(start, one.old))
            for one in self.same
            if one.old < end and start < one.old_end
        )


def _edges(text: str) -> set[int]:
    """Where words and marks begin and end."""
    return {0, *(found.end() for found in WORDS.finditer(text))}


def _once(text: str, part: str) -> bool:
    return text.find(part, text.find(part) + 1) < 0
