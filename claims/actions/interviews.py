"""Taking an interview in and keeping its details."""

import re
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.text import slugify

from claims.actions.refusals import NotAllowed, Refused, Stale
from claims.actions.sentences import store_sentences
from claims.models import (
    Document,
    Interview,
    Person,
    Quotation,
    Timing,
    TranscriptVersion,
    Turn,
    User,
)
from claims.permissions import can_import, can_set_blind
from claims.text.reading import Reading

SLUG_LENGTH = 70
BLIND_TAKES_AN_EDITOR = "Only an editor switches blind second verdicts on or off."


class AlreadyStored(Exception):
    """The form with this key was stored before: `interview` is what came of it."""

    def __init__(self, interview: Interview) -> None:
        super().__init__("This interview is already stored.")
        self.interview = interview


class BlindIsSettled(Refused):
    """A claim of the interview has a verdict already."""

    def __init__(self) -> None:
        super().__init__(
            "Blind second verdicts are switched on or off only while no claim of the interview "
            "has a verdict."
        )


@transaction.atomic
def add_interview(
    details: dict[str, Any], reading: Reading, *, by: User, names: dict[str, str] | None = None,
    original: Document | None = None, key: UUID | None = None,
) -> Interview:  # fmt: skip
    """Store an interview with its first transcript, and the `original` file that it is read from.

    `details` are Interview's own fields; `names` says under which name each speaker of the reading
    is stored (the same name twice merges them, '' is nobody); a speaker left out keeps theirs.
    Raises AlreadyStored where `key` was used before, also by a request that runs at the same time.
    """
    if not can_import(by):
        raise NotAllowed("This takes the role “Reviewer”.")
    if details.get("blind") and not can_set_blind(by):
        raise NotAllowed(BLIND_TAKES_AN_EDITOR)
    _refuse_repeated(key)
    interview = _with_free_slug(Interview(**details, created_by=by, key=key))
    people = people_named({speaker: (names or {}).get(speaker, speaker)
                           for speaker in reading.speakers})  # fmt: skip
    add_transcript(interview, reading, number=1, by=by, people=people, original=original)
    return interview


def add_transcript(
    interview: Interview, reading: Reading, *, number: int, by: User,
    people: dict[str, Person | None], original: Document | None = None, reason: str = "",
) -> TranscriptVersion:  # fmt: skip
    """Store a reading as one version of a transcript, with its turns and quotations.

    `people` says who each speaker of the reading is.
    """
    transcript = TranscriptVersion.objects.create(
        interview=interview, number=number, text=reading.text, sha256=reading.sha256,
        format=reading.format, reason=reason, created_by=by, original=original, done=reading.done,
        notes=[{"text": note.text, "start": note.start, "end": note.end} for note in reading.notes],
    )  # fmt: skip
    if reading.times:
        places, times = (list(column) for column in zip(*reading.times, strict=True))
        Timing.objects.create(transcript=transcript, places=places, times=times)
    Turn.objects.bulk_create(
        Turn(
            transcript=transcript, position=position, kind=turn.kind, start=turn.start,
            end=turn.end, starts_at_ms=turn.starts_at_ms, speaker=people.get(turn.speaker),
        )
        for position, turn in enumerate(reading.turns, 1)
    )  # fmt: skip
    store_sentences(transcript, reading)
    Quotation.objects.bulk_create(
        Quotation(
            transcript=transcript, start=quote.start, end=quote.end, sure=quote.sure,
            speaker=people.get(quote.speaker),
        )
        for quote in reading.quotes
    )  # fmt: skip
    return transcript


def people_named(names: dict[str, str]) -> dict[str, Person | None]:
    """For each key the person with the name given for it, made where nobody has that name yet."""
    wanted = {" ".join(name.split()) for name in names.values()} - {""}
    known = _people_called(wanted)
    if wanted - known.keys():
        with transaction.atomic():
            _one_at_a_time()
            known |= _people_called(wanted - known.keys())
            new = [Person(name=name) for name in sorted(wanted - known.keys())]
            known |= {person.name: person for person in Person.objects.bulk_create(new)}
    return {key: known.get(" ".join(name.split())) for key, name in names.items()}


def _people_called(names: set[str]) -> dict[str, Person]:
    """Who has these names; of several with one name, the one who came first."""
    people = Person.objects.filter(name__in=names).order_by("-pk")
    return {person.name: person for person in people}


def _one_at_a_time() -> None:
    """Wait until no other transaction adds people, so that nobody is added twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('claims_person'))")


def person_named(name: str) -> Person | None:
    return people_named({"": name})[""]


@transaction.atomic
def edit_interview(
    interview: Interview, details: dict[str, Any], *, seen_version: int, by: User
) -> Interview:
    """Change an interview's details. Raises Stale if somebody else did meanwhile.

    Whether second verdicts are blind, only an editor changes, and only before the first verdict.
    """
    if not can_import(by):
        raise NotAllowed("This takes the role “Reviewer”.")
    interview = Interview.objects.select_for_update().get(pk=interview.pk)
    if interview.version != seen_version:
        raise Stale("Somebody changed this interview while you were typing.")
    changed = [name for name, value in details.items() if getattr(interview, name) != value]
    if "blind" in changed:
        _check_blind_can_change(interview, by=by)
    if changed:
        for name in changed:
            setattr(interview, name, details[name])
        interview.version += 1
        interview.save(update_fields=[*changed, "version"])
    return interview


def _check_blind_can_change(interview: Interview, *, by: User) -> None:
    """The claims are locked, so that nobody gives a first verdict while this is decided."""
    if not can_set_blind(by):
        raise NotAllowed(BLIND_TAKES_AN_EDITOR)
    claims = interview.claims.order_by("pk").select_for_update(no_key=True)
    verdicts = claims.values_list("verdict", "second_verdict")
    if any(verdict or second for verdict, second in verdicts):
        raise BlindIsSettled


def _refuse_repeated(key: UUID | None) -> None:
    if key and (stored := Interview.objects.filter(key=key).first()):
        raise AlreadyStored(stored)


def _with_free_slug(interview: Interview) -> Interview:
    """Save it under the first of title, title-2, title-3, … that nobody has."""
    base = slugify(interview.title)[:SLUG_LENGTH].strip("-_") or "interview"
    same = Interview.objects.filter(
        slug__startswith=base, slug__regex=rf"^{re.escape(base)}(-[0-9]+)?$"
    )
    number = 1
    while True:
        taken = {*same.values_list("slug", flat=True), "new"}
        while (slug := base if number == 1 else f"{base}-{number}") in taken:
            number += 1
        interview.slug = slug
        try:
            with transaction.atomic():
                interview.save()
        except IntegrityError:
            _refuse_repeated(interview.key)
            if not Interview.objects.filter(slug=slug).exists():
                raise
        else:
            return interview
