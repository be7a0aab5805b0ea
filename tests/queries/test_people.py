"""How lists of people and of their interviews are read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Appearance, Person
from claims.queries.people import interviews_with, listed, people_page, standing_of
from tests.factories import make_claim, make_interview, make_signed_claim, make_user
from tests.queries.plans import plan_of

pytestmark = pytest.mark.django_db


def plan_of_first(read: Callable[[], Any]) -> str:
    with CaptureQueriesContext(connection) as queries:
        read()
    return plan_of(queries[0]["sql"])


def test_people_and_their_interviews_are_read_from_an_index() -> None:
    interview = make_interview()
    make_claim(interview)
    user, person = make_user(), Person.objects.get(name="TOM OKAFOR")
    Person.objects.bulk_create(
        Person(name=f"T. OKAFOR {n}", merged_into=person) for n in range(500)
    )
    others = Person.objects.bulk_create(Person(name=f"No. {n}") for n in range(300))
    Appearance.objects.bulk_create(
        Appearance(speaker=one, person=one, interview=interview) for one in others
    )
    pages: list[tuple[Callable[[], Any], str]] = [
        (lambda: people_page(user), "person_whole"),
        (lambda: people_page(user, after=person), "person_whole"),
        (lambda: interviews_with(person), "appearance_newest"),
        (lambda: interviews_with(person, before=10**9), "appearance_newest"),
    ]
    for read, index in pages:
        plan = plan_of_first(read)
        assert (f"using {index} on" in plan, "Sort" in plan) == (True, False), plan


def test_numbers_of_people_take_three_queries_and_none_for_nobody(
    django_assert_num_queries: Any,
) -> None:
    make_signed_claim()
    people = [Person.objects.get(name="TOM OKAFOR")]
    with django_assert_num_queries(0):
        assert listed([]) == []
    with django_assert_num_queries(3):
        assert [row.claims for row in listed(people)] == [1]
    with django_assert_num_queries(2):
        assert standing_of(people[0]).claims == 1
