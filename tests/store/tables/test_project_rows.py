from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from deals.model import Book, NextAction, Project
from deals.parsing.amounts import parse_amount, written_amount
from store.tables.pipeline import import_tables
from store.tables.results import ImportOptions
from tests.store.tables.sheets import (
    HEADER,
    ROW,
    Dress,
    bring,
    lines,
    of_kind,
    only,
    projects,
    reading,
    refusal,
    separated,
    workbook,
)

AT = {name: number for number, name in enumerate(HEADER)}


def imported_project(path: Path, dress: Dress | None = None, **cells: Any) -> Project:
    """Import a table of one row: ROW with some cells changed, or of other columns."""
    headers = [*HEADER, *(name for name in cells if name not in HEADER)]
    row = [*ROW, *(None for _ in headers[len(HEADER) :])]
    for name, value in cells.items():
        row[headers.index(name)] = value
    return only(bring(workbook(path / "a.xlsx", [headers, row], dress)))


def test_everything_in_one_row(tmp_path: Path) -> None:
    project = imported_project(tmp_path)
    assert (project.name, project.customer, project.owner) == ("北辰扩容", "北辰电力", "林")
    assert (project.stage, project.status, project.product) == ("P2", "open", None)
    assert project.amount is not None
    assert project.signs is not None
    assert (project.amount.low, project.amount.high) == (800_000, 1_500_000)
    assert project.amount.text == "80-150万"
    assert (project.signs.earliest, project.signs.precision) == (date(2013, 5, 1), "month")
    assert [(contact.name, contact.cr) for contact in project.contacts] == [
        ("何总", 2),
        ("李工", 3),
    ]
    assert (project.history, project.updated_by, project.next_action) == ((), "林", None)


@pytest.mark.parametrize("unit", ["", "(万元)"])
@pytest.mark.parametrize(
    ("text", "low", "high", "currency"),
    [
        ("350万", 3_500_000, 3_500_000, "CNY"),
        ("80-150万", 800_000, 1_500_000, "CNY"),
        ("80万-150万", 800_000, 1_500_000, "CNY"),
        ("1.2亿", 120_000_000, 120_000_000, "CNY"),
        ("1.2M", 1_200_000, 1_200_000, "CNY"),
        ("120k", 120_000, 120_000, "CNY"),
        ("¥500,000", 500_000, 500_000, "CNY"),
        ("USD 2m", 2_000_000, 2_000_000, "USD"),
        ("500000元", 500_000, 500_000, "CNY"),
    ],
)
def test_amounts_with_their_own_unit_keep_it(
    tmp_path: Path, text: str, low: int, high: int, currency: str, unit: str
) -> None:
    path = workbook(tmp_path / "a.xlsx", [["项目", f"预签金额{unit}"], ["A", text]])
    amount = only(bring(path)).amount
    assert amount is not None
    assert (amount.low, amount.high, amount.currency, amount.text) == (low, high, currency, text)


@pytest.mark.parametrize(
    ("header", "value", "form", "low", "high", "currency"),
    [
        ("预签金额", 500000, "General", 500_000, 500_000, "CNY"),
        ("预签金额", "500000", "@", 500_000, 500_000, "CNY"),
        ("预签金额", 500000, "#,##0.00", 500_000, 500_000, "CNY"),
        ("预签金额", 499999.6, "#,##0", 500_000, 500_000, "CNY"),
        ("预签金额", 500000, "[$$-409]#,##0", 500_000, 500_000, "USD"),
        ("预签金额", 350, '0"万"', 3_500_000, 3_500_000, "CNY"),
        ("预签金额", 3500000, '0!.0,"万"', 3_500_000, 3_500_000, "CNY"),
        ("预签金额(万元)", 350, "General", 3_500_000, 3_500_000, "CNY"),
        ("预签金额(万元)", 64.25, "0.0", 642_500, 642_500, "CNY"),
        ("预签金额(万元)", "80-150", "@", 800_000, 1_500_000, "CNY"),
        ("预签金额(万元)", 350, '"¥"#,##0.00', 3_500_000, 3_500_000, "CNY"),
        ("预签金额(万元)", 350, '0"万"', 3_500_000, 3_500_000, "CNY"),
        ("预签金额(万元)", 2, '0"亿"', 200_000_000, 200_000_000, "CNY"),
        ("预签金额(万美元)", 30, "General", 300_000, 300_000, "USD"),
        ("Amount (k)", 120, "General", 120_000, 120_000, "CNY"),
        ("Amount (EUR k)", "120-150", "@", 120_000, 150_000, "EUR"),
    ],
)
def test_bare_amounts_count_in_the_unit_of_their_header(
    tmp_path: Path, header: str, value: Any, form: str, low: int, high: int, currency: str
) -> None:
    def dress(sheet: Worksheet) -> None:
        sheet["B2"].number_format = form

    path = workbook(tmp_path / "a.xlsx", [["项目", header], ["A", value]], dress)
    amount = only(bring(path)).amount
    assert amount is not None
    assert (amount.low, amount.high, amount.currency) == (low, high, currency)


