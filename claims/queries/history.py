"""The history of a claim as sentences, and the passage that it stands in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Greatest, Least, Substr

from claims.models import Claim, CommentField, Event, SignOff, Status, Turn, User, Verb
from claims.models.reviews import TRANSITIONS, is_hidden_from
from claims.queries.changes import Change, change_of
from claims.queries.names import Names

type Values = dict[str, Any]

CONTEXT_CHARACTERS = 280
PAGE_LENGTH = 50
LABELS = {
    "quote": "quote", "transcript_id": "transcript", "statement": "statement",
    "speaker_id": "speaker", "verdict_id": "verdict", "second_verdict_id": "second verdict",
    "rationale": "rationale", "assignee_id": "assignee", "priority": "priority",
    "due_on": "due date", "topic_id": "topic", "status": "status", "set_aside_reason": "reason",
    "duplicate_of_id": "duplicate of", "repeat_of_id": "repeat of",
    "sign_offs_needed": "sign-offs needed", "source": "source", "stance": "stance",
    "excerpt": "excerpt", "locator": "place in the source", "answer": "answer", "place": "where",
    "searched_on": "day", "found": "what was found",
}  # fmt: skip
"""The keys of events that are told as changes, in words."""

MOVES = {(before, row.to): row.done for row in TRANSITIONS.values() for before in row.from_}
EVIDENCE = [Verb.EVIDENCE_ADDED, Verb.EVIDENCE_EDITED, Verb.EVIDENCE_WITHDRAWN]
SEARCHES = [Verb.SEARCH_ADDED, Verb.SEARCH_WITHDRAWN]
COMMENTS = [Verb.COMMENTED, Verb.COMMENT_RESOLVED, Verb.COMMENT_REOPENED]
ANCHORING = [Verb.ANCHORED, Verb.ANCHOR_LOST]
PARTS: dict[str, tuple[str, Q]] = {
    "statement": ("Statement", Q(after__has_key="statement")),
    "verdict": ("Verdict", Q(after__has_any_keys=["verdict_id", "second_verdict_id"])),
    "rationale": ("Rationale", Q(after__has_key="rationale")),
    "quote": (
        "Quote and its place",
        Q(after__has_any_keys=["quote", "needs_anchoring"]) | Q(verb__in=ANCHORING),
    ),
    "speaker": ("Speaker", Q(after__has_key="speaker_id")),
    "evidence": ("Evidence", Q(verb__in=EVIDENCE)),
    "searches": ("Searches", Q(verb__in=SEARCHES)),
    "comments": ("Comments", Q(verb__in=COMMENTS) | Q(after__status="changes_requested")),
    "status": ("Status", Q(after__has_key="status")),
    "signoffs": ("Sign-offs", Q(verb=Verb.SIGNED_OFF) | Q(after__status="signed_off")),
    "planning": (
        "Assignee, priority, due date, topic",
        Q(after__has_any_keys=["assignee_id", "priority", "due_on", "topic_id"]),
    ),
}
"""What a history can be narrowed to. The first event has every part in it, and is of none."""


@dataclass(slots=True)
class Line:
    """One event: who did what when, with what changed."""

    event: Event
    did: str
    changes: list[Change] = field(default_factory=list)
    note: str = ""
    note_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """What of a history is asked for: one part, one person, and only what is before an event."""

    part: str = ""
    person: int | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class History:
    """A page of a claim's history, newest first; `older` is the last event if there are more."""

    lines: list[Line]
    older: int | None
    names: Names


def history_of(
    claim: Claim, reader: User, asked: Filter | None = None, *, also: Iterable[Values] = ()
) -> History:
    """A page of the events of a claim, as `reader` may read them: two queries, or three.

    `also` are other values of the page whose names are to be asked for along with these.
    """
    asked = asked or Filter()
    events = list(_chosen(claim, asked)[: PAGE_LENGTH + 1])
    shown = events[:PAGE_LENGTH]
    names = Names([*values_in_events(shown), *also])
    older = shown[-1].number if len(events) > PAGE_LENGTH else None
    return History(lines_of(claim, shown, names, reader), older, names)


def events_of(claim: Claim) -> QuerySet[Event]:
    """With who did it, and for a sign-off `needed`: how many its submission took."""
    asked_for = Event.objects.filter(
        claim=OuterRef("claim"), number__lt=OuterRef("number"), after__has_key="sign_offs_needed"
    ).order_by("-number")
    number = Cast(KeyTextTransform("sign_offs_needed", "after"), IntegerField())
    needed = Subquery(asked_for.annotate(needed=number).values("needed")[:1])
    return claim.events.select_related("actor").annotate(
        needed=Case(When(verb=Verb.SIGNED_OFF, then=needed), output_field=IntegerField())
    )


def values_in_events(events: Iterable[Event]) -> Iterator[Values]:
    """The dicts in which events have ids, for `Names`."""
    for event in events:
        if event.verb != Verb.CAPTURED:
            yield event.before
            yield event.after


def lines_of(claim: Claim, events: list[Event], names: Names, reader: User) -> list[Line]:
    """Events of `events_of` as sentences."""
    hidden = is_hidden_from(claim, reader)
    sign_offs = list(claim.sign_offs.all()) if any(map(_signs, events)) else []
    return [_line(event, names, sign_offs, hidden=hidden) for event in events]


def people_of(claim: Claim) -> list[tuple[int, str]]:
    """Whoever has done something to a claim, by name."""
    people = User.objects.filter(pk__in=claim.events.order_by().values("actor"))
    return sorted(((one.pk, str(one)) for one in people), key=lambda one: one[1].casefold())


