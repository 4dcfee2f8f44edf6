"""Days without their year, unless they are so far off that they would be taken for others."""

from __future__ import annotations

from datetime import date

import pytest

from tests.deals.makers import TODAY
from views.short_days import short_day, short_days

FAR, NEAR = date(2027, 2, 13), date(2026, 12, 20)


@pytest.mark.parametrize(
    ("day", "cells", "text"),
    [(NEAR, 5, "12-20"), (FAR, 10, "2027-02-13"), (FAR, 7, "2027-02"), (FAR, 5, "2027")],
)
def test_a_day_far_off_says_its_year(day: date, cells: int, text: str) -> None:
    assert short_day(day, TODAY, cells) == text


@pytest.mark.parametrize(
    ("first", "last", "cells", "text"),
    [
        (NEAR, NEAR, 12, "12-20"),
        (date(2026, 12, 5), NEAR, 12, "12-05..12-20"),
        (NEAR, None, 12, "12-20.."),
        (FAR, FAR, 12, "2027-02-13"),
        (NEAR, FAR, 22, "2026-12-20..2027-02-13"),
        (NEAR, FAR, 12, "2026..2027"),
        (FAR, date(2027, 2, 20), 12, "2027-02"),
        (None, None, 12, ""),
    ],
)
def test_of_two_days_both_say_it(
    first: date | None, last: date | None, cells: int, text: str
) -> None:
    assert short_days(first, last, TODAY, cells) == text
