"""A small newsroom: people, interviews, and claims in every status with all sorts of dates."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from claims.models import Claim, Interview, Priority, Role, SetAsideReason, SignOff, Status, User
from claims.models.claims import Verdict, hash_of
from claims.queries.claim_list import midnight
from tests.factories import make_claim, make_evidence, make_interview, make_source, make_user

NUMBERS = ["one", "two", "three", "four", "five"]


@dataclass
class Newsroom:
    ana: User
    jon: User
    ed: User
    vi: User
    gone: User
    bridge: Interview
    harbour: Interview
    silent: Interview

    def claim(self, words: str, *, harbour: bool = False, **overrides: Any) -> Claim:
        interview = self.harbour if harbour else self.bridge
        quote = f"What was said, number {words}"
        return make_claim(interview, quote=quote, by=self.ed, **overrides)


def make_newsroom() -> Newsroom:
    """28 claims of two interviews; a third interview has none. Nothing depends on the weekday."""
    today = timezone.localdate()
    ana = make_user(username="ana", name="Ana Ruiz")
    jon = make_user(username="jon", name="Jon Bell")
    ed = make_user(Role.EDITOR, username="ed", name="Ed Hall")
    vi = make_user(Role.VIEWER, username="vi", name="Vi Lund")
    gone = make_user(username="gone", name="Gone Away", is_active=False)
    bridge = make_interview(by=ed, title="The bridge", outlet="City Radio")
    harbour = make_interview(by=ed, title="The harbour", outlet="Harbour News")
    silent = make_interview(by=ed, title="Not yet read")
    room = Newsroom(ana, jon, ed, vi, gone, bridge, harbour, silent)
    _open(room, today)
    _reviewed(room, today)
    _finished(room)
    _spread(today)
    return room


def submitted(claim: Claim, by: User, *, primary: bool = True, **overrides: Any) -> Claim:
    """As whole as a submission is, with one source."""
    make_evidence(claim, by=by, source=make_source(by=by, primary=primary))
    work: dict[str, Any] = {
        "statement": "The city paid.", "rationale": "The accounts.", "submitted_by": by,
        "verdict": Verdict.objects.get(label="True"), "status": Status.AWAITING_SIGN_OFF,
        "submission": 1,
    }  # fmt: skip
    return changed(claim, **{**work, **overrides})


def signed(claim: Claim, submitter: User, *, by: User, **overrides: Any) -> Claim:
    claim = submitted(claim, submitter, **overrides)
    content = claim.content()
    claim = changed(claim, content_hash=hash_of(content))
    SignOff.objects.create(claim=claim, by=by, content=content, content_hash=claim.content_hash)
    return changed(claim, status="signed_off", finished_at=timezone.now())


def changed(claim: Claim, **values: Any) -> Claim:
    Claim.objects.filter(pk=claim.pk).update(**values)
    claim.refresh_from_db()
    return claim


def _open(room: Newsroom, today: date) -> None:
    for number, words in enumerate(NUMBERS[:4]):
        room.claim(f"new {words}", harbour=number % 2 == 0)
    soon = today + timedelta(days=3)
    room.claim("new and given", harbour=True, assignee=room.ana, due_on=soon)
    due = [today - timedelta(days=2), today - timedelta(days=1), today, today + timedelta(days=9)]
    for words, day in zip(NUMBERS, [*due, None], strict=True):
        room.claim(f"checking {words}", status="checking", assignee=room.ana, due_on=day)
    Claim.objects.filter(quote__endswith="checking five").update(priority=Priority.URGENT)
    room.claim("left behind", harbour=True, status="checking", assignee=room.gone)


def _reviewed(room: Newsroom, today: date) -> None:
    submitted(room.claim("awaiting one", assignee=room.ana), room.ana)
    submitted(room.claim("awaiting two", assignee=room.jon), room.jon, primary=False)
    late = today - timedelta(days=4)
    harbour = room.claim("awaiting three", harbour=True, assignee=room.jon, due_on=late)
    submitted(harbour, room.jon, primary=False)
    for words, user in zip(NUMBERS, [room.ana, room.jon, room.jon], strict=False):
        back = room.claim(f"sent back {words}", assignee=user)
        submitted(back, user, status="changes_requested")
    stale = signed(room.claim("stale one", assignee=room.jon), room.jon, by=room.ana)
    changed(stale, status="checking", finished_at=None, content_hash=hash_of("other"))


def _finished(room: Newsroom) -> None:
    for words in NUMBERS[:3]:
        signed(room.claim(f"signed {words}", assignee=room.ana), room.ana, by=room.jon)
    for words, user in zip(NUMBERS, [room.ed, room.jon, room.jon, room.jon], strict=False):
        claim = signed(room.claim(f"published {words}", harbour=True), user, by=room.ana)
        changed(claim, status="published")
    reasons = [SetAsideReason.NOT_CHECKABLE, SetAsideReason.NOT_CHECKABLE,
               SetAsideReason.OUT_OF_SCOPE]  # fmt: skip
    for words, reason in zip(NUMBERS, reasons, strict=False):
        room.claim(f"set aside {words}", status="set_aside", set_aside_reason=reason)


def _spread(today: date) -> None:
    """Move the clocks of the claims back, each by its own number of whole days and some hours."""
    for number, claim in enumerate(Claim.objects.order_by("pk")):
        captured = midnight(today - timedelta(days=(number * 3) % 41)) + timedelta(minutes=number)
        changed_on = today - timedelta(days=(number * 2) % 17)
        since = max(captured, midnight(changed_on) + timedelta(hours=number % 7))
        finished = since if claim.finished_at else None
        changed(claim, captured_at=captured, status_since=since, finished_at=finished)
