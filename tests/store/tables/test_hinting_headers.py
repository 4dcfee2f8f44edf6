"""Headers that hint at amounts or days of signing without naming them."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.tables.results import ImportResult
from tests.store.tables.sheets import bring, workbook

DAYS = ("2026-12-14", "2027 Q2", "tbd")
MONEY = ("USD 1.2m", "320k", "?")


def taken(tmp_path: Path, **columns: tuple[object, ...]) -> ImportResult:
    rows = [("Project", *columns), *zip("ABC", *columns.values(), strict=True)]
    return bring(workbook(tmp_path / "a.xlsx", [list(row) for row in rows]))


def meanings(result: ImportResult) -> dict[str, str]:
    return {column.header: column.field for column in result.columns if column.header != "Project"}


def remarks(result: ImportResult) -> list[tuple[str, str, str]]:
    return [(each.code, each.text, each.other) for each in result.remarks]


@pytest.mark.parametrize(
    ("header", "cells", "field"),
    [
        *((header, MONEY, "amount") for header in ("Expected amt", "Exp. value", "Amt", "Budget")),
        *((header, MONEY, "amount") for header in ("预计额", "签单", "成交价", "合同款", "预计")),
        *((header, DAYS, "signs") for header in ("Close", "Expected", "Target month", "To sign")),
        *((header, DAYS, "signs") for header in ("签单", "预计", "关单时间", "预计日期", "成交")),
        ("预计额(万)", (350, 80, 12), "amount"),
    ],
)
def test_a_header_that_hints_at_a_field_is_it_by_its_cells(
    tmp_path: Path, header: str, cells: tuple[object, ...], field: str
) -> None:
    result = taken(tmp_path, **{header: cells})
    assert meanings(result) == {header: field}
    assert ("by-cells", header, field) in remarks(result)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        *((header, MONEY) for header in ("Weighted value", "Cost", "回款额", "注册资本", "营业额")),
        *(
            (header, DAYS)
            for header in ("Last activity", "Created", "Go-live date", "验收", "上次拜访")
        ),
        *((header, (1, 3, 5)) for header in ("Share", "份额")),
    ],
)
def test_a_column_of_something_else_stays_an_own_one(
    tmp_path: Path, header: str, cells: tuple[object, ...]
) -> None:
    result = taken(tmp_path, State=("P1", "P2", "P3"), **{header: cells})
    assert meanings(result)[header] in (f"own:{header}", "created")
    assert remarks(result) == [("no-column", "", "signs"), ("no-column", "", "amount")]


def test_which_of_several_columns_it_is_is_asked(tmp_path: Path) -> None:
    money = {"Budget A": MONEY, "Budget B": MONEY, "Ceiling": MONEY}
    result = taken(
        tmp_path, State=("P1", "P2", "P3"), When=DAYS, Phone=(13812345678, 2, 3), **money
    )
    assert set(meanings(result).values()) >= {f"own:{header}" for header in money}
    assert remarks(result) == [
        ("no-column", "When", "signs"),
        ("no-column", "Budget A, Budget B, Ceiling", "amount"),
    ]
    assert taken(tmp_path, Amount=MONEY, Budget=MONEY).columns[2].field == "own:Budget"
