"""Refusals as JSON, with the statuses of the pages."""

import json
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser

from claims.actions.refusals import NotAllowed, Refused, Stale, StaleClaim

TITLES = {
    400: "Not JSON",
    401: "Not logged in",
    403: "Not allowed",
    404: "Not found",
    409: "Changed meanwhile",
    422: "Refused",
}
STRANGER = "Log in by a token in the header Authorization, or in the browser."


class Body(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        """JSON. Raises for halves of characters, too, which no column can hold."""
        sent = super().parse_body(request)
        if b"\\ud" in request.body.lower():
            json.dumps(sent, ensure_ascii=False).encode()
        return sent


class NotValid(Exception):
    """What was sent has not the shape; `errors` are sentences by the name of what is wrong."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(errors)
        self.errors = errors


def valid[Form: forms.BaseForm](form: Form) -> Form:
    """The form, once it is valid. Raises NotValid."""
    if form.is_valid():
        return form
    raise NotValid(
        {
            "sent" if name == "__all__" else name: [str(text) for text in texts]
            for name, texts in form.errors.items()
        }
    )


def problem(status: int, detail: str, **more: Any) -> HttpResponse:
    body = {"title": TITLES.get(status, "Not done"), "status": status, "detail": detail, **more}
    return JsonResponse(body, status=status, content_type="application/problem+json")


def answer_refusals(api: NinjaAPI) -> None:
    """Have every refusal that an operation raises answered as a problem."""
    for error, answer in ANSWERS.items():
        api.add_exception_handler(error, answer)


def _stranger(request: HttpRequest, error: Any) -> HttpResponse:
    known = "Authorization" in request.headers
    response = problem(401, str(error) if known else STRANGER)
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _library(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(error.status_code, str(error))


def _forbidden(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(403, str(error))


def _missing(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(404, "There is nothing here, or nothing with this number.")


def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(422, str(error))


def _stale(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(409, str(error))


def _stale_claim(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(409, str(error), version=error.claim.version)


def _not_valid(request: HttpRequest, error: Any) -> HttpResponse:
    detail = " ".join(text for texts in error.errors.values() for text in texts)
    return problem(422, detail, errors=error.errors)


def _wrong_shape(request: HttpRequest, error: Any) -> HttpResponse:
    """What the library says of a body, a header or a number in the address."""
    errors: dict[str, list[str]] = {}
    for one in error.errors:
        errors.setdefault(str(one["loc"][-1]), []).append(f"{one['msg']}.")
    return _not_valid(request, NotValid(errors))


ANSWERS = {
    AuthenticationError: _stranger,
    HttpError: _library,
    PermissionDenied: _forbidden,
    Http404: _missing,
    NotAllowed: _forbidden,
    Refused: _refused,
    Stale: _stale,
    StaleClaim: _stale_claim,
    NotValid: _not_valid,
    ValidationError: _wrong_shape,
}
