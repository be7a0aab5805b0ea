"""What two people, or two clicks, do in the same moment when a source is attached.

Each acts on a connection of its own, so what they see is committed, and removed afterwards.
"""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from claims.actions.sources import Attached, attach_new
from claims.models import (
    Claim,
    Source,
    User,
)
from tests.actions.test_accounts_at_once import at_once
from tests.factories import make_claim, make_user

pytestmark = pytest.mark.usefixtures("committed")


def attaching(claim: Claim, by: User, source: Callable[[], Source], **how: Any) -> Any:
    return lambda: attach_new(claim, source(), stance="context", by=by, **how)


def test_clicks_that_arrive_at_once_attach_once() -> None:
    def person() -> Source:
        return Source(kind="person", title="Lia", spoken_to="Lia", on_record=True)

    claim, user, key = make_claim(), make_user(), uuid4()
    results = at_once(*[attaching(claim, user, person, key=key)] * 4)
    assert sorted(result.repeated for result in results) == [False, True, True, True]
    assert {result.evidence for result in results} == {claim.evidence.get()}
    assert list(Source.objects.filter(added_by=user)) == [claim.evidence.get().source]


def test_a_page_attached_to_two_claims_at_once_is_one_source() -> None:
    def page() -> Source:
        address = "https://example.org/attached-at-once"
        return Source(kind="web", title="A page", url=address, canonical_url=address)

    claims, user = [make_claim(), make_claim()], make_user()
    results: list[Attached] = at_once(*[attaching(claim, user, page) for claim in claims])
    assert sorted(result.known for result in results) == ["", "address"]
    assert [claim.evidence.get().source for claim in claims] == [
        Source.objects.get(canonical_url="https://example.org/attached-at-once")
    ] * 2
