"""The sharing of a figure over a window, by days and by months first.

A figure of whole units is parted among the months of its window in proportion to the days in each,
by the largest remainder, ties going to the earlier month. Quarters, halves and years are sums of
months, so the parts of any period add up to those of the periods that it is made of, and all to the
figure. The forecast shares over the days that are left, from today on; movement over the window as
it was written, or else the passing of time would look like a slip.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from deals.model import SigningPeriod
from deals.numbers.fiscal_periods import month_index
from deals.parsing.periods import month_end


class MonthDays(NamedTuple):
    """How many days of a window lie in a month, which goes by its index."""

    month: int
    days: int


@lru_cache(maxsize=1 << 13)
def count_days_by_month(first: date, last: date) -> tuple[MonthDays, ...]:
    """Count the days from `first` to `last` in each month, in order."""
    found = []
    begin = first
    while begin <= last:
        end = min(month_end(begin.year, begin.month), last)
        found.append(MonthDays(month_index(begin), (end - begin).days + 1))
        if end == last:
            break  # the last day of all calendars has none after it
        begin = end + timedelta(1)
    return tuple(found)


def share_by_month(amount: int, months: Sequence[MonthDays]) -> tuple[int, ...]:
    """Part an amount among months in proportion to their days; the parts add up to it."""
    if len(months) == 1:
        return (amount,)
    total = sum([each.days for each in months])
    parts = [amount * each.days // total for each in months]
    left = amount - sum(parts)
    if left:
        rests = [amount * each.days % total for each in months]
        # The sort is stable: of equal remainders the earlier month comes first.
        for at in sorted(range(len(parts)), key=rests.__getitem__, reverse=True)[:left]:
            parts[at] += 1
    return tuple(parts)


def share_within(amount: int, months: Sequence[MonthDays], inside: range) -> int:
    """Return the part of an amount that falls to the months whose indices are `inside`."""
    if months[0].month in inside and months[-1].month in inside:
        return amount
    if months[-1].month < inside.start or months[0].month >= inside.stop:
        return 0
    parts = share_by_month(amount, months)
    return sum(part for part, (month, _days) in zip(parts, months, strict=True) if month in inside)


def days_left(window: SigningPeriod, today: date) -> tuple[MonthDays, ...]:
    """Count the days of a window by month from today on; none where all of it is past."""
    return count_days_by_month(max(window.earliest, today), window.latest)