def test_the_unit_may_stand_above_the_table(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["一览表", None, "单位：万元"], ["项目", "预签金额"], ["A", 350]]
    amount = only(bring(workbook(tmp_path / "a.xlsx", rows))).amount
    assert amount is not None
    assert (amount.low, amount.text) == (3_500_000, "350万")


@pytest.mark.parametrize(
    ("value", "form", "earliest", "latest", "precision"),
    [
        ("2013.5.30", "@", date(2013, 5, 30), date(2013, 5, 30), "day"),
        ("12.7.1", "@", date(2012, 7, 1), date(2012, 7, 1), "day"),
        ("13.6", "@", date(2013, 6, 1), date(2013, 6, 30), "month"),
        ("12.Q3", "@", date(2012, 7, 1), date(2012, 9, 30), "quarter"),
        ("2013Q1", "@", date(2013, 1, 1), date(2013, 3, 31), "quarter"),
        ("2013年5月", "@", date(2013, 5, 1), date(2013, 5, 31), "month"),
        ("2013-05", "@", date(2013, 5, 1), date(2013, 5, 31), "month"),
        ("2013H1", "@", date(2013, 1, 1), date(2013, 6, 30), "half"),
        ("2013", "@", date(2013, 1, 1), date(2013, 12, 31), "year"),
        (13.6, "General", date(2013, 6, 1), date(2013, 6, 30), "month"),
        (13.1, "General", date(2013, 1, 1), date(2013, 1, 31), "month"),
        (13.1, "0.00", date(2013, 10, 1), date(2013, 10, 31), "month"),
        (2013.1, "0.00", date(2013, 10, 1), date(2013, 10, 31), "month"),
        ("2013.5月", "@", date(2013, 5, 1), date(2013, 5, 31), "month"),
        ("2013.5.30日", "@", date(2013, 5, 30), date(2013, 5, 30), "day"),
        (2013.5, "0.00", date(2013, 5, 1), date(2013, 5, 31), "month"),
        (2013, "General", date(2013, 1, 1), date(2013, 12, 31), "year"),
        (20130530, "General", date(2013, 5, 30), date(2013, 5, 30), "day"),
        (date(2013, 5, 30), "yyyy/m/d", date(2013, 5, 30), date(2013, 5, 30), "day"),
        (datetime(2013, 5, 30, 9), "m/d/yy h:mm", date(2013, 5, 30), date(2013, 5, 30), "day"),
        (date(2013, 5, 1), 'yyyy"年"m"月"', date(2013, 5, 1), date(2013, 5, 31), "month"),
        (date(2013, 5, 1), "mmm-yy", date(2013, 5, 1), date(2013, 5, 31), "month"),
    ],
)
def test_signing_times_as_displayed(
    tmp_path: Path, value: Any, form: str, earliest: date, latest: date, precision: str
) -> None:
    def dress(sheet: Worksheet) -> None:
        sheet["F2"].number_format = form

    signs = imported_project(tmp_path, dress, 预签时间=value).signs
    assert signs is not None
    assert (signs.earliest, signs.latest, signs.precision) == (earliest, latest, precision)


