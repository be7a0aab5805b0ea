"""Who is mentioned in a text: @ and a user name, wherever it is no part of a longer word."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

NAME = r"[\w.@+-]"
MENTION = re.compile(rf"(?<!{NAME})@({NAME}+)")
ENDS_A_SENTENCE = ".@+-_"


@dataclass(frozen=True, slots=True)
class Part:
    """A run of a text; `name` is the user name that it mentions, in small letters, or ''."""

    text: str
    name: str = ""


def names_in(text: str) -> list[str]:
    """Every user name that the text may mention, in small letters, in the order of the text.

    What a name ends with may be the end of a sentence instead: "@ana." may be "ana." and "ana".
    """
    found: dict[str, None] = {}
    for match in MENTION.finditer(text):
        found.update((name.lower(), None) for name in _readings(match[1]))
    return list(found)


def mentioned(text: str, known: Container[str]) -> list[str]:
    """The user names, of those `known` in small letters, that the text mentions, each once."""
    return list(dict.fromkeys(part.name for part in parts_of(text, known) if part.name))


def parts_of(text: str, known: Container[str]) -> Iterator[Part]:
    """The text cut at its mentions of the `known` names; the longest name is the one meant."""
    done = 0
    for match in MENTION.finditer(text):
        name = next((one for one in _readings(match[1]) if one.lower() in known), None)
        if name is None:
            continue
        end = match.start() + 1 + len(name)
        if match.start() > done:
            yield Part(text[done : match.start()])
        yield Part(text[match.start() : end], name.lower())
        done = end
    if done < len(text):
        yield Part(text[done:])


def _readings(name: str) -> Iterator[str]:
    """The name, and what is left of it without what may end a sentence, longest first."""
    yield name
    while name and name[-1] in ENDS_A_SENTENCE:
        name = name[:-1]
        if name:
            yield name
