"""What differs between two texts, word by word, and how two edits of one text go together."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

WORDS = re.compile(r"\w+|\s+|[^\w\s]")
MOST_WORDS = 20_000
"""Beyond this many words and marks a text is compared by lines."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stands in both texts, in the old one only, or in the new one only."""

    kind: Literal["same", "removed", "added"]
    text: str


def word_diff(old: str, new: str) -> list[Piece]:
    """The two texts as one row of pieces.

    The pieces that are not 'added' make up `old`, those that are not 'removed' make up `new`.
    """
    a, b = _parts(old, new)
    pieces: list[Piece] = []
    for op, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if op == "equal":
            pieces.append(Piece("same", "".join(a[a1:a2])))
            continue
        if a2 > a1:
            pieces.append(Piece("removed", "".join(a[a1:a2])))
        if b2 > b1:
            pieces.append(Piece("added", "".join(b[b1:b2])))
    return pieces


def shortened(pieces: list[Piece], *, around: int = 6) -> list[Piece]:
    """The pieces with the middle of every long run that did not change left out, as “…”.

    What stays of such a run are this many words beside each change.
    """
    short = []
    for position, piece in enumerate(pieces):
        words = re.findall(r"\s*\S+", piece.text)
        before, after = around * (position > 0), around * (position < len(pieces) - 1)
        if piece.kind != "same" or len(words) <= before + after + around:
            short.append(piece)
            continue
        end = re.search(r"\s*$", piece.text)
        tail = "".join(words[-after:]) + (end[0] if end else "") if after else ""
        short.append(Piece("same", "".join([*words[:before], " … ", tail.lstrip()])))
    return short


def merged(base: str, theirs: str, mine: str) -> str | None:
    """`base` with both edits in it, or None where they touch the same words."""
    if mine in {theirs, base}:
        return theirs
    if theirs == base:
        return mine
    parts = WORDS.findall(base)
    if len(parts) > MOST_WORDS:
        return None
    edits = sorted(
        [*_edits(parts, WORDS.findall(theirs)), *_edits(parts, WORDS.findall(mine))],
        key=lambda edit: edit[:2],
    )
    merged_parts: list[str] = []
    at = 0
    for start, end, words in edits:
        if start < at or (merged_parts and start == at == end and _touches(edits, start)):
            return None
        merged_parts += [*parts[at:start], *words]
        at = end
    return "".join([*merged_parts, *parts[at:]])


def _touches(edits: list[tuple[int, int, list[str]]], place: int) -> bool:
    """Whether more than one edit begins or ends at a place: their order would be a guess."""
    return sum(place in edit[:2] for edit in edits) > 1


def _edits(base: list[str], changed: list[str]) -> list[tuple[int, int, list[str]]]:
    """What to put where in `base`, as (start, end, words)."""
    codes = SequenceMatcher(None, base, changed, autojunk=False).get_opcodes()
    return [(a1, a2, changed[b1:b2]) for op, a1, a2, b1, b2 in codes if op != "equal"]


def _parts(old: str, new: str) -> tuple[list[str], list[str]]:
    a, b = WORDS.findall(old), WORDS.findall(new)
    if len(a) + len(b) > MOST_WORDS:
        return old.splitlines(keepends=True), new.splitlines(keepends=True)
    return a, b
