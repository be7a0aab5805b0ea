"""What open pages ask every second, and what comes with it."""

import json
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.test import Client

from claims.models import User
from claims.queries import live as queries
from claims.queries.live import Change, News, Place
from claims.views import live
from claims.views.live import Live, Pace, reader_of, ticket_for, told_to
from tests.factories import make_claim, make_user

pytestmark = pytest.mark.django_db
PLACE = Place.read("90:93:90,91")
assert PLACE is not None


@pytest.fixture
def user(client: Client) -> User:
    user = make_user()
    client.force_login(user)
    return user


def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", [])
    return [environ.get(live.PLACE, "no place").encode()]


def asked(path: str, query: str = "", **environ: str) -> tuple[str, dict[str, str], bytes]:
    """Status, headers and body of an answer by the layer in front of the application."""
    given: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query, **environ}
    setup_testing_defaults(given)
    began: list[Any] = []
    body = b"".join(Live(application)(given, lambda *head: began.extend(head)))  # type: ignore[arg-type]
    return began[0], dict(began[1]), body


def test_a_page_is_answered_with_numbers_and_where_to_go_on() -> None:
    ticket = ticket_for(make_user())
    status, headers, body = asked("/live/", "", HTTP_X_TICKET=ticket)
    told = json.loads(body)
    assert (status, headers["Cache-Control"]) == ("200 OK", "no-store")
    assert told == {"every": 1.0, "place": told["place"], "all": True}
    again = asked("/live/", told["place"], HTTP_X_TICKET=ticket)[2]
    assert json.loads(again) == {"every": 1.0, "place": told["place"]}


def test_strangers_and_those_whose_ticket_has_run_out_are_told_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ticket = ticket_for(make_user())
    assert asked("/live/") == ("403 Forbidden", {**asked("/live/")[1]}, b"{}")
    for wrong in [ticket[:-1], "x", f"{ticket}x", "\x00"]:
        assert asked("/live/", HTTP_X_TICKET=wrong)[0] == "403 Forbidden"
    posted = asked("/live/", HTTP_X_TICKET=ticket, REQUEST_METHOD="POST")
    assert posted[0] == "405 Method Not Allowed"
    monkeypatch.setattr(live, "TICKET_SECONDS", -1)
    assert asked("/live/", HTTP_X_TICKET=ticket)[0] == "403 Forbidden"


def test_a_ticket_is_good_for_the_one_it_was_given_to(monkeypatch: pytest.MonkeyPatch) -> None:
    ana, jon = make_user(), make_user()
    assert (reader_of(ticket_for(ana)), reader_of(ticket_for(jon))) == (ana.pk, jon.pk)
    tickets = [ticket_for(ana), ticket_for(jon)]
    monkeypatch.setattr(live, "TICKETS_KNOWN", 1)
    assert [reader_of(ticket) for ticket in tickets * 2] == [ana.pk, jon.pk] * 2


def test_a_person_is_told_which_claims_are_new_and_whether_the_header_counts_anew() -> None:
    assert PLACE is not None
    edited = Change(90, 7, 3, captured=False, moved=False, people=frozenset({5}))
    again = edited._replace(transaction=91, people=frozenset())
    new = Change(92, 8, 3, captured=True, moved=False, people=frozenset())
    news = News(PLACE, (edited, new, again))
    told = {"place": "90:93:90,91", "claims": [[7, 3, 0], [8, 3, 1]]}
    assert told_to(5, news) == {**told, "header": True}
    assert told_to(6, news) == {**told, "header": False}
    moved = News(PLACE, (edited._replace(moved=True),))
    assert told_to(6, moved)["header"] is True
    assert told_to(6, News(PLACE, None)) == {"place": "90:93:90,91", "all": True}


def test_where_the_database_does_not_answer_the_page_is_told_to_try_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "FRESH", 0)
    monkeypatch.setattr(queries, "PATIENCE", 0.01)
    ticket = ticket_for(make_user())
    with live.STREAM._reading:  # another thread waits for the database
        assert asked("/live/", HTTP_X_TICKET=ticket)[0] == "503 Service Unavailable"
        assert asked("/claims/", HTTP_ACCEPT="text/html")[2] == b""


def test_pages_ask_less_often_the_more_of_them_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(live, "monotonic", lambda: now[0])
    pace = Pace()

    def every_with(pages: int) -> float:
        """After two times two seconds in which so many pages ask as they are told to."""
        for _ in range(2):
            for _ in range(round(2 * pages / pace.every) - 1):
                pace.count()
            now[0] += 2
            pace.count()
        return pace.every

    assert [every_with(pages) for pages in (10, 300, 900, 10)] == [1.0, 1.0, 3.0, 1.0]


def test_only_a_whole_page_begins_to_listen(client: Client, user: User) -> None:
    place = asked("/claims/", HTTP_ACCEPT="text/html,*/*")[2].decode()
    assert Place.read(place) is not None
    for environ in [{}, {"HTTP_HX_REQUEST": "true"}, {"REQUEST_METHOD": "POST"}]:
        assert asked("/claims/", **{"HTTP_ACCEPT": "text/html", **environ})[2] == (
            b"no place" if environ else place.encode()
        )
    page = client.get("/claims/", **{live.PLACE: place}).content.decode()  # type: ignore[arg-type]
    assert f'<body data-place="{place}" data-ticket="' in page
    assert "<body>" in client.get("/claims/").content.decode()
    client.logout()
    page = client.get("/accounts/login/", **{live.PLACE: place}).content.decode()  # type: ignore[arg-type]
    assert "<body>" in page


def test_a_ticket_is_renewed_for_those_who_are_logged_in(client: Client, user: User) -> None:
    response = client.get("/live/ticket/")
    assert reader_of(response.json()["ticket"]) == user.pk
    assert "no-store" in response["Cache-Control"]
    user.is_active = False
    user.save(update_fields=["is_active"])
    assert client.get("/live/ticket/").status_code == 302


def test_the_header_is_fetched_alone(client: Client, user: User) -> None:
    make_claim(assignee=user)
    page = client.get("/live/header/", headers={"HX-Request": "true"})
    waiting = '<span class="count">1<span class="visually-hidden"> waiting</span></span>'
    assert page.content.decode() == (
        f'<span id="waiting-count">{waiting}</span><span id="unread-count"></span>'
    )
    assert client.get("/live/header/")["Location"] == "/queue/"


def test_a_whole_card_is_fetched_as_it_is_shown(client: Client, user: User) -> None:
    claim = make_claim()
    address = f"/claims/{claim.pk}/card/?card="
    htmx = {"HX-Request": "true"}
    closed = client.get(address + "closed", headers=htmx)
    opened = client.get(address + "open", headers=htmx)
    assert f'<article class="card s-new" id="claim-{claim.pk}"' in closed.content.decode()
    assert '<div class="card-body" hidden></div>' in closed.content.decode()
    turns = [f"/interviews/{claim.interview.slug}/v1/turns/2/"]
    told = {"claim-captured": {"claim": claim.pk, "turns": turns}}
    assert json.loads(closed["HX-Trigger"]) == told
    assert f'<article class="card s-new open" id="claim-{claim.pk}"' in opened.content.decode()
    assert f'id="claim-{claim.pk}-statement"' in opened.content.decode()
