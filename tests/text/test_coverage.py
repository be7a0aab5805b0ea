"""Which places are covered, and where they lie in a drawing."""

from hypothesis import given
from hypothesis import strategies as st

from claims.text.coverage import ROW, WIDTH, Box, boxes, cut, merged

spans = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9)).map(lambda s: (s[0], sum(s))))


def places(of: list[tuple[int, int]]) -> list[int]:
    return [place for start, end in of for place in range(start, end)]


@given(spans, spans)
def test_what_is_cut_is_whole_in_two_parts_and_in_order(
    text: list[tuple[int, int]], by: list[tuple[int, int]]
) -> None:
    whole = merged(text)
    inside, outside = cut(whole, merged(by))
    assert places(inside) == sorted(set(places(text)) & set(places(by)))
    assert places(outside) == sorted(set(places(text)) - set(places(by)))


def test_spans_that_touch_or_overlap_are_one() -> None:
    assert merged([(4, 6), (0, 2), (2, 3), (5, 9), (7, 7), (12, 12)]) == [(0, 3), (4, 9)]


def test_turns_that_touch_stay_apart_when_they_are_cut() -> None:
    assert cut([(0, 5), (5, 9)], [(3, 7)]) == ([(3, 5), (5, 7)], [(0, 3), (7, 9)])


def test_what_does_not_end_with_its_row_goes_on_in_the_next() -> None:
    assert boxes(30, 100, 40) == [
        Box(750.0, 0, 250.0), Box(0.0, ROW, WIDTH), Box(0.0, 2 * ROW, 500.0),
    ]  # fmt: skip
    assert boxes(0, 40, 40) == [Box(0.0, 0, WIDTH)]
