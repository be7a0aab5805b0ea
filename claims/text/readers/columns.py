"""Two columns of a page that is written across both, from its rows in letters of one width."""

from claims.text.readers.pages import Line

_LEAST_ROWS = 6
_NARROWEST, _WIDEST = 0.2, 0.85  # of the page: the column on the left
_SHORTEST = 12  # letters of a row, as is usual: shorter ones are labels, or a table
_CROSSING = 0.3  # of the rows at most
_GUTTER = 2


def in_columns(rows: list[str]) -> list[Line]:
    """The lines, first those on the left, then those on the right, for each part of a page.

    Rows that cross both columns part the page. None where there is no gutter between columns.
    """
    rows = [row.rstrip() for row in rows if row.strip()]
    begin = min((len(row) - len(row.lstrip()) for row in rows), default=0)
    width = max((len(row) for row in rows), default=0)
    span = width - begin
    places = range(begin + int(span * _NARROWEST), begin + int(span * _WIDEST))
    gutter = max(places, key=lambda place: _open_rows(rows, place), default=0)
    open_rows = _open_rows(rows, gutter)
    if open_rows < _LEAST_ROWS or len(rows) - _clear(rows, gutter) > _CROSSING * len(rows):
        return []
    lengths = sorted(len(row[:gutter].strip()) for row in rows if _is_clear(row, gutter))
    if lengths[len(lengths) // 2] < _SHORTEST:
        return []
    lines: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for number, row in enumerate(rows):
        y = float(-number)
        if _is_clear(row, gutter):
            left += _line(row[:gutter], y)
            right += _line(row[gutter:], y)
        else:
            lines += [*left, *right, *_line(row, y)]
            left, right = [], []
    return [*lines, *left, *right]


def _line(words: str, y: float) -> list[Line]:
    text = words.strip()
    return [Line(" ".join(text.split()), float(len(words) - len(words.lstrip())), y, 1.0)] * bool(
        text
    )


def _is_clear(row: str, place: int) -> bool:
    """Whether a row has nothing at a gutter that ends at a place."""
    return not row[max(0, place - _GUTTER) : place].strip()


def _clear(rows: list[str], place: int) -> int:
    return sum(_is_clear(row, place) for row in rows)


def _open_rows(rows: list[str], place: int) -> int:
    """How many rows have words on both sides of a gutter, which begin right after it."""
    return sum(
        _is_clear(row, place) and bool(row[:place].strip()) and bool(row[place : place + 1].strip())
        for row in rows
    )
