"""Days off: weekends, a country's holidays and the weekends it works instead, what is lacking."""

from __future__ import annotations

import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.working_days import WorkCalendar, load_holidays

PLAIN, CHINA, BAVARIA = WorkCalendar(), WorkCalendar("CN", "zh_CN"), WorkCalendar("de-by")


@pytest.mark.parametrize(
    ("calendar", "day", "off", "holiday", "following"),
    [
        (PLAIN, "2026-12-04", False, "", "2026-12-07"),
        (PLAIN, "2026-12-05", True, "", "2026-12-07"),
        (PLAIN, "2026-12-25", False, "", "2026-12-28"),
        (BAVARIA, "2026-12-25", True, "Christmas Day", "2026-12-28"),
        (BAVARIA, "2027-01-06", True, "Epiphany", "2027-01-07"),
        (WorkCalendar("DE-BE"), "2027-01-06", False, "", "2027-01-07"),
        (CHINA, "2026-10-01", True, "国庆节", "2026-10-08"),
        # Weekends that are worked for the holidays beside them.
        (CHINA, "2026-10-10", False, "", "2026-10-12"),
        (CHINA, "2026-09-19", True, "", "2026-09-20"),
        (CHINA, "2026-10-17", True, "", "2026-10-19"),
        # Fridays and Saturdays.
        (WorkCalendar("SA"), "2026-12-03", False, "", "2026-12-06"),
        (WorkCalendar("SA"), "2026-12-04", True, "", "2026-12-06"),
    ],
)
def test_days_off(
    calendar: WorkCalendar, day: str, holiday: str, following: str, *, off: bool
) -> None:
    on = date.fromisoformat(day)
    assert calendar.fault is None
    assert calendar.is_day_off(on) is off
    assert calendar.find_holiday(on) == holiday
    assert f"{calendar.next_working_day(on)}" == following


@given(st.dates(date(1990, 1, 1), date(2099, 12, 1)), st.sampled_from([PLAIN, CHINA, BAVARIA]))
def test_the_next_working_day_is_the_first_that_is_none_off(
    day: date, calendar: WorkCalendar
) -> None:
    found = calendar.next_working_day(day)
    between = [day + timedelta(ahead) for ahead in range(1, (found - day).days)]
    assert found > day
    assert not calendar.is_day_off(found)
    assert all(map(calendar.is_day_off, between))


@pytest.mark.parametrize("country", ["XX", "DE-QQ", "Middle earth", "-", "C", "[bold"])
def test_an_unknown_country_leaves_weekends(country: str) -> None:
    calendar = WorkCalendar(country)
    assert calendar.fault is not None
    assert (calendar.fault.code, calendar.fault.figures["text"]) == ("country-unknown", country)
    assert calendar.is_day_off(date(2026, 12, 5))
    assert not calendar.is_day_off(date(2026, 12, 25))


def test_without_the_package_there_are_weekends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    load_holidays.cache_clear()
    calendar = WorkCalendar("CN")
    assert calendar.fault is not None
    assert calendar.fault.code == "holidays-missing"
    assert calendar.next_working_day(date(2026, 10, 2)) == date(2026, 10, 5)
    load_holidays.cache_clear()


def test_the_end_of_time_has_no_next_day() -> None:
    assert PLAIN.next_working_day(date.max) == date.max


@pytest.mark.parametrize(
    ("country", "day", "settled"),
    [
        ("CN", "2026-10-01", True),
        ("CN", "2099-02-08", False),
        ("DE-BY", "2099-02-08", True),
        ("", "2099-02-08", True),
    ],
)
def test_a_year_whose_worked_weekends_are_not_announced_is_known_as_such(
    country: str, day: str, *, settled: bool
) -> None:
    assert WorkCalendar(country, "zh_CN").is_settled(date.fromisoformat(day)) == settled


@pytest.mark.parametrize(
    ("country", "lang", "day", "name"),
    [
        ("DE-BY", "en", "2026-12-25", "Christmas Day"),
        ("DE-BY", "zh_CN", "2026-12-25", ""),
        ("CN", "en", "2026-10-07", ""),
        ("CN", "zh_CN", "2026-10-01", "国庆节"),
    ],
)
def test_a_holiday_is_named_in_the_language_or_not_at_all(
    country: str, lang: str, day: str, name: str
) -> None:
    assert WorkCalendar(country, lang).find_holiday(date.fromisoformat(day)) == name
