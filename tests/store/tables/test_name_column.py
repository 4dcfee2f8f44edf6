"""Exports that call names what are numbers of records."""

from __future__ import annotations

from pathlib import Path

from store.tables.results import ImportOptions
from tests.store.tables.sheets import bring, projects, separated, workbook


def test_texts_are_names_where_the_names_are_numbers(tmp_path: Path) -> None:
    rows = (
        ("Opportunity", "Description", "Account", "Exp. Sales Volume", "Crcy"),
        ("0000012345", "Boiler", "ACME", "1,250,000.00", "USD"),
        ("0000012346", "Chiller", "ACME", "85,000.00", "EUR"),
    )
    file = separated(tmp_path / "a.tsv", "\n".join("\t".join(row) for row in rows))
    found = [(each.name, each.amount and each.amount.low) for each in projects(bring(file))]
    assert found == [("Boiler", 1_250_000), ("Chiller", 85_000)]
    by_number = bring(file, options=ImportOptions(mapping={"Opportunity": "name"}))
    assert [each.name for each in projects(by_number)] == ["0000012345", "0000012346"]


def test_names_stay_where_texts_say_the_same_or_names_are_words(tmp_path: Path) -> None:
    rows = [("Project", "Description", "Amount"), ("10001", "new", "1k"), ("10002", "new", "2k")]
    names = [each.name for each in projects(bring(workbook(tmp_path / "a.xlsx", rows)))]
    assert names == ["10001", "10002"]
    rows = [("Project", "Description", "Amount"), ("Line 4", "a", "1k"), ("10002", "b", "2k")]
    names = [each.name for each in projects(bring(workbook(tmp_path / "b.xlsx", rows)))]
    assert names == ["Line 4", "10002"]