def _chosen(claim: Claim, asked: Filter) -> QuerySet[Event]:
    events = events_of(claim).order_by("-number")
    if asked.part:
        events = events.filter(PARTS[asked.part][1]).exclude(verb=Verb.CAPTURED)
    if asked.person:
        events = events.filter(actor=asked.person)
    return events.filter(number__lt=asked.before) if asked.before else events


def _signs(event: Event) -> bool:
    return event.verb == Verb.SIGNED_OFF


def _signed_off(event: Event, sign_offs: list[SignOff]) -> str:
    """“signed off”, and the how manieth of how many that was, where it took several."""
    needed = event.needed or 1  # type: ignore[attr-defined]
    its = [one for one in sign_offs if one.by_id == event.actor_id and one.at <= event.at]
    if needed == 1 or not its:
        return "signed off"
    own = max(its, key=lambda one: one.at)
    place = sum(one.submission == own.submission and one.at <= own.at for one in sign_offs)
    return f"signed off ({place} of {needed})"


def _line(event: Event, names: Names, sign_offs: list[SignOff], *, hidden: bool) -> Line:
    about = event.after.get("about")
    secret = hidden and about in {CommentField.VERDICT, CommentField.RATIONALE}
    changes = [] if event.verb == Verb.CAPTURED else list(_changes(event, names, hidden=hidden))
    did = _did(event, names, changes, sign_offs, hidden=hidden)
    before, after = event.before.get("status"), event.after.get("status")
    reopened = event.verb not in {Verb.MOVED, Verb.REOPENED, Verb.CAPTURED} and (
        before != after == Status.CHECKING
    )
    return Line(
        event, f"{did}, which reopened the claim" if reopened else did, changes,
        note="" if secret else event.note, note_hidden=secret and bool(event.note),
    )  # fmt: skip


def _changes(event: Event, names: Names, *, hidden: bool) -> Iterator[Change]:
    """What an event changed, but for what its sentence says."""
    said = {"status", "source"} if event.verb != Verb.EDITED else {"status"}
    if event.verb in SEARCHES:
        said.add("place")
    for key in [*event.after, *(key for key in event.before if key not in event.after)]:
        before, after = event.before.get(key), event.after.get(key)
        if key in LABELS and key not in said and (before or None) != (after or None):
            yield change_of(LABELS[key], key, before, after, names, hidden=hidden)


def _did(
    event: Event, names: Names, changes: list[Change], sign_offs: list[SignOff], *, hidden: bool
) -> str:
    """What somebody did, as the words that follow their name."""
    row = {**event.before, **event.after}
    source = f"“{names.shown('source', row.get('source'))}”"
    place = f"“{row.get('place')}”"
    match event.verb:
        case Verb.MOVED:
            move = (event.before.get("status"), event.after.get("status"))
            return MOVES.get(move, "moved the claim")
        case Verb.EDITED if "needs_anchoring" in event.after:
            return "kept the words of an older version of the transcript"
        case Verb.EDITED if "repeat_of_id" in event.after:
            return "linked it as a repeat" if event.after["repeat_of_id"] else "undid the link"
        case Verb.EDITED:
            labels = [change.label for change in changes]
            return f"changed the {' and the '.join(labels)}" if labels else "changed the claim"
        case Verb.SIGNED_OFF:
            return _signed_off(event, sign_offs)
        case Verb.EVIDENCE_ADDED:
            return f"attached {source} as evidence"
        case Verb.EVIDENCE_EDITED:
            return f"changed the evidence from {source}"
        case Verb.EVIDENCE_WITHDRAWN:
            return f"withdrew the evidence from {source}"
        case Verb.SEARCH_ADDED:
            return f"logged a search in {place}"
        case Verb.SEARCH_WITHDRAWN:
            return f"withdrew the search in {place}"
        case Verb.COMMENTED | Verb.COMMENT_RESOLVED | Verb.COMMENT_REOPENED:
            return _talked(event, names, hidden=hidden)
    return Verb(event.verb).label


def _talked(event: Event, names: Names, *, hidden: bool) -> str:
    if event.verb != Verb.COMMENTED:
        done = "resolved" if event.verb == Verb.COMMENT_RESOLVED else "opened again"
        words = names.shown("comment", event.after.get("comment"))
        short = words if len(words) <= 80 else f"{words[:79]}…"
        return f"{done} a comment" if hidden else f"{done} the comment “{short}”"
    if event.after.get("about"):
        return f"commented on the {event.after['about']}"
    if evidence := event.after.get("on_evidence"):
        return f"commented on the evidence from “{names.shown('on_evidence', evidence)}”"
    return "commented"


@dataclass(frozen=True, slots=True)
class Passage:
    """A quote with the words around it: `before`, the quote itself, `after`."""

    before: str
    quote: str
    after: str


def passage_around(claim: Claim) -> Passage | None:
    """The turn's words around an anchored claim, cut in the database, not in Python."""
    if claim.transcript_id is None or claim.start is None or claim.end is None:
        return None
    lower = Greatest("start", claim.start - CONTEXT_CHARACTERS)
    upper = Least("end", claim.end + CONTEXT_CHARACTERS)
    turns = Turn.objects.filter(transcript=claim.transcript_id)
    found = (
        turns.filter(start__lte=claim.start, end__gte=claim.end)
        .values_list(lower, Substr("transcript__text", lower + 1, upper - lower))
        .first()
    )
    if found is None:  # the words run over several turns
        return Passage("", claim.quote, "")
    begins, words = found
    cut = claim.start - begins
    return Passage(words[:cut], claim.quote, words[cut + claim.end - claim.start :])
