"""Everything is closed to strangers, but for the pages that this file lists."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from claims.actions.accounts import invite
from claims.models import Role
from tests.factories import make_user

# What a stranger gets to see, and with what methods.
PUBLIC = {
    ("GET", "accounts/inactive/"),
    ("GET", "accounts/login/"),
    ("POST", "accounts/login/"),
    ("GET", "accounts/password/reset/"),
    ("POST", "accounts/password/reset/"),
    ("GET", "accounts/password/reset/done/"),
    ("GET", r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"),
    ("POST", r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"),
    ("GET", "accounts/password/reset/key/done/"),
    ("GET", "invitations/<str:token>/"),
    ("POST", "invitations/<str:token>/"),
}

# Answers strangers itself, with 401: see tests/api/test_claims.py.
API = "api/v1/"

# Reached without a login, but these only ever send a stranger to the log-in.
OPEN_BUT_EMPTY = {"accounts/logout/", "accounts/2fa/authenticate/"}

UUID = "00000000-0000-4000-8000-000000000000"
EXAMPLES = {"int": "1", "slug": "word", "str": "word", "path": "word", "uuid": UUID}


def patterns(
    resolver: URLResolver | None = None, before: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


def address(route: str, token: str) -> str:
    """An address that the route matches; a real one where a real one shows more."""
    if route.startswith("^accounts/password/reset/key/"):
        return "/accounts/password/reset/key/1-set-password/"

    def example(part: re.Match[str]) -> str:
        return token if part["name"] == "token" else EXAMPLES[part["kind"]]

    return "/" + re.sub(r"<(?P<kind>\w+):(?P<name>\w+)>", example, route)


def shows_something(client: Client, method: str, path: str) -> bool:
    response = client.generic(method, path)
    to_login = response.status_code == 302 and response["Location"].startswith("/accounts/login/")
    return not to_login and response.status_code not in {401, 403, 404, 405}


@pytest.mark.django_db
def test_strangers_reach_exactly_the_public_pages(client: Client) -> None:
    editor = make_user(Role.EDITOR)
    _, token = invite("new@example.org", Role.VIEWER, address_of=str, by=editor)
    seen = {
        (method, route)
        for route, _ in patterns()
        for method in ("GET", "POST")
        if shows_something(client, method, address(route, token))
    }
    assert seen == PUBLIC


def test_exactly_the_public_pages_are_marked_as_open() -> None:
    marked = {
        route
        for route, pattern in patterns()
        if not getattr(pattern.callback, "login_required", True) and not route.startswith(API)
    }
    assert marked == {route for _, route in PUBLIC} | OPEN_BUT_EMPTY


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/accounts/signup/", "/accounts/email/", "/accounts/confirm-email/", "/accounts/login/code/"],
)
def test_nobody_signs_up_or_changes_an_address_by_themselves(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
    client.force_login(make_user())
    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_a_stranger_is_sent_back_to_the_page_after_the_log_in(client: Client) -> None:
    response = client.get("/team/")
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/team/"
