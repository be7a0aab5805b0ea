"""Who did what when by a claim's events, beside the columns of rows that say it again."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from claims.models import Claim, Comment, Evidence, Publication, SignOff, Status, Verb
from claims.models.claims import as_json
from claims.queries.replay import Fault, Row, State, shown

SLACK = timedelta(minutes=1)
"""A row and its event are of one transaction, but each looks at the clock for itself."""

COLUMNS = {
    Claim: ["captured_by_id", "captured_at", "status_since", "finished_at"],
    Evidence: ["added_by_id", "added_at"],
    Comment: ["at", "resolved_by_id"],
    SignOff: ["at"],
    Publication: ["at"],
}
"""What is compared here, by table."""


@dataclass(slots=True)
class Witness:
    """What a chain says of who and when, gathered while its events go by."""

    at: dict[int, datetime] = field(default_factory=dict)
    """When, by the event's number."""
    claim: Row = field(default_factory=dict)
    evidence: dict[int, Row] = field(default_factory=dict)
    comments: dict[int, Row] = field(default_factory=dict)
    resolved_by: dict[int, int] = field(default_factory=dict)

    def see(
        self, number: int, actor: int, verb: str, before: Any, after: Any, at: datetime
    ) -> None:
        """Take in one event. One that makes no sense is a fault of the chain, told elsewhere."""
        self.at[number] = at
        try:
            self._see(actor, verb, before, after, at)
        except (AttributeError, KeyError, TypeError):
            return

    def _see(self, actor: int, verb: str, before: Row, after: Row, at: datetime) -> None:
        if not self.claim:
            self.claim = {"captured_by_id": actor, "captured_at": at, "status_since": at}
            self.claim["finished_at"] = None
        elif "status" in after and after["status"] != before.get("status"):
            self.claim["status_since"] = at
        if verb != Verb.CAPTURED and after.get("status") == Status.SIGNED_OFF:
            self.claim["finished_at"] = at
        elif after.get("status") not in {None, Status.PUBLISHED}:
            self.claim["finished_at"] = None
        if verb == Verb.EVIDENCE_ADDED:
            self.evidence[after["evidence"]] = {"added_by_id": actor, "added_at": at}
        elif verb == Verb.COMMENTED:
            self.comments[after["comment"]] = {"at": at}
        elif verb == Verb.COMMENT_RESOLVED:
            self.resolved_by[after["comment"]] = actor
        elif verb == Verb.COMMENT_REOPENED:
            self.resolved_by.pop(after["comment"], None)


def who_and_when(
    claim: Row, rows: dict[Any, list[Row]], state: State, witness: Witness
) -> Iterator[Fault]:
    """The columns that say otherwise. Rows without an event are told of elsewhere."""
    yield from _differing("", claim, witness.claim)
    for row in rows[Evidence]:
        yield from _differing(
            f" of evidence {row['pk']}", row, witness.evidence.get(row["pk"], {})
        )  # fmt: skip
    for row in rows[Comment]:
        told = {**witness.comments.get(row["pk"], {})}
        if row["resolved_at"] is not None and row["pk"] in witness.resolved_by:
            told["resolved_by_id"] = witness.resolved_by[row["pk"]]
        yield from _differing(f" of comment {row['pk']}", row, told)
    signed = {(one.submission, one.by): one.event for one in state.signatures}
    for row in rows[SignOff]:
        event = signed.get((row["submission"], row["by_id"]))
        if event in witness.at:
            yield from _differing(f" of sign-off {row['pk']}", row, {"at": witness.at[event]})
    for row, told_of in zip(
        sorted(rows[Publication], key=lambda row: row["number"]), state.published, strict=False
    ):
        told = {"by_id": told_of.by, "at": witness.at[told_of.event]}
        yield from _differing(f" of publication {row['number']}", row, told)


def _differing(of: str, row: Row, told: Row) -> Iterator[Fault]:
    for name, value in told.items():
        if not _is_same(row[name], value):
            now, history = shown(as_json(row[name])), shown(as_json(value))
            yield Fault(f"{name}{of} is {now}, and {history} by its history")


def _is_same(one: Any, other: Any) -> bool:
    if isinstance(one, datetime) and isinstance(other, datetime):
        return abs(one - other) <= SLACK
    return bool(one == other)
