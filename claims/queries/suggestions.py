"""The sentences of an interview that are offered as claims, with who says them."""

from bisect import bisect_right
from dataclasses import dataclass, field
from uuid import uuid4

from claims.models import Sentence, TranscriptVersion
from claims.queries.desk import not_claimed, spans_of


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A sentence that is offered, its words, and the turn that it stands in."""

    sentence: Sentence
    words: str
    speaker: str
    turn: int
    key: str = field(default_factory=lambda: uuid4().hex)
    """For the form that makes a claim of it, so that it makes one."""


def suggestions_of(transcript: TranscriptVersion) -> list[Suggestion]:
    """In the order of the text, those that were put aside too: three queries.

    What a claim takes words of is none any more.
    """
    sentences = transcript.sentences.offered().select_related("by")
    turns = list(transcript.turns.select_related("speaker__identity"))
    starts = [turn.start for turn in turns]
    found = []
    for one in not_claimed(sentences, spans_of(transcript)):
        turn = turns[bisect_right(starts, one.start) - 1]
        words = transcript.text[one.start : one.end]
        speaker = str(turn.speaker) if turn.speaker else ""
        found.append(Suggestion(one, words, speaker, turn.position))
    return found


def turn_of(sentence: Sentence) -> int:
    """The position of the turn that a sentence stands in."""
    turns = sentence.transcript.turns.filter(start__lte=sentence.start)
    return int(turns.order_by("-start").values_list("position", flat=True)[0])
