"""People who write at the same moment, each on a connection of their own: all of it is counted."""

from collections.abc import Callable

import pytest
from django.db import connection

from claims.actions.claims import set_due_on, set_priority
from claims.actions.reviews import set_aside, start
from claims.models import (
    Claim,
    Priority,
    Role,
    SetAsideReason,
    Status,
    TallyChange,
    User,
)
from claims.models.tallies import Scope
from claims.queries.recount import one_snapshot, recounted
from claims.queries.tallies import by_status
from tests.actions.test_accounts_at_once import at_once
from tests.factories import make_claim, make_interview, make_user

PEOPLE, CLAIMS = 8, 4


pytestmark = pytest.mark.usefixtures("committed")


def changes_noted() -> int:
    """How many there have ever been: those that are counted already are gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, 'id')::regclass)",
            [TallyChange._meta.db_table],
        )
        [number] = cursor.fetchone()
    return int(number)


def test_writers_of_one_interview_are_all_counted_and_none_of_them_waits_for_another() -> None:
    interview = make_interview()
    people = [make_user(Role.EDITOR) for _ in range(PEOPLE)]
    claims = [[make_claim(interview, by=one) for _ in range(CLAIMS)] for one in people]
    noted = changes_noted()

    def work(by: User, mine: list[Claim]) -> Callable[[], None]:
        def run() -> None:
            for claim in mine:
                start(claim, seen_version=1, by=by)
                set_priority(claim, Priority.HIGH, seen_version=2, by=by)
                set_due_on(claim, claim.captured_at.date(), seen_version=3, by=by)
                if claim.pk % 2:
                    reason = SetAsideReason.OUT_OF_SCOPE
                    set_aside(claim, reason=reason, seen_version=4, by=by)

        return run

    done = at_once(*(work(by, mine) for by, mine in zip(people, claims, strict=True)))
    assert done == [None] * PEOPLE
    assert changes_noted() > noted + 128
    assert TallyChange.objects.count() < 256
    aside = sum(claim.pk % 2 for mine in claims for claim in mine)
    assert by_status(Scope.INTERVIEW, [interview.pk])[interview.pk] == {
        Status.CHECKING: PEOPLE * CLAIMS - aside, Status.SET_ASIDE: aside,
    }  # fmt: skip
    with one_snapshot():
        assert [problem for _, problems in recounted() for problem in problems] == []
