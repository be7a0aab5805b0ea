"""Transcripts of courts: a number before each line, a head on each page.

Line numbers and heads are left out, and the lines joined to paragraphs, so that a sentence that
runs over two lines or pages is one again.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from claims.text.directions import is_direction
from claims.text.labels import candidates, examiner_of, is_caps
from claims.text.parts import Reading
from claims.text.readers.doubts import Doubts
from claims.text.readers.plain import read_as_it_stands
from claims.text.readers.tape import Tape, Why

LINE_NUMBER = Why("left out", "line number", "line numbers")
PAGE_HEAD = Why("left out", "line of a page head or foot", "lines of page heads and feet")
JOINED = Why("joined", "line", "lines")
_ROW = re.compile(
    r"^[^\S\n]*+(?:(?P<number>\d{1,2})(?=[^\S\n]|$)(?P<indent>[^\S\n]*+))?(?P<words>\S[^\n]*)?$",
    re.MULTILINE,
)
_NUMBERED = re.compile(r"\n[^\S\n]*+\d{1,2}(?!\S)")
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.)?\s*[-–]?\s*\d{1,5}\s*[-–]?(?:\s*of\s*\d{1,5})?", re.IGNORECASE
)
_HYPHEN = re.compile(r"\w-\Z")
_FEWEST_ROWS = 6
_CENTRED = 8
_STOPS = '.?!:…)]"”-–—'


@dataclass(slots=True)
class _Row:
    """A line: its number, if it has one, and the span of its words, which may be empty."""

    number: int | None
    start: int  # of the number
    words: int
    end: int
    indent: int = 0
    is_head: bool = False


def recognises(text: str, name: str) -> bool:
    """Whether most lines begin with numbers that count up, and the words run on or have labels."""
    if len(_NUMBERED.findall(f"\n{text}")) < _FEWEST_ROWS:
        return False
    rows = _rows(text)
    numbered = [row for row in rows if row.number is not None]
    if len(numbered) < _FEWEST_ROWS or len(numbered) * 2 < len(rows):
        return False
    steps = sum(_follows(one, two) for one, two in pairwise(numbered))
    if steps * 10 < (len(numbered) - 1) * 9:
        return False
    words = [text[row.words : row.end] for row in numbered if row.words < row.end]
    running = sum(line[0].islower() for line in words)
    return (running + len(candidates("\n".join(words)))) * 10 >= max(len(words), 1)


def read(text: str) -> Reading:
    """The transcript without numbers and heads, read as one with labels."""
    rows = _rows(text)
    _find_heads(text, rows)
    tape, doubts = Tape(text), Doubts()
    for row in rows:
        if row.is_head:
            tape.leave(row.start, row.end, PAGE_HEAD)
        elif row.number is not None:
            tape.leave(row.start, row.words, LINE_NUMBER)
    places = []
    for paragraph in _paragraphs(text, [row for row in rows if not row.is_head]):
        if tape.at:
            tape.add("\n\n")
        for row, before in zip(paragraph, [None, *paragraph], strict=False):
            if before:
                _join(tape, before, row)
            start, end = tape.keep(row.words, row.end)
            if row.number is None and len(rows) > 1:
                places.append((start, end))
    for start, end in places:
        doubts.add("head", "This line has no number; is it the head of a page?", start, end)
    reading = read_as_it_stands(tape, "court")
    doubts.take(reading.notes)
    return replace(reading, notes=doubts.notes)


def _rows(text: str) -> list[_Row]:
    """The lines that hold anything; a number alone that does not count up is that of a page."""
    rows: list[_Row] = []
    last = 0
    for found in _ROW.finditer(text):
        number = int(found["number"]) if found["number"] else None
        words = found.end() if found["words"] is None else found.start("words")
        end = found.start() + len(found[0].rstrip())
        if number is None and words >= end:
            continue
        start = words if number is None else found.start("number")
        if number is not None and words >= end and number != last + 1:
            number, words, end = None, start, found.end("number")
        rows.append(_Row(number, start, min(words, end), end, len(found["indent"] or "")))
        last = number or last
    return rows


def _follows(one: _Row, two: _Row) -> bool:
    above, below = one.number or 0, two.number or 0
    return below == above + 1 or (above >= 10 and below <= 2)


def _find_heads(text: str, rows: list[_Row]) -> None:
    """Mark the heads: lines without a number between two pages that stand on other pages too."""
    shapes = {id(row): _shape(text, row) for row in rows if row.number is None}
    counts = Counter(shapes.values())
    below: int | None = None  # the next number
    ahead: dict[int, int | None] = {}
    for row in reversed(rows):
        ahead[id(row)] = below
        below = row.number if row.number is not None else below
    above: int | None = None
    for row in rows:
        if row.number is not None:
            above = row.number
            continue
        following = ahead[id(row)]
        between = above is None or following is None or following <= above
        words = text[row.words : row.end].strip()
        row.is_head = between and (
            counts[shapes[id(row)]] > 1 or bool(_PAGE_NUMBER.fullmatch(words))
        )


def _shape(text: str, row: _Row) -> str:
    """The words of a line as they stand on every page: without its numbers."""
    return re.sub(r"\d+", "#", " ".join(text[row.words : row.end].casefold().split()))


def _paragraphs(text: str, rows: list[_Row]) -> Iterator[list[_Row]]:
    """The lines of each paragraph; one without words ends one."""
    lines = "\n".join(text[row.words : row.end] for row in rows)
    starts, at = {}, 0
    for row in rows:
        starts[at] = row
        at += row.end - row.words + 1
    labelled = {id(starts[label.start]) for label in candidates(lines) if label.start in starts}
    indents = Counter(row.indent for row in rows if row.number is not None and row.words < row.end)
    usual = indents.most_common(1)[0][0] if indents else 0
    paragraph: list[_Row] = []
    for row in rows:
        is_blank = row.words == row.end
        if paragraph and (
            is_blank or id(row) in labelled or _opens(text, paragraph[-1], row, usual)
        ):
            yield paragraph
            paragraph = []
        if not is_blank:
            paragraph.append(row)
    if paragraph:
        yield paragraph


def _opens(text: str, before: _Row, row: _Row, usual: int) -> bool:
    """Whether a line without a label begins a paragraph of its own."""
    words, last = text[row.words : row.end], text[before.words : before.end]
    if examiner_of(words) or examiner_of(last) or is_direction(last):
        return True
    if words[0] in "([":
        return last[-1] in _STOPS
    if is_direction(words):
        return True
    if row.number is None or before.number is None:
        return row.number != before.number and last[-1] in _STOPS
    if is_caps(words) and row.indent >= usual + _CENTRED:
        return True
    return row.indent > usual and last[-1] in _STOPS and last[-1] not in "-–—"


def _join(tape: Tape, before: _Row, row: _Row) -> None:
    """Write the end of a line as a space; after a hyphen within a word, as nothing."""
    newline = tape.source.rfind("\n", before.end, row.start)
    tight = _HYPHEN.search(tape.source, before.words, before.end) and (
        tape.source[row.words].islower()
    )
    tape.change(newline, newline + 1, "" if tight else " ", JOINED)
