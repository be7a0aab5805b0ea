"""What a correction changed, passage by passage, and passages that resemble a quote."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise

from claims.text.anchoring import line_of
from claims.text.differences import Piece
from claims.text.moving import WORDS, Stretch, stretches

CONTEXT = 90
LONGEST_PIECE = 2_000


@dataclass(slots=True)
class Passage:
    """A changed place with some words before and after it; `line` is counted in the new text."""

    line: int
    pieces: list[Piece] = field(default_factory=list)


def changed_passages(old: str, new: str) -> list[Passage]:
    """What differs between two texts, in order. Changes close to each other are one passage.

    Of very long pieces the middle is left out, and `…` stands for it.
    """
    if old == new:
        return []
    edge = Stretch(len(old), len(new), 0)
    found: list[Passage] = []
    close = False
    for before, after in pairwise([Stretch(0, 0, 0), *stretches(old, new), edge]):
        removed, added = old[before.old_end : after.old], new[before.new_end : after.new]
        if not removed and not added:
            continue
        if not close:
            start = max(before.new, before.new_end - CONTEXT)
            lead = _words_of_end(new[start : before.new_end], whole=start == before.new)
            found.append(Passage(line_of(new, before.new_end), _same(lead)))
        pieces = found[-1].pieces
        pieces += [Piece("removed", _shortened(removed))] if removed else []
        pieces += [Piece("added", _shortened(added))] if added else []
        more = after.new_end < len(new) or after.old_end < len(old)
        close = more and after.length <= 2 * CONTEXT
        stop = after.new_end if close else min(after.new_end, after.new + CONTEXT)
        pieces += _same(_words_of_start(new[after.new : stop], whole=stop == after.new_end))
    return found


def _same(text: str) -> list[Piece]:
    return [Piece("same", text)] if text else []


def _words_of_end(text: str, *, whole: bool) -> str:
    """Without the word that is cut at its beginning."""
    cut = -1 if whole else text.find(" ")
    return text[cut + 1 :]


def _words_of_start(text: str, *, whole: bool) -> str:
    return text if whole or " " not in text else text[: text.rindex(" ")]


def _shortened(text: str) -> str:
    if len(text) <= LONGEST_PIECE:
        return text
    return f"{text[: LONGEST_PIECE // 2]} … {text[-LONGEST_PIECE // 2 :]}"


# Passages that resemble a quote


MOST_LOOKED_AT = 12
LEAST_LIKENESS = 0.25


@dataclass(frozen=True, slots=True)
class Offer:
    """Words at [start, end) that may be meant; `likeness` is from 0 to 1."""

    start: int
    end: int
    likeness: float


def similar(text: str, turns: list[tuple[int, int]], quote: str, *, most: int = 3) -> list[Offer]:
    """The words in these turns that are most like a quote, the likest first, one place a turn."""
    words = _tokens(quote, 0, len(quote))
    wanted = Counter(word for word, _, _ in words)
    if not wanted:
        return []
    shared = sorted(
        ((-_in_common(wanted, text, turn), turn) for turn in turns), key=lambda pair: pair[0]
    )
    offers = [
        offer
        for common, turn in shared[:MOST_LOOKED_AT]
        if common
        for offer in _best_window(text, turn, words)
    ]
    offers.sort(key=lambda offer: (-offer.likeness, offer.start))
    least = max(LEAST_LIKENESS, offers[0].likeness / 2) if offers else 0
    return [offer for offer in offers[:most] if offer.likeness >= least]


def _in_common(wanted: Counter[str], text: str, turn: tuple[int, int]) -> int:
    found = Counter(word.casefold() for word in WORDS.findall(text, *turn) if word[0].isalnum())
    return sum((wanted & found).values())


def _tokens(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """The words in [start, end), without case, each with its place."""
    return [
        (found.group().casefold(), found.start(), found.end())
        for found in WORDS.finditer(text, start, end)
        if found.group()[0].isalnum()
    ]


def _best_window(
    text: str, turn: tuple[int, int], words: list[tuple[str, int, int]]
) -> Iterator[Offer]:
    """The run of a turn's words around the longest match: about as many as the quote has."""
    a, tokens = [word for word, _, _ in words], _tokens(text, *turn)
    b = [word for word, _, _ in tokens]
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    longest = matcher.find_longest_match()
    if not longest.size:
        return
    first = max(0, longest.b - longest.a)
    last = min(len(b), longest.b + len(a) - longest.a)
    likeness = SequenceMatcher(None, a, b[first:last], autojunk=False).ratio()
    start, end = tokens[first][1], tokens[last - 1][2]
    while end < turn[1] and text[end] in ".?!…%":
        end += 1
    yield Offer(start, end, round(likeness, 3))
