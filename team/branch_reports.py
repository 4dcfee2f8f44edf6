"""What a manager asks of the server beyond projects: the line, the figures of its branches, twins.

What was fetched is kept beside the store with its time, and is there when there is no line.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from deals.numbers.branches import BranchReport, BranchRow, DueDays
from deals.reporting_line import LinePerson, ReportingLine
from deals.shared_deals import SharedDeal, SharedReport
from team.server import find_shared_deals, list_line, sum_branches

if TYPE_CHECKING:
    from deals.model import Project
    from team.connection import Connection
    from team.sync_state import SyncState

LARGEST = 2**63 - 1
"""To how much sums are cut: more is nobody's money."""
LONG_LINE = 500
"""A line of more people is not fetched with each sync."""
LINE_SECONDS = 600
"""For so long what was fetched of such a line stands."""
KEPT = 40
"""The branches of so many people are kept, those looked at last."""


def fetch_line(
    state: SyncState, connection: Connection, known: ReportingLine | None, now: float
) -> ReportingLine | None:
    """Fetch who reports to whom; None where a long line was fetched not long ago."""
    is_long = known is not None and len(known.people) > LONG_LINE
    if is_long and 0 <= now - state.read("line_at", 0) < LINE_SECONDS:
        return None
    person, people = list_line(connection)
    state.write(line_at=now)
    return ReportingLine.of(person, people)


def fetch_branches(
    state: SyncState, connection: Connection, under: str | None, due: DueDays
) -> BranchReport:
    """Fetch the figures of the branches under a person, by default oneself, and keep them."""
    person, people = list_line(connection)
    rows = sum_branches(connection, under, due.today, due.until)
    report = BranchReport(
        under or person,
        tuple(map(_read_row, rows)),
        ReportingLine.of(person, people),
        datetime.now(UTC),
        due.label,
    )
    _keep_report(state, report)
    return report


def _read_row(row: dict[str, Any]) -> BranchRow:
    quarter = row.pop("quarter")
    sums = {name: min(int(row[name]), LARGEST) for name in ("low", "high")}
    return BranchRow(**{**row, **sums}, quarter=date.fromisoformat(quarter) if quarter else None)


def _keep_report(state: SyncState, report: BranchReport) -> None:
    names = [name for name in state.read("branches", []) if name != report.under]
    names.append(report.under)
    rows = [
        [*row[:4], row.quarter.isoformat() if row.quarter else None, *row[5:]]
        for row in report.rows
    ]
    line = report.line
    with state.change():
        for name in names[:-KEPT]:
            state.drop(f"branches {name}")
        kept = {"rows": rows, "at": report.at.isoformat(), "due": report.due}
        state.write(**{f"branches {report.under}": kept, "branches": names[-KEPT:]})
        people = [list(person) for person in line.people.values()]
        state.write(line={"top": line.top, "people": people})


def recall_branches(state: SyncState, under: str | None) -> BranchReport | None:
    """Return what was last fetched of the branches under a person; None where nothing was."""
    line = state.read("line")
    if line is None:
        return None
    name = under or line["top"]
    kept = state.read(f"branches {name}")
    if kept is None:
        return None
    rows = (
        BranchRow._make([*row[:4], date.fromisoformat(row[4]) if row[4] else None, *row[5:]])
        for row in kept["rows"]
        if len(row) == len(BranchRow._fields)
    )
    people = (LinePerson(*person) for person in line["people"])
    at = datetime.fromisoformat(kept["at"])
    due = kept.get("due", "")
    return BranchReport(name, tuple(rows), ReportingLine.of(line["top"], people), at, due)


def find_makers(
    state: SyncState, projects: Iterable[Project], line: ReportingLine
) -> dict[str, str]:
    """Return with whom the server has the projects whose owner is nobody of the line, or was when
    that was last asked, by id: it stays with them; less those of the top.
    """
    strays = [
        project.id
        for project in projects
        if project.owner not in line.people or project.id in line.makers
    ]
    if not strays:
        return {}
    glanced, names = state.glanced(), {state.fingerprint(name): name for name in line.people}
    found = dict[str, str]()
    for key in strays:
        known = state.known(key)
        name = known.owner if known is not None else names.get(glanced.get(key, ""))
        if name and name != line.top:
            found[key] = name
    return found


def fetch_shared_deals(state: SyncState, connection: Connection) -> SharedReport:
    """Fetch the projects that may be twins, and keep them."""
    found = SharedReport(tuple(find_shared_deals(connection)), datetime.now(UTC))
    with state.change():
        deals = [list(deal) for deal in found.deals]
        state.write(shared_deals={"at": found.at.isoformat(), "deals": deals})
    return found


def recall_shared_deals(state: SyncState) -> SharedReport | None:
    """Return the projects that might be twins when that was last asked; None where it never was."""
    kept = state.read("shared_deals")
    if kept is None:
        return None
    deals = map(SharedDeal.read, kept["deals"])
    return SharedReport(tuple(deals), datetime.fromisoformat(kept["at"]))
