"""The history of a claim: every change of it, as far as this person may read it."""

from datetime import datetime
from typing import Any

from ninja import Router, Schema

from claims.api.access import ApiRequest, claim_to_read
from claims.api.people import Account, account_of
from claims.models.reviews import is_hidden_from
from claims.queries.changes import SECRET
from claims.queries.history import LABELS, Filter, Line, history_of

router = Router(tags=["history"])


class EventShape(Schema):
    number: int
    at: datetime
    by: Account
    verb: str
    did: str
    """The same as words that follow the name."""
    note: str | None
    before: dict[str, Any]
    """Columns and what stood in them. Of a hidden verdict, nothing."""
    after: dict[str, Any]


class Events(Schema):
    events: list[EventShape]
    next: str | None


@router.get("/claims/{int:pk}/history", response=Events)
def claim_history(request: ApiRequest, pk: int, before: int | None = None) -> Events:
    """Newest first; `before` is the number of the event to go on from."""
    claim = claim_to_read(pk)
    history = history_of(claim, request.user, Filter(before=before))
    hidden = is_hidden_from(claim, request.user)
    return Events(
        events=[_shape(line, hidden=hidden) for line in history.lines],
        next=f"{request.path}?before={history.older}" if history.older else None,
    )


def _shape(line: Line, *, hidden: bool) -> EventShape:
    event = line.event
    return EventShape(
        number=event.number, at=event.at, by=account_of(event.actor), verb=event.verb,
        did=line.did, note=None if line.note_hidden else line.note,
        before=_told(event.before, hidden=hidden), after=_told(event.after, hidden=hidden),
    )  # fmt: skip


def _told(values: dict[str, Any], *, hidden: bool) -> dict[str, Any]:
    """While the verdict is hidden, what the page would tell: by a hash it could be guessed."""
    told = LABELS.keys() - SECRET if hidden else values.keys()
    return {key: value for key, value in values.items() if key in told}
