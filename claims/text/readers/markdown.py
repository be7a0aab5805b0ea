"""Markdown: its marks are left out, and the words read as a transcript or an article."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from claims.text.parts import Reading
from claims.text.readers.about import details_of
from claims.text.readers.doubts import Doubts
from claims.text.readers.headings import set_apart
from claims.text.readers.markdown_words import CODE, LINK, Edit, Words
from claims.text.readers.plain import read_as_it_stands
from claims.text.readers.tape import Span, Tape, Why

FRONT = Why("left out", "block of details before the text", "blocks of details before the text")
COMMENT = Why("left out", "comment", "comments")
HEADING = Why("left out", "mark of a heading", "marks of headings")
QUOTATION = Why("left out", "mark of a quotation", "marks of quotations")
LIST = Why("left out", "mark of a list", "marks of lists")
RULE = Why("left out", "line across the page", "lines across the page")
_NAMES = (".md", ".markdown", ".mdown", ".mkd", ".rmd", ".qmd")
_FRONT = re.compile(
    r"(?:---|\+\+\+)[^\S\n]*\n(?P<lines>(?:[^\n]*\n){0,200}?)(?:---|\.\.\.|\+\+\+)[^\S\n]*(?:\n\s*|\Z)"
)
_PAIR = re.compile(r"([A-Za-z][\w -]{0,40}?)\s*[:=]\s*(.+)")
_MARKUP = [
    ("#", re.compile(r"^ {0,3}#{1,6}[^\S\n]+\S", re.MULTILINE), 1),
    ("**", re.compile(r"(?<![\w*])\*\*(?=\S)[^*\n]{1,200}(?<=\S)\*\*(?!\*)"), 1),
    ("__", re.compile(r"(?<![\w_])__(?=\S)[^_\n]{1,200}(?<=\S)__(?![\w_])"), 1),
    ("](", re.compile(r"\[[^\[\]\n]{1,200}\]\((?:https?://|mailto:|/|#)[^\s()]{1,500}\)"), 2),
    ("![", re.compile(r"!\[[^\[\]\n]{0,200}\]\([^\s()]{1,500}"), 2),
    ("```", re.compile(r"^ {0,3}```", re.MULTILINE), 1),
    ("~~~", re.compile(r"^ {0,3}~~~", re.MULTILINE), 1),
]
"""What each needs to be looked for at all, and how much it counts."""
_ENOUGH = 2
_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})[^`\n]*$")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_TABLE_RULE = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$")
_QUOTATION = re.compile(r" {0,3}(?:>[ \t]?)+")
_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]+|$)")
_CLOSING = re.compile(r"[ \t]+#+[ \t]*$")
_LIST = re.compile(r"[ \t]*[-*+](?:[ \t]+(?:\[[ xX]\][ \t]+)?|$)")
_REFERENCE = re.compile(
    r" {0,3}\[(?P<name>[^\[\]^][^\[\]]{0,200})\]:[ \t]*<?\S{1,2000}>?(?:[ \t]+[\"'(][^\n]*)?$"
)
_LONGEST_REMARK = 300


def recognises(text: str, name: str) -> bool:
    """Whether the name says so, or there is clear markup: one link, or two marks of other kinds."""
    if name.casefold().endswith(_NAMES):
        return True
    front = _FRONT.match(text)
    if front and _PAIR.match(front["lines"]):
        return True
    score = 0
    for sign, pattern, weight in _MARKUP:
        if sign in text:
            found = islice(pattern.finditer(text), _ENOUGH)
            score += sum(weight for _ in found)
    return score >= _ENOUGH


def read(text: str) -> Reading:
    """The words without marks. A heading is said by nobody; a comment is a doubt at its place."""
    blocks = _Blocks(text)
    blocks.read()
    tape = Tape(text)
    places = _write(tape, sorted(blocks.words.edits, key=lambda edit: (edit.start, edit.end)))
    reading = read_as_it_stands(tape, "markdown")
    headings = [(_place(places, start), _place(places, end)) for start, end in blocks.headings]
    reading = set_apart(reading, [span for span in headings if span[0] < span[1]])
    doubts = Doubts()
    doubts.take(reading.notes)
    for at, words in blocks.remarks:
        doubts.add("remark", f"The file remarks here: “{words}”.", _place(places, at))
    details = details_of(blocks.pairs)
    if not details.title:
        details = replace(details, title=blocks.title)
    return replace(reading, notes=doubts.notes, details=details)


@dataclass(slots=True)
class _Blocks:
    """The lines of a source: what marks stand before their words, and what paragraphs they make."""

    source: str
    words: Words = field(init=False)
    headings: list[Span] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    title: str = ""
    _paragraph: list[Span] = field(default_factory=list)
    _fence: str = ""

    def __post_init__(self) -> None:
        names = (found["name"].casefold() for found in _REFERENCE.finditer(self.source))
        self.words = Words(self.source, frozenset(names))

    def read(self) -> None:
        """Read everything; what becomes of the source is then in the edits of the words."""
        at = self._read_front()
        for start, end in self._comments(at):
            self._read_part(at, start)
            remark = " ".join(
                self.source[start:end].removeprefix("<!--").removesuffix("-->").split()
            )
            if remark:
                self.remarks.append((start, remark[:_LONGEST_REMARK]))
            self.words.leave(start, end, COMMENT)
            at = end
        self._read_part(at, len(self.source))
        self._end_paragraph()

    def _read_front(self) -> int:
        """Read the block of names and values before the text, if there is one; where it ends."""
        front = _FRONT.match(self.source)
        if not front or not _PAIR.match(front["lines"]):
            return 0
        for line in front["lines"].split("\n"):
            if pair := _PAIR.fullmatch(line.rstrip()):
                self.pairs.append((pair[1], pair[2].strip("\"'[] ")))
        self.words.leave(*front.span(), FRONT)
        return front.end()

    def _comments(self, at: int) -> Iterator[Span]:
        while (start := self.source.find("<!--", at)) >= 0:
            end = self.source.find("-->", start)
            if end < 0:
                return
            at = end + 3
            yield start, at

    def _read_part(self, start: int, end: int) -> None:
        """Read the lines between two comments."""
        while start < end:
            newline = self.source.find("\n", start, end)
            last = end if newline < 0 else newline
            self._read_line(start, last)
            start = last + 1

    def _read_line(self, start: int, end: int) -> None:
        fence = _FENCE.match(self.source, start, end)
        if fence and (not self._fence or fence["fence"].startswith(self._fence)):
            self._end_paragraph()
            self._fence = "" if self._fence else fence["fence"]
            self.words.leave(start, end, CODE)
            return
        if self._fence:
            return
        if mark := _QUOTATION.match(self.source, start, end):
            self.words.leave(start, mark.end(), QUOTATION)
            start = mark.end()
        if not self.source[start:end].strip():
            self._end_paragraph()
        elif self._paragraph and _UNDERLINE.match(self.source, start, end) and self._is_heading():
            self._underline(start, end)
        elif _RULE.match(self.source, start, end) or _TABLE_RULE.match(self.source, start, end):
            self._end_paragraph()
            self.words.leave(start, end, RULE)
        elif _REFERENCE.match(self.source, start, end):
            self.words.leave(start, end, LINK)
        elif mark := _HEADING.match(self.source, start, end):
            self._read_heading(mark, end)
        else:
            if mark := _LIST.match(self.source, start, end):
                self._end_paragraph()
                self.words.leave(start, mark.end(), LIST)
                start = mark.end()
            self._paragraph.append((start, end))

    def _is_heading(self) -> bool:
        """Whether a line under the paragraph makes it a heading: it is one line, not of speech."""
        (start, end), *more = self._paragraph
        return not more and ": " not in self.source[start:end]

    def _underline(self, start: int, end: int) -> None:
        self._head(*self._paragraph[0])
        self._end_paragraph()
        self.words.leave(start, end, HEADING)

    def _read_heading(self, mark: re.Match[str], end: int) -> None:
        self._end_paragraph()
        self.words.leave(*mark.span(), HEADING)
        last = end
        if closing := _CLOSING.search(self.source, max(mark.end(), end - 50), end):
            last = closing.start()
            self.words.leave(last, end, HEADING)
        self._paragraph = [(mark.end(), last)]
        self._head(mark.end(), last)
        self._end_paragraph()
        if self.source[end + 1 : end + 2].strip():  # the words below are no part of it
            self.words.edits.append(Edit(end, end, HEADING, "\n"))

    def _head(self, start: int, end: int) -> None:
        self.headings.append((start, end))
        words = self.source[start:end].strip().strip("*_` ")
        self.title = self.title or words

    def _end_paragraph(self) -> None:
        self.words.read(self._paragraph)
        self._paragraph = []


def _write(tape: Tape, edits: list[Edit]) -> list[tuple[int, int, int]]:
    """Write the source with its edits; for each piece where it is in the source, and in the text.

    The third number is how much of the piece stands in the text.
    """
    places = []
    at = 0
    for edit in edits:
        places.append((at, *_kept(tape, at, edit.start)))
        at = edit.end
        places.append((edit.start, tape.at, 0))
        if edit.start == edit.end:
            tape.add(edit.words)
        elif edit.words:
            tape.change(edit.start, edit.end, edit.words, edit.why)
        else:
            tape.leave(edit.start, edit.end, edit.why, times=edit.times)
    places.append((at, *_kept(tape, at, len(tape.source))))
    return places


def _kept(tape: Tape, start: int, end: int) -> tuple[int, int]:
    first, last = tape.keep(start, end)
    return first, last - first


def _place(places: list[tuple[int, int, int]], at: int) -> int:
    """Where in the text a place of the source is."""
    start, place, size = places[bisect_right(places, at, key=lambda one: one[0]) - 1]
    return place + min(at - start, size)
