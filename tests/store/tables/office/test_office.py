"""Tables of twelve made-up reps over three weeks against the truth that made them.

Each keeps a table in a layout of their own; between the weeks deals move on, are handed over,
renamed, corrected, entered twice and dropped, in the tables and here. No project may be wrong in
owner, customer, name, stage, amount, window, outcome or history, and what is told of twins, of what
tables hold no longer and of what they still say must be so.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.tables.office.compare import Findings, OfficeRun
from tests.store.tables.office.weeks import Office

KINDS = (
    *("new in", "twin in", "gone from", "entered in", "entered late", "record handed", "takes up"),
    *("leaves the owner blank", "lost it", "united with", "edited here", "writes name"),
    *("name edited", "customer edited", "owner edited", "stage edited", "status edited"),
)
"""What has to happen in an office that is worth looking at, as its events tell it."""


def check_findings(findings: Findings, least: int) -> None:
    """Check that so many projects were compared, and that all is right."""
    assert [f"{wrong}" for wrong in findings.wrong] == []
    assert findings.compared >= least


@pytest.mark.parametrize("seed", range(2))
def test_projects_are_as_the_truth_has_them(tmp_path: Path, seed: int) -> None:
    check_findings(OfficeRun(Office(seed, 3, often=3), tmp_path, again=(2,)).run(), 250)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 140))
def test_so_they_are_where_much_happens(tmp_path: Path, seed: int) -> None:
    check_findings(OfficeRun(Office(seed, 15, often=3), tmp_path).run(), 1000)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(5))
def test_so_they_are_in_long_tables(tmp_path: Path, seed: int) -> None:
    findings = OfficeRun(Office(seed, 250), tmp_path).run()
    check_findings(findings, 18_000)
    assert [kind for kind in KINDS if not any(kind in event for event in findings.events)] == []
