"""The claim list: filters in the address, rows that are edited where they stand."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from claims.forms.bulk import NO_DUPLICATES, BulkForm
from claims.forms.claim_list import WORDS_OF_ORDERS, ClaimListForm
from claims.models import Claim, Status, User
from claims.models.claims import ClaimQuerySet
from claims.permissions import can_change_many
from claims.queries.claim_list import (
    COUNTED,
    COUNTED_IN_A_SEARCH,
    Asking,
    Number,
    choices,
    matching,
    number_of,
)
from claims.queries.claim_list_pages import ORDERS, NoSuchPage, Page, page_of
from claims.views import access
from claims.views.access import SignedInRequest
from claims.views.claim_rows import Column, late_html, row_html, rows_of
from claims.views.fragments import answer, wants_fragment
from claims.views.shown_list import shown_by

FROM_ROWS = ["interview", "speaker", "topic", "assignee", "done_by", "verdict"]
DAYS = ["captured_from", "captured_to", "finished_from", "finished_to"]
WITHOUT_CONTROL = [
    "primary", "attention", "set_aside", "captured", "finished", "since", "done_by", "sign_off",
    "waits", "view", "columns",
]  # fmt: skip
DEFAULT_ORDER = "newest"
EXPORTS = [
    ("xlsx", "Workbook (XLSX)"),
    ("csv", "Table of text (CSV)"),
    ("jsonl", "For programs (JSON lines)"),
]
CAPTURED = ("newest", "oldest")
DIRECTIONS = ["ascending", "descending"]
DESCENDING = {"newest", "sources", "priority"} | {
    f"-{name}" for name in ORDERS if f"-{name}" in ORDERS
} - {"-sources", "-priority"}


@dataclass(frozen=True, slots=True)
class Pill:
    """One filter that is on, and the address of the list without it."""

    label: str
    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column, and the address of the list ordered by it, or the other way round."""

    name: str
    label: str
    hint: str = ""
    href: str = ""
    direction: str = ""
    """For aria-sort; '' where the list is in another order."""
    is_number: bool = False


@require_safe
def claims(request: SignedInRequest) -> HttpResponse:
    return listed(request, request.GET)


def listed(
    request: SignedInRequest, asked: QueryDict, *, bulk: BulkForm | None = None, status: int = 200
) -> HttpResponse:
    """The list that `asked` is the address of; with `bulk`, a bulk change that was refused."""
    form = filters(asked)
    filtered = given_of(form)
    shown = shown_by(request.user, asked, filtered)
    given = [*filtered, *shown.carried]
    found = _found(request, asked, form)
    bar = _bulk(request, asked, found["page"], bulk)
    context = {
        "nav": "claims",
        "form": form,
        "statuses": Status,
        "days": [form[name] for name in DAYS],
        "hidden": [pair for pair in given if pair[0] in WITHOUT_CONTROL],
        "pills": pills_of(form, given),
        "shown": shown,
        "exports": EXPORTS,
        **found,
        **bar,
        **_around(given, found, shown.columns),
        "rows": _rows(request.user, found["page"], shown.columns, bar),
    }
    fragment = wants_fragment(request)
    response = answer(
        request, "claims/list.html", "claims/_rows.html#claim-list", context, status=status,
        announce=str(found["number"]) if fragment else "",
    )  # fmt: skip
    if fragment:
        response.headers["HX-Push-Url"] = address(given)
    return response


def _found(request: SignedInRequest, asked: QueryDict, form: ClaimListForm) -> dict[str, Any]:
    """The claims asked for, the page of them, and a sentence for each thing that is unknown."""
    unknown = [] if form.is_valid() else form.unknown
    wanted = matching(form.cleaned_data, asking=Asking(request.user, timezone.localdate()))
    sort = form.cleaned_data.get("sort") or DEFAULT_ORDER
    number, page = Number(0), Page([])
    if not unknown:
        searched = bool(form.cleaned_data.get("q"))
        number = number_of(wanted, COUNTED_IN_A_SEARCH if searched else COUNTED)
        page, strange = _page(wanted, asked, sort, request.user, number)
        unknown = [strange] if strange else []
    return {
        "unknown": unknown,
        "number": number,
        "none_at_all": not number.number and not Claim.objects.exists(),
        "page": page,
        "sort": sort,
        "order": WORDS_OF_ORDERS[sort],
    }


def _around(
    given: list[tuple[str, str]], found: dict[str, Any], columns: list[Column]
) -> dict[str, Any]:
    """Where the list leads: other orders, the pages beside this one, the first one."""
    page = found["page"]
    return {
        "headings": _headings(given, found["sort"], columns),
        "first": address(given),
        "query": f"?{urlencode(given)}" if given else "",
        "previous": address([*given, ("before", page.before)]) if page.before else "",
        "next": address([*given, ("after", page.after)]) if page.after else "",
    }


