"""Transcripts with speaker labels: from lines to turns."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from claims.text.anchoring import trim_span
from claims.text.directions import is_clean_direction, is_direction
from claims.text.labels import Label, examiner_of
from claims.text.lookalikes import lookalikes
from claims.text.parts import Note, Turn
from claims.text.speakers import labels_that_count
from claims.text.stamps import Stamp, stamps_of

_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_MOST_NOTES_OF_A_KIND = 20
_MAY_DIRECT = frozenset("[(0123456789")


@dataclass(slots=True)
class _Builder:
    """The turns so far, and the one that is being said."""

    text: str
    is_examined: bool = False  # whether questions are only marked by a letter
    turns: list[Turn] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    label: Label | None = None
    speaker: str = ""
    span: tuple[int, int] | None = None
    stamp: Stamp | None = None  # a time that no words have followed yet
    examiner: str = ""  # who asks, where questions are only marked by a letter
    examined: int = 0
    resumed: list[tuple[int, int]] = field(default_factory=list)
    joined: list[tuple[int, int]] = field(default_factory=list)

    def say(self, start: int, end: int) -> None:
        """Add words to the turn, or begin one that goes on after a direction."""
        start, end = trim_span(self.text, start, end)
        if start == end:
            return
        if self.stamp and not self.span and not self.label:
            self.label = _as_label(self.stamp, self.speaker)
            self.stamp = None
        if not self.span and not self.label and self.speaker:
            self.resumed.append((start, end))
        self.span = (self.span[0] if self.span else start, end)

    def open_paragraph(self, start: int, end: int) -> None:
        """Take notice of a paragraph without a label: it ends one before which nobody spoke."""
        if not self.speaker:
            self.close()
        elif self.span and not self.stamp:
            self.joined.append((start, end))

    def begin(self, label: Label) -> None:
        self.close()
        if self.stamp:
            label = label.timed(self.stamp.start, self.stamp.ms)
            self.stamp = None
        asks = label.name == "Q" and self.examiner
        self.label, self.speaker = label, self.examiner if asks else label.name

    def examine(self, name: str, start: int, end: int) -> None:
        """Take notice of a line that says who asks from here on (``BY MS. JONES:``)."""
        self.close()
        self.leave_stamp()
        self.turns.append(Turn("", start, end, "direction"))
        self.examiner = name
        self.examined += 1
        if self.examined <= _MOST_NOTES_OF_A_KIND:
            words = f"“Q” is read as {name} from here on."
            self.notes.append(Note(words, start, end))

    def time(self, stamp: Stamp) -> None:
        """Take notice of a time: the words after it are a turn of their own."""
        self.close()
        self.leave_stamp()
        self.stamp = stamp

    def leave_stamp(self) -> None:
        """Store a time that no words follow like a direction."""
        if self.stamp:
            self.turns.append(Turn("", self.stamp.start, self.stamp.end, "direction"))
            self.stamp = None

    def close(self) -> None:
        """Store the turn that ends here; a label without words is kept like a direction."""
        label, span, self.label, self.span = self.label, self.span, None, None
        if span:
            kind = "speech" if self.speaker else "paragraph"
            time = label.starts_at_ms if label else None
            written = self.text[label.start : label.end] if label else ""
            self.turns.append(Turn(self.speaker, *span, kind, time, written))
        elif label:
            self.turns.append(Turn("", label.start, label.end, "direction"))
            words = f"“{label.name}” stands here with no words after it."
            self.notes.append(Note(words, label.start, label.end))

    def direct(self, start: int, end: int) -> None:
        self.close()
        self.leave_stamp()
        start, end = trim_span(self.text, start, end)
        self.turns.append(Turn("", start, end, "direction"))
        if not is_clean_direction(self.text[start:end]):
            words = "The brackets of this direction are out of order; speech may be hidden in it."
            self.notes.append(Note(words, start, end))


def read_transcript(text: str) -> tuple[list[Turn], list[Note]]:
    """Return turns and doubts of a transcript with speaker labels; no turns if it is not one.

    A turn runs from its label to the next label or direction, over blank lines too. After a
    direction of its own paragraph or line, words without a label are the speaker before it going
    on, as a new turn without label; so are those after a time, which is their label. What stands
    before the first label are paragraphs without speaker.
    """
    seen = _seen(text)
    labels = seen.labels
    if not labels:
        return [], label_notes([], seen.passed_over)
    builder = _Builder(text, is_examined=any(label.name == "Q" for label in labels))
    starts = {label.start: label for label in labels}
    for block in seen.blocks:
        if block in seen.directions:
            builder.direct(*block)
        else:
            _read_block(builder, block, starts, seen.stamps)
    builder.close()
    builder.leave_stamp()
    notes = builder.notes + _flow_notes(builder)
    return builder.turns, notes + label_notes(labels, seen.passed_over) + same_notes(labels)


def has_labels(text: str) -> bool:
    """Whether a text is a transcript with speaker labels."""
    return bool(_seen(text).labels)


class _Seen(NamedTuple):
    """What stands where in a text: blocks of lines, those that are directions, times, labels."""

    blocks: list[tuple[int, int]]
    directions: set[tuple[int, int]]
    stamps: dict[int, Stamp]
    labels: list[Label]
    passed_over: list[Label]


def _seen(text: str) -> _Seen:
    blocks = list(paragraph_spans(text))
    stamps = {stamp.start: stamp for stamp in stamps_of(text)}
    times = {span for span in blocks if span[0] in stamps and stamps[span[0]].end == span[1]}
    directions = {span for span in blocks if span not in times and is_direction(text[slice(*span)])}
    count = len(blocks) - len(directions) - len(times)
    labels, passed_over = labels_that_count(text, list(stamps.values()), count)
    return _Seen(blocks, directions, stamps, labels, passed_over)


def paragraph_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the trimmed spans of the blocks of lines between blank lines."""
    start = 0
    breaks = [found.span() for found in _BLANK_LINES.finditer(text)]
    for end, after in [*breaks, (len(text), len(text))]:
        span = trim_span(text, start, end)
        if span[0] < span[1]:
            yield span
        start = after


