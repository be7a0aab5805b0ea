"""Which labels of a text are those of speakers: the shape makes candidates, the whole decides."""

import re
from collections import Counter
from dataclasses import dataclass

from claims.text.label_styles import STYLES
from claims.text.labels import Label, bare, candidates, is_caps
from claims.text.stamps import Stamp

_QUOTE_MARKS = frozenset("'\"‘“„«")


def labels_that_count(
    text: str, stamps: list[Stamp], paragraphs: int
) -> tuple[list[Label], list[Label]]:
    """Return the labels of a transcript and those passed over; no labels if it is not one.

    Labels of other styles are looked for where there are none of names and colons.
    """
    labels, passed_over = _colons_that_count(text, stamps, paragraphs)
    if labels:
        return labels, passed_over
    for style in STYLES:
        shaped = style(text)
        if kept := _of_a_style(shaped, paragraphs):
            starts = {label.start for label in kept}
            return kept, [label for label in shaped if label.start not in starts]
    return [], passed_over


def _of_a_style(shaped: list[Label], paragraphs: int) -> list[Label]:
    """Return the labels of a style without colons that count; none if it is not that of the text.

    It is if two names at least come, some of them more than once, or all are plain by their shape.
    """
    names = [bare(label.name) for label in shaped]
    counts = Counter(names)
    recurring = sum(counts[name] > 1 for name in names)
    often = len(shaped) >= 2 and len(shaped) * 2 >= paragraphs
    if not (often or (recurring >= 3 and recurring * 7 >= paragraphs)):
        return []
    plain = all(label.needs == 1 for label in shaped)
    if not plain and recurring < 2:
        return []
    sure = {
        name
        for name, label in zip(names, shaped, strict=True)
        if label.needs == 1 or counts[name] > 1
    }
    known = {name.split()[-1] for name in sure}
    loud = all(map(is_caps, sure))
    kept = [
        label
        for name, label in zip(names, shaped, strict=True)
        if name in sure or name.split()[-1] in known or (loud and is_caps(name)) or len(counts) == 2
    ]
    return kept if plain or len({label.name for label in kept}) > 1 else []


def _stamped(text: str, stamps: list[Stamp]) -> list[Label]:
    """Return the candidates, those after a time on their line with it."""
    before = {}
    pieces, at = [], 0
    for stamp in stamps:
        pieces += [text[at : stamp.start], " " * (stamp.end - stamp.start)]
        at = stamp.end
        if not stamp.is_alone:
            words = text[at : at + 20]
            before[at + len(words) - len(words.lstrip())] = stamp
    found = []
    for label in candidates("".join([*pieces, text[at:]])):
        time = before.get(label.start)
        found.append(label.timed(time.start, time.ms) if time else label)
    return found


def _colons_that_count(
    text: str, stamps: list[Stamp], paragraphs: int
) -> tuple[list[Label], list[Label]]:
    """Return the labels of names and colons, or in the style of courts."""
    shaped = _stamped(text, stamps)
    counts = Counter(label.name for label in shaped)
    plain = {label.name.casefold() for label in shaped if label.needs == 1}
    shaped = [
        label
        for label in shaped
        if counts[label.name] >= label.needs or label.name.casefold() in plain
    ]
    if not _is_transcript(text, shaped, counts, paragraphs):
        return [], shaped
    context = _Context.of(text, shaped, counts)
    kept = [label for label in shaped if context.accepts(label)]
    return kept, [label for label in shaped if not context.accepts(label)]


def _is_transcript(text: str, labels: list[Label], counts: Counter[str], paragraphs: int) -> bool:
    """Whether the labels are those of speakers.

    They are if they stand before half of the paragraphs and some recur (or all are in capitals or
    of two words), or if those that recur stand before every seventh. A single one at the very
    start makes a transcript of one paragraph, or of a text in the first person without quotes.
    """
    recurring = sum(counts[label.name] > 1 for label in labels)
    if len(labels) >= 2 and len(labels) * 2 >= paragraphs:
        names = {label.name for label in labels}
        weighty = all(is_caps(name) or " " in name for name in names)
        if recurring or weighty or len(labels) == paragraphs == 2:
            return True
    if recurring >= 3 and recurring * 7 >= paragraphs:
        return True
    if len(labels) != 1 or text[: labels[0].start].strip():
        return False
    return paragraphs == 1 or _is_speech(text[labels[0].end :], paragraphs)


def _is_speech(text: str, paragraphs: int) -> bool:
    """Whether a text is in the first person throughout, and quotes nearly nobody."""
    if text.lstrip()[:1] in _QUOTE_MARKS:
        return False
    words = len(text.split())
    first_person = len(re.findall(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|[Uu]s|me)\b", text))
    quotes = sum(text.count(mark) for mark in '“"')
    return first_person >= 2 and first_person * 40 >= words and quotes * 4 <= paragraphs


@dataclass(frozen=True, slots=True)
class _Context:
    """What the labels of a document have in common, to judge those seen only once."""

    counts: Counter[str]
    mostly_caps: bool
    mostly_open_paragraphs: bool
    known_words: frozenset[str]
    small_words: frozenset[str]

    @classmethod
    def of(cls, text: str, labels: list[Label], counts: Counter[str]) -> "_Context":
        steady = [label for label in labels if counts[label.name] > 1] or labels
        caps = sum(is_caps(label.name) for label in steady)
        opening = sum(label.opens_paragraph for label in steady)
        known = {word.casefold() for label in steady for word in label.name.split()}
        single = [label.name for label in labels if counts[label.name] == 1]
        once = {name.casefold() for name in single if " " not in name}
        words = once.intersection(re.findall(r"[^\W\d_]+", text)) if once else once
        small = {word for word in words if word.islower()}
        return cls(
            counts,
            caps * 2 > len(steady),
            opening * 10 >= len(steady) * 9,
            frozenset(known),
            frozenset(small),
        )

    def accepts(self, label: Label) -> bool:
        """Whether the label names a speaker of this document."""
        words = [word.casefold() for word in label.name.split()]
        if self.counts[label.name] > 1:
            return True
        if len(self.counts) <= 2 and words[0] not in self.small_words:
            return True
        if words[-1] in self.known_words and label.after_stop:
            return True
        if self.mostly_open_paragraphs and not label.opens_paragraph:
            return False
        if self.mostly_caps and not is_caps(label.name):
            return False
        return len(words) > 1 or words[0] not in self.small_words
