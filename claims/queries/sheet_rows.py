"""What a row of a sheet would become, or why not. Reads only: the actions do it."""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from claims.models import (
    FINISHED,
    Interview,
    Person,
    Priority,
    RowOutcome,
    SheetRow,
    Stance,
    TranscriptVersion,
    User,
    Verdict,
)
from claims.models.topics import TOPIC_LENGTH
from claims.queries.sheet_words import Aim, Newsroom, aim_of, priority_of, stance_of
from claims.text.anchoring import folded
from claims.text.sheet_columns import LABELS, Field
from claims.text.sheet_values import BadValue, addresses_of, day_of, short, without_marks

LENGTHS = {
    Field.QUOTE: 10_000, Field.STATEMENT: 1_000, Field.SPEAKER: 200, Field.TOPIC: TOPIC_LENGTH,
    Field.RATIONALE: 20_000, Field.EXCERPT: 20_000, Field.LOCATOR: 200, Field.ID: 200,
}  # fmt: skip
"""What there is room for, in characters: as in the forms."""
_CLAIM = re.compile(r"(?:.*/claims/)?([0-9]{1,18})/?")


@dataclass(slots=True)
class Understood:
    """A row as it is understood. `left_out` says which values are none, each with the reason."""

    number: int
    interview: Interview | None = None
    quote: str = ""
    statement: str = ""
    speaker: str = ""
    heard: Person | None = None
    """Who speaks by this name in the transcript, however it is capitalised there."""
    topic: str = ""
    rationale: str = ""
    verdict: Verdict | None = None
    assignee: User | None = None
    due: date | None = None
    priority: Priority | None = None
    aim: Aim = field(default_factory=Aim)
    sources: list[str] = field(default_factory=list)
    stance: Stance = Stance.CONTEXT
    excerpt: str = ""
    locator: str = ""
    id: str = ""
    claim: int | None = None
    """The number of the claim that the row says it has become before."""
    transcript: TranscriptVersion | None = None
    """The newest."""
    places: list[tuple[int, int]] = field(default_factory=list)
    """Where it has the quote."""
    left_out: dict[Field, str] = field(default_factory=dict)
    refusal: str = ""
    known: int | None = None
    """The claim that stands for these words already."""
    same_as: int | None = None
    """The row above that has the same words."""

    @property
    def outcome(self) -> RowOutcome:
        if self.refusal:
            return RowOutcome.REFUSED
        return RowOutcome.KNOWN if self.known or self.same_as else RowOutcome.NEW

    @property
    def words_key(self) -> str:
        return words_key(self.quote, self.statement)

    @property
    def id_key(self) -> str:
        return hashlib.sha256(self.id.encode()).hexdigest() if self.id else ""

    @property
    def is_by_hand(self) -> bool:
        return len(self.places) != 1

    @property
    def where(self) -> str:
        """What is to be said of where the quote stands; "" where it has one place."""
        if not self.is_by_hand:
            return ""
        if not self.places:
            return "The transcript does not have these words: the claim is entered by hand."
        times = "twice" if len(self.places) == 2 else f"{len(self.places):,} times"
        return f"The transcript has these words {times}: the claim is entered by hand."

    @property
    def remarks(self) -> list[str]:
        """What is done otherwise than the row has it."""
        return [*filter(None, [self.where]), *self.left_out_in_words]

    @property
    def foreseen(self) -> list[str]:
        """The remarks, and what can be said before of a status that is not carried over."""
        if self.aim.status not in FINISHED:
            return self.remarks
        signed = f"“{self.aim.words}” is not carried over: nobody has signed it off here."
        return [*self.remarks, signed]

    @property
    def told(self) -> list[tuple[str, str]]:
        """What else the claim will have, with what each is called."""
        values = {
            Field.SPEAKER: self.heard or self.speaker, Field.VERDICT: self.verdict,
            Field.STATUS: self.aim.words, Field.RATIONALE: short(self.rationale),
            Field.TOPIC: self.topic, Field.ASSIGNEE: self.assignee, Field.DUE: self.due,
            Field.PRIORITY: self.priority and self.priority.label,
            Field.SOURCE: ", ".join(self.sources),
        }  # fmt: skip
        return [(LABELS[name], str(value)) for name, value in values.items() if value]

    @property
    def left_out_in_words(self) -> list[str]:
        return [f"{LABELS[name]} left out. {why}" for name, why in self.left_out.items()]


def words_key(quote: str, statement: str) -> str:
    """What two rows of the same words share, whatever the typography."""
    return hashlib.sha256(f"{folded(quote)}\0{folded(statement)}".encode()).hexdigest()


