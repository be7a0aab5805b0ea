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
    """With what a claim's own page shows besides: in the same two queries."""
    return claims_at_hand().select_related(
        "duplicate_of", "captured_by", "submitted_by", "second_verdict", "second_by"
    )
