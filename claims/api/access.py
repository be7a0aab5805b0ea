"""Who asks, and what they reach: fetch and authorise in one call, as the pages do."""

import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja.errors import AuthenticationError
from ninja.security import APIKeyCookie, HttpBearer

from claims import permissions
from claims.actions.tokens import person_with
from claims.models import Claim, User
from claims.queries.claims import claims_at_hand, whole_claims

log = logging.getLogger(__name__)


class ApiRequest(HttpRequest):
    """A request that one of the two below has let through."""

    user: User


class Token(HttpBearer):
    """A personal token. One that does not work is refused, whatever else comes with it."""

    def authenticate(self, request: HttpRequest, token: str) -> User:
        person = person_with(token)
        if person is None:
            log.warning("%s refused: no live token", request.path)
            raise AuthenticationError(message="This token does not work, or no longer.")
        request.user = person
        return person


class Session(APIKeyCookie):
    """The browser's session, with the CSRF token in the header X-CSRFToken where it writes."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Any | None:
        return super().__call__(request) if request.user.is_authenticated else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        return request.user


def claim_to_read(pk: int) -> Claim:
    return get_object_or_404(whole_claims(), pk=pk)


def claim_to_edit(request: ApiRequest, pk: int) -> Claim:
    """The claim, for someone who edits claims; what this one takes now, the action says."""
    claim = get_object_or_404(claims_at_hand(), pk=pk)
    require(permissions.can_capture(request.user))
    return claim


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied("This takes the role “Reviewer”.")
