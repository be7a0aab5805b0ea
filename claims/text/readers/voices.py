"""Who speaks in captions: tags of voices, ``>>``, dashes of a dialogue, and names with a colon."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from claims.text.errors import UnreadableText
from claims.text.labels import Label, candidates, is_caps, times_needed
from claims.text.readers.cues import Captions, Cue
from claims.text.readers.tape import Span

_MAY_SIGN = re.compile(r"[->»–—]")
_SIGN = re.compile(r"(?<!\S)(?P<arrows>>{2,}|»)[^\S\n]*+|(?<!\S)(?P<dash>[-–—])(?=\s?\S)[^\S\n]*+")
_DASH_ON_LINE = re.compile(r"\n[^\S\n]*([-–—])")
_LONGEST_NAME = 60
_MOST_MARKS = 200_000
_STOPS = frozenset(".?!…\"”’')]♪")


@dataclass(slots=True)
class Mark:
    """A place of the draft at which somebody begins to speak; who, if a name says so.

    ``label`` is what stands in the text before the words, ``sign`` what is left out before it.
    ``is_change`` tells that it is somebody else than before, whatever the name.
    """

    at: int
    words: int  # where the words after it begin
    name: str = ""
    label: Span | None = None
    sign: Span | None = None
    is_change: bool = False
    is_over: bool = False  # a voice ends here, and no other begins
    ends_with_cue: bool = False  # a line of a dialogue: nobody knows who speaks in the next cue


@dataclass(slots=True)
class Cast:
    """Who speaks where: marks in order, and names that were seen and not taken for speakers."""

    marks: list[Mark]
    passed_over: list[Label]
    is_by_tags: bool = False
    each_cue_is_named: bool = False
    """Whether a cue without a name is nobody's; else it is the speaker before going on."""


def cast_of(captions: Captions) -> Cast:
    """Who speaks where in the cues as they stand in the draft. UnreadableText where all do."""
    cast = _by_tags(captions) if any(one.name for one in captions.voices) else _by_words(captions)
    _refuse_too_many(cast.marks)
    return cast


def _refuse_too_many(marks: list[Mark]) -> None:
    if len(marks) > _MOST_MARKS:
        raise UnreadableText(
            f"The speaker changes more than {_MOST_MARKS:,} times here: split it into parts."
        )


def _by_words(captions: Captions) -> Cast:
    """Signs and names in what is said."""
    if names := _names_on_lines(captions):
        named = [Mark(one.start, one.end, one.name, (one.start, one.end)) for one in names]
        return Cast(named, [], each_cue_is_named=True)
    every = (mark for cue in captions.cues for mark in _signs(captions.draft.text, cue))
    signs = list(islice(every, _MOST_MARKS + 1))
    _refuse_too_many(signs)
    found, passed_over = _labels(captions, signs)
    marks = {mark.words: mark for mark in signs}
    for label in found:
        sign = marks.pop(label.start, None)
        span = (label.start, label.end)
        mark = Mark(label.start, label.end, label.name, span)
        if sign:
            mark.at, mark.sign = sign.at, (sign.at, sign.words)
        marks[label.start] = mark
    return Cast(sorted(marks.values(), key=lambda mark: mark.at), passed_over)


def _by_tags(captions: Captions) -> Cast:
    """Tags of voices alone. Where most cues have one, those without are nobody's."""
    marks = [
        Mark(one.at, one.words, one.name, (one.at, one.words) if one.name else None,
             is_over=not one.name)
        for one in captions.voices
    ]  # fmt: skip
    starts = [mark.at for mark in marks if mark.name]
    words = [cue for cue in captions.cues if captions.draft.text[cue.first : cue.last].strip()]
    named = sum(bisect_left(starts, cue.first) < bisect_left(starts, cue.last) for cue in words)
    return Cast(marks, [], is_by_tags=True, each_cue_is_named=named * 2 > len(words))


def _signs(text: str, cue: Cue) -> Iterator[Mark]:
    """The signs of a cue after which somebody else speaks, who may not be named."""
    if not _MAY_SIGN.search(text, cue.first, cue.last):
        return
    lines = _DASH_ON_LINE.finditer(text, cue.first, cue.last)
    opening = {cue.first, *(dash.start(1) for dash in lines)}
    found = _SIGN.finditer(text, cue.first, cue.last)
    dashes = [sign for sign in found if sign["dash"] and sign.start() in opening]
    taken = {dash.start() for dash in dashes} if _is_dialogue(text, cue, dashes) else set()
    for sign in _SIGN.finditer(text, cue.first, cue.last):  # again: a list could be of a million
        at, kind = sign.start(), "arrows" if sign["arrows"] else "dash"
        if kind == "arrows" or at in taken or (taken and _after_stop(text, cue, at)):
            yield Mark(at, sign.end(), label=sign.span(kind), is_change=True,
                       ends_with_cue=kind == "dash")  # fmt: skip


