"""Paragraphs, tables and text boxes of a document as they come, made into paragraphs of a text."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from claims.text.labels import candidates, is_caps
from claims.text.readers.manuscript import Paragraph, Piece, added, words_of
from claims.text.readers.tape import Why

type Cell = list[Paragraph]
type Row = list[Cell]

_TIME = re.compile(r"[\[(]?(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?[\])]?")
_SPACE = Why("left out", "space at the edge of a cell", "spaces at the edges of cells")
_LONGEST_NAME = 60
_MOST_NAMES = 0.8  # of the rows of a column of names
_HEADINGS = {"speaker", "speakers", "name", "who", "time", "timecode"}


@dataclass(slots=True)
class Flow:
    """What is written so far. A paragraph inside of another, a text box, comes after it."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    _open: list[Paragraph] = field(default_factory=list)
    _inner: list[Paragraph] = field(default_factory=list)
    _tables: list[tuple[list[Row], list[Paragraph]]] = field(default_factory=list)
    """Each with the paragraphs that are open around it."""

    def begin_paragraph(self) -> None:
        self._open.append([])

    def end_paragraph(self) -> None:
        if not self._open:
            return
        paragraph = self._open.pop()
        if self._open:
            self._inner.append(paragraph)
        else:
            inner, self._inner = self._inner, []
            self._place([paragraph, *inner])

    def put(self, piece: Piece) -> None:
        if self._open:
            self._open[-1].append(piece)
        else:
            self._place([[piece]])

    def begin_table(self) -> None:
        self._tables.append(([], self._open))
        self._open = []

    def begin_row(self) -> None:
        if self._tables:
            self._tables[-1][0].append([])

    def begin_cell(self) -> None:
        if self._tables and self._tables[-1][0]:
            self._tables[-1][0][-1].append([])

    def end_table(self) -> None:
        if self._tables:
            rows, around = self._tables.pop()
            self._open = around
            (self._inner.extend if around else self._place)(from_table(rows))

    def _place(self, paragraphs: list[Paragraph]) -> None:
        rows = self._tables[-1][0] if self._tables else []
        if rows and rows[-1]:
            rows[-1][-1].extend(paragraphs)
        else:
            self.paragraphs.extend(paragraphs)


def from_table(rows: list[Row]) -> list[Paragraph]:
    """The paragraphs of a table: `Name: words` where a column has names, else cells and tabs."""
    name = _column_of_names(rows)
    paragraphs: list[Paragraph] = []
    for row in rows:
        texts = [_text(cell) for cell in row]
        labelled = name is not None and len(row) == name + 2 and texts[name]
        if labelled and name is not None and texts[name].casefold() not in _HEADINGS:
            paragraphs += _said(row, texts, name)
        elif sum(map(bool, texts)) == 1 or (name is not None and not any(texts[: name + 1])):
            paragraphs += [paragraph for cell in row for paragraph in cell]
        else:
            paragraphs.append(_joined(row))
    return paragraphs


def _said(row: Row, texts: list[str], name: int) -> list[Paragraph]:
    """The words of the last cell with the name, and the time if there is one, before them."""
    label: Paragraph = []
    if name and texts[0]:
        bare = texts[0][0] not in "[("
        label += [added("[" * bare), *_trimmed(row[0]), added("]" * bare + " ")]
    elif name:
        label += _trimmed(row[0])
    label += [*_trimmed(row[name]), added(" " if texts[name][-1] in ":：" else ": ")]
    first, *others = row[-1] or [[]]
    while others and not words_of(first).strip():
        label, first, *others = label + first, *others
    return [label + first, *others]


def _column_of_names(rows: list[Row]) -> int | None:
    """Which column has names: the one before the last of two, or of three after a time."""
    for name in (0, 1):
        texts = [[_text(cell) for cell in row] for row in rows if len(row) == name + 2]
        texts = [row for row in texts if row[name].casefold() not in _HEADINGS]
        names = [row[name] for row in texts if row[name]]
        if not names or len(texts) * 2 < len(rows):
            continue
        if name and not all(_TIME.fullmatch(row[0]) for row in texts if row[0]):
            continue
        likely = sum(is_name(words.rstrip(":： ")) for words in names)
        longer = sum(len(row[-1]) for row in texts) > sum(map(len, names))
        if likely >= _MOST_NAMES * len(names) and longer:
            return name
    return None


