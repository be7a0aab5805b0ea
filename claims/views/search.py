"""The page of a search: what was found of each kind, best first, with links to the place."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from claims.forms.search import SearchPageForm
from claims.queries.search import query_of
from claims.queries.search_names import corrected
from claims.queries.search_results import CORRECTED, Group, overview, page_of
from claims.views.access import SignedInRequest
from claims.views.fragments import answer, wants_fragment


@require_safe
def search(request: SignedInRequest) -> HttpResponse:
    form = SearchPageForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    context: dict[str, Any] = {"nav": "search", "form": form, "q": asked.get("q", "")}
    if asked.get("q"):
        context |= _found(request, asked)
    said = context.get("said", "") or " ".join(form.sentences)
    response = answer(
        request, "search/search.html", "search/_results.html#search-results", context,
        announce=said if wants_fragment(request) else "", status=422 if form.errors else 200,
    )  # fmt: skip
    if wants_fragment(request):
        kept = {name: request.GET[name] for name in ["q", "in", "sort"] if request.GET.get(name)}
        response.headers["HX-Replace-Url"] = _address(kept)
    return response


def _found(request: SignedInRequest, asked: dict[str, Any]) -> dict[str, Any]:
    query = query_of(asked["q"])
    kind, newest_first, instead = asked["in"], asked["sort"] == "newest", ""
    if kind:
        groups, shown = page_of(
            query, request.user, kind,
            newest_first=newest_first, after=asked["after"], below=asked["below"],
        )  # fmt: skip
        sections = [shown]
    else:
        groups = overview(query, request.user)
        if not any(group.number for group in groups) and (instead := corrected(query)):
            groups = overview(query_of(instead), request.user, CORRECTED)
        sections = [group for group in groups if group.results]
    return {
        "kind": kind,
        "instead": instead,
        "groups": [
            (group, _address({"q": instead or asked["q"], "in": group.name})) for group in groups
        ],
        "sections": sections,
        "any": any(group.number for group in groups),
        "everywhere": _address({"q": instead or asked["q"]}),
        "newest_first": newest_first,
        "best": _address({"q": asked["q"], "in": kind}),
        "newest": _address({"q": asked["q"], "in": kind, "sort": "newest"}),
        "next": _next(asked, sections[0]) if kind else "",
        "paged": bool(asked["after"]),
        "as_list": f"{reverse('claims')}?{urlencode({'q': instead or asked['q']})}",
        "said": (f"Nothing has it as typed. {instead}: " if instead else "") + _said(groups, kind),
    }


def _said(groups: list[Group], kind: str) -> str:
    counted = [group for group in groups if group.number and kind in {"", group.name}]
    numbers = [
        f"{'more than ' if group.more_than_counted else ''}{group.number} {_named(group)}"
        for group in counted
    ]
    return f"Found {', '.join(numbers)}" if numbers else "Nothing was found"


def _named(group: Group) -> str:
    if group.number != 1:
        return group.label.lower()
    return group.label.lower().removesuffix("s") if group.name != "people" else "person"


def _next(asked: dict[str, Any], group: Group) -> str:
    if not group.last:
        return ""
    below = asked["below"] or group.newest + 1
    place = {"after": f"{group.last.rank}~{group.last.pk}", "below": below}
    sort = {"sort": asked["sort"]} if asked["sort"] else {}
    return _address({"q": asked["q"], "in": group.name, **sort, **place})


def _address(query: dict[str, Any]) -> str:
    return f"{reverse('search')}?{urlencode(query)}" if query else reverse("search")
