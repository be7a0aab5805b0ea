"""A document on its way to a text: paragraphs of pieces, each with what becomes of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from claims.text.normalise import normalise
from claims.text.parts import Details, Note, Reading
from claims.text.readers.tape import Tape, Why
from claims.text.reading import read

_AWKWARD = re.compile("\r\n?|\x00|[\ud800-\udfff]|\ufeff")
_LINE_ENDINGS = Why("replaced", "old line ending", "old line endings")
_UNFIT = Why("replaced", "character that cannot be stored", "characters that cannot be stored")
_LONGEST_REMARK = 500
DELETED = Why("left out", "deletion that was tracked", "deletions that were tracked")
HIDDEN = Why("left out", "stretch of hidden text", "stretches of hidden text")
FIELDS = Why("left out", "field code", "field codes")
MARGINS = Why("left out", "header or footer", "headers and footers")
COMMENTS = Why("made notes of", "comment", "comments")
_MARKS = Why("left out", "byte order mark", "byte order marks")


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters as they stand in the source, and as they come to stand in the text.

    Kept where the two are the same, written by us where `source` is empty; else `why` says what
    was done, `times` how many things of that kind it was. `note` is a doubt or a remark at its
    place.
    """

    source: str
    text: str
    why: Why | None = None
    times: int = 1
    bold: bool = False
    note: str = ""


type Paragraph = list[Piece]


def kept(words: str, *, bold: bool = False) -> Piece:
    return Piece(words, words, bold=bold)


def left(words: str, why: Why, *, times: int = 1) -> Piece:
    return Piece(words, "", why, times)


def added(words: str) -> Piece:
    return Piece("", words)


def noted(remark: str) -> Piece:
    """A remark at a place, without characters."""
    return Piece("", "", note=remark)


def comment(source: str, words: str, author: str = "") -> Paragraph:
    """A comment as a note at its place; nothing where it has no words."""
    by = f" by {author.strip()}" if author.strip() else ""
    remark = noted(f"A comment{by} stands here: “{short(words)}”.")
    return [left(source, COMMENTS), remark] if source.strip() else []


def words_of(paragraph: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in paragraph)


def short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST_REMARK else words[: _LONGEST_REMARK - 2] + " …"


def counted(verb: str, number: int, noun: str, rest: str = "") -> list[str]:
    """A sentence on what was done so many times; none where it was never done."""
    return [f"{verb} {number:,} {noun}{'s'[: number > 1]}{rest}."] if number else []


@dataclass(slots=True)
class Manuscript:
    """The paragraphs of a document, and what it says of itself."""

    format: str
    paragraphs: list[Paragraph] = field(default_factory=list)
    details: Details = field(default_factory=Details)
    done: list[str] = field(default_factory=list)
    """What was done that no character tells of, in sentences."""
    notes: list[str] = field(default_factory=list)
    """Doubts about the whole, in sentences."""

    def tape(self) -> tuple[Tape, list[Note]]:
        """Everything written, a blank line between paragraphs, and the notes at their places."""
        pieces = [piece for paragraph in self.paragraphs for piece in _storable(paragraph)]
        tape = Tape("".join(piece.source for piece in pieces))
        notes: list[Note] = []
        at, begun = 0, False
        for paragraph in self.paragraphs:
            has_words = bool(words_of(paragraph).strip())
            if has_words and begun:
                tape.add("\n\n")
            begun = begun or has_words
            for piece in _storable(paragraph):
                at = _written(tape, piece, at, notes)
        return tape, notes

    def reading(self) -> Reading:
        """What is understood of the text. UnreadableText where there is none."""
        tape, notes = self.tape()
        text, unseen = normalise(tape.text)
        reading = read(text)
        account = tape.account()
        every = [Note(words) for words in [*self.notes, *unseen]] + [*notes, *reading.notes]
        every.sort(key=lambda note: -1 if note.start is None else note.start)
        done = [why.said(times) for why, times in account.times.items() if times]
        return replace(
            reading, format=self.format, notes=every, done=[*done, *self.done], details=self.details
        )


def _written(tape: Tape, piece: Piece, at: int, notes: list[Note]) -> int:
    """Write a piece whose characters begin at `at`; where the next one's do."""
    end, start = at + len(piece.source), tape.at
    if not piece.source:
        tape.add(piece.text)
    elif piece.why is None:
        tape.keep(at, end)
    elif piece.text:
        tape.change(at, end, piece.text, piece.why, times=piece.times)
    else:
        tape.leave(at, end, piece.why, times=piece.times)
    if piece.note:
        notes.append(Note(piece.note, start, tape.at))
    return end


def _storable(paragraph: Paragraph) -> Iterable[Piece]:
    """The pieces, with those characters apart that cannot be kept as they are."""
    for piece in paragraph:
        if piece.why is not None or not _AWKWARD.search(piece.source):
            yield piece
            continue
        at = 0
        for found in _AWKWARD.finditer(piece.source):
            if at < found.start():
                yield replace(piece, source=(words := piece.source[at : found.start()]), text=words)
            yield _mended(found[0])
            at = found.end()
        if at < len(piece.source):
            yield replace(piece, source=piece.source[at:], text=piece.source[at:])


def _mended(characters: str) -> Piece:
    if characters == "\ufeff":
        return left(characters, _MARKS)
    if characters.startswith("\r"):
        return Piece(characters, "\n", _LINE_ENDINGS)
    return Piece(characters, "\N{REPLACEMENT CHARACTER}", _UNFIT)
