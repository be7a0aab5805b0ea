"""The geometry of charts, in a square of 100 by 100 whose y grows downwards."""

from collections.abc import Mapping, Sequence

LABEL_GAP = 12


def top_of(highest: int) -> int:
    """The even number of one leading digit that an axis ends at."""
    scale = 1
    while True:
        for digit in (2, 4, 6, 8):
            if digit * scale >= highest:
                return digit * scale
        scale *= 10


def width_of(length: int, longest: int) -> float:
    """Of a bar, where the longest is 100 wide; where all are nothing, none has any."""
    return round(100 * length / longest, 2) if longest else 0.0


def polyline(values: Sequence[int], top: int) -> str:
    """A line from left to right; a single value is a level line."""
    values = values if len(values) > 1 else [*values, *values]
    step = 100 / (len(values) - 1)
    return " ".join(
        f"{position * step:.2f},{100 - 100 * value / top:.2f}"
        for position, value in enumerate(values)
    )


def apart(heights: Mapping[str, float]) -> dict[str, float]:
    """The heights of two names, moved apart where one would cover the other."""
    upper, lower = sorted(heights, key=lambda name: heights[name])
    if heights[lower] - heights[upper] >= LABEL_GAP:
        return {name: round(height, 2) for name, height in heights.items()}
    middle = (heights[lower] + heights[upper]) / 2
    middle = min(max(middle, LABEL_GAP / 2), 100 - LABEL_GAP / 2)
    return {upper: round(middle - LABEL_GAP / 2, 2), lower: round(middle + LABEL_GAP / 2, 2)}
