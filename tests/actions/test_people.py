"""Merging people, taking them apart, and giving words to another person."""

import os
from contextlib import suppress
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from claims.actions.claims import set_speaker
from claims.actions.interviews import NotCalledSo, add_interview, person_named
from claims.actions.people import (
    StalePerson,
    add_person,
    edit_person,
    merge,
    move_words,
    move_words_to_new,
    take_apart,
)
from claims.actions.refusals import NotAllowed, Refused
from claims.actions.reviews import publish
from claims.models import (
    Appearance,
    Claim,
    Person,
    PersonEvent,
    PersonVerb,
    Role,
    Scope,
    SignOff,
    Turn,
    User,
)
from claims.queries.recount import recounted
from claims.queries.tallies import by_status
from claims.queries.verification import verified
from claims.text.reading import read
from tests.factories import make_claim, make_interview, make_signed_claim, make_user

pytestmark = pytest.mark.django_db
SHOUTED = "OKAFOR: The bridge cost nine million euros.\n\nADA BRANDT: Never inspected?\n"


@pytest.fixture
def editor() -> User:
    return make_user(Role.EDITOR)


def who(name: str) -> Person:
    return Person.objects.get(name=name)


def merged(one: str, into: str, by: User, **how: Any) -> Person:
    person, other = who(one), who(into)
    return merge(
        person, other, seen_version=person.version, seen_into=other.version, by=by, **how
    )  # fmt: skip


def all_is_well() -> None:
    assert [(one.claim, one.faults) for one in verified() if one.faults] == []
    assert [(step, found) for step, found in recounted() if found] == []


def numbers() -> dict[str, int]:
    """Claims by speaker, as the tallies have them."""
    names = {0: "", **dict(Person.objects.values_list("pk", "name"))}
    return {names[pk]: sum(of.values()) for pk, of in by_status(Scope.SPEAKER).items()}


# Merging


def test_a_merge_changes_no_claim_and_no_sign_off(editor: User) -> None:
    make_interview()
    claim = make_signed_claim(make_interview(SHOUTED))
    before = Claim.objects.filter(pk=claim.pk).values().get()
    into = merged("OKAFOR", "TOM OKAFOR", editor, note="The same mayor.")
    after = Claim.objects.filter(pk=claim.pk).values().get()
    assert {key for key in after if after[key] != before[key]} == {"person_id"}
    assert (after["person_id"], after["speaker_id"]) == (into.pk, who("OKAFOR").pk)
    assert SignOff.objects.get(claim=claim).content_hash == after["content_hash"]
    assert claim.events.count() == before["version"]
    assert str(Turn.objects.get(speaker__name="OKAFOR").speaker) == "TOM OKAFOR"
    event = PersonEvent.objects.get()
    assert (event.verb, event.person, event.other, event.actor) == (
        PersonVerb.MERGED, into, who("OKAFOR"), editor,
    )  # fmt: skip
    assert event.moved == {"claims": 1, "interviews": 1, "spellings": []}
    assert event.note == "The same mayor."
    all_is_well()


def test_a_published_claim_is_published_as_it_was(editor: User) -> None:
    make_interview()
    claim = make_signed_claim(make_interview(SHOUTED))
    claim = publish(claim, seen_version=claim.version, by=editor)
    merged("OKAFOR", "TOM OKAFOR", editor)
    assert claim.publications.get().payload["speaker"] == "OKAFOR"
    claim.refresh_from_db()
    assert (claim.status, str(claim.person)) == ("published", "TOM OKAFOR")
    all_is_well()


def test_a_merged_person_is_counted_once(editor: User) -> None:
    make_claim(make_interview())
    make_claim(make_interview(SHOUTED))
    assert numbers() == {"TOM OKAFOR": 1, "OKAFOR": 1}
    merged("OKAFOR", "TOM OKAFOR", editor)
    assert numbers() == {"TOM OKAFOR": 2}
    appearances = Appearance.objects.filter(person=who("TOM OKAFOR"))
    assert appearances.values("interview").distinct().count() == 2


def test_what_comes_in_under_a_merged_name_is_theirs(editor: User) -> None:
    make_interview()
    make_interview(SHOUTED)
    into = merged("OKAFOR", "TOM OKAFOR", editor)
    spelling = who("OKAFOR")
    reading = read(SHOUTED)
    chosen = {"OKAFOR": str(into.pk)}
    claim = make_claim(add_interview({"title": "Another talk"}, reading, by=editor, who=chosen))
    assert (claim.person, claim.speaker) == (into, spelling)
    assert person_named("OKAFOR") == spelling
    all_is_well()


