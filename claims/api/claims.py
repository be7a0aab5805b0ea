"""Claims: the list with the filters of its page, and one with all that its page shows."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from ninja import Router, Schema

from claims.api.access import ApiRequest, claim_to_read
from claims.api.evidence import EvidenceShape, evidence_shape
from claims.api.people import Account, Named, account, account_of, named
from claims.api.problems import NotValid, valid
from claims.api.searches import SearchShape, search_shape
from claims.forms.claim_list import ClaimListForm
from claims.models import Claim, User, Verdict
from claims.models.evidence_rules import needs_of, standing_searches
from claims.models.reviews import is_hidden_from, offered, seen_hash, withheld
from claims.queries.claim_list import Asking, choices, matching, number_of
from claims.queries.claim_list_pages import NoSuchPage, page_of
from claims.queries.claim_rows import WHOLE
from claims.queries.sources import evidence_of, load_grounds

router = Router(tags=["claims"])

PLACES = ["after", "before"]


class Of(Schema):
    """The interview of a claim."""

    slug: str
    title: str


class Wording(Schema):
    """A verdict as it is worded."""

    id: int
    label: str


class ClaimRow(Schema):
    id: int
    url: str
    interview: Of
    quote: str
    statement: str
    speaker: Named | None
    topic: Named | None
    status: str
    status_since: datetime
    verdict: Wording | None
    verdict_is_hidden: bool
    """Whether it is a draft, with its rationale, that you must not see: then both are null."""
    assignee: Account | None
    priority: int
    due: date | None
    captured_at: datetime
    heard_at_ms: int | None
    """When the quote begins in the recording, in milliseconds."""
    heard_at_url: str | None
    """The interview's address at that time, where its site is known to take one."""
    source_count: int
    primary_count: int
    sign_off_is_stale: bool
    version: int


class Claims(Schema):
    count: int
    count_is_more: bool
    """Whether there are more than were counted."""
    claims: list[ClaimRow]
    next: str | None
    previous: str | None


class Span(Schema):
    """Where the quote stands, in code points of a version of the transcript."""

    transcript: int
    start: int
    end: int


class SignOffShape(Schema):
    by: Account
    at: datetime
    is_live: bool


class NeedShape(Schema):
    """What a submission takes, and what is missing of it, or ''."""

    words: str
    missing: str


class Action(Schema):
    """What you may do now. `asks` is nothing, comment, reason, decision, signature or verdict."""

    name: str
    label: str
    asks: str


class Withheld(Schema):
    """What the status leads to, and why it is refused to you now."""

    name: str
    reason: str


class ClaimShape(ClaimRow):
    span: Span | None
    needs_anchoring: bool
    rationale: str | None
    second_verdict: Wording | None
    captured_by: Account
    submitted_by: Account | None
    sign_offs_needed: int
    set_aside_reason: str
    duplicate_of: int | None
    repeat_of: int | None
    content_hash: str | None
    seen_hash: str
    """What a sign-off names: the content hash, or where the verdict is sealed one without it."""
    evidence: list[EvidenceShape]
    searches: list[SearchShape]
    sign_offs: list[SignOffShape]
    checklist: list[NeedShape]
    actions: list[Action]
    withheld: list[Withheld]


@router.get("/claims", response=Claims)
def claims(request: ApiRequest) -> Claims:
    """Fifty claims. Filters and `sort` are those in the address of the list's page."""
    asked = request.GET
    rows = choices({name: asked.getlist(name) for name in asked})
    form = ClaimListForm(asked, rows=rows)
    known = {*ClaimListForm.base_fields, *PLACES}
    if unknown := {name: [f"There is no filter “{name}”."] for name in asked if name not in known}:
        raise NotValid(unknown)
    wanted = valid(form).cleaned_data
    found = matching(wanted, asking=Asking(request.user, timezone.localdate()))
    number = number_of(found)
    like: dict[str, Any] = {"reading": WHOLE, "reader": request.user, "few": not number.more}
    like |= {name: asked.get(name, "") for name in PLACES}
    try:
        page = page_of(found, wanted.get("sort") or "newest", **like)
    except NoSuchPage as error:
        raise NotValid({"after": [f"There is no page “{error}” in this list."]}) from error
    return Claims(
        count=number.number, count_is_more=number.more,
        claims=[ClaimRow(**_row(claim, request.user)) for claim in page.claims],
        next=_address(request, after=page.after) if page.after else None,
        previous=_address(request, before=page.before) if page.before else None,
    )  # fmt: skip


