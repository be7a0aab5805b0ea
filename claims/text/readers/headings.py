"""Headings of a text that is read as a transcript: nobody says them."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from claims.text.anchoring import trim_span
from claims.text.parts import Reading, Turn
from claims.text.readers.tape import Span


def set_apart(reading: Reading, headings: list[Span]) -> Reading:
    """The reading with headings, which are whole lines, as turns of their own, said by nobody."""
    spans = sorted(trim_span(reading.text, *heading) for heading in headings)
    turns = [part for turn in reading.turns for part in _parted(reading.text, turn, spans)]
    return replace(reading, turns=turns)


def _parted(text: str, turn: Turn, headings: list[Span]) -> Iterator[Turn]:
    rest: Turn | None = turn
    place = bisect_left(headings, (turn.start, turn.start))
    for start, end in headings[place:]:
        if rest is None or start >= turn.end or turn.kind != "speech":
            break
        before = trim_span(text, rest.start, start)
        if before[0] < before[1]:
            yield replace(rest, start=before[0], end=before[1])
            label = ""
        else:
            label = rest.label
        yield Turn("", start, end, "direction", None, label)
        after = trim_span(text, end, rest.end)
        rest = None
        if after[0] < after[1]:
            rest = Turn(turn.speaker, after[0], after[1], turn.kind)
    if rest:
        yield rest
