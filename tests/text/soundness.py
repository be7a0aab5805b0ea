"""What holds for every reading, whatever it is of."""

import hashlib
from itertools import pairwise

from claims.text.normalise import normalise
from claims.text.reading import Reading, unaccounted


def sound(reading: Reading) -> None:
    """Assert all that holds for every reading."""
    text = reading.text
    for spans in (
        [(turn.start, turn.end) for turn in reading.turns],
        [(quote.start, quote.end) for quote in reading.quotes],
    ):
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(one[1] <= two[0] for one, two in pairwise(spans))
    for turn in reading.turns:
        assert text[turn.start : turn.end] == text[turn.start : turn.end].strip()
        assert text[: turn.start].rstrip().endswith(turn.label)
    for quote in reading.quotes:
        assert 0 <= quote.sentence_start < quote.sentence_end <= len(text)
        assert quote.speaker or not quote.sure
    for note in reading.notes:
        assert note.start is None or 0 <= note.start <= (note.end or 0) <= len(text)
    assert unaccounted(reading) == []
    assert all(0 <= place < len(text) and ms >= 0 for place, ms in reading.times)
    assert all(one[0] < two[0] and one[1] <= two[1] for one, two in pairwise(reading.times))
    assert all(turn.starts_at_ms is None or turn.starts_at_ms >= 0 for turn in reading.turns)
    assert reading.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert normalise(text)[0] == text
    assert all(line.endswith(".") and line[0] == line[0].upper() for line in reading.done)
