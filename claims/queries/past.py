"""A claim as it was after one of its events."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from claims.models import Claim, Event, User
from claims.models.reviews import is_hidden_from
from claims.queries.changes import SECRET
from claims.queries.history import Line, events_of, lines_of, values_in_events
from claims.queries.names import Names
from claims.queries.replay import Link, State, replay

FIELDS = {
    "status": "Status", "quote": "Quote", "statement": "Statement", "speaker_id": "Speaker",
    "verdict_id": "Verdict", "rationale": "Rationale", "second_verdict_id": "Second verdict",
    "assignee_id": "Assignee", "priority": "Priority", "due_on": "Due",
    "topic_id": "Topic",
    "submitted_by_id": "Submitted by", "sign_offs_needed": "Sign-offs needed",
    "set_aside_reason": "Set aside as", "duplicate_of_id": "Duplicate of",
    "repeat_of_id": "Repeat of",
    "transcript_id": "Transcript",
}  # fmt: skip
ALWAYS = {"status", "quote", "statement", "speaker_id", "verdict_id", "rationale", "assignee_id"}
"""Those that are shown where they were empty too."""


@dataclass(frozen=True, slots=True)
class Value:
    """A part of the claim; hidden from a reader who must not see the draft."""

    label: str
    text: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Used:
    """A piece of evidence."""

    source: str
    stance: str
    excerpt: str
    locator: str
    answer: Value | None


@dataclass(frozen=True, slots=True)
class Searched:
    place: str
    searched_on: str
    found: str
    by: str


@dataclass(frozen=True, slots=True)
class Past:
    """All of a claim after the event that `line` tells of. `signed` are the sign-offs then live."""

    line: Line
    values: list[Value]
    evidence: list[Used]
    searches: list[Searched]
    signed: list[tuple[str, datetime]]
    needs_anchoring: bool
    previous: int | None
    next: int | None


def past_of(claim: Claim, number: int, reader: User) -> Past | None:
    """The claim after its event of this number, or None if it has none: two queries, or three."""
    events = list(events_of(claim).filter(number__lte=number).order_by("number"))
    if not events or events[-1].number != number:
        return None
    state = replay(link_of(event) for event in events)
    hidden = is_hidden_from(claim, reader)
    signers = [{"by": one.by} for one in state.signatures]
    rows = [*state.evidence.values(), *state.searches.values()]
    names = Names([state.fields, *rows, *signers, *values_in_events(events[-1:])])
    [line] = lines_of(claim, events[-1:], names, reader)
    return Past(
        line,
        values=_values(state, names, hidden=hidden),
        evidence=[_used(row, names, hidden=hidden) for _, row in sorted(state.evidence.items())],
        searches=[_searched(row, names) for _, row in sorted(state.searches.items())],
        signed=[
            (names.shown("by", one.by), datetime.fromisoformat(one.at))
            for one in state.live_signatures()
        ],
        needs_anchoring=bool(state.fields["needs_anchoring"]),
        previous=number - 1 or None,
        next=number + 1 if number < claim.version else None,
    )


def link_of(event: Event) -> Link:
    return Link(
        event.claim_id, event.number, event.actor_id, event.verb, event.before, event.after,
        event.note, event.at.isoformat(), event.previous_hash, event.hash,
    )  # fmt: skip


def _values(state: State, names: Names, *, hidden: bool) -> list[Value]:
    return [
        Value(label, "" if secret else names.shown(key, value), hidden=secret)
        for key, label in FIELDS.items()
        for value in [state.fields.get(key)]
        if value not in {None, ""} or key in ALWAYS
        for secret in [hidden and key in SECRET]
    ]


def _used(row: dict[str, Any], names: Names, *, hidden: bool) -> Used:
    answer = row.get("answer")
    return Used(
        source=names.shown("source", row["source"]),
        stance=names.shown("stance", row["stance"]),
        excerpt=row["excerpt"],
        locator=row["locator"],
        answer=Value("Answer", "" if hidden else answer, hidden=hidden) if answer else None,
    )


def _searched(row: dict[str, Any], names: Names) -> Searched:
    day = names.shown("searched_on", row["searched_on"])
    return Searched(row["place"], day, row["found"], names.shown("by", row["by"]))
