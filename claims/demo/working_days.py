"""The five weeks of work that the demo has behind it when it is loaded, in the newsroom's time."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

LAST_DAY = 25
"""The day of loading. Day 0 is that many working days before it."""
OPENS, CLOSES = time(9), time(18)
AT_LEAST = timedelta(hours=2)
"""How long the day of loading has lasted, where it is that old."""


def moment(day: float, *, loaded: datetime) -> datetime:
    """When `day` is: 3.5 is the middle of the fourth day. The day of loading ends with loading."""
    whole = int(day)
    opens, closes = _hours(whole, loaded)
    return opens + (day - whole) * (closes - opens)


def _hours(day: int, loaded: datetime) -> tuple[datetime, datetime]:
    today = timezone.localdate(loaded)
    if day < LAST_DAY:
        held = _working_days_before(today, LAST_DAY - day)
        return _at(held, OPENS), _at(held, CLOSES)
    begun = max(_at(today, time()), loaded - AT_LEAST)
    return min(begun, _at(today, OPENS)), min(loaded, _at(today, CLOSES))


def _working_days_before(day: date, number: int) -> date:
    while number:
        day -= timedelta(days=1)
        number -= day.weekday() < 5
    return day


def _at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))
