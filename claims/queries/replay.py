"""A claim's chain of events: whether it is whole, and the state that it is replayed into.

Everything here is over plain values, so that a chain from a file is checked like one from the
database.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from claims.models import Claim, Status, Verb
from claims.models.claims import REPLAYED, hash_of
from claims.models.history import authors_after

type Row = dict[str, Any]

AWAITING, SIGNED_OFF = Status.AWAITING_SIGN_OFF, Status.SIGNED_OFF
EVIDENCE = {Verb.EVIDENCE_ADDED, Verb.EVIDENCE_EDITED, Verb.EVIDENCE_WITHDRAWN}
SEARCHES = {Verb.SEARCH_ADDED, Verb.SEARCH_WITHDRAWN}
OF_EVIDENCE = ["evidence", "source", "stance", "excerpt", "locator", "answer"]
OF_SEARCH = ["searched", "place", "searched_on", "found", "by"]


class Link(NamedTuple):
    """One event of a chain, as its columns have it. `at` is in ISO 8601, as the hash has it."""

    claim: int
    number: int
    actor_id: int
    verb: str
    before: Row
    after: Row
    note: str
    at: str
    previous: str
    hash: str

    def seal(self) -> str:
        """As `Event.seal`."""
        return hash_of(
            {
                "claim": self.claim, "number": self.number, "actor": self.actor_id,
                "verb": self.verb, "before": self.before, "after": self.after, "note": self.note,
                "at": self.at, "previous": self.previous,
            }
        )  # fmt: skip


class Fault(NamedTuple):
    """Something that does not agree: what, and at which event, if it is about one."""

    what: str
    event: int | None = None


@dataclass(slots=True)
class Signature:
    """A sign-off, as the chain tells of it."""

    by: int
    hash: str
    submission: int
    event: int
    at: str


@dataclass(slots=True)
class Published:
    """A publication. Early chains do not name its payload's hash."""

    sha256: str | None
    by: int
    event: int


@dataclass(slots=True)
class Remark:
    """A comment. A request for changes is one too, whose number its event does not know.

    Early requests made none, so `needed` says whether a row must be there.
    """

    by: int
    body: str
    event: int
    pk: int | None = None
    about: str = ""
    evidence: int | None = None
    needed: bool = True


@dataclass(slots=True)
class State:
    """What a claim is after some of its events."""

    fields: Row = field(default_factory=dict)
    authors: list[int] = field(default_factory=list)
    submission: int = 0
    evidence: dict[int, Row] = field(default_factory=dict)
    withdrawn: dict[int, Row] = field(default_factory=dict)
    searches: dict[int, Row] = field(default_factory=dict)
    withdrawn_searches: dict[int, Row] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    resolved: list[int] = field(default_factory=list)
    early: bool = False
    """Whether the chain began before a request for changes made a comment."""
    signatures: list[Signature] = field(default_factory=list)
    published: list[Published] = field(default_factory=list)
    number: int = 0
    last_hash: str = ""

    def content(self) -> Row:
        """As `Claim.content`."""
        searched = [self.searches[pk] for pk in sorted(self.searches)]
        return {
            "quote": self.fields["quote"],
            "speaker": self.fields["speaker_id"],
            "statement": self.fields["statement"],
            "verdict": self.fields["verdict_id"],
            "rationale": self.fields["rationale"],
            "evidence": sorted(
                self.evidence.values(), key=lambda row: (row["source"], row["evidence"])
            ),
            **({"searched": searched} if searched else {}),
        }

    def live_signatures(self) -> list[Signature]:
        if self.fields["needs_anchoring"]:
            return []
        now = hash_of(self.content())
        return [
            one for one in self.signatures if (one.submission, one.hash) == (self.submission, now)
        ]

    def as_json(self) -> Row:
        """The whole state as JSON has it: the numbers of rows are words there."""
        state = asdict(self)
        for name in ("evidence", "withdrawn", "searches", "withdrawn_searches"):
            state[name] = {str(pk): row for pk, row in sorted(state[name].items())}
        return state


LATER: Row = {"topic_id": None, "repeat_of_id": None}
"""Fields that claims have had only since there are files of histories, and what they were before.
A state has them once an event names them, so that it is the same as in an older file."""

DEFAULTS = {name: value for name, value in Claim().snapshot().items() if name not in LATER}
"""What the fields are that the first event of an early chain does not name."""


