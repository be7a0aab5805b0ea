"""Two people who link claims in the same moment: no circle, and nobody waits for ever."""

from collections.abc import Callable

import pytest

from claims.actions.refusals import Refused
from claims.actions.similar import link_repeat
from claims.models import Claim
from tests.actions.test_accounts_at_once import at_once
from tests.factories import make_claim, make_user

pytestmark = pytest.mark.usefixtures("committed")


def linking(claim: Claim, other: Claim) -> Callable[[], int]:
    by = make_user()
    return lambda: link_repeat(claim, other, seen_version=claim.version, by=by).pk


def test_of_two_links_that_are_a_circle_together_one_is_made() -> None:
    one, other = make_claim(), make_claim()
    done = at_once(linking(one, other), linking(other, one))
    assert sum(isinstance(answer, Refused) for answer in done) == 1
    assert Claim.objects.exclude(repeat_of=None).count() == 1


def test_four_claims_that_two_people_link_crosswise_are_no_circle() -> None:
    claims = [make_claim() for _ in range(4)]
    first = at_once(linking(claims[0], claims[1]), linking(claims[2], claims[3]))
    assert sorted(map(str, first)) == sorted(str(claims[place].pk) for place in (0, 2))
    last = at_once(linking(claims[1], claims[2]), linking(claims[3], claims[0]))
    assert sum(isinstance(answer, Refused) for answer in last) == 1
