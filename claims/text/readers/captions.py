"""From cues to a text: paragraphs with their speakers, times and doubts."""

import hashlib
from itertools import pairwise

from claims.text.clocks import written
from claims.text.parts import Details, Reading
from claims.text.readers.cues import Captions, Cue
from claims.text.readers.doubts import Doubts
from claims.text.readers.plain import leave_white_space, refuse_without_words
from claims.text.readers.rolling import leave_repeated
from claims.text.readers.voices import cast_of
from claims.text.readers.writer import Writer

_LONG_MS, _OVERLAP_MS = 300_000, 100


def read_captions(
    kind: str, captions: Captions, doubts: Doubts, details: Details | None = None
) -> Reading:
    """The reading of a file whose markup has been told to its tape. UnreadableText without words.

    ``kind`` is its format. A turn is what one speaker says, cut into paragraphs; each has the time
    of its first words.
    """
    _doubt_empty(captions.cues, doubts)
    if not leave_repeated(captions):
        _doubt_overlaps(captions.cues, doubts)
    for cue in captions.cues:
        _doubt_length(cue)
    writer = Writer(captions, doubts)
    writer.write(cast_of(captions))
    tape = captions.draft.tape
    leave_white_space(tape)
    text = tape.text
    refuse_without_words(text, "There are no words in the cues of this file.")
    return Reading(
        format=kind,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        speakers=list(dict.fromkeys(turn.speaker for turn in writer.turns if turn.speaker)),
        turns=writer.turns,
        quotes=[],
        notes=doubts.notes,
        times=writer.times,
        done=tape.account().done,
        details=details or Details(),
    )


def _doubt_empty(cues: list[Cue], doubts: Doubts) -> None:
    empty = sum(cue.first == cue.last for cue in cues)
    if empty:
        doubts.add(
            "empty", "1 cue has no words." if empty == 1 else f"{empty:,} cues have no words."
        )


def _doubt_overlaps(cues: list[Cue], doubts: Doubts) -> None:
    """Doubt cues that begin before the one before ends, one by one if they are few."""
    words = "This cue begins before the one before it ends: two may speak at one time."
    found = []
    for before, cue in pairwise(cues):
        if before.ends_at is None or cue.starts_at is None or before.starts_at is None:
            continue
        if cue.first == cue.last:
            continue
        if before.starts_at <= cue.starts_at < before.ends_at - _OVERLAP_MS:
            found.append(cue)
    if len(found) * 3 > len(cues) and len(found) > 3:
        words = f"{len(found):,} cues begin before the one before them ends, and none is repeated."
        doubts.add("overlaps", words)
        return
    for cue in found:
        cue.doubts.append(words)


def _doubt_length(cue: Cue) -> None:
    if cue.starts_at is not None and cue.ends_at is not None:
        lasts = cue.ends_at - cue.starts_at
        if lasts > _LONG_MS:
            cue.doubts.append(
                f"This cue lasts {written(lasts)}: when its words are heard in it is not known."
            )