def replay(
    links: Iterable[Link], *, state: State | None = None, faults: list[Fault] | None = None
) -> State:
    """The state after these events, in order; what does not agree on the way goes to `faults`.

    They follow `state`, which is changed; without one they are the first. An event that cannot be
    understood is a fault, and changes nothing.
    """
    state = state or State()
    found = [] if faults is None else faults
    for link in links:
        found += check(state, link)
        try:
            found += follow(state, link)
        except (KeyError, TypeError, ValueError, AttributeError, UnicodeError):
            found.append(Fault("it cannot be replayed", link.number))
        state.number, state.last_hash = link.number, link.hash
    return state


def check(state: State, link: Link) -> Iterator[Fault]:
    """Whether an event is the next of its chain, and says what its hash says."""
    if link.number != state.number + 1:
        yield Fault(f"event {state.number + 1} is missing", link.number)
    if link.previous != state.last_hash:
        yield Fault("it does not follow the event before it", link.number)
    try:
        sealed = link.seal()
    except (TypeError, ValueError):
        sealed = ""
    if link.hash != sealed:
        yield Fault("its hash is not that of what it says", link.number)


def follow(state: State, link: Link) -> list[Fault]:
    """Take a state on by one event; what the event says of before, and was not so, is a fault."""
    known = {**LATER, **state.fields}
    faults = [
        Fault(f"{name} was {shown(known[name])}, not {shown(value)}", link.number)
        for name, value in link.before.items()
        if name in known and known[name] != value
    ]
    before, changes = state.fields, {key: link.after[key] for key in REPLAYED if key in link.after}
    if not before:
        state.early = not DEFAULTS.keys() <= link.after.keys()
    state.fields = {**(before or DEFAULTS), **changes}
    state.authors = authors_after(state.authors, link)
    if state.fields["status"] == AWAITING != before.get("status"):
        state.submission += 1
    if link.verb in EVIDENCE:
        faults += _row(state.evidence, state.withdrawn, "evidence", OF_EVIDENCE, link)
    elif link.verb in SEARCHES:
        faults += _row(state.searches, state.withdrawn_searches, "searched", OF_SEARCH, link)
    _remark(state, link, before)
    faults += _sign(state, link, before)
    if "publication" in link.after or _moved(before, state.fields, Status.PUBLISHED):
        state.published.append(Published(link.after.get("publication"), link.actor_id, link.number))
    return faults


def _row(
    standing: dict[int, Row], withdrawn: dict[int, Row], key: str, parts: list[str], link: Link
) -> list[Fault]:
    """A row of the claim that comes, changes or goes."""
    was, now = ({part: values[part] for part in parts if part in values}
                for values in (link.before, link.after))  # fmt: skip
    pk = was.get(key) or now[key]
    faults = []
    if standing.get(pk, {}) != was:
        faults.append(Fault(f"{key} {pk} was not what it says it was", link.number))
    if now:
        standing[pk] = now
    else:
        withdrawn[pk] = was
        standing.pop(pk, None)
    return faults


def _remark(state: State, link: Link, before: Row) -> None:
    if link.verb == Verb.COMMENT_RESOLVED:
        state.resolved = sorted({*state.resolved, link.after["comment"]})
    elif link.verb == Verb.COMMENT_REOPENED:
        state.resolved = [pk for pk in state.resolved if pk != link.after["comment"]]
    elif link.verb == Verb.COMMENTED:
        about, evidence = link.after["about"], link.after["on_evidence"]
        state.remarks.append(
            Remark(link.actor_id, link.note, link.number, link.after["comment"], about, evidence)
        )
    elif _moved(before, state.fields, Status.CHANGES_REQUESTED):
        state.remarks.append(Remark(link.actor_id, link.note, link.number, needed=not state.early))


def _sign(state: State, link: Link, before: Row) -> list[Fault]:
    """A sign-off is for the content as the chain has it; early chains only tell of the move."""
    if "signed" not in link.after and not _moved(before, state.fields, SIGNED_OFF):
        return []
    content = hash_of(state.content())
    signed = link.after.get("signed", content)
    state.signatures.append(
        Signature(link.actor_id, signed, state.submission, link.number, link.at)
    )
    if signed == content:
        return []
    return [Fault("the content that it signs is not the claim's of that time", link.number)]


def _moved(before: Row, now: Row, status: Status) -> bool:
    return bool(before) and now["status"] == status != before["status"]


def shown(value: object) -> str:
    """A value in a line of a report."""
    if value is None or value == "":
        return "empty"
    words = str(value)
    words = words if len(words) <= 60 else f"{words[:59]}…"
    return f"“{' '.join(words.split())}”" if isinstance(value, str) else words
