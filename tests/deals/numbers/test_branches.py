"""The figures of branches out of sums by stage, status, currency and quarter."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.model import Book, Project, StageRate, WinRates
from deals.numbers.basis import NumbersBasis
from deals.numbers.branches import (
    BranchFigures,
    BranchRow,
    DueDays,
    add_up_branches,
    line_basis,
    make_row,
    report_here,
)
from deals.numbers.forecast import forecast_projects
from deals.numbers.states import current_state
from deals.reporting_line import LinePerson, ReportingLine
from tests.deals.makers import DEFAULT, amount, project

TODAY = date(2026, 11, 30)
THIS, LAST, NEXT = date(2026, 10, 1), date(2026, 7, 1), date(2027, 1, 1)
WIN = {"P1": 0.25, "P2": 0.5}
BASIS = NumbersBasis(TODAY, DEFAULT, win_rates=WIN, exchange_rates={"USD": 7.2})


def row(stage: str = "P1", **fields: Any) -> BranchRow:
    """Return a row of a branch: one deal of 100 to 300 CNY, due this quarter."""
    base: dict[str, Any] = {"branch": "Ben", "stage": stage, "status": "open", "currency": "CNY"}
    sums: dict[str, Any] = {"quarter": THIS, "deals": 1, "low": 100, "high": 300}
    late, due = fields.get("quarter") == LAST, fields.get("quarter", THIS) == THIS
    sums |= {"late": int(late), "late_twice": 400 * late, "due": int(due), "due_twice": 400 * due}
    return BranchRow(**{**base, **sums, **fields})


def figures(*rows: BranchRow) -> BranchFigures:
    """Return the figures of the branch."""
    return add_up_branches(rows, BASIS).branches["Ben"]


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({}, (1, 1, 0, 0, 0)),
        ({"quarter": LAST}, (1, 0, 1, 0, 0)),
        ({"quarter": NEXT}, (1, 0, 0, 0, 0)),
        ({"quarter": None}, (1, 0, 0, 0, 0)),
        ({"stage": "P6"}, (0, 0, 0, 1, 0)),
        ({"status": "won", "quarter": LAST}, (0, 0, 0, 1, 0)),
        ({"status": "lost"}, (0, 0, 0, 0, 1)),
        ({"status": "on_hold"}, (0, 0, 0, 0, 1)),
    ],
)
def test_each_counts_once(fields: dict[str, Any], counts: tuple[int, ...]) -> None:
    found = figures(row(**fields))
    assert (found.deals, found.due, found.late, found.signed, found.out) == counts
    assert found.money("CNY").sum == (200 if counts[0] else 0)
    assert found.money("CNY").signed == (200 if counts[3] else 0)


def test_money_goes_by_the_rates() -> None:
    found = add_up_branches(
        [row(), row("P2", currency="USD", low=10, high=11), row(currency="EUR", low=5, high=5)],
        BASIS,
    )
    ben = found.branches["Ben"]
    assert {code: (each.sum, each.expected) for code, each in ben.currencies.items()} == {
        "CNY": (200, 50),
        "USD": (11, 5),
        "EUR": (5, 1),
    }
    assert (ben.home.sum, ben.home.expected) == (200 + 76, 50 + 38)
    assert (set(found.rated), found.joins) == ({"CNY", "USD"}, True)
    assert found.currencies == [None, "CNY", "EUR", "USD"]
    assert ben.has_more(None, found.rated)
    assert not ben.has_more(None, ["CNY", "USD", "EUR"])
    assert ben.money("GBP").sum == 0


def test_a_stage_without_a_rate_leaves_nothing_expected() -> None:
    found = figures(row(), row("P3"))
    assert (found.home.expected, found.home.completion > 0) == (None, True)
    assert figures(row(currency="")).unpriced == 1


def test_flags_are_counted_where_they_are_known() -> None:
    assert (figures(row()).red, figures(row(red=0, amber=0)).red) == (None, 0)
    found = figures(row(red=1, amber=2), row("P2", red=3, amber=0), row("P6", red=9, amber=9))
    assert (found.red, found.amber) == (4, 2)


def test_branches_add_up_to_the_total() -> None:
    found = add_up_branches([row(), row(branch="Cora"), row("P6", branch="Cora")], BASIS)
    assert (found.total.deals, found.total.signed, found.total.home.sum) == (2, 1, 400)


WINDOWS = (
    *("", "2026-08", "2026-11", "2026-11-29", "2026-12-10"),
    *("2026-12-16..2027-01-09", "2027-Q1"),
)


@st.composite
def deals(draw: st.DrawFn) -> Project:
    """Some project with or without amount and window."""
    low = draw(st.integers(0, 10**7))
    priced = amount(low, low + draw(st.integers(0, 10**6)), draw(st.sampled_from(["CNY", "USD"])))
    return project(
        draw(st.sampled_from(["P1", "P2", "P6"])),
        signs=draw(
            st.sampled_from(
                [
                    "",
                    "2026-08",
                    "2026-11",
                    "2026-11-29",
                    "2026-12-10",
                    "2026-12-16..2027-01-09",
                    "2027-Q1",
                ]
            )
        ),
        id=draw(st.uuids()).hex,
        status=draw(st.sampled_from(["open", "open", "won", "lost"])),
        amount=draw(st.sampled_from([None, priced])),
    )


@given(st.lists(deals(), max_size=12))
def test_it_says_what_the_forecast_says(projects: list[Project]) -> None:
    """To the unit that each project, or each sum of several, is rounded by."""
    due = DueDays.of(TODAY, BASIS.years)
    rows = [make_row("Ben", each, due) for each in projects]
    total = add_up_branches(rows, BASIS).total
    forecast = forecast_projects(map(current_state, projects), BASIS)
    assert total.deals == forecast.total.count
    assert total.unpriced == len(forecast.total.unpriced)
    near = 2 * len(projects)
    quarter = next((each for each in forecast.periods if each.label == due.label), None)
    overdue = forecast.overdue
    assert total.due == (quarter.count if quarter else 0)
    assert total.late == overdue.count
    for code, money in total.currencies.items():
        here = quarter.currencies.get(code) if quarter else None
        past = overdue.currencies.get(code)
        assert abs(money.due - (here.sum.expected if here else 0)) <= near
        assert abs(money.late - (past.sum.expected if past else 0)) <= near
    for code, bucket in forecast.total.currencies.items():
        money = total.money(code)
        assert money.count == bucket.count
        assert abs(money.sum - bucket.sum.expected) <= near
        assert abs(money.completion - bucket.completion.expected) <= near
        assert abs(money.signed - bucket.signed) <= near
        if bucket.weighted is not None and money.expected is not None:
            assert abs(money.expected - bucket.weighted.expected) <= near
    assert forecast.total.home is not None
    assert abs(total.home.sum - forecast.total.home.sum.expected) <= near
    assert total.late == forecast.overdue.count


LINE = ReportingLine.of(
    "Ada",
    [
        *(LinePerson(name, above) for name, above in (("Ben", "Ada"), ("Cora", "Ada"))),
        *(LinePerson(name, "Ben") for name in ("Dan", "Eve")),
        LinePerson("Ada", "somebody above"),
        LinePerson("Finn", "not in sight"),
    ],
)


def test_the_line() -> None:
    assert (LINE.reports_of("Ada"), LINE.reports_of("Dan")) == (["Ben", "Cora"], ())
    assert [LINE.count(name) for name in ("Ada", "Ben", "Dan", "nobody")] == [5, 3, 1, 1]
    assert LINE.branch("Ada") == ("Ada", "Ben", "Dan", "Eve", "Cora")
    assert LINE.path("Eve") == ("Ada", "Ben", "Eve")
    assert [LINE.path(name) for name in ("Ada", "Finn", "nobody")] == [("Ada",)] * 3


def test_expected_is_the_same_whatever_cases_are_at_hand() -> None:
    stages = tuple(each.model_copy(update={"win": 0.5}) for each in DEFAULT.stages)
    rated = DEFAULT.model_copy(update={"stages": stages})
    lost = [project(id=f"l{at}", stage="P1", status="lost") for at in range(40)]
    bases = [line_basis(Book().with_projects(*some), rated, TODAY, None) for some in ([], lost)]
    assert bases[0] == bases[1]
    assert add_up_branches([row()], bases[0]).total.money("CNY").expected == 100


def test_the_rates_of_the_teams_lists_go_before_ones_own() -> None:
    book = Book(win_rates=(WinRates(name="a", on=LAST, rates=(StageRate(stage="P1", win=0.25),)),))
    assert line_basis(book, DEFAULT, TODAY, None).win_rates == {"P1": 0.25}


@pytest.mark.parametrize(
    ("under", "owned"),
    [
        ("Ada", {"Ada": ["a", "stray"], "Ben": ["b", "d"], "Cora": ["c"]}),
        ("Ben", {"Ben": ["b"], "Dan": ["d"]}),
        ("Dan", {"Dan": ["d"]}),
        ("Finn", {}),
    ],
)
def test_what_is_here_is_reported_by_the_line(under: str, owned: dict[str, list[str]]) -> None:
    people = [("Ben", "Ada"), ("Cora", "Ada"), ("Dan", "Ben"), ("Eve", "Ben")]
    line = ReportingLine.of("Ada", [LinePerson(*each) for each in people])
    low = dict(zip(("a", "b", "c", "d", "stray"), (1, 2, 4, 8, 16), strict=True))
    here = [
        project("P1", id=key, owner=owner, amount=amount(low[key]))
        for key, owner in zip(low, ("Ada", "Ben", "Cora", "Dan", "Gus"), strict=True)
    ]
    at, due = datetime(2026, 11, 30, tzinfo=UTC), DueDays(TODAY, TODAY, "")
    sums = dict[str, int]()
    for each in report_here(under, here, line, at, due).rows:
        sums[each.branch] = sums.get(each.branch, 0) + each.low
    assert sums == {head: sum(low[key] for key in keys) for head, keys in owned.items()}
