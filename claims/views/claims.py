"""A claim's page, its card, and its fields, edited where they stand."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_safe

from claims import permissions
from claims.actions.history import attname_of
from claims.actions.refusals import NotAllowed, Refused, StaleClaim
from claims.forms.claim_fields import KINDS, form_of, is_withheld
from claims.forms.claims import FieldForm, TypedText
from claims.models import Claim
from claims.models.reviews import is_hidden_from
from claims.queries.claims import claims_with, named_by
from claims.queries.history import passage_around
from claims.queries.signoffs import signed_of, signed_values
from claims.queries.sources import evidence_of, load_grounds
from claims.text.differences import merged, word_diff
from claims.views import access
from claims.views.access import SignedInRequest
from claims.views.claim_fields import field_of, fields_of, shown
from claims.views.comments import comments_context
from claims.views.fragments import answer, claim_changed, next_page, trigger
from claims.views.history import history_context
from claims.views.reviews import status_context
from claims.views.searches import searches_context

CARD_FIELDS = [
    "statement",
    "verdict",
    "rationale",
    "speaker",
    "assignee",
    "topic",
    "priority",
    "due",
]
EDIT_PAGE = "claims/edit.html"


@require_safe
def claim(request: SignedInRequest, pk: int) -> HttpResponse:
    claim = access.whole_claim(request, pk)
    card = card_context(request, claim)
    told = history_context(request, claim, also=[*signed_values(claim), named_by(claim)])
    names = told["history"].names
    context = {
        **card,
        **comments_context(request, claim, card["evidence"]),
        "nav": "claims",
        "passage": passage_around(claim),
        "signed": signed_of(claim, reader=request.user, names=names),
        "captured_by": names.shown("by", claim.captured_by_id),
        "duplicate_of": names.shown("duplicate_of_id", claim.duplicate_of_id),
        **told,
        "brief": True,
        "page": True,
    }
    return answer(request, "claims/claim.html", "claims/claim.html", context)


@require_safe
def claim_card(request: SignedInRequest, pk: int) -> HttpResponse:
    """The inside of an open card; or the whole card, `?card=open` or `?card=closed`."""
    claim = access.claim_to_read(request, pk)
    card = request.GET.get("card")
    if card == "closed" and request.htmx:
        closed = render(request, "claims/_card.html#claim-card", {"claim": claim})
        return trigger(closed, claim_captured={"claim": pk, "turns": turns_of(claim)})
    context = {**card_context(request, claim), "open": card == "open"}
    part = "claims/_card.html#claim-card" if card else "claims/_card.html#claim-card-body"
    return answer(request, "claims/card.html", part, context)


@require_safe
def claim_head(request: SignedInRequest, pk: int) -> HttpResponse:
    claim = access.claim_to_read(request, pk)
    return answer(
        request, "claims/card.html", "claims/_card.html#claim-head",
        card_context(request, claim) if not request.htmx else {"claim": claim},
    )  # fmt: skip


def turns_of(claim: Claim) -> list[str]:
    """The addresses of the turns that a claim's words stand in."""
    if claim.transcript is None:
        return []
    number, slug = claim.transcript.number, claim.interview.slug
    positions = claim.transcript.turns.filter(start__lt=claim.end, end__gt=claim.start)
    return [
        reverse("desk-turn", args=[slug, number, position])
        for position in positions.values_list("position", flat=True)
    ]


