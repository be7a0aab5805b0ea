"""The marks of Markdown inside of paragraphs: emphasis, links, pictures, code, entities."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

from claims.text.errors import UnreadableText
from claims.text.readers.tape import Span, Why

MOST_MARKS = 300_000
EMPHASIS = Why("left out", "sign of emphasis", "signs of emphasis")
LINK = Why("left out", "address of a link", "addresses of links")
PICTURE = Why("left out", "address of a picture", "addresses of pictures")
CODE = Why("left out", "mark of code", "marks of code")
ESCAPE = Why("left out", "backslash", "backslashes")
TAG = Why("left out", "tag", "tags")
ENTITY = Why("wrote out", "character written as a code", "characters written as codes")
_TOKEN = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])|(?P<break>\\$)|(?P<code>(?P<ticks>`{1,9})(?!`)[^\n]{1,500}?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<open>!?\[)|(?P<close>\](?:\(\s*(?:<[^<>\n]{0,2000}>|[^\s()<>]{0,2000}(?:\([^\s()]{0,500}\)[^\s()]{0,500})?)"
    r"(?:\s+(?:\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'|\([^()\n]{0,500}\)))?\s*\)|\[(?P<reference>[^\[\]\n]{0,200})\])?)"
    r"|(?P<address><(?:https?://|mailto:)[^\s<>]{1,2000}>)|(?P<tag></?[A-Za-z][^<>\n]{0,400}>)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<run>\*+|_+|~~)",
    re.MULTILINE,
)


class Edit(NamedTuple):
    """What becomes of a span of the source: it is left out, or other words stand for it."""

    start: int
    end: int
    why: Why
    words: str = ""
    times: int = 1


@dataclass(slots=True)
class _Run:
    """Signs of emphasis that nothing has closed yet."""

    at: int
    count: int


@dataclass(slots=True)
class Words:
    """Finds the marks in the paragraphs of a source; ``references`` are names of addresses."""

    source: str
    references: frozenset[str]
    edits: list[Edit] = field(default_factory=list)
    _runs: dict[str, list[_Run]] = field(default_factory=lambda: defaultdict(list))
    _brackets: list[Span] = field(default_factory=list)
    _marks: int = 0

    def read(self, lines: Iterable[Span]) -> None:
        """Read one paragraph, given as the spans of its lines."""
        self._runs.clear()
        self._brackets.clear()
        for start, end in lines:
            for found in _TOKEN.finditer(self.source, start, end):
                self._take(found)

    def leave(self, start: int, end: int, why: Why) -> None:
        """Leave out a mark that stands before or between the words of paragraphs."""
        if start < end:
            self.count()
            self.edits.append(Edit(start, end, why))

    def count(self) -> None:
        """Count a mark; UnreadableText where there are more than anybody writes."""
        self._marks += 1
        if self._marks > MOST_MARKS:
            raise UnreadableText(
                f"This text has more than {MOST_MARKS:,} marks of Markdown: split it into parts."
            )

    def _take(self, found: re.Match[str]) -> None:
        self.count()
        kind, (start, end) = found.lastgroup, found.span()
        if kind == "reference":
            kind = "close"
        if kind in {"escape", "break"}:
            self.edits.append(Edit(start, start + 1, ESCAPE))
        elif kind in {"code", "ticks"}:
            size = len(found["ticks"])
            self.edits += [Edit(start, start + size, CODE), Edit(end - size, end, CODE)]
        elif kind == "open":
            self._brackets.append((start, end))
        elif kind == "close":
            self._close(found)
        elif kind == "address":
            self.edits += [Edit(start, start + 1, LINK), Edit(end - 1, end, LINK, times=0)]
        elif kind == "tag":
            self.edits.append(Edit(start, end, TAG))
        elif kind == "entity":
            character = unescape(found[0])
            if len(character) == 1 and character >= " " and character not in "\x7f\ufeff\ufffd":
                self.edits.append(Edit(start, end, ENTITY, character))
        else:
            self._emphasise(found)

    def _close(self, found: re.Match[str]) -> None:
        """Read the end of a link or picture; what is none stays as it is."""
        if not self._brackets:
            return
        first, last = self._brackets.pop()
        words = self.source[last : found.start()]
        name = (found["reference"] or words).casefold()
        why = PICTURE if last - first == 2 else LINK
        has_address = found[0][1:2] == "("
        if has_address or name in self.references:
            end = (
                found.end() if has_address or found["reference"] is not None else found.start() + 1
            )
            self.edits.append(Edit(first, last, why, times=0))
            self.edits.append(Edit(found.start(), end, why))

    def _emphasise(self, found: re.Match[str]) -> None:
        """Pair a run of signs with those before it, as far as they open and close."""
        sign = found[0][0]
        at, end = found.span()
        before = self.source[at - 1 : at] or " "
        after = self.source[end : end + 1] or " "
        opens = not after.isspace() and (after.isalnum() or not before.isalnum())
        closes = not before.isspace() and (before.isalnum() or not after.isalnum())
        if sign == "_":
            opens, closes = opens and not before.isalnum(), closes and not after.isalnum()
        runs = self._runs[sign]
        while closes and runs and at < end:
            run = runs[-1]
            size = min(2, run.count, end - at)
            inner = run.at + run.count
            self.edits += [Edit(inner - size, inner, EMPHASIS), Edit(at, at + size, EMPHASIS)]
            at, run.count = at + size, run.count - size
            if not run.count:
                runs.pop()
        if opens and at < end:
            runs.append(_Run(at, end - at))