@pytest.mark.parametrize(
    "blank", [None, "", " ", "-", "—", "/", "?", "待定", "TBD", "N/A", "未知", "面议"]
)
def test_what_is_not_known_is_left_blank(tmp_path: Path, blank: str | None) -> None:
    cells = dict.fromkeys(HEADER[1:], blank)
    project = imported_project(
        tmp_path, **cells, 产品=blank, 下一步=blank, 下一步日期=blank, 项目结果=blank
    )
    assert (project.customer, project.owner, project.stage) == ("", "", "P0")
    assert (project.amount, project.signs, project.contacts) == (None, None, ())
    assert (project.product, project.next_action, project.status) == (None, None, "open")


def test_texts_lose_their_line_breaks(tmp_path: Path) -> None:
    assert imported_project(tmp_path, 项目名称="北辰\n 扩容").name == "北辰 扩容"


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        ("won", "won"),
        ("丢单", "lost"),
        ("On hold", "on_hold"),
        ("放弃", "abandoned"),
        ("open", "open"),
    ],
)
def test_outcomes(tmp_path: Path, outcome: str, status: str) -> None:
    assert imported_project(tmp_path, 项目结果=outcome).status == status


def test_the_last_stage_is_won(tmp_path: Path) -> None:
    project = imported_project(tmp_path, 项目状态="P7", 项目结果="进行中")
    assert (project.stage, project.status) == ("P7", "won")
    assert imported_project(tmp_path, 项目状态="P7", 项目结果="丢单").status == "lost"


@pytest.mark.parametrize(
    ("cells", "action"),
    [
        ({"下一步": "call 何总 +3d"}, NextAction(text="call 何总", on=date(2026, 3, 5))),
        ({"下一步": "demo"}, NextAction(text="demo")),
        (
            {"下一步": "demo +3d", "下一步日期": "2026.3.9"},
            NextAction(text="demo +3d", on=date(2026, 3, 9)),
        ),
        ({"下一步": "demo +3d", "下一步日期": None}, NextAction(text="demo +3d")),
        (
            {"下一步": "demo", "下一步日期": date(2026, 3, 9)},
            NextAction(text="demo", on=date(2026, 3, 9)),
        ),
        ({"下一步日期": "3月9日"}, NextAction(text="", on=date(2026, 3, 9))),
        ({"下一步日期": "2-9"}, NextAction(text="", on=date(2026, 2, 9))),
        ({"下一步日期": "10-9"}, NextAction(text="", on=date(2025, 10, 9))),
        ({"下一步日期": "+2d"}, NextAction(text="", on=date(2026, 3, 4))),
        ({"下一步日期": "周五"}, NextAction(text="", on=date(2026, 3, 6))),
    ],
)
def test_next_actions(tmp_path: Path, cells: dict[str, Any], action: NextAction) -> None:
    assert imported_project(tmp_path, **cells).next_action == action


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, [("何总", 2), ("李工", 3)]),
        ({"客户名单": "何总\n李工", "客户关系程度": "CR2\n?"}, [("何总", 2), ("李工", None)]),
        ({"客户名单": "何总", "客户关系程度": 3}, [("何总", 3)]),
        ({"客户关系程度": None}, [("何总", None), ("李工", None)]),
        ({"客户关系程度": "?"}, [("何总", None), ("李工", None)]),
        ({"客户名单": "Anna Smith, Bob Lee"}, [("Anna Smith", 2), ("Bob Lee", 3)]),
        ({"客户名单": "何总 李工"}, [("何总", 2), ("李工", 3)]),
        ({"客户名单": "Anna Smith\nBob Lee"}, [("Anna Smith", 2), ("Bob Lee", 3)]),
        (
            {"客户名单": "Anna Smith\nBob Lee", "客户关系程度": None},
            [("Anna Smith", None), ("Bob Lee", None)],
        ),
        ({"客户名单": "李工、李工"}, [("李工", 2), ("李工", 3)]),
    ],
)
def test_contacts_and_their_levels(
    tmp_path: Path, cells: dict[str, Any], expected: list[tuple[str, int | None]]
) -> None:
    assert [
        (person.name, person.cr) for person in imported_project(tmp_path, **cells).contacts
    ] == expected


