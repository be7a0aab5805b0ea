"""Whether an excerpt stands in a page, whatever its typography."""

import re
import unicodedata

_ALIKE = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "–": "-", "—": "-", "‐": "-", "‑": "-", "\u00ad": None, "\u200b": None,
})  # fmt: skip
_LEFT_OUT = re.compile(r"\s*(?:\[\s*)?(?:…|\.\.\.)(?:\s*\])?\s*")


def stands_in(excerpt: str, text: str) -> bool:
    """Whether the words of an excerpt are in a text, in order.

    White space, letter case and the kinds of quote marks and dashes do not count; an ellipsis
    stands for any words between two parts. An empty excerpt stands everywhere.
    """
    page, at = _plain(text), 0
    for part in _LEFT_OUT.split(excerpt):
        words = _plain(part)
        found = page.find(words, at)
        if found < 0:
            return False
        at = found + len(words)
    return True


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).translate(_ALIKE).casefold().split())
