"""Ridge logistic regression with an intercept for each transcript, in plain Python.

What is chosen in a transcript is compared with what is not chosen in the same one, so that it does
not matter how much was chosen there. A sentence that was chosen weighs 1, and those that were not
weigh as much together as those that were. The penalties are strong, so plain steps down the slope
converge in a few dozen rounds.
"""

from collections.abc import Sequence
from math import exp

from tests.fitting.transcripts import Row

type Talk = tuple[list[Row], list[int]]
type Weights = dict[str, float]

LEAST = 1e-3
"""What hardly ever varies is penalised as if it did so much."""


def fit(
    talks: Sequence[Talk], penalty: float, *, scaled: bool, start: Weights | None = None,
    rounds: int = 60,
) -> Weights:  # fmt: skip
    """The weight of each thing. `scaled`: a thing is penalised by how much it varies."""
    sizes = _variances(talks) if scaled else {}
    weights = dict(start or {})
    intercepts = [0.0] * len(talks)
    step = _step(talks, penalty, sizes)
    for _ in range(rounds):
        slope: Weights = {}
        for number, (rows, labels) in enumerate(talks):
            intercepts[number] += _add_slope(slope, weights, intercepts[number], rows, labels)
        for name in slope.keys() | weights.keys():
            size = sizes.get(name, 1.0)
            now = weights.get(name, 0.0)
            weights[name] = now - step * (slope.get(name, 0.0) / size + penalty * now)
    return weights


def total(row: Row, weights: Weights) -> float:
    return sum(weights.get(name, 0.0) * number for name, number in row)


def _add_slope(
    slope: Weights, weights: Weights, intercept: float, rows: list[Row], labels: list[int]
) -> float:
    """Add the slope of one transcript; answers with how far its intercept moves."""
    chosen = sum(labels)
    other = chosen / (len(labels) - chosen)
    first = second = 0.0
    for row, label in zip(rows, labels, strict=True):
        chance = 1 / (1 + exp(-intercept - total(row, weights)))
        weight = 1.0 if label else other
        residual = weight * (chance - label)
        first += residual
        second += weight * chance * (1 - chance)
        for name, number in row:
            slope[name] = slope.get(name, 0.0) + residual * number
    return max(-1.0, min(1.0, -first / second))


def _variances(talks: Sequence[Talk]) -> Weights:
    count = sum(len(rows) for rows, _ in talks)
    sums: Weights = {}
    squares: Weights = {}
    for rows, _ in talks:
        for row in rows:
            for name, number in row:
                sums[name] = sums.get(name, 0.0) + number
                squares[name] = squares.get(name, 0.0) + number * number
    return {name: max(squares[name] / count - (sums[name] / count) ** 2, LEAST) for name in sums}


def _step(talks: Sequence[Talk], penalty: float, sizes: Weights) -> float:
    """One over how much the slope may bend, taken to be an eighth of the sum of all bends."""
    bend = 0.0
    for rows, labels in talks:
        chosen = sum(labels)
        other = chosen / (len(labels) - chosen)
        for row, label in zip(rows, labels, strict=True):
            norm = sum(number * number / sizes.get(name, 1.0) for name, number in row)
            bend += (1.0 if label else other) * norm / 4
    return 1 / (penalty + bend / 8)
