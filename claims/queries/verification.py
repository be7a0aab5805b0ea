"""Whether every claim is what its history says: chains, rows, sign-offs and publications."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, Model, OuterRef, Q
from django.db.models.functions import Substr

from claims.models import Claim, Comment, Event, Evidence, Publication, SearchEntry, SignOff
from claims.models.claims import REPLAYED, as_json, hash_of
from claims.queries.replay import (
    LATER,
    Fault,
    Link,
    Published,
    Remark,
    Row,
    Signature,
    State,
    replay,
    shown,
)
from claims.queries.who_and_when import COLUMNS, Witness, who_and_when

CHUNK = 500
"""Claims that are compared at once: memory does not grow with the number of claims."""

EVENT = [
    "claim_id", "number", "actor_id", "verb", "before", "after", "note", "at", "previous_hash",
    "hash",
]  # fmt: skip
CLAIM = [
    "pk", *REPLAYED, "authors", "submission", "content_hash", "version", "last_hash",
    *COLUMNS[Claim], "in_place",
]  # fmt: skip
PLACE = ["transcript_id", "start", "end", "quote"]
IN_PLACE = ExpressionWrapper(
    Q(transcript=None) | Q(quote=Substr("transcript__text", F("start") + 1, F("end") - F("start"))),
    output_field=BooleanField(),
)
"""Whether the quote is the words at its span, which the database holds by a trigger alone."""

COMPARED: dict[type[Model], list[str]] = {
    Evidence: ["source_id", "stance", "excerpt", "locator", "answer", "withdrawn_at"],
    SearchEntry: ["place", "searched_on", "found", "by_id", "withdrawn_at"],
    Comment: ["body", "by_id", "field", "evidence_id", "resolved_at"],
    SignOff: ["by_id", "submission", "content", "content_hash"],
    Publication: ["by_id", "number", "payload", "sha256"],
}
ROWS = {
    model: ["pk", *columns, *COLUMNS.get(model, [])] for model, columns in COMPARED.items()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Checked:
    """One claim that was gone through: how many events it has, and what does not agree."""

    claim: int
    events: int
    faults: list[Fault]


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything read in here is as it was at one moment: what others write meanwhile is no fault.

    Inside of a transaction that has begun already, its own rules hold.
    """
    begun = connection.in_atomic_block
    with transaction.atomic():
        if not begun:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def verified(*, only: int | None = None) -> Iterator[Checked]:
    """Every claim, or one, by number; then the claims of which nothing is left but events."""
    after = 0
    claims = Claim.objects.annotate(in_place=IN_PLACE)
    claims = claims.filter(pk=only) if only else claims
    while True:
        rows = list(claims.filter(pk__gt=after).order_by("pk").values_list(*CLAIM)[:CHUNK])
        if not rows:
            break
        span = (rows[0][0], rows[-1][0])
        told = {model: _by_claim(model, span) for model in ROWS}
        chains = _chains(span)
        for row in rows:
            claim = dict(zip(CLAIM, row, strict=True))
            chain = chains.get(claim["pk"]) or Chain()
            its = {model: told[model].get(claim["pk"], []) for model in ROWS}
            faults = list(chain.faults)
            try:
                faults += _compared(claim, chain.state, its)
                faults += who_and_when(claim, its, chain.state, chain.witness)
            except (KeyError, TypeError):  # only a chain that somebody wrote into leads here
                faults.append(Fault("it cannot be compared with such a history"))
            yield Checked(claim["pk"], chain.events, faults)
        after = span[1]
        if len(rows) < CHUNK:
            break
    if only and after:
        return
    orphans = Event.objects.filter(~Exists(Claim.objects.filter(pk=OuterRef("claim_id"))))
    orphans = orphans.filter(claim_id=only) if only else orphans
    for pk in sorted(set(orphans.order_by().values_list("claim_id", flat=True))):
        yield Checked(pk, 0, [Fault("it has a history, and is not there")])


def _by_claim(model: type[Model], span: tuple[int, int]) -> dict[int, list[Row]]:
    """The rows of one table for the claims of a span, by claim."""
    found: dict[int, list[Row]] = defaultdict(list)
    names = ["claim_id", *ROWS[model]]
    rows = model._default_manager.filter(claim_id__gte=span[0], claim_id__lte=span[1]).order_by(
        "claim_id", "pk"
    )
    for claim, *values in rows.values_list(*names):
        found[claim].append(dict(zip(ROWS[model], values, strict=True)))
    return found


@dataclass(slots=True)
class Chain:
    """What the events of one claim lead to, and what of them does not agree."""

    events: int = 0
    state: State = field(default_factory=State)
    faults: list[Fault] = field(default_factory=list)
    witness: Witness = field(default_factory=Witness)


def _chains(span: tuple[int, int]) -> dict[int, Chain]:
    """The chain of each claim."""
    events = Event.objects.filter(claim_id__gte=span[0], claim_id__lte=span[1]).order_by(
        "claim_id", "number"
    )
    found = {}
    for claim, its in groupby(events.values_list(*EVENT), key=itemgetter(0)):
        chain = found[claim] = Chain()
        chain.state = replay(_links(its, chain), faults=chain.faults)
    return found


def _links(rows: Iterator[tuple[Any, ...]], chain: Chain) -> Iterator[Link]:
    """Rows of events as links, counted and heard as they go by."""
    for claim, number, actor, verb, before, after, note, at, *hashes in rows:
        chain.events += 1
        chain.witness.see(number, actor, verb, before, after, at)
        yield Link(claim, number, actor, verb, before, after, note, at.isoformat(), *hashes)