def test_what_stands_beside_the_contacts(tmp_path: Path) -> None:
    project = imported_project(
        tmp_path, 职务="总经理、VP Sales", 层级="高层、中", 部门="总部\n技术部"
    )
    facts = [(person.title, person.level, person.department) for person in project.contacts]
    assert facts == [("总经理", "high", "总部"), ("VP Sales", "middle", "技术部")]


def test_somebody_known_by_title_only(tmp_path: Path) -> None:
    project = imported_project(tmp_path, 客户名单=None, 客户关系程度=1, 职务="采购总监")
    assert [(person.name, person.title, person.cr) for person in project.contacts] == [
        ("采购总监", "采购总监", 1)
    ]


@pytest.mark.parametrize(
    ("header", "text", "code", "figures"),
    [
        ("项目状态", "P2-P3", "stage-unknown", {"stage": "P2-P3"}),
        ("项目状态", "P9", "stage-unknown", {"stage": "P9"}),
        ("项目状态", "2", "stage-unknown", {"stage": "2"}),
        ("预签金额", "很多", "amount-unreadable", {"text": "很多"}),
        ("预签金额", "150-80万", "amount-backwards", {"text": "150-80万"}),
        ("预签金额", "2013-05-10", "amount-unreadable", {"text": "2013-05-10"}),
        ("预签时间", "soon", "window-unreadable", {"text": "soon"}),
        ("预签时间", "2013.13", "window-unreadable", {"text": "2013.13"}),
        ("客户关系程度", "2、6", "cr-range", {"text": "6"}),
        ("客户关系程度", "2、high", "cr-unreadable", {"text": "high"}),
        ("客户关系程度", "2", "cr-count", {"contacts": 2, "levels": 1}),
        ("客户关系程度", "2、3、4", "cr-count", {"contacts": 2, "levels": 3}),
        ("项目结果", "perhaps", "status-unknown", {"text": "perhaps"}),
        ("下一步日期", "soon", "day-unreadable", {"text": "soon"}),
        ("职务", "总经理", "contact-count", {"contacts": 2}),
        ("层级", "高、tall", "level-unreadable", {"text": "tall"}),
    ],
)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_cannot_be_read_is_refused_with_its_cell(
    tmp_path: Path, header: str, text: str, code: str, figures: dict[str, Any], ending: str
) -> None:
    headers = [*HEADER, *([] if header in HEADER else [header])]
    row = [*ROW, ""][: len(headers)]
    row[headers.index(header)] = text
    path = tmp_path / f"a.{ending}"
    if ending == "csv":
        separated(path, lines(["表"], headers, row))
    else:
        workbook(path, [["表"], headers, row])
    refused = refusal(bring(path))
    letter = "ABCDEFGHI"[headers.index(header)]
    place = {"file": str(path), "row": 3, "column": header, "cell": f"{letter}3"}
    assert refused.code == code
    assert refused.figures.items() >= (place | figures).items()
    assert refused.figures.get("sheet") == ("Sheet" if ending == "xlsx" else None)


@pytest.mark.parametrize(
    ("value", "code"), [("=1+1", "formula-uncomputed"), ("#REF!", "cell-error")]
)
@pytest.mark.parametrize("header", HEADER)
def test_cells_without_a_value_are_refused(
    tmp_path: Path, header: str, value: str, code: str
) -> None:
    row = list(ROW)
    row[AT[header]] = value
    refused = refusal(bring(workbook(tmp_path / "a.xlsx", [HEADER, row])))
    assert (refused.code, refused.figures["column"]) == (code, header)


def test_columns_of_no_meaning_may_hold_anything(tmp_path: Path) -> None:
    project = imported_project(tmp_path, 备注="=1+1", 占比="#REF!")
    assert project.name == "北辰扩容"