def card_context(request: SignedInRequest, claim: Claim) -> dict[str, Any]:
    load_grounds(claim)
    return {
        "claim": claim,
        "fields": fields_of(claim, request.user, CARD_FIELDS),
        "evidence": evidence_of(claim),
        "answers_hidden": is_hidden_from(claim, request.user),
        **searches_context(claim, request.user),
        "can_attach": permissions.can_attach(request.user, claim),
        **status_context(request, claim, full=True),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def claim_statement(request: SignedInRequest, pk: int) -> HttpResponse:
    return _edit(request, pk, "statement")


@require_http_methods(["GET", "HEAD", "POST"])
def claim_verdict(request: SignedInRequest, pk: int) -> HttpResponse:
    return _edit(request, pk, "verdict")


@require_http_methods(["GET", "HEAD", "POST"])
def claim_rationale(request: SignedInRequest, pk: int) -> HttpResponse:
    return _edit(request, pk, "rationale")


@require_http_methods(["GET", "HEAD", "POST"])
def claim_speaker(request: SignedInRequest, pk: int) -> HttpResponse:
    return _edit(request, pk, "speaker")


@require_http_methods(["GET", "HEAD", "POST"])
def claim_assignee(request: SignedInRequest, pk: int) -> HttpResponse:
    return _edit(request, pk, "assignee")


@require_http_methods(["GET", "HEAD", "POST"])
def claim_priority(request: SignedInRequest, pk: int) -> HttpResponse:
    return _edit(request, pk, "priority")


@require_http_methods(["GET", "HEAD", "POST"])
def claim_due(request: SignedInRequest, pk: int) -> HttpResponse:
    return _edit(request, pk, "due")


@require_http_methods(["GET", "HEAD", "POST"])
def claim_topic(request: SignedInRequest, pk: int) -> HttpResponse:
    return _edit(request, pk, "topic")


def _edit(request: SignedInRequest, pk: int, name: str) -> HttpResponse:
    """One field: read it (?read), open its form (GET), save it (POST)."""
    claims = claims_with(KINDS[name].attribute)
    if request.method != "POST" and "read" in request.GET:
        return _read(request, access.claim_to_read(request, pk, claims), name)
    claim = access.claim_to_edit(request, pk, claims)
    if request.method != "POST":
        return _form(request, claim, name, form_of(claim, name, request.user))
    form = form_of(claim, name, request.user, request.POST)
    if not form.is_valid():
        return _form(request, claim, name, form, status=422)
    if "merge" in request.POST and not is_withheld(claim, name, request.user):
        return _conflict(request, claim, name)
    value, seen_version = form.cleaned_data["value"], form.cleaned_data["version"]
    try:
        saved = KINDS[name].save(claim, value, seen_version=seen_version, by=request.user)
    except StaleClaim:
        if is_withheld(claim, name, request.user):
            raise
        return _conflict(request, access.claim_to_read(request, pk, claims), name)
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error("value", str(refusal))
        return _form(request, claim, name, form, status=422)
    return _saved(request, saved, name)


def _read(request: SignedInRequest, claim: Claim, name: str) -> HttpResponse:
    context = {"claim": claim, "field": field_of(claim, name, request.user)}
    if not request.htmx:
        return redirect(claim)
    return answer(request, EDIT_PAGE, "claims/_field.html#claim-field", context)


def _form(
    request: SignedInRequest, claim: Claim, name: str, form: FieldForm, *, status: int = 200,
    conflict: Mapping[str, object] | None = None,
) -> HttpResponse:  # fmt: skip
    context = {
        "claim": claim,
        "field": field_of(claim, name, request.user),
        "form": form,
        "conflict": conflict,
        "suggestions": suggests() if (suggests := KINDS[name].suggests) else [],
        "next": next_page(request, claim.get_absolute_url()),
        "nav": "claims",
    }
    announce = str(form.errors["value"][0]) if form.errors.get("value") else ""
    return answer(
        request, EDIT_PAGE, "claims/_field.html#claim-field-form", context, status=status,
        announce=announce,
    )  # fmt: skip


def _conflict(request: SignedInRequest, claim: Claim, name: str) -> HttpResponse:
    """What was typed stays in the form, which now stands on the newer version.

    With `merge` both edits are put into the form instead; `base` is the version that was edited.
    """
    kind = KINDS[name]
    base = request.POST.get("base", "")
    seen = int(base) if base.isascii() and base.isdigit() else int(request.POST["version"])
    typed = request.POST.copy()
    typed["version"] = str(claim.version)
    form = form_of(claim, name, request.user, typed)
    form.is_valid()
    value = form.cleaned_data.get("value")
    column = attname_of(claim, kind.attribute)
    newer = list(
        claim.events.filter(number__gt=min(seen, claim.version), after__has_key=column)
        .select_related("actor")
        .order_by("number")
    )
    theirs, mine = shown(kind, claim), kind.shows(value) if value not in {None, ""} else ""
    is_prose = isinstance(form.fields["value"], TypedText) and bool(theirs and mine)
    conflict: dict[str, object] = {
        "theirs": theirs,
        "mine": mine,
        "pieces": word_diff(theirs, mine) if is_prose else [],
        "event": newer[-1] if newer else None,
        "base": seen,
    }
    if "merge" in request.POST and is_prose:
        both = merged(newer[0].before.get(column) or "", theirs, mine) if newer else None
        typed["value"] = f"{theirs}\n\n{mine}" if both is None else both
        form = form_of(claim, name, request.user, typed)
        conflict |= {"merging": True, "overlap": both is None}
    return _form(request, claim, name, form, status=409, conflict=conflict)


def _saved(request: SignedInRequest, claim: Claim, name: str) -> HttpResponse:
    if not request.htmx:
        messages.success(request, f"{KINDS[name].label} saved.")
        return redirect(next_page(request, claim.get_absolute_url()))
    response = _read(request, claim, name)
    patch_vary_headers(response, ["HX-Request"])
    return claim_changed(response, claim, announce=f"{KINDS[name].label} saved.")
