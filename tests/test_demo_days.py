"""The days of the demo: when its days begin and end, on whatever day and hour it is loaded."""

from datetime import UTC, datetime

import pytest
from django.test import override_settings
from django.utils import timezone

from claims.demo.loading import SCRIPTS
from claims.demo.script import Script
from claims.demo.working_days import LAST_DAY, moment
from claims.models.clock import at, now

MONDAY = datetime(2026, 11, 30, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "then"),
    [
        (25, "2026-11-30 09:00"),
        (25.5, "2026-11-30 11:30"),
        (24, "2026-11-27 09:00"),  # a Friday
        (24.5, "2026-11-27 13:30"),
        (20, "2026-11-23 09:00"),
        (0, "2026-10-26 09:00"),
    ],
)
def test_days_are_counted_back_from_the_day_of_loading_without_weekends(
    day: float, then: str
) -> None:
    assert f"{moment(day, loaded=MONDAY):%Y-%m-%d %H:%M}" == then


def test_a_demo_that_is_loaded_on_a_sunday_ends_on_it() -> None:
    sunday = datetime(2026, 11, 29, 20, 0, tzinfo=UTC)
    assert moment(25.5, loaded=sunday) == datetime(2026, 11, 29, 13, 30, tzinfo=UTC)
    assert moment(24.5, loaded=sunday) == datetime(2026, 11, 27, 13, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hour", "begins"),
    [("00:30", "00:00"), ("07:00", "05:00"), ("10:00", "08:00"), ("11:00", "09:00")],
)
def test_the_day_of_loading_ends_with_loading_and_does_not_begin_before_midnight(
    hour: str, begins: str
) -> None:
    loaded = datetime.fromisoformat(f"2026-11-30 {hour}Z")
    assert moment(25, loaded=loaded) == datetime.fromisoformat(f"2026-11-30 {begins}Z")
    assert loaded > moment(25.999, loaded=loaded) > moment(25.5, loaded=loaded)


@override_settings(TIME_ZONE="America/New_York")
def test_the_days_are_those_of_the_newsroom() -> None:
    begins = moment(0, loaded=datetime(2026, 12, 1, 2, 0, tzinfo=UTC))  # there it is Monday still
    assert timezone.localtime(begins).isoformat() == "2026-10-26T09:00:00-04:00"
    with at(begins):
        assert now().isoformat() == "2026-10-26T13:00:00+00:00"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_stays_within_its_days(script: Script) -> None:
    days = [(script.day, *told.days) for told in script.told]
    assert [one for one in days if list(one) != sorted(set(one))] == []
    assert script.day >= 0
    assert max(last for *_, last in days) < LAST_DAY + 1
