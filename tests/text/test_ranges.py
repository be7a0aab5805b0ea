"""Which bytes a Range header asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.ranges import OutsideFile, asked_for


@pytest.mark.parametrize(
    ("header", "asked"),
    [
        ("bytes=0-", (0, 100)),
        ("bytes=0-0", (0, 1)),
        ("bytes=10-19", (10, 20)),
        ("bytes=90-200", (90, 100)),
        ("bytes=-10", (90, 100)),
        ("bytes=-200", (0, 100)),
        ("Bytes= 5-6 ", (5, 7)),
    ],
)
def test_one_range_is_cut_to_the_file(header: str, asked: tuple[int, int]) -> None:
    assert asked_for(header, 100) == asked


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=500-600", "bytes=-0"])
def test_what_lies_outside_of_the_file_is_told(header: str) -> None:
    with pytest.raises(OutsideFile):
        asked_for(header, 100)


@pytest.mark.parametrize(
    "header",
    ["", "bytes=", "bytes=-", "bytes=5-4", "bytes=0-1,4-5", "items=0-1", "bytes=a-b", "bytes=0-1x",
     "bytes=٣-٤", "bytes=" + "9" * 30 + "-"],
)  # fmt: skip
def test_what_is_not_understood_is_no_range(header: str) -> None:
    assert asked_for(header, 100) is None


@given(st.text(max_size=30).map("bytes={}".format) | st.text(max_size=30), st.integers(0, 10**12))
def test_a_range_lies_in_the_file_whatever_is_asked(header: str, size: int) -> None:
    try:
        asked = asked_for(header, size)
    except OutsideFile:
        return
    assert asked is None or 0 <= asked[0] < asked[1] <= size
