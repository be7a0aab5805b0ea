"""The scale of verdicts: everyone reads it, editors change it where it stands."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import reswap, retarget

from claims.actions import verdicts as actions
from claims.actions.refusals import NotAllowed, Refused, Stale
from claims.actions.verdicts import LabelTaken, StaleNewsroom, StaleVerdict
from claims.forms.claims import SeenVersion
from claims.forms.verdicts import (
    MoveForm,
    NewVerdictForm,
    RuleForm,
    ScaleForm,
    SignOffsForm,
    WordingForm,
)
from claims.models import Newsroom, Verdict
from claims.permissions import can_edit_scale
from claims.queries.verdicts import scale_for, use_of, wordings_of
from claims.views.access import SignedInRequest, require
from claims.views.fragments import answer, trigger, wants_fragment

PAGE, FORM_PAGE = "verdicts/scale.html", "verdicts/edit.html"
NEW = "verdicts/_forms.html#verdict-new"
WORDING = "verdicts/_forms.html#verdict-wording"
RULE = "verdicts/_forms.html#verdict-rule"
REMOVE = "verdicts/_forms.html#verdict-remove"
SIGN_OFFS = "verdicts/_forms.html#sign-offs-form"
OPENED_BY = {WORDING: "wording", RULE: "rule", REMOVE: "remove"}
FASTER = "Somebody else was faster. Nothing was overwritten."


@require_safe
def scale(request: SignedInRequest) -> HttpResponse:
    on = request.GET.get("on", "")
    return _scale(request, focus=request.GET.get("focus", ""), on=int(on) if on.isdecimal() else 0)


@require_http_methods(["GET", "HEAD", "POST"])
def verdict_new(request: SignedInRequest) -> HttpResponse:
    require(can_edit_scale(request.user))
    if request.method != "POST":
        form = NewVerdictForm(initial={"key": uuid4()}, dom_id="verdict-new")
        return _form(request, NEW, form)
    form = NewVerdictForm(request.POST, dom_id="verdict-new")
    if not form.is_valid():
        return _form(request, NEW, form, status=422)
    key = form.cleaned_data["key"]
    try:
        verdict = actions.add_verdict(**form.worded(), **form.ruled(), key=key, by=request.user)
    except LabelTaken as taken:
        form.add_error("label", str(taken))
        return _form(request, NEW, form, status=422)
    return _changed(request, f"“{verdict}” is on the scale.", focus="new")


@require_http_methods(["GET", "HEAD", "POST"])
def verdict_wording(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new wording is a new row; claims keep the one that they were judged by."""
    verdict = _verdict_to_edit(request, pk)
    dom_id = f"verdict-{pk}"
    if request.method != "POST":
        verdict = _newest(verdict)
        initial = {name: getattr(verdict, name) for name in actions.WORDING}
        return _form(request, WORDING, WordingForm(initial=initial, dom_id=dom_id), verdict)
    form = WordingForm(request.POST, dom_id=dom_id)
    if not form.is_valid():
        return _form(request, WORDING, form, verdict, status=422)
    try:
        saved = actions.reword(verdict, **form.worded(), by=request.user)
    except StaleVerdict as stale:
        return _form(request, WORDING, form, stale.verdict, status=409)
    except LabelTaken as taken:
        form.add_error("label", str(taken))
        return _form(request, WORDING, form, verdict, status=422)
    return _row(request, saved, f"“{saved}” saved.", focus="wording")


@require_http_methods(["GET", "HEAD", "POST"])
def verdict_rule(request: SignedInRequest, pk: int) -> HttpResponse:
    verdict = _verdict_to_edit(request, pk)
    dom_id = f"verdict-{pk}"
    if request.method != "POST":
        verdict = _newest(verdict)
        initial = {name: getattr(verdict, name) for name in (*actions.RULE, "version")}
        return _form(request, RULE, RuleForm(initial=initial, dom_id=dom_id), verdict)
    form = RuleForm(request.POST, dom_id=dom_id)
    if not form.is_valid():
        return _form(request, RULE, form, verdict, status=422)
    seen = form.cleaned_data["version"]
    try:
        saved = actions.set_rule(verdict, seen_version=seen, by=request.user, **form.ruled())
    except StaleVerdict as stale:
        # What was typed stays in the form, which now stands on the newer version.
        form = RuleForm({**request.POST.dict(), "version": stale.verdict.version}, dom_id=dom_id)
        form.is_valid()
        return _form(request, RULE, form, stale.verdict, status=409)
    return _row(request, saved, f"What “{saved}” takes is saved.", focus="rule")


