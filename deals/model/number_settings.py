"""What a team sets for its numbers: targets, exchange rates, win rates, measures of success.

Each of them is a small list of the book (SHARED), its records going by their names, which are made
of what they are about: so two people who set the same thing set one record.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from deals.model.base import Frozen, Record, rare

MeasureKind = Literal["share", "growth", "customers", "standing"]
MEASURES: tuple[MeasureKind, ...] = ("share", "growth", "customers", "standing")
"""What a team enters of its success; success rate, coverage and relations are computed."""
TargetMonths = Literal[1, 3, 12]
WinRate = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class FormerTarget(Record):
    """What a target was before, and since which day, None where that was not kept.

    From the day `gone`, if there is one, there was none, until it was set again.
    """

    amount: Annotated[int, Field(ge=0)]
    on: date | None = rare(None)
    gone: date | None = rare(None)


class SalesTarget(Record):
    """What is to be signed in a month, quarter or year, by an owner or (empty) by the team.

    The period is kept by its first day and its length in months, and not by its label: what was
    asked for stays the same months when the fiscal year is said to start in another. It holds since
    the day `on`, where that was kept, and `former` are those that held before, in their order. On
    the day `gone` it was taken away: a period that was over by then keeps it.
    """

    name: str
    first: date
    months: TargetMonths
    amount: Annotated[int, Field(ge=0)]
    currency: str
    owner: str = rare("")
    on: date | None = rare(None)
    former: tuple[FormerTarget, ...] = rare(())
    gone: date | None = rare(None)

    @property
    def stands(self) -> bool:
        """Whether it was not taken away."""
        return self.gone is None

    def known_at(self, day: date) -> int | None:
        """Return the amount that held at the end of a day; the present one where none did yet.

        None where it had been taken away, or is by now and was not set on that day.
        """
        if self.gone is not None and self.gone <= day:
            return None
        if self.on is None or self.on <= day:
            return self.amount
        held = [each for each in self.former if each.on is None or each.on <= day]
        if held:
            gone = held[-1].gone
            return held[-1].amount if gone is None or gone > day else None
        return None if self.gone is not None else self.amount


class TargetPeriod(NamedTuple):
    """A month, quarter or year that a target is set for: its first day, length, and label."""

    first: date
    months: TargetMonths
    label: str


class ExchangeRate(Record):
    """How much of the currency `home` one unit of another is worth, from a day on."""

    name: str
    currency: str
    home: str
    on: date
    rate: Annotated[Decimal, Field(gt=0, allow_inf_nan=False)]


class StageRate(Frozen):
    """The rate at which projects that completed a stage are won."""

    stage: str
    win: WinRate


class WinRates(Record):
    """The playbook's win rates as they were from a day on, so that a past forecast uses its own."""

    name: str
    on: date
    rates: tuple[StageRate, ...] = ()


def win_rates_at(records: Iterable[WinRates], day: date) -> dict[str, float]:
    """Return the win rates that were known at the end of a day, by stage; empty for none."""
    known = [record for record in records if record.on <= day]
    if not known:
        return {}
    return {each.stage: each.win for each in max(known, key=lambda record: record.on).rates}


class MeasureYear(NamedTuple):
    """A fiscal year as measures go by it: its number, and its first day if another had that too."""

    year: int
    first: date | None = None


class Measure(Record):
    """What a team says of a year: its share, growth, target customers or standing, and by whom.

    `value` is as its edit writes it, `source` where it was learned; the owner is empty for the
    team. `first` is the first day of a year whose number the one before has as well.
    """

    name: str
    year: int
    kind: MeasureKind
    value: str
    owner: str = rare("")
    source: str = rare("")
    first: date | None = rare(None)
