"""Taking an interview in and editing its details, without a page."""

import uuid
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from claims.actions.interviews import AlreadyStored, add_interview, edit_interview, people_named
from claims.actions.refusals import NotAllowed, Stale
from claims.models import Interview, Person, Role, TranscriptVersion, Turn
from claims.text.reading import read
from tests.factories import TEXT, make_interview, make_user

pytestmark = pytest.mark.django_db


def add(title="The bridge", **given):
    given.setdefault("by", make_user())
    return add_interview({"title": title}, read(TEXT), **given)


def test_an_interview_is_stored_with_its_transcript_and_turns():
    by = make_user()
    interview = add(by=by)
    transcript = interview.transcripts.get()
    assert (interview.slug, interview.version, interview.created_by) == ("the-bridge", 1, by)
    assert (transcript.number, transcript.text, transcript.created_by) == (1, TEXT, by)
    assert transcript.sha256 == TranscriptVersion.hash_of(TEXT)
    assert [(turn.position, turn.speaker.name) for turn in transcript.turns.all()] == [
        (1, "ADA BRANDT"),
        (2, "TOM OKAFOR"),
        (3, "ADA BRANDT"),
    ]


def test_names_merge_rename_and_leave_unnamed():
    known = Person.objects.create(name="Ada Brandt")
    interview = add(names={"ADA BRANDT": " Ada   Brandt ", "TOM OKAFOR": "Ada Brandt"})
    speakers = Turn.objects.filter(transcript__interview=interview).values_list(
        "speaker", flat=True
    )
    assert [*speakers] == [known.pk] * 3
    nobody = add(names={"ADA BRANDT": "", "TOM OKAFOR": " "})
    assert {turn.speaker for turn in nobody.transcripts.get().turns.all()} == {None}
    assert Person.objects.get() == known


def test_of_two_people_with_one_name_the_first_is_meant():
    first, _ = (Person.objects.create(name="Ada Brandt") for _ in range(2))
    assert people_named({"x": "Ada Brandt", "y": ""}) == {"x": first, "y": None}


@pytest.mark.parametrize(
    ("title", "slugs"),
    [
        ("The bridge", ["the-bridge", "the-bridge-2", "the-bridge-3"]),
        ("New", ["new-2", "new-3", "new-4"]),
        ("Мост", ["interview", "interview-2", "interview-3"]),
        ("x" * 200, ["x" * 70, f"{'x' * 70}-2", f"{'x' * 70}-3"]),
    ],
)
def test_each_interview_has_an_address_of_its_own(title, slugs):
    add("The bridge opens")
    assert [add(title).slug for _ in range(3)] == slugs


def test_a_viewer_adds_and_edits_nothing():
    viewer = make_user(Role.VIEWER)
    with pytest.raises(NotAllowed):
        add(by=viewer)
    interview = make_interview()
    with pytest.raises(NotAllowed):
        edit_interview(interview, {"title": "Mine"}, seen_version=1, by=viewer)
    assert [*Interview.objects.all()] == [interview]


def test_a_repeated_key_stores_nothing_and_names_what_is_there():
    key = uuid.uuid4()
    interview = add(key=key)
    with pytest.raises(AlreadyStored) as refusal:
        add("Another title", key=key)
    assert refusal.value.interview == interview
    assert TranscriptVersion.objects.count() == 1


def test_an_interview_that_the_database_refuses_is_not_tried_for_ever():
    with pytest.raises(IntegrityError), transaction.atomic():
        add("")
    assert not Interview.objects.exists()


def test_editing_writes_what_changed_and_counts_the_version():
    interview = make_interview(title="As it was", outlet="Channel 9")
    edited = edit_interview(
        interview,
        {"title": "The bridge", "outlet": "Channel 9", "published_on": date(2026, 5, 4)},
        seen_version=1,
        by=make_user(),
    )
    stored = Interview.objects.get()
    assert (stored.title, stored.published_on, stored.version) == (
        "The bridge",
        date(2026, 5, 4),
        2,
    )
    assert edited.version == 2


def test_editing_nothing_is_no_new_version():
    interview = make_interview(title="As it was")
    edit_interview(interview, {"title": "As it was"}, seen_version=1, by=make_user())
    assert Interview.objects.get().version == 1


def test_a_stale_edit_is_refused_and_changes_nothing():
    interview = make_interview(title="As it was")
    edit_interview(interview, {"title": "Theirs"}, seen_version=1, by=make_user())
    with pytest.raises(Stale):
        edit_interview(interview, {"title": "Mine"}, seen_version=1, by=make_user())
    assert Interview.objects.get().title == "Theirs"
