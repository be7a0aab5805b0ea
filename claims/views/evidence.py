"""The evidence of a claim, where the claim stands: attaching, editing, withdrawing."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import reswap, retarget

from claims import permissions
from claims.actions import sources as actions
from claims.actions.refusals import NotAllowed, Refused
from claims.actions.sources import Attached, StaleEvidence
from claims.forms.sources import KNOWN, AttachForm, EvidenceForm
from claims.models import Claim, Event, Evidence, Source, SourceKind
from claims.models.evidence_rules import contradicts
from claims.models.reviews import is_hidden_from
from claims.queries.sources import evidence_of, found_sources
from claims.views import access
from claims.views.access import SignedInRequest
from claims.views.fragments import answer, claim_changed, next_page, wants_fragment

KINDS = [(kind.value, kind.label, kind.icon) for kind in SourceKind]
KINDS.append((KNOWN, "One we have", "search"))


@require_safe
def claim_evidence(request: SignedInRequest, pk: int) -> HttpResponse:
    claim = access.claim_to_read(request, pk)
    asked = request.GET
    return _section(request, claim, opened=asked.getlist("open"), focus=asked.get("focus", ""))


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """The form by which a source is attached: of one kind (GET), of another (switch), saved."""
    claim = access.claim_to_edit(request, pk)
    like = {"kind": _kind(request), "dom_id": f"claim-{claim.pk}-new"}
    if request.method != "POST":
        actions.check_open(claim, by=request.user)
        return _new(request, claim, AttachForm(initial={"key": uuid4()}, **like))
    if "switch" in request.POST:
        return _new(request, claim, AttachForm(initial=request.POST.dict(), **like))
    form = AttachForm(request.POST, request.FILES, **like)
    if not form.is_valid():
        return _new(request, claim, form, status=422)
    try:
        attached = _attach(request, claim, form)
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _new(request, claim, form, status=422)
    return _changed(request, claim, _said(attached), show=bool(attached.known or attached.repeated))


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    evidence = _evidence_to_edit(request, pk)
    like: dict[str, Any] = {
        "dom_id": f"evidence-{evidence.pk}",
        "answers": _answers(request, evidence),
    }
    if request.method != "POST":
        if evidence.withdrawn_at:
            raise Http404("This evidence has been withdrawn.")
        actions.check_open(evidence.claim, by=request.user)
        initial = {**evidence.content(), "version": evidence.version}
        return _edit(request, evidence, EvidenceForm(initial=initial, **like))
    form = EvidenceForm(request.POST, **like)
    if not form.is_valid():
        return _edit(request, evidence, form, status=422)
    try:
        actions.edit_evidence(evidence, by=request.user, **form.edited())
    except StaleEvidence as stale:
        # What was typed stays in the form, which now stands on the newer version.
        newer = {**request.POST.dict(), "version": stale.evidence.version}
        form = EvidenceForm(newer, **like)
        return _edit(request, stale.evidence, form, status=409)
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _edit(request, evidence, form, status=422)
    return _changed(request, evidence.claim, "Evidence saved.", of=evidence)


@require_POST
def evidence_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    evidence = _evidence_to_edit(request, pk)
    version = request.POST.get("version", "")
    seen_version = int(version) if version.isascii() and version.isdigit() else 0
    try:
        actions.withdraw_evidence(evidence, seen_version=seen_version, by=request.user)
    except NotAllowed:
        raise
    except Refused as refusal:
        if not wants_fragment(request):
            raise
        response = _section(
            request, evidence.claim, error=str(refusal), opened=request.POST.getlist("open"),
            focus=str(evidence.pk), status=409 if isinstance(refusal, StaleEvidence) else 422,
        )  # fmt: skip
        return _in_place_of_section(response, evidence.claim)
    return _changed(request, evidence.claim, f"Withdrew “{evidence.source}”.")


def _kind(request: SignedInRequest) -> str:
    asked = request.POST.get("switch") or request.POST.get("kind") or request.GET.get("kind")
    if asked and asked not in {value for value, _, _ in KINDS}:
        raise Http404("There is no such kind of source.")
    return asked or SourceKind.WEB


def _evidence_to_edit(request: SignedInRequest, pk: int) -> Evidence:
    """Withdrawn evidence too: whoever was typing on it is told, and keeps what was typed."""
    rows = Evidence.objects.select_related(
        "claim__interview", "claim__verdict", "source", "added_by"
    )
    evidence = get_object_or_404(rows, pk=pk)
    access.require(permissions.can_capture(request.user))
    return evidence


def _answers(request: SignedInRequest, evidence: Evidence) -> bool:
    """Whether the form asks why the verdict holds against this evidence, or has been asked so."""
    if is_hidden_from(evidence.claim, request.user):
        return False
    against = contradicts(evidence.claim.verdict, evidence)
    return against or bool(evidence.answer) or "answer" in request.POST


def _attach(request: SignedInRequest, claim: Claim, form: AttachForm) -> Attached:
    if form.kind == KNOWN:
        source = form.cleaned_data["source"]
        return actions.attach_known(claim, source, by=request.user, **form.used())
    source = Source(kind=form.kind, **form.described())
    upload = form.cleaned_data.get("file")
    return actions.attach_new(claim, source, by=request.user, upload=upload, **form.used())


def _said(attached: Attached) -> str:
    title = attached.evidence.source.title
    if attached.repeated:
        return f"“{title}” is attached already, in the same words."
    if attached.known:
        thing = "file" if attached.known == "file" else "page"
        return f"This {thing} was a source already (“{title}”): attached that one."
    return f"Attached “{title}”."


def _new(
    request: SignedInRequest, claim: Claim, form: AttachForm, *, status: int = 200
) -> HttpResponse:
    form.point()
    words = " ".join(request.POST.get("q", "").replace("\x00", "").split())[:200]
    context = {
        "claim": claim,
        "form": form,
        "kinds": KINDS,
        "q": words,
        "found": found_sources(words, request.user) if form.kind == KNOWN else [],
        "chosen": request.POST.get("source", ""),
        "file_again": bool(request.FILES) and "file" not in form.errors,
        **_place(request, claim),
    }
    return answer(
        request, "sources/evidence_new.html", "sources/_attach.html#evidence-new", context,
        status=status, announce=form.first_error() if status == 422 else "",
    )  # fmt: skip


def _edit(
    request: SignedInRequest, evidence: Evidence, form: EvidenceForm, *, status: int = 200
) -> HttpResponse:
    form.point()
    stale = status == 409
    context = {
        "claim": evidence.claim,
        "evidence": evidence,
        "form": form,
        "stale": stale,
        "newest": _newest_event(evidence) if stale else None,
        **_place(request, evidence.claim),
    }
    said = "Somebody else was faster. Nothing was overwritten." if stale else form.first_error()
    return answer(
        request, "sources/evidence_edit.html", "sources/_evidence.html#evidence-edit", context,
        status=status, announce=said,
    )  # fmt: skip


def _newest_event(evidence: Evidence) -> Event | None:
    """The event that left this evidence as it is now, with who did it."""
    about = {"before__evidence" if evidence.withdrawn_at else "after__evidence": evidence.pk}
    return evidence.claim.events.filter(**about).select_related("actor").order_by("-number").first()


def _place(request: SignedInRequest, claim: Claim) -> dict[str, Any]:
    """Where a form stands: in the claim's section, or on a page that leads back to another."""
    back = next_page(request, claim.get_absolute_url())
    if urlsplit(back).path == request.path:
        back = claim.get_absolute_url()
    return {"in_place": wants_fragment(request), "next": back, "nav": "claims"}


