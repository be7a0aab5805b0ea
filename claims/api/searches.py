"""The log of what was searched for a claim."""

from datetime import date

from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from claims import permissions
from claims.actions import searches as actions
from claims.api.access import ApiRequest, claim_to_edit, require
from claims.api.evidence import Key
from claims.api.people import Account, account_of
from claims.api.problems import valid
from claims.forms.searches import SearchForm
from claims.models import SearchEntry

router = Router(tags=["searches"])


class SearchShape(Schema):
    id: int
    place: str
    searched_on: date
    found: str
    by: Account


class Searching(Schema):
    place: str
    searched_on: str
    found: str


def search_shape(entry: SearchEntry) -> SearchShape:
    return SearchShape(
        id=entry.pk, place=entry.place, searched_on=entry.searched_on, found=entry.found,
        by=account_of(entry.by),
    )  # fmt: skip


@router.post("/claims/{int:pk}/searches", response={201: SearchShape})
def search_new(request: ApiRequest, pk: int, sent: Searching, key: Key = None) -> SearchShape:
    """Say where was searched, when, and what was found."""
    claim = claim_to_edit(request, pk)
    form = valid(SearchForm({**sent.dict(), "key": key}, dom_id="api"))
    return search_shape(actions.log_search(claim, by=request.user, **form.cleaned_data))


@router.post("/searches/{int:pk}/withdraw", response={204: None})
def search_withdraw(request: ApiRequest, pk: int) -> None:
    """Take a line off the log. The history keeps it."""
    entry = get_object_or_404(SearchEntry.objects.select_related("claim"), pk=pk)
    require(permissions.can_capture(request.user))
    actions.withdraw_search(entry, by=request.user)
