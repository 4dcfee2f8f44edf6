"""The forecast by groups of projects."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.model import OwnValue
from deals.numbers.forecast import forecast_projects
from deals.numbers.forecast_groups import GROUPINGS, find_grouping, group_forecasts
from deals.numbers.states import current_state, list_states
from tests.deals.makers import contact
from tests.deals.numbers.stories import BASIS, DrawnBook, any_books, deal, period

PROJECTS = [
    deal("A", amount="10", signs="2026-Q4", owner="Ann", stage="P4", product="Net"),
    deal("B", amount="20", signs="2027-Q1", owner="ann", stage="P2", customer="北辰电力"),
    deal("C", amount="30", signs="2027-Q1", owner="周", stage="P2", customer="北辰电力有限公司"),
    deal("D", "11-05 status=lost", amount="40", owner="王"),
]
PROJECTS[0] = PROJECTS[0].model_copy(
    update={
        "contacts": (
            contact("x", stance="competitor", competitor="Rival"),
            contact("y", stance="competitor", competitor="Other"),
        ),
        "own": (OwnValue(name="行业", value="power"),),
    }
)


@pytest.mark.parametrize(
    ("by", "sums"),
    [
        ("owner", {"Ann": 30, "周": 30}),
        ("stage", {"P2": 50, "P4": 10}),
        ("customer", {"北辰电力": 50, "": 10}),
        ("product", {"Net": 10, "": 50}),
        ("competitor", {"Other": 10, "Rival": 10, "": 50}),
        ("own:行业", {"power": 10, "": 50}),
    ],
)
def test_groups_have_their_sums_and_their_order(by: str, sums: dict[str, int]) -> None:
    grouping = find_grouping(by)
    assert grouping is not None
    found = group_forecasts(list_states(PROJECTS), grouping, BASIS)
    totals = {name: each.total.currencies["CNY"].sum.expected for name, each in found.items()}
    assert list(totals.items()) == list(sums.items())


def test_a_group_has_its_periods() -> None:
    found = group_forecasts(list_states(PROJECTS), GROUPINGS["owner"], BASIS)
    bucket = found["Ann"].find(period("2027-Q1"))
    assert [part.state.name for part in bucket.currencies["CNY"].parts] == ["B"]
    assert found["周"].find(period("2026-Q4")).count == 0


def test_what_is_no_grouping_is_not_found() -> None:
    assert find_grouping("weather") is None


@given(any_books(), st.sampled_from([name for name in GROUPINGS if name != "competitor"]))
def test_groups_add_up_to_all(book: DrawnBook, by: str) -> None:
    states = [current_state(project) for project in book[0]]
    whole = forecast_projects(states, BASIS).total
    groups = group_forecasts(states, GROUPINGS[by], BASIS).values()
    assert whole.count == sum(each.total.count for each in groups)
    for code, figures in whole.currencies.items():
        parts = [each.total.currencies[code] for each in groups if code in each.total.currencies]
        assert figures.sum.expected == sum(part.sum.expected for part in parts)
        assert figures.signed == sum(part.signed for part in parts)
