"""Days and amounts in figures: a column has one order and one decimal mark, or is refused once."""

from __future__ import annotations

from pathlib import Path

import pytest

from deals.errors import UserError
from deals.model import Book
from store.tables.pipeline import import_tables
from store.tables.results import DecimalMark, FigureOrder, ImportOptions, ImportResult
from tests.store.tables.sheets import bring, projects, reading, refusal, separated, workbook


def days(
    path: Path, *texts: str, header: str = "Signing", dates: FigureOrder | None = None
) -> ImportResult:
    """Import a table with these days in one column."""
    rows = "".join(f'P{at},"{text}"\n' for at, text in enumerate(texts))
    file = separated(path / "a.csv", f"Project,{header}\n{rows}")
    return bring(file, options=ImportOptions(dates=dates))


def signed(result: ImportResult) -> list[str]:
    """Return the first days of all windows; nothing was refused."""
    assert [str(refused) for refused in result.refusals] == []
    return [f"{each.signs.earliest}" for each in projects(result) if each.signs]


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (("11/30/2026", "12/5/2026"), ("2026-11-30", "2026-12-05")),
        (("30/11/2026", "12/5/2026"), ("2026-11-30", "2026-05-12")),
        (("30.11.2026", "5.12.2026"), ("2026-11-30", "2026-12-05")),
        (("30.11.2026",), ("2026-11-30",)),
        (("30.11.26", "15.12.26"), ("2026-11-30", "2026-12-15")),
        (("30-11-2026", "01-12-2026"), ("2026-11-30", "2026-12-01")),
        (("31/12/26", "05/06/27"), ("2026-12-31", "2027-06-05")),
        (("12/31/26", "05/06/27"), ("2026-12-31", "2027-05-06")),
        (("27.03.04", "26.12.01"), ("2027-03-04", "2026-12-01")),
        (("12.7.1", "2013.5"), ("2012-07-01", "2013-05-01")),
        (("05/05/2027",), ("2027-05-05",)),
        (("2026/12/5", "11/30/2026"), ("2026-12-05", "2026-11-30")),
        (("2026-11-30 00:00:00", "2026-11-30T23:30:00.000Z"), ("2026-11-30",) * 2),
        (("2026-11-30T23:30:00-0500", "2026-11-30T00:00:00.000+08:00"), ("2026-11-30",) * 2),
        (("Nov 30, 2026 5:30 PM", "2026/11/30 5:30"), ("2026-11-30",) * 2),
        (("2026-11-30 12:00:00 AM", "11/30/2026 0:00"), ("2026-11-30",) * 2),
        (("30-Nov-26", "30-Nov-2026"), ("2026-11-30",) * 2),
        (("Monday, 30 November 2026", "2026年11月30日 星期一"), ("2026-11-30",) * 2),
        (("Jan-27", "Dec-26"), ("2027-01-01", "2026-12-01")),
        (("Mar '27", "Sept ’27"), ("2027-03-01", "2027-09-01")),
        (("06/2027", "6.2027", "06-2027"), ("2027-06-01",) * 3),
        (("1Q27", "3Q 2027", "2Q'27"), ("2027-01-01", "2027-07-01", "2027-04-01")),
        (("11/30/2026 - 12/5/2026",), ("2026-11-30",)),
    ],
)
def test_a_column_of_days(tmp_path: Path, texts: tuple[str, ...], found: tuple[str, ...]) -> None:
    result = days(tmp_path, *texts)
    assert signed(result) == list(found)
    assert bring(tmp_path / "a.csv", result.book).book is result.book


