"""What a reader makes of a file, with an account of every character that went in and came out."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

type Span = tuple[int, int]


class Unaccounted(Exception):
    """A reader told of a character twice, or never: a fault of the reader, not of the file."""


class Why(NamedTuple):
    """Something that readers do with characters, in words: "left out" "running head(s)"."""

    verb: str
    one: str
    many: str

    def said(self, times: int) -> str:
        """A sentence: "Left out 12 running heads."."""
        noun = self.one if times == 1 else self.many
        return f"{self.verb.capitalize()} {times:,} {noun}."


MARK = Why("left out", "byte order mark", "byte order marks")


@dataclass(frozen=True, slots=True)
class Account:
    """Where the characters of a source went, and those of the text came from. Code points.

    ``kept + left + changed_from == source`` and ``kept + added + changed_to == text``.
    """

    source: int
    text: int
    kept: int
    left: int
    changed_from: int
    changed_to: int
    added: int
    times: dict[Why, int]
    """How often each thing was done, in the order in which it was first done."""

    @property
    def done(self) -> list[str]:
        """What was done on the way from the file to the text, a sentence for each kind."""
        return [why.said(times) for why, times in self.times.items()]


@dataclass(slots=True)
class Tape:
    """The text that grows out of a `source`: each character of it is kept, left out or changed.

    Spans are of the source, ``[start, end)`` in code points, in any order, each character in
    exactly one. `at` is where the next piece of text will stand.
    """

    source: str
    at: int = 0
    _pieces: list[str] = field(default_factory=list)
    _told: list[Span] = field(default_factory=list)
    _sizes: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _times: Counter[Why] = field(default_factory=Counter)

    def keep(self, start: int, end: int) -> Span:
        """Take characters over as they are; where they stand in the text.

        Byte order marks at the very start of the text are left out, as normalising does.
        """
        start = self._after_marks(start, end)
        return self._put("kept", self.source[start:end], start, end)

    def leave(self, start: int, end: int, why: Why, *, times: int = 1) -> None:
        """Leave characters out; `times` is how many things of this kind they are."""
        if start < end:
            self._tell(start, end)
            self._sizes["left"] += end - start
            self._times[why] += times

    def change(self, start: int, end: int, words: str, why: Why, *, times: int = 1) -> Span:
        """Put other characters in the place of some; where they stand in the text."""
        self._times[why] += times
        self._sizes["changed_from"] += end - start
        return self._put("changed_to", words, start, end)

    def join(self, start: int, end: int, why: Why) -> Span:
        """Take characters over as they are, but for the ends of lines: each becomes a space."""
        start = self._after_marks(start, end)
        words = self.source[start:end]
        if lines := words.count("\n"):
            words = words.replace("\n", " ")
            self._times[why] += lines
            self._sizes["changed_from"] += lines
            self._sizes["changed_to"] += lines
            self._sizes["kept"] -= lines
        return self._put("kept", words, start, end)

    def add(self, words: str) -> Span:
        """Write characters that the source does not have, such as white space between pieces."""
        return self._put("added", words, 0, 0)

    def untold(self) -> list[Span]:
        """The stretches of the source that nothing has been told of yet, in order."""
        gaps, at = [], 0
        for start, end in sorted(self._told):
            if at < start:
                gaps.append((at, start))
            at = max(at, end)
        return gaps + [(at, len(self.source))] * (at < len(self.source))

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def account(self) -> Account:
        """Add everything up. Unaccounted where the sums do not agree with source and text."""
        at = 0
        for start, end in sorted(self._told):
            if start != at:
                raise Unaccounted(f"Characters {min(at, start)} to {max(at, start)} of the source")
            at = end
        if at != len(self.source):
            raise Unaccounted(f"Characters {at} to {len(self.source)} of the source")
        names = ["kept", "left", "changed_from", "changed_to", "added"]
        sizes = {name: self._sizes[name] for name in names}
        return Account(len(self.source), self.at, times=dict(self._times), **sizes)

    def _after_marks(self, start: int, end: int) -> int:
        if self.at:
            return start
        first = start
        while first < end and self.source[first] == "\ufeff":
            first += 1
        self.leave(start, first, MARK, times=first - start)
        return first

    def _put(self, name: str, words: str, start: int, end: int) -> Span:
        if start < end:
            self._tell(start, end)
        self._pieces.append(words)
        first, size = self.at, len(words)
        self._sizes[name] += size
        self.at = first + size
        return first, self.at

    def _tell(self, start: int, end: int) -> None:
        if not 0 <= start < end <= len(self.source):
            raise Unaccounted(f"No such characters: {start} to {end} of {len(self.source)}")
        told = self._told
        if told and told[-1][1] == start:  # most tell of one stretch after the other
            told[-1] = (told[-1][0], end)
        else:
            told.append((start, end))
