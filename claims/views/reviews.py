"""Moving a claim: what is offered where it stands, and the forms of what has to be written."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from claims import permissions
from claims.actions.moves import MOVES
from claims.actions.refusals import NotAllowed, Refused, StaleClaim
from claims.forms.claims import TransitionForm
from claims.models import Claim, Role, SetAsideReason, User, Verdict
from claims.models.evidence_rules import Need, needs_of
from claims.models.reviews import (
    TRANSITIONS,
    Transition,
    is_hidden_from,
    offered,
    seen_hash,
    withheld,
)
from claims.queries.history import Line, history_of
from claims.queries.signoffs import signed_of
from claims.queries.sources import evidence_of, load_grounds
from claims.views import access
from claims.views.access import SignedInRequest
from claims.views.claim_fields import status_html
from claims.views.fragments import answer, claim_changed, next_page

PAGE = "claims/status.html"


def status_context(request: SignedInRequest, claim: Claim, *, full: bool) -> dict[str, object]:
    """What the status of a claim offers this person. `full`: buttons and checklist, as on a card;
    otherwise the one word that opens the menu, as in a row."""
    if full:
        load_grounds(claim)
    rows = offered(claim, request.user)
    return {
        "offered": rows,
        "withheld": withheld(claim, request.user) if full or "read" not in request.GET else [],
        "checklist": checklist(claim, request.user) if full and claim.is_open else [],
        "full": full,
        "can_edit": permissions.can_edit(request.user, claim),
        "seen_hash": seen_hash(claim),
        "status": "" if full else status_html(claim, request.user),
    }


@dataclass(frozen=True, slots=True)
class Checked:
    """One line of the checklist, with the address where what is missing is put right."""

    need: Need
    href: str
    target: str
    """The element that the form takes the place of, or '' where it has a page of its own."""


def checklist(claim: Claim, user: User) -> list[Checked]:
    """What a submission takes. Nothing of it where the verdict, which decides, is hidden."""
    if is_hidden_from(claim, user):
        return []
    return [Checked(need, *_where(claim, need.place)) for need in needs_of(claim)]


def _where(claim: Claim, place: str) -> tuple[str, str]:
    dom_id = f"claim-{claim.pk}"
    if place == "evidence":
        return reverse("evidence-new", args=[claim.pk]), f"#{dom_id}-attach"
    if place.startswith("evidence-"):
        return reverse("evidence-edit", args=[place.removeprefix("evidence-")]), f"#{place}"
    if place == "search":
        return reverse("search-new", args=[claim.pk]), f"#{dom_id}-search-new"
    if place == "anchor":
        return reverse("claim-anchor", args=[claim.pk]), ""
    return reverse(f"claim-{place}", args=[claim.pk]), f"#{dom_id}-{place}"


@require_http_methods(["GET", "HEAD", "POST"])
def claim_status(request: SignedInRequest, pk: int) -> HttpResponse:
    """The status (?read), its menu (GET), the form of one move (?action=…), the move (POST)."""
    if request.method == "POST":
        return _move(request, access.claim_to_edit(request, pk))
    claim = access.claim_to_read(request, pk)
    if "read" in request.GET:
        return _read(request, claim)
    access.require(bool(offered(claim, request.user)) or request.user.has_role(ROLE))
    row = TRANSITIONS.get(request.GET.get("action", ""))
    if row is None:
        return _menu(request, claim)
    if reason := row.refusal(claim, request.user):
        return _menu(request, claim, error=reason, status=422)
    initial = {"version": claim.version, "action": row.name, "seen_hash": seen_hash(claim)}
    other = request.GET.get("duplicate_of", "")
    if other.isascii() and other.isdigit():
        initial |= {"reason": SetAsideReason.DUPLICATE, "duplicate_of": other}
    return _form(request, claim, row, TransitionForm(initial=initial))


ROLE = Role.REVIEWER


def _full(request: SignedInRequest) -> bool:
    return "full" in request.GET or "full" in request.POST


def _read(request: SignedInRequest, claim: Claim) -> HttpResponse:
    if not request.htmx:
        return redirect(claim)
    context = {"claim": claim, **status_context(request, claim, full=_full(request))}
    return answer(request, PAGE, "claims/_status.html#claim-status", context)


def _menu(
    request: SignedInRequest, claim: Claim, *, error: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "claim": claim,
        **status_context(request, claim, full=_full(request)),
        "withheld": withheld(claim, request.user),
        "error": error,
        "next": next_page(request, claim.get_absolute_url()),
        "nav": "claims",
    }
    name = "claim-status" if _full(request) else "claim-status-menu"
    fragment = f"claims/_status.html#{name}"
    return answer(request, PAGE, fragment, context, status=status, announce=error)


def _form(
    request: SignedInRequest, claim: Claim, row: Transition, form: TransitionForm, *,
    error: str = "", conflict: bool = False, status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = {
        "claim": claim,
        "row": row,
        "form": form,
        **_shown(request, claim, row),
        "error": error,
        "conflict": conflict,
        "meanwhile": _meanwhile(request, claim) if conflict else [],
        "closed": row.refusal(claim, request.user) if conflict else "",
        "full": _full(request),
        "next": next_page(request, claim.get_absolute_url()),
        "nav": "claims",
    }
    fragment = "claims/_status.html#claim-status-form"
    return answer(request, PAGE, fragment, context, status=status, announce=error)


def _meanwhile(request: SignedInRequest, claim: Claim) -> list[Line]:
    """What has happened since the form was opened: the newest, as far as one page goes."""
    version = request.POST.get("version", "")
    seen = int(version) if version.isascii() and version.isdigit() else claim.version
    lines = history_of(claim, request.user).lines
    return [line for line in lines if line.event.number > seen]


def _shown(request: SignedInRequest, claim: Claim, row: Transition) -> dict[str, object]:
    """What the form of a move shows: the verdicts to choose from, and all that is signed."""
    if row.asks == "decision":
        return {"verdicts": [one for one in (claim.verdict, claim.second_verdict) if one]}
    if row.asks != "signature":
        return {}
    return {
        "verdicts": Verdict.objects.on_scale() if row.asks_of(claim) == "verdict" else [],
        "signed": next(iter(signed_of(claim, reader=request.user)), None),
        "hidden": is_hidden_from(claim, request.user),
        "evidence": evidence_of(claim),
        "searches": claim.search_log.standing().select_related("by"),
    }


def _move(request: SignedInRequest, claim: Claim) -> HttpResponse:
    form = TransitionForm(request.POST)
    row = TRANSITIONS.get(request.POST.get("action", ""))
    if row is None or row.name not in MOVES:
        return _menu(request, claim, error="There is no such move of a claim.", status=422)
    if not form.is_valid():
        first = next(iter(form.errors.values()))[0]
        return _again(request, claim, row, form, error=str(first), status=422)
    try:
        MOVES[row.name](claim, form.cleaned_data, request.user)
    except StaleClaim as stale:
        return _again(request, claim, row, form, error=str(stale), status=409)
    except NotAllowed:
        raise
    except Refused as refusal:
        return _again(request, claim, row, form, error=str(refusal), status=422)
    claim = access.claim_to_read(request, claim.pk)
    if not request.htmx:
        messages.success(request, f"The claim is now “{claim.get_status_display()}”.")
        return redirect(next_page(request, claim.get_absolute_url()))
    announce = f"The claim is now “{claim.get_status_display()}”."
    return claim_changed(_read(request, claim), claim, announce=announce)


def _again(
    request: SignedInRequest, claim: Claim, row: Transition, form: TransitionForm, *, error: str,
    status: int,
) -> HttpResponse:  # fmt: skip
    """Refused: what was written stays, on the claim as it is now."""
    claim = access.claim_to_read(request, claim.pk)
    if not row.asks_of(claim):
        return _menu(request, claim, error=error, status=status)
    posted = request.POST.copy()
    posted["version"], posted["seen_hash"] = str(claim.version), seen_hash(claim)
    form = TransitionForm(posted)
    return _form(request, claim, row, form, error=error, conflict=status == 409, status=status)
