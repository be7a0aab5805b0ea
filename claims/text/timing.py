"""When words are heard in a recording: places in a text with times, and addresses with times.

Places are code points, times milliseconds from the beginning of the recording.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from claims.text.moving import stretches

type Times = Sequence[tuple[int, int]]
"""Pairs of place and time; places ascend. The words from a place on are heard at its time."""


def time_at(times: Times, place: int) -> int | None:
    """When the word at a place is heard; None before the first place that has a time."""
    index = bisect_right(times, place, key=lambda pair: pair[0]) - 1
    return times[index][1] if index >= 0 else None


def carried(old: str, times: Times, new: str) -> list[tuple[int, int]]:
    """The times of a text for a corrected version of it: those of the words that are the same."""
    if old == new:
        return list(times)
    same = stretches(old, new)
    begins = [one.old for one in same]
    found = []
    for place, time in times:
        index = bisect_right(begins, place) - 1
        if index >= 0 and place < same[index].old_end:
            found.append((same[index].new + place - same[index].old, time))
    return found


def clock(milliseconds: int) -> str:
    """`1:02:03`, or `02:03` below an hour."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


@dataclass(frozen=True, slots=True)
class Heard:
    """A time in a recording: in milliseconds, and where one can hear it.

    `media` is the file of the recording and `address` a page that begins at the time; '' is none.
    """

    ms: int
    media: str = ""
    address: str = ""

    @property
    def clock(self) -> str:
        return clock(self.ms)

    @property
    def played_at(self) -> str:
        """The file, from this time on, for a browser that opens it by itself."""
        return f"{self.media}#t={self.ms // 1000}" if self.media else ""


MEDIA = (".mp3", ".mp4", ".m4a", ".ogg", ".oga", ".ogv", ".opus", ".wav", ".webm", ".flac")
BY_PARAMETER = {
    "youtube.com": "t", "m.youtube.com": "t", "youtu.be": "t", "dailymotion.com": "start",
    "c-span.org": "start", "twitch.tv": "t", "ted.com": "t",
}  # fmt: skip
BY_FRAGMENT = {"vimeo.com", "soundcloud.com", "player.vimeo.com"}


def address_at(address: str, milliseconds: int) -> str:
    """The address that begins at a time, where the site is known to take one; else ''.

    Files of sound and video take a media fragment: https://www.w3.org/TR/media-frags/
    """
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    seconds = milliseconds // 1000
    if name := BY_PARAMETER.get(host):
        kept = [pair for pair in parts.query.split("&") if pair.partition("=")[0] not in {name, ""}]
        unit = "s" if host == "twitch.tv" else ""
        query = "&".join([*kept, f"{name}={seconds}{unit}"])
        return urlunsplit(parts._replace(query=query))
    if host in BY_FRAGMENT or parts.path.lower().endswith(MEDIA):
        unit = "s" if host.endswith("vimeo.com") else ""
        return urlunsplit(parts._replace(fragment=f"t={seconds}{unit}"))
    return ""
