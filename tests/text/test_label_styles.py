"""Labels without a colon, times before words, and the styles of courts and parliaments."""

import pytest

from claims.text.reading import read
from tests.text.readers.said import times, turns
from tests.text.soundness import sound


@pytest.mark.parametrize(
    ("labels", "names", "first_time"),
    [
        (["Ada Quill  0:03\n", "Jan Ober  0:15\n"], ["Ada Quill", "Jan Ober"], 3000),
        (["Ada Quill 12:03 PM\n", "Jan Ober 12:04 PM\n"], ["Ada Quill", "Jan Ober"], None),
        (["0:03 Ada Quill\n", "0:15 Jan Ober\n"], ["Ada Quill", "Jan Ober"], 3000),
        (["Ada Quill | 00:00:03\n", "Jan Ober | 00:00:15\n"], ["Ada Quill", "Jan Ober"], 3000),
        (["Speaker 1 [0:03]\n", "Speaker 2 [0:15]\n"], ["Speaker 1", "Speaker 2"], 3000),
        (["[0:03 - 0:15] Ada: ", "[0:15 - 0:20] Jan: "], ["Ada", "Jan"], 3000),
        (["[Ada Quill]: ", "[Jan Ober]: "], ["Ada Quill", "Jan Ober"], None),
        (["ADA QUILL — ", "JAN OBER — "], ["ADA QUILL", "JAN OBER"], None),
        (["Ada – ", "Jan – "], ["Ada", "Jan"], None),
        (["ADA QUILL\n", "JAN OBER\n"], ["ADA QUILL", "JAN OBER"], None),
        (["Ada Quill\n\n", "Jan Ober\n\n"], ["Ada Quill", "Jan Ober"], None),
        (["Mr. SMITH. ", "The CHAIRMAN. "], ["Mr. SMITH", "The CHAIRMAN"], None),
        (["Mr Speaker: ", "Some hon. members: "], ["Mr Speaker", "Some hon. members"], None),
        (["The Prime Minister (Ada Quill): ", "Jan Ober (Northport, Lib.): "],
         ["The Prime Minister (Ada Quill)", "Jan Ober (Northport, Lib.)"], None),
    ],
)  # fmt: skip
def test_these_are_labels(labels: list[str], names: list[str], first_time: int | None) -> None:
    one, two = labels
    reading = read(f"{one}It leaks.\n\n{two}Does it?\n\n{one}Yes.\n\n{two}Oh.\n\n{one}It does.")
    sound(reading)
    assert reading.speakers == names
    assert [words for _, _, words in turns(reading)] == [
        "It leaks.", "Does it?", "Yes.", "Oh.", "It does.",
    ]  # fmt: skip
    assert reading.turns[0].starts_at_ms == first_time
    assert reading.turns[0].label == one.strip()


@pytest.mark.parametrize(
    "text",
    [
        "HARBOUR CITY — The mayor said no.\n\nShe left.\n\nIt rained — a lot.\n\nShe came back.",
        "Key Findings\n\nIt leaks.\n\nWhat Next\n\nNothing.\n\nThe Cost\n\nNine million.",
        "Lunch at 12:30\n\nIt was good.\n\nTea at 15:00\n\nIt was not.",
        "Copyright (c) 1992, 1993\nBy the town.\n\nLICENCE, OR NOT\nIt is free.",
        "[bridge]: https://example.org\n[town]: https://example.org/town\n\nIt leaks.\n\nIt does.",
        "Mr. A. saw it. It leaked.\n\nShe saw it too.\n\nMr. B. did not.",
    ],
)
def test_these_are_articles(text: str) -> None:
    reading = read(text)
    sound(reading)
    assert (reading.format, reading.speakers) == ("article", [])


def test_who_asks_in_court_is_named_by_the_line_that_says_so() -> None:
    reading = read(
        "Q. Where were you?\nA. At home.\nBY MS. JONES:\nQ. Sure?\nA. Yes.\nBY MR. OBER:\nQ. Well?"
    )
    sound(reading)
    assert turns(reading) == [
        ("Q", None, "Where were you?"),
        ("A", None, "At home."),
        ("(direction)", None, "BY MS. JONES:"),
        ("MS. JONES", None, "Sure?"),
        ("A", None, "Yes."),
        ("(direction)", None, "BY MR. OBER:"),
        ("MR. OBER", None, "Well?"),
    ]
    assert [note.text for note in reading.notes][:1] == ["“Q” is read as MS. JONES from here on."]


def test_times_before_words_are_labels_in_a_transcript() -> None:
    reading = read(
        "Ada Quill: We began.\n\n[00:12:03]\n\nIt rained.\n\nJan Ober: No.\n\n[00:13:00] And yes."
        "\n\n00:14:00\nAda Quill: Right.\n\n(LAUGHTER)\n\nJan Ober: No.\n\n[00:15:00]"
    )
    sound(reading)
    assert [
        (*turn, one.label) for turn, one in zip(turns(reading), reading.turns, strict=True)
    ] == [
        ("Ada Quill", None, "We began.", "Ada Quill:"),
        ("Ada Quill", 723_000, "It rained.", "[00:12:03]"),
        ("Jan Ober", None, "No.", "Jan Ober:"),
        ("Jan Ober", 780_000, "And yes.", "[00:13:00]"),
        ("Ada Quill", 840_000, "Right.", "00:14:00\nAda Quill:"),
        ("(direction)", None, "(LAUGHTER)", ""),
        ("Jan Ober", None, "No.", "Jan Ober:"),
        ("(direction)", None, "[00:15:00]", ""),
    ]
    assert times(reading) == [
        ("It", 723_000), ("And", 780_000), ("Right.", 840_000), ("[00:15:00]", 900_000),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[00:12:03]\nIt rained. It did.\n\n[00:13:03]\nAgain.",
         [("(paragraph)", 723_000, "It rained. It did."), ("(paragraph)", 783_000, "Again.")]),
        ("(12:03) It rained.\n\n(13:03) Again.",
         [("(paragraph)", 723_000, "It rained."), ("(paragraph)", 783_000, "Again.")]),
        ("00:12:03\n\nIt rained.\n\n00:13:03\n\nAgain.",
         [("(paragraph)", 723_000, "It rained."), ("(paragraph)", 783_000, "Again.")]),
        ("0:01 - It rained.\n\n0:02 - Again.\n\n0:03 - And more.",
         [("(paragraph)", 1000, "It rained."), ("(paragraph)", 2000, "Again."),
          ("(paragraph)", 3000, "And more.")]),
        ("(12:03) It rained.\n\nAgain.",
         [("(paragraph)", None, "(12:03) It rained."), ("(paragraph)", None, "Again.")]),
        ("12:30 is late.\n\nAgain.",
         [("(paragraph)", None, "12:30 is late."), ("(paragraph)", None, "Again.")]),
    ],
)  # fmt: skip
def test_times_before_paragraphs(text: str, expected: list[tuple[str, int | None, str]]) -> None:
    reading = read(text)
    sound(reading)
    assert turns(reading) == expected


def test_times_in_brackets_between_words_are_places_too() -> None:
    reading = read("Ada: It [crosstalk 00:00:09] leaks.\n\nJan: No [0:12] so.\n\nAda: Yes.")
    assert times(reading) == [("[crosstalk", 9000), ("[0:12]", 12000)]