def test_a_full_name_that_one_person_has_is_theirs_and_a_surname_is_nobodys_yet(
    editor: User,
) -> None:
    first, second = make_interview(SHOUTED), make_interview(SHOUTED)
    brandt = who("ADA BRANDT")
    assert set(Appearance.objects.filter(person=brandt).values_list("interview", flat=True)) == {
        first.pk, second.pk,
    }  # fmt: skip
    assert Person.objects.filter(name="OKAFOR").count() == 2
    chosen = {"ADA BRANDT": "new", "OKAFOR": ""}
    third = add_interview({"title": "Third"}, read(SHOUTED), by=editor, who=chosen)
    assert Person.objects.filter(name="ADA BRANDT").count() == 2
    assert not Appearance.objects.filter(person=brandt, interview=third).exists()
    make_interview(SHOUTED)
    assert Person.objects.filter(name="ADA BRANDT").count() == 3
    with pytest.raises(NotCalledSo, match="“OKAFOR” is not called so"):
        add_interview({"title": "Fourth"}, read(SHOUTED), by=editor, who={"OKAFOR": "1234"})


def test_a_typed_name_is_whoever_has_it_in_the_interview_or_has_the_number(editor: User) -> None:
    make_interview()
    first = who("ADA BRANDT")
    chosen = {"ADA BRANDT": "new"}
    here = add_interview({"title": "Namesake"}, read(SHOUTED), by=editor, who=chosen)
    other = Person.objects.exclude(pk=first.pk).get(name="ADA BRANDT")
    assert person_named("ADA BRANDT") == first
    assert person_named("ADA BRANDT", here=here.pk) == other
    assert person_named(other.told_apart) == other
    assert person_named(f"Ada (#{other.pk})") not in {first, other}


def test_setting_another_spelling_of_the_same_person_is_no_change(editor: User) -> None:
    make_interview()
    claim = make_claim(make_interview(SHOUTED))
    into = merged("OKAFOR", "TOM OKAFOR", editor)
    claim = set_speaker(claim, into, seen_version=claim.version, by=editor)
    assert (claim.version, claim.speaker_id) == (1, who("OKAFOR").pk)


def test_merging_twice_merges_once(editor: User) -> None:
    make_interview()
    make_interview(SHOUTED)
    person, into = who("OKAFOR"), who("TOM OKAFOR")
    seen: dict[str, Any] = {"seen_version": 1, "seen_into": 1, "by": editor}
    assert merge(person, into, **seen) == merge(person, into, **seen) == into
    assert PersonEvent.objects.count() == 1


def test_who_is_not_as_they_were_seen_is_not_merged(editor: User) -> None:
    make_interview()
    make_interview(SHOUTED)
    edit_person(who("OKAFOR"), {"description": "A singer"}, seen_version=1, by=editor)
    with pytest.raises(StalePerson, match="OKAFOR"):
        merge(who("OKAFOR"), who("TOM OKAFOR"), seen_version=1, seen_into=1, by=editor)
    with pytest.raises(Refused, match="the same person already"):
        merge(who("OKAFOR"), who("OKAFOR"), seen_version=2, seen_into=2, by=editor)
    assert not Person.objects.exclude(merged_into=None).exists()


def test_only_editors_merge_and_split() -> None:
    make_interview()
    one, other = who("ADA BRANDT"), who("TOM OKAFOR")
    reviewer = make_user()
    with pytest.raises(NotAllowed):
        merge(one, other, seen_version=1, seen_into=1, by=reviewer)
    with pytest.raises(NotAllowed):
        take_apart(one, seen_version=1, by=reviewer)
    with pytest.raises(NotAllowed):
        move_words(one, other, seen_version=1, by=reviewer)
    with pytest.raises(NotAllowed):
        edit_person(one, {"name": "Ada"}, seen_version=1, by=make_user(Role.VIEWER))


