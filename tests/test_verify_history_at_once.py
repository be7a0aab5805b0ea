"""A history that is verified while others work: what they commit meanwhile is no fault."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import InternalError, connection

from claims.actions.claims import set_rationale
from claims.models import (
    Claim,
)
from claims.queries import verification
from claims.queries.verification import Checked, one_moment, verified
from tests.factories import make_submitted_claim

pytestmark = pytest.mark.usefixtures("committed")


def in_another_connection(act: Callable[[], object]) -> None:
    def run() -> object:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(run).result()


def test_what_others_write_meanwhile_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "CHUNK", 1)
    first, second = make_submitted_claim(), make_submitted_claim()
    with one_moment():
        checked = verified()
        seen = [next(checked)]
        in_another_connection(
            lambda: set_rationale(second, "Later.", seen_version=7, by=second.submitted_by)
        )
        seen += checked
    assert seen == [Checked(first.pk, 7, []), Checked(second.pk, 7, [])]
    assert list(verified()) == [Checked(first.pk, 7, []), Checked(second.pk, 8, [])]


def test_nothing_can_be_written_while_it_is_verified() -> None:
    with pytest.raises(InternalError, match="read-only"), one_moment():
        Claim.objects.update(priority=4)
