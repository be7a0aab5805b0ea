"""The pages' reads and actions as JSON. docs/api.md says how it is used."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.urls import URLPattern, URLResolver
from django.views.decorators.cache import never_cache
from ninja import NinjaAPI, Router

from claims.api import (
    claims,
    comments,
    evidence,
    fields,
    history,
    interviews,
    people,
    reviews,
    searches,
    similar,
    verdicts,
)
from claims.api.access import ApiRequest, Session, Token
from claims.api.problems import Body, answer_refusals

api = NinjaAPI(
    title="Factcheck",
    version="1",
    description="What the pages do, as JSON. Log in by a token, or by the browser's session.",
    auth=[Token(), Session()],
    parser=Body(),
    # Described below, for those who are logged in; and no page of it, which would load scripts.
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
)
answer_refusals(api)
for module in (
    people, interviews, claims, fields, reviews, evidence, searches, similar, comments, history,
    verdicts,
):  # fmt: skip
    api.add_router("", module.router)

unlisted = Router()


@unlisted.get("/", include_in_schema=False)
@unlisted.get("/openapi.json", include_in_schema=False)
def openapi(request: ApiRequest) -> dict[str, Any]:
    """Every address with what it takes and answers."""
    return api.get_openapi_schema()


@unlisted.api_operation(
    ["GET", "POST", "PUT", "PATCH", "DELETE"], "/{path:rest}", include_in_schema=False
)
def no_such_address(request: ApiRequest, rest: str) -> None:
    raise Http404("There is nothing at this address.")


api.add_router("", unlisted)


def api_urls() -> tuple[list[URLPattern | URLResolver], str, str]:
    """For `path()`. A stranger is answered by the API itself, with 401, not sent to the log-in."""
    patterns, app, namespace = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = login_not_required(never_cache(pattern.callback))
    return patterns, app, namespace
