"""Slips: signing windows that moved later, counted by units of the calendar.

From one quarter to the next is one quarter, whether it has 90 days or 92. A window is compared by
the month in which its latest day lies, so a slip is so many months, three of them a quarter; one
within a month is a slip of none. How often a window moved later is counted alike everywhere: by
every later latest day, as the rule `slipping` does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from deals.model import SigningPeriod
from deals.numbers.fiscal_periods import month_index
from deals.numbers.states import FieldMove, ProjectState, read_kept_window
from deals.rules.triage_rules import count_later

QUARTER = 3
"""The months of a quarter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowShift:
    """A window that moved later: what it was before, and what it is after."""

    before: SigningPeriod
    after: SigningPeriod

    @property
    def days(self) -> int:
        """By how many days."""
        return (self.after.latest - self.before.latest).days

    @property
    def months(self) -> int:
        """By how many months of the calendar, 0 within one month."""
        return count_months_later(self.before, self.after)

    @property
    def quarters(self) -> int:
        """By how many whole quarters."""
        return self.months // QUARTER


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerSlip(WindowShift):
    """A window that moved later on a day, by the id of its project and its owner then."""

    id: str
    owner: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowSlip(WindowShift):
    """A window that moved later between two days.

    `nth` says how often it has moved later by now, this time included; `amount` is what left the
    period that is looked at, or all of the project's where that is no period, in whole units of
    `currency`.
    """

    state: ProjectState
    nth: int
    amount: int
    currency: str


def count_months_later(before: SigningPeriod, after: SigningPeriod) -> int:
    """Count by how many months of the calendar a window is later than another; earlier below 0."""
    return month_index(after.latest) - month_index(before.latest)


def count_slips(moves: Iterable[FieldMove], until: date | None = None) -> int:
    """Count how often a window moved later by the moves of its project, up to the end of a day.

    A window that was blank between two others counts as one move.
    """
    texts = (
        text
        for on, field, old, new in moves
        if field == "signs" and (until is None or on <= until)
        for text in (old, new)
        if text
    )
    windows = [window for text in texts if (window := read_kept_window(text)) is not None]
    return count_later(window.latest for window in windows)


def is_later(before: SigningPeriod, after: SigningPeriod) -> bool:
    """Whether a window moved later: by its latest day, as triage counts it."""
    return after.latest > before.latest
