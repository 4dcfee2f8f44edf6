"""A table that is older than the last one of its source brings nothing back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from deals.edits.store_settings import recall_readings
from deals.model import Book
from store.tables.results import ImportOptions, SourceRemark
from store.tables.table_days import read_file_day
from tests.store.tables.test_identity import bring, edited, find, owners, taken
from views.import_report import outcome_lines

HEADER = "项目名称,客户,负责人,项目状态,产品类型"
FIRST = ["甲,电力,王,P2,", "乙,银行,王,P1,电缆"]
LATER = ["甲,电力,王,P4,", "丙,港务,王,P1,"]


def remarks(result_remarks: Sequence[SourceRemark]) -> list[tuple[str, str]]:
    """Return of what days older tables and the last ones are."""
    return [(each.text, each.other) for each in result_remarks if each.code == "older-table"]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    first = taken(tmp_path, Book(), {"王-2026-02-16": FIRST}, header=HEADER)
    return taken(tmp_path, first, {"王-2026-02-23": LATER}, 1, HEADER)


def test_an_older_table_brings_nothing_back(tmp_path: Path, book: Book) -> None:
    result = bring(tmp_path, book, {"王-2026-02-16": FIRST}, 2, HEADER)
    assert remarks(result.remarks) == [("2026-02-16", "2026-02-23")]
    assert result.book is book
    assert (result.gone, find(book, "甲").stage) == ((), "P4")
    assert any("2026-02-16" in line and "--older" in line for line in outcome_lines(result))


def test_an_older_table_fills_blanks(tmp_path: Path, book: Book) -> None:
    rows = ["甲,电力,王,P0,开关柜", "丁,地铁,王,P3,"]
    result = bring(tmp_path, book, {"王-2026-02-09": rows}, 2, HEADER)
    project = find(result.book, "甲")
    assert (project.stage, project.product, result.gone) == ("P4", "开关柜", ())
    assert ("丁", "王") in owners(result.book)
    assert bring(tmp_path, result.book, {"王-2026-02-09": rows}, 3, HEADER).book is result.book


def test_what_was_taken_out_here_stays_out(tmp_path: Path, book: Book) -> None:
    cleared = edited(book, "乙", "product", "")
    after = bring(tmp_path, cleared, {"王-2026-02-09": ["乙,银行,王,P1,电缆"]}, 2, HEADER)
    assert after.book is cleared


def test_an_older_table_adds_no_line_to_notes(tmp_path: Path) -> None:
    header = "项目名称,客户,负责人,备注"
    book = taken(tmp_path, Book(), {"王-2026-02-16": ["甲,电力,王,见过何总"]}, header=header)
    book = edited(book, "甲", "notes", "另有看法")
    book = taken(tmp_path, book, {"王-2026-02-23": ["甲,电力,王,已送方案"]}, 1, header)
    after = bring(tmp_path, book, {"王-2026-02-16": ["甲,电力,王,见过何总"]}, 2, header)
    assert "见过何总" not in find(after.book, "甲").remarks
    assert "另有看法" in find(after.book, "甲").remarks


def test_an_older_table_is_taken_if_that_is_said(tmp_path: Path, book: Book) -> None:
    result = bring(tmp_path, book, {"王-2026-02-16": FIRST}, 2, HEADER, ImportOptions(older=True))
    assert (remarks(result.remarks), find(result.book, "甲").stage) == ([], "P2")
    assert [each.name for each in result.gone] == ["丙"]


def test_tables_of_two_weeks_are_taken_by_their_days(tmp_path: Path) -> None:
    tables = {"王 第8周": LATER[:1], "王 第7周": FIRST[:1]}
    after = bring(tmp_path, Book(), tables, header=HEADER)
    assert (find(after.book, "甲").stage, remarks(after.remarks)) == ("P4", [])


def test_another_reps_table_of_the_same_name_is_not_older(tmp_path: Path, book: Book) -> None:
    result = bring(tmp_path, book, {"王-2026-02-16": ["戊,水务,周,P3,"]}, 2, HEADER)
    assert remarks(result.remarks) == []
    assert {each.owner for each in recall_readings(result.book)} == {"王", "周"}


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("张 2026-11-16", "2026-11-16"),
        ("项目20261116", "2026-11-16"),
        ("2026年11月16日 项目", "2026-11-16"),
        ("周报11.9-11.13", "2026-11-13"),
        ("周报11.9", "2026-11-09"),
        ("x-12.24", "2025-12-24"),
        ("pipeline 16-Nov-2026", "2026-11-16"),
        ("pipeline Nov 16", "2026-11-16"),
        ("Liste 16.11.2026", "2026-11-16"),
        ("report1763251200000", "2025-11-16"),
        ("pipeline_w47", "2026-W47"),
        ("Pipeline Müller KW47", "2026-W47"),
        ("王_第47周", "2026-W47"),
        ("list 3-4", ""),
        ("boss 47", ""),
        ("FY2026 Q4", ""),
        ("list v1.12", ""),
        ("plan 2029-01-01", ""),
    ],
)
def test_days_in_names_of_files(name: str, day: str) -> None:
    found = read_file_day(f"in 2026-01-01/{name}.xlsx", date(2026, 11, 29))
    assert (found.text if found else "") == day
