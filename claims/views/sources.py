"""The sources of all claims: finding them, and how each is described and used."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from claims import permissions
from claims.actions import sources as actions
from claims.actions.refusals import NotAllowed, Refused
from claims.actions.sources import StaleSource
from claims.forms.sources import LookupForm, SourceForm, SourcesFilter
from claims.models import Source, SourceKind
from claims.queries import search
from claims.queries.sources import found_sources, source_with_address, sources_in_use, uses_of
from claims.text.addresses import canonical_url
from claims.text.errors import BadAddress
from claims.views import access
from claims.views.access import SignedInRequest
from claims.views.fetches import snapshots_shown
from claims.views.fragments import answer, trigger, wants_fragment
from claims.views.source_rows import uses_html

NAV = {"nav": "sources"}


@require_safe
def sources(request: SignedInRequest) -> HttpResponse:
    form = SourcesFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = Source.objects.all() if asked else Source.objects.none()
    if words := asked.get("q"):
        rows = search.holding(rows, "sources", search.query_of(words), request.user)
    if kind := asked.get("kind"):
        rows = rows.filter(kind=kind)
    if primary := asked.get("primary"):
        rows = rows.filter(primary=primary == "yes")
    before = asked.get("before")
    after = get_object_or_404(Source, pk=before) if before else None
    context = {
        **NAV,
        "form": form,
        "page": sources_in_use(rows, after=after),
        "filtered": any(asked.get(name) for name in ["q", "kind", "primary"]),
        "paged": bool(before),
    }
    page = "sources/sources.html"
    return answer(request, page, page, context, status=200 if asked else 422)


@require_safe
def source(request: SignedInRequest, pk: int) -> HttpResponse:
    return _source(request, access.source_to_read(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def source_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    source = access.source_to_edit(request, pk)
    like = {"kind": source.kind, "dom_id": f"source-{source.pk}"}
    if request.method != "POST":
        return _edit(request, source, SourceForm(initial=SourceForm.initial_of(source), **like))
    form = SourceForm(request.POST, **like)
    if not form.is_valid():
        return _edit(request, source, form, status=422)
    version = form.cleaned_data["version"]
    try:
        source = actions.edit_source(
            source, form.described(), seen_version=version, by=request.user
        )
    except StaleSource as stale:
        # What was typed stays in the form, which now stands on the newer version.
        form = SourceForm({**request.POST.dict(), "version": stale.source.version}, **like)
        return _edit(request, stale.source, form, status=409)
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error("url", str(refusal))
        return _edit(request, source, form, status=422)
    if wants_fragment(request):
        return trigger(_source(request, source), announce="Source saved.")
    messages.success(request, "Source saved.")
    return redirect(source)


@require_safe
def source_lookup(request: SignedInRequest) -> HttpResponse:
    """Whether an address is a source already (?url=), or the sources that words find (?q=)."""
    form = LookupForm(request.GET)
    url, q, known = "", "", None
    if form.is_valid():
        url, q = form.cleaned_data["url"], form.cleaned_data["q"]
        try:
            known = source_with_address(canonical_url(url)) if url else None
        except BadAddress:
            known = None  # somebody is still typing; the form says what is wrong when it is sent
    found = found_sources(q, request.user)
    context = {**NAV, "form": form, "known": known, "url": url, "q": q, "found": found}
    return answer(
        request, "sources/lookup.html", "sources/_attach.html#source-lookup", context,
        status=422 if form.errors else 200,
    )  # fmt: skip


def _source(request: SignedInRequest, source: Source) -> HttpResponse:
    can_edit = permissions.can_capture(request.user)
    context: dict[str, Any] = {**NAV, "source": source, "can_edit": can_edit}
    if not wants_fragment(request):
        before = request.GET.get("before") or "0"
        if not (before.isascii() and before.isdigit()):
            raise Http404("There is no such page.")
        uses = uses_of(source, before=int(before))
        context |= {"uses": uses, "rows": uses_html(uses.rows), "paged": int(before) > 0}
        if source.kind == SourceKind.WEB:
            context |= snapshots_shown(request, source)
    return answer(request, "sources/source.html", "sources/_source.html#source", context)


def _edit(
    request: SignedInRequest, source: Source, form: SourceForm, *, status: int = 200
) -> HttpResponse:
    form.point()
    stale = status == 409
    context = {
        **NAV,
        "source": source,
        "form": form,
        "stale": stale,
        "sides": form.differences(source) if stale else [],
        "in_place": wants_fragment(request),
    }
    said = "Somebody else was faster. Nothing was overwritten." if stale else form.first_error()
    return answer(
        request, "sources/source_edit.html", "sources/_source.html#source-edit", context,
        status=status, announce=said,
    )  # fmt: skip
