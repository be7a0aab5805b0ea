"""What somebody searches for, read from what they typed; and where a text holds it."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claims.text.errors import BadSearch

LENGTH = 200
_TERM = re.compile(
    r'(?P<not>[-−]?)(?:["“”„«»](?P<phrase>[^"“”„«»]*)["“”„«»]?|(?P<word>[^\s"“”„«»]+))'
)
# The same as in the database's search_plain: what stands between words, and the signs of scripts
# that are written without spaces, of which each is a word.
_SEPARATORS = (
    r"\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\xd7\xf7\u037e\u0387\u0589"
    r"\u05be\u05c0\u05c3\u05f3\u05f4\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965"
    r"\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u30fb"
    r"\ufe10-\ufe1f\ufe30-\ufe6f\ufeff\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
    r"\U0001f000-\U0001faff\ud800-\udfff\ufffd"
)
_ALONE = (
    r"\u3005-\u3007\u3041-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0003134f"
)
_WORD = re.compile(f"[{_ALONE}]|[^{_SEPARATORS}{_ALONE}]+")
SNIPPET = 240


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to find: a word, or words in quotes that are meant to the letter."""

    text: str
    exact: bool = False
    prefix: bool = False
    """Any word that begins so: `bridg*`."""
    unfinished: bool = False
    """The last word, perhaps still being typed: it and any word that begins so."""
    excluded: bool = False


def read_search(typed: str) -> list[Term]:
    """The terms of a search: `bridge "nine million" insp* -tram`.

    All must hold. Signs without a letter or digit are left out. Raises BadSearch, with a sentence,
    where nothing is left to find, or where it is too long.
    """
    if len(typed) > LENGTH:
        raise BadSearch(f"A search has {LENGTH} characters at most; this one has {len(typed)}.")
    terms = []
    for found in _TERM.finditer(typed):
        phrase, word, excluded = found["phrase"], found["word"] or "", bool(found["not"])
        if not _WORD.search(phrase or word):
            continue
        last = found.end() == len(typed) and not excluded
        terms.append(
            Term(
                (phrase or word).strip(" *"),
                exact=phrase is not None,
                prefix=word.endswith("*"),
                unfinished=last and phrase is None and not word.endswith("*"),
                excluded=excluded,
            )
        )
    if not terms:
        raise BadSearch("There is no word in this search: type one.")
    if all(term.excluded for term in terms):
        raise BadSearch("This only says what to leave out: add a word to find.")
    return terms


def typed_again(terms: Iterable[Term]) -> str:
    """The terms as somebody would type them."""
    return " ".join(
        f"{'-' if term.excluded else ''}{f'"{term.text}"' if term.exact else term.text}"
        f"{'*' if term.prefix else ''}"
        for term in terms
    )


def distance(one: str, other: str) -> int:
    """How many letters were changed, added, left out, or swapped with the next one.

    Optimal string alignment: each place is edited once at most.
    """
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, same in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != same))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == same:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, above = above, row
    return above[-1]


def words_in(text: str) -> list[tuple[str, int, int]]:
    """The words of a text in small letters, each with its span [start, end)."""
    return [
        (unicodedata.normalize("NFC", found[0]).lower(), found.start(), found.end())
        for found in _WORD.finditer(text)
    ]


def folded(word: str) -> str:
    """The word without accents."""
    bare = (sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", "".join(bare))


@dataclass(frozen=True, slots=True)
class Marking:
    """What to mark in a text."""

    words: frozenset[str]
    """Whole words, in small letters, that were found."""
    beginnings: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the text holds them: spans [start, end) in order, none touching another."""
        words = words_in(text)
        marked = {at for at, (word, *_) in enumerate(words) if self._holds(word)}
        for phrase in self.phrases:
            for at in range(len(words) - len(phrase) + 1):
                if all(words[at + i][0] == word for i, word in enumerate(phrase)):
                    marked |= set(range(at, at + len(phrase)))
        spans: list[tuple[int, int]] = []
        for at in sorted(marked):
            _, start, end = words[at]
            if at - 1 in marked and spans:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
        return spans

    def _holds(self, word: str) -> bool:
        if word in self.words:
            return True
        return bool(self.beginnings) and (
            word.startswith(self.beginnings) or folded(word).startswith(self.beginnings)
        )


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    marked: bool = False


def marked(text: str, spans: Sequence[tuple[int, int]], *, most: int = SNIPPET) -> list[Piece]:
    """The text cut at its marks; of a long one, the `most` characters that hold most of them."""
    first, last = _window(text, spans, most)
    pieces = [Piece("… ")] if first else []
    at = first
    for start, end in spans:
        if start < first or end > last:
            continue
        pieces += [Piece(text[at:start]), Piece(text[start:end], marked=True)]
        at = end
    pieces.append(Piece(text[at:last] + (" …" if last < len(text) else "")))
    return [piece for piece in pieces if piece.text]


def _window(text: str, spans: Sequence[tuple[int, int]], most: int) -> tuple[int, int]:
    """Where a stretch of `most` characters begins and ends, at words, with most of the spans."""
    if len(text) <= most:
        return 0, len(text)
    starts = [start for start, _ in spans] or [0]
    best = max(starts, key=lambda at: _count(starts, at, at + most * 2 // 3))
    first = max(0, min(best - most // 4, len(text) - most))
    last = min(len(text), first + most)
    if first and (space := text.find(" ", first, best)) >= 0:
        first = space + 1
    if last < len(text) and (space := text.rfind(" ", best, last)) > first:
        last = space
    return first, last


def _count(starts: Iterable[int], first: int, last: int) -> int:
    return sum(first <= start < last for start in starts)
