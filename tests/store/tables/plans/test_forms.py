"""The form around the table, and the words that people have for fields of work."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from deals.model import Checkpoint, Member, PlanRow, Project, TeamForm
from store.tables.plan_rows import COLUMNS
from store.tables.plans import export_plan
from store.tables.results import ImportRemark
from tests.deals.makers import DEFAULT
from tests.store.tables.plans.tables import deal, edited, taken, written

ROW = ("客户关系", "拜访何总", "2月9-13日")
HEADER = ("项目分解", "内容", "起止时间")
LED = (Member(name="林", part="leader", duties="all"), Member(name="周", part="member"))


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_head_goes_out_and_comes_in(tmp_path: Path, lang: str, ending: str) -> None:
    form = TeamForm(plan_start=date(2026, 2, 1))
    whole = deal([PlanRow(id="r", content="x")], team=LED, form=form)
    path = tmp_path / f"plan.{ending}"
    export_plan(whole, DEFAULT, path, lang)
    after, result = taken(path, whole)
    assert after is whole
    assert [outcome.kind for outcome in result.outcomes] == ["unchanged"]
    fresh, result = taken(path, deal())
    assert (fresh.form, fresh.team) == (form, (Member(name="林", part="leader"),))
    assert [change.field for change in result.outcomes[0].changes] == ["plan.begins", "plan.leader"]


@pytest.mark.parametrize(
    "head",
    [
        [("计划开始", "2026-02-01"), ("组长", "周")],
        [("项目实施计划表",), ("项目", "", "", "启动日期", "2026.2.1", "负责人", "周")],
        [("项目：", "", "启动日期：2026年2月1日", "负责人: 周")],
    ],
)
def test_a_head_filled_in_by_hand(tmp_path: Path, head: list[tuple[str, ...]]) -> None:
    path = written(tmp_path, *head, HEADER, ROW)
    after, _result = taken(path, deal(team=LED))
    assert after.form.plan_start == date(2026, 2, 1)
    assert after.team == (
        Member(name="林", part="member", duties="all"),
        Member(name="周", part="leader"),
    )
    again, _result = taken(path, after)
    assert again is after


def test_the_head_of_another_project_is_left_alone(tmp_path: Path) -> None:
    path = written(tmp_path, ("项目", "别的项目", "负责人", "周"), HEADER, ROW)
    after, result = taken(path, deal())
    assert (after.team, len(after.plan)) == ((), 1)
    assert result.outcomes[0].remarks == (ImportRemark("other-project", "别的项目"),)


def test_a_day_that_is_none_is_refused_at_its_cell(tmp_path: Path) -> None:
    before = deal()
    path = written(tmp_path, ("计划开始", "下雨天"), HEADER, ROW)
    after, result = taken(path, before)
    assert after is before
    (refused,) = result.refusals
    assert (refused.code, refused.figures["cell"]) == ("span-unreadable", "B1")


@pytest.mark.parametrize(
    "below",
    [
        [(), ("填表人：林", "", "2026-03-01")],
        [(), (), ("", "", "审批", "", "同意"), ("周", "以上", "3-1")],
        [("填表人：林", "", "2026-03-01")],
        [("填表人：林", "审核人：周", "2026-03-01")],
        [(), ("", "审核人：周")],
    ],
)
def test_what_is_signed_below_ends_the_table(tmp_path: Path, below: list[tuple[str, ...]]) -> None:
    path = written(tmp_path, HEADER, ROW, *below)
    after, result = taken(path, deal())
    assert result.refusals == ()
    assert [row.content for row in after.plan] == ["拜访何总"]
    assert [(outcome.kind, outcome.reason) for outcome in result.outcomes] == [
        ("added", None),
        ("passed", "note"),
    ]
    assert (result.outcomes[1].row, result.outcomes[1].last) == (
        2 + len([row for row in below if not row]) + 1,
        2 + len(below),
    )


def test_a_gap_between_rows_or_a_numbered_blank_line_ends_nothing(tmp_path: Path) -> None:
    header = ("序号", *HEADER)
    rows = ("1", *ROW), ("2",), (), ("", "二、服务"), ("3", "", "培训", "")
    after, result = taken(written(tmp_path, header, *rows), deal())
    assert result.refusals == ()
    assert [row.content for row in after.plan] == ["拜访何总", "培训"]


def test_a_row_without_content_in_the_table_is_refused(tmp_path: Path) -> None:
    rows = ("客户关系", "", "3-1"), ROW
    _after, result = taken(written(tmp_path, HEADER, *rows), deal())
    assert [refusal.code for refusal in result.refusals] == ["row-wants-content"]


# Fields of work.


@pytest.mark.parametrize(
    ("name", "bone"),
    [
        ("产品", "product"),
        ("客户", "customer"),
        ("竞争", "competitors"),
        ("商务", "commercial"),
        ("customer", "customer"),
        ("Relations", "customer"),
        ("competitor", "competitors"),
        ("com", "com"),
        ("产", "产"),
        ("服务器", "服务器"),
        ("渠道", "渠道建设"),
        ("客服", "客服"),
        ("-", ""),
    ],
)
def test_a_field_is_known_by_how_its_name_begins(tmp_path: Path, name: str, bone: str) -> None:
    before = deal(bones=("渠道建设", "客服一线", "客服二线"))
    after, result = taken(written(tmp_path, HEADER, (name, "x", "")), before)
    assert after.plan[0].bone == bone
    new = bone == name and bone != "customer"
    assert after.bones == (*before.bones, *([bone] if new else []))
    assert result.outcomes[0].remarks == ((ImportRemark("new-field", bone),) if new else ())


def test_a_field_called_by_dashes_comes_back(tmp_path: Path) -> None:
    rows = [PlanRow(id=bone or "none", content="x", bone=bone) for bone in ("", "-", "--")]
    whole = deal(rows, bones=("-", "--"))
    path = edited(tmp_path / "plan.xlsx", whole)
    assert taken(path, whole)[0] is whole
    fresh, _result = taken(path, deal())
    assert {row.id: row.bone for row in fresh.plan} == {"none": "", "-": "-", "--": "--"}
    assert fresh.bones == ("-", "--")


def test_the_workbook_is_fit_to_hand_round(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    rows = [PlanRow(id="r", content="=1+1", bone="customer"), PlanRow(id="s", content="x")]
    whole: Project = deal(rows, team=LED)
    export_plan(whole, DEFAULT, path, "zh_CN")
    table = load_workbook(path).active
    assert isinstance(table, Worksheet)
    values = [[cell.value for cell in row] for row in table.rows]
    assert values[0][:7] == [None, "项目", whole.name, "立项时间", None, "项目组长", "林"]
    assert table.title == "项目实施计划表"
    assert values[1][:4] == ["序号", "项目分解", "内容", "项目目标"]
    assert [row[:3] for row in values[2:]] == [[1, "客户关系", "=1+1"], [2, "-", "x"]]
    assert table["C3"].data_type == "s"
    assert (table.freeze_panes, table["B2"].font.bold, table["B1"].font.bold) == ("B3", True, False)
    shown = [key for key, dimension in table.column_dimensions.items() if not dimension.hidden]
    assert len(shown) == len(values[1]) - 2


@pytest.mark.parametrize("ids", ["hidden", "shown", "deleted"])
@pytest.mark.parametrize("title", ["Netloft", "Plan", "项目实施计划表"])
def test_the_ids_of_a_workbook_may_be_shown_or_deleted(
    tmp_path: Path, title: str, ids: str
) -> None:
    path = tmp_path / "plan.xlsx"
    checks = (Checkpoint(id="c", what="demo"), Checkpoint(id="d", what="quote"))
    whole = deal([PlanRow(id="r", content="x", checkpoints=checks), PlanRow(id="s", content="y")])
    export_plan(whole, DEFAULT, path, "zh_CN")
    workbook = load_workbook(path)
    table = workbook.active
    assert isinstance(table, Worksheet)
    table.title = title
    for column in table.column_dimensions.values():
        column.hidden = column.hidden and ids == "hidden"
    if ids == "deleted":
        table.delete_cols(len(COLUMNS) - 1, 2)
    workbook.save(path)
    after, _result = taken(path, whole)
    assert after is whole
