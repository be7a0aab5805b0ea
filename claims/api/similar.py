"""Claims that say the same: which are similar, and which of them a claim is linked to."""

from datetime import date, datetime

from ninja import Router, Schema

from claims import permissions
from claims.actions.similar import link_repeat
from claims.api.access import ApiRequest, claim_to_edit, claim_to_read, require
from claims.api.claims import ClaimShape, Of, Wording, claim_shape, wording
from claims.api.people import Named, named
from claims.api.problems import valid
from claims.forms.similar import RepeatForm
from claims.queries.similar import Similar, links_of, said_in, similar_to

router = Router(tags=["claims"])


class SimilarShape(Schema):
    """Another claim. Its verdict is its own, and says nothing of the one that was asked about."""

    id: int
    url: str
    interview: Of
    speaker: Named | None
    said_on: date
    quote: str
    statement: str
    place: str
    """“the same words”, “the same turn”, or ''."""
    status: str
    verdict: Wording | None
    verdict_is_hidden: bool
    signed_off_at: datetime | None
    sign_off_is_stale: bool


class SaidBefore(Schema):
    repeat_of: SimilarShape | None
    duplicate_of: SimilarShape | None
    said_again: list[SimilarShape]
    duplicates: list[SimilarShape]
    similar: list[SimilarShape]


class Linking(Schema):
    """`version` is that of the claim that was looked at; without `repeat_of` the link is undone."""

    repeat_of: int | None
    version: int


@router.get("/claims/{int:pk}/similar", response=SaidBefore)
def claim_similar(request: ApiRequest, pk: int) -> SaidBefore:
    """What a claim is linked to, and the five claims of all interviews that are most like it."""
    claim = claim_to_read(pk)
    links = links_of(claim, request.user)
    found = similar_to(said_in(claim), request.user, but=links.numbers)
    return SaidBefore(
        repeat_of=_shape(links.repeat_of) if links.repeat_of else None,
        duplicate_of=_shape(links.duplicate_of) if links.duplicate_of else None,
        said_again=[_shape(one) for one in links.said_again],
        duplicates=[_shape(one) for one in links.duplicates],
        similar=[_shape(one) for one in found],
    )


@router.put("/claims/{int:pk}/repeat_of", response=ClaimShape)
def claim_repeat(request: ApiRequest, pk: int, sent: Linking) -> ClaimShape:
    """Say which claim this one repeats, or that it repeats none. Both stay open."""
    claim = claim_to_edit(request, pk)
    require(permissions.can_link(request.user, claim))
    form = valid(RepeatForm(sent.dict()))
    other, version = form.cleaned_data["repeat_of"], form.cleaned_data["version"]
    link_repeat(claim, other, seen_version=version, by=request.user)
    return claim_shape(claim_to_read(pk), request.user)


def _shape(one: Similar) -> SimilarShape:
    claim = one.claim
    return SimilarShape(
        id=claim.pk, url=claim.get_absolute_url(),
        interview=Of(slug=claim.interview.slug, title=claim.interview.title),
        speaker=named(claim.speaker), said_on=one.said_on, quote=claim.quote,
        statement=claim.statement, place=one.place, status=claim.status,
        verdict=None if one.verdict_hidden else wording(claim.verdict),
        verdict_is_hidden=one.verdict_hidden, signed_off_at=claim.finished_at,
        sign_off_is_stale=claim.sign_off_is_stale,
    )  # fmt: skip
