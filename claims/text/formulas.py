"""Text that a program for spreadsheets would take for a formula, and run."""

import re

# A cell may begin at the start of what is written, and, where a file is read with another
# separator than its own, in the middle of it.
_STARTS = re.compile(r"(^|[\n\r\t;|\"])(?=[=+\-@\t\r'＝＋－＠])")
_MADE_HARMLESS = re.compile(r"(^|[\n\r\t;|\"])'(?=[=+\-@\t\r'＝＋－＠])")


def harmless(text: str) -> str:
    """Text of a CSV cell that no program takes for a formula: an apostrophe stands before it.

    `as_written` reads it back. So texts that begin with an apostrophe get one too.
    """
    return _STARTS.sub(r"\1'", text)


def as_written(text: str) -> str:
    """The text that `harmless` was given."""
    return _MADE_HARMLESS.sub(r"\1", text)
