"""The odds of a forecast, and how earlier forecasts came out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given

from deals.numbers.basis import NumbersBasis
from deals.numbers.forecast import forecast_projects
from deals.numbers.forecast_odds import ForecastReplay, distribute_bucket, list_chances
from deals.numbers.states import list_states
from tests.deals.numbers.stories import BASIS, DAYS, DrawnBook, any_books, deal, period

RATES = {"P0": 0.1, "P2": 0.25, "P3": 0.5, "P4": 0.5, "P5": 0.75}
RATED = replace(BASIS, win_rates=RATES)


def test_three_deals_have_the_odds_of_the_worked_case() -> None:
    projects = [
        deal("A", amount="100", stage="P4", signs="2026-12"),
        deal("B", amount="200", stage="P2", signs="2026-12"),
        deal("C", amount="300", stage="P5", signs="2026-12"),
        deal("D", amount="500", stage="P5", signs="2026-10"),
        deal("S", "11-20 stage=P6", amount="200", signs="2026-12"),
    ]
    found = forecast_projects(list_states(projects), RATED)
    bucket = found.find(period("2026-Q4"))
    figures = bucket.currencies["CNY"]
    odds = distribute_bucket(bucket, figures)
    assert odds is not None
    assert [odds.percentile(percent) for percent in (10, 50, 90)] == [100, 300, 500]
    assert odds.mean == 325
    assert odds.chance_of(600 - figures.signed) == 15 / 32
    total = distribute_bucket(found.total, found.total.currencies["CNY"])
    assert total is not None
    assert total.mean == 325
    assert distribute_bucket(found.overdue, found.overdue.currencies["CNY"]) is None
    unrated = forecast_projects(list_states(projects), BASIS).total
    assert list_chances(unrated.currencies["CNY"]) is None


@given(any_books(), DAYS)
def test_the_mean_of_the_chances_is_the_weighted_sum(book: DrawnBook, today: date) -> None:
    rates = {f"P{at}": Fraction(at, 10) for at in range(8)}
    basis = replace(BASIS, today=today, win_rates=rates)
    found = forecast_projects(list_states(book[0], today), basis, "month")
    for bucket in found.periods:
        for figures in bucket.currencies.values():
            chances = list_chances(figures)
            assert chances is not None
            assert figures.weighted is not None
            mean = sum((chance.expected for chance in chances), Fraction(0))
            # Each project is rounded once as a whole and once as it is shared.
            assert abs(mean - figures.weighted.expected) <= 2 * len(chances)


def test_forecasts_are_held_against_what_was_signed_by_what_was_known_then() -> None:
    projects = [
        deal("A", "09-20 stage=P6", amount="100", stage="P5", signs="2026-Q3", made="06-01"),
        deal("B", "08-20 signs=2026-Q4", amount="40", stage="P3", signs="2026-Q3", made="06-01"),
        deal("C", "11-05 stage=P6", amount="60", stage="P3", signs="2026-Q4", made="06-01"),
    ]

    def basis_on(day: date) -> NumbersBasis:
        return replace(RATED, today=day, win_rates=RATES if day < date(2026, 10, 1) else {})

    replay = ForecastReplay(projects, basis_on, "CNY")
    found = replay.judge([period("2026-Q3"), period("2026-Q4")])
    (judged,) = found.periods
    assert (judged.label, judged.expected, judged.signed) == ("2026-Q3", 95, 100)
    assert (found.bias.signed, found.bias.expected) == (100, 95)
    assert found.brier is not None
    assert found.brier.cases == 2
