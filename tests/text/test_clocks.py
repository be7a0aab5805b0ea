"""Times as they are written, and which of many are in order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.clocks import milliseconds, steady, written


@pytest.mark.parametrize(
    ("clock", "ms"),
    [
        ("0:03", 3000),
        ("75:30", 4_530_000),
        ("01:02:03,5", 3_723_500),
        ("00: 00: 01, 250", 1250),
        ("00:00:01.2509", 1250),
        ("99:59:59", 359_999_000),
        ("100:00:00", None),
        ("00:60:00", None),
        ("00:00:60", None),
        ("12", None),
        ("1:2:3:4", None),
    ],
)
def test_clocks(clock: str, ms: int | None) -> None:
    assert milliseconds(clock) == ms


def test_times_are_written_as_people_do() -> None:
    assert [written(ms) for ms in (0, 63_999, 3_723_000)] == ["0:00", "1:03", "1:02:03"]


@pytest.mark.parametrize(
    ("times", "kept"),
    [
        ([1, 99, 2, 3], [True, False, True, True]),
        ([5, 6, 1, 7], [True, True, False, True]),
        ([1, 1, None, 1], [True, True, True, True]),
        ([], []),
    ],
)
def test_the_fewest_are_out_of_order(times: list[int | None], kept: list[bool]) -> None:
    assert steady(times) == kept


@given(st.lists(st.none() | st.integers(0, 9)))
def test_what_is_kept_ascends(times: list[int | None]) -> None:
    kept = [time for time, is_kept in zip(times, steady(times), strict=True) if is_kept]
    known = [time for time in kept if time is not None]
    assert known == sorted(known)
    assert kept.count(None) == times.count(None)