class Understanding:
    """Understands the rows of one sheet, one after the other."""

    def __init__(self, columns: Sequence[str], interview: Interview | None) -> None:
        self.columns = [Field(name) if name else None for name in columns]
        self.interview = interview
        self.newsroom = Newsroom()
        self._known: dict[int, Known] = {}
        self._seen: dict[tuple[int, str], int] = {}

    def prepare(self, rows: Iterable[Sequence[str]]) -> None:
        """Look up what is named in many rows at once."""
        if Field.INTERVIEW in self.columns:
            at = self.columns.index(Field.INTERVIEW)
            self.newsroom.look_up_interviews(
                cells[at] for cells in rows if at < len(cells) and cells[at]
            )

    def row(self, number: int, cells: Sequence[str]) -> Understood:
        """Asks the database about what has not been asked before, and nothing else."""
        meant = Understood(number)
        texts = self._texts(cells)
        for name, text in texts.items():
            self._take(meant, name, text)
        self._refuse(meant, texts)
        if not meant.refusal and meant.interview:
            if newest := self.newsroom.newest(meant.interview):
                meant.transcript, places = newest
                meant.places = places.find(meant.quote)
            if meant.speaker:
                meant.heard = self.newsroom.heard_as(meant.speaker, meant.interview)
            self._look_up(meant, meant.interview)
        return meant

    def _texts(self, cells: Sequence[str]) -> dict[Field, str]:
        """What the row says of each field; what several columns say stands one below the other."""
        texts: dict[Field, list[str]] = {}
        for name, text in zip(self.columns, cells, strict=False):
            if name and text:
                texts.setdefault(name, []).append(text)
        return {name: ("\n\n" if name == Field.RATIONALE else "\n").join(said)
                for name, said in texts.items()}  # fmt: skip

    def _take(self, meant: Understood, name: Field, text: str) -> None:
        try:
            value = self._reader(name)(text)
            if (most := LENGTHS.get(name)) and len(value) > most:
                raise BadValue(f"It has {len(value):,} characters; there is room for {most:,}.")
        except BadValue as wrong:
            meant.left_out[name] = str(wrong)
        else:
            setattr(meant, ATTRIBUTES.get(name, name.value), value)

    def _reader(self, name: Field) -> Callable[[str], Any]:
        return {
            Field.INTERVIEW: self.newsroom.interview, Field.VERDICT: self.newsroom.verdict,
            Field.ASSIGNEE: self.newsroom.assignee, **READERS,
        }.get(name, str)  # fmt: skip

    def _refuse(self, meant: Understood, texts: dict[Field, str]) -> None:
        """The row is nothing without an interview and its quote; other values may be left out."""
        for name in (Field.INTERVIEW, Field.QUOTE, Field.STATEMENT, Field.ID, Field.CLAIM):
            if name in meant.left_out:
                what = "" if name == Field.INTERVIEW else f"{LABELS[name]}: "
                meant.refusal = f"{what}{meant.left_out.pop(name)}"
                return
        meant.interview = meant.interview or self.interview
        if not meant.interview:
            meant.refusal = "It names no interview."
        elif not meant.quote and not meant.claim:
            meant.refusal = "It has no quote: the words as they were said."

    def _look_up(self, meant: Understood, interview: Interview) -> None:
        """Whether these words are a claim already, or stand in a row above."""
        if interview.pk not in self._known:
            self._known[interview.pk] = Known(interview)
        self._known[interview.pk].find(meant)
        if meant.known or meant.refusal:
            return
        keys = [(interview.pk, key) for key in (meant.words_key, meant.id_key) if key]
        meant.same_as = next((self._seen[key] for key in keys if key in self._seen), None)
        for key in keys:
            self._seen.setdefault(key, meant.number)


def _claim_number(text: str) -> int:
    found = _CLAIM.fullmatch(text.strip())
    if not found:
        raise BadValue(f"“{short(text)}” is no number of a claim.")
    return int(found[1])


def _one_line(text: str) -> str:
    return " ".join(text.split())


READERS: dict[Field, Callable[[str], Any]] = {
    Field.QUOTE: without_marks, Field.SPEAKER: _one_line, Field.TOPIC: _one_line,
    Field.DUE: day_of, Field.PRIORITY: priority_of, Field.STATUS: aim_of,
    Field.SOURCE: addresses_of, Field.STANCE: stance_of, Field.CLAIM: _claim_number,
    Field.LOCATOR: _one_line, Field.ID: _one_line,
}  # fmt: skip
ATTRIBUTES = {Field.STATUS: "aim", Field.SOURCE: "sources"}


class Known:
    """The claims of an interview by their words, and by the rows that made them."""

    def __init__(self, interview: Interview) -> None:
        claims = interview.claims.order_by("pk").values_list("pk", "quote", "statement")
        self._numbers: set[int] = set()
        self._by_words: dict[str, int] = {}
        self._by_quote: dict[str, int] = {}
        for pk, quote, statement in claims:
            self._numbers.add(pk)
            self._by_words.setdefault(words_key(quote, statement), pk)
            self._by_quote.setdefault(folded(quote), pk)
        rows = SheetRow.objects.filter(interview=interview, outcome=RowOutcome.NEW).order_by("pk")
        self._by_id: dict[str, tuple[int, str]] = {}
        for pk, words, named in rows.values_list("claim_id", "words_key", "id_key"):
            self._by_words[words] = pk
            if named:
                self._by_id[named] = (pk, words)

    def find(self, meant: Understood) -> None:
        """Set the claim that a row is already, or why it can be none."""
        if meant.claim:
            meant.known = meant.claim if meant.claim in self._numbers else None
            if not meant.known:
                meant.refusal = f"This interview has no claim {meant.claim}."
            return
        if meant.id_key in self._by_id:
            stand_for(meant, *self._by_id[meant.id_key])
            return
        meant.known = self._by_words.get(meant.words_key)
        if not meant.known and not meant.statement:
            meant.known = self._by_quote.get(folded(meant.quote))


def stand_for(meant: Understood, claim: int, words: str) -> None:
    """A row whose words or ID another row had is that one's claim, if it has the same words."""
    if words == meant.words_key:
        meant.known = claim
    else:
        meant.refusal = (
            f"Its ID “{short(meant.id)}” was imported with other words, as claim {claim}: edit "
            "that claim, or give the row another ID."
        )


def made_before(meant: Understood) -> tuple[int, str] | None:
    """The claim that a row with these words, or with this ID, has made by now, and its words."""
    made = SheetRow.objects.filter(interview=meant.interview, outcome=RowOutcome.NEW)
    for key in ({"id_key": meant.id_key}, {"words_key": meant.words_key}):
        if all(key.values()) and (found := made.filter(**key).first()) and found.claim_id:
            return found.claim_id, found.words_key
    return None
