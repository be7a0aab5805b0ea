"""The claim list: filters in the address, rows that are edited where they stand."""

from collections.abc import Container, Iterable
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from claims.forms.bulk import BulkForm
from claims.forms.claim_list import FROM_ROWS, WORDS_OF_ORDERS, ClaimListForm
from claims.models import Claim, User
from claims.models.claims import ClaimQuerySet
from claims.permissions import can_change_many
from claims.queries.bulk import people_for
from claims.queries.claim_list import (
    Asking,
    Number,
    choices,
    matching,
    number_of,
)
from claims.queries.claim_list_pages import ORDERS, NoSuchPage, Page, counted_to, page_of
from claims.queries.claim_rows import SHOWN, ShownClaim
from claims.views import access
from claims.views.access import SignedInRequest
from claims.views.bulk_bar import bar_of, blank_bar
from claims.views.claim_list_panels import controls_of, without_control
from claims.views.claim_rows import Column, late_html, list_address
from claims.views.fragments import answer, wants_fragment
from claims.views.kept_rows import rows_html
from claims.views.shown_list import shown_by

DEFAULT_ORDER = "newest"
ROWS = SafeString("<!-- rows -->")
"""Stands for the rows until the rest is written: a template copies what is in it several times.
What somebody has typed cannot read so, since it is escaped."""
EXPORTS = (
    ("xlsx", "Workbook (XLSX)"),
    ("csv", "Table of text (CSV)"),
    ("jsonl", "For programs (JSON lines)"),
)
CAPTURED = ("newest", "oldest")
DIRECTIONS = ["ascending", "descending"]
DESCENDING = {"newest", "sources", "priority"} | {
    f"-{name}" for name in ORDERS if f"-{name}" in ORDERS
} - {"-sources", "-priority"}


class Pill(NamedTuple):
    """One filter that is on, and the address of the list without it."""

    label: str
    words: str
    href: str


class Heading(NamedTuple):
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
    pills, hidden = pills_of(form, given), without_control(given)
    fragment = wants_fragment(request)
    context = {
        "nav": "claims",
        "pills": pills,
        "hidden": hidden,
        "is_all": not (pills or shown.view),
        "shown": shown,
        "exports": EXPORTS,
        "selects": bool(bar),
        **found,
        **bar,
        **_around(given, found, shown.columns),
        **({} if fragment else {"controls": controls_of(form, hidden, found["sort"])}),
        "rows": ROWS,
    }
    response = answer(
        request, "claims/list.html", "claims/_rows.html#claim-list", context, status=status,
        announce=str(found["number"]) if fragment else "",
    )  # fmt: skip
    rows = rows_html(
        found["page"].claims, request.user, timezone.localdate(), shown.columns,
        select=bool(bar), ticked=bar.get("ticked", ()),
    )  # fmt: skip
    response.content = response.content.replace(ROWS.encode(), rows, 1)
    if fragment:
        response.headers["HX-Push-Url"] = address(given)
    return response


def _found(request: SignedInRequest, asked: QueryDict, form: ClaimListForm) -> dict[str, Any]:
    """The claims asked for, the page of them, and a sentence for each thing that is unknown."""
    unknown = [] if form.is_valid() else form.unknown
    sort = form.cleaned_data.get("sort") or DEFAULT_ORDER
    number, page = Number(0), Page[ShownClaim]([])
    if not unknown:
        asking = Asking(request.user, timezone.localdate())
        wanted = matching(form.cleaned_data, asking=asking)
        number = number_of(wanted, counted_to(form.cleaned_data, sort))
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
        "headings": tuple(_headings(given, found["sort"], columns)),
        "first": address(given),
        "query": f"?{urlencode(given)}" if given else "",
        "previous": address([*given, ("before", page.before)]) if page.before else "",
        "next": address([*given, ("after", page.after)]) if page.after else "",
    }


@require_safe
def claim_late(request: SignedInRequest, pk: int) -> HttpResponse:
    """Whether a claim is overdue, as its row says it."""
    claim = access.claim_to_read(request, pk)
    return HttpResponse(late_html(claim, late=claim.is_overdue(timezone.localdate())))


def given_of(form: ClaimListForm) -> list[tuple[str, str]]:
    """The filters that are on, and the order if it is not the usual one."""
    return [pair for pair in form.given() if pair != ("sort", DEFAULT_ORDER)]


def filters(asked: QueryDict, *, also: Container[str] = ()) -> ClaimListForm:
    """The filters that are asked for, and the ones that are wanted `also`."""
    rows = choices({name: asked.getlist(name) for name in FROM_ROWS})
    return ClaimListForm(asked, rows=rows, also=also)


def _bulk(
    request: SignedInRequest, asked: QueryDict, page: Page[ShownClaim], bulk: BulkForm | None
) -> dict[str, Any]:
    """The bar for changing many claims at once, for those who may."""
    if not can_change_many(request.user) or not (page.claims or bulk):
        return {}
    bar = bar_of(bulk) if bulk else blank_bar(tuple(people_for(request.user)))
    ticked = bar.form.ticked
    return {
        "bulk": bar.form,
        "bulk_fields": bar.fields,
        "bulk_key": bulk["key"].value() if bulk else uuid4(),
        "bulk_query": asked.urlencode(),
        "ticked": ticked,
        "page_ids": ",".join(str(claim.pk) for claim in page.claims),
        "page_ticked": all(claim.pk in ticked for claim in page.claims),
    }


def _page(
    wanted: ClaimQuerySet, asked: QueryDict, sort: str, reader: User, number: Number
) -> tuple[Page[ShownClaim], str]:
    """The page that is asked for, or an empty one and a sentence that says why."""
    at = {name: asked.get(name, "") for name in ("after", "before")}
    try:
        few = not number.more
        return page_of(wanted, sort, reading=SHOWN, reader=reader, few=few, **at), ""
    except NoSuchPage as error:
        return Page([]), f"There is no page “{error}” in this list."


def address(pairs: Iterable[tuple[str, Any]] = (), **single: Any) -> str:
    """The list with these filters."""
    query = urlencode([*pairs, *single.items()])
    return f"{list_address()}?{query}" if query else list_address()


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
    ways: list[tuple[Heading, tuple[str, str] | tuple[()]]]
    ways = [(first, CAPTURED)] if "captured" not in {one.name for one in columns} else []
    plain = [] if ways else [Heading("claim", "Claim")]
    ways += [(Heading(one.name, one.label, is_number=one.is_number), one.orders) for one in columns]
    return plain + [_leading(heading, orders, rest, sort) for heading, orders in ways]


def _leading(
    heading: Heading, orders: tuple[str, str] | tuple[()], rest: list[tuple[str, str]], sort: str
) -> Heading:
    if not orders:
        return heading
    following = orders[1] if sort == orders[0] else orders[0]
    pairs = rest if following == DEFAULT_ORDER else [*rest, ("sort", following)]
    direction = "" if sort not in orders else DIRECTIONS[sort in DESCENDING]
    return heading._replace(href=address(pairs), direction=direction)
