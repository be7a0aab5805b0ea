"""Texts with the numbers of the columns or pages that they were printed in.

``Column 1023`` stands between lines, often in the middle of a sentence, in the reports of
parliaments. The numbers are left out, and what they part is joined.
"""

import re
from itertools import pairwise

from claims.text.parts import Reading
from claims.text.readers.plain import read_as_it_stands
from claims.text.readers.tape import Tape, Why

NUMBER = Why("left out", "number of a column or page", "numbers of columns or pages")
JOINED = Why("joined", "sentence that such a number parts", "sentences that such numbers part")
_NUMBER = re.compile(
    r"^[^\S\n]*+(?P<words>\[?(?:[^\n:]{1,40}[:—–][^\S\n]*)?(?:Column|Col\.?|Page)[^\S\n]+"
    r"(?P<number>\d{1,5})[A-Z]{0,2}(?:[^\S\n]+of[^\S\n]+\d{1,5})?\]?)[^\S\n]*$",
    re.MULTILINE,
)
_SENTENCE_ENDS = ".?!:;…)]\"”’'"
_FEWEST, _FARTHEST = 2, 20


def recognises(text: str, name: str) -> bool:
    """Whether numbers of columns or pages stand on lines of their own, and count up."""
    if "Col" not in text and "Page" not in text:
        return False
    numbers = [int(found["number"]) for found in _NUMBER.finditer(text)]
    steps = sum(one < two <= one + _FARTHEST for one, two in pairwise(numbers))
    return len(numbers) >= _FEWEST and steps * 10 >= (len(numbers) - 1) * 9


def read(text: str) -> Reading:
    """The text without the numbers, read as a transcript with labels or an article."""
    tape = Tape(text)
    at = 0
    for found in _NUMBER.finditer(text):
        start, end = _around(text, at, *found.span("words"))
        tape.keep(at, start)
        tape.leave(*found.span("words"), NUMBER)
        if start > at and end < len(text) and _parts_a_sentence(text, start, end):
            tape.change(start, start + 1, " ", JOINED)
        elif tape.at and end < len(text):
            tape.add("\n\n")
        at = end
    tape.keep(at, len(text))
    return read_as_it_stands(tape, "paged")


def _around(text: str, least: int, start: int, end: int) -> tuple[int, int]:
    """The span with the white space around it, which begins at ``least`` at the earliest."""
    while start > least and text[start - 1].isspace():
        start -= 1
    while end < len(text) and text[end].isspace():
        end += 1
    return start, end


def _parts_a_sentence(text: str, start: int, end: int) -> bool:
    return text[start - 1] not in _SENTENCE_ENDS and text[end].islower()
