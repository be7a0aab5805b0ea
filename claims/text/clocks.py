"""Times as people and programs write them (``00:12:03,500``, ``12:03``), in milliseconds."""

import re
from bisect import bisect_right

CLOCK = (
    r"\d{1,3}[^\S\n]?:[^\S\n]?\d{1,2}(?:[^\S\n]?:[^\S\n]?\d{1,2})?(?:[^\S\n]?[.,][^\S\n]?\d{1,9})?"
)
"""What is written like a time: with or without hours and fractions, and with stray spaces."""

_PARTS = re.compile(r"(?:(\d+):)?(\d+):(\d+)(?:[.,](\d+))?")
_MOST_HOURS = 100


def milliseconds(clock: str) -> int | None:
    """What a clock shows, in milliseconds; None where none can (``00:00:61``, 100 hours or more).

    Two numbers are minutes and seconds, of which there may be more than 59 minutes.
    """
    found = _PARTS.fullmatch(clock) or _PARTS.fullmatch("".join(clock.split()))
    if not found:
        return None
    of_day, of_hour, of_minute, fraction = found.groups()
    minutes, seconds = int(of_hour), int(of_minute)
    whole = (int(of_day or 0) * 60 + minutes) * 60 + seconds
    if seconds > 59 or (of_day and minutes > 59) or whole >= _MOST_HOURS * 3600:
        return None
    return whole * 1000 + (int(fraction[:3].ljust(3, "0")) if fraction else 0)


def written(ms: int) -> str:
    """A time as a person reads it: ``1:02:03``, ``2:03``."""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def steady(times: list[int | None]) -> list[bool]:
    """For each time whether it is in order: the fewest are not that leave the others ascending.

    So one time that is much too late is out of order, not all that come after it. What is unknown
    is in order.
    """
    tails: list[int] = []  # the places at which ascending rows of each length end, lowest first
    lowest: list[int] = []  # the times there
    before: list[int] = []
    for place, time in enumerate(times):
        length = 0 if time is None else bisect_right(lowest, time)
        before.append(tails[length - 1] if length else -1)
        if time is not None:
            tails[length : length + 1] = [place]
            lowest[length : length + 1] = [time]
    kept = [time is None for time in times]
    place = tails[-1] if tails else -1
    while place >= 0:
        kept[place] = True
        place = before[place]
    return kept
