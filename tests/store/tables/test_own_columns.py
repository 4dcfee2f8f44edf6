"""What a table of the pipeline knows beside our fields is kept, and written back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from deals.edits.own_columns import set_own
from deals.edits.typed_fields import new_project
from deals.errors import UserError
from deals.market import rivals_of
from deals.model import Book, Project
from store.tables.export import export_table
from store.tables.results import ImportOptions, ImportResult
from store.tables.table_files import import_files
from tests.store.tables.sheets import bring, reading, workbook

Rows = list[list[object]]


def taken(
    path: Path,
    *rows: list[object],
    into: Book | None = None,
    mapping: Mapping[str, str] | None = None,
) -> ImportResult:
    """Import a workbook of these rows, headers mapped as said; nothing may be refused."""
    file = workbook(path / "a.xlsx", rows)
    options = ImportOptions(mapping=mapping or {})
    result = import_files([file], into or Book(), reading(), options)
    assert [str(refused) for refused in result.refusals] == []
    return result


def only(result: ImportResult) -> Project:
    """Return the only project of a result."""
    (project,) = result.book.projects.values()
    return project


def own(project: Project) -> dict[str, str]:
    """Return what a project has in own columns."""
    return {each.name: each.value for each in project.own}


HEAD: list[object] = ["项目名称", "项目状态"]


def test_a_column_that_is_no_field_is_kept_as_it_is_written(tmp_path: Path) -> None:
    rows: Rows = [
        [*HEAD, "行业\n分类", "序号", "记录ID", "Owner e-mail", "空", "份额", "Status 2", "%"],
        ["北辰", "P2", "电力", 1, "x1", "a@b.c", None, 0.35, "hot", "-"],
    ]
    project = only(taken(tmp_path, *rows))
    assert own(project) == {
        "行业 分类": "电力",
        "Owner e-mail": "a@b.c",
        "份额": "0.35",
        "Status 2": "hot",
        "%": "-",
    }


KEPT_BY_HAND = (
    "最近跟进情况 业务类型 赢率说明 审批状态 客户编号 邮箱 Probability Forecast_comment "
    "Last_activity_summary 概率 最近活动"
)


@pytest.mark.parametrize("header", [each.replace("_", " ") for each in KEPT_BY_HAND.split()])
def test_what_a_crm_has_besides_is_kept_of_a_table_made_by_hand(
    tmp_path: Path, header: str
) -> None:
    assert own(only(taken(tmp_path, [*HEAD, header], ["北辰", "P2", "x"]))) == {header: "x"}
    crm: list[object] = ["Opportunity Name", "Stage", header]
    assert own(only(taken(tmp_path, crm, ["Alpha", "P2", "x"]))) == {}


def test_days_keep_their_time_and_shares_their_sign(tmp_path: Path) -> None:
    form = {"交付": "yyyy-mm-dd hh:mm", "毛利率": "0.0%"}
    file = tmp_path / "a.xlsx"
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([*HEAD, *form])
    sheet.append(["北辰", "P2", datetime(2026, 12, 3, 14, 30), 0.325])
    for column, code in zip("CD", form.values(), strict=True):
        sheet[f"{column}2"].number_format = code
    book.save(file)
    assert own(only(bring(file))) == {"交付": "2026-12-03 14:30", "毛利率": "32.5%"}


def test_a_header_too_long_for_a_name_is_told_and_named(tmp_path: Path) -> None:
    rows: Rows = [[*HEAD, "长" * 61], ["北辰", "P2", "x"]]
    result = taken(tmp_path, *rows)
    assert own(only(result)) == {}
    told = [(each.code, each.text) for each in result.remarks if each.code != "no-column"]
    assert told == [("long-header", "长" * 61)]
    assert own(only(taken(tmp_path, *rows, mapping={"长" * 61: "own:说明"}))) == {"说明": "x"}
    with pytest.raises(UserError, match="own-name-long"):
        taken(tmp_path, *rows, mapping={"长" * 61: "own"})


def test_what_one_column_is_called_another_is_numbered(tmp_path: Path) -> None:
    project = only(taken(tmp_path, [*HEAD, "进展", "进展"], ["北辰", "P2", "a", "b"]))
    assert own(project) == {"进展": "a", "进展 (2)": "b"}


def test_columns_called_alike_keep_their_places_where_one_is_blank(tmp_path: Path) -> None:
    head: list[object] = [*HEAD, "Sector", "Sector"]
    book = taken(tmp_path, head, ["北辰", "P2", "a", "b"]).book
    later = taken(tmp_path, head, ["北辰", "P2", None, "c"], into=book)
    assert own(only(later)) == {"Sector": "a", "Sector (2)": "c"}
    one = taken(tmp_path, [*HEAD, "Sector"], ["北辰", "P2", "a"]).book
    same = taken(tmp_path, head, ["北辰", "P2", None, "c"], into=one)
    assert own(only(same)) == {"Sector": "c"}


def test_more_than_thirty_columns_are_not_kept_unless_named(tmp_path: Path) -> None:
    rows: Rows = [[*HEAD, *(f"F {at}" for at in range(31))], ["北辰", "P2", *("x" * 31)]]
    result = taken(tmp_path, *rows)
    assert own(only(result)) == {}
    (remark,) = (each for each in result.remarks if each.code != "no-column")
    assert (remark.code, remark.text, remark.other) == ("too-many-columns", "31", "F 0")
    wanted = {"F 3": "own:Third", "F 4": "own", "F 5": "ignore"}
    named = taken(tmp_path, *rows, mapping=wanted)
    assert own(only(named)) == {"Third": "x", "F 4": "x"} | {
        f"F {at}": "x" for at in range(31) if at not in (3, 4, 5)
    }, "28 are left then, which is not too many"
    rows[0].extend(("G", "H", "I"))
    rows[1].extend("xyz")
    again = taken(tmp_path, *rows, into=Book().with_projects(only(result)))
    assert own(only(again)) == {}
    known = taken(tmp_path, *rows, into=named.book)
    assert len(only(known).own) == 33, "those that are there are named already, and Third is F 3"


@pytest.mark.parametrize("ending", ["xlsx", "csv", "tsv"])
@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_columns_named_as_fields_go_out_and_come_in_as_own_ones(
    tmp_path: Path, ending: str, lang: str
) -> None:
    names = (
        *("Status", "备注", "Project", "own.x", "Probability", "Flags", "Id", "重点", "竞争对手"),
        *("E-mail", "Amount (k)", "合同额万元", "客户 Customer", "Deal Name", "Stage", "行业"),
    )
    rows = [{"name": name, "value": f"v\n {at}"} for at, name in enumerate(names)]
    base = only(taken(tmp_path, HEAD, ["北辰", "P2"]))
    before = Project.model_validate({**base.model_dump(), "own": rows, "remarks": "a\n\n b"})
    book = Book().with_projects(before)
    path = tmp_path / f"out.{ending}"
    export_table(book, path, lang)
    assert bring(path, book).book is book
    afresh = only(bring(path))
    assert own(afresh) == own(before)
    assert afresh.remarks == before.remarks
    export_table(book, path, lang)  # which is known to be ours


def test_many_own_columns_go_out_and_come_in(tmp_path: Path) -> None:
    base = only(taken(tmp_path, HEAD, ["北辰", "P2"]))
    rows = [{"name": f"F {at}", "value": "x"} for at in range(40)]
    book = Book().with_projects(Project.model_validate({**base.model_dump(), "own": rows}))
    export_table(book, tmp_path / "out.xlsx", "en")
    assert len(only(bring(tmp_path / "out.xlsx")).own) == 40


def test_notes_tags_and_what_else_few_tables_have(tmp_path: Path) -> None:
    rows: Rows = [
        [*HEAD, "备注", "标签", "截标日", "重点项目", "竞争对手", "立项时间", "说明"],
        [
            *("北辰", "P2", "一\n二", "电力, 重点;电力", date(2026, 12, 20), "是"),
            *("华为（领先）、中兴/ABB, 无", "2025/3/1", "x"),
        ],
        ["远山", "P1", "-", None, "待定", "否", "暂无", "2026-03-02", None],
    ]
    result = taken(tmp_path, *rows)
    first, second = result.book.projects.values()
    assert (first.remarks, first.tags, first.key) == ("一\n二", ("电力", "重点"), True)
    assert first.tender == date(2026, 12, 20)
    assert rivals_of(first) == ("华为", "中兴", "ABB")
    assert first.comparisons[0].note == "领先"
    assert [each.name for each in result.book.competitors] == ["华为", "中兴", "ABB"]
    assert first.created_at.date() == date(2025, 3, 1)
    assert own(first) == {"说明": "x"}, "the first column of notes counts"
    assert (second.remarks, second.tags, second.key, second.tender) == ("", (), False, None)
    assert taken(tmp_path, *rows, into=result.book).book is result.book


def test_a_column_headed_as_a_field_whose_cells_are_none_is_an_own_one(tmp_path: Path) -> None:
    rows: Rows = [
        [*HEAD, "重点", "竞争对手"],
        ["北辰", "P2", "先见总工", "目前只有华为在接触，价格比我们低。"],
    ]
    assert own(only(taken(tmp_path, *rows))) == dict(zip(rows[0][2:], rows[1][2:], strict=True))


def test_since_when_a_project_is_known_only_moves_back(tmp_path: Path) -> None:
    head: list[object] = [*HEAD, "Created date"]
    book = taken(tmp_path, head, ["北辰", "P2", "2026-02-01"]).book
    later = taken(tmp_path, head, ["北辰", "P2", "2026-02-20"], into=book)
    assert later.book is book
    earlier = taken(tmp_path, head, ["北辰", "P2", "2026-01-20"], into=book)
    assert only(earlier).created_at.date() == date(2026, 1, 20)
    (outcome,) = earlier.outcomes
    assert [(each.field, each.old, each.new) for each in outcome.changes] == [
        ("created", "2026-02-01", "2026-01-20")
    ]
    result = bring(workbook(tmp_path / "b.xlsx", [head, ["北辰", "P2", "2026-04-01"]]))
    assert [refused.code for refused in result.refusals] == ["created-later"]


def test_several_rows_of_a_project_add_to_its_notes_and_own_columns(tmp_path: Path) -> None:
    rows: Rows = [
        ["项目名称", "客户名单", "备注", "座机", "标签"],
        ["北辰", "何总", "a", "1", "x"],
        [None, "李工", "b", "2", "y"],
        ["北辰", "王处", "a", "1", "x"],
    ]
    project = only(taken(tmp_path, *rows))
    assert [each.name for each in project.contacts] == ["何总", "李工", "王处"]
    assert (project.remarks, own(project), project.tags) == ("a\nb", {"座机": "1\n2"}, ("x", "y"))


def test_a_header_that_becomes_a_field_moves_what_is_there(tmp_path: Path) -> None:
    head: list[object] = [*HEAD, "型号"]
    book = taken(tmp_path, head, ["北辰", "P2", "A"], ["远山", "P1", "B"]).book
    alias = replace(ImportOptions(), aliases={"型号": "product"})
    file = workbook(tmp_path / "a.xlsx", [head, ["北辰", "P2", "C"]])
    result = import_files([file], book, reading(), alias)
    first, second = result.book.projects.values()
    assert (first.product, own(first)) == ("C", {})
    assert (second.product, own(second)) == ("B", {})
    (remark,), (outcome,) = result.remarks, result.outcomes
    assert (remark.code, remark.text) == ("moved-own", "型号 A (北辰), 型号 B (远山)")
    assert outcome.kind == "changed"
    assert [(each.field, each.old, each.new) for each in outcome.changes] == [
        ("product", "", "A"),
        ("own:型号", "A", ""),
        ("product", "A", "C"),
    ]
    again = import_files([file], result.book, reading(), alias)
    assert (again.book.projects, again.remarks) == (result.book.projects, ())
    typed = set_own(first, "型号", "mine", reading().stamp)
    later = import_files([file], result.book.with_projects(typed), reading(), alias)
    assert own(later.book.projects[first.id]) == {"型号": "mine"}
    rows: Rows = [head, ["北辰", "P2", "D"], ["远山", "P1", "E"]]
    left = taken(tmp_path, *rows, into=book, mapping={"型号": "ignore"})
    assert left.book.projects == book.projects


@pytest.mark.parametrize("more", [[], ["own.产品"]])
def test_an_own_column_called_as_a_field_stays_where_the_table_has_that(
    tmp_path: Path, more: list[object]
) -> None:
    """What is typed here, is another table's, or is headed as an own column on purpose."""
    book = taken(tmp_path, [*HEAD, "own.产品"], ["北辰", "P2", "hot"]).book
    typed = set_own(new_project("大海", reading()), "产品", "12", reading().stamp)
    book = book.with_projects(typed)
    export_table(book, tmp_path / "e.csv", "zh")
    assert import_files([tmp_path / "e.csv"], book, reading()).book.projects == book.projects
    for file in ("a.xlsx", "other.xlsx"):
        rows: Rows = [[*HEAD, "产品", *more], ["远山", "P1", "X", *("Y" for _each in more)]]
        table = workbook(tmp_path / file, rows)
        after = import_files([table], book, reading()).book
        assert [own(each) for each in after.projects.values()][:2] == [
            {"产品": "hot"},
            {"产品": "12"},
        ]
        assert [each.product for each in after.projects.values()][:2] == [None, None]


def test_a_sheet_of_names_and_notes_is_no_pipeline(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", [["项目名称", "备注"], ["北辰", "x"]])
    assert [each.code for each in bring(file).refusals] == []


def test_an_own_column_under_a_heading_is_called_by_its_own_header(tmp_path: Path) -> None:
    rows: Rows = [
        ["项目情况", None, "预签", None, "2026", None, "2027", None],
        ["项目名称", "行业", "金额(万元)", "时间", "上半年", "下半年", "上半年", "下半年"],
        ["北辰", "电力", 80, "2026-12", "1", "2", "3", "4"],
    ]
    project = only(taken(tmp_path, *rows))
    assert own(project) == {
        **{"行业": "电力", "2026上半年": "1", "2026下半年": "2"},
        **{"2027上半年": "3", "2027下半年": "4"},
    }


def test_what_failed_in_a_spreadsheet_is_nothing_known(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("项目名称,项目状态,备注,行业,截标日\n北辰,P2,#N/A,#N/A,#N/A\n", "utf-8")
    project = only(import_files([file], Book(), reading()))
    assert (project.remarks, own(project), project.tender) == ("", {}, None)
