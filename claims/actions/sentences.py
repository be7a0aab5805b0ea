"""The sentences of a transcript: stored with it, put aside as not checkable, and taken back."""

from django.db import transaction

from claims.actions.refusals import NotAllowed, Refused, Stale
from claims.models import Sentence, TranscriptVersion, User
from claims.models.clock import now
from claims.models.sentences import Disposition, WhyNot
from claims.permissions import can_capture
from claims.text.moving import Moved, moved
from claims.text.reading import Reading
from claims.text.suggestions import suggest


class SentenceDecided(Stale):
    """Somebody else decided of this sentence meanwhile."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(f"{sentence.by} has put this sentence aside meanwhile.")


def store_sentences(transcript: TranscriptVersion, reading: Reading) -> None:
    """Store every sentence of a transcript with how checkable it seems."""
    Sentence.objects.bulk_create(
        [
            Sentence(
                transcript=transcript, start=one.start, end=one.end, score=one.score,
                reasons=list(one.reasons), against=list(one.against), offered=one.offered,
            )
            for one in suggest(reading)
        ],
        batch_size=2_000,
    )  # fmt: skip


def carry_decisions(old: TranscriptVersion, new: TranscriptVersion) -> None:
    """What was decided of sentences whose words the corrected text has too holds there as well."""
    decided = list(Sentence.objects.filter(transcript=old).decided())
    places = moved(old.text, new.text, [(one.start, one.end) for one in decided])
    at = {
        (place.start, place.end): one
        for one, place in zip(decided, places, strict=True)
        if isinstance(place, Moved)
    }
    same = [one for one in Sentence.objects.filter(transcript=new) if (one.start, one.end) in at]
    for one in same:
        before = at[one.start, one.end]
        one.disposition, one.why_not = before.disposition, before.why_not
        one.by, one.at = before.by, before.at
    Sentence.objects.bulk_update(same, DECISION)


DECISION = ["disposition", "why_not", "by", "at"]


@transaction.atomic
def put_aside(sentence: Sentence, why_not: str, *, by: User) -> Sentence:
    """Say that a sentence is not checkable, and why. Raises SentenceDecided."""
    _check(by)
    if why_not not in WhyNot.values:
        raise Refused("Say why it is not checkable.")
    sentence = Sentence.objects.select_for_update(no_key=True, of=("self",)).get(pk=sentence.pk)
    if not sentence.is_unread:
        if sentence.by_id == by.pk and sentence.why_not == why_not:
            return sentence
        if sentence.by_id != by.pk:
            raise SentenceDecided(sentence)
    sentence.disposition, sentence.why_not = Disposition.NOT_CHECKABLE, why_not
    sentence.by, sentence.at = by, now()
    sentence.save(update_fields=DECISION)
    return sentence


@transaction.atomic
def take_back(sentence: Sentence, *, by: User) -> Sentence:
    """A sentence that was put aside is unread again."""
    _check(by)
    sentence = Sentence.objects.select_for_update(no_key=True, of=("self",)).get(pk=sentence.pk)
    sentence.disposition, sentence.why_not = Disposition.UNREAD, ""
    sentence.by = sentence.at = None
    sentence.save(update_fields=DECISION)
    return sentence


def _check(by: User) -> None:
    if not can_capture(by):
        raise NotAllowed("This takes the role “Reviewer”.")
