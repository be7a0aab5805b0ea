"""The words of a file without its markup, before it is decided how they stand in the text."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator

from claims.text.readers.tape import Span, Tape, Why

JOINED = Why("joined", "line", "lines")
_RAGGED = re.compile(r"(?<!\s)(?:[^\S\n]++\n\s*|\n\s+)")  # the end of a line with space around


class Draft:
    """Words taken from the source of a tape, with where each of them stands in it.

    Spans are of the draft's own text, in code points. Pieces are added in any order of the
    source; then each is written to the tape or left out. What is white space and neither written
    nor left out is for the caller to account for, as `Tape.untold`.
    """

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.size = 0
        self._parts: list[str] = []
        self._text = ""
        self._at: list[int] = []  # where each piece begins in the draft, in the source, and its end
        self._from = array("q")
        self._until = array("q")
        self._whys: dict[int, Why] = {}  # of the pieces that do not stand as in the source

    @property
    def text(self) -> str:
        """All pieces so far, one after the other."""
        if self._parts:
            self._text = "".join([self._text, *self._parts])
            self._parts = []
        return self._text

    def keep(self, start: int, end: int) -> None:
        """Add what stands at a span of the source."""
        if start < end:
            words = self.tape.source[start:end]
            if self._goes_on_at(start):
                self._until[-1] = end
                self._parts.append(words)
                self.size += len(words)
            else:
                self._add(words, start, end)

    def swap(self, start: int, end: int, words: str, why: Why) -> None:
        """Add words in the place of those at a span of the source; written whole or not at all."""
        self._whys[len(self._at)] = why
        self._add(words, start, end)

    def put(self, words: str) -> None:
        """Add words that the source does not have; they are not written to the tape."""
        self._add(words, 0, 0)

    def write(self, start: int, end: int) -> Span:
        """Write a span of the draft to the tape, its lines joined by one space; where it stands."""
        first = self.tape.at
        if self.text.find("\n", start, end) >= 0:
            for found in _RAGGED.finditer(self.text, start, end):
                self._write(start, found.start())
                newline = found.start() + found[0].index("\n")
                self._write(newline, newline + 1)
                start = found.end()
        self._write(start, end)
        return first, self.tape.at

    def length(self, start: int, end: int) -> int:
        """How long a span of the draft is in the text, once it is written."""
        return len(_RAGGED.sub(" ", self.text[start:end]))

    def leave(self, start: int, end: int, why: Why, *, times: int = 1) -> None:
        """Leave out what a span of the draft stands for."""
        for piece, first, last in self._pieces(start, end):
            if self._from[piece] < self._until[piece]:
                self.tape.leave(*self._source(piece, first, last), why, times=times)
                times = 0

    def _goes_on_at(self, start: int) -> bool:
        """Whether the last piece was kept, and ends here in the source."""
        last = len(self._at) - 1
        return last >= 0 and self._from[-1] < self._until[-1] == start and last not in self._whys

    def _add(self, words: str, start: int, end: int) -> None:
        self._at.append(self.size)
        self._from.append(start)
        self._until.append(end)
        self._parts.append(words)
        self.size += len(words)

    def _write(self, start: int, end: int) -> None:
        for piece, first, last in self._pieces(start, end):
            begin, until = self._from[piece], self._until[piece]
            if why := self._whys.get(piece):
                words = self.text[first:last].replace("\n", " ")
                self.tape.change(begin, until, words, why)
            elif begin < until:
                moved = begin - self._at[piece]
                self.tape.join(first + moved, last + moved, JOINED)
            else:
                self.tape.add(self.text[first:last].replace("\n", " "))

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """The pieces in a span of the draft, each with what of it lies in the span."""
        end = min(end, self.size)
        piece = bisect_right(self._at, start) - 1
        while start < end:
            after = self._at[piece + 1] if piece + 1 < len(self._at) else self.size
            if start < after:
                yield piece, start, min(end, after)
                start = after
            piece += 1

    def _source(self, piece: int, first: int, last: int) -> Span:
        if piece in self._whys:
            return self._from[piece], self._until[piece]
        begin = self._from[piece] - self._at[piece]
        return begin + first, begin + last
