"""An interview from a web address, and snapshots of sources, page by page."""

import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from claims.actions.fetches import ask, work_through
from claims.models import Fetch, Interview, Role, Snapshot, Source, User
from tests.factories import make_source, make_user
from tests.web.site import Site, serving

pytestmark = pytest.mark.django_db
NEW = "/interviews/new/fetch/"
TALK = b"Ada Quill: The bridge cost nine million euros.\n\nTom Roe: It was never inspected.\n"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as here:
        yield here


@pytest.fixture
def reviewer(client: Client) -> User:
    user = make_user()
    client.force_login(user)
    return user


def asked(client: Client, url: str) -> str:
    """The address of the page that shows how far the fetch has got."""
    response = client.post(NEW, {"address": url, "key": uuid.uuid4()})
    assert response.status_code == 302
    return response.headers["Location"]


def test_an_address_leads_to_what_was_understood_and_is_stored_with_its_file(
    client: Client, reviewer: User, site: Site
) -> None:
    place = asked(client, site.puts("/talk.txt", TALK))
    waiting = client.get(place)
    assert "Waiting for its turn" in waiting.text
    work_through(site.rules)
    preview = client.get(place, follow=True)
    assert preview.redirect_chain[-1][0].startswith("/interviews/new/from/")
    reading = preview.context["reading"]
    assert reading.speakers == ["Ada Quill", "Tom Roe"]
    sent = {
        "text": TALK.decode(), "sha256": reading.sha256, "key": uuid.uuid4(), "language": "en",
        "origin": preview.context["origin"].sealed(), "title": "The bridge", "action": "store",
    }  # fmt: skip
    assert client.post("/interviews/new/", sent).status_code == 302
    transcript = Interview.objects.get().transcripts.get()
    snapshot = Snapshot.objects.get()
    assert (transcript.text, transcript.original) == (TALK.decode(), snapshot.document)


def test_the_page_that_waits_goes_on_by_itself_once_it_is_done(
    client: Client, reviewer: User, site: Site
) -> None:
    place = asked(client, site.puts("/", TALK))
    assert 'hx-trigger="every 1s"' in client.get(place, headers=HTMX).text
    work_through(site.rules)
    done = client.get(place, headers=HTMX)
    assert done.headers["HX-Redirect"] == place.replace("fetch", "from")


def test_what_failed_says_why_and_is_tried_again(
    client: Client, reviewer: User, site: Site
) -> None:
    place = asked(client, site.at("/later"))
    work_through(site.rules)
    page = client.get(place)
    assert "answers with 404" in page.text
    assert 'hx-trigger="every 1s"' not in page.text
    site.puts("/later", TALK)
    again = client.post(f"{place}again/")
    assert (again.status_code, again.headers["Location"]) == (302, place)
    work_through(site.rules)
    assert client.get(place).status_code == 302


@pytest.mark.parametrize(
    ("address", "words"),
    [("", "Paste the address"), ("file:///etc/passwd", "http://"), ("http://127.1/", "")],
)
def test_a_bad_address_is_said_beside_its_field_and_stays(
    client: Client, reviewer: User, address: str, words: str
) -> None:
    response = client.post(NEW, {"address": address, "key": uuid.uuid4()})
    assert response.status_code == 422
    assert words in response.text
    assert f'value="{address}"' in response.text
    assert not Fetch.objects.exists()


def test_the_same_form_twice_is_one_fetch(client: Client, reviewer: User) -> None:
    sent = {"address": "https://example.org/", "key": uuid.uuid4()}
    places = {client.post(NEW, sent).headers["Location"] for _ in "ab"}
    assert len(places) == 1
    assert Fetch.objects.count() == 1


def test_a_viewer_fetches_nothing(client: Client) -> None:
    client.force_login(make_user(Role.VIEWER))
    source = make_source()
    fetch = ask("https://example.org/", key=uuid.uuid4(), by=make_user())
    for path in (NEW, f"/sources/{source.pk}/snapshots/new/", f"{NEW}{fetch.key}/again/"):
        assert client.post(path, {"address": "https://example.org/"}).status_code == 403, path
    assert client.get(f"{NEW}{fetch.key}/").status_code == 403
    assert Fetch.objects.count() == 1


def take_snapshot(client: Client, source: Source, site: Site) -> None:
    sent = {"key": uuid.uuid4()}
    response = client.post(f"/sources/{source.pk}/snapshots/new/", sent, headers=HTMX)
    assert "Fetching the page" in response.text
    work_through(site.rules)


def test_snapshots_of_a_source_say_whether_its_text_has_changed(
    client: Client, reviewer: User, site: Site
) -> None:
    url = site.puts("/", TALK)
    source = make_source(url=url, canonical_url=url)
    for body in (TALK, TALK, TALK.replace(b"nine", b"ten")):
        site.puts("/", body)
        take_snapshot(client, source, site)
    page = client.get(source.get_absolute_url())
    assert [row.changed for row in page.context["snapshots"]] == [True, False, None]
    newest = Snapshot.objects.order_by("-pk")[0]
    shown = client.get(newest.get_absolute_url())
    assert shown.context["changes"] == 1
    assert "cost ten million" in shown.text


def test_markup_of_a_page_is_shown_as_text_and_its_file_is_never_live(
    client: Client, reviewer: User, site: Site
) -> None:
    body = b"Ada Quill: <script>alert(1)</script> It cost nine million euros.\n"
    url = site.puts("/", body)
    source = make_source(url=url, canonical_url=url)
    take_snapshot(client, source, site)
    snapshot = Snapshot.objects.get()
    page = client.get(snapshot.get_absolute_url())
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text
    file = client.get(snapshot.document.get_absolute_url())
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(file.streaming_content) == body


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_source_costs_the_same_with_any_number_of_snapshots(
    client: Client, reviewer: User, site: Site, rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    url = site.puts("/", TALK)
    source = make_source(url=url, canonical_url=url)
    for _ in range(rows):
        take_snapshot(client, source, site)
    with django_assert_num_queries(7):
        client.get(source.get_absolute_url())
