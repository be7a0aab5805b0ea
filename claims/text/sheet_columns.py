"""What the columns of a sheet of claims mean: guessed by their headings."""

import re
from collections.abc import Sequence
from enum import StrEnum

from claims.text.sheets import Row

LOOKED_AT = 10
"""Rows among which the headings are looked for: above them stand titles."""


class Field(StrEnum):
    """What a column can say of a claim. The values are the names at the shell."""

    QUOTE = "quote"
    STATEMENT = "statement"
    SPEAKER = "speaker"
    INTERVIEW = "interview"
    STATUS = "status"
    VERDICT = "verdict"
    RATIONALE = "rationale"
    SOURCE = "source"
    STANCE = "stance"
    EXCERPT = "excerpt"
    LOCATOR = "locator"
    TOPIC = "topic"
    ASSIGNEE = "assignee"
    DUE = "due"
    PRIORITY = "priority"
    ID = "id"
    CLAIM = "claim"


LABELS = {
    Field.QUOTE: "Quote", Field.STATEMENT: "Statement", Field.SPEAKER: "Speaker",
    Field.INTERVIEW: "Interview", Field.STATUS: "Status", Field.VERDICT: "Verdict",
    Field.RATIONALE: "Rationale", Field.SOURCE: "Source (web address)", Field.STANCE: "Stance",
    Field.EXCERPT: "Excerpt of the source", Field.LOCATOR: "Where in the source",
    Field.TOPIC: "Topic", Field.ASSIGNEE: "Assignee", Field.DUE: "Due", Field.PRIORITY: "Priority",
    Field.ID: "ID of the row", Field.CLAIM: "Number of the claim here",
}  # fmt: skip
SEVERAL = {Field.RATIONALE, Field.SOURCE}
"""What several columns may say: they are put together."""
NUMBER_HEADING = "Factcheck claim"
"""Of the column in a report that says which claim a row has become."""
_WORDS = {
    Field.QUOTE: "quote|quotes|quotation|verbatim|words|said|what was said|exact words|exact quote"
    "|original quote|transcript|soundbite",
    Field.STATEMENT: "statement|claim|claims|assertion|claim text|statement to check|what to check"
    "|fact|fact to check",
    Field.SPEAKER: "speaker|speakers|said by|who|who said it|person|name|by|source of quote"
    "|claimant|politician",
    Field.INTERVIEW: "interview|interview title|show|episode|programme|program|broadcast",
    Field.STATUS: "status|state|stage|progress|workflow",
    Field.VERDICT: "verdict|rating|ruling|finding|conclusion|result|true false|truth|score",
    Field.RATIONALE: "rationale|reason|reasons|reasoning|notes|note|comment|comments|analysis"
    "|explanation|justification|why|remarks|context",
    Field.SOURCE: "source|sources|url|urls|link|links|source url|source link|evidence|reference"
    "|references|web address",
    Field.STANCE: "stance|supports|supports or refutes",
    Field.EXCERPT: "excerpt|source excerpt|source quote|evidence excerpt",
    Field.LOCATOR: "locator|page|where in the source|place in source|source page",
    Field.TOPIC: "topic|topics|subject|theme|category|tag|tags|issue",
    Field.ASSIGNEE: "assignee|assigned|assigned to|owner|checker|fact checker|factchecker"
    "|checked by|reviewer|researcher|responsible",
    Field.DUE: "due|due date|due on|deadline|due by",
    Field.PRIORITY: "priority|urgency|importance",
    Field.ID: "id|no|nr|number|row|ref|claim id|row id|key|#",
    Field.CLAIM: "factcheck claim",
}  # fmt: skip
_MEANS = {word: field for field, words in _WORDS.items() for word in words.split("|")}
_ENDS = ["excerpt", "stance", "due", "deadline", "priority", "topic", "verdict", "rating", "status",
         "speaker", "statement", "quote", "assigned", "rationale", "notes", "url", "link",
         "source"]  # fmt: skip
"""Words that say what a longer heading is about, the surest first."""
_NEVER_NUMBERS = {Field.STATEMENT, Field.SOURCE}
_OF_AN_EXPORT = "In this status since"
"""A heading of the files that the claim list hands out, whose column “Claim” has its number."""
_DIGITS = re.compile("[0-9]+")


def heading_row(rows: Sequence[Row]) -> int:
    """The index of the row with the headings: the first of those that say most."""
    known = [sum(bool(_meaning(cell)) for cell in row.cells) for row in rows[:LOOKED_AT]]
    return known.index(max(known)) if known and max(known) > 1 else 0


def guessed(headings: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """A `Field` for each column, "" where it says nothing that is known.

    Each is given once, to the first column, but for those that several may say. `rows` are some
    of those below: a column of claims that are only numbers is one of numbers.
    """
    meanings = [_meaning(heading) for heading in headings]
    for at, meaning in enumerate(meanings):
        cells = [row.cells[at] for row in rows if at < len(row.cells) and row.cells[at]]
        if meaning in _NEVER_NUMBERS and cells and all(map(_DIGITS.fullmatch, cells)):
            ours = _OF_AN_EXPORT in headings
            is_claim = meaning == Field.STATEMENT
            meanings[at] = (Field.CLAIM if ours else Field.ID) if is_claim else ""
    if Field.QUOTE not in meanings and meanings.count(Field.STATEMENT):
        meanings[meanings.index(Field.STATEMENT)] = Field.QUOTE
    taken: set[str] = set()
    for at, meaning in enumerate(meanings):
        if meaning in taken and meaning not in SEVERAL:
            meanings[at] = ""
        taken.add(meaning)
    return [str(meaning) for meaning in meanings]


def _meaning(heading: str) -> Field | str:
    """Which field a heading names, or ""."""
    words = " ".join(re.sub(r"[^\w#]+|_", " ", heading).casefold().split())
    if len(words) > 40 or not words:
        return ""
    if found := _MEANS.get(words):
        return found
    return next((_MEANS.get(end) or Field.ASSIGNEE for end in _ENDS if end in words.split()), "")
