"""The fields of a claim, set one by one."""

from django.db.models import Model
from django.http import Http404, HttpResponse
from ninja import Router, Schema

from claims.actions.refusals import StaleClaim
from claims.api.access import ApiRequest, claim_to_edit, claim_to_read
from claims.api.claims import ClaimShape, claim_shape
from claims.api.problems import problem, valid
from claims.forms.claim_fields import KINDS, form_of, is_withheld
from claims.models import Claim

router = Router(tags=["claims"])


class Setting(Schema):
    """`version` is that of the claim on which the value was decided."""

    value: str | int | None
    version: int


@router.put("/claims/{int:pk}/fields/{name}", response=ClaimShape)
def claim_field(
    request: ApiRequest, pk: int, name: str, sent: Setting
) -> ClaimShape | HttpResponse:  # fmt: skip
    """Set the statement, verdict (its number), rationale, speaker (a name), assignee (a number),
    topic (a name), priority (1 to 4) or due (a day). An empty value empties it."""
    if name not in KINDS:
        raise Http404
    claim = claim_to_edit(request, pk)
    typed = {"value": "" if sent.value is None else str(sent.value), "version": sent.version}
    form = valid(form_of(claim, name, request.user, typed))
    value = form.cleaned_data["value"]
    try:
        KINDS[name].save(claim, value, seen_version=sent.version, by=request.user)
    except StaleClaim as stale:
        if is_withheld(claim, name, request.user):
            raise
        return _conflict(stale, claim_to_read(pk), name, typed["value"])
    return claim_shape(claim_to_read(pk), request.user)


def _conflict(stale: StaleClaim, claim: Claim, name: str, yours: object) -> HttpResponse:
    """Both values, and the version on which to decide again."""
    theirs = getattr(claim, KINDS[name].reads)
    if name in {"speaker", "topic"}:
        theirs = str(theirs or "")
    elif isinstance(theirs, Model):
        theirs = theirs.pk
    return problem(409, str(stale), version=claim.version, theirs=theirs, yours=yours)
