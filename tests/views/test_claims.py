"""A claim's page, its card, its history."""

from typing import Any

import pytest
from django.test import Client

from claims.actions.claims import (
    set_assignee,
    set_rationale,
    set_speaker,
    set_statement,
    set_verdict,
)
from claims.actions.interviews import person_named
from claims.actions.reviews import set_aside
from claims.models import Role, SetAsideReason, Verdict
from tests.factories import make_claim, make_evidence, make_interview, make_user

HTMX = {"HX-Request": "true"}
PARTS = ["", "card/", "head/", "history/", "status/?read"]
pytestmark = pytest.mark.django_db


def test_the_page_shows_the_quote_in_its_passage_and_who_captured_it(client: Client) -> None:
    user = make_user(Role.VIEWER)
    client.force_login(user)
    claim = make_claim(by=make_user(name="Ana Ruiz"))
    page = client.get(f"/claims/{claim.pk}/").text
    assert (
        '<mark class="s-new on">The bridge cost nine million euros.</mark> It was never inspected.'
    ) in page
    assert "Captured by Ana Ruiz" in page


def test_a_claim_by_hand_says_so(client: Client) -> None:
    client.force_login(make_user())
    claim = make_claim(quote="Never said on tape")
    page = client.get(f"/claims/{claim.pk}/").text
    assert "Entered by hand: no transcript here holds these words." in page
    assert "by hand" in client.get(f"/claims/{claim.pk}/head/", headers=HTMX).text


def test_the_history_reads_as_sentences(client: Client) -> None:
    ana = make_user(name="Ana Ruiz", role=Role.EDITOR)
    client.force_login(ana)
    claim = make_claim(by=ana)
    claim = set_statement(claim, "First.", seen_version=1, by=ana)
    claim = set_statement(claim, "Second.", seen_version=2, by=ana)
    claim = set_assignee(claim, make_user(name="Jon Bell"), seen_version=3, by=ana)
    make_evidence(claim, by=ana, excerpt="nine million")
    text = client.get(f"/claims/{claim.pk}/history/", headers=HTMX).text
    for words in ["captured the claim", "changed the statement", "changed the assignee",
                  "attached “City accounts” as evidence", "nine million"]:  # fmt: skip
        assert words in text
    assert '<del><span class="visually-hidden">removed: </span>First<span' in text
    assert '<ins><span class="visually-hidden">added: </span>Second<span' in text
    assert '<ins><span class="visually-hidden">to </span>Jon Bell</ins>' in text


@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_a_fragment_for_htmx_and_a_page_or_a_way_to_one_without(
    client: Client, part: str
) -> None:
    client.force_login(make_user())
    claim = make_claim()
    fragment = client.get(f"/claims/{claim.pk}/{part}", headers=HTMX)
    assert fragment.status_code == 200
    whole = client.get(f"/claims/{claim.pk}/{part}", follow=True)
    assert "<!doctype html>" in whole.text
    if part:
        assert "<!doctype" not in fragment.text


@pytest.mark.parametrize("part", PARTS)
def test_a_stranger_sees_nothing(client: Client, part: str) -> None:
    claim = make_claim()
    response = client.get(f"/claims/{claim.pk}/{part}")
    assert (response.status_code, "bridge" in response.text) == (302, False)


@pytest.mark.parametrize("part", PARTS)
def test_an_unknown_claim_is_not_found(client: Client, part: str) -> None:
    client.force_login(make_user())
    assert client.get(f"/claims/999999/{part}").status_code == 404


def test_the_page_costs_the_same_however_much_happened(
    client: Client, django_assert_num_queries: Any
) -> None:
    ana = make_user(role=Role.EDITOR)
    client.force_login(ana)
    claim = make_claim(by=ana)
    for number in range(3):
        claim = set_statement(claim, f"S{number}", seen_version=claim.version, by=ana)
        claim = set_rationale(claim, f"R{number}", seen_version=claim.version, by=ana)
        claim = set_verdict(
            claim, Verdict.objects.all()[number], seen_version=claim.version, by=ana
        )
        claim = set_assignee(claim, make_user(), seen_version=claim.version, by=ana)
        speaker = person_named(f"Speaker {number}")
        claim = set_speaker(claim, speaker, seen_version=claim.version, by=ana)
        make_evidence(claim, by=ana)
        claim.refresh_from_db()
        with django_assert_num_queries(11):
            client.get(f"/claims/{claim.pk}/")


def test_the_page_of_a_duplicate_says_who_captured_it_and_what_it_repeats(client: Client) -> None:
    ana = make_user(name="Ana Ruiz")
    client.force_login(make_user())
    first = make_claim(quote="The bridge was closed in May.")
    again = make_claim(first.interview, by=ana)
    set_aside(again, reason=SetAsideReason.DUPLICATE, duplicate_of=first, seen_version=1, by=ana)
    page = client.get(f"/claims/{again.pk}/").text
    assert "Captured by Ana Ruiz on" in page
    assert f'Duplicate of <a href="/claims/{first.pk}/">“The bridge was closed in May.”</a>' in page
    assert "Duplicate of" not in client.get(f"/claims/{first.pk}/").text


def test_the_desk_costs_the_same_with_one_claim_and_with_three(
    client: Client, django_assert_num_queries: Any
) -> None:
    client.force_login(make_user())
    interview = make_interview()
    for quote in [
        "The bridge cost nine million euros.",
        "It was never inspected.",
        "closed in May",
    ]:
        claim = make_claim(interview, quote=quote)
        with django_assert_num_queries(10):
            client.get(f"/interviews/{interview.slug}/")
        with django_assert_num_queries(12):
            client.get(f"/interviews/{interview.slug}/?claim={claim.pk}")
