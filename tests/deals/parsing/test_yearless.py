from __future__ import annotations

from datetime import date

import pytest

from deals.parsing.time_words import Calendar
from deals.parsing.yearless import parse_yearless

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("12月下旬", (2026, 12, 21), (2026, 12, 31)),
        ("12月底", (2026, 12, 21), (2026, 12, 31)),
        ("12月", (2026, 12, 1), (2026, 12, 31)),
        ("3月份", (2027, 3, 1), (2027, 3, 31)),
        ("10月", (2026, 10, 1), (2026, 10, 31)),
        ("11月20日", (2026, 11, 20), (2026, 11, 20)),
        ("一季度", (2027, 1, 1), (2027, 3, 31)),
        ("上半年", (2027, 1, 1), (2027, 6, 30)),
        ("Q4", (2026, 10, 1), (2026, 12, 31)),
        ("March", (2027, 3, 1), (2027, 3, 31)),
        ("2026.12.5前", (2026, 12, 5), (2026, 12, 5)),
    ],
)
def test_the_nearest_is_meant(
    text: str, earliest: tuple[int, int, int], latest: tuple[int, int, int]
) -> None:
    window = parse_yearless(text, Calendar(TODAY))
    assert window is not None
    assert (window.earliest, window.latest, window.text) == (date(*earliest), date(*latest), text)


@pytest.mark.parametrize(
    "text",
    [
        "6月",
        "7月",
        "下个月",
        "本月底",
        "明年上半年",
        "明年",
        "下周五",
        "周五",
        "25号",
        "next quarter",
        "+30d",
    ],
)
def test_what_may_be_another_is_not_guessed(text: str) -> None:
    assert parse_yearless(text, Calendar(TODAY)) is None


@pytest.mark.parametrize("text", ["12月下旬", "3月份", "Q1", "10月15日"])
def test_it_means_the_same_a_month_later(text: str) -> None:
    window, later = (parse_yearless(text, Calendar(day)) for day in (TODAY, date(2026, 12, 29)))
    assert window is not None
    assert window == later


@pytest.mark.parametrize("text", ["年内", "今年内"])
def test_within_the_year_is_clear_until_it_may_have_been_the_last(text: str) -> None:
    window = parse_yearless(text, Calendar(TODAY))
    assert window is not None
    assert (window.earliest, window.latest) == (date(2026, 1, 1), date(2026, 12, 31))
    assert parse_yearless(text, Calendar(date(2027, 2, 1))) is None
