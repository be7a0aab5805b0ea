"""Captions that show words again: each is taken once, and what is said twice stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz import SAMPLES
from tests.text.readers.said import times, understood

type Shown = tuple[float, float, str]


def captions(*cues: Shown) -> str:
    """Cues with seconds, at most 59."""
    blocks = [f"00:{start:06.3f} --> 00:{end:06.3f}\n{words}" for start, end, words in cues]
    return "\n\n".join(["WEBVTT", *blocks])


def words(*cues: Shown) -> str:
    return " ".join(understood(captions(*cues)).text.split())


def test_the_rolling_captions_of_video_sites_say_each_word_once() -> None:
    reading = understood((SAMPLES / "webvtt" / "rolling.vtt").read_text("utf-8"))
    assert reading.text == "the bridge is very very old and no no no no no no no"
    assert times(reading)[:6] == [
        ("the", 480), ("bridge", 800), ("is", 1000), ("very", 1400), ("very", 2679), ("old", 3000),
    ]  # fmt: skip
    assert [ms for _, ms in times(reading)][-4:] == [7010, 8000, 12010, 13000]
    assert "Left out 7 repetitions by rolling cues." in reading.done


def test_the_same_after_a_conversion_to_srt_without_inline_times() -> None:
    text = (
        "1\n00:00:00,480 --> 00:00:02,669\nthe bridge is very\n\n"
        "2\n00:00:02,669 --> 00:00:02,679\nthe bridge is very\n \n\n"
        "3\n00:00:02,679 --> 00:00:05,000\nthe bridge is very\nvery old and no\n\n"
        "4\n00:00:05,000 --> 00:00:05,010\nvery old and no\n \n\n"
        "5\n00:00:05,010 --> 00:00:07,000\nvery old and no\nmore of it\n"
    )
    assert understood(text).text == "the bridge is very very old and no more of it"


def test_two_lines_that_move_up_say_each_word_once() -> None:
    assert words(
        (0, 2, "the mayor said it"), (1, 4, "the mayor said it\nwould not rain"),
        (3, 6, "would not rain\nand it did not"), (5, 8, "and it did not\nrain at all"),
    ) == "the mayor said it would not rain and it did not rain at all"  # fmt: skip


def test_a_line_that_grows_says_each_word_once() -> None:
    assert words(
        (0, 1, "the mayor"), (1, 2, "the mayor said that"), (2, 3, "the mayor said that it"),
        (3, 4, "the mayor said that it\nis very"), (4, 5, "is very very old"),
    ) == "the mayor said that it is very very old"  # fmt: skip


def test_a_line_with_another_word_marked_each_time_is_said_once() -> None:
    reading = understood((SAMPLES / "srt" / "highlighted.srt").read_text("utf-8"))
    assert reading.text == "The bridge fell. It fell."
    assert times(reading) == [("The", 0), ("It", 2000)]


@pytest.mark.parametrize(
    "cues",
    [
        [(0, 2, "We will rock you"), (2, 4, "We will rock you"), (4, 6, "We will rock you")],
        [(0, 2, "We will rock you"), (3, 4, "We will rock you"), (9, 10, "We will rock you")],
        [(0, 2, "It is very"), (2, 4, "very good")],
        [(0, 2, "very"), (2, 4, "very good"), (4, 6, "No"), (6, 8, "No more")],
        [(0, 2, "No"), (1, 3, "No way")],
        [(0, 2, "Very, very"), (2, 4, "very very"), (4, 5, "very")],
    ],
)
def test_what_is_said_twice_stays(cues: list[Shown]) -> None:
    assert words(*cues) == " ".join(said for _, _, said in cues)


def test_a_cue_that_stands_twice_with_one_time_is_said_once() -> None:
    assert words((0, 2, "It leaks."), (0, 2, "It leaks."), (3, 4, "It leaks.")) == (
        "It leaks. It leaks."
    )


LINES = st.lists(
    st.lists(st.sampled_from(["no", "very", "old", "it", "leaks"]), min_size=2, max_size=4),
    min_size=2,
    max_size=7,
)


@settings(max_examples=150, deadline=None)
@given(LINES)
def test_whatever_rolls_is_said_once_and_nothing_is_lost(lines: list[list[str]]) -> None:
    """As video sites write it: two lines with times between words, and cues that only hold."""
    cues: list[Shown] = []
    above = " "
    for at, line in enumerate(lines):
        first, *others = line
        timed = "".join(
            f"<00:{at * 3 + n / 2:06.3f}><c> {word}</c>" for n, word in enumerate(others, 1)
        )
        cues.append((at * 3, at * 3 + 2.99, f"{above}\n{first}{timed}"))
        above = " ".join(line)
        cues.append((at * 3 + 2.99, at * 3 + 3, f"{above}\n "))
    said = " ".join(word for line in lines for word in line)
    assert words(*cues) == said


@settings(max_examples=150, deadline=None)
@given(LINES)
def test_cues_with_pauses_between_lose_nothing(lines: list[list[str]]) -> None:
    cues = [(at * 4, at * 4 + 2, " ".join(line)) for at, line in enumerate(lines)]
    assert words(*cues) == " ".join(word for line in lines for word in line)
