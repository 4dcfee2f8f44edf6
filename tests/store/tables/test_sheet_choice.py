"""Which sheets of a workbook and files of a folder are read, named or asked about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from deals.errors import UserError
from deals.model import Book
from store.tables.pipeline import import_tables
from store.tables.results import ImportOptions, ImportResult
from store.tables.sheet_choice import find_owner_sheets
from tests.deals.makers import DEFAULT
from tests.store.tables.sheets import bring, lines, projects, reading, refusal, separated

HEADERS = ("Project", "Customer", "State", "Amount")
ZH = ("项目名称", "客户公司", "项目状态", "预签金额")
Sheets = Mapping[str, Sequence[Sequence[object]]]
EAST = [HEADERS, ("Alpha", "A", "P2", "100k"), ("Beta", "B", "P3", "200k")]
WEST = [HEADERS, ("Gamma", "C", "P1", "50k")]
WEEK_47 = [
    ZH,
    ("一期", "甲", "P2", "10万"),
    ("二期", "乙", "P3", "20万"),
    ("三期", "丙", "P1", "5万"),
]
WEEK_48 = [
    ZH,
    ("一期", "甲", "P3", "10万"),
    ("二期", "乙", "P3", "30万"),
    ("四期", "丁", "P0", "5万"),
]


def book_of(path: Path, sheets: Sheets, *hidden: str) -> Path:
    """Write a workbook of these sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if name in hidden:
            sheet.sheet_state = "hidden"
    book.save(path)
    return path


def taken(result: ImportResult) -> list[str]:
    """Return the names of the projects that came in; nothing was refused."""
    assert [str(refused) for refused in result.refusals] == []
    return [project.name for project in projects(result)]


def left(result: ImportResult) -> dict[str, str]:
    """Return the sheets that were not read, and why."""
    return {sheet.sheet: sheet.reason for sheet in result.not_read}


@pytest.mark.parametrize(
    ("sheets", "names", "not_read"),
    [
        ({"East": EAST, "West": WEST}, ["Alpha", "Beta", "Gamma"], {}),
        ({"说明": [("填表说明",)], "East": EAST}, ["Alpha", "Beta"], {"说明": "no-table"}),
        (
            {"汇总": [("项目状态", "数量"), ("P2", 2)], "East": EAST, "West": WEST},
            ["Alpha", "Beta", "Gamma"],
            {"汇总": "no-table"},
        ),
        (
            {"Summary": [("Owner", "Deals", "Amount"), ("Lin", 2, "9m")], "East": EAST},
            ["Alpha", "Beta"],
            {"Summary": "no-table"},
        ),
        (
            {
                "汇总": [("负责人", "项目", "金额"), ("林", 2, "900万"), ("周", 1, "5万")],
                "East": EAST,
            },
            ["Alpha", "Beta"],
            {"汇总": "no-table"},
        ),
        (
            {"Top": [HEADERS[::2], ("Beta", "P1")], "East": [row[::3] + row[2:3] for row in EAST]},
            ["Alpha", "Beta"],
            {"Top": "summary"},
        ),
        (
            {"People": [("Name", "Company", "Title"), ("Ann", "A", "CTO")], "East": EAST},
            ["Alpha", "Beta"],
            {"People": "no-table"},
        ),
        (
            {
                "East": EAST,
                "CR": [("Project", "Customer", "Contacts", "CR"), ("Beta", "B", "Bo", 3)],
            },
            ["Alpha", "Beta"],
            {},
        ),
        ({"All": EAST, "Beta only": [EAST[0], EAST[2]]}, ["Alpha", "Beta"], {}),
        ({"Names": [["Project"], ["Alpha"]]}, ["Alpha"], {}),
        ({"Names": [["Project"], ["Omega"]], "West": WEST}, ["Gamma"], {"Names": "no-table"}),
    ],
)
def test_every_sheet_of_projects_is_read(
    tmp_path: Path, sheets: Sheets, names: list[str], not_read: dict[str, str]
) -> None:
    path = book_of(tmp_path / "a.xlsx", sheets)
    result = bring(path)
    assert sorted(taken(result)) == names
    assert left(result) == not_read
    assert bring(path, result.book).book is result.book


def test_a_hidden_sheet_is_named_and_read_where_it_is_asked_for(tmp_path: Path) -> None:
    path = book_of(tmp_path / "a.xlsx", {"East": EAST, "West": WEST}, "West")
    assert taken(bring(path)) == ["Alpha", "Beta"]
    assert left(bring(path)) == {"West": "hidden"}
    assert taken(bring(path, options=ImportOptions(sheets=("west",)))) == ["Gamma"]


def test_weeks_of_the_same_projects_are_asked_about(tmp_path: Path) -> None:
    sheets = {"第47周": WEEK_47, "第48周": WEEK_48, "华东": [ZH, ("五期", "戊", "P0", "1万")]}
    path = book_of(tmp_path / "a.xlsx", sheets)
    refused = refusal(bring(path))
    assert refused.code == "sheets-same-records"
    assert refused.figures["sheets"] == "第47周, 第48周"
    assert refused.figures["options"] == "--sheet 华东 --sheet 第47周; --sheet 华东 --sheet 第48周"
    answer = ImportOptions(sheets=("第48周", "华东"))
    assert taken(bring(path, options=answer)) == ["一期", "二期", "四期", "五期"]


