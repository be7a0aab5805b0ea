"""WebVTT captions, as the W3C defines them, with what is broken in them kept and told."""

import re

from claims.text.parts import Reading
from claims.text.readers.about import details_of
from claims.text.readers.blocks import WORDS, Blocks
from claims.text.readers.captions import read_captions
from claims.text.readers.cues import Line, lines_of, timing_of
from claims.text.readers.tape import Why

_HEADER = Why("left out", "header", "headers")
_NOTE = Why("left out", "comment", "comments")
_STYLE = Why("left out", "block of styles", "blocks of styles")
_REGION = Why("left out", "block of regions", "blocks of regions")
_OTHERS = {"header": _HEADER, "NOTE": _NOTE, "STYLE": _STYLE, "REGION": _REGION}
_SIGNATURE = re.compile(r"WEBVTT(?=\s|\Z)")
_KIND = re.compile(r"(NOTE)(?=\s|\Z)|(STYLE|REGION)\s*\Z")
_PAIR = re.compile(r"([\w ._-]{1,40}?)\s*[:=]\s*(.+)")
_LONGEST_REMARK = 300
_UNSURE = 0.6


def recognises(text: str, name: str) -> bool:
    """Whether a text begins as WebVTT does; by its name, if its first line was damaged."""
    if _SIGNATURE.match(text):
        return True
    if not name.casefold().endswith(".vtt"):
        return False
    return any(timing_of(text, line) for line in lines_of(text))


def read(text: str) -> Reading:
    """The words of the cues. What belongs to no cue is kept as words, with a doubt."""
    blocks = _Blocks(text)
    for line in lines_of(text, strictly=True):
        blocks.take(line)
    captions = blocks.finish()
    return read_captions("webvtt", captions, blocks.doubts, details_of(blocks.pairs))


class _Blocks(Blocks):
    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.pairs: list[tuple[str, str]] = []  # names and values in the header and in comments

    def names_a_cue(self, line: Line, after: Line) -> bool:
        """Whatever stands alone above the line of times is the name of the cue."""
        is_alone = line.opens_block and not after.opens_block and self.kind != "header"
        return is_alone or super().names_a_cue(line, after)

    def block_at(self, line: Line, before: Line | None) -> tuple[str, str] | None:
        """Every blank line ends a block."""
        if not line.opens_block:
            return None
        if not self.kind and _SIGNATURE.match(self.source, line.start, line.end):
            return "header", ""
        if not self.kind:
            self.doubts.add("header", "This file does not begin with “WEBVTT”, as it should.")
        if found := _KIND.match(self.source, line.start, line.end):
            return found[1] or found[2], ""
        return WORDS, "These words stand in no cue: they have no time."

    def end_other(self, start: int, end: int) -> None:
        """Leave out a header, comment, style or region; what a comment says is a remark."""
        self.captions.draft.tape.leave(start, end, _OTHERS[self.kind])
        words = self.source[start:end]
        if self.kind == "header":
            self._read_header(words)
        elif self.kind == "NOTE":
            self._read_comment(words.removeprefix("NOTE"))

    def _read_header(self, words: str) -> None:
        first, *lines = words.split("\n")
        first = first.removeprefix("WEBVTT").strip(" \t-–—:")
        pairs, rest = _pairs([first, *lines])
        self.pairs += pairs
        if rest:
            self.doubts.add("header", f"The file begins with the words “{_short(rest)}”.")

    def _read_comment(self, words: str) -> None:
        """Read a comment: a detail, how sure a program was of the words that follow, or words."""
        pairs, rest = _pairs(words.split("\n"))
        self.pairs += pairs
        known = {key.casefold(): value for key, value in pairs}
        try:
            sure = float(known.get("confidence", "1"))
        except ValueError:
            sure = 1
        if sure < _UNSURE:
            self.remarks.append(f"only {sure:.0%} sure of these words")
        if rest or not pairs:
            self.remarks.append(_short(" ".join(words.split())))


def _pairs(lines: list[str]) -> tuple[list[tuple[str, str]], str]:
    """The names and values that lines hold, and the words of the other lines."""
    parts = [part for line in lines for part in _parts(line)]
    found = [(part, _PAIR.fullmatch(part.strip())) for part in parts]
    pairs = [(pair[1], pair[2].strip('" ')) for _, pair in found if pair]
    return pairs, " ".join(" ".join(line for line, pair in found if not pair).split())


def _parts(line: str) -> list[str]:
    """The pairs on a line of several (``Kind: captions; Language: en``), or the line."""
    parts = line.split(";")
    return parts if all(_PAIR.fullmatch(part.strip()) for part in parts) else [line]


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST_REMARK else words[:_LONGEST_REMARK] + " …"
