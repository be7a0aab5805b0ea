"""Of which kind a recording is, and addresses of recordings."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.errors import BadAddress
from claims.text.recordings import is_video_address, kind_of, media_address, origin_of
from tests import files

KINDS = {
    "audio/wav": files.wav(),
    "audio/flac": files.flac(),
    "audio/ogg": files.ogg(),
    "video/ogg": files.ogg(b"\x80theora"),
    "audio/webm": files.webm(),
    "video/webm": files.webm(b"V_VP9"),
    "audio/mp4": files.mp4(b"M4A "),
    "video/mp4": files.mp4(),
    "audio/mpeg": files.mp3(),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_recording_is_told_by_its_content(kind: str) -> None:
    assert kind_of(io.BytesIO(KINDS[kind])) == kind


@pytest.mark.parametrize("size", [0, 300, 9_000])
def test_an_mp3_may_begin_with_a_tag(size: int) -> None:
    assert kind_of(io.BytesIO(files.mp3(files.id3(size)))) == "audio/mpeg"


@pytest.mark.parametrize(
    "data",
    [
        b"", b"ID3", b"\xff\xfb\x90\x00", b"<html><audio></audio></html>", files.pdf(), files.png(),
        files.docx(), files.webp(), files.mp4(b"qt  "), files.mp4(b"heic"), files.ogg(b"Speex   "),
        files.webm(kind=b"matroska"), b"RIFF\x00\x00\x00\x00AVI LIST", files.id3() + b"<script>",
        b"\xff\xfb\x90\x00" + b"<script>" * 200,
    ],
)  # fmt: skip
def test_other_files_are_no_recordings(data: bytes) -> None:
    assert kind_of(io.BytesIO(data)) == ""


@given(st.sampled_from(list(KINDS.values())), st.binary(max_size=40), st.integers(0, 60))
def test_damaged_files_are_judged_too(data: bytes, noise: bytes, place: int) -> None:
    kind = kind_of(io.BytesIO(data[:place] + noise + data[place + len(noise) :]))
    assert kind in {*KINDS, ""}


def test_an_address_of_a_recording_is_kept_in_one_spelling() -> None:
    given = "HTTPS://Media.Example.org:443/a/b/Interview.MP3?key=1#t=5"
    assert media_address(given) == "https://media.example.org/a/b/Interview.MP3?key=1"
    assert origin_of(media_address(given)) == "https://media.example.org"
    assert origin_of(media_address("https://example.org:8443/a.ogg")) == "https://example.org:8443"
    assert [is_video_address(f"https://x.org/a.{end}") for end in ("mp4", "mp3")] == [True, False]


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://example.org/a.mp3", "only from an address that begins with https://"),
        ("https://www.youtube.com/watch?v=abc", "the address of a page"),
        ("https://example.org/", "the address of a page"),
        ("https://example.org/page?file=a.mp3", "the address of a page"),
        ("javascript:alert(1)//a.mp3", "Only addresses that begin with"),
        ("https://user:secret@example.org/a.mp3", "name"),
        ("https://exam ple.org/a.mp3", "white space"),
        ("https://example.org;script-src/a.mp3", "."),
    ],
)
def test_other_addresses_are_refused(address: str, why: str) -> None:
    with pytest.raises(BadAddress, match=why):
        media_address(address)
