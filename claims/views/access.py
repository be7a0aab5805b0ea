"""Who reaches what: fetch and authorise in one call, and answer refusals in one place."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import SimpleLazyObject

from claims import permissions
from claims.actions.refusals import NotAllowed, Refused, Stale
from claims.models import Claim, Interview, Person, Source, User
from claims.models.claims import ClaimQuerySet
from claims.models.interviews import InterviewQuerySet
from claims.queries.claims import claims_at_hand, load_second_verdict
from claims.queries.queue import InHeader, in_header

log = logging.getLogger(__name__)


class SignedInRequest(HttpRequest):
    """A request that the login middleware has let through."""

    user: User
    htmx: Any
    header: InHeader
    """Where `header_of` has asked for it."""


def claim_to_read(
    request: SignedInRequest, pk: int, claims: ClaimQuerySet | None = None
) -> Claim:  # fmt: skip
    """`claims` are all claims, with what is shown of one: what a card shows, unless given."""
    return get_object_or_404(claims_at_hand() if claims is None else claims, pk=pk)


def whole_claim(request: SignedInRequest, pk: int) -> Claim:
    """The claim, with what its own page shows but for names: two queries, or three."""
    claim = claim_to_read(request, pk)
    load_second_verdict(claim)
    return claim


def claim_to_edit(
    request: SignedInRequest, pk: int, claims: ClaimQuerySet | None = None
) -> Claim:  # fmt: skip
    """The claim, for someone who edits claims; what this one takes now, the action says."""
    claim = claim_to_read(request, pk, claims)
    require(permissions.can_capture(request.user))
    return claim


def interview_to_read(
    request: SignedInRequest, slug: str, interviews: InterviewQuerySet | None = None
) -> Interview:  # fmt: skip
    """`interviews` are all interviews, with what is shown of one."""
    return get_object_or_404(
        Interview.objects.all() if interviews is None else interviews, slug=slug
    )


def interview_to_edit(
    request: SignedInRequest, slug: str, interviews: InterviewQuerySet | None = None
) -> Interview:  # fmt: skip
    interview = interview_to_read(request, slug, interviews)
    require(permissions.can_import(request.user))
    return interview


def source_to_read(request: SignedInRequest, pk: int) -> Source:
    return get_object_or_404(Source.objects.select_related("document", "added_by"), pk=pk)


def source_to_edit(request: SignedInRequest, pk: int) -> Source:
    source = source_to_read(request, pk)
    require(permissions.can_capture(request.user))
    return source


def person_to_read(request: SignedInRequest, pk: int) -> Person:
    """The row with this number, which may be another spelling of somebody."""
    return get_object_or_404(Person.objects.select_related("identity"), pk=pk)


def person_to_edit(request: SignedInRequest, pk: int) -> Person:
    person = person_to_read(request, pk)
    require(permissions.can_capture(request.user))
    return person


def person_to_merge(request: SignedInRequest, pk: int) -> Person:
    person = person_to_read(request, pk)
    require(permissions.can_merge(request.user))
    return person


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def header_of(request: SignedInRequest) -> InHeader:
    """What the header shows of what waits, asked for once."""
    if not hasattr(request, "header"):
        request.header = in_header(request.user)
    return request.header


def shell(request: HttpRequest) -> dict[str, Any]:
    """What the page's header shows: one query, and none on a fragment."""
    user = cast(User, getattr(request, "user", None))
    if user is None or not user.is_authenticated:
        return {}
    counts = partial(header_of, cast(SignedInRequest, request))
    return {
        "header": SimpleLazyObject(counts),
        "header_counts": counts,
        "can_capture": permissions.can_capture(user),
        "can_import": permissions.can_import(user),
        "can_invite": permissions.can_invite(user),
    }


REFUSALS = {403, 404, 409, 422}


class RefusalsMiddleware:
    """Turns a refusal that no view caught into its page: 403, 409 or 422.

    Whatever somebody sent and was refused, by a view or here, leaves a line in the log.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in {"GET", "HEAD"} and response.status_code in REFUSALS:
            who = getattr(request, "user", "somebody")
            log.warning("%s refused to %s with %d", request.path, who, response.status_code)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        log.warning("%s %s refused to %s: %s", request.method, request.path, request.user, error)
        if isinstance(error, NotAllowed):
            return forbidden(request, error)
        if isinstance(error, Stale):
            return render(request, "409.html", {"reason": str(error)}, status=409)
        return render(request, "409.html", {"reason": str(error), "refused": True}, status=422)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"reason": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Http404) -> HttpResponse:
    return render(request, "404.html", status=404)
