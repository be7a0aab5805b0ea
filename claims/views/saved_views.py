"""Saved views: opened, kept under a name, changed and removed; and a person's own columns."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims import permissions
from claims.actions import saved_views as actions
from claims.actions.refusals import NotAllowed, Refused, Stale
from claims.forms.saved_views import (
    ChangeShownForm,
    EditViewForm,
    NewViewForm,
    ShownForm,
)
from claims.models import SavedView
from claims.views.access import SignedInRequest, require
from claims.views.claim_list import address, filters, given_of, listed
from claims.views.claim_rows import COLUMNS

CHOICES = [(column.name, column.label) for column in COLUMNS.values()]


@require_safe
def saved_views(request: SignedInRequest) -> HttpResponse:
    views = list(SavedView.objects.open_to(request.user).select_related("owner"))
    context = {
        "nav": "claims",
        "own": [view for view in views if view.owner_id == request.user.pk],
        "others": [view for view in views if view.owner_id != request.user.pk],
        "changeable": {
            view.pk for view in views if permissions.can_change_view(request.user, view)
        },
    }
    return render(request, "saved_views/list.html", context)


@require_safe
def saved_view(request: SignedInRequest, pk: int) -> HttpResponse:
    """The list, as it was saved."""
    view = _view_to_read(request, pk)
    return listed(request, QueryDict(f"{view.query}&view={view.pk}"))


@require_http_methods(["GET", "HEAD", "POST"])
def saved_view_new(request: SignedInRequest) -> HttpResponse:
    """Keep a list under a name; the page's address says which list."""
    if request.method != "POST":
        columns = request.GET.get("columns", "").split(",")
        initial = {"query": request.GET.get("query", ""), "columns": columns}
        return _form(request, NewViewForm(columns=CHOICES, initial=initial))
    form = NewViewForm(request.POST, columns=CHOICES)
    if not form.is_valid():
        return _form(request, form, status=422)
    data = form.cleaned_data
    try:
        view = actions.save_view(
            name=data["name"], query=_query(form), columns=data["columns"], shared=data["shared"],
            by=request.user, key=data["key"],
        )  # fmt: skip
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error("name", str(refusal))
        return _form(request, form, status=422)
    messages.success(request, f"Saved as “{view}”.")
    return redirect(view)


@require_http_methods(["GET", "HEAD", "POST"])
def saved_view_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Its name, and whether it is shared."""
    view = _view_to_change(request, pk)
    if request.method != "POST":
        initial = {"name": view.name, "shared": view.shared, "version": view.version}
        return _form(request, EditViewForm(initial=initial, auto_id="view-%s"), view)
    form = EditViewForm(request.POST, auto_id="view-%s")
    if not form.is_valid():
        return _form(request, form, view, status=422)
    data = form.cleaned_data
    try:
        actions.change_view(
            view, name=data["name"], shared=data["shared"], seen_version=data["version"],
            by=request.user,
        )  # fmt: skip
    except (NotAllowed, Stale):
        raise
    except Refused as refusal:
        form.add_error("name", str(refusal))
        return _form(request, form, view, status=422)
    messages.success(request, "View saved.")
    return redirect("saved-views")


@require_POST
def saved_view_save(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep what the list shows now under the same name."""
    view = _view_to_change(request, pk)
    form = ChangeShownForm(request.POST, columns=CHOICES)
    if not form.is_valid():
        raise Refused(_first_error(form))
    data = form.cleaned_data
    actions.change_view(
        view, query=_query(form), columns=data["columns"], seen_version=data["version"],
        by=request.user,
    )  # fmt: skip
    messages.success(request, f"“{view}” saved.")
    return redirect(view)


@require_POST
def saved_view_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    view = _view_to_change(request, pk)
    actions.remove_view(view, by=request.user)
    messages.success(request, f"The view “{view}” is removed. Its claims are where they were.")
    return redirect("saved-views")


@require_POST
def saved_view_default(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let “Claims” lead to this view, or, sent again, to all claims."""
    view = _view_to_read(request, pk)
    is_default = request.user.default_view_id == view.pk
    actions.set_default_view(None if is_default else view, by=request.user)
    where = "all claims" if is_default else f"“{view}”"
    messages.success(request, f"“Claims” leads you to {where} now.")
    return redirect("saved-views")


@require_POST
def claims_columns(request: SignedInRequest) -> HttpResponse:
    """Choose columns: of a view until it is saved, else of all lists of this person."""
    form = ShownForm(request.POST, columns=CHOICES)
    if not form.is_valid():
        raise Refused(_first_error(form))
    pairs = given_of(filters(form.asked))
    if view := form.asked.get("view"):
        pairs += [("view", view), ("columns", ",".join(form.cleaned_data["columns"]))]
    else:
        actions.choose_columns(form.cleaned_data["columns"], by=request.user)
    return redirect(address(pairs))


def _view_to_read(request: SignedInRequest, pk: int) -> SavedView:
    return get_object_or_404(SavedView.objects.open_to(request.user), pk=pk)


def _view_to_change(request: SignedInRequest, pk: int) -> SavedView:
    view = _view_to_read(request, pk)
    require(permissions.can_change_view(request.user, view))
    return view


def _query(form: ShownForm) -> str:
    """The filters and the order that were sent, and nothing else. Raises Refused."""
    asked = filters(form.asked)
    if not asked.is_valid():
        raise Refused(" ".join(asked.unknown))
    return urlencode(given_of(asked))


def _first_error(form: ShownForm) -> str:
    return str(next(iter(form.errors.values()))[0])


def _form(
    request: SignedInRequest, form: NewViewForm | EditViewForm, view: SavedView | None = None, *,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    context: dict[str, Any] = {
        "nav": "claims", "form": form, "view": view,
        "can_share": permissions.can_share_views(request.user) or (view and view.shared),
    }  # fmt: skip
    return render(request, "saved_views/form.html", context, status=status)
