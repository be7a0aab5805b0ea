"""Whether what waits for somebody is found by an index, however much waits for others."""

import re

import pytest

from claims.models import Claim, User
from claims.queries.questions import about, sql_of
from claims.queries.queue import stale_sign_offs
from tests.factories import make_claim, make_user
from tests.queries.plans import make_many, plan_of

pytestmark = pytest.mark.django_db


def test_what_has_changed_since_somebody_signed_it_is_found_by_who_signed() -> None:
    other, user = make_user(), make_user()
    mine = make_claim(quote="By hand.")
    make_many()
    Claim.objects.update(sign_off_is_stale=True, stale_signers=[other.pk])
    Claim.objects.filter(pk=mine.pk).update(stale_signers=[other.pk, user.pk])
    assert list(stale_sign_offs(user)) == [mine]
    plan = plan_of(sql_of(stale_sign_offs(user).values("pk")))
    assert re.findall(r"on (claim_\w+)", plan) == ["claim_stale_signers"], plan


def test_a_question_is_of_the_person_whose_number_is_put_into_it() -> None:
    written = sql_of(User.objects.filter(pk=9_007_199_254_740_991).values("pk"))
    assert about(42, written) == sql_of(User.objects.filter(pk=42).values("pk"))
    assert sql_of(User.objects.none()) == "SELECT NULL::bigint WHERE false"
