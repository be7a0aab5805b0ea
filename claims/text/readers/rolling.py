"""Captions that roll: each cue shows again what the one before showed, with new words after it.

Video sites write them so: two lines, of which the upper is the lower one of the cue before, and
between them cues of a hundredth of a second that only hold the picture. Others let one line grow
word by word, or show one line again and again with another word of it underlined.
"""

import re
from collections import Counter
from dataclasses import dataclass

from claims.text.readers.cues import Captions, Cue
from claims.text.readers.tape import Why

REPEATED = Why("left out", "repetition by a rolling cue", "repetitions by rolling cues")
_HOLDS_MS = 100
"""What lasts no longer only holds the picture; what begins no later has no pause before it."""
_MOST_LINES = 4
_LONGEST = 2_000
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Pair:
    """A cue and the one before it, which is shown until then: what of it is shown again.

    ``lines`` and ``words`` are how many of the last lines of the one before, and of the first
    words of the cue, are the same; several where it can be seen in more than one way.
    """

    before: Cue
    cue: Cue
    ways: list[tuple[int, int]]
    goes_on: bool  # new words follow
    at_once: bool  # both are shown at one time, or one of them only holds the picture
    differs: bool  # the same words, with other markup

    @property
    def rolls(self) -> bool:
        return bool(self.ways) and (self.goes_on or self.at_once or self.differs)


def leave_repeated(captions: Captions) -> bool:
    """Leave out what cues repeat because they roll; what is said twice stays. Whether they roll.

    Two cues with the same words and times that overlap are one said once. Else words are only
    left out of a file that rolls throughout, and where a cue follows without a pause.
    """
    pairs = _pairs(captions)
    rolling = _is_rolling(pairs)
    usual = Counter(pair.ways[0][0] for pair in pairs if len(pair.ways) == 1)
    most = usual.most_common(1)[0][0] if usual else 0
    for pair in pairs:
        if not pair.ways or not (rolling or _is_doubled(pair)):
            continue
        if not pair.goes_on and not pair.at_once and not pair.differs:
            continue
        words = next((words for lines, words in pair.ways if lines == most), pair.ways[0][1])
        _leave(captions, pair.cue, words)
    return rolling


def _pairs(captions: Captions) -> list[_Pair]:
    """The cues that follow one another without a pause."""
    pairs = []
    before: Cue | None = None
    times = iter([at for at, _ in captions.times])
    timed = next(times, None)
    for cue in captions.cues:
        while timed is not None and timed < cue.first:
            timed = next(times, None)
        inside = timed is not None and timed < cue.last
        if before and _follows(before, cue):
            pairs.append(_pair(captions, before, cue, timed if inside else None))
        if captions.draft.text[cue.first : cue.last].strip():
            before = cue
    return pairs


def _follows(before: Cue, cue: Cue) -> bool:
    if before.ends_at is None or before.starts_at is None or cue.starts_at is None:
        return False
    near = before.starts_at <= cue.starts_at <= before.ends_at + _HOLDS_MS
    return near and max(before.last - before.first, cue.last - cue.first) <= _LONGEST


def _pair(captions: Captions, before: Cue, cue: Cue, timed: int | None) -> _Pair:
    """``timed`` is where the first word with a time of its own stands: its line is a new one."""
    text, source = captions.draft.text, captions.draft.tape.source
    shown = [line.split() for line in text[before.first : before.last].split("\n")]
    shown = [line for line in shown if line][-_MOST_LINES:]
    words = text[cue.first : cue.last].split()
    old = len(words)
    if timed is not None:
        old = len(text[cue.first : text.rfind("\n", cue.first, timed) + 1 or cue.first].split())
    ways = []
    for lines in range(len(shown), 0, -1):
        again = [word for line in shown[-lines:] for word in line]
        if len(again) <= old and words[: len(again)] == again:
            ways.append((lines, len(again)))
    holds = min(_lasts(before), _lasts(cue)) <= _HOLDS_MS
    at_once = holds or timed is not None or (cue.starts_at or 0) < (before.ends_at or 0)
    goes_on = bool(ways) and ways[0][1] < len(words)
    differs = bool(ways) and (
        source[before.start : before.end].split() != source[cue.start : cue.end].split()
    )
    return _Pair(before, cue, ways, goes_on, at_once, differs)


def _lasts(cue: Cue) -> int:
    return _HOLDS_MS + 1 if cue.ends_at is None else cue.ends_at - (cue.starts_at or 0)


def _is_rolling(pairs: list[_Pair]) -> bool:
    """Whether cues show again what the ones before showed so often that it is no chance.

    Half of those must that follow without a pause, with three words in all, if they are shown at
    one time; two thirds, and three at least, with two words each, if they only follow.
    """
    rolling = [pair for pair in pairs if pair.rolls]
    words = sum(pair.ways[0][1] for pair in rolling)
    if words >= 3 and sum(pair.at_once for pair in rolling) * 2 >= len(pairs):
        return True
    return len(rolling) >= 3 and len(rolling) * 3 >= len(pairs) * 2 and words >= 2 * len(rolling)


def _is_doubled(pair: _Pair) -> bool:
    """Whether the same words are shown twice at one time."""
    return not pair.goes_on and (pair.cue.starts_at or 0) < (pair.before.ends_at or 0)


def _leave(captions: Captions, cue: Cue, words: int) -> None:
    """Leave the first words of a cue out."""
    new = cue.last
    for count, found in enumerate(_WORD.finditer(captions.draft.text, cue.first, cue.last)):
        if count == words:
            new = found.start()
            break
    captions.draft.leave(cue.first, new, REPEATED)
    cue.first = new
