"""Comments on a claim's page, on the card, and on a page of their own."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from claims.actions.comments import comment, resolve
from claims.actions.sources import withdraw_evidence
from claims.models import Claim, Comment, Role, User
from tests.factories import (
    make_claim,
    make_evidence,
    make_interview,
    make_source,
    make_submitted_claim,
    make_user,
)

HTMX = {"HX-Request": "true"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client: Client) -> User:
    user = make_user(username="ana", name="Ana Ruiz")
    client.force_login(user)
    return user


def shown(text: str) -> list[str]:
    """What the comments of a page say, in its order, without the marks."""
    said = re.findall(r'<p class="said">(.*?)</p>', text, re.S)
    return [re.sub(r"<.*?>", "", one) for one in said]


def post(client: Client, claim: Claim, **sent: Any) -> Any:
    fragment = sent.pop("htmx", True)
    headers = HTMX if fragment else {}
    return client.post(f"/claims/{claim.pk}/comments/new/", sent, headers=headers)


def test_the_page_shows_the_oldest_first_and_the_resolved_apart(client: Client, user: User) -> None:
    claim = make_claim()
    first = comment(claim, body="First.", by=user, field="rationale")
    comment(claim, body="Second <b>.", by=user)
    comment(claim, body="Third.", by=user)
    resolve(first, by=user)
    text = client.get(f"/claims/{claim.pk}/").text
    assert shown(text) == ["Second &lt;b&gt;.", "Third.", "First."]
    assert "2 unresolved" in text
    folded = text[text.index('<details class="resolved">') :]
    assert "1 resolved" in folded
    assert "on the rationale" in folded
    assert "Resolved by Ana Ruiz" in folded


def test_a_comment_says_which_source_it_is_about(client: Client, user: User) -> None:
    claim = make_claim()
    evidence = make_evidence(claim, source=make_source(title="The <annual> report"))
    comment(claim, body="Which page?", by=user, evidence=evidence)
    assert "on The &lt;annual&gt; report<" in client.get(f"/claims/{claim.pk}/comments/").text
    withdraw_evidence(evidence, seen_version=evidence.version, by=user)
    text = client.get(f"/claims/{claim.pk}/comments/").text
    assert "on The &lt;annual&gt; report (withdrawn)<" in text


def test_a_mention_is_marked_with_the_full_name(client: Client, user: User) -> None:
    make_user(username="jon.bell", name="Jon Bell")
    claim = make_claim()
    comment(claim, body="Ask @Jon.Bell. Not @nobody.", by=user)
    text = client.get(f"/claims/{claim.pk}/comments/").text
    assert 'Ask <b class="mention" title="Jon Bell">@Jon.Bell</b>. Not @nobody.' in text


def test_posting_with_htmx_answers_with_the_section_and_tells_the_page(
    client: Client, user: User
) -> None:
    claim = make_claim()
    response = post(client, claim, body="Hm.\r\nYes?", about="rationale", key=uuid4())
    assert response.status_code == 200
    assert response.text.lstrip().startswith('<section class="comments"')
    assert shown(response.text) == ["Hm.\nYes?"]
    assert f"claim-{claim.pk}-changed" in response.headers["HX-Trigger"]
    assert "HX-Request" in response.headers["Vary"]
    made = claim.comments.get()
    assert (made.body, made.field, made.by) == ("Hm.\nYes?", "rationale", user)


def test_posting_without_htmx_comes_back_to_the_claim(client: Client, user: User) -> None:
    claim = make_claim()
    evidence = make_evidence(claim)
    page = client.get(f"/claims/{claim.pk}/comments/new/?about=evidence-{evidence.pk}")
    assert "<!doctype html>" in page.text
    assert f'<option value="evidence-{evidence.pk}" selected>' in page.text
    response = post(client, claim, body="Hm.", about=f"evidence-{evidence.pk}", htmx=False)
    assert (response.status_code, response.headers["Location"]) == (302, f"/claims/{claim.pk}/")
    assert claim.comments.get().evidence == evidence


def test_the_same_form_sent_twice_is_one_comment(client: Client, user: User) -> None:
    claim, key = make_claim(), uuid4()
    for _ in range(2):
        assert post(client, claim, body="Hm.", key=key).status_code == 200
    assert claim.comments.count() == 1


def test_an_invalid_comment_stays_in_the_form(client: Client, user: User) -> None:
    claim = make_claim()
    other = make_evidence(make_claim())
    wrong = [
        ({"body": " "}, "Write the comment."),
        ({"body": "x" * 4001}, "this one has 4001."),
        ({"body": "Hm.", "about": "priority"}, "not there any more."),
        ({"body": "Hm.", "about": f"evidence-{other.pk}"}, "not there any more."),
        ({"body": "Hm.", "key": "no-key"}, "This form is damaged."),
        ({"body": "N\x00L"}, "Null characters are not allowed."),
    ]
    for sent, why in wrong:
        response = post(client, claim, **sent)
        assert (response.status_code, why in response.text) == (422, True)
        if sent["body"].strip("x\x00 NL"):
            assert f">{sent['body']}</textarea>" in response.text
    assert claim.comments.count() == 0


def test_resolving_and_opening_again_where_it_stands(client: Client, user: User) -> None:
    claim = make_claim()
    made = comment(claim, body="Hm.", by=make_user())
    answer = client.post(f"/comments/{made.pk}/resolve/", headers=HTMX)
    assert answer.text.lstrip().startswith('<div class="comment-list"')
    assert f"claim-{claim.pk}-changed" in answer.headers["HX-Trigger"]
    assert Comment.objects.get().resolved_by == user
    back = client.post(f"/comments/{made.pk}/reopen/")
    assert (back.status_code, back.headers["Location"]) == (302, f"/claims/{claim.pk}/")
    assert Comment.objects.get().resolved_at is None


def test_the_card_has_a_link_with_the_number_that_opens_the_comments(
    client: Client, user: User
) -> None:
    claim = make_claim()
    comment(claim, body="One.", by=user)
    comment(claim, body="Two.", by=user)
    resolve(comment(claim, body="Three.", by=user), by=user)
    card = client.get(f"/claims/{claim.pk}/card/", headers=HTMX).text
    assert 'Comments <span class="count">2<' in card
    assert shown(card) == []
    opened = client.get(f"/claims/{claim.pk}/comments/?card", headers=HTMX).text
    assert shown(opened) == ["One.", "Two.", "Three."]
    assert f"/claims/{claim.pk}/comments/?closed" in opened
    closed = client.get(f"/claims/{claim.pk}/comments/?closed", headers=HTMX).text
    assert closed.lstrip().startswith('<div class="comments-closed"')
    listed = client.get(f"/claims/{claim.pk}/comments/?list&card", headers=HTMX).text
    assert listed.lstrip().startswith('<div class="comment-list"')
    assert "<textarea" not in listed


def test_viewers_read_and_do_nothing(client: Client) -> None:
    client.force_login(make_user(Role.VIEWER))
    claim = make_claim()
    made = comment(claim, body="Hm.", by=make_user())
    page = client.get(f"/claims/{claim.pk}/").text
    assert shown(page) == ["Hm."]
    assert "comments/new/" not in page
    assert f"/comments/{made.pk}/resolve/" not in page
    assert client.get(f"/claims/{claim.pk}/comments/new/").status_code == 403
    assert post(client, claim, body="I?").status_code == 403
    assert client.post(f"/comments/{made.pk}/resolve/").status_code == 403
    assert client.post(f"/comments/{made.pk}/reopen/").status_code == 403
    assert claim.events.count() == 2


def test_strangers_and_wrong_addresses(client: Client) -> None:
    made = comment(make_claim(), body="Hm.", by=make_user())
    pages = [f"/claims/{made.claim_id}/comments/", "/people/lookup/?q=a"]
    for page in pages:
        assert client.get(page).headers["Location"].startswith("/accounts/login/")
    client.force_login(make_user())
    assert client.get("/claims/99999/comments/").status_code == 404
    assert client.get("/claims/99999/comments/new/").status_code == 404
    assert client.post("/comments/99999/resolve/").status_code == 404
    assert client.get(f"/comments/{made.pk}/resolve/").status_code == 405


def test_a_comment_on_a_hidden_draft_is_hidden_too(client: Client, user: User) -> None:
    author = make_user()
    claim = make_submitted_claim(make_interview(blind=True, by=make_user(Role.EDITOR)), by=author)
    comment(claim, body="It is false because of this.", by=author, field="rationale")
    comment(claim, body="The quote is complete.", by=author, field="quote")
    for page in [f"/claims/{claim.pk}/", f"/claims/{claim.pk}/comments/"]:
        text = client.get(page).text
        assert shown(text) == ["The quote is complete."]
        assert "It is false because of this." not in text
        assert "Hidden until a second person has given a verdict." in text
        assert '<option value="rationale"' not in text
        assert '<option value="quote"' in text
    client.force_login(author)
    assert "It is false because of this." in client.get(f"/claims/{claim.pk}/").text


def test_comments_cost_one_query_however_many(
    client: Client, user: User, django_assert_num_queries: Any
) -> None:
    claim = make_claim()
    for number in range(3):
        other = make_user(username=f"other{number}")
        comment(claim, body=f"@other{number} @ana", by=other)
        resolve(comment(claim, body="Hm.", by=other, evidence=make_evidence(claim)), by=other)
        with django_assert_num_queries(6):  # session, account, claim, sign-offs, comments, evidence
            client.get(f"/claims/{claim.pk}/comments/?closed", headers=HTMX)


def test_people_are_found_by_the_beginnings_of_their_names(
    client: Client, user: User, django_assert_num_queries: Any
) -> None:
    make_user(username="jbell", name="Jon Bell")
    make_user(Role.VIEWER, username="belinda", name="")
    make_user(username="bella", name="Gone Away", is_active=False)
    with django_assert_num_queries(3):  # session, account, people
        answer = client.get("/people/lookup/?q=BEL")
    assert answer.json() == {
        "people": [
            {"username": "belinda", "name": "belinda"}, {"username": "jbell", "name": "Jon Bell"},
        ]
    }  # fmt: skip
    for number in range(10):
        make_user(username=f"x{number}")
    assert len(client.get("/people/lookup/?q=x").json()["people"]) == 8
    assert client.get("/people/lookup/?q=100%25%00").json() == {"people": []}
