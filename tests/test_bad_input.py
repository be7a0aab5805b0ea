"""No address answers anything typed into it with a failure of the server."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from claims.actions.bulk import plan
from claims.models import BulkKind, Claim, Role
from tests.factories import make_claim, make_evidence, make_interview, make_user

NASTY = ["\x00", "-" + "9" * 30, "<script>\U0001f600" + "a" * 3000, "2026-02-30"]
NAMES = [
    "q", "show", "claim", "status", "interview", "verdict", "speaker", "assignee", "due", "sort",
    "after", "before", "captured", "finished", "captured_from", "captured_to", "finished_from",
    "finished_to", "attention", "set_aside", "done_by", "priority", "source", "open", "kind",
    "primary", "url", "action", "read", "page", "next", "cursor", "from", "to", "topic",
    "period", "first", "last", "words", "in",
    "view", "columns", "query", "find-speaker",
]  # fmt: skip
pytestmark = pytest.mark.django_db


def addresses(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from addresses(pattern.url_patterns, inner)
        elif pattern.name:
            yield prefix + pattern.name


def reachable() -> list[str]:
    """Every address of ours, filled with rows that exist."""
    interview = make_interview()
    claim = make_claim(interview)
    evidence = make_evidence(claim)
    change = plan(
        Claim.objects.all(), kind=BulkKind.PRIORITY, value="4", asked="All claims", key=uuid4(),
        by=make_user(),
    )  # fmt: skip
    values = [
        {}, {"pk": claim.pk}, {"pk": evidence.pk}, {"slug": interview.slug},
        {"slug": interview.slug, "number": 1, "position": 1}, {"token": "x"}, {"sha256": "0" * 64},
        {"key": change.key}, {"kind": "csv"}, {"name": "speaker"},
        {"pk": claim.pk, "name": "statement"},
    ]  # fmt: skip
    found = []
    for name in dict.fromkeys(addresses(get_resolver().url_patterns)):
        for kwargs in values:
            try:
                found.append(reverse(name, kwargs=kwargs))
                break
            except NoReverseMatch:
                continue
    return found


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(make_user(Role.ADMIN))
    client.raise_request_exception = False
    return client


def failures(answers: dict[str, int]) -> dict[str, int]:
    return {what: status for what, status in answers.items() if status >= 500}


@pytest.mark.parametrize("value", NASTY, ids=ascii)
def test_no_question_in_an_address_breaks_a_page(admin: Client, value: str) -> None:
    query = dict.fromkeys(NAMES, value)
    answers = {}
    for url in reachable():
        if "logout" in url:
            continue
        answers[url] = admin.get(url, query, headers={"HX-Request": "true"}).status_code
    assert len(answers) > 40
    assert failures(answers) == {}


@pytest.mark.parametrize("page", ["claims", "sources", "interviews", "source-lookup"])
def test_no_single_question_breaks_a_list(admin: Client, page: str) -> None:
    make_claim()
    answers = {
        f"{name}={value!r}": admin.get(reverse(page), {name: value}).status_code
        for name in NAMES
        for value in NASTY[:1]
    }
    assert failures(answers) == {}


@pytest.mark.parametrize("value", NASTY, ids=ascii)
def test_nothing_posted_breaks_a_form(admin: Client, value: str) -> None:
    names = [
        "value", "version", "action", "seen_hash", "note", "reason", "duplicate_of", "transcript",
        "start", "end", "quote", "key", "speaker", "statement", "title", "text", "outlet",
        "programme", "published_on", "url", "language", "stance", "excerpt", "locator", "kind",
        "publisher", "author", "reference", "spoken_to", "spoken_on", "on_record", "primary",
        "email", "role", "username", "name", "password", "next", "source", "document", "open",
        "sha256", "carrier",
    ]  # fmt: skip
    sent = dict.fromkeys(names, value)
    answers = {}
    for url in reachable():
        if "logout" in url or "password" in url:
            continue
        answers[url] = admin.post(url, {**sent, "version": "1"}).status_code
    assert failures(answers) == {}


@pytest.mark.parametrize("pk", ["0", "9" * 25])
def test_no_number_of_a_row_breaks_an_address(admin: Client, pk: str) -> None:
    answers = {}
    for part in ["", "card/", "head/", "history/", "statement/", "status/", "evidence/",
                 "evidence/new/"]:  # fmt: skip
        answers[part] = admin.get(f"/claims/{pk}/{part}").status_code
    for path in [f"/sources/{pk}/", f"/sources/{pk}/edit/", f"/evidence/{pk}/edit/"]:
        answers[path] = admin.get(path).status_code
    assert set(answers.values()) == {404}
