"""Pages of lines, and what stands in their margins: running heads, page and line numbers."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile

from claims.text.readers.manuscript import Paragraph, left
from claims.text.readers.tape import Why

_HEADS = Why("left out", "running head", "running heads")
_PAGE_NUMBERS = Why("left out", "page number", "page numbers")
_LINE_NUMBERS = Why("left out", "line number", "line numbers")
_DEPTH = 3  # lines from the top or the bottom
_MOST = 0.4  # of the pages, since left and right ones may differ
_APART = 1.3
_LEAST_LINES = 5
_NUMBER = re.compile(r"\d+")
_BARE_NUMBER = re.compile(
    r"[\W_]*(?:page|p\.|seite|pagina|página|s\.)?\s*(\d{1,4})\s*"
    r"(?:(?:/|of|von|de|di|sur|van)\s*\d{1,4})?[\W_]*",
    re.I,
)
_NUMBERED = re.compile(r"(\d{1,2})(?:\s+|$)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its words, where it begins from the left and from the bottom, its size."""

    text: str
    x: float
    y: float
    size: float
    number: str = ""
    """A number in the margin that stood before the words, with the space after it."""


@dataclass(frozen=True, slots=True)
class Page:
    number: int
    lines: list[Line] = field(default_factory=list)
    has_columns: bool = False


def without_margins(pages: list[Page]) -> tuple[list[Page], list[Paragraph]]:
    """The pages without running heads, page and line numbers, and these as left out."""
    margins: list[Paragraph] = []
    heads, counting = _recurring(pages), _counting(pages)
    kept = []
    for page in pages:
        out = _outermost(
            page, {index for number, index in heads | counting if number == page.number}
        )
        for index in sorted(out):
            why = _PAGE_NUMBERS if (page.number, index) in counting else _HEADS
            margins.append([left(page.lines[index].text, why)])
        lines = [line for index, line in enumerate(page.lines) if index not in out]
        lines, numbers = _without_numbers(lines)
        margins += [[left(words, _LINE_NUMBERS)] for words in numbers]
        kept.append(replace(page, lines=lines))
    return kept, margins


def _outermost(page: Page, likely: set[int]) -> set[int]:
    """Those lines that have no other line between them and the edge of the page.

    All but the outermost are set apart from the text by more than the usual step.
    """
    lines = page.lines
    found: set[int] = set()
    order = sorted(range(len(lines)), key=lambda index: -lines[index].y)
    step = usual([lines[one].y - lines[two].y for one, two in pairwise(order)])
    for indexes in (order, order[::-1]):
        block = list(takewhile(likely.__contains__, indexes))
        while len(block) > 1 and len(block) < len(indexes):
            gap = abs(lines[block[-1]].y - lines[indexes[len(block)]].y)
            if gap > step * _APART:
                break
            block.pop()
        found.update(block)
    return found


def _edges(page: Page) -> dict[int, str]:
    """The lines at the top and the bottom of a page, by their index."""
    order = sorted(range(len(page.lines)), key=lambda index: -page.lines[index].y)
    bottom = order[-min(_DEPTH, len(order) // 2) :] if len(order) > 1 else []
    return {**dict.fromkeys(order[:_DEPTH], "top"), **dict.fromkeys(bottom, "bottom")}


def _recurring(pages: list[Page]) -> set[tuple[int, int]]:
    """The page and index of lines that recur at the same edge of many pages."""
    places: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for page in pages:
        for index, edge in _edges(page).items():
            key = " ".join(_NUMBER.sub("#", page.lines[index].text).casefold().split())
            places[edge, key].append((page.number, index))
    written = sum(bool(page.lines) for page in pages)
    enough = max(3, _MOST * written)
    return {
        place
        for (_, key), found in places.items()
        if len({number for number, _ in found}) >= enough and key.strip("# .–—-")
        for place in found
    }


def _counting(pages: list[Page]) -> set[tuple[int, int]]:
    """The page and index of numbers at an edge that count up with the pages."""
    steps: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for page in pages:
        for index, edge in _edges(page).items():
            if found := _BARE_NUMBER.fullmatch(page.lines[index].text):
                steps[edge, int(found[1]) - page.number].append((page.number, index))
    written = sum(bool(page.lines) for page in pages)
    enough = max(2, _MOST * written)
    return {place for found in steps.values() if len(found) >= enough for place in found}


def _without_numbers(lines: list[Line]) -> tuple[list[Line], list[str]]:
    """The lines without numbers that count them, before their words or apart, and these."""
    numbers = [
        (index, int(found[1]))
        for index, line in enumerate(lines)
        if (found := _NUMBERED.match(line.text))
    ]
    counted: set[int] = set()
    run: list[tuple[int, int]] = []
    for index, number in [*numbers, (-1, -1)]:
        if run and number != run[-1][1] + 1:
            _take_run(run, lines, counted)
            run = []
        run.append((index, number))
    kept, taken = [], []
    for index, line in enumerate(lines):
        found = _NUMBERED.match(line.text) if index in counted else None
        if not found:
            kept.append(line)
        elif rest := line.text[found.end() :]:
            kept.append(replace(line, text=rest, number=found[0]))
        else:
            taken.append(line.text)
    return kept, taken


def _take_run(run: list[tuple[int, int]], lines: list[Line], counted: set[int]) -> None:
    """Count lines as numbered where nearly all of them are, from 1 on or in a column apart."""
    first, last = run[0][0], run[-1][0]
    dense = len(run) >= _LEAST_LINES and len(run) * 10 >= (last - first + 1) * 8
    apart = all(lines[index].text.isdigit() for index, _ in run)
    many = len(run) * 2 >= len(lines)
    if dense and (apart or (run[0][1] == 1 and many and len(run) >= 2 * _LEAST_LINES)):
        counted.update(index for index, _ in run)


def usual(values: list[float]) -> float:
    """The most usual of some lengths, rounded to half; 0 where there are none."""
    return Counter(round(value * 2) / 2 for value in values).most_common(1)[0][0] if values else 0.0