@pytest.mark.parametrize(
    ("texts", "code", "figures"),
    [
        (("12/5/2026",), "column-days", {"first": "2026-12-05", "second": "2026-05-12"}),
        (("05/06/27",), "column-days", {"first": "2027-05-06", "second": "2027-06-05"}),
        (("2026-12", "5/6/2026", "7/8/2026"), "column-days", {"text": "5/6/2026", "row": 3}),
        (("05/06/27", "30/11/26", "12/31/26"), "column-days-mixed", {"other": "12/31/26"}),
        (("11/30/2026", "30/11/2026", "5/6/2026"), "column-days-mixed", {"text": "5/6/2026"}),
        (("30.11.2026", "12.07.01"), "column-days", {"text": "12.07.01"}),
        (("12.7.1", "5/6/2026"), "column-days-mixed", {"other": "12.7.1"}),
    ],
)
def test_a_column_of_days_in_doubt_is_refused_once(
    tmp_path: Path, texts: tuple[str, ...], code: str, figures: dict[str, object]
) -> None:
    refused = refusal(days(tmp_path, *texts))
    assert refused.code == code
    assert refused.figures.items() >= {"column": "Signing", **figures}.items()


@pytest.mark.parametrize(
    ("order", "text", "day"),
    [
        ("mdy", "12/5/2026", "2026-12-05"),
        ("dmy", "12/5/2026", "2026-05-12"),
        ("dmy", "05/06/27", "2027-06-05"),
        ("ymd", "27/05/06", "2027-05-06"),
        ("ymd", "30.11.26", "2030-11-26"),
    ],
)
def test_the_option_decides(tmp_path: Path, order: FigureOrder, text: str, day: str) -> None:
    assert signed(days(tmp_path, text, dates=order)) == [day]


def test_what_contradicts_the_option_is_refused_at_its_cell(tmp_path: Path) -> None:
    refused = refusal(days(tmp_path, "12/5/2026", "11/30/2026", dates="dmy"))
    assert (refused.code, refused.figures["cell"]) == ("window-unreadable", "B3")


def test_the_setting_decides_what_the_column_does_not_prove(tmp_path: Path) -> None:
    dmy = reading()._replace(dates="dmy")
    for rows, day in (
        ("A,12/5/2026\n", "2026-05-12"),
        ("A,12/5/2026\nB,11/30/2026\n", "2026-12-05"),
    ):
        path = separated(tmp_path / "a.csv", f"Project,Signing\n{rows}")
        assert signed(import_tables([path], Book(), dmy))[0] == day


def test_the_days_of_next_steps_are_read_by_their_own_column(tmp_path: Path) -> None:
    rows = "A,P2,call,30/11/2026\nB,P2,call,5/12/2026\n"
    path = separated(tmp_path / "a.csv", f"Project,State,Next step,Next on\n{rows}")
    found = [each.next_action for each in projects(bring(path))]
    assert [f"{action.on}" for action in found if action] == ["2026-11-30", "2026-12-05"]


def test_a_column_in_doubt_goes_by_what_another_proves(tmp_path: Path) -> None:
    rows = "A,30/11/2026,call,5/12/2026\n"
    path = separated(tmp_path / "a.csv", f"Project,Signing,Next step,Next on\n{rows}")
    found = [each.next_action for each in projects(bring(path))]
    assert [f"{action.on}" for action in found if action] == ["2026-12-05"]


def amounts(
    path: Path, *texts: str, mark: str = ",", decimal: DecimalMark | None = None
) -> ImportResult:
    """Import a table with these amounts in one column, its cells parted by a mark."""
    rows = "".join(f'P{at}{mark}"{text}"\n' for at, text in enumerate(texts))
    file = separated(path / "a.csv", f"Project{mark}Amount\n{rows}")
    return bring(file, options=ImportOptions(decimal=decimal, currency="CNY"))


def read(result: ImportResult) -> list[str]:
    """Return the amounts in words of our own; nothing was refused."""
    assert [str(refused) for refused in result.refusals] == []
    every = [each.amount for each in projects(result) if each.amount]
    return [f"{amount.currency} {amount.low}-{amount.high}" for amount in every]


