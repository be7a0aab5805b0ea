"""Correcting a transcript, and giving the claims that lost their words by it a place again."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from claims.actions.claims import speaker_at
from claims.actions.history import check_untouched, locked, write
from claims.actions.interviews import add_transcript, hold, people_meant
from claims.actions.notifications import tell
from claims.actions.refusals import NotAllowed, QuoteMismatch, Refused, Stale
from claims.actions.sentences import carry_decisions
from claims.models import (
    Claim,
    Document,
    Event,
    Interview,
    Kind,
    Person,
    Timing,
    TranscriptVersion,
    User,
    Verb,
)
from claims.models.clock import now
from claims.models.reviews import TRANSITIONS
from claims.permissions import can_capture, can_import
from claims.queries.corrections import Fate, anchored_claims, fates_of, newest_number, people_of
from claims.text.errors import BadSpan
from claims.text.reading import Reading
from claims.text.timing import carried, time_at

log = logging.getLogger(__name__)

PLACE = {"transcript_id", "start", "end", "quote", "needs_anchoring"}
NEEDS_ROLE = "This takes the role “Reviewer”."


class StaleTranscript(Stale):
    """`transcript` is the newest version, which the person has not seen."""

    def __init__(self, transcript: TranscriptVersion) -> None:
        super().__init__("Somebody corrected this transcript while you were typing.")
        self.transcript = transcript


class SameText(Refused):
    """The text is to the letter the present one."""

    def __init__(self) -> None:
        super().__init__("This is the text that is stored already: nothing is corrected in it.")


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was stored. `repeated`: the same form had stored it before, and nothing was done."""

    transcript: TranscriptVersion
    moved: int = 0
    lost: int = 0
    repeated: bool = False


@transaction.atomic
def correct_transcript(
    interview: Interview, reading: Reading, *, seen_number: int, reason: str, by: User,
    original: Document | None = None,
) -> Corrected:  # fmt: skip
    """Store a corrected text as the next version, and move the claims to it.

    Each claim of the version before has moved or has lost its place: one event each. The number
    seen makes a form good for one version: sent again by the same person with the same text it
    stores nothing more. Raises StaleTranscript, SameText.

    The interview is locked first, then its claims in the order of their keys; not against rows
    that refer to them, so that nobody who holds one of those waits for this.
    """
    if not can_import(by):
        raise NotAllowed(NEEDS_ROLE)
    if not reason.strip():
        raise Refused("Say why the text is corrected.")
    interview = Interview.objects.select_for_update(no_key=True).get(pk=interview.pk)
    present = _present(interview)
    if present.number == seen_number + 1 and _made(present, reading, by=by):
        return Corrected(present, repeated=True)
    if present.number != seen_number:
        raise StaleTranscript(present)
    if present.sha256 == reading.sha256:
        raise SameText
    people = _people(present, reading)
    claims = _locked_claims(interview)
    version = add_transcript(
        interview, _with_times(reading, present), number=present.number + 1, by=by,
        reason=reason.strip(), people=people, original=original,
    )  # fmt: skip
    carry_decisions(present, version)
    fates = fates_of(claims, present, reading.text)
    for fate in fates.moved:
        _move(fate, version, by=by)
    for fate in fates.lost:
        _lose(fate, version, by=by)
    log.info("%s: v%d by %s, %d claims moved, %d lost", interview.slug, version.number, by,
             len(fates.moved), len(fates.lost))  # fmt: skip
    return Corrected(version, len(fates.moved), len(fates.lost))


def _present(interview: Interview) -> TranscriptVersion:
    present = interview.transcripts.order_by("-number").first()
    if present is None:
        raise Refused("This interview has no transcript to correct.")
    return present


def _made(present: TranscriptVersion, reading: Reading, *, by: User) -> bool:
    """Whether this person has stored this very text as the present version."""
    return present.sha256 == reading.sha256 and present.created_by_id == by.pk


def _people(present: TranscriptVersion, reading: Reading) -> dict[str, Person | None]:
    """Labels that were there before are who they were; a new one is a person of that name.

    They are not merged meanwhile.
    """
    known = people_of(present)
    new = {speaker: speaker for speaker in reading.speakers if speaker not in known}
    people = {**known, **people_meant(new, here=present.interview_id)}
    hold(people.values())
    return people


def _locked_claims(interview: Interview) -> list[Claim]:
    rows = anchored_claims(interview).select_related("interview")
    return list(rows.select_for_update(of=("self",), no_key=True))


