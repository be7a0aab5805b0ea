"""A reading that is put together again from its text and all the rest."""

import json
from dataclasses import replace
from datetime import date

from claims.text.packing import packed, unpacked
from claims.text.parts import Details
from claims.text.reading import read

TEXT = "Ada Quill: It cost nine.\n\nTom Roe: “Nine,” she said.\n\nAda Quill: Yes."


def test_a_reading_survives_being_packed_as_json() -> None:
    reading = replace(
        read(TEXT), format="webvtt", times=[(0, 10), (11, 900)], done=["Left out 2 cue times."],
        details=Details(title="Talk", published_on=date(2026, 3, 1)), encoding="utf-8",
    )  # fmt: skip
    assert unpacked(TEXT, json.loads(json.dumps(packed(reading)))) == reading


def test_it_fits_no_other_text() -> None:
    assert unpacked(TEXT + " ", packed(read(TEXT))) is None