def _read_block(
    builder: _Builder,
    block: tuple[int, int],
    labels: dict[int, Label],
    stamps: dict[int, Stamp],
) -> None:
    """Read the lines of one paragraph into the builder."""
    at, end = block
    while at < end:
        newline = builder.text.find("\n", at, end)
        line_end = end if newline < 0 else newline
        start = at + _indent(builder.text, at, line_end)
        line = builder.text[start:line_end]
        if label := labels.get(start):
            builder.begin(label)
            builder.say(label.end, line_end)
        elif name := examiner_of(line) if builder.is_examined else "":
            builder.examine(name, start, line_end)
        elif stamp := stamps.get(start):
            builder.time(stamp)
            builder.say(stamp.end, line_end)
        elif line[:1] in _MAY_DIRECT and is_direction(line):
            builder.direct(start, line_end)
        else:
            if at == block[0]:
                builder.open_paragraph(start, line_end)
            builder.say(start, line_end)
        at = line_end + 1


def _indent(text: str, start: int, end: int) -> int:
    line = text[start:end]
    return len(line) - len(line.lstrip())


def _as_label(stamp: Stamp, speaker: str) -> Label:
    """Return a time as the label of words of who speaks already."""
    return Label(speaker, stamp.start, stamp.end, stamp.ms, 1, True, True)


def _flow_notes(builder: _Builder) -> list[Note]:
    """Return doubts about words without a label of their own."""
    notes = []
    for start, end in builder.resumed[:_MOST_NOTES_OF_A_KIND]:
        words = "No label stands here after the direction; read as the speaker before it going on."
        notes.append(Note(words, start, end))
    if joined := builder.joined:
        some = "1 paragraph has" if len(joined) == 1 else f"{len(joined)} paragraphs have"
        words = f"{some} no label, the first here; read as the speaker before going on."
        notes.append(Note(words, *joined[0]))
    return notes


def label_notes(labels: list[Label], passed_over: list[Label]) -> list[Note]:
    """Return doubts about who is a speaker."""
    notes = []
    counts = Counter(label.name for label in labels)
    once = [label for label in labels if counts[label.name] == 1]
    for label in once[:_MOST_NOTES_OF_A_KIND] if len(labels) > 3 else []:
        words = f"“{label.name}” speaks only once; is it a speaker?"
        notes.append(Note(words, label.start, label.end))
    for label in passed_over[:_MOST_NOTES_OF_A_KIND]:
        words = f"“{label.name}:” is read as words, not as the label of a speaker."
        notes.append(Note(words, label.start, label.end))
    return notes


def same_notes(labels: list[Label]) -> list[Note]:
    """Return doubts about which speakers may be the same; the labels stand in order."""
    notes = []
    first = {label.name: label for label in reversed(labels)}
    pairs = lookalikes(sorted(first, key=lambda name: first[name].start))
    for later, earlier, reason in pairs[:_MOST_NOTES_OF_A_KIND]:
        words = f"“{later}” and “{earlier}” may be the same speaker: {reason}."
        notes.append(Note(words, first[later].start, first[later].end))
    return notes
