"""The life of a claim, cell by cell: what each role may do in each status, and the submitter.

The matrix is written out by hand, from the newsroom's rules and not from the code's table.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from claims.actions import reviews
from claims.actions.claims import set_rationale
from claims.actions.refusals import NotAllowed, TransitionRefused
from claims.api.access import claim_to_read
from claims.api.claims import claim_shape
from claims.models import Claim, Interview, Newsroom, Role, SetAsideReason, Status, User, Verdict
from claims.models.reviews import TRANSITIONS, offered
from tests.factories import (
    make_evidence,
    make_interview,
    make_signed_claim,
    make_submitted_claim,
    make_user,
)

pytestmark = pytest.mark.django_db

# Two signs for each role: what somebody else may do, then what the submitter may do.
MATRIX = """
    status              action            viewer  reviewer  editor  admin
    new                 start               --       ++       ++      ++
    new                 set_aside           --       ++       ++      ++
    checking            submit              --       -+       ++      ++
    checking            set_aside           --       ++       ++      ++
    awaiting_sign_off   sign_off            --       +-       +-      +-
    awaiting_sign_off   request_changes     --       +-       +-      +-
    awaiting_sign_off   set_aside           --       ++       ++      ++
    changes_requested   submit              --       -+       ++      ++
    changes_requested   set_aside           --       ++       ++      ++
    disputed            decide              --       --       +-      +-
    disputed            set_aside           --       --       +-      +-
    signed_off          publish             --       --       ++      ++
    signed_off          set_aside           --       ++       ++      ++
    published           correct             --       --       ++      ++
    set_aside           restore             --       ++       ++      ++
"""
PEOPLE = [(role, submitted) for role in Role.values for submitted in (False, True)]


def written_out() -> dict[tuple[str, str, str, bool], bool]:
    """Whether it is allowed, for each status, action, role, and whether one submitted the claim."""
    heading, *lines = MATRIX.strip().splitlines()
    roles = heading.split()[2:]
    allowed = {}
    for line in lines:
        status, action, *cells = line.split()
        for role, (other, submitter) in zip(roles, cells, strict=True):
            allowed[status, action, role, False] = other == "+"
            allowed[status, action, role, True] = submitter == "+"
    return allowed


def seen(claim: Claim) -> dict[str, Any]:
    return {"seen_version": claim.version}


ACTIONS: dict[str, Callable[[Claim, User], Claim]] = {
    "start": lambda claim, by: reviews.start(claim, by=by, **seen(claim)),
    "submit": lambda claim, by: reviews.submit(claim, by=by, **seen(claim)),
    "sign_off": lambda claim, by: reviews.sign_off(claim, seen_hash=claim.content_hash, by=by),
    "request_changes": lambda claim, by: reviews.request_changes(
        claim, comment="The year.", by=by, **seen(claim)
    ),
    "decide": lambda claim, by: reviews.decide(
        claim, verdict=claim.second_verdict or claim.verdict, reason="So.", by=by, **seen(claim)
    ),
    "publish": lambda claim, by: reviews.publish(claim, by=by, **seen(claim)),
    "correct": lambda claim, by: reviews.correct(claim, reason="The year.", by=by, **seen(claim)),
    "set_aside": lambda claim, by: reviews.set_aside(
        claim, reason=SetAsideReason.OUT_OF_SCOPE, by=by, **seen(claim)
    ),
    "restore": lambda claim, by: reviews.restore(claim, by=by, **seen(claim)),
}


def back_in(claim: Claim, by: User) -> Claim:
    return reviews.request_changes(claim, comment="The year.", by=make_user(), **seen(claim))


def disputed(by: User) -> Claim:
    interview = make_interview()
    Interview.objects.filter(pk=interview.pk).update(blind=True)
    claim = make_submitted_claim(Interview.objects.get(pk=interview.pk), by=by)
    other = Verdict.objects.get(label="Misleading")
    return reviews.sign_off(claim, seen_hash=claim.blind_hash(), verdict=other, by=make_user())


def reopened(by: User) -> Claim:
    """In checking, after a submission that its submitter's own change undid."""
    claim = make_submitted_claim(by=by)
    make_evidence(claim, by=by)
    claim.refresh_from_db()
    return claim


def published(by: User) -> Claim:
    return reviews.publish(claim := make_signed_claim(by=by), by=make_user("admin"), **seen(claim))


def set_aside(by: User) -> Claim:
    return ACTIONS["set_aside"](make_submitted_claim(by=by), by)


def new_again(by: User) -> Claim:
    return ACTIONS["restore"](set_aside(by), by)


MAKERS: dict[str, Callable[[User], Claim]] = {
    "new": new_again,
    "checking": reopened,
    "awaiting_sign_off": lambda by: make_submitted_claim(by=by),
    "changes_requested": lambda by: back_in(make_submitted_claim(by=by), by),
    "disputed": disputed,
    "signed_off": lambda by: make_signed_claim(by=by),
    "published": published,
    "set_aside": set_aside,
}


