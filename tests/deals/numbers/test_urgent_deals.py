"""Which deals of a period need somebody first."""

from __future__ import annotations

from deals.numbers.day_rates import DayRates
from deals.numbers.forecast import forecast_projects
from deals.numbers.states import list_states
from deals.numbers.urgent_deals import rank_urgent
from tests.deals.numbers.stories import BASIS, Q4, deal, period

DEALS = [
    deal("late", amount="200万", signs="2026-10"),
    deal("near", amount="300万", signs="2026-12-05"),
    deal("next year", amount="900万", signs="2027-03"),
    deal("mostly later", amount="900万", signs="2026-12-20~2027-06"),
    deal("same, later", amount="300万", signs="2026-12-31"),
    deal("amber", amount="5000万", signs="2026-12"),
    deal("fine", amount="6000万", signs="2026-12"),
    deal("unpriced", amount="-", signs="2026-12"),
]
RANKS = {each.id: 0 for each in DEALS} | {"amber": 1}


def ranked(text: str) -> list[str]:
    """List the deals of a period that need somebody."""
    forecast = forecast_projects(list_states(DEALS), BASIS)
    needing = {id_: rank for id_, rank in RANKS.items() if id_ != "fine"}
    return [each.id for each in rank_urgent(forecast, period(text), DayRates(), needing.get)]


def test_the_money_at_stake_in_the_period_decides_and_then_the_days_left() -> None:
    assert ranked(Q4.label) == ["near", "same, later", "late", "mostly later", "unpriced", "amber"]


def test_what_is_overdue_is_of_the_period_of_today_alone() -> None:
    assert ranked("2027-Q1") == ["next year", "mostly later"]
