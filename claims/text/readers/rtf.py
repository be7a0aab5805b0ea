"""RTF documents: groups, control words, and characters in code pages and as Unicode.

https://www.biblioscape.com/rtf15_spec.htm describes version 1.5; later ones only add to it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from claims.text.errors import UnreadableText
from claims.text.parts import Details, Reading
from claims.text.readers.control_words import (
    ADDED,
    CHARSETS,
    KINDS,
    TOKEN,
    WRITTEN,
    code_page,
    is_whole,
)
from claims.text.readers.flow import Row, from_table, in_brackets, with_colons
from claims.text.readers.manuscript import (
    DELETED,
    FIELDS,
    HIDDEN,
    MARGINS,
    Manuscript,
    Paragraph,
    Piece,
    added,
    comment,
    counted,
    kept,
    left,
    noted,
    short,
    words_of,
)

_DEEPEST = 2_000
_TOLD = {"margin": MARGINS, "field": FIELDS}


def recognises(data: bytes) -> bool:
    """Whether it is an RTF document."""
    return data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf")


def read(data: bytes) -> Reading:
    """What is understood of an RTF document."""
    return manuscript(data).reading()


def manuscript(data: bytes) -> Manuscript:
    """Its paragraphs, notes at the end, headers and footers told of."""
    reader = _Reader()
    reader.read(data.decode("latin-1"))
    paragraphs, colons = with_colons(reader.paragraphs())
    paragraphs += [
        in_brackets(f"Note {number}", words) for number, words in enumerate(reader.notes, 1)
    ]
    done = counted("Wrote", colons, "colon", " after names in bold")
    done += counted("Left out", reader.pictures, "picture")
    doubts = ["This file ends before its end: it may be cut short."] if reader.groups else []
    return Manuscript("rtf", paragraphs, reader.details(), done, doubts)


@dataclass(frozen=True, slots=True)
class _State:
    """What holds in a group. `kind` is what its words are: "" those of the text."""

    kind: str = ""
    bold: bool = False
    hidden: bool = False
    deleted: bool = False
    in_table: bool = False
    skip: int = 1
    """How many characters stand in for each Unicode one, for programs that know none."""
    font: int = -1


class _Reader:
    """Takes one token after the other."""

    def __init__(self) -> None:
        self.notes: list[list[Paragraph]] = []
        self.pictures = 0
        self.groups: list[_State] = []
        self._state = _State()
        self._rows: list[Row] = []
        self._row: Row = []
        self._cell: list[Paragraph] = []
        self._paragraph: Paragraph = []
        self._around: list[tuple[int, list[Paragraph], Paragraph]] = []
        self._out: list[Paragraph] = []
        self._bytes = bytearray()
        self._units: list[int] = []
        self._to_skip = 0
        self._starred = False
        self._page = "cp1252"
        self._pages: dict[int, str] = {}
        self._told: dict[str, list[str]] = {}
        self._day = [0, 0, 0]

    def read(self, source: str) -> None:
        at = 0
        while found := TOKEN.match(source, at):
            at = found.end()
            if word := found["word"]:
                number = int(found["number"]) if found["number"] else None
                if word == "bin":
                    at += max(0, number or 0)
                else:
                    self._word(word, number)
            elif brace := found["brace"]:
                (self._open if brace == "{" else self._close)()
            elif found["hex"]:
                self._byte(int(found["hex"], 16))
            elif sign := found["sign"]:
                self._sign(sign)
            elif text := found["text"]:
                self._text(text)
            if len(self.groups) > _DEEPEST:
                raise UnreadableText("This RTF document is nested too deeply: it was not read.")
        self._end_paragraph()

    # Groups

    def _open(self) -> None:
        self._flush()
        self.groups.append(self._state)
        self._starred = False

    def _close(self) -> None:
        self._flush()
        self._to_skip = 0
        if not self.groups:
            return
        kind = self._state.kind
        self._state = self.groups.pop()
        if self._around and self._around[-1][0] == len(self.groups):
            self._end_aside(kind)

    def _aside(self, kind: str) -> None:
        """Begin a footnote or comment: paragraphs of their own."""
        self._around.append((len(self.groups) - 1, self._out, self._paragraph))
        self._out, self._paragraph = [], []
        self._state = _State(kind, skip=self._state.skip, font=self._state.font)

    def _end_aside(self, kind: str) -> None:
        self._out.append(self._paragraph)
        inner = [one for one in self._out if one]
        _, self._out, self._paragraph = self._around.pop()
        if kind == "footnote":
            self.notes.append(inner)
            self._put(noted(f"Note {len(self.notes)} belongs here; see the end."))
            return
        pieces = [piece for paragraph in inner for piece in paragraph]
        source = "".join(piece.source for piece in pieces)
        words = "\n".join(words_of(paragraph) for paragraph in inner)
        self._paragraph += comment(source, words, "".join(self._told.pop("by", [])))

    # Control words

    def _word(self, word: str, number: int | None) -> None:
        if word == "u":
            self._unicode(number or 0)
            return
        self._flush()
        if self._to_skip:
            self._to_skip -= 1
        starred, self._starred = self._starred, False
        if word in KINDS:
            self._begin(word, KINDS[word])
        elif starred:
            self.change(kind="no")
        elif self._state.kind in {"fonts", "day"}:
            self._define(word, number)
        elif word in WRITTEN or word in ADDED:
            self._written(word)
        elif act := _ACTS.get(word):
            act(self, number)

    def _begin(self, word: str, kind: str) -> None:
        is_out = self._state.kind == "no"
        self.pictures += word == "pict" and not is_out
        if kind in {"footnote", "comment"} and not self._is_left():
            self._aside(kind)
        elif kind == "again":
            self.change(kind="" if is_out else self._state.kind)
        elif not is_out or kind in {"title", "author", "day"}:
            self.change(kind=kind)

    def _define(self, word: str, number: int | None) -> None:
        """A font and its code page, or a part of the day of creation."""
        if word == "f":
            self.change(font=number or 0)
        elif word in {"fcharset", "cpg"}:
            page = code_page(number) if word == "cpg" else CHARSETS.get(number or 0)
            if page:
                self._pages[self._state.font] = page
        elif word in {"yr", "mo", "dy"}:
            self._day[["yr", "mo", "dy"].index(word)] = number or 0

    def _sign(self, sign: str) -> None:
        self._flush()
        if sign == "*":
            self._starred = True
        elif sign in "\r\n":
            self._end_paragraph()
        elif sign in WRITTEN:
            self._written(sign)

    def _written(self, word: str) -> None:
        if word in WRITTEN:
            self._say(WRITTEN[word])
        elif not self._is_left():
            self._put(added(ADDED[word]))

    def change(self, **values: Any) -> None:
        """Change what holds in this group."""
        self._state = replace(self._state, **values)

    def use(self, page: str) -> None:
        """Take a code page for what names none."""
        self._page = page or self._page

    # Characters

    def _text(self, text: str) -> None:
        if self._to_skip:
            cut = min(self._to_skip, len(text))
            self._to_skip -= cut
            text = text[cut:]
        if text:
            self._flush_units()
            self._bytes += text.encode("latin-1")

    def _byte(self, value: int) -> None:
        if self._to_skip:
            self._to_skip -= 1
        else:
            self._flush_units()
            self._bytes.append(value)

    def _unicode(self, number: int) -> None:
        self._flush_bytes()
        self._units.append(number & 0xFFFF)
        self._to_skip = self._state.skip

    def _flush(self) -> None:
        self._flush_bytes()
        self._flush_units()

    def _flush_bytes(self) -> None:
        if self._bytes:
            data, self._bytes = bytes(self._bytes), bytearray()
            self._say(data.decode(self._pages.get(self._state.font, self._page), "replace"))

    def _flush_units(self) -> None:
        if self._units:
            units, self._units = self._units, []
            data = b"".join(unit.to_bytes(2, "little") for unit in units)
            self._say(data.decode("utf-16-le", "surrogatepass" if is_whole(units) else "replace"))

    def _is_left(self) -> bool:
        return bool(self._state.kind not in {"", "footnote", "comment"})

    def _say(self, words: str) -> None:
        """Words as what this group makes of them."""
        state = self._state
        if state.kind in {"title", "author", "by"}:
            self._told.setdefault(state.kind, []).append(words)
        elif why := _TOLD.get(state.kind):
            self._put(left(words, why))
        elif self._is_left():
            return
        elif state.deleted or state.hidden:
            self._put(left(words, DELETED if state.deleted else HIDDEN))
        else:
            self._put(kept(words, bold=state.bold))

    # Paragraphs

    def _put(self, piece: Piece) -> None:
        self._paragraph.append(piece)

    def end_paragraph(self, _: int | None = None) -> None:
        if not self._is_left():
            self._end_paragraph()

    def _end_paragraph(self) -> None:
        self._flush()
        paragraph, self._paragraph = self._paragraph, []
        if self._around:
            self._out.append(paragraph)
        elif self._state.in_table:
            self._cell.append(paragraph)
        elif paragraph:
            self._end_table()
            self._out.append(paragraph)

    def end_cell(self, _: int | None = None) -> None:
        if not self._around and not self._is_left():
            self._cell.append(self._paragraph)
            self._row.append(self._cell)
            self._cell, self._paragraph = [], []

    def end_row(self, _: int | None = None) -> None:
        if not self._around and self._row:
            self._rows.append(self._row)
            self._row = []

    def _end_table(self) -> None:
        self._row += [self._cell] * bool(self._cell)
        self._cell = []
        self.end_row()
        if self._rows:
            rows, self._rows = self._rows, []
            self._out += from_table(rows)

    def paragraphs(self) -> list[Paragraph]:
        """Everything that was read, once all has been."""
        while self._around:
            self._end_aside(self._state.kind)
        self._state = _State()
        self._end_paragraph()
        self._end_table()
        return self._out

    def details(self) -> Details:
        try:
            day = date(*self._day)
        except ValueError:
            day = None
        title, author = ("".join(self._told.get(name, [])) for name in ("title", "author"))
        return Details(title=short(title), author=short(author), published_on=day)


type _Act = Callable[[_Reader, int | None], None]

_ACTS: dict[str, _Act] = {
    "par": _Reader.end_paragraph,
    "sect": _Reader.end_paragraph,
    "page": _Reader.end_paragraph,
    "cell": _Reader.end_cell,
    "row": _Reader.end_row,
    "b": lambda reader, number: reader.change(bold=number != 0),
    "v": lambda reader, number: reader.change(hidden=number != 0),
    "deleted": lambda reader, number: reader.change(deleted=number != 0),
    "plain": lambda reader, number: reader.change(bold=False, hidden=False, deleted=False),
    "pard": lambda reader, number: reader.change(in_table=False),
    "intbl": lambda reader, number: reader.change(in_table=True),
    "uc": lambda reader, number: reader.change(skip=max(0, number or 0)),
    "f": lambda reader, number: reader.change(font=number or 0),
    "ansicpg": lambda reader, number: reader.use(code_page(number)),
    "mac": lambda reader, number: reader.use("mac_roman"),
    "pc": lambda reader, number: reader.use("cp437"),
    "pca": lambda reader, number: reader.use("cp850"),
}