@pytest.mark.parametrize(
    ("texts", "mark", "found"),
    [
        (("350.000 EUR", "75.000 EUR"), ";", ["EUR 350000-350000", "EUR 75000-75000"]),
        (("1.234,50", "350.000"), ",", ["CNY 1235-1235", "CNY 350000-350000"]),
        (("1.234.567", "350.000"), ",", ["CNY 1234567-1234567", "CNY 350000-350000"]),
        (("12000.00", "350.125"), ",", ["CNY 12000-12000", "CNY 350-350"]),
        (("1,234.50", "350,000"), ",", ["CNY 1235-1235", "CNY 350000-350000"]),
        (("350,000", "$75,000"), ";", ["CNY 350000-350000", "USD 75000-75000"]),
        (("80-150万", "1.5M"), ",", ["CNY 800000-1500000", "CNY 1500000-1500000"]),
        (
            ("1 500 000", "1\u00a0200\u00a0000 EUR", "1'250'000.50", "1\u202f000"),
            "\t",
            ["CNY 1500000-1500000", "EUR 1200000-1200000", "CNY 1250001-1250001", "CNY 1000-1000"],
        ),
        (("100.000-150.000 €", "1,5 Mio €"), ";", ["EUR 100000-150000", "EUR 1500000-1500000"]),
    ],
)
def test_a_column_of_amounts(
    tmp_path: Path, texts: tuple[str, ...], mark: str, found: list[str]
) -> None:
    result = amounts(tmp_path, *texts, mark=mark)
    assert read(result) == found
    assert bring(tmp_path / "a.csv", result.book).book is result.book


@pytest.mark.parametrize(
    ("texts", "mark", "code", "figures"),
    [
        (("350.000 EUR",), ",", "column-amounts", {"thousands": "350,000", "decimals": "350"}),
        (("350.125", "75.000"), ",", "column-amounts", {"decimals": "350.125", "row": 2}),
        (("1.234,50", "350,000"), ",", "column-amounts", {"text": "350,000"}),
        (
            ("1.234,50", "1,234.50", "350.000"),
            ",",
            "column-amounts-mixed",
            {"text": "1.234,50", "other": "1,234.50"},
        ),
        (("12.50", "350.000"), ";", "column-amounts", {"text": "350.000"}),
    ],
)
def test_a_column_of_amounts_in_doubt_is_refused_once(
    tmp_path: Path, texts: tuple[str, ...], mark: str, code: str, figures: dict[str, object]
) -> None:
    refused = refusal(amounts(tmp_path, *texts, mark=mark))
    assert refused.code == code
    assert refused.figures.items() >= {"column": "Amount", **figures}.items()


@pytest.mark.parametrize(
    ("decimal", "text", "value"),
    [("comma", "350.000 EUR", 350_000), ("point", "350.000 EUR", 350), ("comma", "350,000", 350)],
)
def test_the_option_says_what_parts_decimals(
    tmp_path: Path, decimal: DecimalMark, text: str, value: int
) -> None:
    (project,) = projects(amounts(tmp_path, text, decimal=decimal))
    assert project.amount is not None
    assert project.amount.low == value


def test_cents_are_rounded_and_that_is_told(tmp_path: Path) -> None:
    result = amounts(tmp_path, "1234.56", "12000.00")
    remarks = [(remark.code, remark.text) for each in result.outcomes for remark in each.remarks]
    assert remarks == [("rounded", "1234.56 -> 1,235")]


def test_numbers_of_a_workbook_are_in_no_doubt(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["Project", "Amount"], ["A", 350.125], ["B", 12000]])
    assert read(bring(path)) == ["CNY 350-350", "CNY 12000-12000"]


CURRENCIES = [
    ("USD", "100k", "USD"),
    ("欧元", "100k", "EUR"),
    ("RMB", "10万", "CNY"),
    ("USD - US Dollar", "100k", "USD"),
    ("AUD", "$100k", "AUD"),
    ("", "$100k", "USD"),
    ("", "100k", "CNY"),
]


