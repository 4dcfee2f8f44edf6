"""Which rows are one project's, and which are nobody's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.store.tables.sheets import (
    HEADER,
    ROW,
    bring,
    lines,
    of_kind,
    only,
    projects,
    refusal,
    separated,
    workbook,
)

Cells = list[Any]
NOTHING: Cells = [None] * len(HEADER)


def contact_row(name: str | None, cr: int | None, start: Cells = NOTHING[:6]) -> Cells:
    """Return a row of one contact, `start` being its project's cells."""
    return [*start, name, cr]


def people(path: Path, *rows: Cells, merge: str = "") -> list[tuple[str, int | None]]:
    """Return the contacts of the one project that these rows below a header make."""

    def dress(sheet: Worksheet) -> None:
        for area in merge.split():
            sheet.merge_cells(area)

    project = only(bring(workbook(path / "a.xlsx", [HEADER, *rows], dress)))
    assert (project.name, project.customer, project.stage) == ("北辰扩容", "北辰电力", "P2")
    return [(contact.name, contact.cr) for contact in project.contacts]


START: Cells = list(ROW[:6])


def test_a_row_a_contact_under_blank_cells(tmp_path: Path) -> None:
    rows = contact_row("何总", 2, START), contact_row("李工", 3), contact_row("王处", None)
    assert people(tmp_path, *rows) == [("何总", 2), ("李工", 3), ("王处", None)]


def test_a_row_a_contact_under_merged_cells(tmp_path: Path) -> None:
    rows = contact_row("何总", 2, START), contact_row("李工", 3), contact_row("王处", None)
    merge = " ".join(f"{letter}2:{letter}4" for letter in "ABCDEF")
    assert people(tmp_path, *rows, merge=merge) == [("何总", 2), ("李工", 3), ("王处", None)]


def test_a_row_a_contact_with_the_project_said_again(tmp_path: Path) -> None:
    rows = (
        contact_row("何总", 2, START),
        contact_row("李工", 3, START),
        contact_row("何总", 2, START),
    )
    assert people(tmp_path, *rows) == [("何总", 2), ("李工", 3)]


def test_the_project_said_again_in_other_ways_and_later(tmp_path: Path) -> None:
    again: Cells = ["北辰扩容 ", "北辰电力", "林", "p2", "80万-150万", "2013-05"]
    other: Cells = ["南湖机房", "南湖银行", "林", "P1", None, None, "周总", 1]
    rows = [contact_row("何总", 2, START), other, contact_row("李工", 3, again)]
    result = bring(workbook(tmp_path / "a.xlsx", [HEADER, *rows]))
    first, second = projects(result)
    assert [contact.name for contact in first.contacts] == ["何总", "李工"]
    assert [contact.name for contact in second.contacts] == ["周总"]
    assert [(outcome.row, outcome.last) for outcome in of_kind(result, "added")] == [(2, 4), (3, 3)]


def test_the_project_said_again_without_its_customer(tmp_path: Path) -> None:
    again: Cells = ["北辰扩容", None, None, None, None, None]
    assert people(tmp_path, contact_row("何总", 2, START), contact_row("李工", 3, again)) == [
        ("何总", 2),
        ("李工", 3),
    ]


def test_capitals_of_a_customer_or_owner_contradict_nothing(tmp_path: Path) -> None:
    text = "Project,Customer,Owner,State\nNet,ACME,Lin,P2\nnet,Acme ,LIN,P2\n"
    taken = only(bring(separated(tmp_path / "a.csv", text)))
    assert (taken.name, taken.customer, taken.owner) == ("Net", "ACME", "Lin")


def test_two_contacts_in_the_cell_of_a_further_row(tmp_path: Path) -> None:
    rows = contact_row("何总", 2, START), [*NOTHING[:6], "李工、王处", "3、?"]
    assert people(tmp_path, *rows) == [("何总", 2), ("李工", 3), ("王处", None)]


def test_a_merged_contact_is_one(tmp_path: Path) -> None:
    rows = contact_row("何总", 2, START), contact_row(None, None, START)
    assert people(tmp_path, *rows, merge="G2:G3 H2:H3") == [("何总", 2)]


def test_one_level_merged_over_two_contacts(tmp_path: Path) -> None:
    rows = contact_row("何总", 2, START), contact_row("李工", None)
    assert people(tmp_path, *rows, merge="A2:A3 H2:H3") == [("何总", 2), ("李工", 2)]


