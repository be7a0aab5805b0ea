"""Writes what is said in captions to the tape, and notes where in the text everything stands."""

from bisect import bisect_left, bisect_right

from claims.text.clocks import steady, written
from claims.text.labels import Label
from claims.text.parts import Turn
from claims.text.readers.cues import Captions, Cue
from claims.text.readers.doubts import MOST_OF_A_KIND, Doubts
from claims.text.readers.stretches import Said, Stretch, paragraphs_of, stretches_of
from claims.text.readers.tape import Why
from claims.text.readers.voices import Cast, Mark
from claims.text.transcripts import label_notes, same_notes

_SIGN = Why("left out", "sign of a change of speaker", "signs of a change of speaker")
_SAME_NAME = Why("left out", "name of who speaks already", "names of who speaks already")
_SHORT_CUE_MS = 30_000
_NOBODY = "Nobody is named here; the speaker is not known."


class Writer:
    """Writes stretches as paragraphs: turns with labels, times, and doubts at their places."""

    def __init__(self, captions: Captions, doubts: Doubts) -> None:
        self.captions = captions
        self.draft = captions.draft
        self.tape = captions.draft.tape
        self.doubts = doubts
        self.turns: list[Turn] = []
        self.times: list[tuple[int, int]] = []
        self._places: list[tuple[int, int]] = []  # of the draft, and of the text there
        self._labels: list[Label] = []
        self._told = 0  # cues whose doubts have been told

    def write(self, cast: Cast) -> None:
        """Write everything that is said."""
        named = any(mark.name for mark in cast.marks)
        for stretch in stretches_of(self.captions, cast):
            begun = len(self.turns)
            self._write_stretch(stretch)
            if named and self.turns[begun].kind == "paragraph":
                self.doubts.add("nobody", _NOBODY, self.turns[begun].start, self.turns[begun].end)
        if not named:
            self.doubts.add("nobody", "No speaker is named in this file.")
        self._tell_doubts(None, self.tape.at, self.tape.at)
        self._keep_steady_times()
        self._doubt_names(cast)

    def _write_stretch(self, stretch: Stretch) -> None:
        begun = len(self.turns)
        if stretch.is_direction:
            self._write_paragraph(stretch, stretch.parts)
        else:
            for paragraph in paragraphs_of(self.draft.text, stretch):
                self._write_paragraph(stretch, paragraph)
        if stretch.parts[0].is_label:
            label = self.draft.text[stretch.parts[0].start : stretch.parts[0].end]
            words = f"“{label}” stands here with no words after it."
            self.doubts.add("label", words, self.turns[begun].start, self.turns[begun].end)
        if stretch.resumes:
            words = "No name stands here after the direction; read as the speaker before going on."
            self.doubts.add("resumes", words, self.turns[begun].start, self.turns[begun].end)

    def _write_paragraph(self, stretch: Stretch, parts: list[Said]) -> None:
        if self.tape.at:
            self.tape.add("\n\n")
        head = parts[0]
        label = self._write_label(head.mark)
        start = self.tape.at
        for part in parts:
            if part is not head:
                self.tape.add(" ")
                self._leave_label(part.mark)
            self._write_words(part)
        kind = "direction" if stretch.is_direction else "speech" if stretch.speaker else "paragraph"
        speaker = "" if stretch.is_direction else stretch.speaker
        self.turns.append(Turn(speaker, start, self.tape.at, kind, _time(head), label))

    def _write_label(self, mark: Mark | None) -> str:
        """Write the label of a paragraph and a space; what it is, "" where there is none."""
        if not mark:
            return ""
        if mark.sign:
            self.draft.leave(*mark.sign, _SIGN)
        if not mark.label:
            return ""
        start, end = self.draft.write(*mark.label)
        label = self.draft.text[slice(*mark.label)]
        if mark.name:
            self._labels.append(Label(mark.name, start, end, None, 1, True, True))
            if label[-1] not in ":：.":
                label += ":"
                self.tape.add(":")
        self.tape.add(" ")
        return label

    def _leave_label(self, mark: Mark | None) -> None:
        """Leave out the name of somebody who speaks already."""
        if mark and mark.sign:
            self.draft.leave(*mark.sign, _SIGN)
        if mark and mark.label:
            self.draft.leave(*mark.label, _SAME_NAME)

    def _write_words(self, part: Said) -> None:
        """Write words of a cue, and note where those stand that have a time."""
        start = self.tape.at
        self._places.append((part.start, start))
        if part.opens_cue and part.cue.starts_at is not None:
            self.times.append((start, part.cue.starts_at))
        times, text = self.captions.times, self.draft.text
        first, last = bisect_left(times, (part.start, 0)), bisect_left(times, (part.end, 0))
        at = part.start
        for place, ms in times[first:last]:
            word = max(at, place)
            while word < part.end and text[word].isspace():
                word += 1
            self.draft.write(at, word)
            at = word
            if self.tape.at > start or not part.opens_cue:
                self.times.append((self.tape.at, ms))
        self.draft.write(at, part.end)
        if part.opens_cue:
            self._tell_doubts(part.cue, start, self.tape.at)

    def _tell_doubts(self, cue: Cue | None, start: int, end: int) -> None:
        """Tell the doubts about a cue where its words stand, and before it those of cues without.

        None stands for what comes after the last cue.
        """
        cues = self.captions.cues
        while self._told < len(cues):
            current = cues[self._told]
            self._told += 1
            for words in current.remarks:
                self.doubts.add("remark", f"The file remarks here: “{words}”.", start, start)
            for words in current.doubts:
                self.doubts.add(words[:12], words, start, end if current is cue else start)
            if current is cue:
                break

    def _keep_steady_times(self) -> None:
        """Doubt times that are out of order, and keep the others."""
        kept: list[tuple[int, int]] = []
        in_order = steady([ms for _, ms in self.times])
        for (place, ms), is_steady in zip(self.times, in_order, strict=True):
            if is_steady:
                kept.append((place, ms))
                continue
            last = f" after {written(kept[-1][1])}" if kept else ""
            words = f"The time here, {written(ms)}{last}, is out of order."
            self.doubts.add("order", words, place, place)
        self.times = kept

    def _doubt_names(self, cast: Cast) -> None:
        """Doubt who is a speaker, and which speakers may be the same."""
        self.doubts.take(same_notes(self._labels))
        if not cast.is_by_tags:
            passed_over = [
                label.moved(self._place(label.start) - label.start)
                for label in cast.passed_over[:MOST_OF_A_KIND]
            ]
            self.doubts.take(label_notes(self._labels, passed_over))

    def _place(self, at: int) -> int:
        """Where in the text a place of the draft stands that was written."""
        start, place = self._places[bisect_right(self._places, at, key=lambda pair: pair[0]) - 1]
        return place + self.draft.length(start, at)


def _time(head: Said) -> int | None:
    """When a paragraph begins, in milliseconds; inside of a long cue nobody knows."""
    cue = head.cue
    if head.opens_cue or cue.starts_at is None or cue.ends_at is None:
        return cue.starts_at
    return cue.starts_at if cue.ends_at - cue.starts_at <= _SHORT_CUE_MS else None