def test_an_option_with_blanks_is_quoted(tmp_path: Path) -> None:
    path = book_of(tmp_path / "a.xlsx", {"Week 47": WEEK_47, "Week 48": WEEK_48})
    assert refusal(bring(path)).figures["options"] == "--sheet 'Week 47'; --sheet 'Week 48'"


def test_sheets_are_read_in_the_order_asked_for(tmp_path: Path) -> None:
    path = book_of(tmp_path / "a.xlsx", {"第47周": WEEK_47, "第48周": WEEK_48})
    result = bring(path, options=ImportOptions(sheets=("第48周", "第47周")))
    assert [project.stage for project in projects(result)] == ["P2", "P3", "P0", "P1"]


def test_a_folder_is_read_file_by_file(tmp_path: Path) -> None:
    book_of(tmp_path / "b.xlsx", {"West": WEST})
    separated(tmp_path / "a.csv", lines(*EAST))
    separated(tmp_path / "prices.csv", "Item,Price\nBolt,3\n")
    for name in ("notes.docx", "~$b.xlsx", ".hidden.csv"):
        separated(tmp_path / name, "x")
    result = bring(tmp_path)
    assert taken(result) == ["Alpha", "Beta", "Gamma"]
    assert [(Path(each.file).name, each.reason) for each in result.not_read] == [
        *(("notes.docx", "other-kind"), ("prices.csv", "no-table")),
    ]


def test_a_folder_of_weeks_is_asked_about_and_files_in_order_are_not(tmp_path: Path) -> None:
    paths = [
        separated(tmp_path / "w47.csv", lines(*WEEK_47)),
        separated(tmp_path / "w48.csv", lines(*WEEK_48)),
    ]
    assert refusal(bring(tmp_path)).code == "files-same-records"
    result = import_tables(paths, Book(), reading())
    assert [project.stage for project in projects(result)] == ["P3", "P3", "P1", "P0"]


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    separated(tmp_path / "notes.txt", "x")
    assert refusal(bring(tmp_path)).code == "folder-empty"


def test_a_folder_whose_tables_name_no_projects_asks_for_their_header(tmp_path: Path) -> None:
    separated(tmp_path / "a.csv", "What,Stage,Amount\nHall net,P2,300k\n")
    (tmp_path / "b.csv").write_text("")
    refused = refusal(bring(tmp_path))
    assert refused.code == "header-missing"
    assert refused.figures["headers"] == "What, Stage, Amount"
    options = ImportOptions(mapping={"What": "name"})
    assert taken(import_tables([tmp_path], Book(), reading(), options)) == ["Hall net"]


def test_sheets_asked_for_may_stand_in_any_of_the_files(tmp_path: Path) -> None:
    paths = [
        book_of(tmp_path / "a.xlsx", {"East": EAST, "Notes": [("x",)]}),
        book_of(tmp_path / "b.xlsx", {"West": WEST}),
    ]
    both = ImportOptions(sheets=("East", "West"))
    assert taken(import_tables(paths, Book(), reading(), both)) == ["Alpha", "Beta", "Gamma"]
    none = ImportOptions(sheets=("East", "West", "North"))
    refused = refusal(import_tables(paths, Book(), reading(), none))
    assert (refused.code, refused.figures["sheet"]) == ("sheet-missing", "North")


def test_a_sheet_asked_for_that_is_no_table_is_told_of(tmp_path: Path) -> None:
    path = book_of(tmp_path / "a.xlsx", {"East": EAST, "Notes": [("x",)]})
    result = bring(path, options=ImportOptions(sheets=("Notes", "East")))
    assert taken(result) == ["Alpha", "Beta"]
    assert left(result) == {"Notes": "no-table"}


def test_of_a_folder_the_workbooks_with_the_sheets_asked_for_are_read(tmp_path: Path) -> None:
    book_of(tmp_path / "a.xlsx", {"East": EAST})
    book_of(tmp_path / "b.xlsx", {"West": WEST})
    result = bring(tmp_path, options=ImportOptions(sheets=("West",)))
    assert taken(result) == ["Gamma"]
    assert [(Path(each.file).name, each.reason) for each in result.not_read] == [
        ("a.xlsx", "no-sheet")
    ]
    nowhere = bring(tmp_path, options=ImportOptions(sheets=("North",)))
    assert refusal(nowhere).code == "folder-sheetless"


def test_a_sheet_called_summary_with_a_list_beside_it_is_left_out(tmp_path: Path) -> None:
    top = [
        ("Rep", "Open", "Amount", None, "Customer", "Project"),
        ("Ann", 4, 900, None, "A", "Alpha (top)"),
    ]
    east = [(*HEADERS, "Signing"), ("Alpha", "A", "P2", "100k", "2027")]
    west = [(*HEADERS, "Signing"), ("Gamma", "C", "P1", "50k", None)]
    result = bring(book_of(tmp_path / "a.xlsx", {"Summary": top, "East": east, "West": west}))
    assert taken(result) == ["Alpha", "Gamma"]
    assert [(left.sheet, left.reason) for left in result.not_read] == [("Summary", "summary")]