@require_POST
def verdict_move(request: SignedInRequest, pk: int) -> HttpResponse:
    verdict = _verdict_to_edit(request, pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _refused(request, Refused("A verdict is moved up or down."))
    direction, position = form.cleaned_data["direction"], form.cleaned_data["position"]
    try:
        moved = actions.move_verdict(
            verdict, up=direction == "up", seen_position=position, by=request.user
        )
    except NotAllowed:
        raise
    except Refused as refusal:
        return _refused(request, refusal)
    said = f"“{moved}” moved {direction}."
    return _changed(request, said, focus=direction, on=moved)


@require_POST
def verdict_retire(request: SignedInRequest, pk: int) -> HttpResponse:
    verdict = _verdict_to_edit(request, pk)
    form = SeenVersion(request.POST)
    seen = form.cleaned_data["version"] if form.is_valid() else 0
    try:
        retired = actions.retire(verdict, seen_version=seen, by=request.user)
    except NotAllowed:
        raise
    except Refused as refusal:
        return _refused(request, refusal)
    return _changed(request, f"“{retired}” is retired.", focus="back", on=retired)


@require_POST
def verdict_bring_back(request: SignedInRequest, pk: int) -> HttpResponse:
    verdict = _verdict_to_edit(request, pk)
    try:
        back = actions.bring_back(verdict, by=request.user)
    except NotAllowed:
        raise
    except Refused as refusal:
        return _refused(request, refusal)
    return _changed(request, f"“{back}” is on the scale again.", focus="wording", on=back)


@require_http_methods(["GET", "HEAD", "POST"])
def verdict_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Asks first (GET). One that a claim ever had is not removed: retiring it is offered."""
    verdict = _newest(_verdict_to_edit(request, pk))
    if request.method != "POST":
        kept = use_of(wordings_of(verdict, Verdict.objects.all()))
        return _form(request, REMOVE, None, verdict, kept=kept)
    try:
        actions.remove_verdict(verdict, by=request.user)
    except NotAllowed:
        raise
    except Refused as refusal:
        return _form(request, REMOVE, None, verdict, kept=str(refusal), status=422)
    return _changed(request, f"“{verdict}” is removed.", focus="new")


@require_http_methods(["GET", "HEAD", "POST"])
def sign_offs_needed(request: SignedInRequest) -> HttpResponse:
    if request.method != "POST" and "read" in request.GET:
        return _sign_offs(request)
    require(can_edit_scale(request.user))
    dom_id = "sign-offs-needed"
    if request.method != "POST":
        initial = SignOffsForm.initial_of(Newsroom.rules())
        return _form(request, SIGN_OFFS, SignOffsForm(initial=initial, dom_id=dom_id))
    form = SignOffsForm(request.POST, dom_id=dom_id)
    if not form.is_valid():
        return _form(request, SIGN_OFFS, form, status=422)
    number, seen = form.cleaned_data["number"], form.cleaned_data["version"]
    try:
        actions.set_sign_offs_needed(number, seen_version=seen, by=request.user)
    except StaleNewsroom as stale:
        mine = form["number"].value()
        form = SignOffsForm({"number": mine, "version": stale.newsroom.version}, dom_id=dom_id)
        return _form(request, SIGN_OFFS, form, theirs=stale.newsroom, status=409)
    said = f"Claims that are submitted from now on take {number} sign-off{'s'[: number > 1]}."
    if not wants_fragment(request):
        messages.success(request, said)
        return redirect("scale")
    return trigger(_sign_offs(request), announce=said)


def _verdict_to_edit(request: SignedInRequest, pk: int) -> Verdict:
    require(can_edit_scale(request.user))
    return get_object_or_404(Verdict, pk=pk)


def _newest(verdict: Verdict) -> Verdict:
    return wordings_of(verdict, Verdict.objects.all())[0]


def _context(request: SignedInRequest, **more: Any) -> dict[str, Any]:
    return {"nav": "scale", "can_edit": can_edit_scale(request.user), **more}


def _scale(
    request: SignedInRequest, *, error: str = "", focus: str = "", on: int = 0, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The whole page, or its part that holds verdicts. `focus` goes to a control of the verdict
    with the id `on`, or to the link that adds one."""
    context = _context(
        request, scale=scale_for(request.user), error=error, focus=focus, on=on,
        newsroom=Newsroom.rules(),
    )  # fmt: skip
    fragment = "verdicts/_scale.html#scale"
    return answer(request, PAGE, fragment, context, status=status, announce=error)


def _sign_offs(request: SignedInRequest) -> HttpResponse:
    if not wants_fragment(request):
        return redirect("scale")
    context = _context(request, newsroom=Newsroom.rules(), focus="sign-offs")
    return answer(request, PAGE, "verdicts/_scale.html#sign-offs-needed", context)


def _form(
    request: SignedInRequest, fragment: str, form: ScaleForm | None,
    verdict: Verdict | None = None, *, status: int = 200, **more: Any,
) -> HttpResponse:  # fmt: skip
    stale = status == 409
    if form:
        form.point()
    context = _context(
        request, form=form, verdict=verdict, stale=stale, fragment=fragment,
        sides=form.differences(verdict) if stale and form and verdict else [],
        in_place=wants_fragment(request), opened_by=OPENED_BY.get(fragment, ""), **more,
    )  # fmt: skip
    said = FASTER if stale else form.first_error() if form else more.get("kept", "")
    return answer(request, FORM_PAGE, fragment, context, status=status, announce=said)


def _row(request: SignedInRequest, verdict: Verdict, said: str, *, focus: str) -> HttpResponse:
    """Saved: the row as it is now. The older wordings follow by themselves."""
    if not wants_fragment(request):
        messages.success(request, said)
        return redirect(f"{reverse('scale')}#verdict-{verdict.pk}")
    entry = scale_for(request.user).entry_of(verdict)
    context = _context(request, entry=entry, focus=focus, on=verdict.pk)
    response = answer(request, PAGE, "verdicts/_scale.html#verdict-row", context)
    return trigger(response, scale_changed={"verdict": verdict.pk}, announce=said)


def _changed(
    request: SignedInRequest, said: str, *, focus: str, on: Verdict | None = None
) -> HttpResponse:
    """Done, with more rows than one: all of them."""
    if not wants_fragment(request):
        messages.success(request, said)
        return redirect(reverse("scale") + (f"#verdict-{on.pk}" if on else ""))
    response = _scale(request, focus=focus, on=on.pk if on else 0)
    return trigger(_in_place_of_scale(response), announce=said)


def _refused(request: SignedInRequest, refusal: Refused) -> HttpResponse:
    if not wants_fragment(request):
        raise refusal
    status = 409 if isinstance(refusal, Stale) else 422
    return _in_place_of_scale(_scale(request, error=str(refusal), status=status))


def _in_place_of_scale(response: HttpResponse) -> HttpResponse:
    return reswap(retarget(response, "#scale"), "outerHTML")
