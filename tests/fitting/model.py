"""The two fits that a score is made of, put on one scale, and how well they rank."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from tests.fitting.logistic import Weights, fit, total
from tests.fitting.transcripts import Transcript

SIGN_PENALTY, WORD_PENALTY = 800.0, 160.0
CARRIED = 0.2
_ROUNDS, _ROUNDS_AGAIN = 60, 20


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of signs and of words. Each part is divided by how much its points vary."""

    signs: Weights
    words: Weights
    sign_size: float
    word_size: float
    average: float
    """The points of a sentence on average, both parts on one scale."""

    @classmethod
    def of(cls, transcripts: Sequence[Transcript], start: "Model | None" = None) -> "Model":
        rounds = _ROUNDS_AGAIN if start else _ROUNDS
        signs = fit(
            [(one.signs, one.labels) for one in transcripts], SIGN_PENALTY, scaled=True,
            start=start and start.signs, rounds=rounds,
        )  # fmt: skip
        words = fit(
            [(one.weighed, one.labels) for one in transcripts], WORD_PENALTY, scaled=False,
            start=start and start.words, rounds=rounds,
        )  # fmt: skip
        by_signs = [[total(row, signs) for row in one.signs] for one in transcripts]
        by_words = [[total(row, words) for row in one.weighed] for one in transcripts]
        first, second = _spread(by_signs), _spread(by_words)
        every = [
            sign / first + word / second
            for left, right in zip(by_signs, by_words, strict=True)
            for sign, word in zip(left, right, strict=True)
        ]
        return cls(signs, words, first, second, sum(every) / len(every))

    def points(self, one: Transcript) -> list[float]:
        """The points of each sentence, with what the one before it hands on."""
        own = [
            total(signs, self.signs) / self.sign_size + total(words, self.words) / self.word_size
            for signs, words in zip(one.signs, one.weighed, strict=True)
        ]
        return [
            points + (CARRIED * (own[at - 1] - self.average) if one.follows[at] else 0.0)
            for at, points in enumerate(own)
        ]


def left_out(transcripts: list[Transcript], whole: Model) -> list[list[float]]:
    """The points of each transcript by a model that was fitted to all the others."""
    return [
        Model.of([other for other in transcripts if other is not one], whole).points(one)
        for one in transcripts
    ]


def average_precision(labels: list[int], points: list[float]) -> float:
    ranked = sorted(range(len(labels)), key=lambda at: -points[at])
    found, total_precision = 0, 0.0
    for rank, at in enumerate(ranked, start=1):
        if labels[at]:
            found += 1
            total_precision += found / rank
    return total_precision / max(1, found)


def calibrated(labels: list[int], points: list[float]) -> tuple[float, float]:
    """Slope and start with which the logistic of points is how often sentences are chosen."""
    slope, start = 1.0, log(sum(labels) / len(labels))
    for _ in range(50):
        first = [0.0, 0.0]
        second = [0.0, 0.0, 0.0]
        for label, point in zip(labels, points, strict=True):
            chance = 1 / (1 + exp(-start - slope * point))
            bend = chance * (1 - chance)
            first[0] += chance - label
            first[1] += (chance - label) * point
            second[0] += bend
            second[1] += bend * point
            second[2] += bend * point * point
        span = second[0] * second[2] - second[1] ** 2
        start -= (second[2] * first[0] - second[1] * first[1]) / span
        slope -= (second[0] * first[1] - second[1] * first[0]) / span
    return slope, start


def _spread(talks: list[list[float]]) -> float:
    """The standard deviation inside the transcripts."""
    squares = 0.0
    for points in talks:
        middle = sum(points) / len(points)
        squares += sum((point - middle) ** 2 for point in points)
    return sqrt(squares / sum(len(points) for points in talks))