def _rows(user: User, page: Page, columns: list[Column], bar: dict[str, Any]) -> list[SafeString]:
    """The rows of the list as HTML, with a box each where there is a bar for what is ticked."""
    fields = ["statement", *(column.field for column in columns if column.field)]
    rows = rows_of(page.claims, user, timezone.localdate(), fields)
    ticked = bar.get("ticked", ())
    return [row_html(row, columns, select=bool(bar), ticked=row.claim.pk in ticked) for row in rows]


@require_safe
def claim_late(request: SignedInRequest, pk: int) -> HttpResponse:
    """Whether a claim is overdue, as its row says it."""
    claim = access.claim_to_read(request, pk)
    return HttpResponse(late_html(claim, late=claim.is_overdue(timezone.localdate())))


def given_of(form: ClaimListForm) -> list[tuple[str, str]]:
    """The filters that are on, and the order if it is not the usual one."""
    return [pair for pair in form.given() if pair != ("sort", DEFAULT_ORDER)]


def filters(asked: QueryDict) -> ClaimListForm:
    return ClaimListForm(asked, rows=choices({name: asked.getlist(name) for name in FROM_ROWS}))


def _bulk(
    request: SignedInRequest, asked: QueryDict, page: Page, bulk: BulkForm | None
) -> dict[str, Any]:
    """The bar for changing many claims at once, for those who may."""
    if not can_change_many(request.user) or not (page.claims or bulk):
        return {}
    bulk = bulk or BulkForm(user=request.user)
    ticked = bulk.ticked
    return {
        "bulk": bulk,
        "bulk_query": asked.urlencode(),
        "ticked": ticked,
        "page_ids": ",".join(str(claim.pk) for claim in page.claims),
        "page_ticked": all(claim.pk in ticked for claim in page.claims),
        "no_duplicates": NO_DUPLICATES,
    }


def _page(
    wanted: ClaimQuerySet, asked: QueryDict, sort: str, reader: User, number: Number
) -> tuple[Page, str]:
    """The page that is asked for, or an empty one and a sentence that says why."""
    after, before = asked.get("after", ""), asked.get("before", "")
    few = not number.more
    try:
        return page_of(wanted, sort, reader=reader, few=few, after=after, before=before), ""
    except NoSuchPage as error:
        return Page([]), f"There is no page “{error}” in this list."


def address(pairs: Iterable[tuple[str, Any]] = (), **single: Any) -> str:
    """The list with these filters."""
    query = urlencode([*pairs, *single.items()])
    return f"{reverse('claims')}?{query}" if query else reverse("claims")


def pills_of(form: ClaimListForm, given: list[tuple[str, str]]) -> list[Pill]:
    return [
        Pill(*_words(form, *pair), address(other for other in given if other != pair))
        for pair in given
        if pair[0] in form.fields and pair[0] != "sort"
    ]


def _words(form: ClaimListForm, name: str, value: str) -> tuple[str, str]:
    """What a filter that is on is called, and its value where the name does not say it all."""
    label, words = str(form.fields[name].label), form.words_for(name, value)
    if name in {"open", "primary"}:
        return label, ""
    if name in {"source", "attention"} and words != value:
        return words, ""
    day = form.cleaned_data.get(name)
    if name == "q":
        return label, f"“{value}”"
    return label, date_format(day, "j M Y") if isinstance(day, date) else words


def _headings(given: list[tuple[str, str]], sort: str, columns: list[Column]) -> list[Heading]:
    """For each column: where a click on it leads. The claim's own is by when it was captured,
    unless that is shown beside it."""
    rest = [pair for pair in given if pair[0] != "sort"]
    first = Heading("claim", "Claim", hint=", by when it was captured")
    ways = [(first, CAPTURED)] if "captured" not in {one.name for one in columns} else []
    plain = [] if ways else [Heading("claim", "Claim")]
    ways += [(Heading(one.name, one.label, is_number=one.is_number), one.orders) for one in columns]
    return plain + [_leading(heading, orders, rest, sort) for heading, orders in ways]


def _leading(
    heading: Heading, orders: tuple[str, str], rest: list[tuple[str, str]], sort: str
) -> Heading:
    following = orders[1] if sort == orders[0] else orders[0]
    pairs = rest if following == DEFAULT_ORDER else [*rest, ("sort", following)]
    direction = "" if sort not in orders else DIRECTIONS[sort in DESCENDING]
    return replace(heading, href=address(pairs), direction=direction)
