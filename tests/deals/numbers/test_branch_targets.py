"""What branches have signed this quarter against their targets: what the forecast says of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from deals.edits.number_settings import read_exchange_rate, set_rate
from deals.model import Book, Project
from deals.numbers.basis import NumbersBasis
from deals.numbers.branch_targets import hold_targets
from deals.numbers.branches import (
    WHOLE,
    BranchReport,
    BranchTarget,
    DueDays,
    add_up_branches,
    make_row,
)
from deals.numbers.figures import Figures, NumbersScope
from deals.reporting_line import LinePerson, ReportingLine
from tests.deals.makers import DEFAULT
from tests.deals.numbers.stories import TODAY, deal
from tests.deals.numbers.test_targets import with_targets

DEALS = (
    deal("A", "11-15 stage=P6", amount="30万", signs="2026-Q4", owner="Dan"),
    deal("B", "10-20 stage=P6", amount="USD 100k", signs="2026-Q4", owner="Ben"),
    deal("C", "2026-02-10 stage=P6", amount="7万", signs="2026-02", made="2026-01-05", owner="Ben"),
    deal("D", amount="90万", signs="2026-Q4", owner="Eve"),
    deal("E", "11-16 stage=P6", amount="5万", signs="2026-Q4", owner="a stranger"),
    deal("F", "11-16 stage=P6", amount="1万", signs="2026-Q4", owner="root"),
)
PEOPLE = (LinePerson("Ben", "Ada"), LinePerson("Dan", "Ben"), LinePerson("Eve", "Ada"))
MAKERS = {"F": "Dan"}
HEADS = {"Ada": "Ada", "Ben": "Ben", "Dan": "Ben", "Eve": "Eve", "a stranger": "Ada", "root": "Ben"}


def hold(
    book: Book, *, above: str | None = None, missing: Collection[str] = ()
) -> dict[tuple[str, str | None], BranchTarget]:
    """Return what Ada is shown of the branches below her, some projects not being in her copy."""
    years = Figures(book, DEFAULT, TODAY).years
    due = DueDays.of(TODAY, years)
    rows = tuple(make_row(HEADS[each.owner], each, due) for each in DEALS)
    line = ReportingLine.of("Ada", (LinePerson("Ada", above), *PEOPLE))
    line = replace(line, makers=MAKERS)
    report = BranchReport("Ada", rows, line, datetime.now(UTC), due.label)
    figures = Figures(
        book.with_projects(*(each for each in DEALS if each.id not in missing)), DEFAULT, TODAY
    )
    basis = replace(NumbersBasis(TODAY, DEFAULT), exchange_rates=figures.basis.exchange_rates)
    return dict(hold_targets(figures, report, add_up_branches(rows, basis)).targets)


@pytest.mark.parametrize("rate", ["", "USD=7.2"])
def test_it_is_what_the_forecast_says_of_those_projects(rate: str) -> None:
    book = set_rate(Book(), read_exchange_rate(rate, "CNY"), TODAY) if rate else Book()
    figures = Figures(book.with_projects(*DEALS), DEFAULT, TODAY)
    quarter = figures.years.period_of(TODAY, "quarter")
    for (branch, currency), held in hold(book).items():
        ids = frozenset(each.id for each in DEALS if branch in (WHOLE, HEADS[each.owner]))
        bucket = figures.forecast(NumbersScope(ids=ids), "quarter").find(quarter)
        money = figures.find_bucket(bucket, currency)
        assert held.signed == (money.signed if money else 0), (branch, currency)


def test_the_target_of_a_branch_is_that_of_its_people() -> None:
    book = with_targets("2026-Q4=100万", "2026-Q4=80万", owner="Dan")
    book = with_targets("2026-Q4=20万", book=book, owner="Nobody")
    found = hold(book)
    assert found["Ben", "CNY"] == BranchTarget(310_000, 800_000, ("Dan",))
    assert found["Ben", "CNY"].gap == 490_000
    assert found["Eve", "CNY"] == BranchTarget(0, None)
    assert found["Eve", "CNY"].gap is None
    assert found[WHOLE, "CNY"].target == 800_000


def test_the_teams_own_target_is_for_whoever_leads_it() -> None:
    book = with_targets("2026-Q4=300万", book=with_targets("2026-Q4=80万", owner="Dan"))
    assert hold(book)[WHOLE, "CNY"] == BranchTarget(360_000, 3_000_000)
    assert hold(book, above="Zoe")[WHOLE, "CNY"] == BranchTarget(360_000, 800_000, ("Dan",))


UNSENT = deal("G", "11-17 stage=P6", amount="8万", signs="2026-Q4", owner="Ben")


@pytest.mark.parametrize(
    ("missing", "here", "signed"),
    [
        ("C", (), None),
        ("C", (UNSENT,), None),  # as many as there are, and not the same
        ("", (UNSENT,), None),
        ("", (UNSENT.model_copy(update={"stage": "P3"}),), 310_000),  # which is not signed
    ],
)
def test_nothing_is_said_to_be_signed_where_the_server_has_other_signed_projects(
    missing: str, here: tuple[Project, ...], signed: int | None
) -> None:
    book = with_targets("2026-Q4=80万", owner="Dan").with_projects(*here)
    found = hold(book, missing={missing})
    assert found["Ben", "CNY"] == BranchTarget(signed, 800_000, ("Dan",))
    assert found["Eve", "CNY"].signed == 0
    assert (found[WHOLE, "CNY"].signed is None) == (signed is None)
