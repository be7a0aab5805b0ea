"""Capturing claims and editing their fields. Each function is one change and one event."""

import logging
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Model, QuerySet

from claims.actions.history import (
    CONTENT,
    JUDGEMENT,
    attname_of,
    begin,
    check_untouched,
    locked,
    write,
)
from claims.actions.meaning import keep_meaning_of
from claims.actions.notifications import tell
from claims.actions.refusals import NotAllowed, QuoteMismatch, Refused
from claims.actions.verdicts import kept_on_scale
from claims.models import (
    Claim,
    Interview,
    Kind,
    Person,
    Priority,
    Quotation,
    Status,
    Topic,
    TranscriptVersion,
    Turn,
    User,
    Verdict,
)
from claims.models.reviews import DISPUTE, HIDDEN, decides_if_disputed, is_hidden_from
from claims.permissions import can_assign, can_capture, can_edit, can_plan
from claims.queries.compiled import models_of
from claims.text.anchoring import find_all
from claims.text.errors import BadSpan

log = logging.getLogger(__name__)


def capture(
    transcript: TranscriptVersion, *, start: int, end: int, quote: str, by: User,
    speaker: Person | None = None, statement: str = "", key: UUID | None = None,
) -> Claim:  # fmt: skip
    """Make a claim of the words at [start, end), code points, of a transcript.

    `quote` is what the person saw at that span: QuoteMismatch unless it is the same to the letter.
    Without a speaker, the one whose words the transcript says they are. A `key` that has made a
    claim already answers with that claim.
    """
    try:
        words = transcript.quote_at(start, end)
    except BadSpan as error:
        raise QuoteMismatch(str(error)) from error
    if words != quote:
        log.warning("capture refused: %s sent a quote that is not at [%d, %d)", by, start, end)
        raise QuoteMismatch("The transcript has other words at this place. Select them again.")
    claim = Claim(
        interview=transcript.interview, transcript=transcript, start=start, end=end, quote=quote,
        speaker=speaker or speaker_at(transcript, start, end), statement=statement.strip(),
        key=key,
    )  # fmt: skip
    return _create(claim, by=by)


def enter_by_hand(
    interview: Interview, *, quote: str, by: User, speaker: Person | None, statement: str = "",
    key: UUID | None = None,
) -> Claim:  # fmt: skip
    """Make a claim of words that no transcript here holds."""
    claim = Claim(
        interview=interview, quote=quote, speaker=speaker, statement=statement.strip(), key=key
    )
    return _create(claim, by=by)


def capture_words(
    interview: Interview, transcript: TranscriptVersion | None, *, quote: str, by: User,
    speaker: Person | None, statement: str = "", key: UUID | None = None,
) -> tuple[Claim, int]:  # fmt: skip
    """Make a claim of words that were typed, and say how often the transcript has them.

    Where it has them once, that is their place; else the claim is entered by hand.
    """
    places = find_all(transcript.text, quote) if transcript else []
    if transcript and len(places) == 1:
        start, end = places[0]
        claim = capture(
            transcript, start=start, end=end, quote=quote, by=by, speaker=speaker,
            statement=statement, key=key,
        )  # fmt: skip
    else:
        claim = enter_by_hand(
            interview, quote=quote, speaker=speaker, statement=statement, by=by, key=key
        )
    return claim, len(places)


def speaker_at(transcript: TranscriptVersion, start: int, end: int) -> Person | None:
    """Whose words stand at [start, end): the direct quote's speaker, else the turn's.

    Raises QuoteMismatch where several people speak in the span.
    """
    for quotation in models_of(_quoted_at, transcript.pk, start, end):
        if quotation.speaker:
            return quotation.speaker
    turns = models_of(_turns_at, transcript.pk, start, end)
    speakers = {turn.speaker for turn in turns if turn.kind != "direction"}
    if len({speaker and speaker.who_id for speaker in speakers}) > 1:
        raise QuoteMismatch("More than one person speaks there. Select the words of one of them.")
    return next(iter(speakers), None)


def _quoted_at(transcript: Any, start: Any, end: Any) -> QuerySet[Quotation]:
    quotations = Quotation.objects.filter(transcript=transcript, start__lt=end, end__gt=start)
    return quotations.select_related("speaker").order_by("start")[:1]


def _turns_at(transcript: Any, start: Any, end: Any) -> QuerySet[Turn]:
    turns = Turn.objects.filter(transcript=transcript, start__lt=end, end__gt=start)
    return turns.select_related("speaker")


def _create(claim: Claim, *, by: User) -> Claim:
    if not can_capture(by):
        raise NotAllowed("This takes the role “Reviewer”.")
    claim.captured_by = by
    try:
        return _write_first(claim, by=by)
    except (IntegrityError, QuoteMismatch):
        if claim.key and (made := Claim.objects.filter(key=claim.key).first()):
            return made
        raise


