"""Details and dates that a file tells of itself."""

from datetime import date

import pytest

from claims.text.parts import Details
from claims.text.readers.about import date_of, details_of


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2021-12-03", date(2021, 12, 3)),
        ("2021-12-03T08:21:00Z", date(2021, 12, 3)),
        ("2021/12/3", date(2021, 12, 3)),
        ("3 December 2021", date(2021, 12, 3)),
        ("3rd Dec. 2021", date(2021, 12, 3)),
        ("Friday, December 3, 2021, 8:21 AM", date(2021, 12, 3)),
        ("3.12.2021", date(2021, 12, 3)),
        ("3/12/2021", None),
        ("2021-13-03", None),
        ("31 February 2021", None),
        ("3 Smarch 2021", None),
        ("", None),
    ],
)
def test_dates(words: str, expected: date | None) -> None:
    assert date_of(words) == expected


def test_the_first_of_each_name_counts_and_what_is_none_is_left() -> None:
    pairs = [
        ("Title", " The  bridge "), ("headline", "Another"), ("By", "Ada"), ("Language", "en_GB"),
        ("URL", "javascript:x"), ("Colour", "red"), ("Publisher", "x" * 400),
    ]  # fmt: skip
    assert details_of(pairs) == Details(title="The bridge", author="Ada", language="en-GB")
    assert details_of([("language", "the English one"), ("link", "https://example.org/a")]) == (
        Details(url="https://example.org/a")
    )