@pytest.mark.parametrize(("currency", "amount", "found"), CURRENCIES)
def test_a_currency_column(tmp_path: Path, currency: str, amount: str, found: str) -> None:
    path = separated(tmp_path / "a.csv", f"Project,Currency,Amount\nA,{currency},{amount}\n")
    assert read(bring(path)) == [f"{found} 100000-100000"]


def test_the_currency_column_goes_before_the_header_and_keeps_its_unit(tmp_path: Path) -> None:
    path = separated(tmp_path / "a.csv", "项目名称,币种,预签金额(万元)\nA,USD,10\nB,,10\n")
    assert read(bring(path)) == ["USD 100000-100000", "CNY 100000-100000"]


@pytest.mark.parametrize(
    ("currency", "amount", "code", "cell"),
    [("XYZ", "100k", "currency-unknown", "B2"), ("EUR", "$100k", "amount-currency", "C2")],
)
def test_a_currency_that_cannot_be_is_refused(
    tmp_path: Path, currency: str, amount: str, code: str, cell: str
) -> None:
    path = separated(tmp_path / "a.csv", f"Project,Currency,Amount\nA,{currency},{amount}\n")
    refused: UserError = refusal(bring(path))
    assert (refused.code, refused.figures["cell"]) == (code, cell)


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (("12.25", "12.7", "1.15"), ("2025-12-25", "2025-12-07", "2026-01-15")),
        (("5/31", "4/2"), ("2026-05-31", "2026-04-02")),
    ],
)
def test_two_figures_are_a_day_where_one_can_only_be_that(
    tmp_path: Path, texts: tuple[str, ...], found: tuple[str, ...]
) -> None:
    assert signed(days(tmp_path, *texts)) == list(found)


def test_two_figures_that_are_a_day_and_a_month_of_a_year(tmp_path: Path) -> None:
    refused = refusal(days(tmp_path, "12.25", "26.6", "12.7"))
    assert (refused.code, refused.figures["other"]) == ("column-days-mixed", "12.25")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("115/12/31", "2026-12-31"),
        ("115.3.5", "2026-03-05"),
        ("115年12月", "2026-12-01"),
        ("民國116年", "2027-01-01"),
    ],
)
def test_a_year_of_three_figures_counts_from_1911(tmp_path: Path, text: str, first: str) -> None:
    assert signed(days(tmp_path, text, "2026/12/31")) == [first, "2026-12-31"]


@pytest.mark.parametrize(
    ("header", "texts", "low", "code", "currency"),
    [
        ("Amount", ("2 500 000 kr",), 2_500_000, "SEK", "SEK"),
        ("Amount", ("2,5 mkr", "350 tkr"), 2_500_000, "NOK", "NOK"),
        ("Amount (tkr)", ("350",), 350_000, "DKK", "DKK"),
        ("Amount", ("3 MSEK",), 3_000_000, "SEK", None),
        ("Amount", ("MSEK 3,5",), 3_500_000, "SEK", None),
        ("Amount", ("80-120 kEUR",), 80_000, "EUR", None),
        ("Amount", ("CA$ 980,000",), 980_000, "CAD", None),
    ],
)
def test_units_of_other_countries(
    tmp_path: Path, header: str, texts: tuple[str, ...], low: int, code: str, currency: str | None
) -> None:
    rows = [("Project", header), *((f"P{at}", text) for at, text in enumerate(texts))]
    file = workbook(tmp_path / "a.xlsx", rows)
    result = bring(file, options=ImportOptions(currency=currency))
    assert [str(refused) for refused in result.refusals] == []
    first = projects(result)[0].amount
    assert first is not None
    assert first.low == low
    assert first.currency == (
        currency or {"3": "SEK", "M": "SEK", "8": "EUR"}.get(texts[0][0], "CAD")
    )


@pytest.mark.parametrize(("header", "text"), [("Amount (kr)", "350000"), ("Amount", "350 000 kr")])
def test_kronor_of_no_country_are_refused(tmp_path: Path, header: str, text: str) -> None:
    refused = refusal(bring(workbook(tmp_path / "a.xlsx", [("Project", header), ("A", text)])))
    assert (refused.code, refused.figures["sign"]) == ("amount-sign", "kr")


