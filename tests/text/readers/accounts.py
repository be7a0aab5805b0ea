"""What holds for everything that is read of a document."""

from claims.text.normalise import normalise
from claims.text.parts import Reading
from claims.text.readers.manuscript import Manuscript
from claims.text.reading import unaccounted


def sound(manuscript: Manuscript) -> Reading:
    """The reading of a document, after all that holds for each has been asserted."""
    tape, notes = manuscript.tape()
    account = tape.account()
    assert account.kept + account.left + account.changed_from == account.source
    assert account.kept + account.added + account.changed_to == account.text == len(tape.text)
    reading = manuscript.reading()
    assert reading.text == tape.text == normalise(tape.text)[0]
    assert unaccounted(reading) == []
    assert {note.text for note in notes} <= {note.text for note in reading.notes}
    for note in reading.notes:
        assert note.start is None or 0 <= note.start <= (note.end or 0) <= len(reading.text)
    return reading


def said(reading: Reading) -> list[tuple[str, str]]:
    """Who says what."""
    return [(turn.speaker, reading.text[turn.start : turn.end]) for turn in reading.turns]
