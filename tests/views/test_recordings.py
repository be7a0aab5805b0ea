"""The recording of an interview: given, refused, replaced, taken away, and handed out."""

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from claims.models import Document, Interview, Role
from claims.views import recordings
from tests import files
from tests.factories import TIMED, make_claim, make_interview, make_user

pytestmark = pytest.mark.django_db
ADDRESS = "https://media.example.org/talk.mp3"
SOUND = files.wav(0.5)


@pytest.fixture
def interview() -> Interview:
    return make_interview(TIMED)


@pytest.fixture
def reviewer(client: Client) -> Client:
    client.force_login(make_user())
    return client


def give(client: Client, interview: Interview, data: bytes = b"", **sent: Any) -> Any:
    if data:
        sent["file"] = SimpleUploadedFile(sent.pop("name", "talk.wav"), data)
    return client.post(f"/interviews/{interview.slug}/recording/edit/", sent)


def present(interview: Interview) -> tuple[str, str]:
    row = Interview.objects.with_recording().get(pk=interview.pk)
    return (row.recording.name if row.recording else "", row.recording_url)


def ask(client: Client, interview: Interview, method: str = "GET", **headers: str) -> Any:
    return client.generic(method, f"/interviews/{interview.slug}/recording/", headers=headers)


def body(response: Any) -> bytes:
    """All of it, after which the client closes its file."""
    return b"".join(response.streaming_content)


def status(response: Any) -> int:
    body(response)
    return int(response.status_code)


def test_a_file_is_kept_under_its_content_and_plays_on_the_desk(
    reviewer: Client, interview: Interview
) -> None:
    claim = make_claim(interview)
    response = give(reviewer, interview, SOUND)
    assert (response.status_code, response["Location"]) == (302, f"/interviews/{interview.slug}/")
    document = Document.objects.get()
    assert (document.media_type, document.size) == ("audio/wav", len(SOUND))
    with default_storage.open(document.file.name) as file:
        assert file.read() == SOUND
    desk = reviewer.get(f"/interviews/{interview.slug}/").text
    media = f"/interviews/{interview.slug}/recording/"
    assert f'preload="metadata" src="{media}"' in desk
    assert desk.count(f'href="{media}#t=723" data-ms="723000"') == 2  # the turn and the claim
    assert f'href="{media}#t=723"' in reviewer.get(f"/claims/{claim.pk}/").text
    assert "js/player.js" in desk


def test_without_a_recording_the_desk_says_nothing_of_it(
    reviewer: Client, interview: Interview
) -> None:
    desk = reviewer.get(f"/interviews/{interview.slug}/").text
    assert [word in desk for word in ("<audio", "player.js", "data-ms")] == [False] * 3
    assert "With its recording" in reviewer.get(f"/interviews/{interview.slug}/edit/").text


def test_an_address_plays_only_on_the_desk_of_its_interview(
    reviewer: Client, interview: Interview
) -> None:
    assert (
        give(reviewer, interview, address="HTTPS://Media.example.org/talk.mp3").status_code == 302
    )
    assert present(interview) == ("", ADDRESS)
    desk = reviewer.get(f"/interviews/{interview.slug}/")
    assert f'preload="none" src="{ADDRESS}"' in desk.text
    policy = desk.headers["Content-Security-Policy"]
    assert "media-src 'self' https://media.example.org;" in f"{policy};"
    for path in [f"/interviews/{interview.slug}/edit/", f"/interviews/{make_interview().slug}/"]:
        policy = reviewer.get(path).headers["Content-Security-Policy"]
        assert "media-src 'self';" in f"{policy};"
    assert ask(reviewer, interview).status_code == 404


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({}, "Choose a file, or paste the address of one."),
        ({"data": b"<html><video></video></html>"}, "This is no recording that browsers play"),
        ({"data": files.pdf(), "name": "talk.mp3"}, "This is no recording that browsers play"),
        ({"data": files.png()}, "This is no recording that browsers play"),
        ({"data": SOUND, "address": ADDRESS}, "There is a file and an address"),
        ({"address": "https://youtu.be/abc"}, "the address of a page"),
        ({"address": "http://example.org/a.mp3"}, "begins with https://"),
        ({"address": "https://example.org;script-src *;/a.mp3"}, "."),
        ({"address": "https://example.org/\x00.mp3"}, "."),
    ],
)
def test_what_is_no_recording_is_refused(
    reviewer: Client, interview: Interview, sent: dict[str, Any], why: str
) -> None:
    response = give(reviewer, interview, **sent)
    assert response.status_code == 422
    assert escape(why) in response.text
    assert 'aria-invalid="true"' in response.text
    assert present(interview) == ("", "")
    assert not Document.objects.exists()


