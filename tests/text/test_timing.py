"""When words are heard: places in a text, corrected texts, addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.timing import address_at, carried, clock, time_at

TIMES = [(0, 1_000), (12, 4_500), (30, 9_000)]


def test_a_place_is_heard_at_the_last_time_before_it() -> None:
    assert [time_at(TIMES, place) for place in (0, 11, 12, 400)] == [1_000, 1_000, 4_500, 9_000]
    assert time_at([(5, 100)], 4) is None
    assert time_at([], 4) is None


def test_times_stay_with_the_words_that_a_correction_keeps() -> None:
    old = "The bridge cost nine million. It was never inspected."
    new = "The old bridge cost ten million. It was never inspected."
    times = [(0, 0), (4, 300), (16, 900), (30, 2_000)]
    assert carried(old, times, new) == [
        (0, 0), (new.index("bridge"), 300), (new.index("It was"), 2_000),
    ]  # fmt: skip
    assert carried(old, times, old) == times


@given(st.text("ab \n", max_size=60), st.text("ab \n", max_size=60), st.data())
def test_carried_times_ascend_and_lie_in_the_text(old: str, new: str, data: st.DataObject) -> None:
    places = sorted(data.draw(st.sets(st.integers(0, max(0, len(old) - 1)))))
    found = carried(old, [(place, place) for place in places], new)
    assert [place for place, _ in found] == sorted({place for place, _ in found})
    assert all(place <= len(new) for place, _ in found)


@pytest.mark.parametrize(
    ("milliseconds", "shown"), [(0, "00:00"), (59_999, "00:59"), (3_723_000, "1:02:03")]
)
def test_a_time_is_shown_as_a_clock(milliseconds: int, shown: str) -> None:
    assert clock(milliseconds) == shown


@pytest.mark.parametrize(
    ("address", "there"),
    [
        ("https://www.youtube.com/watch?v=x1", "https://www.youtube.com/watch?v=x1&t=62"),
        ("https://www.youtube.com/watch?t=5&v=x1", "https://www.youtube.com/watch?v=x1&t=62"),
        ("https://youtu.be/x1", "https://youtu.be/x1?t=62"),
        ("https://vimeo.com/12#top", "https://vimeo.com/12#t=62s"),
        ("https://soundcloud.com/a/b", "https://soundcloud.com/a/b#t=62"),
        ("https://www.c-span.org/video/?1/x", "https://www.c-span.org/video/?1/x&start=62"),
        ("https://example.org/talk.MP3?x=1", "https://example.org/talk.MP3?x=1#t=62"),
        ("https://example.org/talk", ""),
        ("https://notyoutube.com/watch?v=x1", ""),
        ("", ""),
    ],
)
def test_an_address_begins_at_a_time_where_its_site_takes_one(address: str, there: str) -> None:
    assert address_at(address, 62_400) == there
