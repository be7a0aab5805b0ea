"""What an action refuses, each with the words for the person who asked."""

from claims.models import Claim


class Refused(Exception):
    """An action that was not carried out; its text says why, in one sentence."""


class NotAllowed(Refused):
    """The person may not do this at all."""


class TransitionRefused(Refused):
    """The table of transitions does not allow this move now."""


class QuoteMismatch(Refused):
    """The words sent are not those at the span sent."""


class Stale(Refused):
    """The row moved on after the form was opened. Nothing was saved."""


class StaleClaim(Stale):
    """`claim` is the claim as it is now."""

    def __init__(self, claim: Claim) -> None:
        super().__init__("Somebody changed this claim while you were typing.")
        self.claim = claim
