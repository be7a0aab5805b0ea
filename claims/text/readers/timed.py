"""Texts with a time at every line or two: what video sites and speech recognisers show to copy.

``0:03`` above the words, ``0:03 words`` on their line, or ``[00:00.000 --> 00:04.000] words``.
They are captions without the format of one, and read like those.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from claims.text.anchoring import trim_span
from claims.text.clocks import milliseconds, steady
from claims.text.parts import Reading
from claims.text.readers.captions import read_captions
from claims.text.readers.cues import CUE_TIME, MOST_CUES, Captions, Cue
from claims.text.readers.doubts import Doubts
from claims.text.readers.draft import Draft
from claims.text.readers.markup import read_markup
from claims.text.readers.tape import Tape
from claims.text.transcripts import has_labels

_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?(?![:\d])"
_TIME = re.compile(
    rf"^[^\S\n]*+(?P<stamp>[\[(]?(?P<from>{_CLOCK})(?:[^\S\n]*(?P<arrow>-->?|[-–—])[^\S\n]*(?P<to>{_CLOCK}))?[\])]?)"
    r"(?![^\S\n]*[AaPp]\.?[Mm]\b)(?=[^\S\n]|$)",
    re.MULTILINE,
)
_FEWEST, _FEWEST_RANGES = 5, 2
_MOST_WORDS = 25


class _Line(NamedTuple):
    """A time at the start of a line, and the words up to the next."""

    start: int  # of the time
    words: int
    end: int
    starts_at: int
    ends_at: int | None


def recognises(text: str, name: str) -> bool:
    """Whether few words stand after each of many times, which end where no sentence does.

    A transcript with names before the turns is not for this reader, however many times it has.
    """
    lines = list(islice(_lines(text), MOST_CUES + 1))
    if len(lines) > MOST_CUES:
        return True
    ranges = sum(line.ends_at is not None for line in lines)
    if len(lines) < (_FEWEST_RANGES if ranges * 2 >= len(lines) else _FEWEST):
        return False
    if sum(steady([line.starts_at for line in lines])) * 5 < len(lines) * 4:
        return False
    words = [text[line.words : line.end].split() for line in lines]
    if sum(map(len, words)) > len(lines) * _MOST_WORDS or not any(words):
        return False
    stops = sum(bool(one) and one[-1][-1] in '.?!”"' for one in words)
    if ranges * 2 < len(lines) and stops * 10 > len(lines) * 7:
        return False
    before = len(text[: lines[0].start].split())
    return before <= sum(map(len, words)) and not has_labels(text)


def read(text: str) -> Reading:
    """The words after the times; those before the first are kept as a paragraph."""
    tape = Tape(text)
    captions = Captions(Draft(tape))
    first = next(_lines(text), None)
    before = first.start if first else len(text)
    if text[:before].strip():
        captions.add(Cue(0, before, None, None, is_apart=True))
    for line in _lines(text):
        tape.leave(line.start, line.words, CUE_TIME)
        captions.add(Cue(line.words, line.end, line.starts_at, line.ends_at))
    for cue in captions.cues:
        cue.start, cue.end = trim_span(text, cue.start, cue.end)
        read_markup(captions, cue)
    return read_captions("timed", captions, Doubts())


def _lines(text: str) -> Iterator[_Line]:
    before: tuple[re.Match[str], int] | None = None
    for found in _TIME.finditer(text):
        starts_at = milliseconds(found["from"])
        if starts_at is None:
            continue
        if before:
            yield _line(*before, found.start())
        before = found, starts_at
    if before:
        yield _line(*before, len(text))


def _line(found: re.Match[str], starts_at: int, end: int) -> _Line:
    ends_at = milliseconds(found["to"]) if found["to"] else None
    return _Line(*found.span("stamp"), end, starts_at, ends_at)
