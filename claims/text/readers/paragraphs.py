"""Lines of pages joined to paragraphs, and words that are parted at the end of a line joined."""

import re
from collections import Counter
from itertools import pairwise

from claims.text.labels import candidates
from claims.text.readers.manuscript import Paragraph, Piece, added, kept, left, noted
from claims.text.readers.pages import Line, Page, usual
from claims.text.readers.tape import Why
from claims.text.words import words

_HYPHENATED = Why("joined", "hyphenated word", "hyphenated words")
_NUMBERS = Why("left out", "line number", "line numbers")
_LIGATURES = Why("wrote out", "ligature", "ligatures")
_LETTERS = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st",
}  # fmt: skip
_LIGATURE = re.compile("[ﬀ-ﬆ]")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_PARTED = re.compile(r"([^\W\d_]+)[-‐\u00ad]$")
_ENDS = re.compile(r"[.?!…:][\"'”’»)\]]*$")
_COMPOUND = words(
    """self well non ex co anti pre post semi multi so vice half mid low high long short full all
    cross over under one two three four five six seven eight nine ten twenty thirty forty fifty
    sixty seventy eighty ninety then"""
)
_ITEM = re.compile(r"(?:[QA][.:]?\s|[•▪●◦‣–—-]\s|\(?\d{1,3}[.)]\s|[\[(]?\d{1,2}:\d{2})")


def joined(pages: list[Page]) -> tuple[list[Paragraph], int]:
    """The paragraphs of pages, and how many lines were joined to the line before."""
    known = _whole_words(pages)
    paragraphs: list[Paragraph] = []
    before: Line | None = None
    lines = 0
    for page in pages:
        layout = _Layout(page)
        for line in page.lines:
            first = line is page.lines[0]
            if before and not layout.opens(line, before, on_new_page=first):
                paragraphs[-1] = _with(paragraphs[-1], before, line, known)
                lines += 1
            else:
                paragraphs.append(_pieces(line))
            before = line
    return paragraphs, lines


def _whole_words(pages: list[Page]) -> Counter[str]:
    """How often each word stands in the pages, without the halves of those that are parted."""
    known: Counter[str] = Counter()
    after_half = False
    for page in pages:
        for line in page.lines:
            found = [word.casefold() for word in _WORD.findall(line.text)]
            parted = bool(_PARTED.search(line.text))
            known.update(found[int(after_half) : len(found) - int(parted)])
            after_half = parted
    return known


class _Layout:
    """What is usual on a page: the step from line to line, where lines begin, how long they are."""

    def __init__(self, page: Page) -> None:
        lines = page.lines
        steps = [one.y - two.y for one, two in pairwise(lines)]
        self.step = usual([step for step in steps if step > 0])
        self.left = usual([line.x for line in lines])
        lengths = sorted(len(line.text) for line in lines)
        self.length = lengths[len(lengths) * 9 // 10] if lengths else 0

    def opens(self, line: Line, before: Line, *, on_new_page: bool) -> bool:
        """Whether a line begins a paragraph."""
        if _ITEM.match(line.text) or ((found := candidates(line.text)) and found[0].needs == 1):
            return True
        ended = bool(_ENDS.search(before.text))
        step = before.y - line.y
        if on_new_page or step < 0:  # the next page or column
            return ended and not line.text[:1].islower()
        if self.step and step > max(self.step * 1.4, line.size * 1.5):
            return True
        if abs(line.size - before.size) > 0.15 * max(line.size, before.size):
            return step != 0
        if self.step and step < self.step / 2:
            return False
        indented = line.x - before.x > max(line.size, 1.0) * 0.8
        short = len(before.text) < self.length * 0.8
        return ended and (indented or short)


def _pieces(line: Line) -> Paragraph:
    """A line as pieces: its number left out, its ligatures written out."""
    pieces = [left(line.number, _NUMBERS)] if line.number else []
    at = 0
    for found in _LIGATURE.finditer(line.text):
        pieces += [kept(line.text[at : found.start()])] * (at < found.start())
        pieces.append(Piece(found[0], _LETTERS[found[0]], _LIGATURES))
        at = found.end()
    return [*pieces, kept(line.text[at:])] if at < len(line.text) else pieces


def _with(paragraph: Paragraph, before: Line, line: Line, known: Counter[str]) -> Paragraph:
    """A paragraph with one more line."""
    parted = _PARTED.search(before.text)
    following = re.match(r"[^\W\d_]+", line.text)
    if not parted or not following:
        joins = (
            before.text[-1:] in "-‐" and before.text[-2:-1].isalnum() and line.text[:1].isalnum()
        )
        return [*paragraph, *([] if joins else [added(" ")]), *_pieces(line)]
    head, tail = parted[1], following[0]
    whole, compound = f"{head}{tail}".casefold(), f"{head}-{tail}".casefold()
    soft = before.text.endswith("\u00ad")
    if not soft and (not tail[0].islower() or known[compound]):
        return [*paragraph, *_pieces(line)]
    both = known[head.casefold()] and known[tail.casefold()]
    if not soft and not known[whole] and (head.casefold() in _COMPOUND or both):
        doubt = f"It cannot be told whether “{head}-{tail}” is written with a hyphen; it was kept."
        return [*paragraph, noted(doubt), *_pieces(line)]
    last = paragraph[-1]
    hyphen = left(last.text[-1], _HYPHENATED)
    return [*paragraph[:-1], kept(last.text[:-1]), hyphen, *_pieces(line)]
