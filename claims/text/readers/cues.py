"""Cues: what is said between two times of a recording, and how lines of a file become cues."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from claims.text.anchoring import LINE
from claims.text.clocks import CLOCK, milliseconds
from claims.text.errors import UnreadableText
from claims.text.readers.draft import Draft
from claims.text.readers.tape import Why

CUE_TIME = Why("left out", "cue time", "cue times")
BAD_TIME = Why("left out", "time that cannot be read", "times that cannot be read")
# As nearly all files write the two times; all else that may be meant as such is looked at below.
_USUAL = re.compile(r"(\d\d:\d\d:\d\d[.,]\d{3}) --> (\d\d:\d\d:\d\d[.,]\d{3})", re.ASCII)
_ARROW = re.compile(r"--?[^\S\n]?>|[–—]>|→")
_TIME = re.compile(rf"[^\S\n]*+({CLOCK})(?![:\d])")
_LIKE_A_TIME = re.compile(r"[\d:.,;oOlI\-]*\d[\d:.,;oOlI\-]*:[\d:.,;oOlI\-]*")
_SETTINGS = re.compile(r"(?:[^\S\n]+[A-Za-z]+\d?[:=][^\s:=/]\S*)+")
_LONGEST_TIME = 40
MOST_CUES = 200_000


class Line(NamedTuple):
    """A line with words on it, without the white space around them: a span of a source."""

    start: int
    end: int
    opens_block: bool
    """Whether an empty line stands before it, or nothing."""


@dataclass(slots=True)
class Cue:
    """Words of a file with the time at which they are heard, in milliseconds where it is known."""

    start: int  # of its words in the source, with markup
    end: int
    starts_at: int | None
    ends_at: int | None
    is_apart: bool = False  # words that are no part of a recording, or that nothing says of
    doubts: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)  # comments that stand before it in the file
    first: int = 0  # of its words in the draft
    last: int = 0


@dataclass(slots=True)
class Voice:
    """A place of the draft at which markup names who speaks from there on; "" where it is over."""

    at: int
    words: int  # where the words after the label begin
    name: str = ""


@dataclass(slots=True)
class Captions:
    """What the markup of a file of captions says: its cues, in order, and what is in them."""

    draft: Draft
    cues: list[Cue] = field(default_factory=list)
    voices: list[Voice] = field(default_factory=list)
    times: list[tuple[int, int]] = field(default_factory=list)  # places of the draft, milliseconds

    def add(self, cue: Cue) -> None:
        """Add the next cue; UnreadableText where there are more than in any recording."""
        if len(self.cues) == MOST_CUES:
            raise UnreadableText(
                f"This file has more than {MOST_CUES:,} cues: split it into parts."
            )
        self.cues.append(cue)


class Timing(NamedTuple):
    """The line of a cue that says when it is heard: its times, and where words stand after them."""

    starts_at: int | None
    ends_at: int | None
    words: int
    doubt: str


def lines_of(source: str, *, strictly: bool = False) -> Iterator[Line]:
    """The lines of a source that hold words. One of white space is empty, except strictly."""
    at = 0
    for found in LINE.finditer(source):
        start = found.start()
        if start - at < 2:
            is_empty = False
        elif strictly:
            is_empty = source.find("\n\n", at, start) >= 0
        else:
            is_empty = source.count("\n", at, start) > 1
        opens_block = at == 0 or is_empty
        at = start + len(found[0].rstrip())
        yield Line(start, at, opens_block)


def timing_of(source: str, line: Line) -> Timing | None:
    """What a line says if it is one of times (``00:00:01,000 --> 00:00:02,500 X1:20``), or None.

    A line with an arrow is one if there is a time, or what was meant as one, on a side of it.
    """
    if found := _USUAL.fullmatch(source, line.start, line.end):
        starts_at, ends_at = milliseconds(found[1]), milliseconds(found[2])
        return Timing(starts_at, ends_at, line.end, _doubt(found[0], starts_at, ends_at))
    arrow = _ARROW.search(source, line.start, line.end)
    if not arrow or arrow.start() - line.start > _LONGEST_TIME:
        return None
    left = source[line.start : arrow.start()].strip()
    found = _TIME.match(source, arrow.end(), line.end)
    right = found[1] if found else source[arrow.end() : line.end].lstrip().partition(" ")[0]
    clocks = [one for one in (left, right) if _is_like_a_time(one)]
    if not clocks or (left and left not in clocks):
        return None
    end = arrow.end() + source[arrow.end() : line.end].find(right) + len(right)
    if right not in clocks:
        end = arrow.end()
    starts_at, ends_at = milliseconds(left), milliseconds(right)
    words = line.end if _SETTINGS.fullmatch(source, end, line.end) else end
    written = source[line.start : end]
    return Timing(starts_at, ends_at, words, _doubt(written, starts_at, ends_at))


def leave_time(draft: Draft, line: Line, timing: Timing) -> None:
    """Leave the line of times out, but for words that stand on it."""
    why = CUE_TIME if timing.starts_at is not None else BAD_TIME
    draft.tape.leave(line.start, timing.words, why)


def number_at(source: str, start: int, end: int) -> int | None:
    """The number that stands alone on a line, such as that of a cue; None where other words do."""
    digits = source[start : min(end, start + 20)].strip("\ufeff\u200b")
    return int(digits) if len(digits) <= 9 and digits.isascii() and digits.isdigit() else None


def _is_like_a_time(words: str) -> bool:
    bare = "".join(words.split())
    return len(bare) <= _LONGEST_TIME and bool(_LIKE_A_TIME.fullmatch(bare))


def _doubt(written: str, starts_at: int | None, ends_at: int | None) -> str:
    if starts_at is None and ends_at is None:
        return f"“{written}” is no time; the words of this cue are kept without one."
    if starts_at is None or ends_at is None:
        which = "begins" if starts_at is None else "ends"
        return f"“{written}” does not say when this cue {which}; its words are kept."
    if ends_at < starts_at:
        return f"This cue ends before it begins: “{written}”."
    return ""