def test_an_empty_file_is_refused(reviewer: Client, interview: Interview) -> None:
    sent = {"file": SimpleUploadedFile("talk.mp3", b"")}
    response = reviewer.post(f"/interviews/{interview.slug}/recording/edit/", sent)
    assert (response.status_code, "This file is empty." in response.text) == (422, True)


def test_a_file_over_the_limit_is_refused_before_it_is_read(
    reviewer: Client, interview: Interview, settings: Any
) -> None:
    settings.RECORDING_MAX_BYTES = 2_000
    response = give(reviewer, interview, files.wav(1))
    assert "This file has 0.1 MB; the limit is 0.1 MB." in response.text
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000
    response = give(reviewer, interview, files.wav(200))
    assert response.status_code == 422
    assert "This is 1.6 MB large; the limit is 0 MB: make it smaller" in response.text
    assert present(interview) == ("", "")


def test_a_large_file_goes_to_the_disk_and_not_to_memory(
    reviewer: Client, interview: Interview
) -> None:
    data = files.wav(900)  # 7.2 MB: more than a form may hold in memory
    assert give(reviewer, interview, data).status_code == 302
    piece = ask(reviewer, interview, Range="bytes=0-")
    assert piece.headers["Content-Range"] == f"bytes 0-{recordings.PIECE_BYTES - 1}/{len(data)}"
    assert body(piece) == data[: recordings.PIECE_BYTES]
    rest = ask(reviewer, interview, Range=f"bytes={recordings.PIECE_BYTES}-")
    assert body(rest) == data[recordings.PIECE_BYTES :]


def test_the_newest_recording_stands_and_nothing_is_deleted(
    reviewer: Client, interview: Interview
) -> None:
    give(reviewer, interview, SOUND)
    first = Document.objects.get()
    give(reviewer, interview, files.wav(0.2), name="better.wav", seen=first.sha256)
    second = Document.objects.exclude(pk=first.pk).get()
    assert present(interview) == ("better.wav", "")
    give(reviewer, interview, address=ADDRESS, seen=second.sha256)
    assert present(interview) == ("", ADDRESS)
    give(reviewer, interview, action="remove", seen=ADDRESS)
    assert present(interview) == ("", "")
    assert Document.objects.count() == 2
    assert Interview.objects.get(pk=interview.pk).version == 1


def test_a_stale_form_replaces_nothing_and_its_file_is_not_sent_twice(
    reviewer: Client, interview: Interview
) -> None:
    give(reviewer, interview, address=ADDRESS)
    stale = give(reviewer, interview, SOUND)
    assert stale.status_code == 409
    assert "Somebody changed the recording meanwhile" in stale.text
    assert present(interview) == ("", ADDRESS)
    form = stale.context["recording"]
    assert give(reviewer, interview, **form.initial).status_code == 302
    assert present(interview) == ("talk.wav", "")


def test_a_forged_name_of_a_kept_file_is_refused(reviewer: Client, interview: Interview) -> None:
    response = give(reviewer, interview, kept="a" * 64)
    assert response.status_code == 422
    assert present(interview) == ("", "")


def test_taking_away_what_somebody_replaced_is_stale(
    reviewer: Client, interview: Interview
) -> None:
    give(reviewer, interview, address=ADDRESS)
    assert give(reviewer, interview, action="remove", seen="").status_code == 409
    assert present(interview) == ("", ADDRESS)


