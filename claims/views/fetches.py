"""Fetching addresses: an interview from one, and snapshots of sources that are web pages."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from claims import permissions
from claims.actions import fetches as actions
from claims.forms.fetches import AddressForm
from claims.models import Fetch, Snapshot, Source
from claims.queries.fetches import snapshot_before, snapshots_of
from claims.text.passages import changed_passages
from claims.views import access
from claims.views.access import SignedInRequest
from claims.views.fragments import answer, wants_fragment

MOST_PASSAGES = 200


@require_http_methods(["GET", "HEAD", "POST"])
def interview_fetch(request: SignedInRequest) -> HttpResponse:
    """Ask for an interview's address to be fetched."""
    access.require(permissions.can_import(request.user))
    form = AddressForm(request.POST or None, initial={"key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        asked = actions.ask(
            form.cleaned_data["address"], key=form.cleaned_data["key"], by=request.user
        )
        return redirect("fetch", asked.key)
    status = 422 if form.errors else 200
    context = {"nav": "interviews", "form": form}
    return render(request, "fetches/new.html", context, status=status)


@require_safe
def fetch(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    """How far a fetch has got; once it is done, what was understood of the page."""
    asked = _fetch(request, key)
    if asked.is_waiting:
        actions.begin_working()  # whoever worked on it may have been killed
    elif asked.snapshot_id:
        place = reverse("interview-from", args=[asked.key])
        return HttpResponseClientRedirect(place) if wants_fragment(request) else redirect(place)
    context = {"nav": "interviews", "asked": asked}
    said = asked.problem if wants_fragment(request) else ""
    return answer(
        request, "fetches/fetch.html", "fetches/_fetch.html#fetch", context, announce=said
    )


@require_POST
def fetch_again(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    """Try a fetch that failed once more."""
    asked = actions.try_again(_fetch(request, key), by=request.user)
    return redirect(asked.source or reverse("fetch", args=[asked.key]))


@require_POST
def snapshot_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for a snapshot of a source."""
    source = access.source_to_edit(request, pk)
    form = AddressForm({**request.POST.dict(), "address": source.canonical_url})
    if form.is_valid():
        asked = form.cleaned_data
        actions.ask(asked["address"], key=asked["key"], by=request.user, source=source)
    return _snapshots(request, pk) if wants_fragment(request) else redirect(source)


@require_safe
def source_snapshots(request: SignedInRequest, pk: int) -> HttpResponse:
    """The snapshots of a source, and whether one is on its way."""
    return _snapshots(request, pk) if wants_fragment(request) else redirect("source", pk)


@require_safe
def snapshot(request: SignedInRequest, pk: int) -> HttpResponse:
    """The text of a snapshot, and what is new in it since the one before."""
    shown = get_object_or_404(Snapshot.objects.select_related("source", "document", "by"), pk=pk)
    before = snapshot_before(shown)
    passages = changed_passages(before.text, shown.text) if before else []
    context = {
        "nav": "sources", "snapshot": shown, "before": before,
        "passages": passages[:MOST_PASSAGES], "changes": len(passages),
    }  # fmt: skip
    return render(request, "fetches/snapshot.html", context)


def snapshots_shown(request: SignedInRequest, source: Source) -> dict[str, Any]:
    """What the part of a source's page about snapshots shows: two queries."""
    waiting = source.fetches.order_by("-pk").first()
    if waiting and waiting.is_waiting:
        actions.begin_working()
    return {
        "source": source,
        "snapshots": snapshots_of(source),
        "fetch": waiting if waiting and not waiting.snapshot_id else None,
        "can_edit": permissions.can_capture(request.user),
        "key": uuid.uuid4(),
    }


def _snapshots(request: SignedInRequest, pk: int) -> HttpResponse:
    return render(
        request,
        "fetches/_fetch.html#source-snapshots",
        snapshots_shown(request, access.source_to_read(request, pk)),
    )


def _fetch(request: SignedInRequest, key: uuid.UUID) -> Fetch:
    access.require(permissions.can_import(request.user))
    return get_object_or_404(Fetch.objects.select_related("source"), key=key)