def test_everything_wrong_with_a_row_is_said_at_once(tmp_path: Path) -> None:
    row = ["北辰扩容", "北辰电力", "林", "P9", "many", "soon", "何总", "2、9"]
    result = bring(workbook(tmp_path / "a.xlsx", [HEADER, row, ROW]))
    assert [refusal.code for refusal in result.refusals] == [
        *("stage-unknown", "amount-unreadable", "window-unreadable", "cr-range"),
    ]
    assert projects(result) == []


@pytest.mark.parametrize("cell", ["46356", 46356])
def test_a_day_as_a_spreadsheet_counts_it_is_refused(tmp_path: Path, cell: str | int) -> None:
    row = [*ROW[:5], cell, *ROW[6:]]
    refused = refusal(bring(workbook(tmp_path / "a.xlsx", [HEADER, row])))
    assert (refused.code, refused.figures["day"]) == ("day-serial", "2026-11-30")


@pytest.mark.parametrize(
    ("cell", "told"),
    [(2026.1, ["2026.1"]), (26.1, ["26.1"]), ("2026.1", []), (2026.11, []), (2026.2, [])],
)
def test_a_number_that_may_have_been_october_is_told(
    tmp_path: Path, cell: float | str, told: list[str]
) -> None:
    row = [*ROW[:5], cell, *ROW[6:]]
    result = bring(workbook(tmp_path / "a.xlsx", [HEADER, row]))
    assert only(result).signs is not None
    (outcome,) = of_kind(result, "added")
    assert [remark.text for remark in outcome.remarks] == told


@pytest.mark.parametrize(
    ("text", "level"),
    [
        *[("高层", "high"), ("High", "high"), ("高管", "high"), ("C-Level", "high")],
        *[
            ("中", "middle"),
            ("mid level", "middle"),
            ("ＬＯＷ", "low"),
            ("中高层", "upper"),
            ("junior", "low"),
            ("M", "middle"),
        ],
        *[("-", None), ("?", None), ("待定", None)],
    ],
)
def test_levels_go_by_the_words_of_every_other_place(
    tmp_path: Path, text: str, level: str | None
) -> None:
    project = imported_project(tmp_path, 客户名单="何总", 客户关系程度="2", 层次=text)
    assert project.contacts[0].level == level


def test_levels_that_there_are_none_of(tmp_path: Path) -> None:
    table = lines((*HEADER, "层次"), (*ROW[:6], "何总", "2", "tall"))
    refused = refusal(bring(separated(tmp_path / "a.csv", table)))
    assert (refused.code, refused.figures["cell"]) == ("level-unreadable", "I2")


@pytest.mark.parametrize(
    ("months", "told"),
    [(("2026.1", "2026.11"), ["2026.1"]), (("2026.1", "2026.10"), []), (("2026.01", "2026.2"), [])],
)
def test_a_month_of_a_text_file_that_may_have_been_october_is_told(
    tmp_path: Path, months: tuple[str, ...], told: list[str]
) -> None:
    rows = [(month, *ROW[1:5], month, *ROW[6:]) for month in months]
    result = bring(separated(tmp_path / "a.csv", lines(HEADER, *rows)))
    remarks = [remark for outcome in result.outcomes for remark in outcome.remarks]
    assert [remark.text for remark in remarks if remark.code == "maybe-october"] == told


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("FY2026-Q4", date(2027, 1, 1), date(2027, 3, 31)),
        ("FY26 Q4", date(2027, 1, 1), date(2027, 3, 31)),
        ("2026财年Q1", date(2026, 4, 1), date(2026, 6, 30)),
        ("FY2026 H2", date(2026, 10, 1), date(2027, 3, 31)),
        ("FY26", date(2026, 4, 1), date(2027, 3, 31)),
    ],
)
def test_a_fiscal_year_is_read_once_it_is_known_when_it_starts(
    tmp_path: Path, text: str, first: date, last: date
) -> None:
    path = separated(tmp_path / "a.csv", lines(HEADER, (*ROW[:5], text, "何总", "2")))
    assert refusal(bring(path)).code == "window-fiscal"
    since_april = reading()._replace(year_start=4)
    result = import_tables([path], Book(), since_april)
    signs = only(result).signs
    assert signs
    assert (signs.earliest, signs.latest) == (first, last)
    assert import_tables([path], result.book, since_april).book is result.book
    # Said with the import it is so from now on, also where it is January.
    answered = import_tables([path], Book(), reading(), ImportOptions(year_start=4))
    assert (only(answered).signs, answered.book.year_start) == (signs, 4)
    january = import_tables([path], Book(), reading(), ImportOptions(year_start=1))
    assert import_tables([path], january.book, reading()).book is january.book


