"""Who somebody is: describing a person, merging two, taking them apart, giving words to another.

A merge changes no word, no claim and no sign-off: it says of one row that it is a spelling of
another, and the database keeps by that who speaks. Giving words to another person does change what
was said by whom: each claim gets its event and obeys the rules of an edit.

Locks: interviews, then people, then claims, each in the order of their keys.
"""

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from claims.actions.claims import set_speaker
from claims.actions.refusals import NotAllowed, Refused, Stale
from claims.models import (
    Appearance,
    Claim,
    Interview,
    Person,
    PersonEvent,
    PersonVerb,
    Quotation,
    Turn,
    User,
)
from claims.permissions import can_capture, can_merge

log = logging.getLogger(__name__)

MOST_CLAIMS_MOVED = 500
"""At once: each is locked until all are moved."""
TAKES_AN_EDITOR = "This takes the role “Editor”."


class StalePerson(Stale):
    """`person` is the person as they are now."""

    def __init__(self, person: Person) -> None:
        super().__init__(f"Somebody changed who “{person.name}” is while you were looking.")
        self.person = person


@dataclass(frozen=True, slots=True)
class Refusal:
    """A claim that stays with whom it is of, and why."""

    claim: Claim
    why: str


@dataclass(slots=True)
class Moved:
    """What has gone to another person, and what has not."""

    to: Person
    claims: list[int] = field(default_factory=list)
    interviews: list[int] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


@transaction.atomic
def edit_person(person: Person, changes: dict[str, Any], *, seen_version: int, by: User) -> Person:
    """Change how a person is named or described. Saving what stands there changes nothing.

    Raises StalePerson if somebody else changed them meanwhile.
    """
    if not can_capture(by):
        raise NotAllowed("This takes the role “Reviewer”.")
    person = _locked([person.pk])[person.pk]
    before = {name: getattr(person, name) for name in changes}
    changes = {name: value for name, value in changes.items() if before[name] != value}
    if not changes:
        return person
    _check_seen(person, seen_version)
    for name, value in changes.items():
        setattr(person, name, value)
    _save(person, *changes)
    was = {name: before[name] for name in changes}
    _event(person, PersonVerb.EDITED, by=by, before=was, after=changes)
    return person


@transaction.atomic
def add_person(name: str, *, description: str = "", by: User) -> Person:
    """Somebody new, also where others have this name."""
    if not can_capture(by):
        raise NotAllowed("This takes the role “Reviewer”.")
    person = Person.objects.create(name=name, description=description)
    after = {"name": name, **({"description": description} if description else {})}
    _event(person, PersonVerb.ADDED, by=by, after=after)
    return person


@transaction.atomic
def merge(
    person: Person, into: Person, *, seen_version: int, seen_into: int, by: User, note: str = ""
) -> Person:
    """Say that `person` is another spelling of `into`, who stays. Done twice, it is done once.

    Raises StalePerson if either of them is not as they were seen.
    """
    _check_editor(by)
    if person.pk == into.pk:
        raise Refused("These are the same person already.")
    rows = _locked([person.pk, into.pk])
    person, into = rows[person.pk], rows[into.pk]
    if person.merged_into_id == into.pk:
        return into
    _check_seen(person, seen_version)
    _check_seen(into, seen_into)
    moved = {**_extent(person), "spellings": sorted(person.spellings.values_list("pk", flat=True))}
    person.merged_into = into
    _save(person, "merged_into")
    _save(into)
    _event(into, PersonVerb.MERGED, other=person, moved=moved, note=note, by=by)
    return into


@transaction.atomic
def take_apart(spelling: Person, *, seen_version: int, by: User, note: str = "") -> Person:
    """Undo exactly one merge: what came in as this spelling, or as one of its own, is theirs again.

    `seen_version` is that of the whole person. Raises StalePerson.
    """
    _check_editor(by)
    whole = _locked([spelling.who_id])[spelling.who_id]
    spelling = _locked([spelling.pk])[spelling.pk]
    if spelling.merged_into_id is None or spelling.who_id != whole.pk:
        raise StalePerson(spelling)
    _check_seen(whole, seen_version)
    before = {"merged_into_id": spelling.merged_into_id}
    spelling.merged_into = None
    _save(spelling, "merged_into")
    _save(whole)
    spelling.refresh_from_db()
    _event(
        whole, PersonVerb.TAKEN_APART, other=spelling, before=before, moved=_extent(spelling),
        note=note, by=by,
    )  # fmt: skip
    return spelling