def test_the_database_follows_merges_itself_and_refuses_circles(editor: User) -> None:
    first, second, third = (add_person(name, by=editor) for name in ("A", "B", "C"))
    Person.objects.filter(pk=first.pk).update(merged_into=second)
    Person.objects.filter(pk=second.pk).update(merged_into=third)
    assert set(Person.objects.values_list("name", "identity__name")) == {
        ("A", "C"), ("B", "C"), ("C", None),
    }  # fmt: skip
    with pytest.raises(IntegrityError, match="spelling of itself"), transaction.atomic():
        Person.objects.filter(pk=third.pk).update(merged_into=first)
    Person.objects.filter(pk=first.pk).update(identity=first)
    assert who("A").identity == third


# Taking apart


def test_taking_apart_undoes_a_merge_exactly(editor: User) -> None:
    make_claim(make_interview())
    make_claim(make_interview(SHOUTED))
    before = state()
    into = merged("OKAFOR", "TOM OKAFOR", editor)
    assert state() != before
    take_apart(who("OKAFOR"), seen_version=into.version, by=editor)
    assert state() == before
    assert [event.verb for event in PersonEvent.objects.all()] == ["taken_apart", "merged"]
    all_is_well()


def test_merges_are_taken_apart_in_any_order(editor: User) -> None:
    make_claim(make_interview())
    make_claim(make_interview(SHOUTED))
    add_person("Mayor Okafor", by=editor)
    merged("OKAFOR", "TOM OKAFOR", editor)
    inner = state()
    merged("TOM OKAFOR", "Mayor Okafor", editor)
    assert numbers() == {"Mayor Okafor": 2}
    take_apart(who("OKAFOR"), seen_version=who("Mayor Okafor").version, by=editor)
    assert numbers() == {"Mayor Okafor": 1, "OKAFOR": 1}
    take_apart(who("TOM OKAFOR"), seen_version=who("Mayor Okafor").version, by=editor)
    assert numbers() == {"TOM OKAFOR": 1, "OKAFOR": 1}
    merged("OKAFOR", "TOM OKAFOR", editor)
    assert state() == inner
    all_is_well()


def test_what_was_taken_apart_is_not_taken_apart_again(editor: User) -> None:
    make_interview()
    with pytest.raises(StalePerson):
        take_apart(who("TOM OKAFOR"), seen_version=1, by=editor)


# Moving words


def test_moved_claims_are_edited_with_an_event_each_and_open_again(editor: User) -> None:
    interview = make_interview()
    signed, other = make_signed_claim(interview), make_claim(interview, quote="It was never")
    person = who("TOM OKAFOR")
    moved = move_words_to_new(
        person, "Tom Okafor, the elder", claims=[signed.pk], seen_version=1, by=editor, note="Son"
    )
    assert (moved.claims, moved.refused) == ([signed.pk], [])
    signed.refresh_from_db()
    other.refresh_from_db()
    assert (signed.status, signed.sign_off_is_stale) == ("checking", True)
    assert (str(signed.person), str(other.person)) == ("Tom Okafor, the elder", "TOM OKAFOR")
    event = signed.events.order_by("-number")[0]
    assert (event.verb, event.actor, event.before["speaker_id"]) == ("edited", editor, person.pk)
    told = PersonEvent.objects.get(verb=PersonVerb.MOVED)
    assert (told.person, told.other, told.note) == (person, moved.to, "Son")
    assert told.moved == {"claims": [signed.pk], "interviews": [], "refused": []}
    all_is_well()


def test_an_interview_moves_with_its_turns_and_claims(editor: User) -> None:
    here, there = make_interview(), make_interview(title="Elsewhere")
    mine, theirs = make_claim(here), make_claim(there)
    to = add_person("Tom Okafor", description="His namesake", by=editor)
    moved = move_words(
        who("TOM OKAFOR"), to, interviews=[there.pk], seen_version=1, by=editor
    )  # fmt: skip
    assert (moved.interviews, moved.claims) == ([there.pk], [theirs.pk])
    mine.refresh_from_db()
    assert mine.version == 1
    spoken = Turn.objects.filter(transcript__interview=there).values_list("speaker__name")
    assert [name for (name,) in spoken] == ["ADA BRANDT", "Tom Okafor", "ADA BRANDT"]
    assert list(Appearance.objects.filter(person=to).values_list("interview")) == [(there.pk,)]
    assert numbers() == {"TOM OKAFOR": 1, "Tom Okafor": 1}
    all_is_well()


