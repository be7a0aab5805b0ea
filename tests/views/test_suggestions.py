"""Sentences that are offered as claims: their page, the desk, and what is decided of them."""

import uuid

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from claims.actions.sentences import put_aside
from claims.models import Interview, Role, Sentence, User, WhyNot
from tests.factories import make_claim, make_interview, make_user

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
COST = "The bridge cost nine million euros and 40 percent more than in 2019."
TEXT = f"""ADA BRANDT: Good evening.

TOM OKAFOR: {COST} Unemployment fell to 4 percent, the lowest rate since 1999.

ADA BRANDT: Thank you.
"""


@pytest.fixture
def reviewer(client: Client) -> User:
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def interview(reviewer: User) -> Interview:
    return make_interview(TEXT, by=reviewer, title="The bridge")


def offered() -> list[Sentence]:
    return list(Sentence.objects.offered())


def page(client: Client, interview: Interview) -> tuple[list[str], list[str]]:
    shown = client.get(f"/interviews/{interview.slug}/suggestions/").context
    return tuple([row.words for row in shown[name]] for name in ("waiting", "aside"))  # type: ignore[return-value]


def test_the_page_offers_them_in_the_order_of_the_text_with_their_reasons(
    client: Client, interview: Interview
) -> None:
    words = [interview.transcripts.get().text[one.start : one.end] for one in offered()]
    assert words[0] == COST
    assert page(client, interview) == (words, [])
    text = client.get(f"/interviews/{interview.slug}/suggestions/").text
    assert all(reason in text for one in offered() for reason in one.reasons)


def test_what_a_claim_takes_is_offered_no_more(client: Client, interview: Interview) -> None:
    make_claim(interview, quote="nine million euros")
    assert COST not in page(client, interview)[0]
    assert (
        f'data-sentence="{offered()[0].pk}"'
        not in client.get(f"/interviews/{interview.slug}/").text
    )


def test_taking_one_makes_a_claim_without_javascript(client: Client, interview: Interview) -> None:
    one = offered()[0]
    sent = {"transcript": 1, "start": one.start, "end": one.end, "quote": COST, "key": uuid.uuid4()}
    assert client.post(f"/interviews/{interview.slug}/capture/", sent).status_code == 302
    assert interview.claims.get().quote == COST


def test_putting_one_aside_and_offering_it_again_without_htmx(
    client: Client, interview: Interview
) -> None:
    one, place = offered()[0], f"/interviews/{interview.slug}/suggestions/"
    response = client.post(f"/sentences/{one.pk}/aside/", {"why_not": "opinion"})
    assert (response.status_code, response.headers["Location"]) == (302, place)
    assert page(client, interview)[1] == [COST]
    assert "An opinion" in client.get(place).text
    assert client.post(f"/sentences/{one.pk}/back/").headers["Location"] == place
    assert page(client, interview)[1] == []


def test_with_htmx_the_desk_is_told_which_turn_to_fetch(
    client: Client, interview: Interview
) -> None:
    one = offered()[0]
    response = client.post(f"/sentences/{one.pk}/aside/", {"why_not": "vague"}, headers=HTMX)
    assert response.status_code == 204
    told = response.headers["HX-Trigger"]
    assert f"/interviews/{interview.slug}/v1/turns/2/" in told
    assert f"/sentences/{one.pk}/back/" in told
    turn = client.get(f"/interviews/{interview.slug}/v1/turns/2/", headers=HTMX).text
    assert f'data-sentence="{one.pk}"' not in turn


def test_the_desk_marks_what_is_offered_to_those_who_capture(
    client: Client, interview: Interview
) -> None:
    desk = client.get(f"/interviews/{interview.slug}/")
    assert desk.context["suggested"] == len(offered()) > 0
    for one in offered():
        assert f'data-sentence="{one.pk}"' in desk.text
    client.force_login(make_user(Role.VIEWER))
    assert "data-sentence" not in client.get(f"/interviews/{interview.slug}/").text


def test_what_is_forged_is_refused(client: Client, interview: Interview) -> None:
    one = offered()[0]
    assert client.post(f"/sentences/{one.pk}/aside/", {"why_not": "boring"}).status_code == 422
    assert client.post("/sentences/999999/aside/", {"why_not": "vague"}).status_code == 404
    put_aside(one, WhyNot.VAGUE, by=make_user())
    assert client.post(f"/sentences/{one.pk}/aside/", {"why_not": "opinion"}).status_code == 409
    client.force_login(make_user(Role.VIEWER))
    for action in ("aside", "back"):
        assert (
            client.post(f"/sentences/{one.pk}/{action}/", {"why_not": "vague"}).status_code == 403
        )
    assert Sentence.objects.get(pk=one.pk).why_not == "vague"


def test_a_text_without_any_says_so(client: Client, reviewer: User) -> None:
    make_interview("Ada: Good evening.\n\nTom: Thank you.\n", by=reviewer, title="Greetings")
    assert "No sentence of this text" in client.get("/interviews/greetings/suggestions/").text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_queries_for_any_number(
    client: Client, reviewer: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_interview(TEXT + f"\nTOM OKAFOR: {COST}\n" * rows, by=reviewer, title="Long")
    with django_assert_num_queries(8):
        client.get("/interviews/long/suggestions/")


def test_the_desk_counts_them_also_with_a_card_open(
    client: Client, interview: Interview, reviewer: User
) -> None:
    claim = make_claim(interview, quote="Good evening.", by=reviewer)
    text = client.get(f"/interviews/{interview.slug}/?claim={claim.pk}").text
    assert f">{len(offered())} suggestion" in text
