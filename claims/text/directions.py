"""Stage directions: paragraphs and lines that nobody says."""

import re

_GROUP = re.compile(r"\[\[[^\[\]]*\]\]|\[[^\[\]]*\]|\([^()]*\)")
_TIME_OR_EXAMINATION = re.compile(
    r"\d{1,2}[.:]\d{2}\s?(?i:[ap]\.?m\.?)"
    r"|(?:FURTHER )?(?:RE)?-?(?:DIRECT|CROSS)[ -]EXAMINATION(?:,? \(?CONTINUED\)?)?|EXAMINATION"
)
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_LONGEST_ASIDE = 8


def is_direction(words: str) -> bool:
    """Whether a line or paragraph stands outside what is said.

    So it does if it is all in square brackets (``[APPLAUSE]``, ``[[Voiceover]]``), in round ones
    and short or in capitals (``(LAUGHTER)``, ``(laughs softly)``), has neither letter nor digit
    (``* * *``), or is a time of day (``2.30 pm``) or a heading of the record of a court (``CROSS
    EXAMINATION``). A long remark in round brackets is speech.
    """
    words = words.strip()
    if not words:
        return False
    if words[0] not in "[(":
        return bool(_TIME_OR_EXAMINATION.fullmatch(words)) or not _LETTER_OR_DIGIT.search(words)
    if not _LETTER_OR_DIGIT.search(words):
        return True
    rest = _GROUP.sub("", words).strip(" \t\n.;,-–—")
    if not rest:
        return all(_stands_alone(group) for group in _GROUP.findall(words))
    return words[0] == "[" and words[-1] == "]" and words.count("[") == words.count("]")


def is_clean_direction(words: str) -> bool:
    """Whether the brackets of a direction are in order, so that nothing said can hide in it."""
    if not any(bracket in words for bracket in "[]()"):
        return True
    return not _GROUP.sub("", words).strip(" \t\n.;,-–—*#_=~•")


def _stands_alone(group: str) -> bool:
    inner = group.strip("[]() \t\n")
    return group[0] == "[" or inner.upper() == inner or len(inner.split()) <= _LONGEST_ASIDE
