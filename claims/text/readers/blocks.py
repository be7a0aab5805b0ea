"""The blocks of a file of captions: cues, and what stands between them."""

from itertools import pairwise

from claims.text.anchoring import trim_span
from claims.text.readers.cues import (
    Captions,
    Cue,
    Line,
    Timing,
    leave_time,
    number_at,
    timing_of,
)
from claims.text.readers.doubts import Doubts
from claims.text.readers.draft import Draft
from claims.text.readers.markup import read_markup
from claims.text.readers.tape import Tape, Why

NUMBER = Why("left out", "number of a cue", "numbers of cues")
NAME = Why("left out", "name of a cue", "names of cues")
CUE, WORDS = "cue", "words"  # kinds of blocks; words are those that belong to no cue


class Blocks:
    """Parts the lines of a file into cues; is told of one line after the other."""

    def __init__(self, source: str) -> None:
        self.captions = Captions(Draft(Tape(source)))
        self.doubts = Doubts()
        self.source = source
        self.kind = ""  # of the block that is being read
        self.remarks: list[str] = []  # comments of the file before the next cue
        self._start = 0
        self._doubt = ""
        self._line: Line | None = None  # the line before, where it is no line of times
        self._numbers: list[tuple[Cue, int]] = []

    def names_a_cue(self, line: Line, after: Line) -> bool:
        """Whether a line is the number or name of the cue whose times stand on the line after."""
        number = number_at(self.source, line.start, line.end)
        is_above = not after.opens_block
        return number is not None and is_above and (line.opens_block or self.is_next(number))

    def block_at(self, line: Line, before: Line | None) -> tuple[str, str] | None:
        """The block that begins with a line, its kind and doubt; None where one goes on."""
        raise NotImplementedError

    def take(self, line: Line) -> None:
        """Take in the next line."""
        before = self._line
        if timing := timing_of(self.source, line):
            self._line = None
            self._begin_cue(line, timing, before)
        else:
            self._line = line
            if block := self.block_at(line, before):
                self.end(line.start)
                self._start = line.start
                self.kind, self._doubt = block

    def end(self, end: int) -> None:
        """End the block that is being read."""
        start, end = trim_span(self.source, self._start, end)
        if self.kind == CUE:
            self.captions.cues[-1].start, self.captions.cues[-1].end = start, end
        elif self.kind == WORDS and start < end:
            self._add(Cue(start, end, None, None, is_apart=True, doubts=[self._doubt]))
        elif start < end:
            self.end_other(start, end)

    def end_other(self, start: int, end: int) -> None:
        """End a block that is no cue and holds no words."""

    def is_next(self, number: int) -> bool:
        """Whether a number is that of the next cue."""
        return number == (self._numbers[-1][1] + 1 if self._numbers else 1)

    def leave_name(self, line: Line, cue: Cue) -> None:
        """Leave out the line with the number or name of a cue."""
        number = number_at(self.source, line.start, line.end)
        self.captions.draft.tape.leave(line.start, line.end, NAME if number is None else NUMBER)
        if number is not None:
            self._numbers.append((cue, number))

    def finish(self) -> Captions:
        """The cues, once there is no line left."""
        self.end(len(self.source))
        self._doubt_numbers()
        for words in self.remarks:
            self.doubts.add("remark", f"The file remarks at its end: “{words}”.")
        for cue in self.captions.cues:
            read_markup(self.captions, cue)
        return self.captions

    def _doubt_numbers(self) -> None:
        """Doubt that cues are missing, where the numbers are in order but for a few gaps."""
        steps = [after - before for (_, before), (_, after) in pairwise(self._numbers)]
        gaps = sum(step > 1 for step in steps)
        if min(steps, default=1) < 1 or gaps > max(3, len(steps) // 5):
            words = "The numbers of the cues are out of order; they stand as in the file."
            self.doubts.add("numbers", words)
            return
        for (_, before), (cue, number) in pairwise(self._numbers):
            if number > before + 1:
                cue.doubts.append(_missing(before + 1, number - 1))

    def _begin_cue(self, line: Line, timing: Timing, before: Line | None) -> None:
        name = before if before and self.names_a_cue(before, line) else None
        self.end((name or line).start)
        cue = Cue(timing.words, timing.words, timing.starts_at, timing.ends_at)
        if timing.doubt:
            cue.doubts.append(timing.doubt)
        if timing.words < line.end:
            cue.doubts.append("Words of this cue stand on the line of its times.")
        if name:
            self.leave_name(name, cue)
        leave_time(self.captions.draft, line, timing)
        self._add(cue)
        self.kind, self._start = CUE, timing.words

    def _add(self, cue: Cue) -> None:
        cue.remarks, self.remarks = self.remarks, []
        self.captions.add(cue)


def _missing(first: int, last: int) -> str:
    if first == last:
        return f"By the numbers of the cues, cue {first:,} is missing before this one."
    return f"By the numbers of the cues, cues {first:,} to {last:,} are missing before this one."
