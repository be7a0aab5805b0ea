"""Bulk changes: asked for in the bar of the claim list, looked at and run on their own page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from claims.actions import bulk as actions
from claims.actions.refusals import NotAllowed, Refused
from claims.forms.bulk import BulkForm
from claims.models import BulkChange, BulkKind, Outcome
from claims.models.claims import ClaimQuerySet
from claims.permissions import can_change_many, can_run
from claims.queries.bulk import (
    Standing,
    chosen,
    earlier,
    items_of,
    people_for,
    standing,
    wish_of,
)
from claims.queries.claim_list import Asking, matching
from claims.views.access import SignedInRequest, require
from claims.views.claim_list import filters, listed, pills_of
from claims.views.fragments import answer, trigger, wants_fragment

PAGE, FRAGMENT = "bulk/bulk.html", "bulk/_bulk.html#bulk-change"
SECONDS = 1.0
LISTS = [
    (Outcome.REFUSED, "Refused"), (Outcome.DONE, "Changed"), (Outcome.SAME, "Were so already"),
]  # fmt: skip


@require_POST
def bulk_new(request: SignedInRequest) -> HttpResponse:
    """Nothing changes yet: what was asked for is written down, and its page shows it."""
    require(can_change_many(request.user))
    form = BulkForm(request.POST, people=people_for(request.user))
    asked = QueryDict(request.POST.get("query", ""))
    if not form.is_valid():
        return listed(request, asked, bulk=form, status=422)
    numbers = form.numbers
    try:
        claims, which = _every(request, asked) if form.cleaned_data["every"] else _ticked(numbers)
        change = actions.plan(
            claims, kind=BulkKind(form.cleaned_data["kind"]), value=form.value,
            note=form.note_given, asked=which, query=_filter_of(asked),
            key=form.key_of(numbers, by=request.user), by=request.user,
        )  # fmt: skip
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return listed(request, asked, bulk=form, status=422)
    return redirect("bulk", change.key)


@require_safe
def bulk(request: SignedInRequest, key: UUID) -> HttpResponse:
    change = _change_to_run(request, key)
    return answer(request, PAGE, FRAGMENT, _context(request, change))


@require_POST
def bulk_run(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Work off claims for a second. By htmx the answer asks for the next second by itself."""
    change = _change_to_run(request, key)
    ended = actions.run(change, by=request.user, seconds=SECONDS)
    stands = standing(change)
    said = _said(stands)
    if ended:
        messages.success(request, said)
    if not wants_fragment(request):
        return redirect("bulk", change.key)
    response = answer(request, PAGE, FRAGMENT, _context(request, change, going=not stands.is_over))
    return trigger(response, announce=said) if ended else response


def _change_to_run(request: SignedInRequest, key: UUID) -> BulkChange:
    require(can_change_many(request.user))
    change = get_object_or_404(BulkChange.objects.select_related("by"), key=key)
    if not can_run(request.user, change):
        raise Http404
    return change


def _ticked(numbers: list[str]) -> tuple[ClaimQuerySet, str]:
    """Claims chosen one by one, and which these are, in words."""
    claims = chosen(numbers)
    missing = len(numbers) - claims.count()
    which = f"{len(numbers):,} claim{'s'[: len(numbers) != 1]} ticked in the list"
    return claims, f"{which}, {missing:,} of them not found" if missing else which


def _every(request: SignedInRequest, asked: QueryDict) -> tuple[ClaimQuerySet, str]:
    """All claims that the filters of a list let through now, and these filters in words."""
    form = filters(asked)
    if not form.is_valid():
        raise Refused(" ".join(form.unknown))
    claims = matching(form.cleaned_data, asking=Asking(request.user, timezone.localdate()))
    on = pills_of(form, form.given())
    pills = [": ".join(filter(None, [one.label, one.words])) for one in on]
    return claims, f"All claims that match {'; '.join(pills)}" if pills else "All claims"


def _filter_of(asked: QueryDict) -> str:
    """The address of the list without the place of one of its pages."""
    kept = asked.copy()
    for name in ("after", "before"):
        kept.pop(name, None)
    return kept.urlencode()


def _context(
    request: SignedInRequest, change: BulkChange, *, going: bool = False
) -> dict[str, Any]:
    wish, stands = wish_of(change), standing(change)
    context = {
        "nav": "claims",
        "change": change,
        "wish": wish,
        "stands": stands,
        "going": going,
        "list_url": reverse("claims") + (f"?{change.query}" if change.query else ""),
        "said": _said(stands),
    }
    if stands.is_planned:
        context["preview"] = actions.preview(change, by=request.user)
    elif stands.is_over:
        context["lists"] = _lists(request, change)
    if not wants_fragment(request):
        context["earlier"] = earlier(request.user, but=change)
    return context


def _lists(request: SignedInRequest, change: BulkChange) -> list[dict[str, Any]]:
    """The claims by what became of them. Each list turns its pages by itself."""
    lists = []
    for outcome, label in LISTS:
        given = request.GET.get(outcome, "")
        after = int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0
        page = items_of(change, outcome, after=after)
        lists.append(
            {"outcome": outcome, "label": label, "page": page, "is_turned": bool(after)}
        )  # fmt: skip
    return lists


def _said(stands: Standing) -> str:
    """The numbers of a report in one sentence."""
    parts = [f"{stands.done:,} claim{'s'[: stands.done != 1]} changed"]
    if stands.same:
        parts.append(f"{stands.same:,} {'were' if stands.same > 1 else 'was'} so already")
    if stands.refused:
        parts.append(f"{stands.refused:,} refused")
    return ", ".join(parts) + "."