class Undone(Exception):
    """Takes back what a cell did, so that the next one finds the claim as it was."""


def is_done(claim: Claim, action: str, by: User) -> bool:
    """Whether the action carries it out. Whatever it did is taken back."""
    try:
        with transaction.atomic():
            moved = ACTIONS[action](Claim.objects.get(pk=claim.pk), by)
            assert moved.status == TRANSITIONS[action].to
            raise Undone
    except Undone:
        return True
    except (NotAllowed, TransitionRefused):
        return False


def test_the_matrix_knows_every_status_and_every_action_of_the_table() -> None:
    by_people = {name for name, row in TRANSITIONS.items() if row.role}
    assert set(MAKERS) == set(Status.values)
    assert set(ACTIONS) == by_people
    assert {action for _, action, _, _ in written_out()} == by_people


@pytest.mark.parametrize("status", Status.values)
def test_each_cell_of_the_table_is_as_it_is_written_out(status: str) -> None:
    submitter = make_user(Role.REVIEWER)
    claim = MAKERS[status](submitter)
    assert claim.status == status
    others = {role: make_user(role) for role in Role.values}
    expected, done, shown, by_api = {}, {}, {}, {}
    for role, submitted in PEOPLE:
        if submitted:
            User.objects.filter(pk=submitter.pk).update(role=role)
        by = User.objects.get(pk=submitter.pk) if submitted else others[role]
        now = Claim.objects.get(pk=claim.pk)
        names = {row.name for row in offered(now, by)}
        told = {one.name for one in claim_shape(claim_to_read(claim.pk), by).actions}
        for action in ACTIONS:
            cell = (action, role, submitted)
            expected[cell] = written_out().get((status, *cell), False)
            done[cell] = is_done(claim, action, by)
            shown[cell] = action in names
            by_api[cell] = action in told
    assert done == expected
    assert shown == expected
    assert by_api == expected


@pytest.mark.parametrize("name", ["reopen", "dispute"])
def test_what_happens_by_itself_is_nobodys_to_do(name: str) -> None:
    admin = make_user(Role.ADMIN)
    for status in Status.values:
        claim = MAKERS[status](make_user())
        assert TRANSITIONS[name].refusal(claim, admin) == (
            "Nobody does this: it happens by itself."
        )


def test_whoever_wrote_the_verdict_or_the_rationale_does_not_sign() -> None:
    for role in [Role.REVIEWER, Role.EDITOR, Role.ADMIN]:
        author, submitter = make_user(role), make_user()
        claim = make_submitted_claim(by=submitter)
        claim = set_rationale(claim, "Better.", by=author, **seen(claim))
        claim = reviews.submit(claim, by=submitter, **seen(claim))
        with pytest.raises(TransitionRefused, match="You wrote its verdict or rationale"):
            reviews.sign_off(claim, seen_hash=claim.content_hash, by=author)
        assert claim.sign_offs.count() == 0


def test_a_claim_that_is_new_again_has_no_authors() -> None:
    claim = new_again(make_user())
    assert claim.authors == []


def test_two_sign_offs_are_by_two_people() -> None:
    Newsroom.objects.update(sign_offs_needed=2)
    claim = make_submitted_claim()
    first, second = make_user(), make_user()
    claim = reviews.sign_off(claim, seen_hash=claim.content_hash, by=first)
    assert (claim.status, claim.sign_offs.count()) == (Status.AWAITING_SIGN_OFF, 1)
    with pytest.raises(TransitionRefused, match="it needs somebody else too"):
        reviews.sign_off(claim, seen_hash=claim.content_hash, by=first)
    claim = reviews.sign_off(claim, seen_hash=claim.content_hash, by=second)
    assert claim.status == Status.SIGNED_OFF
    assert {sign_off.by for sign_off in claim.sign_offs.all()} == {first, second}


def test_the_number_of_sign_offs_is_that_of_the_submission() -> None:
    claim = make_submitted_claim()
    Newsroom.objects.update(sign_offs_needed=2)
    claim = reviews.sign_off(claim, seen_hash=claim.content_hash, by=make_user())
    assert claim.status == Status.SIGNED_OFF


def test_an_old_sign_off_does_not_count_again_when_the_content_comes_back() -> None:
    ana, jon = make_user(), make_user()
    claim = make_signed_claim(by=ana, signer=jon)
    content_hash = claim.content_hash
    claim = set_rationale(claim, "Other.", by=ana, **seen(claim))
    claim = set_rationale(claim, "The accounts say so.", by=ana, **seen(claim))
    assert claim.content_hash == content_hash
    claim = reviews.submit(claim, by=ana, **seen(claim))
    assert claim.status == Status.AWAITING_SIGN_OFF
    assert [sign_off.is_live for sign_off in claim.sign_offs.all()] == [False]