@pytest.mark.parametrize(
    ("header", "text", "low"),
    [
        ("Amount", "300k kr", 300_000),
        ("Amount", "kr. 300000", 300_000),
        ("Amount", "500 tkr", 500_000),
        ("Amount", "5 mkr", 5_000_000),
        ("Amount (kr)", "300", 300),
        ("Amount (mkr)", "3", 3_000_000),
        ("Amount (tkr)", "300", 300_000),
    ],
)
def test_a_sign_that_says_no_currency_alone_is_asked(
    tmp_path: Path, header: str, text: str, low: int
) -> None:
    path = separated(tmp_path / "a.csv", lines(("Project", "State", header), ("A", "P2", text)))
    refused = refusal(bring(path))
    assert (refused.code, refused.figures["currencies"]) == ("amount-sign", "DKK ISK NOK SEK")
    assert refusal(bring(path, options=ImportOptions(currency="EUR"))).code == "amount-sign"
    amount = only(bring(path, options=ImportOptions(currency="NOK"))).amount
    assert amount
    assert (amount.low, amount.currency) == (low, "NOK")
    assert amount.same(parse_amount(written_amount(amount)))


@pytest.mark.parametrize("header", ["Amount (TEUR)", "Amount (kEUR)", "Amount, T€"])
def test_a_unit_in_one_word_with_its_currency(tmp_path: Path, header: str) -> None:
    table = lines(("Project|State|" + header).split("|"), ("A", "P2", "300"), delimiter="\t")
    amount = only(bring(separated(tmp_path / "a.tsv", table))).amount
    assert amount
    assert (amount.low, amount.currency) == (300_000, "EUR")


@pytest.mark.parametrize(
    ("stage", "outcome", "expected"),
    [
        ("", "won", ("P6", "won")),
        ("Closed Won", "", ("P6", "won")),
        ("P3", "won", ("P3", "won")),
        ("P7", "won", ("P7", "won")),
        ("", "lost", ("P0", "lost")),
    ],
)
def test_a_won_deal_is_signed_unless_its_row_says_the_stage(
    tmp_path: Path, stage: str, outcome: str, expected: tuple[str, str]
) -> None:
    table = lines(("Project", "State", "Outcome", "Customer"), ("A", stage, outcome, "B"))
    project = only(bring(separated(tmp_path / "a.csv", table)))
    assert (project.stage, project.status) == expected


@pytest.mark.parametrize("window", ["2026-11-15..2027-02-15", "2026-11-15 or 2027-02-15"])
def test_a_range_that_says_its_years_is_read_without_a_remark(tmp_path: Path, window: str) -> None:
    rows = [["项目名称", "预签时间"], ["A", window]]
    result = bring(workbook(tmp_path / "a.xlsx", rows))
    signs = only(result).signs
    assert signs is not None
    assert (signs.earliest, signs.latest) == (date(2026, 11, 15), date(2027, 2, 15))
    assert not result.outcomes[0].remarks


def test_a_window_without_a_year_is_the_nearest_and_told(tmp_path: Path) -> None:
    rows = [["项目名称", "预签时间"], ["A", "4月下旬"]]
    result = bring(workbook(tmp_path / "a.xlsx", rows))
    signs = only(result).signs
    assert signs is not None
    assert (signs.earliest, signs.latest) == (date(2026, 4, 21), date(2026, 4, 30))
    (remark,) = result.outcomes[0].remarks
    assert remark == ("year-added", "4月下旬 -> 2026-04-21~2026-04-30")
    again = bring(workbook(tmp_path / "b.xlsx", rows), result.book)
    assert [outcome.kind for outcome in again.outcomes] == ["unchanged"]
