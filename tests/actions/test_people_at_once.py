"""What two people do in the same moment about who somebody is.

Each acts on a connection of its own, so what they see is committed, and removed afterwards.
"""

from collections.abc import Callable
from typing import Any

import pytest

from claims.actions.claims import set_speaker, set_statement
from claims.actions.people import StalePerson, add_person, edit_person, merge, take_apart
from claims.actions.refusals import Refused
from claims.models import Claim, Person, PersonEvent, Role, User
from claims.queries.recount import one_snapshot, recounted
from claims.queries.verification import verified
from tests.actions.test_accounts_at_once import at_once
from tests.factories import make_claim, make_interview, make_user

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def editor() -> User:
    return make_user(Role.EDITOR)


def tried(action: Callable[..., Any], *args: Any, **how: Any) -> Callable[[], str]:
    """An action to be run beside others: what came of it in one word."""

    def run() -> str:
        try:
            action(*args, **how)
        except Refused as refusal:
            return type(refusal).__name__
        return "done"

    return run


def all_is_well() -> None:
    assert [one.faults for one in verified() if one.faults] == []
    with one_snapshot():
        assert [found for _, found in recounted() if found] == []


def test_of_two_edits_at_once_one_is_stale_and_none_is_lost(editor: User) -> None:
    person = add_person("Tom Okafor", by=editor)
    answers = at_once(*[
        tried(edit_person, person, {"description": words}, seen_version=1, by=editor)
        for words in ("A mayor", "A singer")
    ])  # fmt: skip
    assert sorted(answers) == ["StalePerson", "done"]
    person.refresh_from_db()
    event = PersonEvent.objects.get(person=person, verb="edited")
    assert (person.version, event.after) == (2, {"description": person.description})


def test_two_who_are_merged_both_ways_at_once_are_merged_one_way(editor: User) -> None:
    one, other = (add_person(name, by=editor) for name in ("Tom Okafor", "T. Okafor"))
    how: dict[str, Any] = {"seen_version": 1, "seen_into": 1, "by": editor}
    answers = at_once(tried(merge, one, other, **how), tried(merge, other, one, **how))
    assert sorted(answers) == [StalePerson.__name__, "done"]
    assert Person.objects.filter(pk__in=[one.pk, other.pk], merged_into=None).count() == 1
    all_is_well()


def test_a_chain_that_is_merged_at_once_is_whole_or_refused(editor: User) -> None:
    people = [add_person(f"Person {number}", by=editor) for number in range(3)]
    how: dict[str, Any] = {"seen_version": 1, "seen_into": 1, "by": editor}
    answers = at_once(
        tried(merge, people[0], people[1], **how), tried(merge, people[1], people[2], **how)
    )
    assert sorted(answers) == [StalePerson.__name__, "done"]
    all_is_well()


def test_claims_that_are_captured_and_edited_during_a_merge_are_theirs(editor: User) -> None:
    interview = make_interview()
    okafor = Person.objects.filter(name="TOM OKAFOR").latest("pk")
    into = add_person("Thomas Okafor", by=editor)
    edited = [make_claim(interview, quote="It was never inspected.") for _ in range(3)]
    given = make_claim(interview, quote="Never inspected?")

    def capture() -> str:
        make_claim(interview, by=editor)
        return "done"

    answers = at_once(
        tried(merge, okafor, into, seen_version=1, seen_into=1, by=editor),
        capture,
        *[tried(set_statement, one, "So.", seen_version=1, by=editor) for one in edited],
        tried(set_speaker, given, okafor, seen_version=1, by=editor),
    )
    assert answers == ["done"] * 6
    whose = Claim.objects.filter(interview=interview).values_list("person", flat=True)
    assert set(whose) == {into.pk}
    all_is_well()


def test_taking_apart_twice_at_once_takes_apart_once(editor: User) -> None:
    okafor, into = (add_person(name, by=editor) for name in ("OKAFOR", "Tom Okafor"))
    whole = merge(okafor, into, seen_version=1, seen_into=1, by=editor)
    okafor.refresh_from_db()
    answers = at_once(
        *[tried(take_apart, okafor, seen_version=whole.version, by=editor) for _ in range(2)]
    )
    assert sorted(answers) == [StalePerson.__name__, "done"]
    assert PersonEvent.objects.filter(verb="taken_apart", other=okafor).count() == 1
