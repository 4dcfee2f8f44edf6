from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from deals.errors import UserError
from deals.fields.spec import header_key
from deals.parsing.header_units import AmountUnit
from store.tables.headers import HeaderedTable, find_table
from store.tables.pipeline import PIPELINE
from store.tables.pipeline_columns import COLUMNS
from store.tables.results import ImportOptions
from tests.store.tables.sheets import (
    HEADER,
    ROW,
    bring,
    grid,
    lines,
    only,
    projects,
    reading,
    refusal,
    separated,
    workbook,
)


def table(path: Path, *rows: tuple[str, ...], **mapping: str) -> HeaderedTable | None:
    """Return the table found in a file of these rows."""
    return find_table(
        grid(workbook(path / "a.xlsx", rows)), PIPELINE, ImportOptions(mapping=mapping)
    )


def fields(path: Path, *headers: str, **mapping: str) -> dict[str, int]:
    """Return which column of a row of headers is which field."""
    found = table(path, headers, **mapping)
    assert found is not None
    return {field: column.number for field, column in found.columns.items()}


def test_every_alias_means_one_field() -> None:
    sure = [header_key(alias) for column in COLUMNS.values() for alias in column.sure.split()]
    weak = [header_key(alias) for column in COLUMNS.values() for alias in column.weak.split()]
    assert len({*sure, *weak}) == len(sure) + len(weak)


@pytest.mark.parametrize("field", COLUMNS)
def test_a_field_goes_by_its_id_in_a_header(tmp_path: Path, field: str) -> None:
    # What others call Status is our state, so that id is the only one to mean another field.
    means = "stage" if field == "status" else field
    others = {"name": "Project", "contacts": "Contacts"}
    headers = [header for known, header in others.items() if known != field]
    assert means in fields(tmp_path, *headers, field)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("客户(公司)", "customer"),
        ("客户（公司）", "customer"),
        ("客户", "customer"),
        ("Acct.", "customer"),
        ("负 责 人", "owner"),
        ("项目\n负责人", "owner"),
        ("ＳＴＡＴＥ", "stage"),
        ("Status", "stage"),
        ("状态：", "stage"),
        ("State (P0-P7)", "stage"),
        ("Outcome", "status"),
        ("项目结果", "status"),
        ("预签金额（万元）", "amount"),
        ("预签金额(含税, 万元)", "amount"),
        ("预签金额/万元", "amount"),
        ("预签金额万元", "amount"),
        ("金额：单位万元", "amount"),
        ("Amount (USD k)", "amount"),
        ("Amount in k", "amount"),
        ("*Amount", "amount"),
        ("Expected signing date", "signs"),
        ("预签时间 Signing", "signs"),
        ("预签时间\nExpected Signing", "signs"),
        ("客户名单 / Contacts", "contacts"),
        ("客户关系程度(CR)", "cr"),
        ("CR 1-5", None),
        ("序号", None),
        ("客户CR", "cr"),
        ("项目CR", None),
        ("金额占比", None),
        ("Remarks", "notes"),
        ("Misc", None),
    ],
)
def test_headers_as_people_write_them(tmp_path: Path, header: str, field: str | None) -> None:
    found = fields(tmp_path, "项目名称", header)
    assert found == ({"name": 1, field: 2} if field else {"name": 1})


@pytest.mark.parametrize("header", ["Opp. Name", "Opp", "Oppty Name", "opportunity_name"])
def test_a_deal_is_named_as_people_shorten_it(tmp_path: Path, header: str) -> None:
    assert fields(tmp_path, header, "Acct Name") == {"name": 1, "customer": 2}


def test_any_order_and_headers_of_no_meaning(tmp_path: Path) -> None:
    found = table(tmp_path, ("No.", *reversed(HEADER), "备注", "Misc"))
    assert found is not None
    assert found.ignored == ("No.", "Misc")
    numbers = [found.columns[field].number for field in ("name", "customer", "cr", "notes")]
    assert numbers == [9, 8, 2, 10]


def test_what_is_surer_comes_first(tmp_path: Path) -> None:
    found = fields(tmp_path, "Name", "Project", "Status", "State")
    assert found == {"name": 2, "stage": 4}


def test_what_stands_in_front_of_contacts_is_not_theirs(tmp_path: Path) -> None:
    headers = ("部门", "职务", "项目名称", "客户名单", "层级")
    assert fields(tmp_path, *headers) == {"name": 3, "contacts": 4, "level": 5}
    assert fields(tmp_path, *headers, 部门="department")["department"] == 1
    assert "title" not in fields(tmp_path, "项目名称", "职务")


