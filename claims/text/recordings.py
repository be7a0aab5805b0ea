"""Of which kind a file of sound or video is, by its content; and addresses of such files."""

import re
from typing import Protocol
from urllib.parse import urlsplit

from claims.text.addresses import canonical_url
from claims.text.errors import BadAddress
from claims.text.timing import MEDIA

HEAD_BYTES = 65_536
_VIDEO = (".mp4", ".ogv", ".webm")
_ID3 = re.compile(rb"ID3[\x02-\x04][\x00-\xfe].([\x00-\x7f]{4})", re.DOTALL)
_SOUND_BRANDS = {b"M4A ", b"M4B "}
_BRANDS = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash"}
_OGG_FIRST = {
    b"OpusHead": "audio/ogg", b"\x01vorbis": "audio/ogg", b"\x7fFLAC": "audio/ogg",
    b"\x80theora": "video/ogg",
}  # fmt: skip
_WEBM = re.compile(rb"\x1aE\xdf\xa3.{0,48}?B\x82\x84webm", re.DOTALL)
_WAV = re.compile(rb"(?:RIFF|RF64)....WAVE(?:fmt |JUNK|bext|ds64|LIST)", re.DOTALL)
_KBITS_1 = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBITS_2 = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_HERTZ = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}


class Readable(Protocol):
    """An open file of bytes."""

    def read(self, size: int = ..., /) -> bytes: ...

    def seek(self, place: int, /) -> object: ...


def kind_of(file: Readable) -> str:
    """The media type of a recording, as a web server names it; '' for a file of another kind."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if _WAV.match(head):
        return "audio/wav"
    if head.startswith(b"fLaC\x00\x00\x00\x22"):
        return "audio/flac"
    if head.startswith(b"OggS\x00"):
        return next((kind for sign, kind in _OGG_FIRST.items() if head[28:].startswith(sign)), "")
    if _WEBM.match(head):
        return "video/webm" if re.search(rb"V_(?:VP[89]|AV1)", head) else "audio/webm"
    if head[4:8] == b"ftyp":
        return _of_brand(head[8:12])
    return "audio/mpeg" if _is_mp3(file, head) else ""


def _of_brand(brand: bytes) -> str:
    """By the first brand of an MP4, which says what it is meant for."""
    return "audio/mp4" if brand in _SOUND_BRANDS else "video/mp4" if brand in _BRANDS else ""


def _is_mp3(file: Readable, head: bytes) -> bool:
    """Whether two frames follow each other, at the beginning or after a tag."""
    if found := _ID3.match(head):
        size = sum(byte << shift for byte, shift in zip(found[1], (21, 14, 7, 0), strict=True))
        file.seek(10 + size)
        head = file.read(HEAD_BYTES).lstrip(b"\x00")
    length = _frame_length(head)
    return length > 0 and _frame_length(head[length:]) > 0


def _frame_length(data: bytes) -> int:
    """How long the frame of MPEG layer III is that begins here, in bytes; 0 where none does."""
    if len(data) < 4 or data[0] != 0xFF or data[1] & 0xE6 != 0xE2:
        return 0
    version, bits, rate = data[1] >> 3 & 3, data[2] >> 4, data[2] >> 2 & 3
    if version not in _HERTZ or bits in {0, 15} or rate == 3:
        return 0
    kbits, per = (_KBITS_1, 144_000) if version == 3 else (_KBITS_2, 72_000)
    return per * kbits[bits - 1] // _HERTZ[version][rate] + (data[2] >> 1 & 1)


def media_address(address: str) -> str:
    """The one spelling of the address of a recording, which browsers play. Raises BadAddress."""
    canonical = canonical_url(address)
    parts = urlsplit(canonical)
    if parts.scheme != "https":
        raise BadAddress("A recording is played only from an address that begins with https://.")
    if not parts.path.lower().endswith(MEDIA):
        raise BadAddress(
            "This is the address of a page, not of a file of sound or video, which ends in .mp3, "
            ".m4a, .mp4 and the like. A page belongs under “Address” in the details: the times "
            "of claims lead there, where its site takes a time."
        )
    return canonical


def is_video_address(address: str) -> bool:
    return urlsplit(address).path.lower().endswith(_VIDEO)


def origin_of(address: str) -> str:
    """Scheme, host and port of a canonical address, as a content security policy names them."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
