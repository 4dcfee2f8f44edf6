"""Names that are likely to be one: customers and owners within a table, and beside known ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from deals.model import Book
from store.tables.results import ImportResult
from tests.store.tables.sheets import bring, workbook

HEADER = ("Project", "Customer", "Owner", "Amount", "Close date")


def taken(tmp_path: Path, *rows: tuple[str, str, str], into: Book | None = None) -> ImportResult:
    filled = [(*row, "300k", "2027-03") for row in rows]
    file = workbook(tmp_path / "a.xlsx", [HEADER, *filled])
    return bring(file, into) if into else bring(file)


@pytest.mark.parametrize(
    ("name", "other"),
    [("天一药业股份", "天一药业"), ("Northwnd Traders", "Northwind Traders"), ("ACME Ltd", "Acme")],
)
def test_a_new_customer_that_may_be_known_is_told(tmp_path: Path, name: str, other: str) -> None:
    together = taken(tmp_path, ("A", other, "Joe"), ("B", name, "Joe"))
    assert together.near == ((name, ((other, 1),)),)
    before = taken(tmp_path, ("A", other, "Joe")).book
    later = taken(tmp_path, ("A", other, "Joe"), ("B", name, "Joe"), into=before)
    assert later.near == ((name, ((other, 1),)),)
    assert taken(tmp_path, ("B", name, "Joe"), into=later.book).near == ()


@pytest.mark.parametrize(
    ("name", "other"), [("李 伟", "李伟"), ("joe", "Joe"), ("Ann Lee", "AnnLee")]
)
def test_a_new_owner_who_may_be_known_is_told(tmp_path: Path, name: str, other: str) -> None:
    rows = ("A", "Acme", other), ("B", "Globex", name), ("C", "Initech", name)
    result = taken(tmp_path, *rows)
    assert [(each.code, each.text, each.other) for each in result.remarks] == [
        ("near-owner", name, other)
    ]
    assert taken(tmp_path, *rows, into=result.book).remarks == ()


@pytest.mark.parametrize(
    ("texts", "stages"),
    [
        (("P2", "2", "p3"), ["P2", "P2", "P3"]),
        (("P3 - mid level", "P3 设计交流", "P4: executive"), ["P3", "P3", "P4"]),
    ],
)
def test_a_stage_is_read_by_its_figure_and_by_part_of_its_name(
    tmp_path: Path, texts: tuple[str, ...], stages: list[str]
) -> None:
    rows = [("Project", "Stage"), *zip("ABC", texts, strict=True)]
    result = bring(workbook(tmp_path / "a.xlsx", rows))
    assert [each.stage for each in result.book.projects.values()] == stages


@pytest.mark.parametrize("text", ["P3 - executive", "P3 - P4", "P2-P3", "P3 lost", "3"])
def test_what_may_be_another_stage_is_asked(tmp_path: Path, text: str) -> None:
    rows = [("Project", "Stage"), ("A", text)]
    result = bring(workbook(tmp_path / "a.xlsx", rows))
    assert [each.code for each in result.refusals] == ["stage-unknown"]


def test_that_a_new_project_has_no_stage_is_told(tmp_path: Path) -> None:
    rows = [("项目名称", "项目状态"), ("甲", "跟进中"), ("乙", "P2"), ("丙", "丢单")]
    result = bring(workbook(tmp_path / "a.xlsx", rows))
    assert [[*each.remarks] for each in result.outcomes] == [[("no-stage", "P0")], [], []]