def test_cells_merged_over_several_projects(tmp_path: Path) -> None:
    def dress(sheet: Worksheet) -> None:
        sheet.merge_cells("B2:B3")
        sheet.merge_cells("C2:C3")

    second = ["南湖机房", None, None, "P1", None, None, None, None]
    path = workbook(tmp_path / "a.xlsx", [HEADER, ROW, second], dress)
    assert [
        (project.name, project.customer, project.owner) for project in projects(bring(path))
    ] == [
        ("北辰扩容", "北辰电力", "林"),
        ("南湖机房", "北辰电力", "林"),
    ]


def test_blank_cells_of_another_project_are_not_filled(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [HEADER, ROW, ["南湖机房", None, None, "P1"]])
    assert projects(bring(path))[1].customer == ""


def test_one_name_at_two_customers_is_two_projects(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [HEADER, ROW, [ROW[0], "南湖银行", *ROW[2:]]])
    assert [project.customer for project in projects(bring(path))] == ["北辰电力", "南湖银行"]


@pytest.mark.parametrize(
    ("cell", "value", "column"),
    [
        (3, "P3", "项目状态"),
        (4, "90-150万", "预签金额"),
        (5, "2013.6", "预签时间"),
    ],
)
def test_rows_that_contradict_each_other_are_refused(
    tmp_path: Path, cell: int, value: str, column: str
) -> None:
    again: Cells = list(ROW)
    again[cell] = value
    result = bring(workbook(tmp_path / "a.xlsx", [HEADER, ROW, again]))
    refused = refusal(result)
    assert refused.code == "row-contradicts"
    named = {"row": 3, "other": 2, "column": column, "name": "北辰扩容"}
    assert refused.figures.items() >= named.items()
    assert [(outcome.kind, outcome.row, outcome.last) for outcome in result.outcomes] == [
        ("refused", 2, 3)
    ]


def test_a_contact_at_two_levels_is_refused(tmp_path: Path) -> None:
    rows = [HEADER, contact_row("何总", 2, START), contact_row("何总", 3)]
    refused = refusal(bring(workbook(tmp_path / "a.xlsx", rows)))
    assert refused.code == "contact-contradicts"
    assert refused.figures.items() >= {"row": 3, "other": 2, "name": "何总", "cell": "H3"}.items()


@pytest.mark.parametrize(
    "row",
    [
        [None, "南湖银行", "林", "P1", "50万", "2013.6", "周总", 1],
        [None, None, None, "P3", None, None, "周总", 1],
        [None, None, None, "P3", None, None, None, None],
        ["-", "南湖银行", None, "P1", None, None, None, None],
    ],
)
def test_a_row_of_new_facts_without_a_name_is_refused(tmp_path: Path, row: Cells) -> None:
    refused = refusal(bring(workbook(tmp_path / "a.xlsx", [HEADER, ROW, row])))
    assert refused.code == "row-nameless"
    named = {"row": 3, "column": "项目名称", "cell": "A3"}
    assert refused.figures.items() >= named.items()


def test_a_contact_of_no_project_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [HEADER, contact_row("何总", 2)])
    assert refusal(bring(path)).code == "row-nameless"


def test_contacts_below_a_total_are_nobodys(tmp_path: Path) -> None:
    rows = [HEADER, ROW, ["合计", None, None, None, 1], contact_row("何总", 2)]
    assert refusal(bring(workbook(tmp_path / "a.xlsx", rows))).code == "row-nameless"