def test_thousands_of_euros_with_a_point_are_in_doubt(tmp_path: Path) -> None:
    assert refusal(
        bring(workbook(tmp_path / "a.xlsx", [("Project", "Amount"), ("A", "1.200 T€")]))
    ).code in ("column-amounts", "amount-point")
    result = bring(separated(tmp_path / "a.csv", "Project;Amount\nA;1.200 k€\nB;800 k€\n"))
    assert [each.amount and each.amount.low for each in projects(result)] == [1_200_000, 800_000]


@pytest.mark.parametrize(
    ("mark", "text", "low"),
    [
        ("point", "350000,50 €", 350_001),
        ("point", "1.234,56", 1_235),
        ("point", "1,2 Mio €", 1_200_000),
        ("point", "1 200 000,00 €", 1_200_000),
        ("comma", "980,000.50", 980_001),
        ("comma", "1.2M", 1_200_000),
    ],
)
def test_a_cell_that_proves_the_other_mark_is_read_by_it(
    tmp_path: Path, mark: DecimalMark, text: str, low: int
) -> None:
    file = workbook(tmp_path / "a.xlsx", [("Project", "Amount"), ("A", text)])
    (project,) = projects(bring(file, options=ImportOptions(decimal=mark)))
    assert project.amount is not None
    assert project.amount.low == low


def mixed_amounts(path: Path, *texts: str, currency: str | None = None) -> ImportResult:
    """Import a table with these amounts in one column."""
    rows = "".join(f'P{at},"{text}"\n' for at, text in enumerate(texts))
    file = separated(path / "a.csv", f"Project,Value\n{rows}")
    return bring(file, options=ImportOptions(currency=currency))


@pytest.mark.parametrize(
    ("texts", "currency"),
    [
        (("$1,250,000", "250000"), "USD"),
        (("250000", "€1,250,000"), "EUR"),
        (("USD 80k", "250k"), "USD"),
        (("100万美元", "80万"), "USD"),
    ],
)
def test_bare_amounts_beside_those_of_a_currency_are_asked_about_once(
    tmp_path: Path, texts: tuple[str, ...], currency: str
) -> None:
    (refused,) = mixed_amounts(tmp_path, *texts, *texts).refusals
    code = "column-currency-wan" if "万" in texts[1] else "column-currency"
    assert (refused.code, refused.figures["currency"]) == (code, currency)
    for wanted in (currency, "CNY"):
        result = mixed_amounts(tmp_path, *texts, currency=wanted)
        assert {each.amount.currency for each in projects(result) if each.amount} == {
            currency,
            wanted,
        }


@pytest.mark.parametrize("texts", [("¥100万", "80万"), ("$1M", "-"), ("$1M", "0"), ("$1M", "€2M")])
def test_amounts_that_leave_no_currency_open_are_not_asked_about(
    tmp_path: Path, texts: tuple[str, ...]
) -> None:
    assert [str(refused) for refused in mixed_amounts(tmp_path, *texts).refusals] == []


@pytest.mark.parametrize("text", ["明年一季度", "明年Q1"])
def test_a_window_that_counts_from_today_is_read_and_told(tmp_path: Path, text: str) -> None:
    result = days(tmp_path, text)
    (project,) = projects(result)
    assert project.signs is not None
    year = reading().stamp.today.year + 1
    assert (project.signs.earliest.year, project.signs.latest.month) == (year, 3)
    assert [each.code for each in result.outcomes[0].remarks] == ["from-today"]
    again = bring(tmp_path / "a.csv", result.book)
    assert again.book is result.book


def test_a_day_since_when_a_project_is_known_is_refused_as_that(tmp_path: Path) -> None:
    text = "Project,Signing,Created\nA,2026-12-15,hello\n"
    assert refusal(bring(separated(tmp_path / "a.csv", text))).code == "created-unreadable"
