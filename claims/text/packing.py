"""A reading without its text, as JSON, to be put together with the same text later."""

import hashlib
from dataclasses import asdict
from datetime import date
from typing import Any

from claims.text.parts import Details, Note, Quote, Reading, Turn


def packed(reading: Reading) -> dict[str, Any]:
    """All but the text, in types that JSON has; parts are rows of values, which are short."""
    details = asdict(reading.details)
    day = reading.details.published_on
    return {
        "format": reading.format,
        "sha256": reading.sha256,
        "speakers": reading.speakers,
        "turns": [_row(turn) for turn in reading.turns],
        "quotes": [_row(quote) for quote in reading.quotes],
        "notes": [_row(note) for note in reading.notes],
        "times": [list(pair) for pair in reading.times],
        "done": reading.done,
        "details": {**details, "published_on": day.isoformat() if day else ""},
        "encoding": reading.encoding,
    }


def unpacked(text: str, values: dict[str, Any]) -> Reading | None:
    """The reading that was packed; None where the text is not to the letter the one it had."""
    if hashlib.sha256(text.encode()).hexdigest() != values["sha256"]:
        return None
    details = values["details"]
    day = date.fromisoformat(details["published_on"]) if details["published_on"] else None
    return Reading(
        values["format"],
        text,
        values["sha256"],
        values["speakers"],
        [Turn(*row) for row in values["turns"]],
        [Quote(*row) for row in values["quotes"]],
        [Note(*row) for row in values["notes"]],
        [(place, time) for place, time in values["times"]],
        values["done"],
        Details(**{**details, "published_on": day}),
        values["encoding"],
    )


def _row(part: Turn | Quote | Note) -> list[Any]:
    return [getattr(part, name) for name in type(part).__slots__]
