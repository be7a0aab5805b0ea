"""Said before: claims like one that is being captured, and the links that people make to them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from claims import permissions
from claims.actions.refusals import NotAllowed, Refused, StaleClaim
from claims.actions.similar import link_repeat
from claims.forms.similar import RepeatForm
from claims.models import Claim, Status
from claims.models.reviews import TRANSITIONS
from claims.queries.similar import Said, Similar, links_of, said_in, similar_to
from claims.views import access
from claims.views.access import SignedInRequest
from claims.views.fragments import answer, claim_changed, next_page, trigger

PAGE = "similar/similar.html"
LONGEST = 6_000
"""Characters of what is typed that are compared."""


@require_safe
def claim_similar(request: SignedInRequest, pk: int) -> HttpResponse:
    """Claims like this one, by its statement or by the one that is being typed."""
    return _panel(request, _claim(request, pk))


@require_safe
def interview_similar(request: SignedInRequest, slug: str) -> HttpResponse:
    """Claims like words that are being entered by hand."""
    interview = access.interview_to_read(request, slug)
    typed = _typed(request)
    said = Said(interview, typed["quote"], typed["statement"])
    found = similar_to(said, request.user) if said.quote or said.statement else []
    context = {"nav": "interviews", "interview": interview, "typed": typed, "similar": found}
    response = answer(request, PAGE, "similar/_similar.html#interview-similar", context)
    return _told(request, response, found)


@require_POST
def claim_repeat(request: SignedInRequest, pk: int) -> HttpResponse:
    """Link a claim to the one that it repeats, or undo that."""
    claim = _claim(request, pk)
    access.require(permissions.can_link(request.user, claim))
    form = RepeatForm(request.POST)
    if not form.is_valid():
        error = str(next(iter(form.errors.values()))[0])
        return _panel(request, claim, error=error, status=422)
    other, version = form.cleaned_data["repeat_of"], form.cleaned_data["version"]
    try:
        link_repeat(claim, other, seen_version=version, by=request.user)
    except StaleClaim as stale:
        return _panel(request, _claim(request, pk), error=str(stale), status=409)
    except NotAllowed:
        raise
    except Refused as refusal:
        return _panel(request, _claim(request, pk), error=str(refusal), status=422)
    said = "Linked as a repeat." if other else "The link is undone."
    if not request.htmx:
        messages.success(request, said)
        return redirect(next_page(request, claim.get_absolute_url()))
    claim = _claim(request, pk)
    return claim_changed(_panel(request, claim), claim, announce=said)


def _claim(request: SignedInRequest, pk: int) -> Claim:
    beside = Claim.objects.select_related("interview", "person", "verdict")
    return access.claim_to_read(request, pk, beside)


def _panel(
    request: SignedInRequest, claim: Claim, *, error: str = "", status: int = 200
) -> HttpResponse:
    typed = _typed(request)
    links = links_of(claim, request.user)
    said = said_in(claim, typed["statement"] or None)
    found = similar_to(said, request.user, but=links.numbers)
    may_link = permissions.can_link(request.user, claim)
    context: dict[str, Any] = {
        "nav": "claims",
        "claim": claim,
        "typed": typed,
        "similar": found,
        "links": links,
        "can_link": may_link and claim.status != Status.SET_ASIDE,
        "can_unlink": may_link,
        "can_set_aside": not TRANSITIONS["set_aside"].refusal(claim, request.user),
        "error": error,
        "next": next_page(request, claim.get_absolute_url()),
    }
    response = answer(
        request, PAGE, "similar/_similar.html#claim-similar", context, status=status,
        announce=error,
    )  # fmt: skip
    return response if error else _told(request, response, found)


def _typed(request: SignedInRequest) -> dict[str, str]:
    """What is typed so far: the page sends it in the address, cut where that would be too long."""
    return {
        name: request.GET.get(f"similar_{name}", "").replace("\x00", "")[:LONGEST]
        for name in ("statement", "quote")
    }


def _told(request: SignedInRequest, response: HttpResponse, found: list[Similar]) -> HttpResponse:
    """Say how many there are, where somebody who types would otherwise not know of the change."""
    before = request.GET.get("similar_shown")
    now = " ".join(str(one.claim.pk) for one in found)
    if before is None or before == now or not any(_typed(request).values()):
        return response
    number = len(found)
    words = f"{number} similar claim{'' if number == 1 else 's'}." if number else "Nothing similar."
    return trigger(response, announce=words)
