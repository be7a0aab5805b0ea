"""Who else has a claim open."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from claims.models import Presence, User
from tests.factories import make_claim, make_user

HTMX = {"HX-Request": "true"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client: Client) -> User:
    user = make_user(name="Ana Ruiz")
    client.force_login(user)
    return user


def seen(claim: Any, *people: User, seconds: int = 0) -> None:
    at = timezone.now() - timedelta(seconds=seconds)
    for person in people:
        Presence.objects.create(claim=claim, user=person, seen_at=at)


def test_others_who_were_there_a_moment_ago_are_named(client: Client, user: User) -> None:
    claim = make_claim()
    jon, lia = make_user(name="Jon Bell"), make_user(name="Lia Koch")
    seen(claim, jon, lia, seconds=40)
    seen(claim, make_user(name="Mo Left"), seconds=50)
    seen(make_claim(), make_user(name="Ed Elsewhere"))
    text = client.post(f"/claims/{claim.pk}/presence/", headers=HTMX).text
    assert "<span>Jon Bell and Lia Koch have this open</span>" in text
    assert ("Mo Left" in text, "Ed Elsewhere" in text, "Ana Ruiz" in text) == (False,) * 3
    Presence.objects.filter(user=lia).delete()
    text = client.post(f"/claims/{claim.pk}/presence/", headers=HTMX).text
    assert "<span>Jon Bell has this open</span>" in text


def test_alone_there_is_nothing_to_say(client: Client, user: User) -> None:
    claim = make_claim()
    for _ in range(2):
        assert client.post(f"/claims/{claim.pk}/presence/", headers=HTMX).text == ""
    assert [(row.claim, row.user) for row in Presence.objects.all()] == [(claim, user)]


def test_asking_again_moves_the_time_and_sweeps_what_is_old(client: Client, user: User) -> None:
    claim, other = make_claim(), make_claim()
    seen(claim, user, seconds=59)
    seen(other, make_user(), seconds=61)
    kept = make_user()
    seen(other, kept, seconds=50)
    client.post(f"/claims/{claim.pk}/presence/", headers=HTMX)
    assert {row.user for row in Presence.objects.all()} == {user, kept}
    age = timezone.now() - Presence.objects.get(user=user).seen_at
    assert age < timedelta(seconds=10)


def test_it_costs_the_same_with_three_as_with_one_and_nothing_on_the_page(
    client: Client, user: User, django_assert_num_queries: Any
) -> None:
    claim = make_claim()
    with django_assert_num_queries(6):  # session, account, claim; here I am, sweep, who else
        client.post(f"/claims/{claim.pk}/presence/", headers=HTMX)
    seen(claim, make_user(), make_user(), make_user())
    with django_assert_num_queries(6):
        client.post(f"/claims/{claim.pk}/presence/", headers=HTMX)


def test_it_is_no_part_of_the_history_and_needs_a_post(client: Client, user: User) -> None:
    claim = make_claim()
    assert client.get(f"/claims/{claim.pk}/presence/").status_code == 405
    response = client.post(f"/claims/{claim.pk}/presence/")
    assert (response.status_code, response["Location"]) == (302, f"/claims/{claim.pk}/")
    assert claim.events.count() == 1
    assert client.post("/claims/99999/presence/").status_code == 404


def test_strangers_are_not_present(client: Client) -> None:
    response = client.post(f"/claims/{make_claim().pk}/presence/", headers=HTMX)
    assert response["Location"].startswith("/accounts/login/")
    assert Presence.objects.count() == 0


@pytest.mark.parametrize("page", ["", "card/"])
def test_the_open_card_and_the_page_ask(client: Client, user: User, page: str) -> None:
    claim = make_claim()
    text = client.get(f"/claims/{claim.pk}/{page}").text
    assert text.count(f'hx-post="/claims/{claim.pk}/presence/"') == 1
