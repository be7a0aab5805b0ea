"""The desk without a browser: what is sent, what is refused."""

import re
import uuid

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from claims.models import Claim, Interview, Role
from tests.factories import make_claim, make_interview, make_user

HTMX = {"HX-Request": "true"}
QUOTE = "The bridge cost nine million euros."
pytestmark = pytest.mark.django_db


def sent_for(interview: Interview, **changes: object) -> dict[str, object]:
    start = interview.transcripts.get().text.index(QUOTE)
    return {
        "transcript": 1, "start": start, "end": start + len(QUOTE), "quote": QUOTE,
        "key": uuid.uuid4().hex, **changes,
    }  # fmt: skip


def test_capturing_answers_with_the_open_card_and_the_statement_ready(client: Client) -> None:
    client.force_login(make_user())
    interview = make_interview()
    response = client.post(
        f"/interviews/{interview.slug}/capture/", sent_for(interview), headers=HTMX
    )  # fmt: skip
    assert response.status_code == 200
    claim = interview.claims.get()
    assert (claim.quote, str(claim.speaker), claim.status) == (QUOTE, "TOM OKAFOR", "new")
    assert f'action="/claims/{claim.pk}/statement/"' in response.text
    assert "claim-captured" in response.headers["HX-Trigger"]


def test_capturing_without_htmx_leads_to_the_desk_with_the_card_open(client: Client) -> None:
    client.force_login(make_user())
    interview = make_interview()
    response = client.post(f"/interviews/{interview.slug}/capture/", sent_for(interview))
    claim = interview.claims.get()
    assert response.headers["Location"] == f"/interviews/{interview.slug}/?claim={claim.pk}"


def test_the_same_key_twice_is_one_claim(client: Client) -> None:
    client.force_login(make_user())
    interview = make_interview()
    sent = sent_for(interview)
    url = f"/interviews/{interview.slug}/capture/"
    assert [client.post(url, sent, headers=HTMX).status_code for _ in "ab"] == [200, 200]
    assert interview.claims.count() == 1
    assert interview.claims.get().events.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"quote": "The bridge cost ten million euros."},
        {"quote": ""},
        {"quote": "nul\x00"},
        {"start": 0},
        {"start": -1},
        {"start": "one"},
        {"end": 999_999},
        {"end": 1},
        {"end": 10**30},
        {"key": "no key"},
        {"transcript": ""},
    ],
)
def test_a_quote_that_is_not_at_its_span_is_refused(
    client: Client, changes: dict[str, object]
) -> None:
    client.force_login(make_user())
    interview = make_interview()
    response = client.post(
        f"/interviews/{interview.slug}/capture/", sent_for(interview, **changes), headers=HTMX
    )  # fmt: skip
    assert response.status_code == 422
    assert interview.claims.count() == 0


def test_words_of_two_people_are_refused(client: Client) -> None:
    client.force_login(make_user())
    interview = make_interview()
    text = interview.transcripts.get().text
    start, end = text.index("closed"), text.index("cost nine")
    sent = {"transcript": 1, "start": start, "end": end, "quote": text[start:end]}
    response = client.post(f"/interviews/{interview.slug}/capture/", sent, headers=HTMX)
    assert response.status_code == 422
    assert "More than one person speaks there" in response.text


def test_another_interviews_transcript_cannot_be_named(client: Client) -> None:
    client.force_login(make_user())
    interview = make_interview()
    response = client.post(
        f"/interviews/{interview.slug}/capture/", sent_for(interview, transcript=7), headers=HTMX
    )  # fmt: skip
    assert response.status_code == 404


def test_a_viewer_captures_nothing_and_is_offered_nothing(client: Client) -> None:
    client.force_login(make_user(Role.VIEWER))
    interview = make_interview()
    page = client.get(f"/interviews/{interview.slug}/")
    assert 'id="capture"' not in page.text
    url = f"/interviews/{interview.slug}/capture/"
    assert client.post(url, sent_for(interview)).status_code == 403
    assert client.get(f"/interviews/{interview.slug}/by-hand/").status_code == 403
    assert Claim.objects.count() == 0


