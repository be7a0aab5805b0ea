"""What somebody has been told, on the page and in the header."""

import re
from typing import Any

import pytest
from django.test import Client

from claims.actions.comments import comment
from claims.actions.notifications import tell
from claims.actions.reviews import request_changes, sign_off
from claims.models import Claim, Kind, Notification, Role, User, Verdict
from tests.factories import make_claim, make_interview, make_submitted_claim, make_user

HTMX = {"HX-Request": "true"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client: Client) -> User:
    user = make_user(username="ana", name="Ana Ruiz")
    client.force_login(user)
    return user


def notify(user: User, number: int = 1, *, by: User | None = None) -> list[Notification]:
    """That many notifications of a mention, oldest first."""
    claim, by = make_claim(), by or make_user(name="Jon Bell")
    for count in range(number):
        comment(claim, body=f"@{user.username} {count}", by=by)
    return list(Notification.objects.filter(user=user, claim=claim).order_by("at", "pk"))


def in_header(client: Client) -> list[str]:
    return re.findall(r'<span class="badge">([\d+]+)<', client.get("/sources/").text)


def test_the_page_has_a_sentence_the_quote_and_a_way_to_the_event(
    client: Client, user: User
) -> None:
    first, second = notify(user, 2)
    client.post(f"/notifications/{first.pk}/open/")
    text = client.get("/notifications/").text
    assert text.count("<b>Jon Bell</b> mentioned you") == 2
    assert text.count("<q>The bridge cost nine million euros.</q>") == 2
    assert f'action="/notifications/{second.pk}/open/"' in text
    assert f'href="/claims/{first.claim_id}/#event-2"' in text
    assert text.index(f"/notifications/{second.pk}/open/") < text.index("#event-2")
    assert text.count('<li class="unread">') == 1


def test_opening_one_marks_it_read_and_goes_to_the_event(client: Client, user: User) -> None:
    first, second = notify(user, 2)
    assert client.get(f"/notifications/{first.pk}/open/").status_code == 405
    response = client.post(f"/notifications/{first.pk}/open/")
    assert (response.status_code, response["Location"]) == (
        302, f"/claims/{first.claim_id}/#event-2",
    )  # fmt: skip
    page = client.get(f"/claims/{first.claim_id}/").text
    assert 'id="event-2"' in page
    assert list(Notification.objects.unread().filter(user=user)) == [second]


def test_nothing_is_read_by_looking(client: Client, user: User) -> None:
    (one,) = notify(user)
    client.get("/notifications/")
    client.get(f"/claims/{one.claim_id}/?notified={one.pk}")
    assert list(Notification.objects.unread().filter(user=user)) == [one]


def test_all_are_marked_as_read_but_for_those_not_seen_yet(client: Client, user: User) -> None:
    seen = notify(user, 2)
    other = make_user()
    (others,) = notify(other)
    newest = re.findall(r'name="newest" value="(\d+)"', client.get("/notifications/").text)
    assert newest == [str(seen[-1].pk)]
    (late,) = notify(user)
    response = client.post("/notifications/read/", {"newest": newest[0]}, follow=True)
    assert "2 marked as read." in response.text
    assert list(Notification.objects.unread().order_by("pk")) == [others, late]
    assert client.post("/notifications/read/", {"newest": "x"}).status_code == 404


def test_somebody_elses_notification_is_not_there(client: Client, user: User) -> None:
    (one,) = notify(make_user())
    assert client.post(f"/notifications/{one.pk}/open/").status_code == 404
    assert client.get(f"/notifications/?after={one.pk}").status_code == 404
    assert client.get("/notifications/?after=abc").status_code == 404
    assert Notification.objects.unread().count() == 1


def test_long_lists_have_pages_that_stay_while_more_come(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.queries.notifications.PAGE_LENGTH", 2)
    one, two, three, four, five = notify(user, 5)
    Notification.objects.filter(pk__in=[two.pk, three.pk]).update(at=three.at)
    page = client.get("/notifications/").context["page"]
    assert (page.rows, page.last) == ([five, four], four.pk)
    notify(user)
    page = client.get(f"/notifications/?after={four.pk}").context["page"]
    assert (page.rows, page.last) == ([three, two], two.pk)
    page = client.get(f"/notifications/?after={two.pk}").context["page"]
    assert (page.rows, page.last) == ([one], None)


def test_the_header_has_the_number_of_what_is_not_read(client: Client, user: User) -> None:
    assert in_header(client) == []
    one, _ = notify(user, 2)
    assert in_header(client) == ["2"]
    client.post(f"/notifications/{one.pk}/open/")
    assert in_header(client) == ["1"]


def test_both_numbers_of_the_header_cost_one_query(
    client: Client, user: User, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        with django_assert_num_queries(4):  # session, account, notifications, the header
            client.get("/notifications/")
        notify(user, number + 1)


def test_nobody_is_told_what_was_found(client: Client, user: User) -> None:
    claim = make_submitted_claim(
        make_interview(blind=True, by=make_user(Role.EDITOR)), by=user, verdict="Mostly true"
    )
    jon = make_user(name="Jon Bell")
    found = Verdict.objects.get(label="Misleading")
    sign_off(claim, seen_hash=claim.blind_hash(), verdict=found, by=jon)
    text = client.get("/notifications/").text
    assert "<b>Jon Bell</b> came to another verdict" in text
    for word in ["Misleading", "Mostly true", "The accounts say so."]:
        assert word not in text


def test_what_is_asked_for_is_told_to_whoever_submitted(client: Client, user: User) -> None:
    claim = make_submitted_claim(by=user)
    request_changes(
        claim, comment="Year?", seen_version=claim.version, by=make_user(name="Jon Bell")
    )
    assert "<b>Jon Bell</b> requested changes" in client.get("/notifications/").text


def test_mails_are_turned_off_and_on(client: Client, user: User) -> None:
    notify(user)
    assert 'name="digest" checked' in client.get("/notifications/").text
    assert "You get no such mails." in client.post("/notifications/digest/", follow=True).text
    user.refresh_from_db()
    assert user.digest is False
    client.post("/notifications/digest/", {"digest": "on"})
    user.refresh_from_db()
    assert user.digest is True
    assert Notification.objects.filter(user=user, mailed_at=None).count() == 0


def test_nothing_to_tell(client: Client, user: User) -> None:
    text = client.get("/notifications/").text
    assert "Nobody has told you anything yet." in text
    assert "Mark all as read" not in text


def test_strangers_are_sent_to_the_log_in(client: Client) -> None:
    response = client.get("/notifications/")
    assert response["Location"] == "/accounts/login/?next=/notifications/"


def test_every_kind_has_a_sentence(client: Client, user: User) -> None:
    claim = make_claim(by=make_user(name="Jon Bell"))
    event = claim.events.get()
    for kind in Kind:
        Notification.objects.filter(user=user).delete()
        tell([user.pk], kind, event)
        assert f"<b>Jon Bell</b> {kind.label}" in client.get("/notifications/").text


def test_deactivated_people_are_not_told(user: User) -> None:
    gone = make_user(is_active=False)
    event = Claim.objects.get(pk=make_claim().pk).events.get()
    tell([gone.pk, user.pk, user.pk, None], Kind.STALE, event)
    assert [row.user for row in Notification.objects.all()] == [user]
