"""The evidence of a claim: attaching, editing, withdrawing."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Header, Router, Schema

from claims import permissions
from claims.actions import sources as actions
from claims.actions.refusals import Refused
from claims.actions.sources import StaleEvidence
from claims.api.access import ApiRequest, claim_to_edit, require
from claims.api.people import Account, account_of
from claims.api.problems import problem, valid
from claims.forms.sources import KNOWN, AttachForm, EvidenceForm
from claims.models import Evidence, Source, User
from claims.models.reviews import HIDDEN, is_hidden_from

router = Router(tags=["evidence"])

Key = Annotated[UUID | None, Header(alias="Idempotency-Key")]
"""Sent twice, what it made once is answered again."""


class SourceShape(Schema):
    id: int
    kind: str
    title: str
    url: str
    publisher: str
    author: str
    published_on: date | None
    reference: str
    spoken_to: str
    spoken_on: date | None
    on_record: bool | None
    primary: bool


class EvidenceShape(Schema):
    id: int
    claim: int
    source: SourceShape
    stance: str
    excerpt: str
    locator: str
    answer: str | None
    """None also where it is hidden, with the verdict."""
    added_by: Account
    added_at: datetime
    version: int


class Attaching(Schema):
    """A source of one kind with what describes it, or the number of one that is there already."""

    kind: Literal["known", "web", "person", "dataset", "court", "recording"] = "web"
    source: int | None = None
    url: str = ""
    title: str = ""
    publisher: str = ""
    author: str = ""
    published_on: str = ""
    reference: str = ""
    spoken_to: str = ""
    spoken_on: str = ""
    on_record: bool | None = None
    primary: bool = False
    stance: str
    excerpt: str = ""
    locator: str = ""


class Using(Schema):
    stance: str
    excerpt: str = ""
    locator: str = ""
    answer: str | None = None
    version: int


class SeenVersion(Schema):
    version: int


def evidence_shape(evidence: Evidence, *, hidden: bool) -> EvidenceShape:
    return EvidenceShape(
        id=evidence.pk, claim=evidence.claim_id, source=SourceShape.from_orm(evidence.source),
        stance=evidence.stance, excerpt=evidence.excerpt, locator=evidence.locator,
        answer=None if hidden else evidence.answer, added_by=account_of(evidence.added_by),
        added_at=evidence.added_at, version=evidence.version,
    )  # fmt: skip


@router.post("/claims/{int:pk}/evidence", response={201: EvidenceShape})
def evidence_new(
    request: ApiRequest, pk: int, sent: Attaching, key: Key = None
) -> EvidenceShape:  # fmt: skip
    """Attach a source to a claim. A file is attached on the claim's page."""
    claim = claim_to_edit(request, pk)
    typed = {**sent.dict(exclude={"kind"}), "key": key}
    typed["on_record"] = {True: "yes", False: "no", None: ""}[sent.on_record]
    form = valid(AttachForm(typed, kind=sent.kind, dom_id="api"))
    if sent.kind == KNOWN:
        source = form.cleaned_data["source"]
        attached = actions.attach_known(claim, source, by=request.user, **form.used())
    else:
        source = Source(kind=sent.kind, **form.described())
        attached = actions.attach_new(claim, source, by=request.user, **form.used())
    return _shape(attached.evidence, request.user)


@router.put("/evidence/{int:pk}", response=EvidenceShape)
def evidence_edit(request: ApiRequest, pk: int, sent: Using) -> EvidenceShape | HttpResponse:
    """Change how a source is used. `answer` says why the verdict holds against it."""
    evidence = _evidence_to_edit(request, pk)
    answers = sent.answer is not None
    if answers and is_hidden_from(evidence.claim, request.user):
        raise Refused(HIDDEN)
    form = valid(EvidenceForm(sent.dict(), dom_id="api", answers=answers))
    try:
        evidence = actions.edit_evidence(evidence, by=request.user, **form.edited())
    except StaleEvidence as stale:
        return _stale(stale, request.user, yours=sent.dict(exclude={"version"}))
    return _shape(evidence, request.user)


@router.post("/evidence/{int:pk}/withdraw", response={204: None})
def evidence_withdraw(request: ApiRequest, pk: int, sent: SeenVersion) -> HttpResponse | None:
    """Take a source off a claim. The history keeps it."""
    evidence = _evidence_to_edit(request, pk)
    try:
        actions.withdraw_evidence(evidence, seen_version=sent.version, by=request.user)
    except StaleEvidence as stale:
        return _stale(stale, request.user)
    return None


def _evidence_to_edit(request: ApiRequest, pk: int) -> Evidence:
    rows = Evidence.objects.select_related(
        "claim__interview", "claim__verdict", "source", "added_by"
    )
    evidence = get_object_or_404(rows, pk=pk)
    require(permissions.can_capture(request.user))
    return evidence


def _shape(evidence: Evidence, reader: User) -> EvidenceShape:
    return evidence_shape(evidence, hidden=is_hidden_from(evidence.claim, reader))


def _stale(stale: StaleEvidence, reader: User, **more: Any) -> HttpResponse:
    theirs = _shape(stale.evidence, reader)
    return problem(409, str(stale), version=theirs.version, theirs=theirs.dict(), **more)
