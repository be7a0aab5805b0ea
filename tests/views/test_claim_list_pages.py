"""The claim list: its orders and pages, when it is empty, by htmx, and what it costs."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, User
from claims.queries.claim_list_pages import PAGE_LENGTH
from tests.factories import make_claim, make_evidence, make_interview, make_source, make_user
from tests.queries.newsroom import make_newsroom

HTMX = {"HX-Request": "true"}
QUERIES = 7
OF_A_SEARCH = 2
OF_A_FILTER_BY_ROWS = 1
HTMX_QUERIES = 6

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client: Client) -> User:
    user = make_user(username="rita", name="Rita Rey")
    client.force_login(user)
    return user


def ids(page: Any) -> list[int]:
    return [int(number) for number in re.findall(r'<tr data-row data-claim="(\d+)"', page.text)]


def listed(client: Client, query: str) -> list[int]:
    page = client.get(f"/claims/?{query}")
    assert page.status_code == 200
    assert page.context["unknown"] == []
    return ids(page)


def pks(*claims: Claim) -> list[int]:
    return [claim.pk for claim in claims]


def test_claims_can_be_ordered(client: Client, user: User) -> None:
    soon, later = date(2030, 1, 1), date(2031, 1, 1)
    a = make_claim(by=user, due_on=later, priority=4)
    b = make_claim(by=user, due_on=soon, priority=1)
    c = make_claim(by=user, priority=4)
    assert listed(client, "sort=newest") == pks(c, b, a)
    assert listed(client, "sort=oldest") == pks(a, b, c)
    assert listed(client, "sort=due") == pks(b, a, c)
    assert listed(client, "sort=-due") == pks(a, b, c)
    assert listed(client, "sort=priority") == pks(a, c, b)
    assert listed(client, "sort=-priority") == pks(b, c, a)


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ("", ("descending", "/claims/?open=1&amp;sort=oldest", "Claim")),
        ("&sort=oldest", ("ascending", "/claims/?open=1", "Claim")),
        ("&sort=due", ("ascending", "/claims/?open=1&amp;sort=-due", "Due")),
        ("&sort=-due", ("descending", "/claims/?open=1&amp;sort=due", "Due")),
        ("&sort=priority", ("descending", "/claims/?open=1&amp;sort=-priority", "Priority")),
        ("&sort=-sources", ("ascending", "/claims/?open=1&amp;sort=sources", "Sources")),
        ("&sort=-topic", ("descending", "/claims/?open=1&amp;sort=topic", "Topic")),
        ("&sort=-interview", None),
    ],
)
def test_a_heading_says_the_order_and_turns_it(
    client: Client, user: User, query: str, heading: tuple[str, str, str] | None
) -> None:
    make_claim(by=user)
    text = client.get(f"/claims/?open=1{query}").text
    assert re.findall(r'<th [^>]*aria-sort="(\w+)"><a href="([^"]+)">(\w+)', text) == (
        [heading] if heading else []
    )


def test_a_claim_that_comes_meanwhile_moves_nothing(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.queries.claim_list_pages.PAGE_LENGTH", 2)
    interview = make_interview(by=user)
    a, b, c, d = (make_claim(interview, by=user) for _ in range(4))
    following = client.get("/claims/").context["next"]
    make_claim(interview, by=user)
    Claim.objects.filter(pk=c.pk).update(status="checking")
    assert ids(client.get(following)) == pks(b, a)
    assert d.pk not in ids(client.get(following))


def test_a_page_has_fifty_rows(client: Client, user: User) -> None:
    assert PAGE_LENGTH == 50


def test_a_page_past_the_end_leads_to_the_beginning(client: Client, user: User) -> None:
    make_claim(by=user)
    text = client.get("/claims/?open=1&after=2001-01-01T00:00:00Z~1").text
    assert "This page of the list is empty now." in text
    assert '<a href="/claims/?open=1">To its beginning</a>' in text


# Empty


def test_without_claims_the_list_says_how_to_get_some(client: Client, user: User) -> None:
    text = client.get("/claims/").text
    assert "There are no claims yet." in text
    assert '<a href="/interviews/">To the interviews</a>' in text


def test_when_nothing_matches_the_filters_can_be_cleared(client: Client, user: User) -> None:
    make_claim(by=user)
    text = client.get("/claims/?due=week").text
    assert "No claim matches this filter." in text
    assert '<a href="/claims/">Clear the filters</a>' in text
    assert 'data-found="0" data-line="found">0 claims</span>' in text


# htmx


def test_htmx_gets_the_list_alone_and_a_clean_address(client: Client, user: User) -> None:
    claim = make_claim(by=user)
    response = client.get("/claims/?q=&status=new&due=&sort=newest", headers=HTMX)
    assert response.text.lstrip().startswith('<div id="claim-list" data-rows>')
    assert '<form class="filters"' not in response.text
    assert ids(response) == [claim.pk]
    assert response.headers["HX-Push-Url"] == "/claims/?status=new"
    assert '"announce": "1 claim"' in response.headers["HX-Trigger"]
    assert "HX-Request" in response.headers["Vary"]


def test_going_back_gets_the_whole_page(client: Client, user: User) -> None:
    response = client.get("/claims/", headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert "<h1>Claims</h1>" in response.text
    assert "HX-Push-Url" not in response.headers


def test_the_mark_of_an_overdue_claim_follows_its_due_date(client: Client, user: User) -> None:
    claim = make_claim(by=user, due_on=date(2020, 12, 4))
    mark = client.get(f"/claims/{claim.pk}/late/", headers=HTMX)
    assert '<span class="late">Overdue</span>' in mark.text
    Claim.objects.filter(pk=claim.pk).update(due_on=None)
    assert "Overdue" not in client.get(f"/claims/{claim.pk}/late/", headers=HTMX).text
    assert client.get(f"/claims/{claim.pk + 1}/late/").status_code == 404


# Cost


def queries(client: Client, address: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, headers=headers).status_code == 200
    return len(captured)


FULL = "q=said&open=1&assignee=me&assignee=none&sort=due&source=none&due=none"


def test_it_takes_the_same_queries_for_one_row_and_for_many(client: Client) -> None:
    user = make_user()
    client.force_login(user)
    make_evidence(make_claim(by=user), by=user, source=make_source(by=user))
    assert queries(client, "/claims/") == QUERIES
    make_newsroom()
    assert queries(client, "/claims/") == QUERIES
    more = OF_A_SEARCH + OF_A_FILTER_BY_ROWS
    assert queries(client, f"/claims/?{FULL}") == QUERIES + more
    assert queries(client, f"/claims/?{FULL}", **HTMX) == HTMX_QUERIES + more