def _compared(claim: Row, state: State, rows: dict[type[Model], list[Row]]) -> Iterator[Fault]:
    """What of a claim's rows is not what its history says."""
    if not state.fields:
        yield Fault("it has no history")
        return
    if claim["version"] != state.number:
        yield Fault(
            f"its row says that {claim['version']} events are its history, not {state.number}"
        )
    if claim["last_hash"] != state.last_hash:
        yield Fault("its row names another last event by hash")
    now = {**LATER, **state.fields, "authors": state.authors, "submission": state.submission}
    for name, value in now.items():
        if as_json(claim[name]) != value:
            row = shown(as_json(claim[name]))
            yield Fault(f"{name} is {row}, and {shown(value)} by its history")
    if not claim["in_place"] and all(claim[name] == state.fields[name] for name in PLACE):
        yield Fault("its quote is not what stands at its place in the transcript")
    if claim["content_hash"] != hash_of(state.content()):
        yield Fault("content_hash is not that of the content that its history says")
    yield from _evidence(rows[Evidence], state)
    yield from _searches(rows[SearchEntry], state)
    yield from _remarks(rows[Comment], state)
    yield from _signatures(rows[SignOff], state.signatures)
    yield from _published(rows[Publication], state.published)


def _evidence(rows: list[Row], state: State) -> Iterator[Fault]:
    contents = {
        row["pk"]: (
            {
                "evidence": row["pk"], "source": row["source_id"], "stance": row["stance"],
                "excerpt": row["excerpt"], "locator": row["locator"],
                **({"answer": row["answer"]} if row["answer"] else {}),
            },
            row["withdrawn_at"] is None,
        )
        for row in rows
    }  # fmt: skip
    yield from _rows("evidence", contents, state.evidence, state.withdrawn)


def _searches(rows: list[Row], state: State) -> Iterator[Fault]:
    contents = {
        row["pk"]: (
            {
                "searched": row["pk"], "place": row["place"],
                "searched_on": row["searched_on"].isoformat(), "found": row["found"],
                "by": row["by_id"],
            },
            row["withdrawn_at"] is None,
        )
        for row in rows
    }  # fmt: skip
    yield from _rows("search entry", contents, state.searches, state.withdrawn_searches)


def _rows(
    what: str, rows: dict[int, tuple[Row, bool]], standing: dict[int, Row],
    withdrawn: dict[int, Row],
) -> Iterator[Fault]:  # fmt: skip
    """Rows that stand or were withdrawn, each with its content, beside what the history says."""
    for pk in sorted({*rows, *standing, *withdrawn}):
        content, stands = rows.get(pk, ({}, False))
        told = standing.get(pk) or withdrawn.get(pk)
        if told is None:
            yield Fault(f"{what} {pk} is not in its history")
        elif not content:
            yield Fault(f"{what} {pk} of its history is not there")
        else:
            yield from (
                Fault(f"{name} of {what} {pk} is {shown(content.get(name))}, "
                      f"and {shown(told.get(name))} by its history")
                for name in {**told, **content}
                if content.get(name) != told.get(name)
            )  # fmt: skip
            if stands != (pk in standing):
                history = "standing" if pk in standing else "withdrawn"
                row = "standing" if stands else "withdrawn"
                yield Fault(f"{what} {pk} is {row}, and {history} by its history")


def _remarks(rows: list[Row], state: State) -> Iterator[Fault]:
    left = list(state.remarks)
    for row in rows:
        what = f"comment {row['pk']}"
        said = next((one for one in left if _is_of(one, row)), None)
        if said is None:
            yield Fault(f"{what} is not in its history")
            continue
        left.remove(said)
        told = (said.by, said.body, said.about, said.evidence)
        if told != (row["by_id"], row["body"], row["field"], row["evidence_id"]):
            yield Fault(f"{what} is not what its event says", said.event)
        if (row["pk"] in state.resolved) != (row["resolved_at"] is not None):
            history, stored = ("resolved", "open") if row["pk"] in state.resolved else \
                ("open", "resolved")  # fmt: skip
            yield Fault(f"{what} is {stored}, and {history} by its history")
    for said in left:
        if said.needed:
            yield Fault("the comment of this event is not there", said.event)


def _is_of(remark: Remark, row: Row) -> bool:
    """Whether a comment's row is that of an event: by its number where the event has it."""
    if remark.pk is not None:
        return bool(remark.pk == row["pk"])
    return (remark.by, remark.body) == (row["by_id"], row["body"])


def _signatures(rows: list[Row], signatures: list[Signature]) -> Iterator[Fault]:
    left = {(one.submission, one.by): one for one in signatures}
    for row in rows:
        what = f"sign-off {row['pk']}"
        if hash_of(row["content"]) != row["content_hash"]:
            yield Fault(f"the content of {what} is not that of its hash")
        told = left.pop((row["submission"], row["by_id"]), None)
        if told is None:
            yield Fault(f"{what} has no event")
        elif told.hash != row["content_hash"]:
            yield Fault(f"{what} is for another content than its event says", told.event)
    for told in left.values():
        yield Fault("the sign-off of this event is not there", told.event)


def _published(rows: list[Row], published: list[Published]) -> Iterator[Fault]:
    """Publications and their events, in order."""
    for number, row in enumerate(sorted(rows, key=itemgetter("number"))):
        what = f"publication {row['number']}"
        if hash_of(row["payload"]) != row["sha256"]:
            yield Fault(f"the payload of {what} is not that of its hash")
        if number >= len(published):
            yield Fault(f"{what} has no event")
        elif published[number].sha256 not in {None, row["sha256"]}:
            yield Fault(f"{what} is not what its event says", published[number].event)
    for told in published[len(rows) :]:
        yield Fault("the publication of this event is not there", told.event)
