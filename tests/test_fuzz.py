"""The short form of `python -m tests.fuzz`: a few broken files of each format."""

import pytest

from tests.fuzz import formats, judge, mutated

FILES = 40


@pytest.mark.parametrize("kind", formats())
def test_a_broken_file_is_read_or_refused_in_one_sentence(kind: str) -> None:
    outcomes = [judge(kind, number) for number in range(FILES)]
    assert {one.verdict for one in outcomes} <= {"read", "refused"}
    assert sum(one.verdict == "read" for one in outcomes) > FILES / 2


def test_a_number_always_makes_the_same_file() -> None:
    assert mutated("srt", 7) == mutated("srt", 7)
    assert mutated("srt", 7) != mutated("srt", 8)
