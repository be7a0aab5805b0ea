"""The scale of verdicts."""

from ninja import Router, Schema

from claims.api.access import ApiRequest
from claims.models import Verdict

router = Router(tags=["verdicts"])


class VerdictShape(Schema):
    id: int
    label: str
    definition: str


class Scale(Schema):
    verdicts: list[VerdictShape]


@router.get("/verdicts", response=Scale)
def verdicts(request: ApiRequest) -> Scale:
    """The verdicts that can be given, in their order."""
    rows = Verdict.objects.on_scale()
    return Scale(verdicts=[VerdictShape.from_orm(verdict) for verdict in rows])