def test_a_stranger_is_sent_to_log_in(client: Client) -> None:
    interview = make_interview()
    for url in ["", "progress/", "shows/", "v1/turns/1/", "by-hand/"]:
        response = client.get(f"/interviews/{interview.slug}/{url}")
        assert response.headers["Location"].startswith("/accounts/login/")
    response = client.post(f"/interviews/{interview.slug}/capture/", sent_for(interview))
    assert response.headers["Location"].startswith("/accounts/login/")


def test_overlapping_claims_cut_the_text_into_marks_and_lose_none_of_it(client: Client) -> None:
    client.force_login(make_user())
    interview = make_interview()
    long = make_claim(interview, quote=QUOTE)
    short = make_claim(interview, quote="nine million euros. It was")
    turn = client.get(f"/interviews/{interview.slug}/v1/turns/2/", headers=HTMX).text
    assert f'data-claims="{long.pk}" draggable="false">The bridge cost </a>' in turn
    assert f'two" href="?claim={short.pk}#claim-{short.pk}"' in turn
    assert f'data-claims="{short.pk} {long.pk}" draggable="false">nine million euros.</a>' in turn
    assert f'data-claims="{short.pk}" draggable="false"> It was</a> never inspected.</p>' in turn


def test_the_desk_shows_everybodys_mine_or_open_claims(client: Client) -> None:
    user = make_user()
    client.force_login(user)
    interview = make_interview()
    mine = make_claim(interview, assignee=user)
    done = make_claim(
        interview, quote="closed in May", status="set_aside", set_aside_reason="out_of_scope"
    )
    shown = {
        show: [card.pk for card in client.get(f"/interviews/{interview.slug}/?show={show}").context[
            "cards"]] for show in ["all", "mine", "open"]
    }  # fmt: skip
    assert shown == {"all": [done.pk, mine.pk], "mine": [mine.pk], "open": [mine.pk]}


def test_the_numbers_of_the_choices_are_fetched_anew(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = make_user()
    client.force_login(user)
    interview = make_interview()
    make_claim(interview, assignee=user)
    make_claim(interview, quote="closed in May")
    make_claim(interview, quote="nine million", status="set_aside", set_aside_reason="out_of_scope")
    url = f"/interviews/{interview.slug}/shows/"
    with django_assert_num_queries(4):
        response = client.get(url, {"show": "open"}, headers=HTMX)
    shown = re.findall(r"show=(\w+)\"( class=\"on\")?[^>]*>(\w+ \d+)</a>", response.text)
    on = ' class="on"'
    assert shown == [("all", "", "All 3"), ("mine", "", "Mine 1"), ("open", on, "Open 2")]
    assert f'hx-get="{url}?show=open"' in response.text
    response = client.get(url)
    assert response.headers["Location"] == f"/interviews/{interview.slug}/"


def test_words_typed_by_hand_are_anchored_where_they_stand_once(client: Client) -> None:
    client.force_login(make_user())
    interview = make_interview()
    url = f"/interviews/{interview.slug}/by-hand/"
    for quote, by_hand in [(QUOTE, False), ("Never inspected?", False), ("bridge", True)]:
        sent = {"quote": quote, "speaker": "Tom Okafor", "statement": "S"}
        assert client.post(url, sent).status_code == 302
        claim = interview.claims.latest("pk")
        assert (claim.quote, claim.by_hand, claim.statement) == (quote, by_hand, "S")


def test_by_hand_without_words_keeps_the_rest(client: Client) -> None:
    client.force_login(make_user())
    interview = make_interview()
    sent = {"quote": " ", "speaker": "Tom Okafor", "statement": "Typed."}
    response = client.post(f"/interviews/{interview.slug}/by-hand/", sent)
    assert response.status_code == 422
    assert "Write the words as they were said." in response.text
    assert 'value="Tom Okafor"' in response.text
    assert "Typed.</textarea>" in response.text