def test_a_long_text_is_no_header(tmp_path: Path) -> None:
    found = table(tmp_path, ("(" * 30_000, "单位" * 10_000), HEADER)
    assert found is not None
    assert found.header.number == 2


def test_the_row_with_most_headers_is_the_header(tmp_path: Path) -> None:
    found = table(tmp_path, ("项目", "2013年"), ("项目名称: x", "State"), HEADER, ROW, HEADER)
    assert found is not None
    assert found.header.number == 3
    assert [line.number for line in found.above] == [1, 2]
    assert [line.number for line in found.body] == [4, 5]


def test_headers_in_two_rows_with_merged_cells(tmp_path: Path) -> None:
    def dress(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:C1")
        sheet.merge_cells("D1:D2")

    rows: list[list[str | int | None]] = [
        ["项目名称", "客户", None, "项目状态"],
        [None, "名单", "程度", None],
        ["北辰扩容", "何总", 2, "P2"],
    ]
    project = only(bring(workbook(tmp_path / "a.xlsx", rows, dress)))
    assert (project.name, project.stage) == ("北辰扩容", "P2")
    assert [(contact.name, contact.cr) for contact in project.contacts] == [("何总", 2)]


@pytest.mark.parametrize(
    ("above", "header", "measure"),
    [
        ("", "预签金额", None),
        ("", "预签金额(万元)", AmountUnit(10_000, "CNY")),
        ("", "预签金额（万美元）", AmountUnit(10_000, "USD")),
        ("", "预签金额(含税, 万元)", AmountUnit(10_000, "CNY")),
        ("", "Amount (k)", AmountUnit(1_000, None)),
        ("", "Amount (USD k)", AmountUnit(1_000, "USD")),
        ("", "Amount (USD)", AmountUnit(1, "USD")),
        ("", "Amount (all)", None),
        ("", "预签金额/亿", AmountUnit(100_000_000, None)),
        ("单位：万元", "预签金额", AmountUnit(10_000, "CNY")),
        ("2013年项目表（金额单位：万元）", "预签金额", AmountUnit(10_000, "CNY")),
        ("Unit: k", "Amount", AmountUnit(1_000, None)),
        ("填报单位：北京分公司", "预签金额", None),
        ("单位：元", "预签金额(万元)", AmountUnit(10_000, "CNY")),
        ("", "Value (k€)", AmountUnit(1_000, "EUR")),
        ("", "Amount (€k)", AmountUnit(1_000, "EUR")),
        ("", "Amount T€", AmountUnit(1_000, "EUR")),
        ("", "Amount (Mio. €)", AmountUnit(1_000_000, "EUR")),
        ("", "Amount in € '000", AmountUnit(1_000, "EUR")),
        ("", "Amount ($000)", AmountUnit(1_000, "USD")),
        ("", "Value (£’000s)", AmountUnit(1_000, "GBP")),
        ("", "Value (000 000 NOK)", AmountUnit(1_000_000, "NOK")),
        ("", "Amount (1,000 USD)", AmountUnit(1_000, "USD")),
        ("", "Amount, EUR thousands", AmountUnit(1_000, "EUR")),
        ("", "Amount (in thousands)", AmountUnit(1_000, None)),
        ("", "Value (in millions of USD)", AmountUnit(1_000_000, "USD")),
        ("", "Amount (USDm)", AmountUnit(1_000_000, "USD")),
        ("", "Value (MSEK)", AmountUnit(1_000_000, "SEK")),
        ("", "Value $M", AmountUnit(1_000_000, "USD")),
        ("", "Amount (tkr)", AmountUnit(1_000, None, "kr")),
        ("All values in MSEK excl. VAT", "Value", AmountUnit(1_000_000, "SEK")),
        ("Last update 27 Nov, figures in k€", "Value", AmountUnit(1_000, "EUR")),
        ("Amounts are stated in thousands of USD", "Value", AmountUnit(1_000, "USD")),
        ("Pipeline 2027 (in €k)", "Value", AmountUnit(1_000, "EUR")),
        ("Pipeline (all in EUR)", "Value", AmountUnit(1, "EUR")),
        ("All deals in Europe", "Value", None),
        ("Pipeline (in progress)", "Value", None),
        ("All projects in 2027 (in Munich)", "Value", None),
        ("", "Amount (excl. VAT)", None),
        ("", "Amount 2000", None),
        ("", "Amount (>100)", None),
    ],
)
def test_what_amounts_count_in(
    tmp_path: Path, above: str, header: str, measure: AmountUnit | None
) -> None:
    found = table(tmp_path, (above,), ("项目名称", header))
    assert found is not None
    assert found.measure == measure


def test_a_mapping_decides(tmp_path: Path) -> None:
    assert fields(tmp_path, "机会点", "Amount", "State", **{"机会点": "name"})["name"] == 1
    found = fields(tmp_path, "Project", "金额", "预签金额", **{"金 额": "amount"})
    assert found == {"name": 1, "amount": 2}
    assert "cr" not in fields(tmp_path, "Project", "State", "CR", CR="ignore")


@pytest.mark.parametrize(
    ("mapping", "code", "named"),
    [
        ({"状态": "nonsense"}, "map-field-unknown", {"header": "状态", "field": "nonsense"}),
        ({"机会点": "name"}, "map-header-missing", {"header": "机会点"}),
    ],
)
def test_a_mapping_that_cannot_be_followed(
    tmp_path: Path, mapping: dict[str, str], code: str, named: dict[str, str]
) -> None:
    path = workbook(tmp_path / "a.xlsx", [HEADER, ROW])
    with pytest.raises(UserError) as refused:
        bring(path, options=ImportOptions(mapping=mapping))
    assert refused.value.code == code
    assert refused.value.figures.items() >= named.items()


def test_two_columns_of_one_meaning(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["表"], ["项目名称", "金额", "Amount", "预签金额"]])
    refused = refusal(bring(path))
    assert refused.code == "header-twice"
    assert refused.figures == {
        "file": str(path),
        "row": 2,
        "field": "amount",
        "first": "Amount (C2)",
        "second": "预签金额 (D2)",
    }


