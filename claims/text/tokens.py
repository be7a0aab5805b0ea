"""Words, punctuation and quotes of a paragraph, in order, as attribution reads them."""

import re
from typing import NamedTuple

from claims.text.quotes import Quoted
from claims.text.words import ABBREVIATIONS, PARTICLES

_LONGEST_NICKNAME = 25
_QUOTE = "\ue000"
_TOKEN = re.compile(
    rf"(?P<quote>{_QUOTE}+)|(?P<word>[^\W_](?:[^\W_]|[\u0300-\u036f]|['’.\-&](?=[^\W_]))*)|\S"
)


class Token(NamedTuple):
    """A word, a mark of punctuation, or a whole quote, at ``[start, end)`` of the text.

    ``kind`` is ``word``, ``mark`` or ``quote``; ``low`` the text in small letters; ``is_capital``
    holds for words with a capital first letter, ``is_possessive`` for possessors (``Quill's``).
    """

    text: str
    start: int
    end: int
    kind: str
    low: str
    is_capital: bool
    is_possessive: bool


def tokens_of(text: str, start: int, end: int, quotes: list[Quoted]) -> list[Token]:
    """Return the tokens of a paragraph; each quote with its marks is one token."""
    pieces = []
    at = start
    for quoted in quotes:
        pieces.append(text[at : quoted.outer_start].replace(_QUOTE, " "))
        pieces.append(_QUOTE * (quoted.outer_end - quoted.outer_start))
        at = quoted.outer_end
    pieces.append(text[at:end].replace(_QUOTE, " "))
    masked = "".join(pieces)
    tokens = []
    for found in _TOKEN.finditer(masked):
        first, last = found.span()
        kind = found.lastgroup or "mark"
        word = found[0] if kind != "quote" else ""
        low = word.lower()
        capital = kind == "word" and word[0].isalpha() and not word[0].islower()
        possessive = low.endswith(("'s", "’s"))
        tokens.append(Token(word, start + first, start + last, kind, low, capital, possessive))
    return tokens


def ends_abbreviation(tokens: list[Token], at: int) -> bool:
    """Whether the full stop at this place belongs to the word before it (``Dr.``, ``J.``)."""
    if tokens[at].text != "." or at == 0 or tokens[at - 1].end != tokens[at].start:
        return False
    word = tokens[at - 1]
    if word.kind != "word":
        return False
    initial = len(word.text) == 1 and word.text.isupper() and word.text != "I"
    return word.low in ABBREVIATIONS or initial or "." in word.text


def name_before(tokens: list[Token], last: int, floor: int) -> int:
    """Return the place of the first token of the name that ends at ``last``."""
    first = last
    while first > floor:
        before = tokens[first - 1]
        if before.is_capital and not before.is_possessive:
            first -= 1
        elif ends_abbreviation(tokens, first - 1) and first - 2 >= floor:
            if not tokens[first - 2].is_capital:
                break
            first -= 2
        elif links := _links(tokens[max(floor, first - 3) : first][::-1]):
            if first - links - 1 < floor or not tokens[first - links - 1].is_capital:
                break
            first -= links + 1
        else:
            break
    return first


def name_after(tokens: list[Token], first: int, ceiling: int) -> int:
    """Return the place of the last token of the name that begins at ``first``."""
    last = first
    while last + 1 < ceiling and not tokens[last].is_possessive:
        after = tokens[last + 1]
        if after.is_capital:
            last += 1
        elif ends_abbreviation(tokens, last + 1):
            if last + 2 >= ceiling or not tokens[last + 2].is_capital:
                break
            last += 2
        elif links := _links(tokens[last + 1 : min(ceiling, last + 4)]):
            if last + links + 1 >= ceiling or not tokens[last + links + 1].is_capital:
                break
            last += links + 1
        else:
            break
    return last


def name_text(tokens: list[Token], first: int, last: int) -> str:
    """Return the name that stands there: words and full stops, without nicknames in quotes."""
    pieces: list[str] = []
    for token in tokens[first : last + 1]:
        if token.text == "." and pieces:
            pieces[-1] += "."
        elif token.kind == "word":
            pieces.append(token.text)
    name = " ".join(pieces)
    return name[:-2] if tokens[last].is_possessive else name


def _links(near: list[Token]) -> int:
    """Return how many tokens link two parts of a name: particles, or one nickname in quotes."""
    if near and near[0].kind == "quote" and near[0].end - near[0].start <= _LONGEST_NICKNAME:
        return 1
    return next((at for at, token in enumerate(near) if token.low not in PARTICLES), 0)
