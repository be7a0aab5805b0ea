"""The tool that fits the weights finds what invented fact-checkers look for."""

import pytest

from tests.fitting.model import Model, average_precision, calibrated, left_out
from tests.fitting.transcripts import read_transcript, weigh_words


@pytest.fixture
def transcripts(tmp_path):
    """Six talks in which what has a percentage was chosen."""
    lines = [("Wages rose by 4 percent.", 1), ("We love the sea.", 0), ("It was late.", 0)] * 4
    for number in range(6):
        rows = [f"{at}\tADA\t{words}\t{label}" for at, (words, label) in enumerate(lines)]
        (tmp_path / f"{number}.tsv").write_text("\n".join(rows), encoding="utf-8")
    found = [read_transcript(path) for path in sorted(tmp_path.glob("*.tsv"))]
    weigh_words(found)
    return found


def test_signs_and_words_of_what_was_chosen_get_weights_above_zero(transcripts) -> None:
    model = Model.of(transcripts)
    assert model.signs["percentage"] > 0 > model.signs["feelings"]
    assert model.words["percent"] > 0 > model.words["sea"]


def test_a_talk_that_was_left_out_is_ranked_by_the_others(transcripts) -> None:
    unseen = left_out(transcripts, Model.of(transcripts))
    assert [average_precision(transcripts[0].labels, points) for points in unseen] == [1.0] * 6


def test_average_precision_is_that_of_the_textbook() -> None:
    assert average_precision([0, 1, 0, 1], [4, 3, 2, 1]) == pytest.approx((1 / 2 + 2 / 4) / 2)


def test_calibration_finds_how_often_points_were_chosen() -> None:
    labels = [0] * 90 + [1] * 10 + [0] * 50 + [1] * 50
    slope, start = calibrated(labels, [0.0] * 100 + [1.0] * 100)
    assert start == pytest.approx(-2.197, abs=1e-3)
    assert slope == pytest.approx(2.197, abs=1e-3)