def test_no_column_of_names(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx", [["表"], ["负责人", "项目状态", "备注"], ["林", "P2", "x"]]
    )
    refused = refusal(bring(path))
    assert refused.code == "header-missing"
    assert refused.figures == {
        "file": str(path),
        "field": "name",
        "headers": "负责人, 项目状态, 备注",
    }


def test_headers_of_several_sheets_are_named_once_each(tmp_path: Path) -> None:
    book = Workbook()
    for _each in range(2):
        book.create_sheet().append(["负责人", "项目状态"])
    book.save(tmp_path / "a.xlsx")
    refused = refusal(bring(tmp_path / "a.xlsx"))
    assert refused.figures["headers"] == "负责人, 项目状态"


@pytest.mark.parametrize("rows", [[], [[None, ""]]])
def test_a_workbook_without_a_cell(tmp_path: Path, rows: list[list[str | None]]) -> None:
    assert refusal(bring(workbook(tmp_path / "a.xlsx", rows))).code == "file-empty"


def several_sheets(path: Path) -> Path:
    """Return a workbook whose second and third sheet have a table each, the first just a word."""
    book = Workbook()
    first, second, third = (book.active, *map(book.create_sheet, ("项目 表", "2012")))
    assert isinstance(first, Worksheet)
    first.append(["项目"])
    for sheet, name in ((second, "北辰扩容"), (third, "南湖机房")):
        sheet.append(HEADER)
        sheet.append((name, *ROW[1:]))
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("sheets", "names"),
    [
        ((), ["北辰扩容", "南湖机房"]),
        (("项目 表",), ["北辰扩容"]),
        (("２０１２",), ["南湖机房"]),
        (("2012", "项目 表"), ["南湖机房", "北辰扩容"]),
    ],
)
def test_all_sheets_with_a_table_or_those_asked_for(
    tmp_path: Path, sheets: tuple[str, ...], names: list[str]
) -> None:
    path = several_sheets(tmp_path / "a.xlsx")
    result = bring(path, options=ImportOptions(sheets=sheets))
    assert [project.name for project in projects(result)] == names


def test_an_unknown_sheet(tmp_path: Path) -> None:
    path = several_sheets(tmp_path / "a.xlsx")
    refused = refusal(bring(path, options=ImportOptions(sheets=("2014",))))
    assert refused.code == "sheet-missing"
    assert refused.figures == {
        "file": str(path),
        "sheet": "2014",
        "sheets": "Sheet, 项目 表, 2012",
    }


def test_a_sheet_asked_for_means_nothing_to_a_file_without_sheets(tmp_path: Path) -> None:
    path = separated(tmp_path / "a.csv", lines(HEADER, ROW))
    assert only(bring(path, options=ImportOptions(sheets=("2014",)))).name == "北辰扩容"


