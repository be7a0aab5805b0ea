"""Names of speakers that may stand for one person: suggested to the reader, never merged."""

import re

from claims.text.words import TITLES

_MOST_NAMES = 400
_ASIDE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]|,.*$")
_NUMBERED = re.compile(r"#?\d+$")


def lookalikes(names: list[str]) -> list[tuple[str, str, str]]:
    """Return pairs of names that may be one person, each with the reason, in the order given.

    Reasons: only capitals or small letters, titles or additions differ; one is the surname of
    the other; one letter differs. Each pair comes once, the later name first. More than 400
    names are not compared.
    """
    if len(names) > _MOST_NAMES:
        return []
    keys = [_key(name) for name in names]
    pairs = []
    for place, later in enumerate(names):
        for before in range(place):
            if reason := _reason(keys[before], keys[place], names[before], later):
                pairs.append((later, names[before], reason))
    return pairs


def _key(name: str) -> tuple[str, ...]:
    words = _ASIDE.sub("", name).casefold().replace("’", "'").replace(".", " ").split()
    bare = tuple(word for word in words if word not in TITLES)
    return bare or tuple(words)


def _reason(one: tuple[str, ...], other: tuple[str, ...], name: str, later: str) -> str:
    if name.casefold() == later.casefold():
        return "only capital and small letters differ"
    if one == other:
        return "only the title or addition differs"
    if len(one) != len(other) and min(len(one), len(other)) == 1 and one[-1:] == other[-1:]:
        return "" if _NUMBERED.match(one[-1]) else "the surname is the same"
    left, right = " ".join(one), " ".join(other)
    if min(len(left), len(right)) >= 4 and _one_letter_apart(left, right):
        return "one letter differs"
    return ""


def _one_letter_apart(left: str, right: str) -> bool:
    """Whether one letter added, left out or changed makes one of the other; digits do not count."""
    if abs(len(left) - len(right)) > 1 or left == right:
        return False
    at = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), None)
    if at is None:
        at = min(len(left), len(right))
    if not (left[at : at + 1] + right[at : at + 1]).isalpha():
        return False
    skip_left, skip_right = len(left) >= len(right), len(right) >= len(left)
    return left[at + skip_left :] == right[at + skip_right :]
