"""Moving a claim by the names in the table of transitions."""

from ninja import Router, Schema

from claims.actions.moves import MOVES
from claims.actions.refusals import Refused
from claims.api.access import ApiRequest, claim_to_edit, claim_to_read
from claims.api.claims import ClaimShape, claim_shape
from claims.api.problems import valid
from claims.forms.claims import TransitionForm

router = Router(tags=["claims"])


class Moving(Schema):
    """`version` and `seen_hash` are those of the claim that was looked at; the rest is what some
    moves ask for."""

    version: int
    seen_hash: str = ""
    note: str = ""
    verdict: int | None = None
    reason: str = ""
    duplicate_of: int | None = None


@router.post("/claims/{int:pk}/actions/{name}", response=ClaimShape)
def claim_action(request: ApiRequest, pk: int, name: str, sent: Moving) -> ClaimShape:
    """Do one of the actions that the claim offers."""
    claim = claim_to_edit(request, pk)
    if name not in MOVES:
        raise Refused("There is no such move of a claim.")
    form = valid(TransitionForm({**sent.dict(), "action": name}))
    MOVES[name](claim, form.cleaned_data, request.user)
    return claim_shape(claim_to_read(pk), request.user)