def _after_stop(text: str, cue: Cue, at: int) -> bool:
    before = text[max(cue.first, at - 20) : at].rstrip()
    return not before or before[-1] in _STOPS


def _is_dialogue(text: str, cue: Cue, dashes: list[re.Match[str]]) -> bool:
    """Whether dashes at the start of lines mean speakers, not pauses or numbers below zero.

    Two of them do; one does if what follows begins like a sentence, or a sentence ends before it.
    """
    if len(dashes) != 1:
        return len(dashes) > 1
    (dash,) = dashes
    is_tight = dash.end() - dash.start() == 1
    following = text[dash.end() : cue.last][:3].lstrip("\"'“‘([¿¡")[:1]
    if following.isdigit() or following.islower():
        return not is_tight and dash.start() > cue.first and _after_stop(text, cue, dash.start())
    return dash["dash"] == "-" or not is_tight


def _labels(captions: Captions, signs: list[Mark]) -> tuple[list[Label], list[Label]]:
    """Names with a colon that speak, and those passed over."""
    text = captions.draft.text
    shaped = candidates(_masked(text, captions.cues, signs))
    if not shaped:
        return [], []
    after_sign = {mark.words for mark in signs}
    opening = {cue.first for cue in captions.cues}
    counts = Counter(label.name.casefold() for label in shaped)
    shouted = _is_shouted(text)
    loud = sum(is_caps(label.name) for label in shaped) * 2 > len(shaped) and not shouted
    cues = sum(bool(text[cue.first : cue.last].strip()) for cue in captions.cues)
    opened = sum(label.start in opening for label in shaped)
    everywhere = opened > 1 and opened * 2 >= cues

    def speaks(label: Label) -> bool:
        if label.start in after_sign and label.needs < 3:
            return True
        if counts[label.name.casefold()] >= max(2, label.needs):
            return label.after_stop or label.start in opening
        if label.needs > 1:
            return False
        if is_caps(label.name) and not shouted:
            return label.after_stop or label.start in opening
        return label.start in opening and everywhere and not loud

    found = [label for label in shaped if speaks(label)]
    return found, [label for label in shaped if label.needs < 3 and not speaks(label)]


def _names_on_lines(captions: Captions) -> list[Label]:
    """Names on the first line of the cues, above the words, where nearly all cues have one.

    Programs for meetings write them so. No name is if each first line is another.
    """
    found: list[Label] = []
    cues = 0
    for cue in captions.cues:
        if (cues - len(found)) * 10 > len(captions.cues):
            return []  # too few, whatever follows
        line, newline, _ = captions.draft.text[cue.first : cue.last].partition("\n")
        name = " ".join(line.split())
        cues += bool(name)
        if newline and len(name) <= _LONGEST_NAME and times_needed(name.replace(",", "")) == 1:
            end = cue.first + len(line.rstrip())
            found.append(Label(name, cue.first, end, None, 1, True, True))
    names = {label.name for label in found}
    return found if len(found) * 10 >= max(cues, 3) * 9 and len(names) * 2 <= len(found) + 1 else []


def _masked(text: str, cues: list[Cue], signs: list[Mark]) -> str:
    """The draft with a line for each sign, and nothing but the words of cues: of one length."""
    pieces, at = [], 0
    marks = iter(signs)
    mark = next(marks, None)
    for cue in cues:
        pieces.append(_blanked(text[at : cue.first]))
        at = cue.first
        while mark and mark.at < cue.last:
            line = text[at : mark.at]
            pieces.append(line[:-1] + "\n" if line and line[-1].isspace() else line)
            pieces.append(" " * (mark.words - mark.at))
            at, mark = mark.words, next(marks, None)
        pieces.append(text[at : cue.last])
        at = cue.last
    return "".join([*pieces, _blanked(text[at:])])


def _blanked(words: str) -> str:
    """White space in the place of words; lines end where they did."""
    return words if words.isspace() else re.sub(r"[^\n]", " ", words)


def _is_shouted(text: str) -> bool:
    """Whether all is in capitals, as in many live captions, so that they say nothing of names."""
    counts = Counter(text).items()
    capital = sum(times for letter, times in counts if letter.isupper())
    return capital > 4 * sum(times for letter, times in counts if letter.islower())
