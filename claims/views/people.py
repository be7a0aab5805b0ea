"""People: the list, one of them, merging two and taking them apart again."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims import permissions
from claims.actions import people as actions
from claims.actions.people import Moved, StalePerson
from claims.actions.refusals import NotAllowed, Refused
from claims.forms.people import ApartForm, MergeForm, MoveForm, PeopleFilter, PersonForm, move_of
from claims.models import FINISHED, Person
from claims.queries.people import (
    Listed,
    alike,
    claims_of,
    events_of,
    interviews_with,
    listed,
    people_found,
    people_page,
    spellings_of,
    standing_of,
)
from claims.text.errors import BadSearch
from claims.views import access
from claims.views.access import SignedInRequest
from claims.views.fragments import answer, trigger, wants_fragment

NAV = {"nav": "people"}
LABELS = {"name": "Name", "description": "Description", "same_as": "Address"}


@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    form = PeopleFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    after = get_object_or_404(Person, pk=asked["after"]) if asked.get("after") else None
    context: dict[str, Any] = {**NAV, "form": form, "paged": bool(after), "q": asked.get("q", "")}
    try:
        context["page"] = people_page(request.user, asked.get("q", ""), after=after)
    except BadSearch as error:
        form.add_error("q", str(error))
    page = "people/people.html"
    return answer(request, page, page, context, status=422 if form.errors else 200)


@require_safe
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    person = access.person_to_read(request, pk)
    if person.identity_id:
        return redirect(person)
    return _person(request, person)


@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    person = _whole(access.person_to_edit(request, pk))
    dom_id = f"person-{person.pk}"
    if request.method != "POST":
        form = PersonForm(initial=PersonForm.initial_of(person), dom_id=dom_id)
        return _edit(request, person, form)
    form = PersonForm(request.POST, dom_id=dom_id)
    if not form.is_valid():
        return _edit(request, person, form, status=422)
    seen = form.cleaned_data["version"]
    try:
        person = actions.edit_person(person, form.described(), seen_version=seen, by=request.user)
    except StalePerson as stale:
        # What was typed stays in the form, which now stands on the newer version.
        again = {**request.POST.dict(), "version": stale.person.version}
        return _edit(request, stale.person, PersonForm(again, dom_id=dom_id), status=409)
    if wants_fragment(request):
        return trigger(_person(request, person), announce="Person saved.")
    messages.success(request, "Person saved.")
    return redirect(person)


@require_http_methods(["GET", "HEAD", "POST"])
def person_merge(request: SignedInRequest, pk: int) -> HttpResponse:
    """Whom to merge a person with (?q=), both side by side (?into=…), and the merge itself."""
    person = _whole(access.person_to_merge(request, pk))
    if request.method != "POST":
        return _merge_page(request, person, request.GET.get("into", ""))
    form = MergeForm(request.POST)
    if not form.is_valid():
        return _merge_page(request, person, request.POST.get("into", ""), form, status=422)
    sent = form.cleaned_data
    try:
        into = actions.merge(
            person, sent["into"], seen_version=sent["seen_version"], seen_into=sent["seen_into"],
            by=request.user, note=sent["note"],
        )  # fmt: skip
    except StalePerson as stale:
        return _merge_page(request, person, str(sent["into"].pk), reason=str(stale), status=409)
    except NotAllowed:
        raise
    except Refused as refusal:
        return _merge_page(request, person, "", reason=str(refusal), status=422)
    messages.success(request, f"“{person.name}” is now another spelling of {into.name}.")
    return redirect(into)


@require_POST
def person_apart(request: SignedInRequest, pk: int) -> HttpResponse:
    """Undo one merge."""
    person = _whole(access.person_to_merge(request, pk))
    form = ApartForm(request.POST)
    if not form.is_valid():
        raise Http404("There is no such spelling.")
    spelling, sent = form.cleaned_data["spelling"], form.cleaned_data
    try:
        alone = actions.take_apart(
            spelling, seen_version=sent["version"], by=request.user, note=sent["note"]
        )
    except StalePerson as stale:
        return _split_page(request, person, reason=str(stale), status=409)
    messages.success(request, f"{alone.name} is a person of their own again.")
    return redirect(alone)


@require_http_methods(["GET", "HEAD", "POST"])
def person_split(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take spellings apart again, or give some of a person's words to another person."""
    person = _whole(access.person_to_merge(request, pk))
    if request.method != "POST":
        return _split_page(request, person)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _split_page(request, person, form, status=422)
    try:
        moved = move_of(person, form.cleaned_data, by=request.user)
    except StalePerson as stale:
        return _split_page(request, person, form, reason=str(stale), status=409)
    except NotAllowed:
        raise
    except Refused as refusal:
        return _split_page(request, person, form, reason=str(refusal), status=422)
    _say_what_moved(request, moved)
    return redirect(moved.to)


