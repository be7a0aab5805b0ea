"""What a sentence has in it that speaks for or against checking it: its signs and its words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from claims.text.suggestion_weights import SIGNS, Sign
from claims.text.words import words

type Phrase = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_LENGTHS = [
    (3, "up to 3 words"),
    (6, "4 to 6 words"),
    (10, "7 to 10 words"),
    (15, "11 to 15 words"),
    (22, "16 to 22 words"),
    (30, "23 to 30 words"),
    (45, "31 to 45 words"),
]
_SUBJECTS = words(
    """taxes work trade budget economy health migration crime war energy scandal groups law
    elections"""
)
_ACTS = words("vote act said destroyed made")
_PERSONS = words("person name you body")
_NUMBERS = frozenset({"number", "large number", "percentage", "money"})
_SHORT_TURN, _LONG_TURN = 2, 8


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands: in which turn, as which of how many sentences, and who speaks.

    `asks`: its speaker mostly asks. `nobody`: nobody says it; it is a stage direction.
    """

    number: int = 1
    turn: int = 5
    asks: bool = False
    nobody: bool = False


SOMEWHERE = Place(number=2)
"""Inside a turn of usual length."""


def words_of(sentence: str) -> list[str]:
    """The words of a sentence in small letters, with straight apostrophes."""
    return _WORD.findall(sentence.replace("’", "'").lower())


def signs_of(sentence: str, said: list[str], place: Place = SOMEWHERE) -> set[str]:
    """The names of the signs that a sentence has; `said` are its words."""
    found = set(_worded(said))
    found.update(name for name, pattern in _PATTERNS if pattern.search(sentence))
    if found & _ACTS and found & _PERSONS:
        found.add("act of a person")
    subjects = len(found & _SUBJECTS)
    if subjects > 1:
        found.add("several subjects")
    if subjects and found & _NUMBERS:
        found.add("number and subject")
    found.add(next((name for most, name in _LENGTHS if len(said) <= most), "over 45 words"))
    found.update(_placed(place))
    return found


def _placed(place: Place) -> Iterator[str]:
    if place.nobody:
        yield "nobody"
    if place.asks:
        yield "asks"
    if place.number == 1:
        yield "opens a turn"
    if place.number == place.turn:
        yield "closes a turn"
    if place.turn <= _SHORT_TURN:
        yield "short turn"
    if place.turn >= _LONG_TURN:
        yield "long turn"


def _worded(said: list[str]) -> Iterator[str]:
    """The signs whose words or phrases are among these words."""
    for at, word in enumerate(said):
        yield from _signs_of_word(word)
        for phrase, name in _PHRASES.get(word, ()):
            if tuple(said[at : at + len(phrase)]) == phrase:
                yield name


@lru_cache(maxsize=50_000)
def _signs_of_word(word: str) -> tuple[str, ...]:
    begun = (name for start, name in _BEGINNINGS if word.startswith(start))
    return (*_WORDS.get(word, ()), *begun)


def _lexicon(
    signs: list[Sign],
) -> tuple[dict[str, list[str]], list[tuple[str, str]], dict[str, list[tuple[Phrase, str]]]]:
    """The words, the beginnings of words, and the phrases by their first word, with the signs."""
    whole: dict[str, list[str]] = {}
    beginnings: list[tuple[str, str]] = []
    phrases: dict[str, list[tuple[Phrase, str]]] = {}
    for sign in signs:
        for entry in sign.words.split():
            if entry.endswith("*"):
                beginnings.append((entry[:-1], sign.name))
            elif "_" in entry:
                phrase = tuple(entry.split("_"))
                phrases.setdefault(phrase[0], []).append((phrase, sign.name))
            else:
                whole.setdefault(entry, []).append(sign.name)
    return whole, beginnings, phrases


_WORDS, _BEGINNINGS, _PHRASES = _lexicon(SIGNS)
_PATTERNS = [(sign.name, re.compile(sign.pattern)) for sign in SIGNS if sign.pattern]
