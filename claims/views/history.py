"""A claim's history: as sentences, as any past state, and as a file that proves itself."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from claims.actions.refusals import NotAllowed
from claims.models import Claim
from claims.models.reviews import HIDDEN, is_hidden_from
from claims.queries.history import PARTS, Filter, history_of, people_of
from claims.queries.history_file import history_file
from claims.queries.past import past_of
from claims.views import access
from claims.views.access import SignedInRequest
from claims.views.fragments import answer

PAGE = "claims/history.html"


@require_safe
def claim_history(request: SignedInRequest, pk: int) -> HttpResponse:
    """The history (?part=… &person=… &before=…), or the claim as it was (?at=…).

    `?brief` is the section that stands on the claim's own page: the newest, without filters.
    """
    claim = access.claim_to_read(request, pk)
    if "at" in request.GET:
        return _past(request, claim)
    brief = "brief" in request.GET
    asked = Filter() if brief else _asked(request)
    context = {**history_context(request, claim, asked), "brief": brief, "nav": "claims"}
    if not brief:
        context |= _choices(claim, asked)
    return answer(request, PAGE, "claims/_history.html#claim-history", context)


@require_safe
def claim_history_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """The whole history, signed. Not while its verdict is hidden from whoever asks."""
    claim = access.claim_to_read(request, pk)
    if is_hidden_from(claim, request.user):
        raise NotAllowed(f"{HIDDEN} So is its history as a file.")
    response = HttpResponse(history_file(claim), content_type="application/json")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="claim-{claim.pk}-history.json"'
    )
    return response


def history_context(
    request: SignedInRequest, claim: Claim, asked: Filter | None = None,
    *, also: Iterable[dict[str, Any]] = (),
) -> dict[str, Any]:  # fmt: skip
    """What the section shows, on the claim's page too. `also`: as in `history_of`."""
    asked = asked or Filter()
    history = history_of(claim, request.user, asked, also=also)
    return {
        "claim": claim,
        "history": history,
        "can_download": not is_hidden_from(claim, request.user),
        "query": _query(asked),
        "older": _query(replace(asked, before=history.older)) if history.older else "",
        "newest": _query(replace(asked, before=None)) if asked.before else "",
        "is_newest": asked.before is None,
    }


def _past(request: SignedInRequest, claim: Claim) -> HttpResponse:
    number = _number(request.GET["at"])
    past = past_of(claim, number, request.user) if number else None
    if past is None:
        raise Http404("The claim has no such event.")
    context = {"claim": claim, "past": past, "nav": "claims"}
    return answer(request, PAGE, "claims/_history.html#claim-past", context)


def _asked(request: SignedInRequest) -> Filter:
    part, before = request.GET.get("part", ""), request.GET.get("before", "")
    return Filter(
        part=part if part in PARTS else "",
        person=_number(request.GET.get("person", "")),
        before=_number(before),
    )


def _number(text: str) -> int | None:
    """A number that a row can have, else None."""
    digits = text.isascii() and text.isdigit() and len(text) <= 9
    return (int(text) or None) if digits else None


def _choices(claim: Claim, asked: Filter) -> dict[str, Any]:
    return {
        "parts": [(name, label, name == asked.part) for name, (label, _) in PARTS.items()],
        "people": [(pk, name, pk == asked.person) for pk, name in people_of(claim)],
        "is_filtered": bool(asked.part or asked.person),
    }


def _query(asked: Filter) -> str:
    values = {"part": asked.part, "person": asked.person, "before": asked.before}
    return urlencode({name: value for name, value in values.items() if value})