def _with_times(reading: Reading, present: TranscriptVersion) -> Reading:
    """The words that stay keep their times, where the corrected text brings none of its own."""
    timing = Timing.objects.filter(transcript=present).first()
    if reading.times or timing is None:
        return reading
    pairs = list(zip(timing.places, timing.times, strict=True))
    times = carried(present.text, pairs, reading.text)
    turns = [
        turn if turn.starts_at_ms is not None
        else replace(turn, starts_at_ms=time_at(times, turn.start))
        for turn in reading.turns
    ]  # fmt: skip
    return replace(reading, turns=turns, times=times)


def _move(fate: Fate, version: TranscriptVersion, *, by: User) -> None:
    """The quote is the same, and so is the content: sign-offs stay."""
    claim, place = fate.claim, fate.place
    if place is None:
        return
    changes = {"transcript": version, "start": place.start, "end": place.end}
    if claim.needs_anchoring:
        changes["needs_anchoring"] = False
    write(claim, changes, by=by, verb=Verb.ANCHORED, note=_version_words(version))


def _lose(fate: Fate, version: TranscriptVersion, *, by: User) -> None:
    """The claim keeps its words in the older version; what was submitted goes back to checking."""
    claim = fate.claim
    changes: dict[str, Any] = {"needs_anchoring": True}
    clocks: dict[str, datetime | int | None] = {}
    if claim.status in TRANSITIONS["reopen"].from_:
        changes["status"] = TRANSITIONS["reopen"].to
        clocks = {"status_since": now(), "finished_at": None}
    event = write(
        claim, changes, by=by, verb=Verb.ANCHOR_LOST, clocks=clocks,
        note=f"{_version_words(version)} {fate.words}",
    )  # fmt: skip
    _tell_who_relied_on_it(claim, event)


def _version_words(version: TranscriptVersion) -> str:
    return f"Transcript v{version.number}: {version.reason}"


def _tell_who_relied_on_it(claim: Claim, event: Event) -> None:
    signers = claim.sign_offs.filter(submission=claim.submission).values_list("by", flat=True)
    tell([*signers, claim.assignee_id], Kind.ANCHOR_LOST, event)


@transaction.atomic
def anchor(
    claim: Claim, *, transcript: TranscriptVersion, start: int, end: int, quote: str,
    seen_version: int, by: User,
) -> Claim:  # fmt: skip
    """Give a claim a place in the newest transcript, chosen by a person.

    Its quote becomes the words there. Other words are new content, which a published claim or one
    that is set aside does not take. Raises QuoteMismatch, StaleTranscript, StaleClaim.
    """
    if not can_capture(by):
        raise NotAllowed(NEEDS_ROLE)
    claim = locked(claim)
    if claim.by_hand:
        raise Refused("This claim was entered by hand: it never had a place in a transcript.")
    newest = claim.interview.transcripts.order_by("-number").first()
    if newest is None or newest.pk != transcript.pk:
        raise StaleTranscript(newest or transcript)
    if _words_at(newest, start, end) != quote:
        raise QuoteMismatch("The transcript has other words at this place. Choose them again.")
    changes: dict[str, Any] = {
        "transcript": newest, "start": start, "end": end, "quote": quote, "needs_anchoring": False,
    }  # fmt: skip
    changes = {name: value for name, value in changes.items() if getattr(claim, name) != value}
    if not changes:
        return claim
    check_untouched(claim, since=seen_version, keys=PLACE | {"status"})
    if "quote" in changes:
        _check_takes_other_words(claim)
        speaker_at(newest, start, end)
    write(claim, changes, by=by, verb=Verb.ANCHORED, note=f"Transcript v{newest.number}.")
    return claim


def _words_at(transcript: TranscriptVersion, start: int, end: int) -> str:
    try:
        return transcript.quote_at(start, end)
    except BadSpan as error:
        raise QuoteMismatch(str(error)) from error


def _check_takes_other_words(claim: Claim) -> None:
    if not claim.content_is_open:
        how = "correct" if claim.status == "published" else "restore"
        raise Refused(
            f"These are other words, and a claim that is “{claim.get_status_display()}” keeps "
            f"its own: {how} it first."
        )


@transaction.atomic
def keep_old_anchor(claim: Claim, *, seen_version: int, by: User) -> Claim:
    """Leave a claim with its words in the older version. Keeping twice is keeping once.

    Such a claim is told by that: its version is older than the newest, and it does not need
    anchoring. Later corrections leave it where it is.
    """
    if not can_capture(by):
        raise NotAllowed(NEEDS_ROLE)
    claim = locked(claim)
    if claim.transcript is None or claim.transcript.number == newest_number(claim.interview):
        raise Refused("Only a claim that has lost its place keeps the words of an older version.")
    if not claim.needs_anchoring:
        return claim
    check_untouched(claim, since=seen_version, keys=PLACE)
    note = f"Kept the words of transcript v{claim.transcript.number}."
    write(claim, {"needs_anchoring": False}, by=by, note=note)
    return claim
