"""Claims with what is shown of one."""

from django.db.models import Exists, OuterRef, Prefetch

from claims.models import Claim, Publication, SignOff
from claims.models.claims import ClaimQuerySet


def claims_at_hand() -> ClaimQuerySet:
    """With what a card and the forms of a claim show, but for evidence and searches: two queries.

    No more tables than these: with a few more, to plan the query takes ten times as long.
    """
    sign_offs = Prefetch("sign_offs", SignOff.objects.select_related("by"))
    published = Publication.objects.filter(claim=OuterRef("pk")).order_by()
    return (
        Claim.objects.for_row()
        .select_related("transcript")
        .annotate(is_public=Exists(published))
        .prefetch_related(sign_offs)
        .defer("transcript__text")
    )


def whole_claims() -> ClaimQuerySet:
    """With all rows that a claim names, in the same two queries: for programs."""
    return claims_at_hand().select_related(
        "duplicate_of", "captured_by", "submitted_by", "second_verdict", "second_by"
    )


def load_second_verdict(claim: Claim) -> None:
    """The second verdict on a claim at hand, and who gave it: one query, none where there is
    none."""
    if claim.second_verdict_id is None:
        return
    beside = Claim.objects.select_related("second_verdict", "second_by")
    row = beside.only("second_verdict", "second_by").get(pk=claim.pk)
    claim.second_verdict, claim.second_by = row.second_verdict, row.second_by


def named_by(claim: Claim) -> dict[str, int | None]:
    """What a claim's own page says of other rows in words, for `Names`."""
    return {"by": claim.captured_by_id, "duplicate_of_id": claim.duplicate_of_id}


BESIDE = {
    "verdict": ["verdict", "interview"], "rationale": ["interview"], "speaker": ["person"],
    "assignee": ["assignee"], "topic": ["topic"],
}  # fmt: skip
"""The rows beside a claim's own that one of its columns needs to be shown and set."""


def claims_with(column: str) -> ClaimQuerySet:
    """With what the form of one field shows: one query, of as few tables as that takes."""
    beside = BESIDE.get(column)
    return Claim.objects.select_related(*beside) if beside else Claim.objects.all()
