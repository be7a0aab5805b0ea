"""Texts with a time at every line or two."""

import pytest

from tests.fuzz import SAMPLES
from tests.text.readers.said import notes, times, turns, understood


def sample(name: str) -> str:
    return (SAMPLES / "timed" / name).read_text("utf-8")


def test_words_copied_from_a_video_site_are_joined_and_keep_their_times() -> None:
    reading = understood(sample("copied.txt"))
    assert reading.format == "timed"
    assert turns(reading) == [
        (
            "(paragraph)",
            0,
            "hello and welcome to a program about the bridge that cost nine million and leaks "
            "every night says the mayor [Applause]",
        ),
        ("(direction)", 3_612_000, "[Music]"),
    ]
    assert times(reading) == [
        ("hello", 0), ("program", 3000), ("cost", 5000), ("every", 9000), ("mayor", 12000),
        ("[Music]", 3_612_000),
    ]  # fmt: skip
    assert reading.done == [
        "Left out 6 cue times.",
        "Left out 12 stretches of white space.",
    ]


def test_ranges_of_a_recogniser_are_cues_and_words_before_them_a_paragraph() -> None:
    reading = understood("A talk\n" + sample("recognised.txt"))
    assert turns(reading) == [
        ("(paragraph)", None, "A talk"),
        ("(paragraph)", 0, "The bridge cost nine million. It was paid for by the town."),
        ("(paragraph)", 12000, "And the town is poor. Very, very poor."),
    ]
    assert notes(reading) == [("No speaker is named in this file.", "")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("0:03 Ada Quill\nIt leaks.\n\n0:15 Jan Ober\nDoes it?\n\n0:20 Ada Quill\nYes.\n\n"
         "0:25 Jan Ober\nNo.\n\n0:30 Ada Quill\nOh.", "labelled"),
        ("[0:01] ADA: It leaks.\n[0:04] JAN: No.\n[0:06] ADA: Yes.\n[0:09] JAN: Oh.\n"
         "[0:11] ADA: So.", "labelled"),
        ("12:30 is late.\n\n10:15 is early.\n\n3:00 is night.\n\n1:00 too.\n\n0:30 also.",
         "article"),
        ("9:00 AM\nBreakfast\n10:00 AM\nTalk\n11:00 AM\nLunch\n12:00 PM\nWalk\n1:00 PM\nEnd",
         "article"),
    ],
)  # fmt: skip
def test_these_are_not_for_this_reader(text: str, kind: str) -> None:
    assert understood(text).format == kind
