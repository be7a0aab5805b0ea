"""Spans and quotes: cutting, trimming, and finding again where words stand in a text."""

import re

from claims.text.errors import BadSpan

LINE = re.compile(r"\S[^\n]*")
"""A line that is not blank, from its first character that is no white space to its end."""
_QUOTE_MARKS = dict.fromkeys("‘’‚‛′`´‹›", "'") | dict.fromkeys("“”„‟«»″", '"')
_FOLDABLE = re.compile(r"\s*[-‐‑‒–—―−]+\s*|\s+|…|[‘’‚‛′`´‹›“”„‟«»″]")


def quote_at(text: str, start: int, end: int) -> str:
    """Return ``text[start:end]``; BadSpan if out of bounds, empty or only white space."""
    if not 0 <= start < end <= len(text):
        raise BadSpan(f"There is no text from {start} to {end}: it has {len(text)} characters.")
    quote = text[start:end]
    if quote.isspace():
        raise BadSpan("There are no words in what was selected.")
    return quote


def trim_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without the white space at its ends.

    ``0 <= start <= end <= len(text)`` must hold; a span of white space alone comes back empty, at
    its end.
    """
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def find_all(text: str, quote: str) -> list[tuple[int, int]]:
    """Return every place where the quote stands to the letter: in order, none overlapping."""
    spans = []
    at = text.find(quote) if quote else -1
    while at >= 0:
        spans.append((at, at + len(quote)))
        at = text.find(quote, at + len(quote))
    return spans


def find_loosely(text: str, quote: str) -> list[tuple[int, int]]:
    """Return every place where the quote stands, but for typography.

    Runs of white space, kinds of quote marks, kinds of dashes and the space around them, and
    ``…`` for ``...`` make no difference; letters and their case do. The spans are those of
    ``text`` as it is, trimmed, in order, none overlapping.
    """
    return Places(text).loosely(quote)


class Places:
    """Where quotes stand in one text, for many quotes: what it takes is made of the text once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded, self._starts, self._ends = _fold(text)

    def find(self, quote: str) -> list[tuple[int, int]]:
        """Return the places where the quote stands to the letter, or else but for typography."""
        return find_all(self.text, quote) or self.loosely(quote)

    def loosely(self, quote: str) -> list[tuple[int, int]]:
        """As `find_loosely`."""
        folded_quote = folded(quote)
        if not folded_quote:
            return []
        spans: list[tuple[int, int]] = []
        for first, last in find_all(self._folded, folded_quote):
            start, end = trim_span(self.text, self._starts[first], self._ends[last - 1])
            if not spans or start >= spans[-1][1]:
                spans.append((start, end))
        return spans


def folded(text: str) -> str:
    """Return the text without what `find_loosely` takes for typography."""
    return _FOLDABLE.sub(lambda found: _folded(found.group()), text).strip()


def line_of(text: str, offset: int) -> int:
    """Return the number of the line, counted from 1, on which the offset stands."""
    return text.count("\n", 0, offset) + 1


def _fold(text: str) -> tuple[str, list[int], list[int]]:
    """Return the text without typography and, for each character left, its span in the text."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for found in _FOLDABLE.finditer(text):
        start, end = found.span()
        pieces.append(text[at:start])
        starts.extend(range(at, start))
        ends.extend(range(at + 1, start + 1))
        piece = _folded(found.group())
        pieces.append(piece)
        starts.extend([start] * len(piece))
        ends.extend([end] * len(piece))
        at = end
    pieces.append(text[at:])
    starts.extend(range(at, len(text)))
    ends.extend(range(at + 1, len(text) + 1))
    return "".join(pieces), starts, ends


def _folded(piece: str) -> str:
    if piece.isspace():
        return " "
    if piece == "…":
        return "..."
    return _QUOTE_MARKS.get(piece, "-")
