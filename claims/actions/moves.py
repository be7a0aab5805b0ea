"""Moving a claim by the name of the move, with what `TransitionForm` has read."""

from collections.abc import Callable
from typing import Any

from claims.actions import reviews
from claims.actions.refusals import Refused
from claims.models import Claim, SetAsideReason, User


def by_version(action: Callable[..., Claim]) -> Callable[[Claim, dict[str, Any], User], Claim]:
    return lambda claim, data, by: action(claim, seen_version=data["version"], by=by)


def _sign_off(claim: Claim, data: dict[str, Any], by: User) -> Claim:
    return reviews.sign_off(claim, seen_hash=data["seen_hash"], verdict=data["verdict"], by=by)


def _decide(claim: Claim, data: dict[str, Any], by: User) -> Claim:
    if data["verdict"] is None:
        raise Refused("Decide for one of the two verdicts.")
    return reviews.decide(
        claim, verdict=data["verdict"], reason=data["note"], seen_version=data["version"], by=by
    )  # fmt: skip


def _request_changes(claim: Claim, data: dict[str, Any], by: User) -> Claim:
    return reviews.request_changes(
        claim, comment=data["note"], seen_version=data["version"], by=by
    )  # fmt: skip


def _correct(claim: Claim, data: dict[str, Any], by: User) -> Claim:
    return reviews.correct(claim, reason=data["note"], seen_version=data["version"], by=by)


def _set_aside(claim: Claim, data: dict[str, Any], by: User) -> Claim:
    if not data["reason"]:
        raise Refused("Choose why the claim is set aside.")
    duplicate = data["duplicate_of"] if data["reason"] == SetAsideReason.DUPLICATE else None
    return reviews.set_aside(
        claim, reason=data["reason"], note=data["note"], duplicate_of=duplicate,
        seen_version=data["version"], by=by,
    )  # fmt: skip


MOVES: dict[str, Callable[[Claim, dict[str, Any], User], Claim]] = {
    "start": by_version(reviews.start),
    "submit": by_version(reviews.submit),
    "sign_off": _sign_off,
    "request_changes": _request_changes,
    "decide": _decide,
    "publish": by_version(reviews.publish),
    "correct": _correct,
    "set_aside": _set_aside,
    "restore": by_version(reviews.restore),
}
