"""Texts with numbers of columns or pages between their lines."""

import pytest

from tests.fuzz import SAMPLES
from tests.text.readers.said import turns, understood


def test_numbers_of_columns_go_and_what_they_part_is_joined() -> None:
    reading = understood((SAMPLES / "paged" / "parliament.txt").read_text("utf-8"))
    assert reading.format == "paged"
    assert turns(reading) == [
        ("(paragraph)", None, "House of the Harbour"),
        (
            "The Prime Minister (Ada Quill)",
            None,
            "I thank my hon. Friend, who is right about the bridge.",
        ),
        ("(direction)", None, "12.03 pm"),
        ("Mr. Speaker", None, "Order."),
        ("Some hon. members", None, "Oh!"),
        ("The Prime Minister", None, "Yes."),
    ]
    assert reading.done == [
        "Left out 3 numbers of columns or pages.",
        "Joined 1 sentence that such a number parts.",
        "Left out 6 stretches of white space.",
    ]


def test_numbers_of_pages_go_at_both_ends_too() -> None:
    reading = understood("Page 1 of 3\nIt leaks.\nPage 2 of 3\n\nIt does.\n\nPage 3 of 3\n")
    assert reading.text == "It leaks.\n\nIt does."


@pytest.mark.parametrize("text", ["Column 3\n\nIt leaks.", "Page 9\n\nOne.\n\nPage 2\n\nTwo."])
def test_numbers_that_do_not_count_up_are_words(text: str) -> None:
    assert understood(text).text == text
