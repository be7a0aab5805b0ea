"""Where each sentence of a talk stands, and who mostly asks."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from claims.text.suggestion_signs import SOMEWHERE, Place

_ASKING = re.compile(
    r"(?i)(?:question(?:er)?|q|moderator|host|interviewer|reporter|journalist|"
    r"audience member|member of the audience)s?(?: ?#?\d+)?\W*"
)
_NOBODY = re.compile(r"(?i)\W*(?:sys\w*|audience|crowd|applause|laughter|music)\W*")
_FEWEST, _LARGEST_SHARE = 10, 0.4
_OFTEN, _TIMES_AS_OFTEN = 0.12, 1.6


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of a talk. Sentences with the same number of a turn follow one another."""

    words: str
    speaker: str
    turn: int
    is_said: bool = True
    """False of a stage direction."""


def place_of(speaker: str) -> Place:
    """Inside a turn of usual length, by somebody of whom only the label is known."""
    return replace(SOMEWHERE, asks=_asks(speaker), nobody=_is_nobody(speaker))


def places(said: Sequence[Said]) -> list[Place]:
    """The place of each sentence of a whole talk.

    Where no speaker is named, such as in an article, turns are paragraphs and say nothing.
    """
    asking = who_asks(said)
    sizes = Counter(one.turn for one in said)
    seen: Counter[int] = Counter()
    found = []
    for one in said:
        seen[one.turn] += 1
        nobody = not one.is_said or _is_nobody(one.speaker)
        here = Place(seen[one.turn], sizes[one.turn], one.speaker in asking, nobody)
        found.append(here if one.speaker or nobody else SOMEWHERE)
    return found


def who_asks(said: Sequence[Said]) -> set[str]:
    """The speakers who mostly ask: by their label, or by their questions.

    By their questions: they say ten sentences or more, and no more than two in five of all; at
    least 12 % of them are questions, and clearly more than of the sentences of whoever says most.
    """
    spoken = [one for one in said if one.speaker and one.is_said and not _is_nobody(one.speaker)]
    sizes = Counter(one.speaker for one in spoken)
    if not sizes:
        return set()
    questions = Counter(one.speaker for one in spoken if "?" in one.words)
    shares = {speaker: questions[speaker] / size for speaker, size in sizes.items()}
    often = max(_OFTEN, _TIMES_AS_OFTEN * shares[sizes.most_common(1)[0][0]])
    most = _LARGEST_SHARE * len(said)
    return {
        speaker
        for speaker, size in sizes.items()
        if _asks(speaker) or (_FEWEST <= size < most and shares[speaker] >= often)
    }


def _asks(speaker: str) -> bool:
    return bool(_ASKING.fullmatch(speaker))


def _is_nobody(speaker: str) -> bool:
    return bool(_NOBODY.fullmatch(speaker))
