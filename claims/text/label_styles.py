"""Labels of speakers without a colon: a name on a line of its own, before a dash, before a stop.

What `labels` says of names with a colon holds here too: the shape makes a candidate, the document
decides. ``needs`` is 1 where the shape alone is plain (a time, a title, a constituency), else 2.
"""

import re
from collections.abc import Callable, Iterator

from claims.text.anchoring import LINE
from claims.text.clocks import milliseconds
from claims.text.labels import Label, is_caps, times_needed
from claims.text.words import TITLES

type Style = Callable[[str], list[Label]]

_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_HALF_DAY = r"(?:[^\S\n]?(?P<half>[AaPp]\.?[Mm]\.?))?+"
_TIMED = re.compile(
    rf"(?P<name>\S[^\n]{{0,99}}?)(?:[^\S\n]*[-–—|•,][^\S\n]*|[^\S\n]+)[\[(]?(?P<clock>{_CLOCK}){_HALF_DAY}[\])]?"
)
_TIMED_BEFORE = re.compile(
    rf"[\[(]?(?P<clock>{_CLOCK}){_HALF_DAY}[\])]?[^\S\n]*[-–—|•]?[^\S\n]*(?P<name>\S[^\n]{{0,99}})"
)
_DASHED = re.compile(r"(?P<name>[^\n—–:]{1,60}?)(?:[^\S\n]*[—–]|[^\S\n]+--?(?=\s))(?=[^\S\n]*\S)")
_TITLES = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sen|Rep|Gov|Hon|Sir|Dame|Lord|Lady|Baroness|Madam|The"
    r"|Senator|Representative|Congressman|Congresswoman|Chair|Chairman|Chairwoman|Judge|Justice"
    r"|Secretary|Ambassador|General|Admiral|Speaker|President|Governor|Mayor)"
)
_STOPPED = re.compile(
    rf"(?P<name>{_TITLES}\.?(?:[^\S\n]+(?:of|de|van|von|[A-Z][\w'’-]*\.?)){{1,5}}?)\.(?=[^\S\n]+[\"“(\[A-Z])"
)
_ASIDE = re.compile(r"\([^()\n]+\)")
_NO_NAME = re.compile(r"[,\d]")
_NEVER_LAST = frozenset({"at", "on", "to", "from", "until", "by", "in", "of", "for", "and", "the"})
_ENDS = ".?!,;:…"
_OFFICES = TITLES | {"members", "chair", "clerk", "baroness", "noble"}


def timed_lines(text: str) -> list[Label]:
    """Lines of a name and a time (``Ada Quill  0:03``), or of a time and a name, above words.

    A time of day (``12:03 PM``) is no time in a recording.
    """
    return list(_on_lines(text, _timed))


def named_lines(text: str) -> list[Label]:
    """Lines of a name alone above words, as in the reports of parliaments."""
    return list(_on_lines(text, _named))


def dashed(text: str) -> list[Label]:
    """Names before a dash: ``ADA QUILL — words``."""
    return [
        Label(name, found.start(), found.end(), None, 2, True, True)
        for found in _at_lines(text, _DASHED)
        if times_needed(name := " ".join(found["name"].split())) in {1, 2}
    ]


def stopped(text: str) -> list[Label]:
    """Titles and names before a full stop, as in the record of a congress: ``Mr. SMITH. Words``."""
    return [
        Label(name, found.start(), found.end(), None, 2, True, True)
        for found in _at_lines(text, _STOPPED)
        if times_needed(name := " ".join(found["name"].split())) == 1
    ]


STYLES: list[Style] = [timed_lines, named_lines, dashed, stopped]
"""In the order in which they are tried."""


def _on_lines(
    text: str, shape: Callable[[str], tuple[str, int | None, int] | None]
) -> Iterator[Label]:
    """The lines that have a shape, where words and no other such line follow."""
    waiting: Label | None = None
    at = 0
    before = ""
    for line in text.split("\n"):
        bare = line.strip()
        at += len(line) + 1
        if not bare:
            before = ""
            continue
        found = shape(bare) if len(bare) <= 160 else None
        if not found and waiting:
            yield waiting
        waiting = None
        if found:
            name, ms, needs = found
            start = at - 1 - len(line.lstrip())
            place = (not before, not before or before[-1] in ".?!…)]\"”’'—–-")
            waiting = Label(name, start, start + len(bare), ms, needs, *place)
        before = bare


def _timed(line: str) -> tuple[str, int | None, int] | None:
    if ":" not in line:
        return None
    found = _TIMED.fullmatch(line) or _TIMED_BEFORE.fullmatch(line)
    if not found:
        return None
    name = " ".join(found["name"].rstrip(" :").split())
    if times_needed(name) != 1 or name.split()[-1] in _NEVER_LAST:
        return None
    return name, None if found["half"] else milliseconds(found["clock"]), 1


def _named(line: str) -> tuple[str, int | None, int] | None:
    if line[-1] in _ENDS:
        return None
    name = " ".join(line.split())
    bare = _ASIDE.sub("", name).strip()
    if len(bare) > 60 or _NO_NAME.search(bare) or times_needed(name) != 1:
        return None
    words = bare.casefold().replace(".", "").split()
    is_plain = bare != name or words[0] in _OFFICES
    if not (is_plain or is_caps(bare) or len(words) <= 4):
        return None
    return name, None, 1 if is_plain else 2


def _at_lines(text: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The matches of a pattern at the starts of lines."""
    for line in LINE.finditer(text):
        if found := pattern.match(text, *line.span()):
            yield found