@transaction.atomic
def move_words(
    person: Person, to: Person, *, claims: Iterable[int] = (), interviews: Iterable[int] = (),
    seen_version: int, by: User, note: str = "",
) -> Moved:  # fmt: skip
    """Give claims, and all that was said in interviews, to another person.

    Each claim is edited as by hand: one event, and what was signed goes back to checking. Those
    that are not edited, such as published ones, stay and are told. Raises StalePerson.
    """
    _check_editor(by)
    chosen = _lock_interviews(interviews)
    rows = _locked([person.pk, to.pk])
    person, to = rows[person.pk], rows[to.pk]
    if person.pk == to.pk:
        raise Refused("Choose another person: these words are theirs already.")
    _check_seen(person, seen_version)
    if to.merged_into_id:
        raise StalePerson(to)
    wanted = _claims_to_move(person, claims, chosen)
    moved = Moved(to, interviews=_give_turns(person, to, chosen))
    for claim in wanted:
        _give_claim(claim, moved, by=by)
    if not (moved.claims or moved.interviews or moved.refused):
        raise Refused("Choose claims or interviews to move.")
    _save(person)
    _save(to)
    told = {"claims": moved.claims, "interviews": moved.interviews,
            "refused": [one.claim.pk for one in moved.refused]}  # fmt: skip
    _event(person, PersonVerb.MOVED, other=to, moved=told, note=note, by=by)
    return moved


@transaction.atomic
def move_words_to_new(
    person: Person, name: str, *, description: str = "", claims: Iterable[int] = (),
    interviews: Iterable[int] = (), seen_version: int, by: User, note: str = "",
) -> Moved:  # fmt: skip
    """As `move_words`, to somebody who is added for it, and only if something moves."""
    to = add_person(name, description=description, by=by)
    return move_words(
        person, to, claims=claims, interviews=interviews, seen_version=seen_version, by=by,
        note=note,
    )  # fmt: skip


def _claims_to_move(
    person: Person, claims: Iterable[int], interviews: Collection[int]
) -> list[Claim]:
    own = Claim.objects.filter(person=person).order_by("pk")
    found = own.filter(pk__in=list(claims)) | own.filter(interview__in=list(interviews))
    rows = list(found[: MOST_CLAIMS_MOVED + 1])
    if len(rows) > MOST_CLAIMS_MOVED:
        raise Refused(f"These are more than {MOST_CLAIMS_MOVED} claims: move fewer at once.")
    return rows


def _give_claim(claim: Claim, moved: Moved, *, by: User) -> None:
    try:
        set_speaker(claim, moved.to, seen_version=claim.version, by=by)
    except Refused as refusal:
        moved.refused.append(Refusal(claim, str(refusal)))
    else:
        moved.claims.append(claim.pk)


def _give_turns(person: Person, to: Person, interviews: Collection[int]) -> list[int]:
    """Whose turns and quotations they are; not a letter of the transcripts changes."""
    spoken = Appearance.objects.filter(person=person, interview__in=interviews)
    its = sorted(set(spoken.values_list("interview", flat=True)))
    rows = Person.objects.of(person).values("pk")
    for model in (Turn, Quotation):
        said = model.objects.filter(transcript__interview__in=its, speaker__in=rows)
        said.update(speaker=to)
    return its


def _lock_interviews(interviews: Iterable[int]) -> list[int]:
    """Whoever corrects their transcripts, or captures from them, comes before or after."""
    rows = Interview.objects.filter(pk__in=list(interviews)).select_for_update(no_key=True)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _extent(person: Person) -> dict[str, Any]:
    """How much is theirs, for the event."""
    appearances = Appearance.objects.filter(person=person)
    return {
        "claims": Claim.objects.filter(person=person).count(),
        "interviews": appearances.values("interview").distinct().count(),
    }


def _check_editor(by: User) -> None:
    if not can_merge(by):
        raise NotAllowed(TAKES_AN_EDITOR)


def _check_seen(person: Person, seen_version: int) -> None:
    if person.version != seen_version or person.merged_into_id:
        raise StalePerson(person)


def _locked(pks: Collection[int]) -> dict[int, Person]:
    """People as they are now, until the transaction ends."""
    rows = Person.objects.filter(pk__in=pks).select_for_update(of=("self",), no_key=True)
    return {person.pk: person for person in rows.order_by("pk")}


def _save(person: Person, *fields: str) -> None:
    person.version += 1
    person.save(update_fields=[*fields, "version"])


def _event(
    person: Person, verb: PersonVerb, *, by: User, other: Person | None = None,
    before: dict[str, Any] | None = None, after: dict[str, Any] | None = None,
    moved: dict[str, Any] | None = None, note: str = "",
) -> PersonEvent:  # fmt: skip
    log.info("person %d: %s by %s", person.pk, verb, by)
    return PersonEvent.objects.create(
        person=person, other=other, verb=verb, before=before or {}, after=after or {},
        moved=moved or {}, note=note.strip(), actor=by,
    )  # fmt: skip
