"""Values as people write them into the cells of a sheet."""

import re
from datetime import date, datetime

from claims.text.addresses import canonical_url
from claims.text.errors import BadAddress, UnreadableText

MOST_ADDRESSES = 20
_PAIRS = {"“": "”", "„": "“”", "«": "»", "»": "«", '"': '"', "‘": "’"}
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})\.?")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_IN_WORDS = ["%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y"]
_HOW = "write it as year-month-day, such as 2026-12-04."


class BadValue(UnreadableText):
    """A cell does not say what its column is for; the message says what is wrong."""


def without_marks(quote: str) -> str:
    """Words without the quotation marks around all of them."""
    ends = _PAIRS.get(quote[:1], "")
    inner = quote[1:-1]
    if len(quote) > 2 and quote[-1] in ends and not {quote[0], quote[-1]} & {*inner}:
        return inner.strip()
    return quote


def day_of(text: str) -> date:
    """The day that a cell names. BadValue where it names none, or may name two."""
    words = text.strip()
    if _ISO.match(words):
        try:
            return date.fromisoformat(words[:10])
        except ValueError:
            raise BadValue(f"There is no day “{short(words)}”: {_HOW}") from None
    if found := _NUMBERS.fullmatch(words):
        return _by_numbers(words, int(found[1]), int(found[3]), int(found[4]), found[2])
    plain = re.sub(r"(?<=\d)(st|nd|rd|th)\b|[.,]", " ", words)
    for style in _IN_WORDS:
        try:
            return datetime.strptime(" ".join(plain.split()), style).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise BadValue(f"“{short(words)}” cannot be read as a date: {_HOW}")


def _by_numbers(words: str, one: int, two: int, year: int, between: str) -> date:
    """With points, the day comes first; with others, only where there can be no doubt."""
    if between != "." and one <= 12 and two <= 12 and one != two:
        raise BadValue(f"“{words}” may be one of two days: {_HOW}")
    day, month = (one, two) if between == "." or one > 12 else (two, one)
    try:
        return date(year, month, day)
    except ValueError:
        raise BadValue(f"There is no day “{words}”: {_HOW}") from None


def addresses_of(text: str) -> list[str]:
    """The web addresses that a cell names, each in its one spelling. BadValue for anything else."""
    found = []
    for word in re.split(r"[\s;<>]+|,(?=\s|$)", text):
        if word:
            try:
                found.append(canonical_url(word))
            except BadAddress:
                raise BadValue(
                    f"“{short(text)}” is no web address: attach this source on the claim’s page."
                ) from None
    if len(found) > MOST_ADDRESSES:
        raise BadValue(f"These are {len(found)} addresses; at most {MOST_ADDRESSES} go on a claim.")
    return list(dict.fromkeys(found))


def short(text: str) -> str:
    """The beginning of a cell, on one line, to be named in a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
