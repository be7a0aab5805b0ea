"""When a claim is heard, as its row says it, and where that is shown."""

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from claims.actions import reviews
from claims.actions.corrections import correct_transcript
from claims.actions.interviews import add_interview
from claims.actions.recordings import examine_recording, keep_recording
from claims.models import Claim, Interview, Role
from claims.text.readers import read_file
from claims.text.reading import read
from tests.factories import TIMED, make_claim, make_interview, make_signed_claim, make_user
from tests.files import wav

pytestmark = pytest.mark.django_db
VIDEO = "https://www.youtube.com/watch?v=abc"
CAPTIONS = b"""WEBVTT

00:01.000 --> 00:02.000
<v Ada Brandt>Thank you for coming.

00:02.500 --> 00:04.000
<v Tom Okafor>The bridge cost nine million euros.

00:04.250 --> 00:05.000
<v Tom Okafor>It was never inspected.
"""


def heard(claim: Claim) -> int | None:
    return Claim.objects.values_list("heard_at_ms", flat=True).get(pk=claim.pk)


def captioned(**details: Any) -> Interview:
    details = {"title": "The bridge", **details}
    return add_interview(details, read_file(CAPTIONS, "talk.vtt"), by=make_user())


def test_a_claim_is_heard_when_its_first_word_is() -> None:
    interview = captioned()
    found = [
        heard(make_claim(interview, quote=quote))
        for quote in ("Thank you", "nine million euros", "never inspected", "Entered by hand.")
    ]
    assert found == [1000, 2500, 4250, None]


def test_a_claim_of_a_transcript_without_times_has_none() -> None:
    assert heard(make_claim()) is None


def test_a_corrected_claim_keeps_its_time_as_its_words_do() -> None:
    interview, by = make_interview(TIMED), make_user()
    claim = make_claim(interview)
    longer = TIMED.replace("Thank you", "Thank you very much indeed")
    correct_transcript(interview, read(longer), seen_number=1, reason="Heard again.", by=by)
    claim.refresh_from_db()
    assert (claim.transcript.number, heard(claim)) == (2, 723_000)
    later = longer.replace("00:12:03", "00:12:05")
    correct_transcript(interview, read(later), seen_number=2, reason="Late.", by=by)
    assert heard(claim) == 725_000


def test_whoever_writes_the_place_of_a_claim_writes_its_time() -> None:
    interview = captioned()
    claim = make_claim(interview, quote="never inspected")
    start = interview.transcripts.get().text.index("Thank")
    Claim.objects.filter(pk=claim.pk).update(start=start, end=start + 9, quote="Thank you")
    assert heard(claim) == 1000
    Claim.objects.filter(pk=claim.pk).update(transcript=None, start=None, end=None)
    assert heard(claim) is None


def test_an_interview_has_one_recording_at_most() -> None:
    interview, by = make_interview(), make_user()
    document = keep_recording(examine_recording(SimpleUploadedFile("a.wav", wav())), by=by)
    both = Interview.objects.filter(pk=interview.pk)
    with pytest.raises(IntegrityError, match="one_recording"), transaction.atomic():
        both.update(recording=document, recording_url="https://example.org/a.mp3")


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("", '<span class="heard">12:03</span>'),
        ("https://example.org/page", '<span class="heard">12:03</span>'),
        (VIDEO, f'href="{VIDEO}&amp;t=723"'),
        ("https://vimeo.com/123", 'href="https://vimeo.com/123#t=723s"'),
    ],
)
def test_a_claim_shows_its_time_on_the_desk_and_on_its_page(
    client: Client, url: str, link: str
) -> None:
    claim = make_claim(make_interview(TIMED, url=url))
    client.force_login(make_user(Role.VIEWER))
    paths = [f"/claims/{claim.pk}/", claim.interview.get_absolute_url(),
             f"/claims/{claim.pk}/head/"]  # fmt: skip
    for path in paths:
        assert link in client.get(path).text


def test_the_time_is_a_column_of_the_list(client: Client) -> None:
    user = make_user()
    client.force_login(user)
    claim = make_claim(make_interview(TIMED, url=VIDEO))
    bare = make_claim(make_interview(TIMED))
    make_claim()
    user.claim_columns = ["heard"]
    user.save(update_fields=["claim_columns"])
    page = client.get("/claims/").text
    cells = re.findall(r'<tr[^>]* id="claim-row-(\d+)">.*?data-label="In the recording">(.*?)</td>',
                       page, re.DOTALL)  # fmt: skip
    found = {int(pk): cell for pk, cell in cells}
    assert f'href="{VIDEO}&amp;t=723"' in found[claim.pk]
    assert found[bare.pk] == "12:03"
    assert sorted(map(bool, found.values())) == [False, True, True]


def test_programs_and_files_say_the_time(client: Client) -> None:
    client.force_login(make_user())
    claim = make_claim(make_interview(TIMED, url=VIDEO))
    told = client.get(f"/api/v1/claims/{claim.pk}").json()
    assert (told["heard_at_ms"], told["heard_at_url"]) == (723_000, f"{VIDEO}&t=723")
    sent = b"".join(client.get("/claims/export/jsonl/").streaming_content)  # type: ignore[arg-type]
    row = json.loads(sent)
    assert (row["heard_at"], row["heard_address"]) == ("12:03", f"{VIDEO}&t=723")


def test_a_publication_says_when_its_quote_is_heard(client: Client) -> None:
    claim = make_signed_claim(make_interview(TIMED, url=VIDEO))
    claim = reviews.publish(claim, seen_version=claim.version, by=make_user(Role.EDITOR))
    payload = claim.publications.get().payload
    assert payload["heard"] == {"at": "12:03", "url": f"{VIDEO}&t=723"}
    client.force_login(make_user(Role.VIEWER))
    assert f'href="{VIDEO}&amp;t=723"' in client.get(f"/claims/{claim.pk}/publications/").text
    untimed = make_signed_claim()
    untimed = reviews.publish(untimed, seen_version=untimed.version, by=make_user(Role.EDITOR))
    assert "heard" not in untimed.publications.get().payload