@router.get("/claims/{int:pk}", response=ClaimShape)
def claim(request: ApiRequest, pk: int) -> ClaimShape:
    """One claim with its evidence, searches and sign-offs, and what you may do with it."""
    return claim_shape(claim_to_read(pk), request.user)


def claim_shape(claim: Claim, reader: User) -> ClaimShape:
    """All of a claim that this person may see, of `whole_claims`: two queries more."""
    load_grounds(claim)
    hidden = is_hidden_from(claim, reader)
    return ClaimShape(
        **_row(claim, reader),
        span=_span(claim), needs_anchoring=claim.needs_anchoring,
        rationale=None if hidden else claim.rationale,
        second_verdict=wording(claim.second_verdict),
        captured_by=account_of(claim.captured_by), submitted_by=account(claim.submitted_by),
        sign_offs_needed=claim.sign_offs_needed, set_aside_reason=claim.set_aside_reason,
        duplicate_of=claim.duplicate_of_id, repeat_of=claim.repeat_of_id,
        content_hash=None if hidden else claim.content_hash, seen_hash=seen_hash(claim),
        evidence=[evidence_shape(one, hidden=hidden) for one in evidence_of(claim)],
        searches=[search_shape(entry) for entry in standing_searches(claim)],
        sign_offs=[
            SignOffShape(by=account_of(one.by), at=one.at, is_live=one.is_live)
            for one in claim.sign_offs.all()
        ],
        checklist=_checklist(claim) if claim.is_open and not hidden else [],
        actions=actions_of(claim, reader),
        withheld=[
            Withheld(name=row.name, reason=reason) for row, reason in withheld(claim, reader)
        ],
    )  # fmt: skip


def actions_of(claim: Claim, user: User) -> list[Action]:
    return [
        Action(name=row.name, label=row.label, asks=row.asks_of(claim))
        for row in offered(claim, user)
    ]


def _row(claim: Claim, reader: User) -> dict[str, Any]:
    """What every answer says of a claim."""
    hidden, heard = is_hidden_from(claim, reader), claim.heard
    return {
        "id": claim.pk, "url": claim.get_absolute_url(),
        "interview": Of(slug=claim.interview.slug, title=claim.interview.title),
        "quote": claim.quote, "statement": claim.statement,
        "speaker": named(claim.person), "topic": named(claim.topic),
        "status": claim.status, "status_since": claim.status_since,
        "verdict": None if hidden else wording(claim.verdict), "verdict_is_hidden": hidden,
        "assignee": account(claim.assignee), "priority": claim.priority, "due": claim.due_on,
        "captured_at": claim.captured_at, "heard_at_ms": claim.heard_at_ms,
        "heard_at_url": heard.address or None if heard else None,
        "source_count": claim.source_count, "primary_count": claim.primary_count,
        "sign_off_is_stale": claim.sign_off_is_stale,
        "version": claim.version,
    }  # fmt: skip


def wording(verdict: Verdict | None) -> Wording | None:
    return Wording(id=verdict.pk, label=verdict.label) if verdict else None


def _span(claim: Claim) -> Span | None:
    if claim.transcript is None or claim.start is None or claim.end is None:
        return None
    return Span(transcript=claim.transcript.number, start=claim.start, end=claim.end)


def _checklist(claim: Claim) -> list[NeedShape]:
    return [NeedShape(words=need.words, missing=need.missing) for need in needs_of(claim)]


def _address(request: ApiRequest, **place: str) -> str:
    asked = request.GET.copy()
    for name in PLACES:
        asked.pop(name, None)
    asked.update(place)
    return f"{request.path}?{asked.urlencode()}"
