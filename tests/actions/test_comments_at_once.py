"""Comments that arrive in the same moment, each on a connection of its own."""

from uuid import uuid4

import pytest

from claims.actions.comments import comment, resolve
from claims.actions.presence import be_present
from claims.models import Presence
from tests.actions.test_accounts_at_once import at_once
from tests.factories import make_claim, make_user

pytestmark = pytest.mark.usefixtures("committed")


def test_clicks_that_arrive_at_once_comment_once() -> None:
    claim, ana, key = make_claim(), make_user(), uuid4()
    made = at_once(*[lambda: comment(claim, body="Hm.", by=ana, key=key)] * 4)
    assert set(made) == {claim.comments.get()}
    assert list(claim.events.values_list("verb", flat=True)) == ["captured", "commented"]


def test_comments_of_several_people_are_all_kept_in_one_chain() -> None:
    claim, people = make_claim(), [make_user() for _ in range(4)]
    at_once(*(lambda person=person: comment(claim, body="Hm.", by=person) for person in people))
    events = list(claim.events.order_by("number"))
    assert [event.number for event in events] == [1, 2, 3, 4, 5]
    chain = [(event.previous_hash, event.hash) for event in events]
    assert [before for before, _ in chain[1:]] == [after for _, after in chain[:-1]]
    assert {one.by for one in claim.comments.all()} == set(people)


def test_two_people_who_resolve_at_once_leave_one_event() -> None:
    claim = make_claim()
    made = comment(claim, body="Hm.", by=make_user())
    people = [make_user(), make_user()]
    at_once(*(lambda person=person: resolve(made, by=person) for person in people))
    resolved = claim.events.get(verb="comment_resolved")
    assert claim.comments.get().resolved_by == resolved.actor


def test_many_tabs_of_one_person_are_one_presence() -> None:
    claim, ana, jon = make_claim(), make_user(), make_user()
    seen = at_once(*[lambda: be_present(claim, by=ana), lambda: be_present(claim, by=jon)] * 3)
    assert all(isinstance(others, list) for others in seen)
    assert set(Presence.objects.filter(claim=claim).values_list("user", flat=True)) == {
        ana.pk, jon.pk,
    }  # fmt: skip
