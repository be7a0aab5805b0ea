"""The log of what was searched for a claim, where the claim stands."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import reswap, retarget

from claims import permissions
from claims.actions import searches as actions
from claims.actions.refusals import NotAllowed, Refused
from claims.forms.searches import SearchForm
from claims.models import Claim, SearchEntry, User
from claims.models.evidence_rules import standing_searches
from claims.models.reviews import is_hidden_from
from claims.views import access
from claims.views.access import SignedInRequest
from claims.views.fragments import answer, claim_changed, next_page, wants_fragment

FRAGMENT = "searches/_searches.html#claim-searches"


@require_safe
def claim_searches(request: SignedInRequest, pk: int) -> HttpResponse:
    claim = access.claim_to_read(request, pk)
    asked = request.GET
    return _section(request, claim, opened=asked.getlist("open"), focus="focus" in asked)


@require_http_methods(["GET", "HEAD", "POST"])
def search_new(request: SignedInRequest, pk: int) -> HttpResponse:
    claim = access.claim_to_edit(request, pk)
    dom_id = f"claim-{claim.pk}-search"
    if request.method != "POST":
        actions.check_open(claim, by=request.user)
        initial = {"key": uuid4(), "searched_on": timezone.localdate()}
        return _form(request, claim, SearchForm(initial=initial, dom_id=dom_id))
    form = SearchForm(request.POST, dom_id=dom_id)
    if not form.is_valid():
        return _form(request, claim, form, status=422)
    try:
        actions.log_search(claim, by=request.user, **form.cleaned_data)
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _form(request, claim, form, status=422)
    return _changed(request, claim, "Search logged.")


@require_POST
def search_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = SearchEntry.objects.select_related("claim")
    entry = get_object_or_404(rows, pk=pk)
    access.require(permissions.can_capture(request.user))
    try:
        actions.withdraw_search(entry, by=request.user)
    except NotAllowed:
        raise
    except Refused as refusal:
        if not wants_fragment(request):
            raise
        claim = access.claim_to_read(request, entry.claim_id)
        opened = request.POST.getlist("open")
        response = _section(request, claim, error=str(refusal), opened=opened, status=422)
        return _in_place_of_section(response, claim)
    opened = request.POST.getlist("open")
    return _changed(request, entry.claim, f"Withdrew the search in “{entry.place}”.", opened=opened)


def searches_context(claim: Claim, user: User) -> dict[str, Any]:
    """The log of a claim, and whether its verdict asks for one: no query where it was loaded.

    A verdict that is hidden from this person asks for nothing: that would say what it is.
    """
    told = claim.verdict is not None and not is_hidden_from(claim, user)
    return {
        "searches": list(standing_searches(claim)),
        "searches_wanted": told and claim.verdict.needs_search_log,  # type: ignore[union-attr]
        "can_log": permissions.can_attach(user, claim),
    }


def _section(
    request: SignedInRequest, claim: Claim, *, error: str = "", opened: Iterable[str] = (),
    focus: bool = False, status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = {
        "claim": claim,
        **searches_context(claim, request.user),
        "searches_error": error,
        "search_open": "search" in opened,
        "search_focus": focus,
        "nav": "claims",
    }
    return answer(
        request, "searches/claim_searches.html", FRAGMENT, context, status=status, announce=error
    )  # fmt: skip


def _form(
    request: SignedInRequest, claim: Claim, form: SearchForm, *, status: int = 200
) -> HttpResponse:
    form.point()
    here = request.path
    back = next_page(request, claim.get_absolute_url())
    context = {
        "claim": claim,
        "form": form,
        "in_place": wants_fragment(request),
        "next": claim.get_absolute_url() if here in back else back,
        "nav": "claims",
    }
    return answer(
        request, "searches/search_new.html", "searches/_searches.html#search-new", context,
        status=status, announce=form.first_error(),
    )  # fmt: skip


def _changed(
    request: SignedInRequest, claim: Claim, said: str, *, opened: Iterable[str] = ()
) -> HttpResponse:
    if not wants_fragment(request):
        messages.success(request, said)
        return redirect(next_page(request, claim.get_absolute_url()))
    claim = access.claim_to_read(request, claim.pk)
    response = _in_place_of_section(_section(request, claim, opened=opened, focus=True), claim)
    return claim_changed(response, claim, announce=said)


def _in_place_of_section(response: HttpResponse, claim: Claim) -> HttpResponse:
    return reswap(retarget(response, f"#claim-{claim.pk}-searches"), "outerHTML")
