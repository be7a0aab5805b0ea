"""What a reading says, in a form that a test can spell out."""

from claims.text.parts import Reading
from claims.text.readers import read_text
from tests.text.soundness import sound


def understood(raw: str, name: str = "") -> Reading:
    """The reading of a text, of which all holds that holds for every one."""
    reading = read_text(raw, name)
    sound(reading)
    return reading


def turns(reading: Reading) -> list[tuple[str, int | None, str]]:
    """Speaker (in brackets what else it is), time, and words of each turn."""
    return [
        (
            turn.speaker or f"({turn.kind})",
            turn.starts_at_ms,
            reading.text[turn.start : turn.end],
        )
        for turn in reading.turns
    ]


def times(reading: Reading) -> list[tuple[str, int]]:
    """The word at each place that has a time, and the time."""
    return [(reading.text[place:].split()[0], ms) for place, ms in reading.times]


def notes(reading: Reading) -> list[tuple[str, str]]:
    """Each doubt, and the words that it concerns, "" where none."""
    return [
        (note.text, "" if note.start is None else reading.text[note.start : note.end])
        for note in reading.notes
    ]
