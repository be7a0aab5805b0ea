"""Queries that are put together once give what the ORM gives each time."""

from typing import Any

import pytest
from django.db.models import QuerySet
from pytest_django import DjangoAssertNumQueries

from claims.models import Claim
from claims.queries.compiled import models_of
from tests.factories import make_claim, make_submitted_claim

pytestmark = pytest.mark.django_db


def with_its_rows(pk: Any) -> QuerySet[Claim]:
    return Claim.objects.select_related("verdict", "interview", "assignee").filter(pk=pk)


def too_far(pk: Any) -> QuerySet[Claim]:
    return Claim.objects.select_related("interview__created_by").filter(pk=pk)


def columns_of(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_models_are_those_of_the_orm_with_the_rows_beside_them(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for claim in [make_submitted_claim(), make_claim()]:
        with django_assert_num_queries(1):
            [found] = models_of(with_its_rows, claim.pk)
            beside = [found.interview, found.verdict, found.assignee]
        by_orm = with_its_rows(claim.pk).get()
        assert columns_of(found) == columns_of(by_orm)
        assert beside == [by_orm.interview, by_orm.verdict, by_orm.assignee]
        assert columns_of(found.interview) == columns_of(by_orm.interview)
        assert not found._state.adding
        assert not found.interview._state.adding
    assert models_of(with_its_rows, 0) == []


def test_no_more_than_one_step_is_followed() -> None:
    with pytest.raises(TypeError, match="More than one step"):
        models_of(too_far, 1)