def _write_first(claim: Claim, *, by: User) -> Claim:
    with transaction.atomic():
        if claim.transcript:
            _check_is_newest(claim.transcript)
        begin(claim, by=by)
        keep_meaning_of(claim)
    return claim


def _check_is_newest(transcript: TranscriptVersion) -> None:
    """Old versions take no new claims. A correction waits until the claim is stored, and the
    other way round."""
    interview = Interview.objects.select_for_update(no_key=True).get(pk=transcript.interview_id)
    if interview.transcripts.filter(number__gt=transcript.number).exists():
        raise QuoteMismatch(
            "This is an old version of the transcript. Capture the words in the newest one."
        )


def set_statement(claim: Claim, statement: str, *, seen_version: int, by: User) -> Claim:
    claim = _set(claim, "statement", statement.strip(), seen_version=seen_version, by=by)
    keep_meaning_of(claim)
    return claim


def set_rationale(claim: Claim, rationale: str, *, seen_version: int, by: User) -> Claim:
    return _set(claim, "rationale", rationale.strip(), seen_version=seen_version, by=by)


def set_verdict(claim: Claim, verdict: Verdict | None, *, seen_version: int, by: User) -> Claim:
    """Raises Refused for a verdict that is no longer on the scale, unless it stands there."""
    return _set(claim, "verdict", verdict, seen_version=seen_version, by=by)


@transaction.atomic
def set_speaker(claim: Claim, speaker: Person | None, *, seen_version: int, by: User) -> Claim:
    if speaker:
        _hold(speaker)
    return _set(claim, "speaker", speaker, seen_version=seen_version, by=by)


def _hold(person: Person) -> None:
    """Keep a person from being merged until the transaction ends. People are locked before claims,
    as by whoever merges."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity_id FROM claims_person WHERE id = %s FOR SHARE", [person.pk])
        person.identity_id = cursor.fetchone()[0]


def set_assignee(claim: Claim, assignee: User | None, *, seen_version: int, by: User) -> Claim:
    return _set(claim, "assignee", assignee, seen_version=seen_version, by=by)


def set_priority(claim: Claim, priority: Priority, *, seen_version: int, by: User) -> Claim:
    return _set(claim, "priority", priority, seen_version=seen_version, by=by)


def set_due_on(claim: Claim, due_on: date | None, *, seen_version: int, by: User) -> Claim:
    return _set(claim, "due_on", due_on, seen_version=seen_version, by=by)


def set_topic(claim: Claim, topic: Topic | None, *, seen_version: int, by: User) -> Claim:
    return _set(claim, "topic", topic, seen_version=seen_version, by=by)


@transaction.atomic
def _set(claim: Claim, field: str, value: Any, *, seen_version: int, by: User) -> Claim:
    """Change one field. Saving what already stands there changes nothing, also when stale.

    Raises NotAllowed, StaleClaim.
    """
    claim = locked(claim, ("interview",) if field in JUDGEMENT else ())
    check_allowed(claim, field, value, by=by)
    column = attname_of(claim, field)
    if getattr(claim, column) == (value.pk if isinstance(value, Model) else value):
        return claim
    if isinstance(value, Person) and claim.person_id == value.who_id:
        return claim  # another spelling of the same person
    if isinstance(value, Verdict):
        value = kept_on_scale(value)
    gates = {"status"} if field in CONTENT else set()
    check_untouched(claim, since=seen_version, keys={column, *gates})
    event = write(claim, {field: value}, by=by)
    if isinstance(value, User):
        tell([value.pk], Kind.ASSIGNED, event)
    return claim


def check_allowed(claim: Claim, field: str, value: Any, *, by: User) -> None:
    """Whether this person may set this field of this claim so. Asks the database nothing.

    Raises NotAllowed, Refused.
    """
    if field == "assignee":
        if not can_assign(by, claim, value):
            raise NotAllowed("Only an editor gives a claim to somebody else.")
    elif field in {"priority", "due_on", "topic"}:
        if not can_plan(by, claim):
            raise NotAllowed("This takes the role “Reviewer”.")
    elif not can_edit(by, claim):
        if not can_capture(by):
            raise NotAllowed("This takes the role “Reviewer”.")
        if reason := decides_if_disputed(claim, by):
            raise Refused(reason)
        raise Refused(
            f"A claim that is “{claim.get_status_display()}” is not edited: "
            + ("correct it first." if claim.status == "published" else "restore it first.")
        )
    if field in JUDGEMENT and claim.status == Status.DISPUTED:
        raise Refused(DISPUTE)
    if field in JUDGEMENT and is_hidden_from(claim, by):
        raise Refused(HIDDEN)
