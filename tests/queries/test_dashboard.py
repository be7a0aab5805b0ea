"""Whether the claims on a dashboard are found by an index, however many claims there are."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.models import Claim
from claims.queries.dashboard import claims_to_look_at, needs
from claims.queries.subjects import Subject
from tests.factories import make_claim, make_user
from tests.queries.plans import make_many, plan_of

pytestmark = pytest.mark.django_db


def test_each_reason_to_look_at_a_claim_is_read_from_an_index() -> None:
    make_claim(quote="By hand.")
    make_many()
    taken = Claim.objects.open().order_by("pk").values("pk")[:90]
    Claim.objects.filter(pk__in=taken).update(assignee=make_user())
    today = timezone.localdate()
    with CaptureQueriesContext(connection) as queries:
        claims_to_look_at(needs(today), Subject(), today)
    plan = plan_of(queries[-1]["sql"])
    assert set(re.findall(r"using (claim_\w+)", plan)) == {
        "claim_open_newest", "claim_stale_newest", "claim_lost_newest", "claim_open_due",
        "claim_unproven_newest", "claim_status_newest", "claim_untaken_newest",
    }, plan  # fmt: skip
