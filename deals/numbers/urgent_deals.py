"""Which deals of a period need somebody first: those by which it has most to lose."""

from __future__ import annotations

from collections.abc import Callable

from deals.model import Amount
from deals.numbers.day_rates import DayRates, sort_by_money
from deals.numbers.fiscal_periods import FiscalPeriod
from deals.numbers.forecast import Forecast
from deals.numbers.states import ProjectState

RankOf = Callable[[str], int | None]
"""How bad a project is by its id, 0 for the worst; None where it needs nobody."""


def rank_urgent(
    forecast: Forecast, period: FiscalPeriod, rates: DayRates, rank_of: RankOf
) -> tuple[ProjectState, ...]:
    """Return the deals of a period that need attention, and those overdue in that of today.

    Red comes before amber, then by money at stake, then by days left (method, triage). At stake in
    the period is a deal's share of it, of one overdue all: what mostly comes later waits, however
    large it is.
    """
    buckets = [forecast.find(period)]
    if period.earliest <= forecast.basis.today <= period.latest:
        buckets.append(forecast.overdue)
    found = list[tuple[ProjectState, Amount | None]]()
    for bucket in buckets:
        for code, figures in bucket.currencies.items():
            for part in figures.parts:
                worth = part.share.expected
                amount = Amount(low=worth, high=worth, currency=code, text=f"{worth}")
                found.append((part.state, amount))
        found += [(state, None) for state in bucket.unpriced]
    ranks = {state.id: rank for state, _ in found if (rank := rank_of(state.id)) is not None}
    there = [pair for pair in found if pair[0].id in ranks]
    there.sort(key=lambda pair: pair[0].signs.latest.toordinal() if pair[0].signs else 0)
    ordered = sort_by_money(there, lambda pair: pair[1], rates)
    return tuple(state for state, _ in sorted(ordered, key=lambda pair: ranks[pair[0].id]))
