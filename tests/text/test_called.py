"""What a label says of who somebody is."""

import pytest

from claims.text.called import called_so, is_full_name, role_in
from claims.text.reading import read

TALK = """TRUMP: We built the wall, all of it.

THE PRESIDENT: It was the best economy ever.

Mr. Trump: They never asked me.

THE PRESIDENT: And that is that.

Donald Trump: Nobody knew.

REPORTER: {said}

TRUMP: Look.

Mr. Trump: It was unfair.

REPORTER: And then?

Donald Trump: We won.
"""


@pytest.mark.parametrize(
    "name", ["Donald Trump", "DONALD TRUMP", "Mr. Donald Trump", "Ada de la Cruz", "O. Henry Bell"]
)
def test_first_and_last_name_are_a_full_name(name: str) -> None:
    assert is_full_name(name)


@pytest.mark.parametrize(
    "name",
    ["TRUMP", "Mr. Trump", "THE PRESIDENT", "The Mayor", "Speaker 1", "Unidentified Male", "J. B.",
     "D. Trump", "Q", "", "Host (Channel 9)"],
)  # fmt: skip
def test_a_surname_a_role_and_a_number_are_none(name: str) -> None:
    assert not is_full_name(name)


def test_a_role_is_told_from_a_name() -> None:
    labels = ["THE PRESIDENT", "The Prime Minister", "MAYOR", "President Trump", "THE WITNESS", ""]
    assert [role_in(label) for label in labels] == [
        "president", "prime minister", "mayor", "", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "called"),
    [
        ("President Trump, why?", ["Donald Trump"]),
        ("President Donald Trump, why?", ["Donald Trump"]),
        ("Mr. President, why?", []),
        ("Why?", []),
        ("President Trump or President Joe Biden, why?", ["Donald Trump", "Joe Biden"]),
    ],
)
def test_a_role_is_whom_the_text_calls_so(said: str, called: list[str]) -> None:
    reading = read(TALK.format(said=said))
    assert called_so(reading, {"president"}) == {"president": called}
    assert called_so(reading, set()) == {}