def test_a_viewer_hears_and_changes_nothing(client: Client, interview: Interview) -> None:
    client.force_login(make_user())
    give(client, interview, SOUND)
    client.force_login(make_user(Role.VIEWER))
    assert status(ask(client, interview)) == 200
    assert give(client, interview, address=ADDRESS).status_code == 403
    assert client.get(f"/interviews/{interview.slug}/recording/edit/").status_code == 403
    client.logout()
    assert ask(client, interview).status_code == 302


def test_the_token_of_the_form_is_asked_for(interview: Interview) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user())
    assert give(client, interview, address=ADDRESS).status_code == 403


def test_the_whole_file_and_its_headers(reviewer: Client, interview: Interview) -> None:
    give(reviewer, interview, SOUND)
    etag = f'"{Document.objects.get().sha256}"'
    whole = ask(reviewer, interview)
    assert (whole.status_code, body(whole)) == (200, SOUND)
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert whole.headers["Content-Type"] == "audio/wav"
    assert whole.headers["Content-Length"] == str(len(SOUND))
    assert whole.headers["Content-Disposition"] == 'inline; filename="talk.wav"'
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in whole.headers["Content-Security-Policy"]
    assert (whole.headers["ETag"], "private" in whole.headers["Cache-Control"]) == (etag, True)
    head = ask(reviewer, interview, "HEAD", Range="bytes=0-1")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == str(len(SOUND))
    known = ask(reviewer, interview, **{"If-None-Match": etag})
    assert (known.status_code, known.content) == (304, b"")


def test_a_player_gets_the_part_that_it_asks_for(reviewer: Client, interview: Interview) -> None:
    give(reviewer, interview, SOUND)
    size = len(SOUND)
    for asked, start, end in [("0-", 0, size), ("100-199", 100, 200), ("-50", size - 50, size)]:
        piece = ask(reviewer, interview, Range=f"bytes={asked}")
        assert (piece.status_code, body(piece)) == (206, SOUND[start:end])
        assert piece.headers["Content-Range"] == f"bytes {start}-{end - 1}/{size}"
        assert piece.headers["Content-Length"] == str(end - start)
    outside = ask(reviewer, interview, Range=f"bytes={size}-")
    assert (outside.status_code, outside.content) == (416, b"")
    assert outside.headers["Content-Range"] == f"bytes */{size}"


def test_a_part_of_another_file_is_not_mixed_in(reviewer: Client, interview: Interview) -> None:
    give(reviewer, interview, SOUND)
    etag = f'"{Document.objects.get().sha256}"'
    found = [
        status(ask(reviewer, interview, **{"Range": "bytes=5-9", "If-Range": given}))
        for given in (etag, '"other"', "Sat, 28 Nov 2026 10:00:00 GMT")
    ]
    assert found == [206, 200, 200]


def test_a_file_that_is_gone_is_not_found(reviewer: Client, interview: Interview) -> None:
    give(reviewer, interview, SOUND)
    default_storage.delete(Document.objects.get().file.name)
    assert ask(reviewer, interview).status_code == 404


def test_the_times_of_words_are_handed_to_the_player(
    reviewer: Client, interview: Interview
) -> None:
    told = reviewer.get(f"/interviews/{interview.slug}/v1/times.json")
    assert told.json()["times"] == [1_000, 723_000, 3_723_000]
    assert "immutable" in told.headers["Cache-Control"]
    assert reviewer.get(f"/interviews/{interview.slug}/v2/times.json").status_code == 404


def test_a_recording_costs_the_desk_no_query(
    reviewer: Client, interview: Interview, django_assert_num_queries: Any
) -> None:
    make_claim(interview)
    path = f"/interviews/{interview.slug}/"
    reviewer.get(path)
    with django_assert_num_queries(10):
        reviewer.get(path)
    give(reviewer, interview, files.mp4(), name="talk.mp4")
    reviewer.get(path)
    with django_assert_num_queries(10):
        assert "<video" in reviewer.get(path).text
