"""Reading a text: what format it has, who speaks where, which words are quoted."""

import hashlib
from bisect import bisect_left
from collections.abc import Iterable

from claims.text.anchoring import trim_span
from claims.text.articles import read_article
from claims.text.parts import Note, Quote, Reading, Turn
from claims.text.stamps import steady_times, times_inside
from claims.text.transcripts import read_transcript

__all__ = ["Note", "Quote", "Reading", "Turn", "as_json", "read", "unaccounted"]


def read(text: str) -> Reading:
    """Return what is understood of a normalised text.

    A text with speaker labels is ``labelled``: its turns are speech, stage directions and the
    paragraphs before the first label. Any other is an ``article``: its turns are paragraphs, and
    its quotes are found with the speaker whom their sentence names. Nothing is lost: each
    character but white space is in a turn or in the label right before one.
    """
    turns, notes = read_transcript(text)
    if turns:
        quotes: list[Quote] = []
        speakers = _in_order(turn.speaker for turn in turns)
        kind = "labelled"
    else:
        turns, quotes, doubts = read_article(text)
        notes = notes + doubts
        speakers = _in_order(quote.speaker for quote in quotes)
        kind = "article"
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Reading(kind, text, sha256, speakers, turns, quotes, _sorted(notes), _times(text, turns))


def as_json(reading: Reading) -> dict[str, object]:
    """Return the reading in types that JSON has; offsets and length count code points.

    Notes are plain strings, with ``Line 12: `` before those that have a place.
    """
    return {
        "format": reading.format,
        "length": len(reading.text),
        "sha256": reading.sha256,
        "text": reading.text,
        "speakers": list(reading.speakers),
        "turns": [
            {
                "speaker": turn.speaker,
                "start": turn.start,
                "end": turn.end,
                "starts_at_ms": turn.starts_at_ms,
            }
            for turn in reading.turns
        ],
        "quotes": [
            {"speaker": quote.speaker, "start": quote.start, "end": quote.end}
            for quote in reading.quotes
        ],
        "notes": note_lines(reading),
    }


def note_lines(reading: Reading) -> list[str]:
    """Return the notes as strings, with the line that they concern where there is one."""
    breaks = [place for place, character in enumerate(reading.text) if character == "\n"]
    lines = []
    for note in reading.notes:
        place = "" if note.start is None else f"Line {bisect_left(breaks, note.start) + 1}: "
        lines.append(place + note.text)
    return lines


def unaccounted(reading: Reading) -> list[tuple[int, int]]:
    """Return the spans, white space apart, that are in no turn and no label: always none."""
    gaps = []
    at = 0
    for turn in reading.turns:
        before = reading.text[at : turn.start].rstrip()
        before = before.removesuffix(turn.label)
        gaps.append((at, at + len(before)))
        at = turn.end
    gaps.append((at, len(reading.text)))
    trimmed = (trim_span(reading.text, *gap) for gap in gaps)
    return [gap for gap in trimmed if gap[0] < gap[1]]


def _times(text: str, turns: list[Turn]) -> list[tuple[int, int]]:
    """Return the times of turns, and those in brackets inside of them, that are in order."""
    times = [(turn.start, turn.starts_at_ms) for turn in turns if turn.starts_at_ms is not None]
    times += times_inside(text, [(turn.start, turn.end) for turn in turns])
    return steady_times(times)


def _in_order(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name))


def _sorted(notes: list[Note]) -> list[Note]:
    """Return the notes in the order of their places, those without one first."""
    return sorted(notes, key=lambda note: -1 if note.start is None else note.start)
