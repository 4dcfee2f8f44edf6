"""The target of a period: as it was set, or as it follows from what was set around it.

A year whose quarters were not set is split evenly over them, a quarter over its months, and what
was set for a part of it is taken off before. What follows says how, for a figure that nobody set
must not look like one that somebody did.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from deals.model import Book, SalesTarget, TargetMonths
from deals.parsing.periods import add_months

TargetSource = Literal["set", "split", "sum", "owners"]
_WIDER: Mapping[TargetMonths, TargetMonths] = {1: 3, 3: 12}
_FINER: Mapping[TargetMonths, TargetMonths] = {12: 3, 3: 1}


@dataclass(frozen=True, slots=True)
class TargetFigure:
    """The target of a period and how it is known.

    It was `set`; it is an even `split` of what was set for a longer period; the `sum` of those of
    its parts; or that of the `owners`', where the team has none of its own.
    """

    amount: int
    source: TargetSource = "set"


def share_evenly(amount: int, count: int) -> tuple[int, ...]:
    """Share whole units evenly; what is left over goes to the earlier ones."""
    whole, left = divmod(amount, count)
    return tuple(whole + (at < left) for at in range(count))


@dataclass(frozen=True, slots=True)
class TargetTable:
    """What one owner, or the team, is to sign in one currency, by first month and length."""

    amounts: Mapping[tuple[date, TargetMonths], int]
    year_start: int = 1

    def find(self, first: date, months: TargetMonths) -> TargetFigure | None:
        """Find the target of a month, quarter or year that begins on a day; None for none."""
        return self._known(first, months) or self._split(first, months)

    def is_split(self, target: SalesTarget) -> bool:
        """Whether a target is that of a year, and none was set for a part of it."""
        if target.months != 12 or self._begin(target.first, 12) != target.first:
            return False
        inner = {add_months(target.first, at) for at in range(target.months)}
        return not any(first in inner and months < 12 for first, months in self.amounts)

    def _known(self, first: date, months: TargetMonths) -> TargetFigure | None:
        """Return the target that was set for the period, or for all of its parts."""
        amount = self.amounts.get((first, months))
        if amount is not None:
            return TargetFigure(amount)
        if months == 1:
            return None
        parts = [self._known(part, _FINER[months]) for part in _parts(first, months)]
        if not all(parts):
            return None
        return TargetFigure(sum(part.amount for part in parts if part), "sum")

    def _split(self, first: date, months: TargetMonths) -> TargetFigure | None:
        """Return the period's part of what was set for the longer one that it lies in."""
        if months == 12:
            return None
        wider = _WIDER[months]
        begins = self._begin(first, wider)
        whole = self.find(begins, wider)
        if whole is None:
            return None
        parts = [(part, self._known(part, months)) for part in _parts(begins, wider)]
        left = whole.amount - sum(known.amount for _part, known in parts if known)
        open_parts = [part for part, known in parts if known is None]
        shares = share_evenly(max(0, left), len(open_parts))
        return TargetFigure(shares[open_parts.index(first)], "split")

    def _begin(self, day: date, months: int) -> date:
        """Return the first day of the quarter or year that a month lies in."""
        return add_months(day, -((day.month - self.year_start) % months))


def _parts(first: date, months: TargetMonths) -> Iterator[date]:
    step = _FINER[months]
    return (add_months(first, at) for at in range(0, months, step))


def period_label(first: date, months: TargetMonths, year_start: int = 1) -> str:
    """Return what a period that begins on a day is called: `2026-11`, `2026-Q4`, `FY2026-Q3`."""
    since = (first.month - year_start) % 12
    if months == 1:
        return f"{first:%Y-%m}"
    if since % months:
        return f"{first:%Y-%m}..{add_months(first, months - 1):%Y-%m}"
    year = add_months(first, -since).year
    label = f"{year}" if year_start == 1 else f"FY{year}"
    return label if months == 12 else f"{label}-Q{since // 3 + 1}"


def target_table(book: Book, owner: str = "", currency: str = "CNY") -> TargetTable:
    """Return the targets of an owner, or (empty) those set for the team, in one currency."""
    amounts = {
        (target.first, target.months): target.amount
        for target in book.targets
        if (target.owner, target.currency) == (owner, currency)
    }
    return TargetTable(amounts, book.year_start)


def find_sales_target(
    book: Book, first: date, months: TargetMonths, currency: str, owner: str = ""
) -> TargetFigure | None:
    """Find the target of a period that begins on a day, for an owner or (empty) for the team.

    Where the team has none, it is what its owners' add up to. None where nobody set any.
    """
    found = target_table(book, owner, currency).find(first, months)
    if found is not None or owner:
        return found
    parts = [
        part
        for name in target_owners(book.targets)
        if (part := target_table(book, name, currency).find(first, months))
    ]
    return TargetFigure(sum(part.amount for part in parts), "owners") if parts else None


def target_owners(targets: Sequence[SalesTarget]) -> tuple[str, ...]:
    """Return the owners who have targets of their own, each once."""
    return tuple(dict.fromkeys(target.owner for target in targets if target.owner))
