"""What readers end with: the account of their tape, and a text that is read as it stands."""

import re
from dataclasses import replace
from html import unescape

from claims.text.errors import UnreadableText
from claims.text.parts import Reading
from claims.text.readers.tape import Tape, Unaccounted, Why
from claims.text.reading import read

WHITE = Why("left out", "stretch of white space", "stretches of white space")
_BREAK = re.compile(r"<br\b[^<>]*>", re.IGNORECASE)


def read_as_it_stands(tape: Tape, kind: str) -> Reading:
    """The text of a tape read as a transcript with labels or an article; ``kind`` is its format.

    UnreadableText where nothing is left to read.
    """
    leave_white_space(tape)
    refuse_without_words(tape.text, "There are no words in this file.")
    return replace(read(tape.text), format=kind, done=tape.account().done)


def leave_white_space(tape: Tape) -> None:
    """Leave out what nothing has been told of: white space, or it is a fault of the reader."""
    for start, end in tape.untold():
        words = tape.source[start:end]
        if not words.isspace():
            words = unescape(_BREAK.sub("", words))
            if words.strip():
                raise Unaccounted(f"Nothing was told of {words[:80]!r}")
        tape.leave(start, end, WHITE)


def refuse_without_words(text: str, words: str) -> None:
    """Refuse a text in which no letter is left, with these words."""
    if not any(map(str.isalpha, text)):
        raise UnreadableText(words)
