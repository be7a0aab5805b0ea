"""What a file says about the interview itself, in lines such as ``Title: …``."""

import re
from collections.abc import Iterable
from datetime import date

from claims.text.parts import Details

_NAMES = {
    "title": ("title", "headline", "name"),
    "outlet": ("outlet", "publisher", "publication", "site", "site_name", "channel", "network"),
    "author": ("author", "authors", "by", "byline", "creator", "writer"),
    "published_on": ("date", "published", "published_on", "publication date", "pubdate", "created"),
    "language": ("language", "lang", "locale"),
    "url": ("url", "link", "address", "canonical", "source_url", "permalink"),
}
_KEYS = {key: name for name, keys in _NAMES.items() for key in keys}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_LONGEST = 300
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DATES = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})(?!\d)"),
    re.compile(
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?\s+(?P<name>[A-Za-z]{3,9})\.?,?\s+(?P<year>\d{4})"
    ),
    re.compile(
        r"(?P<name>[A-Za-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})"
    ),
)


def details_of(pairs: Iterable[tuple[str, str]]) -> Details:
    """The details that names and values give, the first of each kind; others say nothing."""
    found: dict[str, str] = {}
    for key, value in pairs:
        name = _KEYS.get(key.strip().casefold())
        words = " ".join(value.split())
        if name and words and len(words) <= _LONGEST:
            found.setdefault(name, words)
    language = found.get("language", "")
    url = found.get("url", "")
    return Details(
        title=found.get("title", ""),
        outlet=found.get("outlet", ""),
        author=found.get("author", ""),
        published_on=date_of(found.get("published_on", "")),
        language=language.replace("_", "-") if _LANGUAGE.fullmatch(language) else "",
        url=url if re.match(r"https?://\S+\Z", url) else "",
    )


def date_of(words: str) -> date | None:
    """The date that words tell: ``2021-12-03``, ``3 December 2021``, ``Dec. 3, 2021``, or None.

    ``3/12/2021`` is none: it is one day in London and another in New York.
    """
    for pattern in _DATES:
        if found := pattern.search(words[:_LONGEST]):
            parts = found.groupdict()
            name = (parts.get("name") or "")[:3].casefold()
            month = _MONTHS.index(name) + 1 if name in _MONTHS else int(parts.get("month") or 0)
            try:
                return date(int(parts["year"]), month, int(parts["day"]))
            except ValueError:
                continue
    return None
