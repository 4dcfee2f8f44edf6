"""Forecasts held against what was signed: Brier and skill, bias, ranges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from deals.numbers.calibration import (
    Bias,
    JudgedPeriod,
    OwnedChance,
    SignedDeal,
    calibrate,
    score_brier,
)
from deals.numbers.distribution import DealChance


class Quarter(NamedTuple):
    """A period with its name and days."""

    label: str
    earliest: date
    latest: date


Q1 = Quarter("2026-Q1", date(2026, 1, 1), date(2026, 3, 31))
Q2 = Quarter("2026-Q2", date(2026, 4, 1), date(2026, 6, 30))
Q3 = Quarter("2026-Q3", date(2026, 7, 1), date(2026, 9, 30))


def chance(id_: str, amount: int, percent: int, owner: str = "林") -> OwnedChance:
    """Make a deal of a forecast."""
    deal = DealChance(id_, amount, amount, Fraction(percent, 100))
    return OwnedChance(owner, deal, amount * percent // 100)


def test_brier_and_skill() -> None:
    percents = ((80, True), (50, False), (30, False), (90, True), (50, True))
    found = score_brier([(Fraction(percent, 100), came) for percent, came in percents])
    assert found is not None
    assert (found.score, found.base) == (Fraction(128, 1000), Fraction(24, 100))
    assert found.skill == Fraction(7, 15)
    assert not found.enough


def test_without_cases_or_without_a_difference_there_is_no_skill() -> None:
    assert score_brier([]) is None
    found = score_brier([(Fraction(1, 2), True)] * 10)
    assert found is not None
    assert found.enough
    assert found.base == 0
    assert found.skill is None


FORECASTS: Mapping[Quarter, Sequence[OwnedChance] | None] = {
    Q1: [chance("a", 100, 50), chance("b", 200, 25), chance("c", 300, 75, "周")],
    # No rates were known then.
    Q2: None,
    Q3: [chance("b", 200, 10)],
}
SIGNED: Mapping[Quarter, Sequence[SignedDeal]] = {
    Q1: [SignedDeal("c", "周", 280), SignedDeal("new", "林", 40)],
    Q2: [SignedDeal("d", "林", 999)],
    Q3: [SignedDeal("b", "林", 210)],
}


def forecast_on(day: date, period: Quarter) -> Sequence[OwnedChance] | None:
    """Return the forecast of a period, asked for as of its first day."""
    assert day == period.earliest
    return FORECASTS[period]


def test_forecasts_against_what_was_signed() -> None:
    found = calibrate([Q1, Q2, Q3], forecast_on, SIGNED.__getitem__)
    assert [replace(each, deals=(), signed_deals=()) for each in found.periods] == [
        JudgedPeriod("2026-Q1", 325, 100, 500, 320),
        JudgedPeriod("2026-Q3", 20, 0, 0, 210),
    ]
    # What was signed in it comes first, then what was forecast in it and not signed.
    assert found.periods[0].ids == ("c", "new", "a", "b")
    for each in found.periods:
        assert each.expected == sum(deal.expected for deal in each.deals)
        assert each.signed == sum(deal.amount for deal in each.signed_deals)
    assert (found.within.wins, found.within.cases, found.within.shown) == (1, 2, None)
    assert found.owners == {"周": Bias(280, 225, 1), "林": Bias(250, 120, 2)}
    assert found.bias == Bias(530, 345, 2)
    assert found.owners["林"].ratio == Fraction(250, 120)
    assert found.brier is not None
    assert found.brier.cases == 4


def test_a_ratio_is_shown_from_ten_periods_on() -> None:
    quarters = [Q3._replace(label=f"{at}") for at in range(10)]

    def judge(count: int) -> Bias:
        def forecast(_day: date, _period: Quarter) -> Sequence[OwnedChance]:
            return [chance("b", 200, 10)]

        owners = calibrate(quarters[:count], forecast, lambda _period: SIGNED[Q3]).owners
        return owners["林"]

    assert (judge(9).periods, judge(9).shown) == (9, None)
    assert (judge(10).periods, judge(10).shown) == (10, Fraction(210, 20))


def test_periods_in_which_nothing_was_are_none_of_the_teams() -> None:
    months = [Q3._replace(label=f"{at}") for at in range(12)]

    def forecast(_day: date, period: Quarter) -> Sequence[OwnedChance]:
        return [chance("b", 200, 10)] if period.label == "3" else []

    def sign(period: Quarter) -> Sequence[SignedDeal]:
        return SIGNED[Q3] if period.label in "37" else []

    found = calibrate(months, forecast, sign)
    assert (len(found.periods), found.bias.periods, found.bias.shown) == (12, 2, None)
    assert found.owners == {"林": found.bias}


def test_nothing_to_judge() -> None:
    found = calibrate([Q2], forecast_on, SIGNED.__getitem__)
    assert (found.periods, found.brier, found.bias.ratio) == ((), None, None)
    assert found.within.interval is None


@given(st.lists(st.tuples(st.fractions(0, 1, max_denominator=50), st.booleans()), min_size=1))
def test_saying_what_came_is_perfect_and_saying_the_share_is_no_skill(
    cases: list[tuple[Fraction, bool]],
) -> None:
    share = Fraction(sum(came for _chance, came in cases), len(cases))
    perfect = score_brier([(Fraction(came), came) for _chance, came in cases])
    plain = score_brier([(share, came) for _chance, came in cases])
    found = score_brier(cases)
    assert perfect is not None
    assert plain is not None
    assert found is not None
    assert perfect.score == 0 <= found.score <= 1
    assert plain.score == plain.base == found.base
