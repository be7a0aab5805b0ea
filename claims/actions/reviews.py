"""Moving a claim through its life, by the one table of transitions."""

import logging
from typing import Any

from django.db import transaction

from claims.actions.comments import keep_request
from claims.actions.history import check_untouched, locked, locked_together, move
from claims.actions.notifications import tell
from claims.actions.refusals import NotAllowed, Refused, StaleClaim, TransitionRefused
from claims.actions.similar import no_circle
from claims.actions.verdicts import kept_on_scale
from claims.models import (
    Claim,
    Kind,
    Newsroom,
    Publication,
    SetAsideReason,
    SignOff,
    Status,
    User,
    Verb,
    Verdict,
)
from claims.models.claims import hash_of
from claims.models.clock import now
from claims.models.evidence_rules import needs_of
from claims.models.reviews import TRANSITIONS, Transition, payload_of
from claims.models.reviews import seen_hash as hash_shown_of

log = logging.getLogger(__name__)

ASKED = {
    "comment": "Say what has to change.",
    "reason": "Give the reason.",
    "decision": "Give the reason for the decision.",
}
SEEN = {
    "status", "quote", "speaker_id", "statement", "verdict_id", "rationale", "set_aside_reason",
}  # fmt: skip
"""What somebody who moves a claim has looked at: if any of it moved on, the move is stale."""


def start(claim: Claim, *, seen_version: int, by: User) -> Claim:
    """Begin to check; whoever starts a claim that nobody has becomes its assignee."""
    return _transition(claim, "start", seen_version=seen_version, by=by)


def submit(claim: Claim, *, seen_version: int, by: User) -> Claim:
    return _transition(claim, "submit", seen_version=seen_version, by=by)


@transaction.atomic
def sign_off(claim: Claim, *, seen_hash: str, by: User, verdict: Verdict | None = None) -> Claim:
    """Approve exactly the content whose hash the person saw. Raises StaleClaim if it moved on.

    Where verdict and rationale are hidden, the hash is the claim's `blind_hash` and the person
    gives a verdict of their own: the same signs off, another makes the claim disputed.
    """
    row, claim = _allowed(claim, "sign_off", by=by, seen_version=None, seen_hash=seen_hash)
    if claim.is_sealed:
        if verdict is None:
            raise Refused("Choose the verdict that you come to.")
        if seen_hash != claim.blind_hash():
            raise StaleClaim(claim)
        if not _is_same(verdict, claim.verdict):
            return _dispute(claim, kept_on_scale(verdict), by=by)
    elif seen_hash != claim.content_hash:
        log.warning("sign_off refused to %s on claim %s: another hash was seen", by, claim.pk)
        raise StaleClaim(claim)
    SignOff.objects.create(
        claim=claim, by=by, submission=claim.submission, content=claim.content(),
        content_hash=claim.content_hash,
    )  # fmt: skip
    signed = claim.sign_offs.filter(
        submission=claim.submission, content_hash=claim.content_hash
    ).count()
    enough = signed >= claim.sign_offs_needed
    event = move(
        claim, row.to if enough else Status.AWAITING_SIGN_OFF, by=by, verb=Verb.SIGNED_OFF,
        after={"signed": claim.content_hash},
    )  # fmt: skip
    tell([claim.submitted_by_id, claim.assignee_id], Kind.SIGNED_OFF, event)
    return claim


def _is_same(one: Verdict, other: Verdict | None) -> bool:
    """Whether two verdicts say the same: one row, or older and newer wordings of it."""
    return other is not None and one.newest() == other.newest()


def _dispute(claim: Claim, verdict: Verdict, *, by: User) -> Claim:
    """Two people came to two verdicts: both are open to all from now on."""
    also = {"second_verdict": verdict, "second_by": by}
    event = move(
        claim, TRANSITIONS["dispute"].to, by=by, verb=Verb.SECOND_VERDICT, also=also
    )  # fmt: skip
    tell([claim.submitted_by_id, claim.assignee_id], Kind.DISPUTED, event)
    return claim


@transaction.atomic
def decide(claim: Claim, *, verdict: Verdict, reason: str, seen_version: int, by: User) -> Claim:
    """Settle a dispute by one of the two verdicts, with a reason; it then needs a sign-off.

    The reason for the second verdict becomes the rationale: the one that is there speaks for the
    first. Raises TransitionRefused where the evidence is not what the verdict takes.
    """
    row, claim = _allowed(claim, "decide", by=by, seen_version=seen_version)
    if verdict.pk not in {claim.verdict_id, claim.second_verdict_id}:
        raise TransitionRefused("Decide for one of the two verdicts.")
    if not reason.strip():
        raise TransitionRefused(ASKED[row.asks])
    also: dict[str, Any] = {
        "verdict": verdict, "submitted_by": by,
        "sign_offs_needed": Newsroom.rules().sign_offs_needed,
    }  # fmt: skip
    if verdict.pk != claim.verdict_id:
        also["rationale"] = reason.strip()
    judged = Claim.objects.select_related("interview", "verdict").get(pk=claim.pk)
    judged.verdict, judged.rationale = verdict, reason
    if missing := " ".join(need.missing for need in needs_of(judged) if need.missing):
        raise TransitionRefused(missing)
    people = [claim.submitted_by_id, claim.second_by_id, claim.assignee_id]
    event = move(claim, row.to, by=by, note=reason.strip(), also=also)
    tell(people, Kind.DECIDED, event)
    return claim


