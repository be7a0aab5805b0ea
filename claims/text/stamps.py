"""Times in a text: ``[00:12:03]``, ``(12:03)``, ``00:12:03`` at the start of a line or on its own.

They stand in the text as they are, before the words that they are the time of.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from claims.text.clocks import milliseconds, steady

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?(?![:\d])"
_SPAN = rf"(?P<clock>{_CLOCK})(?:[^\S\n]*(?:-->?|[-–—]|to)[^\S\n]*{_CLOCK})?"
_BARE = _SPAN.replace("clock", "bare") + r"(?![^\S\n]*[AaPp]\.?[Mm]\b)"
_AT_LINE = re.compile(
    rf"^[^\S\n]*+(?P<stamp>[\[({{<][^\S\n]*+{_SPAN}[^\S\n]*+[\])}}>]|{_BARE})"
    rf"(?=(?P<after>[^\S\n]*+[-–—:]?[^\S\n]*+)(?P<words>[^\n]?))",
    re.MULTILINE,
)
_INSIDE = re.compile(
    rf"\[(?:[A-Za-z ]{{1,30}} )?(?P<clock>{_CLOCK})\]|\((?P<round>\d{{1,2}}(?::\d\d){{2}})\)"
)
_FEW = 3


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time that stands at the start of a line: ``[start, end)``, in milliseconds.

    ``is_alone`` tells that no words stand on the line after it.
    """

    start: int
    end: int
    ms: int
    is_alone: bool


def stamps_of(text: str) -> list[Stamp]:
    """The times at the starts of lines that are times of the words after them, in order.

    In plain brackets every one is, and alone on a line if it has hours. Others must be two or
    more, in order; without brackets before words three, and before half of the paragraphs.
    """
    plain: list[Stamp] = []
    others: dict[str, list[Stamp]] = {"round": [], "alone": [], "before": []}
    for found in _AT_LINE.finditer(text):
        stamp = _stamp(found)
        if stamp and (found["stamp"][0] == "[" or _is_plain(stamp, found)):
            plain.append(stamp)
        elif stamp and not found["bare"]:
            others["round"].append(stamp)
        elif stamp and (stamp.is_alone or found["after"][:1].isspace()):
            others["alone" if stamp.is_alone else "before"].append(stamp)
    taken = plain
    for kind, stamps in others.items():
        fewest = max(_FEW, text.count("\n\n") / 2) if kind == "before" else 2
        if len(stamps) >= fewest and _are_in_order(stamps):
            taken += stamps
    return sorted(taken, key=lambda stamp: stamp.start)


def times_inside(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The times in brackets between words, as ``[crosstalk 00:01:02]``: places, milliseconds."""
    if not _INSIDE.search(text):
        return []
    return [
        (found.start(), ms)
        for start, end in spans
        for found in _INSIDE.finditer(text, start, end)
        if (ms := milliseconds(found["clock"] or found["round"])) is not None
    ]


def steady_times(times: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places and times in order: without those out of order, and one for each place."""
    first: dict[int, int] = {}
    for place, ms in sorted(times):
        first.setdefault(place, ms)
    kept = steady(list(first.values()))
    return [time for time, is_kept in zip(first.items(), kept, strict=True) if is_kept]


def _stamp(found: re.Match[str]) -> Stamp | None:
    ms = milliseconds(found["clock"] or found["bare"])
    if ms is None:
        return None
    end = found.end("stamp") + len(found["after"].rstrip())
    return Stamp(found.start("stamp"), end, ms, not found["words"])


def _is_plain(stamp: Stamp, found: re.Match[str]) -> bool:
    return stamp.is_alone and (found["clock"] or found["bare"]).count(":") == 2


def _are_in_order(stamps: list[Stamp]) -> bool:
    kept = steady([stamp.ms for stamp in stamps])
    return sum(kept) * 10 >= len(stamps) * 9 and any(b.ms > a.ms for a, b in pairwise(stamps))