def test_published_claims_stay_and_are_told(editor: User) -> None:
    claim = make_signed_claim()
    claim = publish(claim, seen_version=claim.version, by=editor)
    to = add_person("Somebody", by=editor)
    moved = move_words(who("TOM OKAFOR"), to, claims=[claim.pk], seen_version=1, by=editor)
    assert (moved.claims, [one.claim for one in moved.refused]) == ([], [claim])
    assert moved.refused[0].why.endswith("correct it first.")
    assert PersonEvent.objects.get(verb="moved").moved["refused"] == [claim.pk]
    all_is_well()


def test_words_move_to_a_known_person_as_they_are_seen_or_not_at_all(editor: User) -> None:
    claim = make_claim()
    person, to = who("TOM OKAFOR"), who("ADA BRANDT")
    how: dict[str, Any] = {"claims": [claim.pk], "by": editor}
    with pytest.raises(StalePerson):
        move_words(person, to, seen_version=7, **how)
    with pytest.raises(Refused, match="theirs already"):
        move_words(person, person, seen_version=1, **how)
    with pytest.raises(Refused, match="Choose claims"):
        move_words_to_new(to, "Nobody", seen_version=1, **how)
    assert not Person.objects.filter(name="Nobody").exists()
    assert person.version == 1


# Describing


def test_a_person_is_described_with_an_event(editor: User) -> None:
    make_interview()
    change = {"name": "Tom Okafor", "same_as": "https://example.org/okafor"}
    person = edit_person(who("TOM OKAFOR"), change, seen_version=1, by=make_user())
    assert (person.name, person.version) == ("Tom Okafor", 2)
    event = PersonEvent.objects.get()
    assert (event.before, event.after) == ({"name": "TOM OKAFOR", "same_as": ""}, change)
    edit_person(person, change, seen_version=1, by=editor)
    assert PersonEvent.objects.count() == 1
    with pytest.raises(StalePerson):
        edit_person(person, {"name": "Tom"}, seen_version=1, by=editor)


def state() -> list[Any]:
    """Whose everything is, as the rows say."""
    return [
        list(Claim.objects.order_by("pk").values_list("pk", "speaker", "person", "content_hash")),
        list(Appearance.objects.order_by("pk").values_list("speaker", "person", "interview")),
        list(Turn.objects.order_by("pk").values_list("pk", "speaker")),
        sorted(by_status(Scope.SPEAKER).items()),
    ]


# Anything at all


EXAMPLES = int(os.environ.get("INVARIANT_EXAMPLES", "20"))


@given(st.lists(st.tuples(st.sampled_from("mmma0s"), *[st.integers(0, 4)] * 3), max_size=12))
@settings(
    max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
    suppress_health_check=list(HealthCheck), phases=[Phase.generate],
)  # fmt: skip
def test_whatever_is_merged_and_split_the_histories_and_numbers_hold(
    steps: list[tuple[str, int, int, int]],
) -> None:
    with transaction.atomic():
        editor = make_user(Role.EDITOR)
        people = [add_person(f"Person {number}", by=editor) for number in range(5)]
        claims = [make_signed_claim(make_interview(), by=editor), make_claim(make_interview())]
        for claim, person in zip(claims, people, strict=False):
            set_speaker(claim, person, seen_version=claim.version, by=editor)
        for step in steps:
            with suppress(Refused):
                _do(step, people, claims, by=editor)
        all_is_well()
        transaction.set_rollback(True)


def _do(
    step: tuple[str, int, int, int], people: list[Person], claims: list[Claim], *, by: User
) -> None:
    """Merge, take apart, set a speaker or split: whatever these numbers say."""
    what, one, other, claim = step
    for person in people:
        person.refresh_from_db()
    person, to = people[one], people[other]
    if what == "m":
        how = {"seen_version": person.version, "seen_into": to.version}
        merge(person, to, by=by, **how)
    elif what == "a":
        take_apart(person, seen_version=person.who.version, by=by)
    elif what == "0":
        row = Claim.objects.get(pk=claims[claim % 2].pk)
        set_speaker(row, to, seen_version=row.version, by=by)
    else:
        chosen = [claims[claim % 2]]
        move_words(
            person, to, claims=[one.pk for one in chosen], seen_version=person.version, by=by,
            interviews=[one.interview_id for one in chosen if claim > 2],
        )  # fmt: skip
