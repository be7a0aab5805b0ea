"""The list of sources, the page of one, and finding one that is there already."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.actions.sources import edit_source, withdraw_evidence
from claims.models import Role, Source, User
from claims.queries import sources as queries
from tests.factories import make_claim, make_evidence, make_source, make_user

HTMX = {"HX-Request": "true"}
LIST_QUERIES = 5
PAGE_QUERIES = 7
pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(client: Client) -> User:
    user = make_user()
    client.force_login(user)
    return user


def titles(response: Any) -> list[str]:
    return [row.source.title for row in response.context["page"].rows]


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    "path", ["/sources/", "/sources/1/", "/sources/1/edit/", "/sources/lookup/"]
)
def test_a_stranger_is_sent_to_the_log_in(client: Client, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={path}")


def test_the_list_shows_each_source_newest_first_with_the_claims_that_use_it(
    client: Client, reviewer: User
) -> None:
    claim, other = make_claim(), make_claim()
    old, unused, new = (
        make_source(title="Old"),
        make_source(title="Unused"),
        make_source(title="New"),
    )
    make_evidence(claim, source=old, excerpt="One.")
    make_evidence(claim, source=old, excerpt="Two.")
    make_evidence(other, source=old)
    gone = make_evidence(other, source=new)
    withdraw_evidence(gone, seen_version=1, by=reviewer)
    rows = client.get("/sources/").context["page"].rows
    assert [(row.source, row.claim_count, row.claims) for row in rows] == [
        (new, 0, []), (unused, 0, []), (old, 2, [other, claim]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=bridge", ["Bridge works"]),
        ("q=BRIDGE+works", ["Bridge works"]),
        ("q=town+hall", ["Bridge works"]),
        ("q=bridge+dam", []),
        ("q=lia", ["Talk"]),
        ("q=example.org%2Fdam", ["The dam"]),
        ("q=100%25", []),
        ("kind=person", ["Talk"]),
        ("primary=yes", ["The dam"]),
        ("primary=no", ["Talk", "Bridge works"]),
        ("kind=web&primary=no&q=", ["Bridge works"]),
        ("", ["Talk", "The dam", "Bridge works"]),
    ],
)
def test_the_list_is_narrowed_by_words_kind_and_primary(
    client: Client, reviewer: User, query: str, found: list[str]
) -> None:
    make_source(title="Bridge works", publisher="Town hall")
    address = "https://example.org/dam"
    make_source(title="The dam", url=address, canonical_url=address, primary=True)
    make_source(kind="person", title="Talk", spoken_to="Lia Moss", on_record=True, url="",
                canonical_url="")  # fmt: skip
    assert titles(client.get(f"/sources/?{query}")) == found


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("kind=spaceship", "There is no such kind of source."),
        ("primary=perhaps", "A source is primary or it is not: yes or no."),
        ("before=x", "Enter a whole number."),
        ("q=a%00b", "A search has no NUL character."),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(
    client: Client, reviewer: User, query: str, why: str
) -> None:
    make_source()
    response = client.get(f"/sources/?{query}")
    assert response.status_code == 422
    assert why in response.text
    assert titles(response) == []


def test_pages_follow_one_another_whatever_is_added_meanwhile(
    client: Client, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE_LENGTH", 2)
    made = [make_source(title=f"Source {n}") for n in range(5)]
    first = client.get("/sources/")
    assert titles(first) == ["Source 4", "Source 3"]
    assert first.context["page"].last == made[3].pk
    make_source(title="Late")
    second = client.get(f"/sources/?before={made[3].pk}")
    assert titles(second) == ["Source 2", "Source 1"]
    last = client.get(f"/sources/?before={made[1].pk}")
    assert (titles(last), last.context["page"].last) == (["Source 0"], None)
    assert client.get("/sources/?before=999999").status_code == 404


def test_a_page_keeps_the_filter(
    client: Client, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE_LENGTH", 1)
    _, newer = make_source(title="Bridge 1"), make_source(title="Bridge 2")
    response = client.get("/sources/?q=bridge&kind=web")
    assert f'href="?q=bridge&amp;kind=web&amp;before={newer.pk}"' in response.text


def test_the_empty_list_says_how_sources_come_in(client: Client, reviewer: User) -> None:
    assert "No sources yet." in client.get("/sources/").text
    assert "No source fits this." in client.get("/sources/?q=x").text


def test_the_list_costs_the_same_with_one_source_and_with_three(
    client: Client, reviewer: User
) -> None:
    make_evidence(make_claim())
    assert queries_of(client, "/sources/") == LIST_QUERIES
    for _ in range(2):
        make_evidence(make_claim())
    assert queries_of(client, "/sources/") == LIST_QUERIES


def test_the_page_of_a_source_costs_the_same_with_one_use_and_with_three(
    client: Client, reviewer: User
) -> None:
    source = make_source()
    make_evidence(make_claim(), source=source)
    assert queries_of(client, f"/sources/{source.pk}/") == PAGE_QUERIES
    for _ in range(2):
        make_evidence(make_claim(), source=source)
    assert queries_of(client, f"/sources/{source.pk}/") == PAGE_QUERIES


def test_the_page_of_a_source_shows_where_it_is_used(client: Client, reviewer: User) -> None:
    source = make_source()
    first = make_evidence(make_claim(), source=source, excerpt="Nine million.", locator="p. 4")
    second = make_evidence(make_claim(), source=source)
    make_evidence(make_claim())
    response = client.get(f"/sources/{source.pk}/")
    assert response.context["uses"].rows == [second, first]
    assert "“Nine million.”" in response.text
    assert f'href="/claims/{first.claim_id}/"' in response.text
    older = client.get(f"/sources/{source.pk}/?before={second.pk}")
    assert older.context["uses"].rows == [first]
    assert client.get(f"/sources/{source.pk}/?before=x").status_code == 404


def test_a_viewer_reads_and_may_not_edit(client: Client) -> None:
    source = make_source()
    client.force_login(make_user(Role.VIEWER))
    response = client.get(f"/sources/{source.pk}/")
    assert response.status_code == 200
    assert "/edit/" not in response.text
    for headers in ({}, HTMX):
        assert client.get(f"/sources/{source.pk}/edit/", headers=headers).status_code == 403
        posted = client.post(f"/sources/{source.pk}/edit/", {"version": 1}, headers=headers)
        assert posted.status_code == 403


def described(source: Source, **changes: Any) -> dict[str, Any]:
    return {
        "url": source.url, "title": source.title, "publisher": source.publisher, "author": "",
        "published_on": "", "version": source.version, **changes,
    }  # fmt: skip


def test_a_source_is_edited_with_htmx_and_without(client: Client, reviewer: User) -> None:
    source = make_source()
    url = f"/sources/{source.pk}/edit/"
    assert "<html" in client.get(url).text
    part = client.get(url, headers=HTMX)
    assert "<html" not in part.text
    assert "HX-Request" in part["Vary"]
    saved = client.post(url, described(source, title="Ledger", primary="on"), headers=HTMX)
    assert saved.status_code == 200
    assert f'<section class="source" id="source-{source.pk}"' in saved.text
    assert "<form" not in saved.text
    source.refresh_from_db()
    assert (source.title, source.primary, source.version) == ("Ledger", True, 2)
    page = client.post(url, described(source, published_on="2020-03-01", primary="on"))
    assert (page.status_code, page["Location"]) == (302, f"/sources/{source.pk}/")
    source.refresh_from_db()
    assert (str(source.published_on), source.version) == ("2020-03-01", 3)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_a_stale_source_shows_both_values_and_keeps_what_was_typed(
    client: Client, reviewer: User, headers: dict[str, str]
) -> None:
    source = make_source(title="One")
    edit_source(source, {"title": "Two"}, seen_version=1, by=make_user())
    response = client.post(
        f"/sources/{source.pk}/edit/", described(source, title="Three"), headers=headers
    )
    assert response.status_code == 409
    assert response.context["sides"] == [("Title", "Two", "Three")]
    assert 'value="Three"' in response.text
    assert '<input type="hidden" name="version" value="2"' in response.text
    source.refresh_from_db()
    assert source.title == "Two"


@pytest.mark.parametrize(
    ("changes", "field", "why"),
    [
        ({"url": "javascript:alert(1)"}, "url",
         "Only addresses that begin with http:// or https:// can be used, and this one begins with "
         "javascript:."),
        ({"url": ""}, "url", "Paste the address of the page."),
        ({"published_on": "yesterday"}, "published_on",
         "Write the date as year-month-day, such as 2026-12-04."),
        ({"title": "x" * 301}, "title", "300 characters at most: this is 301."),
        ({"title": "a\x00b"}, "title", "Null characters are not allowed."),
        ({"version": ""}, "version", "This field is required."),
    ],
)  # fmt: skip
def test_a_source_that_is_described_wrongly_is_not_saved(
    client: Client, reviewer: User, changes: dict[str, str], field: str, why: str
) -> None:
    source = make_source()
    url = f"/sources/{source.pk}/edit/"
    response = client.post(url, described(source, **changes), headers=HTMX)
    assert response.status_code == 422
    assert response.context["form"].errors == {field: [why]}
    source.refresh_from_db()
    assert source.version == 1


def test_an_address_of_another_source_is_refused(client: Client, reviewer: User) -> None:
    first, second = make_source(title="First"), make_source(title="Second")
    url = f"/sources/{second.pk}/edit/"
    response = client.post(url, described(second, url=f"{first.url}?utm_source=mail"), headers=HTMX)
    assert response.status_code == 422
    assert response.context["form"].errors == {
        "url": ["Another source has this address already: “First”."]
    }


def test_an_address_is_found_in_any_spelling(client: Client, reviewer: User) -> None:
    source = make_source(title="Accounts", canonical_url="https://example.org/a?y=1")
    make_evidence(make_claim(), source=source)
    for spelling in ["https://EXAMPLE.org:443/a?y=1&utm_source=x#top", "example.org/./a?y=1"]:
        response = client.get("/sources/lookup/", {"url": spelling}, headers=HTMX)
        assert response.status_code == 200
        assert response.context["known"] == source
        assert "This page is a source already" in response.text
        assert "used on 1 claim." in response.text
        assert "<html" not in response.text
    assert "<html" in client.get("/sources/lookup/", {"url": source.url}).text


@pytest.mark.parametrize(
    "typed", ["", "htt", "https://", "javascript:alert(1)", "a b", "https://x.org"]
)
def test_what_is_no_address_yet_says_nothing(client: Client, reviewer: User, typed: str) -> None:
    response = client.get("/sources/lookup/", {"url": typed}, headers=HTMX)
    assert (response.status_code, response.text.strip()) == (200, "")


def test_words_find_sources_to_choose_from(client: Client, reviewer: User) -> None:
    source = make_source(title="Bridge works")
    make_source(title="Dam")
    response = client.get("/sources/lookup/", {"q": "bridge"}, headers=HTMX)
    assert response.context["found"] == [source]
    assert f'name="source" value="{source.pk}" checked' in response.text
    assert "No source here" in client.get("/sources/lookup/", {"q": "zzz"}, headers=HTMX).text
    assert client.get("/sources/lookup/", {"q": "a\x00"}, headers=HTMX).status_code == 422


@pytest.mark.parametrize(
    ("method", "path"),
    [("post", "/sources/"), ("post", "/sources/lookup/"), ("put", "/sources/1/")],
)
def test_only_the_methods_that_a_page_has_are_answered(
    client: Client, reviewer: User, method: str, path: str
) -> None:
    assert getattr(client, method)(path).status_code == 405
