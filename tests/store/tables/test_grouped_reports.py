"""Reports that write owner and stage once a group, and sums between the groups."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from store.tables.results import ImportResult
from tests.store.tables.sheets import bring, lines, projects, separated, workbook

Row = tuple[Any, ...]
HEADER: Row = ("Owner  ↑", "Stage  ↑", "Opportunity Name", "Account Name", "Close Date", "Amount")
SUMS: Row = ("Count", 2, "Sum", 5)


def brought(path: Path, *rows: Row) -> ImportResult:
    """Import a sheet of these rows, of which nothing is refused."""
    result = bring(workbook(path / "a.xlsx", rows))
    assert [str(refused) for refused in result.refusals] == []
    return result


def test_a_report_grouped_by_owner_and_stage(tmp_path: Path) -> None:
    result = brought(
        tmp_path,
        HEADER,
        ("Ann", "Prospecting", "Lights", "Port", "2027-03-31", 3),
        (None, None, "Signals", "Port", "2027-03-31", 2),
        (None, "Subtotal", *SUMS),
        (None, "Negotiation/Review", "Ramp", "Ferry", "2027-03-31", 5),
        (None, "Subtotal", *SUMS),
        ("Subtotal", None, *SUMS),
        ("Ben", "Prospecting", "Hoist", "Mine", "2027-03-31", 5),
        (None, None, "Belt", "Mine", "2027-03-31", 5),
        (None, "Subtotal", *SUMS),
        ("Subtotal", None, *SUMS),
        ("Total", None, *SUMS),
    )
    by_name = {project.name: project for project in projects(result)}
    assert {name: project.owner for name, project in by_name.items()} == {
        **{"Lights": "Ann", "Signals": "Ann", "Ramp": "Ann"},
        **{"Hoist": "Ben", "Belt": "Ben"},
    }
    assert by_name["Signals"].stage == by_name["Lights"].stage == by_name["Belt"].stage
    assert by_name["Ramp"].stage != by_name["Lights"].stage
    passed = [outcome.reason for outcome in result.outcomes]
    assert passed.count("total") == 6
    assert [stage.name for stage in result.stages] == ["Prospecting", "Negotiation/Review"]


def test_a_blank_stage_behind_the_names_stays_unknown(tmp_path: Path) -> None:
    result = brought(
        tmp_path, ("Project", "Stage", "Amount"), ("A", "P3", 1), ("B", None, 2), ("C", "P2", 3)
    )
    assert [project.stage for project in projects(result)] == ["P3", "P0", "P2"]


def test_a_customer_called_total_is_one(tmp_path: Path) -> None:
    result = brought(tmp_path, ("Customer", "Project", "Amount"), ("Total", "Refinery", 3))
    assert [(each.name, each.customer) for each in projects(result)] == [("Refinery", "Total")]


@pytest.mark.parametrize(
    "text",
    [
        *("Subtotal P5", "Sub-total: Closing", "Total P3", "Total for Ann", "Total - Q1"),
        *("Grand total 2027", "Summe", "Gesamtsumme", "Zwischensumme", "Sous-total", "Totaal"),
    ],
)
def test_totals_by_what_they_are_called(tmp_path: Path, text: str) -> None:
    for at, rows in enumerate(
        (
            (("Customer", "Project", "Amount"), ("X", "A", "3"), (text, "", "3")),
            (("Project", "Customer", "Amount"), ("A", "X", "3"), (text, "", "3")),
        )
    ):
        result = bring(separated(tmp_path / f"{at}.csv", lines(*rows)))
        assert [project.name for project in projects(result)] == ["A"]
        assert not result.refusals


@pytest.mark.parametrize(
    ("heading", "stage"), [("P3", "P3"), ("Stage: P5", "P5"), ("阶段：P2", "P2")]
)
def test_a_heading_says_the_stage_of_the_rows_below(
    tmp_path: Path, heading: str, stage: str
) -> None:
    result = brought(
        tmp_path,
        ("Customer", "Project", "Amount"),
        ("P1",),
        ("X", "A", 1),
        ("Subtotal", None, 1),
        (heading,),
        ("Y", "B", 2),
        (None, "C", 3),
    )
    found = [(each.name, each.customer, each.stage) for each in projects(result)]
    assert found == [("A", "X", "P1"), ("B", "Y", stage), ("C", "Y", stage)]


def test_a_heading_that_names_a_stage_in_other_words_is_asked_about(tmp_path: Path) -> None:
    rows = ("Customer", "Project", "Amount"), ("P1 - Lead",), ("X", "A", 1)
    (refused,) = bring(workbook(tmp_path / "a.xlsx", rows)).refusals
    assert refused.code == "stage-unknown"


def test_a_total_below_a_wide_header_of_money(tmp_path: Path) -> None:
    def dress(sheet: Any) -> None:
        sheet.merge_cells("B1:C1")
        sheet.merge_cells("D1:E1")
        sheet.merge_cells("A1:A2")

    rows = (
        ("Project", "Value (k€)", None, "People", None),
        (None, "total", "weighted", "Contact", "CR"),
        ("A", 350, 70, "Ann", 3),
    )
    (project,) = projects(bring(workbook(tmp_path / "a.xlsx", rows, dress)))
    assert project.amount is not None
    assert (project.amount.low, project.amount.currency) == (350_000, "EUR")
    assert [(contact.name, contact.cr) for contact in project.contacts] == [("Ann", 3)]