def test_levels_of_nobody_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [HEADER, ROW, contact_row(None, 2)])
    refused = refusal(bring(path))
    assert refused.code == "cr-count"
    assert refused.figures.items() >= {"contacts": 0, "levels": 1, "cell": "H3"}.items()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["合计", None, None, None, 3500000], "total"),
        (["合 计：", None, None, None, "350万"], "total"),
        (["总计（2个项目）", None, None, None, 1], "total"),
        (["小计", None, None, None, 1], "total"),
        (["华东区小计", None, None, None, 1], "total"),
        (["Total", None, None, None, 1], "total"),
        (["GRAND TOTAL:", None, None, None, 1], "total"),
        (["Sub-total", None, None, None, 1], "total"),
        (["Sum", None, None, None, 1], "total"),
        (["EMEA total", None, None, None, 1], "total"),
        ([None, "合计", None, None, 1], "total"),
        (["合计", None, None, None, "=SUM(E2:E2)"], "total"),
        (["合计", None, None, "1个项目", 350, None, 2, 2.5], "total"),
        (["Total", None, None, "1 project"], "total"),
        ([None, None, None, None, 3500000], "total"),
        (list(HEADER), "header"),
        (["注：金额为预计数"], "note"),
        (["备注"], "note"),
        (["填表人：林", None, "审核：王"], "note"),
        (["填表人：林", None, None, "审核：王", None, "日期：2013.5"], "note"),
        (["Prepared by: Lin", None, None, "Approved: Wang"], "note"),
        (["Remarks: as agreed"], "note"),
        (["以上为截至五月底的数据。"], "note"),
        ([*NOTHING, "see mail"], "note"),
    ],
)
def test_rows_that_are_no_projects_are_passed_over(tmp_path: Path, row: Cells, reason: str) -> None:
    result = bring(workbook(tmp_path / "a.xlsx", [HEADER, ROW, row]))
    assert only(result).name == "北辰扩容"
    (passed,) = of_kind(result, "passed")
    assert (passed.row, passed.last, passed.reason) == (3, 3, reason)
    assert passed.project == str(next(cell for cell in row if cell is not None))


@pytest.mark.parametrize(
    "row",
    [
        ["Total refinery network", "Total"],
        ["Refinery network", "Total", None, "P1"],
        ["合计系统改造"],
        ["单位改造项目"],
        ["日期服务器", None, None, "P1"],
        ["Summit hall"],
        ["Note taking pilot", None, None, "P0"],
        ["南湖机房"],
    ],
)
def test_projects_that_sound_like_totals_and_notes(tmp_path: Path, row: Cells) -> None:
    result = bring(workbook(tmp_path / "a.xlsx", [HEADER, ROW, row]))
    assert [project.name for project in projects(result)] == ["北辰扩容", row[0]]


def test_what_stands_around_a_table_is_reported_not_read(tmp_path: Path) -> None:
    text = lines(
        ["2013年项目统计一览表"], [], HEADER, ROW, [], [], ["南湖机房"], ["合计"], ["制表 林"]
    )
    result = bring(separated(tmp_path / "a.csv", text))
    assert [project.name for project in projects(result)] == ["北辰扩容", "南湖机房"]
    outcomes = [
        (outcome.row, outcome.last, outcome.kind, outcome.reason) for outcome in result.outcomes
    ]
    assert outcomes == [
        (1, 1, "passed", "title"),
        (4, 4, "added", None),
        (5, 6, "passed", "blank"),
        (7, 7, "added", None),
        (8, 8, "passed", "total"),
        (9, 9, "passed", "note"),
    ]


def test_headings_of_sections_are_passed_over(tmp_path: Path) -> None:
    def dress(sheet: Worksheet) -> None:
        sheet.merge_cells("A2:H2")

    path = workbook(tmp_path / "a.xlsx", [HEADER, ["华东区"], ROW], dress)
    result = bring(path)
    assert only(result).name == "北辰扩容"
    assert [outcome.reason for outcome in of_kind(result, "passed")] == ["heading"]


def test_subtotals_between_projects(tmp_path: Path) -> None:
    second = ["南湖机房", "南湖银行", "王", "P1"]
    rows = [HEADER, ROW, ["小计", None, None, None, 1], second, ["合计", None, None, None, 2]]
    assert len(projects(bring(workbook(tmp_path / "a.xlsx", rows)))) == 2


def test_headers_that_say_nothing_to_us_are_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["序号", *HEADER, "行业", "空"], [1, *ROW, "x"]])
    columns = {column.header: column.field for column in bring(path).columns}
    assert [columns[header] for header in ("序号", "行业", "空")] == [
        "ignore",
        "own:行业",
        "ignore",
    ]


LISTED = ("Project", "Customer", "Owner", "State", "Amount")


