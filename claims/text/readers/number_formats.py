"""Numbers and dates of workbooks, as their cells show them.

ECMA-376, part 1, 18.8.30: a format has a code, and the common ones only a number.
"""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "d/m/y", 15: "d/m/y",
    16: "d/m/y", 17: "d/m/y", 18: "h:m", 19: "h:m", 20: "h:m", 21: "h:m", 22: "d/m/y h:m",
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 45: "h:m", 46: "h:m", 47: "h:m",
    **dict.fromkeys([*range(27, 37), *range(50, 59)], "d/m/y"),
}  # fmt: skip
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]', re.IGNORECASE)
_DAY, _CLOCK = re.compile(r"[dy]|mmm", re.IGNORECASE), re.compile(r"[hs]", re.IGNORECASE)
_DECIMALS = re.compile(r"\.([0#?]+)")
_LONGEST = 30
_LAST_DAY = 2_958_466
"""10,000-01-01: no date is as late."""


def code_of(number: int, codes: dict[int, str]) -> str:
    """The code of a format by its number; `codes` are those that the workbook adds."""
    code = codes.get(number) or _BUILT_IN.get(number, "")
    return _LITERAL.sub("", code.split(";")[0])


def shown(value: str, code: str, *, since_1904: bool = False) -> str:
    """A number as a format shows it: dates as year-month-day, which leaves no doubt about them."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number.adjusted()) > _LONGEST:
        return value
    if _DAY.search(code) or _CLOCK.search(code):
        return _moment(number, code, since_1904=since_1904) or value
    percent, decimals = "%" in code, _DECIMALS.search(code)
    number = number * 100 if percent else number
    if code in {"", "General", "@"} or not re.search("[0#?]", code) or "E" in code:
        return _plain(number)
    places = len(decimals[1]) if decimals else 0
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    words = f"{rounded:,f}" if ",##0" in code or ",###" in code else f"{rounded:f}"
    return f"{words}%" if percent else words


def _plain(number: Decimal) -> str:
    """Without the digits that only binary fractions have, and without an exponent."""
    short = Decimal(f"{number:.15g}")
    words = f"{short:f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def _moment(number: Decimal, code: str, *, since_1904: bool) -> str:
    """A day, a time of day or both; "" where the number is no day."""
    days = float(number) + (1462 if since_1904 else 0)
    if not 0 <= days < _LAST_DAY:
        return ""
    # Excel counts a 29 February 1900, which there was not: days before it are one later.
    epoch = datetime(1899, 12, 31 if days < 60 else 30)  # noqa: DTZ001 - no zone in workbooks
    at = epoch + timedelta(seconds=round(days * 86_400))
    if not _DAY.search(code):
        return f"{at:%H:%M}" if at.second == 0 else f"{at:%H:%M:%S}"
    if _CLOCK.search(code) and (at.hour or at.minute):
        return f"{at:%Y-%m-%d %H:%M}"
    return at.date().isoformat()