def request_changes(claim: Claim, *, comment: str, seen_version: int, by: User) -> Claim:
    return _transition(claim, "request_changes", note=comment, seen_version=seen_version, by=by)


@transaction.atomic
def publish(claim: Claim, *, seen_version: int, by: User) -> Claim:
    """Freeze what readers are told. The event names the payload's hash."""
    row, claim = _allowed(claim, "publish", by=by, seen_version=seen_version)
    payload = payload_of(claim)
    publication = Publication.objects.create(
        claim=claim, number=claim.publications.count() + 1, by=by, at=now(),
        payload=payload, sha256=hash_of(payload),
    )  # fmt: skip
    move(claim, row.to, by=by, after={"publication": publication.sha256})
    return claim


def correct(claim: Claim, *, reason: str, seen_version: int, by: User) -> Claim:
    return _transition(claim, "correct", note=reason, seen_version=seen_version, by=by)


def set_aside(
    claim: Claim, *, reason: SetAsideReason, seen_version: int, by: User, note: str = "",
    duplicate_of: Claim | None = None,
) -> Claim:  # fmt: skip
    """Take a claim out of the work, with one of three reasons; a duplicate names the other, and is
    no repeat any more."""
    if (reason == SetAsideReason.DUPLICATE) != (duplicate_of is not None):
        raise TransitionRefused("A duplicate names the claim that it repeats.")
    also: dict[str, Any] = {"set_aside_reason": reason, "duplicate_of": duplicate_of}
    moved: dict[str, Any] = {"note": note, "also": also, "seen_version": seen_version, "by": by}
    if duplicate_of is None:
        return _transition(claim, "set_aside", **moved)
    if duplicate_of.pk == claim.pk:
        raise TransitionRefused("A claim is no duplicate of itself.")
    with no_circle():
        if locked_together(claim, duplicate_of)[claim.pk].repeat_of_id:
            also["repeat_of"] = None
        return _transition(claim, "set_aside", **moved)


def restore(claim: Claim, *, seen_version: int, by: User) -> Claim:
    """Take a claim up again. It has no authors any more, unless its verdict is a sealed draft:
    that stays theirs, and hidden from everybody else."""
    also = {"set_aside_reason": "", "duplicate_of": None}
    return _transition(claim, "restore", also=also, seen_version=seen_version, by=by)


@transaction.atomic
def _transition(
    claim: Claim, name: str, *, by: User, seen_version: int, note: str = "",
    also: dict[str, Any] | None = None,
) -> Claim:  # fmt: skip
    row, claim = _allowed(claim, name, by=by, seen_version=seen_version)
    if row.asks and not note.strip() and name != "set_aside":
        raise TransitionRefused(ASKED[row.asks])
    also = {**(also or {}), **_consequences(claim, name, by=by)}
    after = {"sealed": True} if name == "restore" and claim.is_sealed else None
    event = move(claim, row.to, by=by, note=note.strip(), also=also, after=after)
    if name == "request_changes":
        tell([claim.submitted_by_id, claim.assignee_id], Kind.CHANGES_REQUESTED, event)
        keep_request(claim, event)
    return claim


def _allowed(
    claim: Claim, name: str, *, by: User, seen_version: int | None, seen_hash: str | None = None
) -> tuple[Transition, Claim]:
    """The row of the table and the claim, locked, once everything in the table holds.

    Where other content has taken the claim out of the status that was seen, that is said.
    """
    row = TRANSITIONS[name]
    if row.role is None:
        raise TransitionRefused("Nobody does this: it happens by itself.")
    if not by.has_role(row.role):
        raise NotAllowed(f"This takes the role “{row.role.label}”.")
    claim = locked(claim)
    if seen_version is not None:
        check_untouched(claim, since=seen_version, keys=SEEN)
    if seen_hash and claim.status not in row.from_ and seen_hash != hash_shown_of(claim):
        raise StaleClaim(claim)
    if reason := row.refusal(claim, by):
        log.warning("%s refused to %s on claim %s: %s", name, by, claim.pk, reason)
        raise TransitionRefused(reason)
    return row, claim


def _consequences(claim: Claim, name: str, *, by: User) -> dict[str, Any]:
    """What else a transition sets."""
    if name == "start" and claim.assignee_id is None:
        return {"assignee": by}
    if name == "submit":
        return {"submitted_by": by, "sign_offs_needed": Newsroom.rules().sign_offs_needed}
    return {}