def test_a_sheet_called_overview_that_holds_the_projects_is_read(tmp_path: Path) -> None:
    result = bring(book_of(tmp_path / "a.xlsx", {"Overview": EAST, "West": WEST}))
    assert taken(result) == ["Alpha", "Beta", "Gamma"]


REP = [("Project", "Customer", "State"), ("Alpha", "A", "P2")]
OTHER_REP = [("Project", "Customer", "State"), ("Beta", "B", "P3")]


@pytest.mark.parametrize("word", ["sheet", "Sheet", "工作表", "页"])
def test_the_name_of_a_sheet_is_the_owner_where_the_user_says_so(tmp_path: Path, word: str) -> None:
    path = book_of(tmp_path / "team.xlsx", {"Anna": REP, "Chloé": OTHER_REP})
    result = bring(path, options=ImportOptions(mapping={word: "owner"}))
    assert [project.owner for project in projects(result)] == ["Anna", "Chloé"]
    again = bring(path, result.book, ImportOptions(mapping={word: "owner"}))
    assert {outcome.kind for outcome in again.outcomes} == {"unchanged"}


def test_the_name_of_a_file_is_the_owner_where_the_user_says_so(tmp_path: Path) -> None:
    path = tmp_path / "王工.csv"
    path.write_text("Project,State\nAlpha,P1\n")
    (project,) = projects(bring(path, options=ImportOptions(mapping={"file": "owner"})))
    assert project.owner == "王工"
    for header, field in (("sheet", "owner"), ("file", "customer")):
        with pytest.raises(UserError) as refused:
            bring(path, options=ImportOptions(mapping={header: field}))
        assert refused.value.code == "map-header-missing"


def test_that_sheets_are_owners_is_remembered(tmp_path: Path) -> None:
    path = book_of(tmp_path / "team_W48.xlsx", {"Anna": REP, "Chloé": OTHER_REP})
    book = bring(path, options=ImportOptions(mapping={"sheet": "owner"})).book
    more = [*OTHER_REP, ("Gamma", "C", "P1")]
    path = book_of(tmp_path / "team_W49.xlsx", {"Anna": REP, "Chloé": more})
    result = bring(path, book)
    assert [project.owner for project in projects(result)] == ["Anna", "Chloé", "Chloé"]
    assert find_owner_sheets(result, DEFAULT) == ()


def test_sheets_are_offered_as_owners_while_a_project_has_none(tmp_path: Path) -> None:
    path = book_of(tmp_path / "team.xlsx", {"Anna": REP, "Chloé": OTHER_REP})
    book = bring(path).book
    (first, *_others) = book.projects.values()
    book = book.with_projects(first.model_copy(update={"owner": "Anna"}))
    assert find_owner_sheets(bring(path, book), DEFAULT) == ("Anna", "Chloé")


def test_an_owner_that_is_named_goes_before_the_sheet(tmp_path: Path) -> None:
    rows = [("Project", "State", "Owner"), ("Alpha", "P2", "Lin"), ("Beta", "P1", "")]
    path = book_of(tmp_path / "team.xlsx", {"Anna": rows})
    result = bring(path, options=ImportOptions(mapping={"sheet": "owner"}))
    assert [project.owner for project in projects(result)] == ["Lin", "Anna"]
    column = [("Project", "State", "Sheet"), ("Alpha", "P2", "Lin")]
    path = book_of(tmp_path / "column.xlsx", {"Anna": column})
    (project,) = projects(bring(path, options=ImportOptions(mapping={"sheet": "owner"})))
    assert project.owner == "Lin"


@pytest.mark.parametrize(
    ("sheets", "offered"),
    [
        (("Anna", "Chloé"), True),
        (("王", "周"), True),
        (("P2", "P3"), False),
        (("Negotiation", "Anna"), False),
        (("第47周", "第48周"), False),
        (("2026Q1", "2026Q2"), False),
        (("Sheet1", "Sheet2"), False),
        (("Anna",), False),
    ],
)
def test_sheets_that_may_be_reps_are_found(
    tmp_path: Path, sheets: tuple[str, ...], offered: bool
) -> None:
    rows = dict(zip(sheets, (REP, OTHER_REP), strict=False))
    result = bring(book_of(tmp_path / "team.xlsx", rows))
    assert find_owner_sheets(result, DEFAULT) == (sheets if offered else ())


def test_contacts_in_a_folder_are_left_and_named(tmp_path: Path) -> None:
    book_of(tmp_path / "team.xlsx", {"Anna": REP})
    (tmp_path / "people.csv").write_text("Name,Phone,Email\nBo,139,b@x.io\n")
    (tmp_path / "people.vcf").write_text("BEGIN:VCARD\nFN:Bo\nEND:VCARD\n")
    result = bring(tmp_path)
    assert taken(result) == ["Alpha"]
    assert [left.reason for left in result.not_read] == ["contacts", "contacts"]
