"""What has become of a text: which stretches of it are covered by which kind of span."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

type Span = tuple[int, int]

WIDTH, ROW = 1000, 22
"""Of a strip and of one of its rows, in the units of a drawing."""


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same places as few spans, in order, none touching another."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        elif start < end:
            found.append((start, end))
    return found


def cut(places: Sequence[Span], by: Sequence[Span]) -> tuple[list[Span], list[Span]]:
    """What of `places` lies inside `by`, and what does not. Both must be merged."""
    inside: list[Span] = []
    outside: list[Span] = []
    first = 0
    for start, end in places:
        while first < len(by) and by[first][1] <= start:
            first += 1
        at, number = start, first
        while number < len(by) and by[number][0] < end:
            left, right = max(by[number][0], at), min(by[number][1], end)
            if at < left:
                outside.append((at, left))
            inside.append((left, right))
            at, number = right, number + 1
        if at < end:
            outside.append((at, end))
    return inside, outside


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a strip that is broken into rows; `y` is where its row begins."""

    x: float
    y: int
    width: float

    def path(self, top: int, height: int) -> str:
        """Itself as part of a drawing: from `top` on, counted within its row."""
        return f"M{self.x} {self.y + top}h{self.width}v{height}h-{self.width}z"


def boxes(start: int, end: int, per_row: int) -> list[Box]:
    """Where [start, end) lies in rows of `per_row`: one box for each row that it is in."""
    scale = WIDTH / per_row
    found = []
    for row in range(start // per_row, (end - 1) // per_row + 1):
        begin = row * per_row
        left, right = max(start - begin, 0), min(end - begin, per_row)
        found.append(Box(round(left * scale, 2), row * ROW, round((right - left) * scale, 2)))
    return found
