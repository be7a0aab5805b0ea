"""Who the speakers of a text may be, before it is stored."""

from typing import Any

import pytest

from claims.actions.interviews import add_interview
from claims.actions.people import add_person, edit_person, merge
from claims.models import Person, Role, User
from claims.queries.speakers import SpeakerRow, speaker_rows
from claims.text.reading import read
from tests.factories import make_claim, make_interview, make_user
from tests.text.test_called import TALK

pytestmark = pytest.mark.django_db
CLEAR, OPEN = TALK.format(said="President Trump, why?"), TALK.format(said="Why?")


@pytest.fixture
def editor() -> User:
    return make_user(Role.EDITOR)


def rows_of(text: str, *args: Any) -> dict[str, SpeakerRow]:
    return {row.heard.speaker: row for row in speaker_rows(read(text), {}, {}, *args)[0]}


def offered(row: SpeakerRow) -> list[str]:
    return [one.name for one in row.suggestions if "small letters" not in one.reason]


def test_four_spellings_are_offered_as_one_person_and_none_is_assumed() -> None:
    rows = rows_of(CLEAR)
    assert {label: offered(row) for label, row in rows.items()} == {
        "TRUMP": ["Mr. Trump", "Donald Trump"],
        "THE PRESIDENT": ["Donald Trump"],
        "Mr. Trump": ["Donald Trump"],
        "Donald Trump": [],
        "REPORTER": [],
    }
    assert "the text calls Donald Trump “president”" in rows["THE PRESIDENT"].suggestions[0].reason
    assert {row.name for row in rows.values()} == set(rows)
    assert [row.chosen for row in rows.values()] == [None] * 5


def test_a_role_that_the_text_leaves_open_is_a_question() -> None:
    row = rows_of(OPEN)["THE PRESIDENT"]
    assert (offered(row), row.question) == (
        [], "The text does not say who that is: write the name, if you know it.",
    )  # fmt: skip
    two = rows_of(TALK.format(said="President Trump or President Joe Biden, why?"))
    assert two["THE PRESIDENT"].question.startswith("The text calls Donald Trump and Joe Biden so")
    assert offered(two["THE PRESIDENT"]) == []


def test_known_people_are_offered_with_what_is_known_of_them(editor: User) -> None:
    known = add_person("Donald Trump", description="45th president", by=editor)
    reading = read(CLEAR)
    add_interview({"title": "Before"}, reading, by=editor)
    rows = rows_of(CLEAR)
    assert rows["Donald Trump"].chosen
    assert rows["Donald Trump"].chosen.person == known
    assert rows["Donald Trump"].known_from == 1
    reason = next(one.reason for one in rows["Mr. Trump"].suggestions if one.name == known.name)
    assert reason == "known from 1 interview; 45th president; the surname is the same"


def test_a_surname_that_several_have_is_a_question(editor: User) -> None:
    for name in ("Donald Trump", "Ivanka Trump"):
        add_person(name, by=editor)
    row = rows_of("TRUMP: No.\n\nHOST: Why?\n\nTRUMP: Yes.\n")["TRUMP"]
    assert (offered(row), set(row.several)) == ([], {"Donald Trump", "Ivanka Trump"})


def test_a_surname_alone_is_offered_and_never_used_by_itself(editor: User) -> None:
    text = "TRUMP: No.\n\nHOST: Why?\n\nTRUMP: Yes.\n"
    add_interview({"title": "Before"}, read(text), by=editor)
    rows = rows_of(text)
    assert [row.chosen for row in rows.values()] == [None, None]
    assert [len(row.matches) for row in rows.values()] == [1, 1]
    number = str(rows["TRUMP"].matches[0].person.pk)
    chosen = rows_of(text, {"TRUMP": number})["TRUMP"]
    assert (chosen.chosen, chosen.settled) == (rows["TRUMP"].matches[0], True)
    other = rows_of(text, {"TRUMP": "new"})["TRUMP"]
    assert (other.chosen, other.settled) == (None, True)


def test_the_spelling_of_a_known_person_is_offered_as_that_person(editor: User) -> None:
    known, spelling = add_person("Donald Trump", by=editor), add_person("THE PRESIDENT", by=editor)
    merge(spelling, known, seen_version=1, seen_into=1, by=editor)
    row = rows_of(OPEN)["THE PRESIDENT"]
    assert [one.person for one in row.matches] == [known]
    assert row.chosen is None
    interview = add_interview(
        {"title": "Now"}, read(OPEN), by=editor, who={"THE PRESIDENT": str(known.pk)}
    )  # fmt: skip
    spoken = interview.appearances.filter(speaker=spelling)
    assert [one.person for one in spoken] == [known]


def test_of_two_people_of_one_name_neither_is_used_by_itself(editor: User) -> None:
    make_claim(make_interview())
    first = Person.objects.get(name="ADA BRANDT")
    second = add_person("ADA BRANDT", by=editor)
    edit_person(second, {"description": "A singer"}, seen_version=1, by=editor)
    row = rows_of("ADA BRANDT: No.\n\nHOST: Why?\n")["ADA BRANDT"]
    assert ([one.person for one in row.matches], row.chosen) == ([first, second], None)
