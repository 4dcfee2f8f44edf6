"""The currency of amounts that name none, beside others that name theirs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from deals.edits.store_settings import forget_names
from store.tables.results import ImportOptions, ImportResult
from store.tables.table_files import import_files
from tests.store.tables.sheets import bring, projects, reading, workbook

CHINESE = ("项目名称", "项目状态", "预签金额", "预签时间")
ENGLISH = ("Project", "Stage", "Amount", "Close date")


def taken(
    tmp_path: Path, header: tuple[str, ...], *amounts: object, options: ImportOptions | None = None
) -> ImportResult:
    rows = [[f"P{at}", "P2", amount, "2027-03-31"] for at, amount in enumerate(amounts)]
    file = workbook(tmp_path / "a.xlsx", [header, *rows])
    return bring(file, options=options or ImportOptions())


def currencies(result: ImportResult) -> dict[str, int]:
    """Return how many projects have an amount in each currency."""
    codes = [project.amount.currency for project in projects(result) if project.amount]
    return {code: codes.count(code) for code in codes}


@pytest.mark.parametrize("text", ["350万", "80-150万", "约200万", "2000万以上", "1.2亿", "70w"])
def test_amounts_in_wan_of_a_chinese_table_are_no_dollars(tmp_path: Path, text: str) -> None:
    result = taken(tmp_path, CHINESE, text, "USD 1.2m", text)
    assert (result.refusals, currencies(result)) == ((), {"CNY": 2, "USD": 1})
    dollars = ImportOptions(currency="USD")
    result = taken(tmp_path, CHINESE, text, "USD 1.2m", "320k", options=dollars)
    assert currencies(result) == {"CNY": 1, "USD": 2}
    assert currencies(taken(tmp_path, CHINESE, text, options=dollars)) == {"USD": 1}


def test_in_an_english_table_amounts_in_wan_are_asked_about_apart(tmp_path: Path) -> None:
    amounts = ("$300k", "320k", "350万", 75_000)
    result = taken(tmp_path, ENGLISH, *amounts)
    assert [each.code for each in result.refusals] == ["column-currency", "column-currency-wan"]
    dollars = ImportOptions(currency="USD")
    (refused,) = taken(tmp_path, ENGLISH, *amounts, options=dollars).refusals
    assert (refused.code, refused.figures["likely"]) == ("column-currency-wan", "CNY")
    both = replace(dollars, han_currency="cny")
    result = taken(tmp_path, ENGLISH, *amounts, options=both)
    assert currencies(result) == {"USD": 3, "CNY": 1}
    lows = [project.amount.low for project in projects(result) if project.amount]
    assert lows == [300_000, 320_000, 3_500_000, 75_000]


@pytest.mark.parametrize(
    ("amounts", "likely"),
    [
        (("USD 1.2m", *["350k"] * 3), ""),
        (("USD 1.2m", "USD 2m", *["350k"] * 9), ""),
        (("USD 1.2m", "USD 2m", "350k"), "USD"),
        (("USD 1m", "USD 2m", "EUR 1m", "EUR 3m", "350k"), ""),
        (("USD 1m", "USD 2m", "EUR 1m", "350k"), "USD"),
    ],
)
def test_a_currency_is_only_proposed_where_most_rows_name_it(
    tmp_path: Path, amounts: tuple[str, ...], likely: str
) -> None:
    (refused,) = taken(tmp_path, ENGLISH, *amounts).refusals
    assert refused.figures["likely"] == likely


def test_a_doubtful_currency_hides_no_other_row(tmp_path: Path) -> None:
    rows = [ENGLISH, ["A", "P2", "$300k", "2027-03"], ["B", "P2", "320k", "someday"]]
    file = workbook(tmp_path / "a.xlsx", [*rows, ["C", "P3", "400k", "2027-05"]])
    result = import_files([file], bring(file).book, reading(), ImportOptions(keep_going=True))
    assert [each.kind for each in result.outcomes] == ["added", "refused", "refused"]
    assert [each.code for each in result.refusals] == ["column-currency", "window-unreadable"]
    assert [project.name for project in projects(result)] == ["A"]


def test_what_was_said_is_remembered_for_the_source(tmp_path: Path) -> None:
    amounts = ("$300k", "320k", "350万")
    both = ImportOptions(currency="USD", han_currency="CNY")
    result = taken(tmp_path, ENGLISH, *amounts, options=both)
    said = [(each.name, each.value, each.origin) for each in result.currencies]
    assert sorted(said) == [("amount", "USD", "given"), ("万", "CNY", "given")]
    again = import_files([tmp_path / "a.xlsx"], result.book, reading(), ImportOptions())
    assert ({each.origin for each in again.currencies}, again.refusals) == ({"recalled"}, ())
    assert again.book.projects == result.book.projects
    afresh = forget_names(result.book, ["Amount", "万"])
    (plain, han) = import_files([tmp_path / "a.xlsx"], afresh, reading(), ImportOptions()).refusals
    assert (plain.code, han.code) == ("column-currency", "column-currency-wan")
