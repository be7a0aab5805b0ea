"""Taking an interview in and keeping its details."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef
from django.utils.text import slugify

from claims.actions.refusals import NotAllowed, Refused, Stale
from claims.actions.sentences import store_sentences
from claims.models import (
    Appearance,
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
from claims.queries.speakers import NEW, ONLY, by_name
from claims.text.reading import Reading

SLUG_LENGTH = 70
NUMBERED = re.compile(r"(.+) \(#(\d{1,9})\)")
"""A name as it is typed where several people have it: see `Person.told_apart`."""
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


class NotCalledSo(Refused):
    """Whoever was chosen for a name does not have it, or not any more."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Whoever was chosen for “{name}” is not called so: look at it again.")


@transaction.atomic
def add_interview(
    details: dict[str, Any], reading: Reading, *, by: User, names: dict[str, str] | None = None,
    who: Mapping[str, str] | None = None, original: Document | None = None,
    key: UUID | None = None,
) -> Interview:  # fmt: skip
    """Store an interview with its first transcript, and the `original` file that it is read from.

    `details` are Interview's own fields; `names` says under which name each speaker of the reading
    is stored (the same name twice is one person, '' is nobody); a speaker left out keeps theirs.
    `who` says who has a name, as for `people_meant`.
    Raises AlreadyStored where `key` was used before, also by a request that runs at the same time.
    """
    if not can_import(by):
        raise NotAllowed("This takes the role “Reviewer”.")
    if details.get("blind") and not can_set_blind(by):
        raise NotAllowed(BLIND_TAKES_AN_EDITOR)
    _refuse_repeated(key)
    interview = _with_free_slug(Interview(**details, created_by=by, key=key))
    called = {speaker: (names or {}).get(speaker, speaker) for speaker in reading.speakers}
    people = people_meant(called, who)
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


def people_meant(
    names: dict[str, str], who: Mapping[str, str] | None = None, *, here: int | None = None
) -> dict[str, Person | None]:
    """For each key the person who is meant by the name given for it, in a text that comes in.

    `who` says by name who was chosen: the number of a person, `NEW` or `ONLY`. Where nothing was
    chosen, it is whoever has the name in the interview with the number `here`; else the only person
    of this name, if it is a full name; else somebody new, in the transaction that is open. Raises
    NotCalledSo.
    """
    called = {key: " ".join(name.split()) for key, name in names.items()}
    wanted = sorted({*called.values()} - {""})
    who = who or {}
    found = _all_meant(wanted, who, here)
    if None in found.values():
        _one_at_a_time()
        found = _all_meant(wanted, who, here)
        new = [Person(name=name) for name in wanted if found[name] is None]
        found |= {person.name: person for person in Person.objects.bulk_create(new)}
    return {key: found.get(name) for key, name in called.items()}


def _all_meant(
    names: list[str], who: Mapping[str, str], here: int | None
) -> dict[str, Person | None]:
    rows = _rows_called(names, here)
    return {name: _meant(name, rows[name], who.get(name, "")) for name in names}


def _meant(name: str, rows: list[Person], choice: str) -> Person | None:
    """The row that stands for a person by this name; None is somebody new."""
    if choice == NEW:
        return None
    people = list({row.who_id: row for row in reversed(rows)}.values())
    if choice == ONLY:
        return people[0] if len(people) == 1 else None
    if choice:
        of_it = [row for row in rows if str(row.who_id) == choice]
        if not of_it:
            raise NotCalledSo(name)
        return of_it[0]
    here = [row for row in rows if row.is_here]  # type: ignore[attr-defined]
    return here[0] if here else by_name(name, people)


def _rows_called(names: Iterable[str], here: int | None) -> dict[str, list[Person]]:
    """The rows with each of these names, the first first, and whether they are in an interview."""
    appears = Appearance.objects.filter(speaker=OuterRef("pk"), interview=here)
    rows = Person.objects.filter(name__in=names).order_by("pk").annotate(is_here=Exists(appears))
    found: dict[str, list[Person]] = {name: [] for name in names}
    for row in rows:
        found[row.name].append(row)
    return found


def people_named(names: dict[str, str], *, here: int | None = None) -> dict[str, Person | None]:
    """For each key the person whom somebody names so, made where nobody has that name yet.

    Of several with one name it is the one who appears in the interview `here`, else the one who
    came first; “Ada Brandt (#12)” is the one with this number.
    """
    wanted = {" ".join(name.split()) for name in names.values()} - {""}
    known = _people_called(wanted, here)
    if wanted - known.keys():
        with transaction.atomic():
            _one_at_a_time()
            known |= _people_called(wanted - known.keys(), here)
            new = [Person(name=name) for name in sorted(wanted - known.keys())]
            known |= {person.name: person for person in Person.objects.bulk_create(new)}
    return {key: known.get(" ".join(name.split())) for key, name in names.items()}


def _people_called(names: set[str], here: int | None) -> dict[str, Person]:
    """Who has these names."""
    numbered = {name: found for name in names if (found := NUMBERED.fullmatch(name))}
    by_number = Person.objects.in_bulk([int(found[2]) for found in numbered.values()])
    people = {
        name: person
        for name, found in numbered.items()
        if (person := by_number.get(int(found[2]))) and person.name == found[1]
    }
    for name, rows in _rows_called(names - people.keys(), here).items():
        if rows:
            people[name] = next((row for row in rows if row.is_here), rows[0])  # type: ignore[attr-defined]
    return people


def _one_at_a_time() -> None:
    """Wait until no other transaction adds people, so that nobody is added twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('claims_person'))")


def hold(people: Iterable[Person | None]) -> None:
    """Keep people from being merged until the transaction ends. They are locked before claims, as
    by whoever merges."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM claims_person WHERE id = ANY (%s) ORDER BY id FOR SHARE",
            [[person.pk for person in people if person]],
        )


def person_named(name: str, *, here: int | None = None) -> Person | None:
    return people_named({"": name}, here=here)[""]


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