def _say_what_moved(request: SignedInRequest, moved: Moved) -> None:
    claims, interviews = len(moved.claims), len(moved.interviews)
    messages.success(
        request,
        f"Moved {claims} claim{'' if claims == 1 else 's'} and {interviews} "
        f"interview{'' if interviews == 1 else 's'} to {moved.to.name}.",
    )
    for one in moved.refused:
        messages.warning(request, f"Claim {one.claim.pk} stays: {one.why}")


def _whole(person: Person) -> Person:
    """404 for another spelling of somebody: whatever is done, is done to the whole person."""
    if person.identity_id:
        raise Http404("This is another spelling of somebody.")
    return person


def _person(request: SignedInRequest, person: Person) -> HttpResponse:
    context: dict[str, Any] = {
        **NAV, "person": person, "can_edit": permissions.can_capture(request.user),
        "can_merge": permissions.can_merge(request.user), "spellings": spellings_of(person),
    }  # fmt: skip
    if not wants_fragment(request):
        before = request.GET.get("before") or "0"
        if not (before.isascii() and before.isdigit() and len(before) < 19):
            raise Http404("There is no such page.")
        claims = f"{reverse('claims')}?{urlencode({'speaker': person.pk})}"
        context |= {
            "standing": standing_of(person), "claims_url": claims, "paged": int(before) > 0,
            "finished": urlencode({"status": [str(one) for one in FINISHED]}, doseq=True),
            "interviews": interviews_with(person, before=int(before)),
            "events": events_of(person), "labels": LABELS,
        }  # fmt: skip
    return answer(request, "people/person.html", "people/_person.html#person", context)


def _edit(
    request: SignedInRequest, person: Person, form: PersonForm, *, status: int = 200
) -> HttpResponse:
    stale = status == 409
    typed = form.described() if stale and form.is_valid() else {}
    sides = [
        (LABELS[name], getattr(person, name), mine)
        for name, mine in typed.items()
        if getattr(person, name) != mine
    ]
    context = {**NAV, "person": person, "form": form, "stale": stale, "sides": sides,
               "in_place": wants_fragment(request)}  # fmt: skip
    said = "Somebody else was faster. Nothing was overwritten." if stale else form.first_error()
    return answer(
        request, "people/edit.html", "people/_person.html#person-edit", context,
        status=status, announce=said,
    )  # fmt: skip


def _merge_page(
    request: SignedInRequest, person: Person, into: str, form: MergeForm | None = None, *,
    reason: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    context: dict[str, Any] = {**NAV, "person": person, "reason": reason}
    if into:
        person.refresh_from_db()
        other = _other(person, into)
        here, there = listed([person, other])
        context |= {"sides": [(here, spellings_of(person)), (there, spellings_of(other))],
                    "other": other, "form": form or MergeForm()}  # fmt: skip
        return render(request, "people/merge.html", context, status=status)
    context |= {"alike": alike(person, request.user), **_found(request, person)}
    return render(request, "people/merge_with.html", context, status=status)


def _other(person: Person, number: str) -> Person:
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404("There is no such person.")
    return get_object_or_404(Person.objects.whole().exclude(pk=person.pk), pk=number)


def _found(request: SignedInRequest, person: Person) -> dict[str, Any]:
    """The people that the words of ?q= find."""
    words, found, error = request.GET.get("q", "")[:200], list[Listed](), ""
    if words:
        try:
            found = people_found(words, request.user, but=person)
        except BadSearch as bad:
            error = str(bad)
    return {"q": words, "found": found, "error": error}


def _split_page(
    request: SignedInRequest, person: Person, form: MoveForm | None = None, *, reason: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    person.refresh_from_db()
    context = {
        **NAV, "person": person, "form": form or MoveForm(initial={"version": person.version}),
        "reason": reason, "spellings": spellings_of(person), "claims": claims_of(person),
        "interviews": interviews_with(person).rows, "alike": alike(person, request.user),
        "ticked": {name: set(request.POST.getlist(name)) for name in ("claims", "interviews")},
        "to": request.POST.get("to", MoveForm.NEW), **_found(request, person),
    }  # fmt: skip
    return render(request, "people/split.html", context, status=status)
