"""Transcripts with speaker labels: from lines to turns."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from claims.text.anchoring import trim_span
from claims.text.directions import is_clean_direction, is_direction
from claims.text.labels import Label, candidates, is_caps
from claims.text.lookalikes import lookalikes
from claims.text.parts import Note, Turn

_MOST_NOTES_OF_A_KIND = 20
_QUOTE_MARKS = frozenset("'\"‘“„«")


@dataclass(slots=True)
class _Builder:
    """The turns so far, and the one that is being said."""

    text: str
    turns: list[Turn] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    label: Label | None = None
    speaker: str = ""
    span: tuple[int, int] | None = None
    resumed: list[tuple[int, int]] = field(default_factory=list)
    joined: list[tuple[int, int]] = field(default_factory=list)

    def say(self, start: int, end: int) -> None:
        """Add words to the turn, or begin one that goes on after a direction."""
        start, end = trim_span(self.text, start, end)
        if start == end:
            return
        if not self.span and not self.label and self.speaker:
            self.resumed.append((start, end))
        self.span = (self.span[0] if self.span else start, end)

    def open_paragraph(self, start: int, end: int) -> None:
        """Take notice of a paragraph without a label: it ends one before which nobody spoke."""
        if not self.speaker:
            self.close()
        elif self.span:
            self.joined.append((start, end))

    def begin(self, label: Label) -> None:
        self.close()
        self.label, self.speaker = label, label.name

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
        start, end = trim_span(self.text, start, end)
        self.turns.append(Turn("", start, end, "direction"))
        if not is_clean_direction(self.text[start:end]):
            words = "The brackets of this direction are out of order; speech may be hidden in it."
            self.notes.append(Note(words, start, end))


def read_transcript(text: str) -> tuple[list[Turn], list[Note]]:
    """Return turns and doubts of a transcript with speaker labels; no turns if it is not one.

    A turn runs from its label to the next label or direction, over blank lines too. After a
    direction of its own paragraph or line, words without a label are the speaker before it going
    on, as a new turn without label. What stands before the first label are paragraphs without
    speaker.
    """
    blocks = list(paragraph_spans(text))
    directions = [span for span in blocks if is_direction(text[slice(*span)])]
    labels, passed_over = _labels_that_count(text, len(blocks) - len(directions))
    if not labels:
        return [], _label_notes([], passed_over)
    builder = _Builder(text)
    starts = {label.start: label for label in labels}
    whole = set(directions)
    for block in blocks:
        if block in whole:
            builder.direct(*block)
        else:
            _read_block(builder, block, starts)
    builder.close()
    notes = builder.notes + _flow_notes(builder)
    return builder.turns, notes + _label_notes(labels, passed_over)


def paragraph_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the trimmed spans of the blocks of lines between blank lines."""
    start = 0
    for found in re.finditer(r"\n(?:[^\S\n]*\n)+|\Z", text):
        span = trim_span(text, start, found.start())
        if span[0] < span[1]:
            yield span
        start = found.end()


def _read_block(builder: _Builder, block: tuple[int, int], labels: dict[int, Label]) -> None:
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
        elif line[:1] in {"[", "("} and is_direction(line):
            builder.direct(start, line_end)
        else:
            if at == block[0]:
                builder.open_paragraph(start, line_end)
            builder.say(start, line_end)
        at = line_end + 1


def _indent(text: str, start: int, end: int) -> int:
    line = text[start:end]
    return len(line) - len(line.lstrip())


def _labels_that_count(text: str, paragraphs: int) -> tuple[list[Label], list[Label]]:
    """Return the labels of a transcript and those passed over; no labels if it is not one."""
    shaped = candidates(text)
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
        once = {label.name.casefold() for label in labels if counts[label.name] == 1}
        small = {word for word in re.findall(r"[^\W\d_]+", text) if word.islower() and word in once}
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


def _label_notes(labels: list[Label], passed_over: list[Label]) -> list[Note]:
    """Return doubts about who is a speaker, and which speakers may be the same."""
    notes = []
    first = {label.name: label for label in reversed(labels)}
    counts = Counter(label.name for label in labels)
    once = [label for label in labels if counts[label.name] == 1]
    for label in once[:_MOST_NOTES_OF_A_KIND] if len(labels) > 3 else []:
        words = f"“{label.name}” speaks only once; is it a speaker?"
        notes.append(Note(words, label.start, label.end))
    for label in passed_over[:_MOST_NOTES_OF_A_KIND]:
        words = f"“{label.name}:” is read as words, not as the label of a speaker."
        notes.append(Note(words, label.start, label.end))
    pairs = lookalikes(sorted(counts, key=lambda name: first[name].start))
    for later, earlier, reason in pairs[:_MOST_NOTES_OF_A_KIND]:
        words = f"“{later}” and “{earlier}” may be the same speaker: {reason}."
        notes.append(Note(words, first[later].start, first[later].end))
    return notes
