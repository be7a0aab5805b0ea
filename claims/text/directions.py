"""Stage directions: paragraphs and lines that nobody says."""

import re

_GROUP = re.compile(r"\[\[[^\[\]]*\]\]|\[[^\[\]]*\]|\([^()]*\)")
_LONGEST_ASIDE = 8


def is_direction(words: str) -> bool:
    """Whether a line or paragraph stands outside what is said.

    So it does if it is all in square brackets (``[APPLAUSE]``, ``[[Voiceover]]``), in round ones
    and short or in capitals (``(LAUGHTER)``, ``(laughs softly)``), or has neither letter nor digit
    (``* * *``). A long remark in round brackets is speech.
    """
    words = words.strip()
    if not words or words[0] not in "[(":
        return bool(words) and not any(character.isalnum() for character in words)
    if not any(character.isalnum() for character in words):
        return True
    rest = _GROUP.sub("", words).strip(" \t\n.;,-–—")
    if not rest:
        return all(_stands_alone(group) for group in _GROUP.findall(words))
    return words[0] == "[" and words[-1] == "]" and words.count("[") == words.count("]")


def is_clean_direction(words: str) -> bool:
    """Whether the brackets of a direction are in order, so that nothing said can hide in it."""
    return not _GROUP.sub("", words).strip(" \t\n.;,-–—*#_=~•")


def _stands_alone(group: str) -> bool:
    inner = group.strip("[]() \t\n")
    return group[0] == "[" or inner.upper() == inner or len(inner.split()) <= _LONGEST_ASIDE
