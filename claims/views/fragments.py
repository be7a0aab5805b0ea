"""One page or one part of it: what htmx asked for, and what a browser without it gets."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from claims.models import Claim


def wants_fragment(request: HttpRequest) -> bool:
    return bool(request.htmx) and not request.htmx.history_restore_request  # type: ignore[attr-defined]


def answer(
    request: HttpRequest, page: str, fragment: str, context: dict[str, Any], *,
    status: int = 200, announce: str = "",
) -> HttpResponse:  # fmt: skip
    """Render `fragment` ("area/_thing.html#name") for htmx and the whole `page` for the rest.

    `announce` is said by the page's live region.
    """
    template = fragment if wants_fragment(request) else page
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return trigger(response, announce=announce) if announce else response


def trigger(response: HttpResponse, **events: Any) -> HttpResponse:
    """Add events that the page announces to itself once it has the answer."""
    known = json.loads(response.headers.get("HX-Trigger", "{}"))
    named = {name.replace("_", "-"): detail for name, detail in events.items()}
    # Header values are Latin-1: json.dumps escapes the rest.
    response.headers["HX-Trigger"] = json.dumps({**known, **named})
    return response


def claim_changed(response: HttpResponse, claim: Claim, announce: str = "Saved") -> HttpResponse:
    """Tell the page that a claim is no longer what it shows: whoever shows it fetches it again."""
    detail = {"claim": claim.pk, "status": claim.status_css}
    return trigger(
        response,
        claim_changed=detail,
        **{f"claim_{claim.pk}_changed": detail},
        announce=announce,
    )


def next_page(request: HttpRequest, default: str) -> str:
    """Where a browser without htmx came from and goes back to: a page of ours, else `default`."""
    asked = request.POST.get("next") or request.headers.get("Referer", "")
    here = {request.get_host()}
    whole = asked.startswith(("/", "http://", "https://"))
    if whole and url_has_allowed_host_and_scheme(asked, here, require_https=request.is_secure()):
        return asked
    return default