def _section(
    request: SignedInRequest, claim: Claim, *, notice: str = "", error: str = "",
    opened: Iterable[str] = (), focus: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    """All evidence of a claim. "new" is the form that attaches, an id that of a piece of evidence:
    `opened` forms stay as they are, `focus` goes to the link that opens one."""
    context = {
        "claim": claim,
        "evidence": evidence_of(claim),
        "can_attach": permissions.can_attach(request.user, claim),
        "answers_hidden": is_hidden_from(claim, request.user),
        "nav": "claims",
        "notice": notice,
        "error": error,
        "opened": set(opened),
        "focus": focus,
    }
    fragment = "sources/_evidence.html#claim-evidence"
    return answer(
        request, "sources/claim_evidence.html", fragment, context, status=status, announce=error
    )  # fmt: skip


def _changed(
    request: SignedInRequest, claim: Claim, said: str, *, show: bool = False,
    of: Evidence | None = None,
) -> HttpResponse:  # fmt: skip
    """Done: the whole section, where `show` tells whether `said` is also to be read there."""
    if not wants_fragment(request):
        messages.success(request, said)
        return redirect(next_page(request, claim.get_absolute_url()))
    claim = access.claim_to_read(request, claim.pk)
    done = str(of.pk) if of else request.POST.get("form", "")
    opened = set(request.POST.getlist("open")) - {done}
    focus = str(of.pk) if of else "new"
    response = _section(request, claim, notice=said if show else "", opened=opened, focus=focus)
    return claim_changed(_in_place_of_section(response, claim), claim, announce=said)


def _in_place_of_section(response: HttpResponse, claim: Claim) -> HttpResponse:
    return reswap(retarget(response, f"#claim-{claim.pk}-evidence"), "outerHTML")
