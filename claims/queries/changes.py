"""What was one thing and is another, in words."""

from dataclasses import dataclass, field

from claims.queries.names import Names
from claims.text.differences import Piece, shortened, word_diff

PROSE = {"quote", "statement", "rationale", "excerpt", "found", "answer"}
"""Keys whose changes are told word by word."""

SECRET = {
    "verdict", "verdict_id", "rationale", "second_verdict_id", "second_verdict", "second_by_id",
    "answer",
}  # fmt: skip
"""Keys that a person may not read while the verdict is hidden from them."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: `pieces` where both sides are prose, else `before` and `after`."""

    label: str
    before: str = ""
    after: str = ""
    pieces: list[Piece] = field(default_factory=list)
    hidden: bool = False
    """Whether the reader is told that it changed, and not from what to what."""


def change_of(
    label: str, key: str, before: object, after: object, names: Names, *, hidden: bool
) -> Change:
    """The change of one value. `hidden` says that the verdict is a draft for this reader."""
    if hidden and key in SECRET:
        return Change(label, hidden=True)
    if key in PROSE and before and after:
        return Change(label, pieces=shortened(word_diff(str(before), str(after))))
    return Change(label, names.shown(key, before), names.shown(key, after))