def test_a_list_of_names_is_a_table_too(tmp_path: Path) -> None:
    project = only(bring(separated(tmp_path / "a.csv", "项目名称\n北辰扩容\n")))
    assert (project.name, project.stage) == ("北辰扩容", reading().playbook.stages[0].id)


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (("项目名称", "项目状态", "预签", ""), ("", "", "金额(万元)", "时间")),
        (("项目", "", "预签", ""), ("名称", "状态", "金额(万元)", "时间")),
        (("Project", "State", "Expected", ""), ("", "", "amount (万元)", "signing")),
    ],
)
def test_headers_in_two_rows_are_read_together(
    tmp_path: Path, upper: tuple[str, ...], lower: tuple[str, ...]
) -> None:
    row = ("北辰扩容", "P3", "350", "2027.3")
    project = only(bring(separated(tmp_path / "a.csv", lines(("总表",), upper, lower, row))))
    assert (project.name, project.stage) == ("北辰扩容", "P3")
    assert project.amount is not None
    assert project.amount.low == 3_500_000
    assert project.signs is not None
    assert project.signs.earliest.month == 3


def test_a_first_row_is_not_taken_for_a_second_row_of_headers(tmp_path: Path) -> None:
    rows = ("Project", "State", "", "Owner"), ("Signing", "P2", "Amount", "Lin")
    assert only(bring(separated(tmp_path / "a.csv", lines(*rows)))).name == "Signing"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ((("Name", "Company", "Phone"), ("Ann", "A", "1")), "contacts-projectless"),
        ((("Name", "Status", "Email"), ("Ann", "Open", "a@b")), "contacts-projectless"),
        ((("姓名", "公司", "职位", "手机"), ("何", "北辰", "处长", "1")), "contacts-projectless"),
        ((("名称", "规格", "单价", "金额"), ("阀门", "DN50", "30", "300")), "projects-unproved"),
        ((("Name", "Price", "Unit"), ("Valve", "30", "pc")), "projects-unproved"),
        ((("Name", "Company"), ("Ann", "A")), "projects-unproved"),
    ],
)
def test_tables_of_people_and_prices_are_refused(
    tmp_path: Path, rows: tuple[tuple[str, ...], ...], code: str
) -> None:
    assert refusal(bring(separated(tmp_path / "a.csv", lines(*rows)))).code == code


def test_a_bare_name_is_a_project_where_that_is_said_or_shown(tmp_path: Path) -> None:
    path = separated(tmp_path / "a.csv", lines(("Name", "Company", "Phone"), ("Alpha", "A", "1")))
    assert only(bring(path, options=ImportOptions(mapping={"Name": "name"}))).name == "Alpha"
    shown = lines(("Name", "Company", "Amount", "Phone"), ("Alpha", "A", "100k", "1"))
    assert only(bring(separated(tmp_path / "b.csv", shown))).name == "Alpha"


def test_of_two_columns_the_one_that_is_shown_counts(tmp_path: Path) -> None:
    def dress(sheet: Worksheet) -> None:
        sheet.column_dimensions["C"].hidden = True
        sheet.row_dimensions[2].hidden = True

    rows: list[list[str | int]] = [
        ["Project", "State", "Amount", "Amount"],
        ["Alpha", "P2", 100_000, 200_000],
    ]
    result = bring(workbook(tmp_path / "a.xlsx", rows, dress))
    amount = only(result).amount
    assert amount is not None
    assert amount.low == 200_000
    assert [(remark.code, remark.text, remark.other) for remark in result.remarks] == [
        ("no-column", "", "signs"),
        ("hidden-rows", "1", ""),
        ("hidden-column", "Amount (C1)", "Amount (D1)"),
    ]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        *((header, "signs") for header in ("Exp. signing", "Planned signature", "Est. Close")),
        *((header, "signs") for header in ("Target Close Date", "Closing", "Close month")),
        *((header, "amount") for header in ("Contract value", "TCV", "Order Value (k€)")),
        *((header, "amount") for header in ("Amount EUR thousands", "Deal size in $M")),
        *((header, "owner") for header in ("Sales person", "Key Account Manager", "KAM")),
        *((header, "contacts") for header in ("Decision makers", "Key people", "Stakeholders")),
        *((header, "customer") for header in ("End customer", "Potential customer", "Prospect")),
        *((header, "stage") for header in ("Sales phase", "Pipeline Phase")),
    ],
)
def test_headers_of_offices(tmp_path: Path, header: str, field: str) -> None:
    assert fields(tmp_path, "Project", "CR", header)[field] == 3


@pytest.mark.parametrize(
    "header",
    [
        *("Weighted value", "Value (k€) weighted", "Signature", "Decision maker", "Contract no."),
        *("Annual revenue", "Volume", "Prob.", "Contract"),
    ],
)
def test_headers_that_could_be_anything(tmp_path: Path, header: str) -> None:
    found = fields(tmp_path, "Project", "CR", header)
    assert not any(number == 3 for field, number in found.items() if field != "ignore")
