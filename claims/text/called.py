"""What a label says of who somebody is: a full name, or a role such as ``THE PRESIDENT``."""

import re

from claims.text.cast import Cast
from claims.text.parts import Reading
from claims.text.tokens import tokens_of
from claims.text.words import ROLES, TITLES, words

_ASIDE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]|,.*$")
_ARTICLES = frozenset({"the", "a", "an"})
_NOBODY = words(
    """unidentified unknown male female man woman voice speaker participant caller audience
    interviewer interviewee operator narrator translator interpreter question answer"""
)


def is_full_name(name: str) -> bool:
    """Whether a name is one that two people rarely share: first and last name, and no role.

    ``TRUMP``, ``Mr. Trump``, ``THE PRESIDENT``, ``Speaker 2`` and ``Unidentified Male`` are none.
    """
    parts = _bare(name)
    if len(parts) < 2 or parts[0] in _ARTICLES or not _NOBODY.isdisjoint(parts):
        return False
    return all(any(map(str.isalpha, one)) for one in parts) and len(max(parts[:-1], key=len)) > 1


def role_in(label: str) -> str:
    """Return ``president`` for ``THE PRESIDENT``, and an empty string for a name."""
    parts = _ASIDE.sub("", label).casefold().replace(".", " ").split()
    if parts and parts[0] in _ARTICLES:
        parts = parts[1:]
    return " ".join(parts) if parts and all(one in ROLES for one in parts) else ""


def called_so(reading: Reading, roles: set[str]) -> dict[str, list[str]]:
    """Return for each role the people whom the text calls so, by their names in full.

    ``President Donald Trump`` or ``President Trump`` said by anybody, or as a label, makes it
    clear where it is one person alone. One is enough to ask; to know takes a person.
    """
    if not roles:
        return {}
    spans = [(turn.start, turn.end) for turn in reading.turns]
    spoken = [tokens_of(reading.text, start, end, []) for start, end in spans]
    labels = [tokens_of(label, 0, len(label), []) for label in map(_plain, reading.speakers)]
    cast = Cast.of([], [*labels, *spoken])
    found = {}
    for role in roles:
        people = {cast.person(name)[0] for name in cast.roles.get(role, set())}
        found[role] = sorted(name for name in people if not role_in(name))
    return found


def _plain(label: str) -> str:
    """A label in capitals as a name is written, so that it is the one of the text."""
    return label.title() if label.isupper() else label


def _bare(name: str) -> list[str]:
    parts = _ASIDE.sub("", name).casefold().replace("’", "'").replace(".", " ").split()
    return [one for one in parts if one not in TITLES or one in _ARTICLES]
