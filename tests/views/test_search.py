"""The page of a search: groups, pages, marks, the claim list of the same words."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, Interview, Person, User
from claims.queries import search_results
from tests.factories import (
    make_claim,
    make_evidence,
    make_interview,
    make_source,
    make_submitted_claim,
    make_user,
)

HTMX = {"HX-Request": "true"}
PAGE_QUERIES = 12
pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client: Client) -> User:
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def newsroom(user: User) -> Claim:
    """One row of each kind about the bridge."""
    interview = make_interview(title="The bridge")
    claim = make_claim(interview, by=user, statement="<b>Bridges</b> cost & more.")
    make_evidence(
        claim, by=user, source=make_source(title="Bridge accounts"), excerpt="The bridge: 9 m."
    )
    claim.speaker.description = "built the bridge"
    claim.speaker.save()
    return claim


def numbers(client: Client, query: str) -> dict[str, int]:
    page = client.get(f"/search/?{query}")
    assert page.status_code == 200
    return {group.name: group.number for group, _ in page.context["groups"] if group.number}


def shown(client: Client, query: str) -> list[int]:
    page = client.get(f"/search/?{query}")
    return [result.row.pk for section in page.context["sections"] for result in section.results]


def test_each_kind_is_found_with_a_link_to_its_place(client: Client, newsroom: Claim) -> None:
    assert numbers(client, "q=bridge") == {
        "claims": 1, "transcripts": 2, "sources": 1, "evidence": 1, "interviews": 1, "people": 1,
    }  # fmt: skip
    page = client.get("/search/?q=bridge").text
    desk = f"/interviews/{newsroom.interview.slug}/"
    for place in [
        f'{desk}?claim={newsroom.pk}"', f"{desk}#turn-2:~:text=The%20bridge%20cost",
        f"/claims/{newsroom.pk}/#claim-{newsroom.pk}-evidence", 'href="/claims/?q=bridge"',
        f"/claims/?speaker={newsroom.speaker_id}",
    ]:  # fmt: skip
        assert place in page, place
    assert "Rest&lt;b&gt;" not in page
    assert "&lt;b&gt;<mark>Bridges</mark>&lt;/b&gt; cost &amp; more." in page


def test_typing_fetches_the_results_alone_and_says_how_many(
    client: Client, newsroom: Claim
) -> None:
    part = client.get("/search/?q=bri&in=claims", headers=HTMX)
    assert part.text.lstrip().startswith('<div id="search-results"')
    assert part.headers["HX-Replace-Url"] == "/search/?q=bri&in=claims"
    assert "Found 1 claim" in part.headers["HX-Trigger"]
    nothing = client.get("/search/?q=zzz", headers=HTMX)
    assert "Nothing was found" in nothing.headers["HX-Trigger"]
    assert "HX-Request" in part.headers["Vary"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("q=%26", "There is no word in this search: type one."),
        ("q=-a", "This only says what to leave out: add a word to find."),
        ("q=%00", "A search has no NUL character."),
        ("q=a&in=secrets", "Select a valid choice."),
        ("q=a&in=claims&after=x~y", "There is no such page of this search."),
        ("q=a&in=claims&after=e~1", "There is no such page of this search."),
        (f"q={'a' * 10_000}", "A search has 200 characters at most; this one has 10000."),
    ],
)
def test_what_cannot_be_searched_is_said(
    client: Client, user: User, query: str, sentence: str
) -> None:
    page = client.get(f"/search/?{query}")
    assert (page.status_code, sentence in page.text) == (422, True)


@pytest.mark.parametrize("sort", ["", "&sort=newest"])
def test_pages_go_on_where_the_last_one_ended(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    monkeypatch.setattr(search_results, "PAGE_LENGTH", 2)
    interview = make_interview()
    made = [make_claim(interview, by=user, statement="A bridge. " * (n % 3)).pk for n in range(5)]
    address, seen = f"q=bridge&in=claims{sort}", []
    while address:
        page = client.get(f"/search/?{address}").context
        seen += [result.row.pk for result in page["sections"][0].results]
        address = page["next"].partition("?")[2]
        make_claim(interview, by=user)
    assert sorted(seen) == made
    if sort:
        assert seen == made[::-1]


def test_what_is_too_much_to_rank_is_said(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_results, "RANKED", 2)
    interview = make_interview()
    made = [make_claim(interview, by=user).pk for _ in range(3)]
    page = client.get("/search/?q=bridge&in=claims")
    assert "Best of the newest" in page.text
    assert shown(client, "q=bridge&in=claims") == made[:0:-1]
    assert shown(client, "q=bridge&in=claims&sort=newest") == made[::-1]


def test_a_sealed_rationale_is_neither_found_nor_shown(client: Client, user: User) -> None:
    interview = make_interview()
    Interview.objects.filter(pk=interview.pk).update(blind=True)
    ana = make_user()
    claim = make_submitted_claim(interview, by=ana)
    assert numbers(client, "q=accounts+say") == {}
    assert "accounts say" not in client.get("/search/?q=bridge+-tram&in=claims").text
    client.force_login(ana)
    assert shown(client, "q=accounts+say") == [claim.pk]
    assert "The <mark>accounts</mark>" not in client.get("/search/?q=accounts+say").text
    assert "The <mark>accounts say</mark> so." in client.get("/search/?q=accounts+say").text


def test_a_page_takes_the_same_queries_whatever_it_finds(client: Client, newsroom: Claim) -> None:
    def taken(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    assert taken("/search/?q=bridge") == PAGE_QUERIES
    make_evidence(make_claim(newsroom.interview), excerpt="A bridge.")
    assert taken("/search/?q=bridge") == PAGE_QUERIES
    assert taken("/search/?q=bridge&in=claims") == 8
    assert taken("/search/") == 3


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("Merkle", "merkel"), ("angla merkel", "angela merkel"), ("Mrekel", "merkel"),
        ("Angela Murkel nine", "Angela merkel nine"), ("Dvorzak", "dvorak"), ("Dovrak", "dvorak"),
        ("schwarzeneger", "schwarzenegger"), ("Shwarzenneger", "schwarzenegger"),
        ("Scwarzeneger -tram", "schwarzenegger -tram"), ("Okafro", "okafor"),
        ("Ocafer", "okafor"), ("Jonh", "john"), ("kayzer", "cayser"), ("caiser", "cayser"),
        ('"Merkle"', ""), ("zzzzzz", ""), ("nine", ""), ("merkel", ""),
    ],
)  # fmt: skip
def test_a_misspelt_name_is_put_right(client: Client, user: User, typed: str, instead: str) -> None:
    names = [
        "Angela Merkel",
        "Antonín Dvořák",
        "Arnold Schwarzenegger",
        "John Cayser",
        "Tom Okafor",
    ]
    for number, name in enumerate([*names, "Marcel Berkel", "Anna Dvoretz", "Jens Junker"]):
        Person.objects.create(pk=number + 1000, name=name)
    make_claim(speaker_id=1000)
    page = client.get("/search/", {"q": typed})
    assert page.context["instead"] == instead
    if instead:
        assert page.context["sections"][0].results
        assert "This is for" in page.text
