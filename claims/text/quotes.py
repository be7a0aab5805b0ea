"""Quote marks: which stretches of a paragraph stand between them."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import NamedTuple

from claims.text.anchoring import trim_span

_OPENING, _CLOSING = "“„«", "”»"
_DOUBLE = re.compile(r"[\"“”„«»]")
_MAY_QUOTE = re.compile(r"[\"“”„«»'‘]")
_SINGLE_OPEN = re.compile(r"['‘](?=[^\W_]|[\[(…$€£#@.])")
_SINGLE_CLOSE = re.compile(r"(?<=\S)['’](?![^\W_])")
_ELISION = re.compile(r"['‘’](?:em|til|till|cause|tis|twas|bout|round|cuz|n|ere|\d\ds?)\b", re.I)
_BEFORE_OPENING = "([{—–-/‘“'\"¿¡"
_AFTER_CLOSING = ".,;:!?)]}—–-…/’”'\""
_LONGEST_SINGLE = 2000
_MOST_APOSTROPHES = 50
_FEET = re.compile(r"\d['’]\s?\d{1,2}\Z")
_SENTENCE_END = re.compile(r"[.!?]\s+")


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words between quote marks: ``[start, end)`` without the marks, the outer span with them.

    ``opened`` and ``closed`` tell whether the mark is there; ``goes_on`` that the next paragraph
    takes the quote up with an opening mark of its own; ``single`` that the marks are single.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    opened: bool = True
    closed: bool = True
    goes_on: bool = False
    single: bool = False


class _Pair(NamedTuple):
    """Where the marks of a quote stand; None for a missing one.

    ``closed`` is false where ``last`` is the opening mark of the next quote.
    """

    first: int | None
    last: int | None
    closed: bool


def quoted_spans(text: str, start: int, end: int, following: str) -> list[Quoted]:
    """Return what is quoted in the paragraph ``text[start:end]``: ordered, not overlapping.

    ``following`` is the first character of the next paragraph. Quotes inside quotes are part of
    them. A quote without closing mark runs to the end of the paragraph, one without opening mark
    begins after the sentence that follows the quote before it.
    """
    if not _MAY_QUOTE.search(text, start, end):
        return []
    double = _double(text, start, end, following)
    found = list(double)
    at = start
    for quoted in [*double, None]:
        stop = quoted.outer_start if quoted else end
        found.extend(_single(text, at, stop, following if stop == end else ""))
        at = quoted.outer_end if quoted else end
    found = [quoted for quoted in found if quoted.start < quoted.end]
    return sorted(found, key=lambda quoted: quoted.start)


def _double(text: str, start: int, end: int, following: str) -> list[Quoted]:
    low = "„" in text[start:end]
    marks = [
        (
            found.start(),
            "either" if low and found[0] == "“" else _role(text, found.start(), start, end),
        )
        for found in _DOUBLE.finditer(text, start, end)
    ]
    marks = [mark for mark in marks if mark[1]]
    goes_on = bool(following) and following in '"“„«'
    pairs = _nested(marks, goes_on)
    if pairs is None:
        pairs = _flat(text, marks)
    found: list[Quoted] = []
    for pair in pairs:
        at = found[-1].outer_end if found else start
        found.append(_quoted(text, (start, end), at, pair, goes_on))
    return found


def _role(text: str, at: int, start: int, end: int) -> str:
    """Return whether a mark opens, closes or may do either; empty where it is an inch sign."""
    mark = text[at]
    if mark in _OPENING:
        return "open"
    if mark in _CLOSING:
        return "close"
    if _FEET.search(text[max(start, at - 6) : at]):
        return ""
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    opens = not after.isspace() and (before.isspace() or before in _BEFORE_OPENING)
    closes = not before.isspace() and (after.isspace() or after in _AFTER_CLOSING)
    if opens == closes:
        return "either"
    return "open" if opens else "close"


def _nested(marks: list[tuple[int, str]], goes_on: bool) -> list[_Pair] | None:
    """Return the outermost pairs if every mark has its partner, else None."""
    pairs: list[_Pair] = []
    opened: list[int] = []
    for at, role in marks:
        if role == "open" or (role == "either" and not opened):
            opened.append(at)
        elif not opened:
            return None
        else:
            first = opened.pop()
            if not opened:
                pairs.append(_Pair(first, at, True))
    if len(opened) > 1 or (opened and not goes_on):
        return None
    return pairs + [_Pair(first, None, False) for first in opened]


def _flat(text: str, marks: list[tuple[int, str]]) -> list[_Pair]:
    """Return pairs where marks are missing.

    A second opening mark ends the quote before it, or closes it where no word comes behind.
    """
    pairs: list[_Pair] = []
    opened: int | None = None
    for at, role in marks:
        follows = text[at + 1 : at + 2]
        if opened is None and role == "close":
            pairs.append(_Pair(None, at, True))
        elif opened is None:
            opened = at
        elif role == "open" and follows and not follows.isspace() and follows not in _AFTER_CLOSING:
            pairs.append(_Pair(opened, at, False))
            opened = at
        else:
            pairs.append(_Pair(opened, at, True))
            opened = None
    return pairs if opened is None else [*pairs, _Pair(opened, None, False)]


def _quoted(text: str, part: tuple[int, int], at: int, pair: _Pair, goes_on: bool) -> Quoted:
    """Return what a pair of marks encloses; ``at`` is where the quote before it ends.

    Without an opening mark it begins with the paragraph, or after the sentence in which the quote
    before it ended.
    """
    start, end = part
    last = end if pair.last is None else pair.last
    if pair.first is not None:
        first = pair.first + 1
    else:
        sentence = _SENTENCE_END.search(text, at, last) if at > start else None
        first = sentence.end() if sentence else at
    opened = pair.first is not None
    inner = trim_span(text, first, last)
    goes_on = goes_on and pair.last is None
    return Quoted(*inner, first - opened, last + pair.closed, opened, pair.closed, goes_on)


def _single(text: str, start: int, end: int, following: str) -> list[Quoted]:
    found = []
    openings = [at for at in _matches(_SINGLE_OPEN, text, start, end) if _opens(text, at, start)]
    closings = _matches(_SINGLE_CLOSE, text, start, end) if openings else []
    at = start
    for place, first in enumerate(openings):
        if first < at:
            continue
        after = openings[place + 1] if place + 1 < len(openings) else end
        last = _single_close(text, first + 1, after, closings)
        if last is not None:
            found.append(Quoted(first + 1, last, first, last + 1, single=True))
            at = last + 1
        elif text[first] == "‘" == following:
            found.append(Quoted(first + 1, end, first, end, True, False, True, True))
            at = end
    return found


def _matches(pattern: re.Pattern[str], text: str, start: int, end: int) -> list[int]:
    return [found.start() for found in pattern.finditer(text, start, end)]


def _opens(text: str, at: int, start: int) -> bool:
    before = text[at - 1] if at > start else " "
    return (before.isspace() or before in _BEFORE_OPENING) and not _ELISION.match(text, at)


def _single_close(text: str, start: int, after: int, closings: list[int]) -> int | None:
    """Return where a single quote ends: apostrophes of the plural (``the actors' guild``) do not.

    Where only such a mark comes before ``after``, the next opening, it ends the quote all the
    same.
    """
    fallback = None
    for at in closings[(first := bisect_left(closings, start)) : first + _MOST_APOSTROPHES]:
        if at > start + _LONGEST_SINGLE or (at > after and fallback is not None):
            break
        behind = text[at + 1 : at + 3]
        plural = text[at - 1] in "sSzx" and behind[:1].isspace() and behind[1:].isalpha()
        if not plural:
            return at
        fallback = at if fallback is None else fallback
    return fallback
