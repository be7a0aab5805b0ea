"""Rows of a table of sentences: number, speaker and sentence, with tabs between them."""

from dataclasses import dataclass

from claims.text.errors import UnreadableText
from claims.text.suggestion_places import Said

_HEADINGS = frozenset({"number", "no", "id", "line", "line_number", "sentence_number"})


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """A sentence with the number that its table gives it, as it stands there."""

    number: str
    speaker: str
    sentence: str


def read_rows(text: str) -> list[SentenceRow]:
    """The rows of a table; UnreadableText, with the line, where one is not whole.

    A fourth column is left aside, and so are empty lines and a first line of headings. Quote marks
    are what they are.
    """
    rows = []
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        cells = line.split("\t")
        if not line.strip() or (number == 1 and cells[0].strip().casefold() in _HEADINGS):
            continue
        if not 3 <= len(cells) <= 4:
            raise UnreadableText(
                f"Line {number} has {len(cells)} of the columns number, speaker and sentence, "
                "with tabs between them and at most one after them."
            )
        if not cells[0].strip().isdecimal():
            raise UnreadableText(f"Line {number} does not begin with the number of a sentence.")
        rows.append(SentenceRow(cells[0].strip(), cells[1].strip(), cells[2]))
    if not rows:
        raise UnreadableText("There is no row with a sentence in this table.")
    return rows


def said_in(rows: list[SentenceRow]) -> list[Said]:
    """The sentences of a table; rows that follow one another by one speaker are one turn."""
    said: list[Said] = []
    for row in rows:
        turn = said[-1].turn if said else 0
        turn += bool(said) and said[-1].speaker != row.speaker
        said.append(Said(row.sentence, row.speaker, turn))
    return said
