"""The sums of a list: whole units, each project rounded by itself, together at rates alone."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from deals.edits.number_settings import TypedRate, set_rate
from deals.model import Book, Project
from deals.numbers.basis import NumbersBasis
from deals.numbers.day_rates import DayRates
from deals.numbers.forecast import forecast_projects
from deals.numbers.list_sums import CurrencyTotal, MoneyRule, MoneyTally, sum_projects
from deals.numbers.states import list_states
from tests.deals.makers import DEFAULT, TODAY, amount, project


def rates_of(**given_rates: str) -> DayRates:
    book = Book()
    for currency, rate in given_rates.items():
        book = set_rate(book, TypedRate(currency, "CNY", Decimal(rate)), TODAY)
    return DayRates.of(book, "", TODAY)


def test_what_has_no_rate_stays_out_and_is_named() -> None:
    deals = [
        project("P2", amount=amount(6_000_000)),
        project("P2", amount=amount(500_000, currency="USD")),
        project("P2", amount=amount(100_000, currency="EUR")),
    ]
    found = sum_projects(deals, DEFAULT, rates_of(USD="7.2"))
    assert found.together == CurrencyTotal(2, 9_600_000, 2_400_000)
    assert list(found.without_rate) == ["EUR"]
    assert [(rate.currency, rate.on) for rate in found.rates] == [("USD", TODAY)]


def test_each_project_is_converted_and_rounded_by_itself() -> None:
    deals = [project("P2", id=id_, amount=amount(1, currency="USD")) for id_ in "abc"]
    found = sum_projects(deals, DEFAULT, rates_of(USD="7.25"))
    assert found.together == CurrencyTotal(3, 21, 6)  # 7.25 and 1.8125 each


def test_what_is_signed_stands_apart_and_what_ended_otherwise_nowhere() -> None:
    deals = [
        project("P6", amount=amount(10, 15)),
        project("P7", amount=amount(20), status="won"),
        project("P4", amount=amount(40), status="won"),
        project("P6", amount=amount(80), status="lost"),
        project("P6", amount=amount(160), status="on_hold"),
        project("P2", amount=None, status="abandoned"),
        project("P6", amount=None),
    ]
    found = sum_projects(deals, DEFAULT)
    assert found.currencies == {"CNY": CurrencyTotal(0, 0, 0, 3, 73)}
    assert (found.unpriced, found.out) == (1, 3)


DEALS = st.lists(
    st.builds(
        lambda stage, status, low, more, code: project(
            stage, status=status, amount=amount(low, low + more, currency=code)
        ),
        st.sampled_from(["P0", "P2", "P3", "P6", "X9"]),
        st.sampled_from(["open", "open", "open", "won", "lost"]),
        st.integers(0, 10**9),
        st.integers(0, 10**6),
        st.sampled_from(["CNY", "USD", "EUR"]),
    ),
    max_size=8,
)


@given(DEALS, st.sampled_from(["7.2", "0.333"]))
def test_lists_and_forecast_agree_to_the_unit(deals: list[Project], rate: str) -> None:
    named = [deal.model_copy(update={"id": f"{at}"}) for at, deal in enumerate(deals)]
    basis = NumbersBasis(TODAY, DEFAULT, exchange_rates={"USD": Decimal(rate)})
    bucket = forecast_projects(list_states(named), basis).total
    found = sum_projects(named, DEFAULT, rates_of(USD=rate))
    for code, total in found.currencies.items():
        shown = bucket.currencies[code]
        assert (total.count, total.signed) == (shown.count, shown.signed)
        assert (total.sum, total.weighted) == (shown.sum.expected, shown.completion.expected)
    if found.together is not None:
        home = bucket.home
        assert home is not None
        assert (found.together.sum, found.together.weighted) == (
            home.sum.expected,
            home.completion.expected,
        )
        assert found.together.signed == home.signed


@given(DEALS, st.data())
def test_taking_away_undoes_adding(deals: list[Project], data: st.DataObject) -> None:
    rule = MoneyRule(DEFAULT, rates_of(USD="7.2"))
    tally = MoneyTally(rule.rates)
    gone = [deal for deal in deals if data.draw(st.booleans())]
    for deal in [*deals, *gone]:
        tally.add(rule.count_project(deal))
    for deal in gone:
        tally.add(rule.count_project(deal), -1)
    assert tally.sums() == rule.add_up(map(rule.count_project, deals))
