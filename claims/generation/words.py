"""Vectors of words as the database would make them, so that it need not: see `models.search`."""

import re
from collections.abc import Iterator
from itertools import chain, product, repeat

from claims.generation import vocabulary as v

PASSAGE = 2000
"""The most characters of one."""

# What stands between the words of the vocabulary: see `prose` and `newsroom`.
BETWEEN = """
According a after although and asked at before between by closed cost end euros example for has
https in it looked million more Nobody of Office org p percent planned Records said same says
since than the to were year
"""

BREAK = "|"
"""What keeps two texts apart: it takes a place, and is no word."""

_SIGNS = b",.:;?!-/{}"
"""All signs that are written: with another one, a word would not be known."""
_spaces = bytes.maketrans(_SIGNS, b" " * len(_SIGNS))
_PLACES = [str(place) for place in range(1, PASSAGE)]
_whole_sentences = re.compile(r".*[.?]\s", re.DOTALL).match


class Lexicon(dict[str, str]):
    """For each word the vector of a text that is this word alone, as text, with # for its place."""

    def __missing__(self, word: str) -> str:
        if word == BREAK:
            return ""
        if not word.isdecimal():
            raise KeyError(word)
        vector = f"{word}:#A"
        if len(word) < 5:
            self[word] = vector
        return vector

    def vector(self, number: int, *texts: str, also: str = "") -> str:
        """As `search_vector` in English with `search_marks` of the row's number: no phrase goes
        from one text over to another."""
        words = plain(f" {BREAK} ".join(texts)).split()
        parts = map(str.replace, map(self.__getitem__, words), repeat("#"), _PLACES)
        marks = f"'#12/{number >> 12}' '#16/{number >> 16}' '#20/{number >> 20}'"
        return f"{' '.join(parts)} {marks}{also}"


def plain(text: str) -> str:
    """With spaces for signs. Bytes are translated much faster than letters."""
    return text.encode().translate(_spaces).decode()


def every_word() -> list[str]:
    """All that may stand in what is written, with a small and with a capital letter."""
    said = chain(
        map("".join, product(v.SURNAME_STARTS, v.SURNAME_ENDS)), v.FIRST_NAMES, v.PLACES, v.MONTHS,
        v.OUTLETS, v.PROGRAMMES, v.OCCUPATIONS, v.BODIES, *chain(*v.TOPICS.values()), v.MOVES,
        v.DEEDS, v.OPENINGS, v.QUESTIONS, v.REMARKS, v.PHRASES.values(), [BETWEEN],
    )  # fmt: skip
    words = set(plain(" ".join(said)).split())
    return sorted(words | {word[0].upper() + word[1:] for word in words}
                  | {word[0].lower() + word[1:] for word in words})  # fmt: skip


def passages(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A turn [start, end) of a text, cut after sentences as `search_index_passages` cuts it."""
    while end - start > PASSAGE:
        whole = _whole_sentences(text, start, start + PASSAGE)
        cut = whole.end() if whole else start + PASSAGE
        yield start, cut
        start = cut
    if start < end:
        yield start, end