def is_name(words: str) -> bool:
    """Whether words have the shape of a speaker's name."""
    if not words or len(words) > _LONGEST_NAME or "\n" in words:
        return False
    found = candidates(f"{words}: x")
    return len(found) == 1 and found[0].needs == 1


def _text(cell: Cell) -> str:
    return "\n".join(words_of(paragraph) for paragraph in cell).strip()


def _trimmed(cell: Cell) -> Paragraph:
    """The pieces of a cell in one paragraph, without white space at its edges."""
    pieces = [piece for paragraph in cell for piece in paragraph]
    for order in (range(len(pieces)), range(len(pieces) - 1, -1, -1)):
        for index in order:
            words = pieces[index].text
            cut = words.lstrip() if order.step > 0 else words.rstrip()
            if cut != words:
                pieces[index] = _cut(pieces[index], cut)
            if cut:
                break
    return pieces


def _cut(piece: Piece, words: str) -> Piece:
    if not piece.source:
        return replace(piece, text=words)
    return replace(piece, text=words, why=piece.why or _SPACE)


def _joined(row: Row) -> Paragraph:
    """A row as one paragraph: cells apart by tabs, paragraphs of a cell by line breaks."""
    pieces: Paragraph = []
    for number, cell in enumerate(row):
        pieces += [added("\t")] * bool(number)
        for index, paragraph in enumerate(cell):
            pieces += [added("\n")] * bool(index) + paragraph
    return pieces


def with_colons(paragraphs: list[Paragraph]) -> tuple[list[Paragraph], int]:
    """The paragraphs with a colon after each name in bold that begins one, and how many.

    Names in bold count where one recurs, or where they begin half of the paragraphs.
    """
    begun = {index: cut for index, one in enumerate(paragraphs) if (cut := _bold_name(one))}
    names = {index: words_of(paragraphs[index][:cut]).strip() for index, cut in begun.items()}
    counts = Counter(names.values())
    counts.update(label.name for one in paragraphs for label in candidates(words_of(one)[:200])[:1])
    written = sum(bool(words_of(one).strip()) for one in paragraphs)
    weighty = len(names) * 2 >= written and all(
        is_caps(one) or " " in one for one in names.values()
    )
    recurring = any(counts[name] > 1 for name in names.values())
    if not (recurring or (weighty and len(names) > 1)):
        return paragraphs, 0
    changed = list(paragraphs)
    for index, cut in begun.items():
        pieces = paragraphs[index]
        rest = words_of(pieces[cut:])
        colon = ":" if not rest or rest[0].isspace() else ": "
        changed[index] = [*_trimmed([pieces[:cut]]), added(colon), *pieces[cut:]]
    return changed, len(begun)


def _bold_name(paragraph: Paragraph) -> int:
    """How many pieces of a paragraph are a name in bold, without a colon; 0 if it begins so not."""
    cut = 0
    for piece in paragraph:
        if piece.text.strip() and not piece.bold:
            break
        cut += 1
    while cut and not paragraph[cut - 1].bold:
        cut -= 1
    rest = words_of(paragraph[cut:]).lstrip()
    return cut if is_name(words_of(paragraph[:cut]).strip()) and rest[:1] not in {":", "："} else 0


def in_brackets(title: str, words: list[Paragraph]) -> Paragraph:
    """Paragraphs as one, in square brackets: nobody says it."""
    pieces = [added(f"[{title}: ")]
    begun = False
    for paragraph in words:
        has_words = bool(words_of(paragraph).strip())
        pieces += [added(" ")] * (begun and has_words) + paragraph
        begun = begun or has_words
    return [*pieces, added("]")]
