"""What two people who act in the same moment cannot do to accounts.

Each acts on a connection of its own, so what they see is committed, and removed afterwards.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from claims.actions.accounts import invite, set_active, set_role
from claims.actions.refusals import Refused
from claims.actions.tokens import make_token
from claims.models import Invitation, Role, User
from tests.actions.test_accounts import accept, make_invitation
from tests.factories import make_user

pytestmark = pytest.mark.usefixtures("committed")


def at_once(*functions: Callable[[], Any]) -> list[Any]:
    """What each function gave, or how it was refused, when all of them start together."""
    barrier = Barrier(len(functions))

    def one(function: Callable[[], Any]) -> Any:
        barrier.wait(timeout=10)
        try:
            return function()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(functions)) as pool:
        return list(pool.map(one, functions))


def test_two_simultaneous_acceptances_make_one_account() -> None:
    _, token = make_invitation()
    results = at_once(*(lambda n=n: accept(token, f"new{n}") for n in range(4)))
    made = [result for result in results if isinstance(result, User)]
    assert len(made) == 1
    assert list(User.objects.filter(email="new@example.org")) == made
    assert [str(result) for result in results if isinstance(result, Refused)] == [
        "This invitation is used or no longer valid. Ask for a new one."
    ] * 3


def test_two_people_who_choose_one_user_name_at_once_do_not_both_get_it() -> None:
    tokens = [make_invitation(f"{n}@example.org")[1] for n in range(2)]
    results = at_once(*(lambda token=token: accept(token, "anna") for token in tokens))
    assert sorted(type(result).__name__ for result in results) == ["Refused", "User"]
    [won] = [result for result in results if isinstance(result, User)]
    assert User.objects.get(username="anna") == won


def test_two_admins_who_remove_each_other_leave_one() -> None:
    one, other = make_user(Role.ADMIN), make_user(Role.ADMIN)
    results = at_once(
        lambda: set_active(one, active=False, by=other),
        lambda: set_role(other, Role.VIEWER, by=one),
    )
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "NotAllowed"]
    both = User.objects.filter(pk__in=[one.pk, other.pk])
    assert both.filter(role=Role.ADMIN, is_active=True).count() == 1


def test_a_double_click_invites_once() -> None:
    editor = make_user(Role.EDITOR)

    def send() -> tuple[Invitation, str]:
        return invite("new@example.org", Role.REVIEWER, address_of=str, by=editor)

    results = at_once(send, send, send)
    assert Invitation.objects.filter(email="new@example.org").count() == 1
    assert [str(result) for result in results if isinstance(result, Refused)] == [
        "This address has an open invitation. Withdraw it to send a new one."
    ] * 2


def test_a_double_click_makes_one_token() -> None:
    ana = make_user()
    results = at_once(*[lambda: make_token("Script", days=7, by=ana)] * 3)
    assert [token.name for token in ana.tokens.all()] == ["Script"]
    assert [str(result) for result in results if isinstance(result, Refused)] == [
        "You have a token “Script” already. Withdraw it, or choose another name."
    ] * 2
