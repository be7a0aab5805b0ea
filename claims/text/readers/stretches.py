"""What is said without interruption: from cues and marks to stretches, and these to paragraphs."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from claims.text.anchoring import LINE, trim_span
from claims.text.directions import is_direction
from claims.text.readers.cues import Captions, Cue
from claims.text.readers.tape import Span
from claims.text.readers.voices import Cast, Mark
from claims.text.sentences import sentences

_PAUSE_MS = 2_000
_LONG = 480
"""Characters, about 80 words, after which a paragraph ends with the next sentence."""
_NOTES = "♪♫♩♬"
_MAY_DIRECT = re.compile(rf"[\[({_NOTES}]|\n[^\S\n]*[^\w\s]")


@dataclass(slots=True)
class Said:
    """Words of one cue: a span of the draft, by one speaker, or a stage direction."""

    start: int
    end: int
    cue: Cue
    speaker: str = ""
    mark: Mark | None = None  # what stands right before the words
    opens_cue: bool = False
    after_pause: bool = False
    is_direction: bool = False
    is_label: bool = False  # a label that no words follow


@dataclass(slots=True)
class Stretch:
    """What one speaker says until another does, or a stage direction."""

    speaker: str
    is_direction: bool
    resumes: bool  # no name stands here after a direction: the speaker before goes on
    parts: list[Said] = field(default_factory=list)


def stretches_of(captions: Captions, cast: Cast) -> Iterator[Stretch]:
    """What is said in the cues, in order."""
    stretch: Stretch | None = None
    for said in _said(captions, cast):
        if stretch and _goes_on(stretch, said):
            stretch.parts.append(said)
            continue
        if stretch:
            yield stretch
        resumes = bool(stretch and stretch.is_direction and said.speaker and not said.mark)
        stretch = Stretch(said.speaker, said.is_direction, resumes, [said])
    if stretch:
        yield stretch


def _goes_on(stretch: Stretch, said: Said) -> bool:
    """Whether words are a part of what is being said."""
    if stretch.is_direction or said.is_direction or said.speaker != stretch.speaker:
        return False
    first, last = stretch.parts[0], stretch.parts[-1]
    if last.cue is not said.cue:
        in_dialogue = first.mark is not None and first.mark.ends_with_cue
        if in_dialogue or last.cue.is_apart or said.cue.is_apart:
            return False
    return not (said.mark and said.mark.is_change)


def paragraphs_of(text: str, stretch: Stretch) -> Iterator[list[Said]]:
    """A stretch cut at the ends of sentences so that it can be read.

    A paragraph ends at a pause of two seconds, or when it is long. Where no sentence ends for
    long, as in captions without full stops, it ends between two cues.
    """
    joined = " ".join(text[part.start : part.end].replace("\n", " ") for part in stretch.parts)
    joints, at = {}, 0
    for part in stretch.parts:
        joints[at] = part
        at += part.end - part.start + 1
    cuts = _cuts(joined, {at: part.after_pause for at, part in joints.items()})
    paragraph: list[Said] = []
    for at, part in joints.items():
        rest, size = part, part.end - part.start
        for cut in cuts[bisect_left(cuts, at) : bisect_left(cuts, at + size)]:
            if cut > at:
                head, rest = _parted(text, rest, part.start + cut - at)
                paragraph.append(head)
            if paragraph:
                yield paragraph
                paragraph = []
        paragraph.append(rest)
    yield paragraph


def _said(captions: Captions, cast: Cast) -> Iterator[Said]:
    """The words of the cues, parted where the speaker changes and at directions."""
    text = captions.draft.text
    speaker, until, paused = "", None, False
    waiting: Mark | None = None  # one that no words have followed yet
    above: Cue | None = None  # where it stands
    for cue, mark, start, end in _segments(captions.cues, cast.marks):
        if mark:
            if waiting and waiting.is_change and mark.name and not mark.sign:
                mark.sign, waiting = waiting.label, None
            yield from _unsaid(waiting, above)
            speaker, waiting, above = mark.name, mark, cue
        else:
            opens, paused = True, _is_pause(until, cue.starts_at)
            until = cue.ends_at
        if not mark and cast.each_cue_is_named:
            yield from _unsaid(waiting, above)
            speaker, waiting = "", None
        named = bool(waiting and waiting.name)
        for first, last in _lines_apart(text, start, end):
            is_direction = not named and _is_direction(text[first:last])
            yield Said(first, last, cue, speaker, waiting, opens, opens and paused, is_direction)
            opens, waiting, named = False, None, False
    yield from _unsaid(waiting, above)


def _segments(cues: list[Cue], marks: list[Mark]) -> Iterator[tuple[Cue, Mark | None, int, int]]:
    """The spans of the draft between marks: first that of each cue before any mark in it."""
    place = 0
    for cue in cues:
        while place < len(marks) and marks[place].at < cue.first:
            place += 1
        start, before = cue.first, None
        while place < len(marks) and marks[place].at <= cue.last:
            yield cue, before, start, marks[place].at
            before = marks[place]
            start = before.words
            place += 1
        yield cue, before, start, cue.last


def _unsaid(mark: Mark | None, cue: Cue | None) -> Iterator[Said]:
    """A label that no words follow, as a direction."""
    if mark and mark.label and cue:
        start = mark.sign[0] if mark.sign else mark.label[0]
        yield Said(start, mark.label[1], cue, is_direction=True, is_label=True)


def _lines_apart(text: str, start: int, end: int) -> list[Span]:
    """The spans of lines that are directions, and of what stands between them."""
    start, end = trim_span(text, start, end)
    if start == end:
        return []
    if not _MAY_DIRECT.search(text, start, end) or _is_direction(text[start:end]):
        return [(start, end)]
    spans: list[Span] = []
    joins = False
    for line in LINE.finditer(text, start, end):
        first, last = line.start(), line.start() + len(line[0].rstrip())
        if _is_direction(line[0]):
            spans.append((first, last))
            joins = False
        else:
            spans[-1 if joins else len(spans) :] = [(spans[-1][0] if joins else first, last)]
            joins = True
    return spans


def _is_direction(words: str) -> bool:
    """Whether words are a stage direction or sung (``♪ And so we part ♪``)."""
    return words[0] in _NOTES or words[-1] in _NOTES or is_direction(words)


def _is_pause(until: int | None, starts_at: int | None) -> bool:
    return until is not None and starts_at is not None and starts_at - until >= _PAUSE_MS


def _cuts(joined: str, joints: dict[int, bool]) -> list[int]:
    """Where paragraphs begin; ``joints`` are the places between cues, and if there is a pause."""
    if len(joined) <= _LONG and not any(paused for at, paused in joints.items() if at):
        return []
    cuts: list[int] = []
    begun = 0
    places = list(joints)
    for start, end in sentences(joined, 0, len(joined)):
        if start and (joints.get(start) or start - begun > _LONG):
            cuts.append(begun := start)
        if end - start <= 2 * _LONG:
            continue
        for at in places[bisect_right(places, start) : bisect_left(places, end)]:
            if joints[at] or at - begun > 2 * _LONG:
                cuts.append(begun := at)
    return cuts


def _parted(text: str, part: Said, place: int) -> tuple[Said, Said]:
    """What stands before a place of the draft, and after it."""
    return (
        replace(part, end=trim_span(text, part.start, place)[1]),
        replace(part, start=place, mark=None, opens_cue=False, after_pause=False),
    )
