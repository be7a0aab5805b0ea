"""What two editors, or an editor and a reviewer, do to the scale in the same moment.

Each acts on a connection of its own, so what they see is committed, and removed afterwards.
"""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from claims.actions.claims import set_verdict
from claims.actions.refusals import Refused
from claims.actions.verdicts import (
    InUse,
    LabelTaken,
    StaleNewsroom,
    StaleOrder,
    StaleVerdict,
    add_verdict,
    move_verdict,
    remove_verdict,
    retire,
    reword,
    set_sign_offs_needed,
)
from claims.models import (
    Newsroom,
    Role,
    User,
    Verdict,
)
from tests.actions.test_accounts_at_once import at_once
from tests.factories import make_claim, make_user


@pytest.fixture(autouse=True)
def _as_it_was(committed: None) -> Iterator[None]:
    """The order of the scale and the newsroom's rules, which were there before."""
    scale = list(Verdict.objects.values("pk", "position"))
    yield
    for row in scale:
        Verdict.objects.filter(pk=row["pk"]).update(position=row["position"])
    Newsroom.objects.update(sign_offs_needed=1, version=1)


@pytest.fixture
def editor() -> User:
    return make_user(Role.EDITOR)


def outcome(act: Callable[[], Any]) -> Callable[[], Any]:
    """What an action answers with, or the kind of its refusal."""

    def tried() -> Any:
        try:
            return act()
        except Refused as refusal:
            return type(refusal)

    return tried


def new(editor: User, label: str = "Satire", **more: Any) -> Verdict:
    return add_verdict(label=label, definition="Nobody meant it.", by=editor, **more)


def test_one_label_is_given_once(editor: User) -> None:
    results = at_once(*[outcome(lambda: new(editor))] * 4)
    assert results.count(LabelTaken) == 3
    assert Verdict.objects.filter(label="Satire").count() == 1


def test_clicks_that_arrive_at_once_add_one_verdict(editor: User) -> None:
    key = uuid4()
    results = at_once(*[outcome(lambda: new(editor, key=key))] * 4)
    assert set(results) == {Verdict.objects.get(label="Satire")}


def test_one_of_two_wordings_at_once_is_a_conflict(editor: User) -> None:
    old = new(editor)

    def worded(label: str) -> Callable[[], Any]:
        return outcome(
            lambda: reword(old, label=label, definition="No.", number=None, by=editor)
        )  # fmt: skip

    results = at_once(worded("A joke"), worded("A prank"))
    assert results.count(StaleVerdict) == 1
    assert Verdict.objects.on_scale().filter(label__in=["A joke", "A prank"]).count() == 1


def test_two_moves_at_once_are_one(editor: User) -> None:
    row = new(editor)
    place = list(Verdict.objects.on_scale()).index(row)
    move = outcome(
        lambda: move_verdict(row, up=True, seen_position=row.position, by=editor)
    )  # fmt: skip
    results = at_once(move, move)
    assert results.count(StaleOrder) == 1
    assert list(Verdict.objects.on_scale()).index(row) == place - 1


def test_two_numbers_of_sign_offs_at_once_are_one_and_a_conflict(editor: User) -> None:
    results = at_once(
        outcome(lambda: set_sign_offs_needed(2, seen_version=1, by=editor)),
        outcome(lambda: set_sign_offs_needed(3, seen_version=1, by=editor)),
    )
    assert results.count(StaleNewsroom) == 1
    assert Newsroom.rules().version == 2


@pytest.mark.parametrize("away", ["retire", "remove"])
def test_a_verdict_that_leaves_the_scale_is_given_before_or_not_at_all(
    editor: User, away: str
) -> None:
    row, claim = new(editor), make_claim()

    def leave() -> Any:
        if away == "retire":
            return retire(row, seen_version=1, by=editor)
        return remove_verdict(row, by=editor)

    left, given = at_once(
        outcome(leave), outcome(lambda: set_verdict(claim, row, seen_version=1, by=editor))
    )
    claim.refresh_from_db()
    assert (given is Refused) == (claim.verdict_id is None)
    if away == "remove":
        assert (left is InUse) == (claim.verdict_id is not None)
        assert Verdict.objects.filter(pk=row.pk).exists() == (claim.verdict_id is not None)
