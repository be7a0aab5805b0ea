"""Who does the saying: the subject of a verb, as it stands in the sentence."""

from dataclasses import dataclass

from claims.text.cast import split_name
from claims.text.tokens import Token, name_after, name_before, name_text
from claims.text.words import (
    AUXILIARIES,
    BODIES,
    DETERMINERS,
    OPENERS,
    PREPOSITIONS,
    SAID_BASE,
    SAID_PAST,
    SAID_PRESENT,
    SAYING,
)

PRONOUNS = frozenset({"he", "she", "they", "i", "we"})

_VERBS = SAID_PAST | SAID_PRESENT | SAID_BASE | SAYING
_ARTICLES = frozenset({"the", "a", "an"})
_TO_SOMEONE = frozenset({"for", "of", "at", "from", "in"})
_NO_PERSON = frozenset(
    {"interview", "statement", "case", "conversation", "time", "end", "day", "place", "spite"}
)
_ASIDE_MARKS = {",": ",", ")": "(", "–": "–", "—": "—"}
_NO_HEADS = _VERBS | AUXILIARIES | PREPOSITIONS | DETERMINERS | {"it", "him", "her", "them", "me"}
_NO_NOUNS = _VERBS | AUXILIARIES
_NO_STARTS = _NO_HEADS - DETERMINERS
_NO_PERSON_NOUNS = _NO_PERSON | _NO_HEADS


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is said to speak: the words of it, what kind they are, and from which token they run.

    ``kind`` is ``name``, ``pronoun`` or ``noun``; ``guessed`` where it does not stand at the verb.
    """

    words: str
    kind: str
    first: int
    last: int
    guessed: bool = False


def subject_before(tokens: list[Token], verb: int, floor: int) -> Subject | None:
    """Return the subject right before the verb, not looking before ``floor``; None if none."""
    last = verb - 1
    while last >= floor and _is_auxiliary(tokens[last]):
        last -= 1
    return _ending_at(tokens, last, floor)


def subject_after(tokens: list[Token], first: int, ceiling: int) -> Subject | None:
    """Return the subject that begins right behind a verb (``said Ada Quill``); None if none."""
    if first >= ceiling or tokens[first].kind != "word":
        return None
    if tokens[first].low in {"he", "she"}:
        return Subject(tokens[first].low, "pronoun", first, first)
    if tokens[first].is_capital and tokens[first].low not in OPENERS:
        last = name_after(tokens, first, ceiling)
        if not tokens[last].is_possessive:
            return _named(tokens, first, last)
    elif tokens[first].low in _NO_STARTS:
        return None
    return _noun_after(tokens, first, ceiling)


def first_subject(tokens: list[Token], first: int, ceiling: int) -> Subject | None:
    """Return the first name or pronoun in a stretch that can be its subject; None if none."""
    at = first
    while at < ceiling:
        token = tokens[at]
        if token.low in PRONOUNS:
            return Subject(token.low, "pronoun", at, at)
        if token.is_capital and token.low not in OPENERS:
            last = name_after(tokens, at, ceiling)
            after_preposition = at > first and tokens[at - 1].low in PREPOSITIONS
            if not tokens[last].is_possessive and not after_preposition:
                return _named(tokens, at, last)
            at = last
        at += 1
    return None


def _is_auxiliary(token: Token) -> bool:
    return token.low in AUXILIARIES or (token.low.endswith("ly") and not token.is_capital)


def _ending_at(tokens: list[Token], last: int, floor: int) -> Subject | None:
    if last < floor:
        return None
    token = tokens[last]
    if token.text in _ASIDE_MARKS:
        return _around_aside(tokens, last, floor)
    if token.low in PRONOUNS:
        return Subject(token.low, "pronoun", last, last)
    if token.low == "who":
        before = last - 1
        if before >= floor and tokens[before].text == ",":
            before -= 1
        return _ending_at(tokens, before, floor)
    if token.kind != "word" or token.is_possessive:
        return None
    if token.is_capital and token.low not in OPENERS:
        return _name_ending_at(tokens, last, floor)
    return _noun_ending_at(tokens, last, floor)


def _around_aside(tokens: list[Token], last: int, floor: int) -> Subject | None:
    """Return the subject before an aside (``Quill, 54, said``), or the name that the aside is."""
    mark = _ASIDE_MARKS[tokens[last].text]
    for place in range(last - 1, max(floor, last - 20) - 1, -1):
        if tokens[place].text == mark:
            inner = place + 1
            if inner < last and tokens[inner].is_capital and mark == ",":
                first = name_before(tokens, last - 1, inner)
                if first == inner and tokens[last - 1].is_capital:
                    return _named(tokens, inner, last - 1)
            return _ending_at(tokens, place - 1, floor)
    return _ending_at(tokens, last - 1, floor) if mark == "," else None


def _name_ending_at(tokens: list[Token], last: int, floor: int) -> Subject | None:
    first = name_before(tokens, last, floor)
    if tokens[last].low in BODIES and first > floor and tokens[first - 1].is_possessive:
        first = name_before(tokens, first - 1, floor)
    article = first > floor and tokens[first - 1].low in _ARTICLES
    link = first - 1 - article
    if link - 1 >= floor and tokens[link].low in _TO_SOMEONE:
        head = tokens[link - 1]
        if head.is_capital and not head.is_possessive and head.low not in OPENERS:
            return _whole_name(tokens, link - 1, last, floor)
        start = _noun_start(tokens, link - 1, floor)
        if start is not None and head.low not in _NO_PERSON_NOUNS:
            return Subject(_words(tokens, start, last), "noun", start, last)
    return _named(tokens, first, last)


def _whole_name(tokens: list[Token], head: int, last: int, floor: int) -> Subject | None:
    """Return the name that goes on behind ``of``, or the person it belongs to.

    ``the Bank of Harlow`` is one name; ``Ada Quill of Harlow`` is Ada Quill.
    """
    first = name_before(tokens, head, floor)
    if first > floor and tokens[first - 1].low in _ARTICLES:
        inner = _name_ending_at(tokens, head, floor)
        if inner and inner.first == first:
            return Subject(_words(tokens, first, last), "name", first, last)
        return inner
    return _name_ending_at(tokens, head, floor)


def _named(tokens: list[Token], first: int, last: int) -> Subject:
    words = split_name(name_text(tokens, first, last).split())[1]
    return Subject(" ".join(words), "name", first, last)


def _noun_ending_at(tokens: list[Token], last: int, floor: int) -> Subject | None:
    if tokens[last].low in _NO_HEADS:
        return None
    start = _noun_start(tokens, last, floor)
    if start is None:
        return None
    return Subject(_words(tokens, start, last), "noun", start, last)


def _noun_start(tokens: list[Token], last: int, floor: int) -> int | None:
    """Return where the noun phrase that ends at ``last`` begins; None if there is none.

    It begins with an article, a number or a possessor; without one it is at most three words long
    and begins its clause (``police said``).
    """
    bare = True
    for place in range(last, max(floor, last - 8) - 1, -1):
        token = tokens[place]
        if token.kind != "word" or token.low in _NO_NOUNS:
            return place + 1 if bare and place < last <= place + 3 else None
        if token.low in DETERMINERS and _belongs(tokens, place - 1, floor):
            bare = False
        elif token.low in DETERMINERS or token.is_possessive:
            first = name_before(tokens, place, floor) if token.is_capital else place
            owned = token.is_possessive and first > floor and tokens[first - 1].low in DETERMINERS
            return first - owned
        elif token.low in PREPOSITIONS and place < last:
            if token.low not in _TO_SOMEONE:
                return place + 1 if bare and last <= place + 3 else None
            bare = False
    return max(floor, last - 2) if bare and last - floor < 3 else None


def _belongs(tokens: list[Token], place: int, floor: int) -> bool:
    """Whether a noun and ``of`` or the like stand here: ``a man in`` before ``the crowd``."""
    if place - 1 < floor or tokens[place].low not in _TO_SOMEONE:
        return False
    head = tokens[place - 1]
    return head.kind == "word" and not head.is_capital and head.low not in _NO_PERSON_NOUNS


def _noun_after(tokens: list[Token], first: int, ceiling: int) -> Subject | None:
    """Return the noun behind a verb, or the name that follows it (``the mayor, Ada Quill``)."""
    last = first - 1
    for place in range(first, min(ceiling, first + 9)):
        token = tokens[place]
        if token.kind != "word" or token.low in _NO_NOUNS:
            break
        named = token.is_capital and not token.is_possessive
        if named and all(_is_describing(before) for before in tokens[first:place]):
            return _named(tokens, place, name_after(tokens, place, ceiling))
        if token.low in PREPOSITIONS and token.low not in _TO_SOMEONE:
            break
        last = place
    if last < first or tokens[last].low in _NO_HEADS:
        return None
    if last + 2 < ceiling and tokens[last + 1].text == "," and tokens[last + 2].is_capital:
        end = name_after(tokens, last + 2, ceiling)
        if end + 1 >= len(tokens) or tokens[end + 1].kind == "mark":
            return _named(tokens, last + 2, end)
    return Subject(_words(tokens, first, last), "noun", first, last)


def _is_describing(token: Token) -> bool:
    return not token.is_possessive and token.low not in PREPOSITIONS


def _words(tokens: list[Token], first: int, last: int) -> str:
    pieces = [token.text for token in tokens[first : last + 1] if token.kind == "word"]
    words = " ".join(pieces)
    return words[:1].upper() + words[1:]
