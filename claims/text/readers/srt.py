"""SubRip captions (SRT): a number, a line of two times, and the lines of words of each cue.

Only a line of times begins a cue, so that blank lines in a cue, or none between two, lose nothing.
"""

from claims.text.parts import Reading
from claims.text.readers.blocks import WORDS, Blocks
from claims.text.readers.captions import read_captions
from claims.text.readers.cues import Cue, Line, lines_of, number_at, timing_of

_FIRST_LINES = 5


def recognises(text: str, name: str) -> bool:
    """Whether there is a line of two times among the first lines; anywhere if the name says so."""
    is_named = name.casefold().endswith((".srt", ".vtt"))
    for count, line in enumerate(lines_of(text)):
        if count >= _FIRST_LINES and not is_named:
            return False
        if timing_of(text, line):
            return True
    return False


def read(text: str) -> Reading:
    """The words of the cues. What belongs to no cue is kept as words, with a doubt."""
    blocks = _Blocks(text)
    for line in lines_of(text):
        blocks.take(line)
    return read_captions("srt", blocks.finish(), blocks.doubts)


class _Blocks(Blocks):
    def block_at(self, line: Line, before: Line | None) -> tuple[str, str] | None:
        """Words begin before the first cue, and after a number with no line of times below it."""
        if not self.kind:
            return WORDS, "These words stand before the first cue."
        if not before or not before.opens_block or line.opens_block:
            return None
        if (number := number_at(self.source, before.start, before.end)) is None:
            return None
        if not self.is_next(number):
            return None
        self.end(before.start)
        self.kind = ""
        self.leave_name(before, Cue(before.start, before.start, None, None))
        return WORDS, "This cue has a number and no times; its words are kept."