def owned(path: Path, *rows: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Return name, customer and owner of the projects of a table of these rows."""
    result = bring(separated(path / "a.csv", lines(*rows)))
    assert [str(refused) for refused in result.refusals] == []
    return [(each.name, each.customer, each.owner) for each in projects(result)]


def test_a_customer_that_is_written_once_a_group(tmp_path: Path) -> None:
    rows = (
        ("Customer", "Project", "Owner", "State"),
        ("North", "1", "Lin", "P2"),
        ("", "2", "Lin", "P2"),
        ("West", "1", "Wu", "P2"),
    )
    assert owned(tmp_path, *rows) == [
        *(("1", "North", "Lin"), ("2", "North", "Lin"), ("1", "West", "Wu")),
    ]


def test_an_owner_and_a_customer_that_are_written_once_a_group(tmp_path: Path) -> None:
    rows = (
        ("Owner", "Customer", "Project", "State"),
        ("Lin", "North", "1", "P2"),
        ("", "", "2", "P2"),
        ("", "West", "3", "P2"),
        ("Wu", "", "4", "P2"),
    )
    assert owned(tmp_path, *rows) == [
        *(("1", "North", "Lin"), ("2", "North", "Lin"), ("3", "West", "Lin"), ("4", "", "Wu")),
    ]


@pytest.mark.parametrize(
    "customers",
    [("A", "", "B", "C"), ("", "A", "", "B"), ("A", "", "A", ""), ("A", "A", "", "B")],
)
def test_cells_that_are_blank_here_and_there_stay_blank(
    tmp_path: Path, customers: tuple[str, ...]
) -> None:
    rows = [(f"{at}", name, "Lin", "P2", "1k") for at, name in enumerate(customers)]
    assert [customer for _, customer, _ in owned(tmp_path, LISTED, *rows)] == list(customers)


def test_a_customer_as_the_heading_of_its_projects(tmp_path: Path) -> None:
    rows = (
        ("Customer", "Project", "State"),
        ("North", "", ""),
        ("", "1", "P2"),
        ("West", "", ""),
        ("", "2", "P2"),
    )
    assert owned(tmp_path, *rows) == [("1", "North", ""), ("2", "West", "")]


def test_names_alone_over_rows_are_headings(tmp_path: Path) -> None:
    row = ("Phase 1", "North", "Lin", "P2", "1k")
    rows = ("EAST",), row, ("WEST",), ("Phase 2", *row[1:])
    assert [name for name, *_ in owned(tmp_path, LISTED, *rows)] == ["Phase 1", "Phase 2"]
    later = row, ("华东大区",), ("Phase 2", *row[1:]), ("Idea",), ("Phase 3", *row[1:]), ("Last",)
    assert [name for name, *_ in owned(tmp_path, LISTED, *later)] == [
        *("Phase 1", "Phase 2", "Idea", "Phase 3", "Last"),
    ]


@pytest.mark.parametrize(
    "total",
    [
        ("P0 小计", "", "", "", "5k"),
        ("合计 USD", "", "", "", "5k"),
        ("Total (EUR)", "", "", "", "5k"),
        ("合计：美元", "", "", "", "5k"),
        ("", "", "", "P2 小计", "5k"),
        ("", "Total EUR", "", "", "5k"),
        ("Subtotal", "", "", "3项", "5k"),
    ],
)
def test_totals_of_groups_and_currencies_are_no_projects(
    tmp_path: Path, total: tuple[str, ...]
) -> None:
    row = ("Total Energy Refit", "North", "Lin", "P2", "1k")
    rows = LISTED, row, total, ("Phase 2", *row[1:])
    assert [name for name, *_ in owned(tmp_path, *rows)] == ["Total Energy Refit", "Phase 2"]


@pytest.mark.parametrize(
    ("title", "owner"),
    [
        (("项目统计一览表（负责人：孙）",), "孙"),
        (("负责人：孙 日期：2026-11-29",), "孙"),
        (("负责人：", "孙"), "孙"),
        (("Owner: Ann Lee  Date: 2026-11-29",), "Ann Lee"),
        (("Pipeline, sales rep: Ann Lee",), "Ann Lee"),
        (("负责人：____",), ""),
        (("负责人统计",), ""),
    ],
)
def test_a_title_says_whose_the_rows_below_are(
    tmp_path: Path, title: tuple[str, ...], owner: str
) -> None:
    header = ("项目名称", "客户公司", "项目状态")
    rows = title, header, ("一期", "北辰", "P2"), ("负责人：李",), ("二期", "北辰", "P2")
    assert [each[2] for each in owned(tmp_path, *rows)] == [owner, "李"]


def test_what_was_taken_from_above_is_told(tmp_path: Path) -> None:
    rows = (
        ("负责人：孙",),
        ("项目名称", "项目负责人", "项目状态"),
        ("一期", "", "P2"),
        ("二期", "李", "P2"),
    )
    result = bring(separated(tmp_path / "a.csv", lines(*rows)))
    assert [each.owner for each in projects(result)] == ["孙", "李"]
    assert [[remark.text for remark in each.remarks] for each in of_kind(result, "added")] == [
        ["孙"],
        [],
    ]
