"""Transcripts of courts with a number before each line."""

import pytest

from tests.fuzz import SAMPLES
from tests.text.readers.said import notes, turns, understood

TRIAL = (SAMPLES / "court" / "trial.txt").read_text("utf-8")


def test_numbers_and_heads_go_and_sentences_run_over_lines_and_pages() -> None:
    reading = understood(TRIAL)
    assert reading.format == "court"
    assert turns(reading) == [
        ("(paragraph)", None, "COURT OF THE HARBOUR DISTRICT"),
        ("THE COURT", None, "Good morning. Call the next witness."),
        ("MS. JONES", None, "The people call Ada Quill, a well-known engineer."),
        ("(direction)", None, "(Witness sworn)"),
        ("(direction)", None, "DIRECT EXAMINATION"),
        ("(direction)", None, "BY MS. JONES:"),
        (
            "MS. JONES",
            None,
            "Ms. Quill, where were you on the night of 3 May, when the bridge fell?",
        ),
        ("A", None, "At home. I was asleep --"),
        ("MS. JONES", None, "When you heard it?"),
        ("A", None, "Yes."),
        ("MR. OBER", None, "Objection."),
        ("THE COURT", None, "Overruled."),
        ("(direction)", None, "CROSS-EXAMINATION"),
        ("(direction)", None, "BY MR. OBER:"),
        ("MR. OBER", None, "Asleep?"),
        ("A", None, "As I said."),
    ]
    assert reading.done == [
        "Left out 8 lines of page heads and feet.",
        "Left out 21 line numbers.",
        "Joined 4 lines.",
        "Left out 30 stretches of white space.",
    ]
    assert ("“Q” is read as MR. OBER from here on.", "BY MR. OBER:") in notes(reading)


def test_a_line_between_pages_that_stands_once_is_kept_and_told() -> None:
    once = TRIAL.replace("Quill - direct\n\n 1   fell?", "A NOTE BY HAND\n\n 1   fell?")
    reading = understood(once)
    told = "This line has no number; is it the head of a page?"
    assert told in dict(notes(reading))
    assert "A NOTE BY HAND" in reading.text


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"{number} Chapter of Berlin" for number in range(1, 20)),
        "\n".join(f"{number * 7 % 20} it was so" for number in range(1, 20)),
        "1 it was\n2 so",
    ],
)
def test_other_numbered_lines_are_no_transcript(text: str) -> None:
    assert understood(text).format == "article"
