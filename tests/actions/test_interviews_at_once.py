"""What two clicks, or two people, do in the same moment when an interview is stored."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from claims.actions.interviews import AlreadyStored, add_interview
from claims.models import Interview, Person
from claims.text.reading import read
from tests.actions.test_accounts_at_once import at_once
from tests.factories import make_user

pytestmark = pytest.mark.usefixtures("committed")
TEXT = "UNA VIK: One at a time.\n\nOLE VIK: Both at once.\n"


def storing(key: UUID | None) -> Callable[[], str]:
    by = make_user()

    def store() -> str:
        try:
            return add_interview({"title": "At once"}, read(TEXT), by=by, key=key).slug
        except AlreadyStored as stored:
            return stored.interview.slug

    return store


def test_clicks_that_arrive_at_once_store_once() -> None:
    store = storing(uuid4())
    assert at_once(*[store] * 4) == ["at-once"] * 4
    assert Interview.objects.filter(title="At once").count() == 1


def test_people_who_store_at_once_add_nobody_twice_and_share_no_address() -> None:
    slugs = at_once(*[storing(None) for _ in range(4)])
    assert sorted(slugs) == ["at-once", "at-once-2", "at-once-3", "at-once-4"]
    names = Person.objects.filter(name__endswith=" VIK").values_list("name", flat=True)
    assert sorted(names) == ["OLE VIK", "UNA VIK"]
