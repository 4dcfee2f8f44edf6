"""What a manager sees of the line beyond projects: its people, the figures of branches, twins."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from deals.errors import UserError
from deals.model import SigningPeriod
from deals.numbers.basis import NumbersBasis
from deals.numbers.branches import BranchReport, DueDays, TeamFigures, add_up_branches, make_row
from deals.numbers.fiscal_periods import CALENDAR_YEARS
from deals.shared_deals import SharedDeal, find_shared_twins
from store.settings import load_playbook
from team.branch_reports import (
    fetch_branches,
    fetch_shared_deals,
    recall_branches,
    recall_shared_deals,
)
from team.people import revoke_person
from team.server import find_shared_deals
from team.sync_state import SyncState
from tests.deals.makers import amount, project
from tests.team.database import Database, created, edited, operation

PLAYBOOK = load_playbook()
TODAY = date(2026, 11, 30)
DUE = DueDays.of(TODAY, CALENDAR_YEARS)


def worth(low: int, high: int = 0, currency: str = "CNY") -> dict[str, Any]:
    """Return an amount as documents have it."""
    return {"low": low, "high": high or low, "currency": currency, "text": ""}


def due(day: str) -> dict[str, str]:
    """Return a window of one day."""
    return {"earliest": day, "latest": day, "text": day}


def make_projects(database: Database) -> None:
    """Fill the team: Ada has one project, Ben two, Dan and Eve below him three, Cora a lost one."""
    database.push(
        "Ada",
        created("a", "Ada", stage="P1", amount=worth(100)),
        created("b1", "Ben", stage="P2", amount=worth(100, 200), signs=due("2026-12-01")),
        created("b2", "Ben", stage="P7", amount=worth(70), signs=due("2026-12-01")),
        created("d1", "Dan", stage="P2", amount=worth(10, currency="USD"), signs=due("2026-09-30")),
        created("d2", "Dan", stage="P2"),
        created("e", "Eve", stage="P3", amount=worth(50), signs=due("2027-01-01")),
        created("c", "Cora", stage="P3", amount=worth(50), status=["lost", "price"]),
    )


def add_up(report: BranchReport) -> TeamFigures:
    """Add a report up at 7 to the dollar."""
    basis = NumbersBasis(TODAY, PLAYBOOK, exchange_rates={"USD": 7})
    return add_up_branches(report.rows, basis)


@pytest.fixture
def state(tmp_path: Path) -> Any:
    """The state of a copy."""
    with SyncState.open(tmp_path / "store.json") as opened:
        yield opened


def test_branches_have_all_below_them(database: Database, state: SyncState) -> None:
    make_projects(database)
    report = fetch_branches(state, database.as_person("Ada"), None, DUE)
    assert (report.under, report.line.reports_of("Ada")) == ("Ada", ["Ben", "Cora"])
    assert (report.line.count("Ada"), report.line.count("Ben")) == (5, 3)
    found = add_up(report)
    ben = found.branches["Ben"]
    assert (ben.deals, ben.signed, ben.due, ben.late, ben.unpriced, ben.out) == (4, 1, 1, 1, 1, 0)
    assert {code: (each.count, each.sum) for code, each in ben.currencies.items()} == {
        "CNY": (2, 200),
        "USD": (1, 10),
    }
    assert (ben.home.sum, ben.home.signed, ben.home.due, ben.home.late) == (270, 70, 150, 70)
    assert (found.branches["Cora"].out, found.total.deals, found.total.home.sum) == (1, 5, 370)
    below = fetch_branches(state, database.as_person("Ada"), "Ben", DUE)
    assert set(add_up(below).branches) == {"Ben", "Dan", "Eve"}


def test_the_server_counts_as_this_version_does(database: Database, state: SyncState) -> None:
    windows = [
        ("2026-10-01", "2026-11-29"),
        ("2026-10-01", "2026-11-30"),
        ("2026-12-16", "2027-01-09"),
        ("2026-11-20", "2027-03-31"),
        ("2026-12-31", "2026-12-31"),
        ("2027-01-01", "2027-02-01"),
    ]
    for at, (first, last) in enumerate(windows):
        signs = {"earliest": first, "latest": last, "precision": "day", "text": ""}
        new = created(f"p{at}", "Dan", stage="P2", amount=worth(1_000_001 + at), signs=signs)
        database.push("Dan", new)
    report = fetch_branches(state, database.as_person("Dan"), None, DUE)
    window = partial(SigningPeriod, precision="day", text="")
    here = [
        make_row(
            "Dan",
            project("P2", amount=amount(1_000_001 + at)).model_copy(
                update={"signs": window(earliest=first, latest=last)}
            ),
            DUE,
        )
        for at, (first, last) in enumerate(windows)
    ]
    for name in ("deals", "due", "due_twice", "late", "late_twice"):
        counted = [sum(getattr(row, name) for row in rows) for rows in (report.rows, here)]
        assert counted[0] == counted[1], name
    assert (add_up(report).total.due, add_up(report).total.late) == (4, 1)


def test_nobody_sees_beside_the_own_line(database: Database, state: SyncState) -> None:
    make_projects(database)
    ben = database.as_person("Ben")
    assert set(add_up(fetch_branches(state, ben, None, DUE)).branches) == {"Ben", "Dan", "Eve"}
    for name in ("Ada", "Cora", "Finn", "nobody"):
        report = fetch_branches(state, ben, name, DUE)
        assert (report.rows, set(report.line.people)) == ((), {"Ben", "Dan", "Eve"})
    with pytest.raises(UserError, match="team-stranger"):
        fetch_branches(state, database.as_person("Gus"), None, DUE)


def test_what_was_deleted_is_in_no_sum(database: Database, state: SyncState) -> None:
    make_projects(database)
    dan = database.as_person("Dan")
    assert add_up(fetch_branches(state, dan, None, DUE)).total.deals == 2
    database.push("Dan", operation("delete", "d1", value=True))
    assert add_up(fetch_branches(state, dan, None, DUE)).total.deals == 1
    database.push("Dan", operation("delete", "d1", value=False))
    assert add_up(fetch_branches(state, dan, None, DUE)).total.deals == 2


def test_flags_come_from_glances(database: Database, state: SyncState) -> None:
    make_projects(database)
    for key, worst in (("d1", "red"), ("d2", "amber"), ("b1", "amber"), ("b2", "info")):
        database.push("Ben", operation("glance", key, value={"worst": worst}))
    found = add_up(fetch_branches(state, database.as_person("Ada"), None, DUE))
    assert (found.branches["Ben"].red, found.branches["Ben"].amber) == (1, 2)


def test_what_was_fetched_is_there_without_a_line(database: Database, state: SyncState) -> None:
    assert recall_branches(state, None) is None
    assert recall_shared_deals(state) is None
    make_projects(database)
    revoke_person(database.as_person(), "Eve")
    ada = database.as_person("Ada")
    kept = [fetch_branches(state, ada, name, DUE) for name in (None, "Ben")]
    assert [recall_branches(state, name) for name in (None, "Ben")] == kept
    assert recall_branches(state, "Ada") == kept[0]
    assert recall_branches(state, "Cora") is None
    assert kept[1].line.people["Eve"].revoked
    assert fetch_shared_deals(state, ada) == recall_shared_deals(state)


def test_deals_that_stand_twice(database: Database) -> None:
    name, customer = {"name": "Harbour Net"}, {"customer": "Port of Maren"}
    database.push(
        "Ada",
        created("d", "Dan", **name, **customer, amount=worth(50)),
        created("e", "Eve", name="harbour  net", customer="PORT OF MAREN", stage="P3"),
        created("c", "Cora", name="Harbour net", **customer, **{"apart/x": "d"}),
        created("other", "Eve", name="Harbour net II", **customer),
        created("mine", "Eve", name="Harbour net", customer="Port of Arn"),
    )
    found = find_shared_deals(database.as_person("Ada"))
    assert {deal.id: deal.apart for deal in found} == {"d": (), "e": (), "c": ("d",)}
    assert found[1].amount is None or found[1].amount.low == 50
    twins = find_shared_twins(found)
    assert [{deal.id for deal in group} for group in twins] == [{"d", "e", "c"}]
    assert {deal.id for deal in find_shared_deals(database.as_person("Ben"))} == {"d", "e"}
    assert find_shared_deals(database.as_person("Eve")) == []
    crm, file = ({f"sources/{name}": {"source": name, "id": "7"}} for name in ("crm", "file"))
    for key, source in (("own1", crm), ("own2", crm), ("own3", file)):
        database.push("Eve", created(key, "Eve", name="Bridge", **source))
    twins = find_shared_twins(find_shared_deals(database.as_person("Eve")))
    assert [[deal.id for deal in group] for group in twins] == [["own1", "own2", "own3"]]
    database.push("Eve", operation("delete", "own3", value=True))
    assert find_shared_twins(find_shared_deals(database.as_person("Eve"))) == []
    database.push("Eve", *(operation("delete", f"own{at}", value=True) for at in (1, 2)))
    database.push("Ada", edited("e", "status", ["won", None]))
    assert find_shared_twins(find_shared_deals(database.as_person("Ada"))) == []
    database.push("Ada", operation("delete", "d", value=True))
    assert find_shared_deals(database.as_person("Ben")) == []


def test_an_amount_of_a_shared_deal() -> None:
    assert SharedDeal("a", "n", "c", "o", "P1").amount is None
    amount = SharedDeal("a", "n", "c", "o", "P1", "EUR", 1, 3).amount
    assert amount is not None
    assert (amount.currency, amount.counted) == ("EUR", 2)
