"""A plan goes out as a table and comes in again as the same; forms that people fill in come in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deals.errors import UserError
from deals.model import Checkpoint, Goal, PlanRow
from store.tables.grid import clean_cell
from store.tables.plan_rows import PLAIN
from store.tables.plans import export_plan
from tests.deals.makers import DEFAULT
from tests.store.tables.plans.tables import GOALS, deal, taken, written

FORM = ("项目分解", "内容", "目标", "起止时间", "负责人", "资源", "监控点", "监控时间", "状态")


WILD = st.sampled_from(
    [
        *("=1+1", "+3", "-2", "@home", "'", '"', ",", ";", "\t", "\n", "\r\n", "\x0b", "\x85"),
        *("🙂", "何", "，", "_x000D_", "_x", "[>>]", "[<<]", "\x1b[31m", "\0", "\x9b", "\ud800"),
        *("\ufffe", "\uffff", "\U0010ffff", "－", "- ", " ", "\u3000", "1", "1.10", "3-2", "yes"),
    ]
)
LONG = st.builds(lambda text, count: text * (count // len(text)), WILD, st.integers(32_700, 40_000))


def texts(least: int = 0) -> st.SearchStrategy[str]:
    pieces = st.lists(WILD | st.text(max_size=3), min_size=least, max_size=6).map("".join)
    many = st.one_of(*[pieces] * 29, LONG)
    return many.filter(lambda text: len(clean_cell(text)) >= least)


TEXTS, WORDS = texts(), texts(1)
DAYS = st.none() | st.dates(date(2000, 1, 1), date(2099, 12, 31))


@st.composite
def plans(draw: st.DrawFn) -> tuple[PlanRow, ...]:
    rows: list[PlanRow] = []
    for at in range(draw(st.integers(1, 4))):
        days = sorted(draw(st.lists(DAYS, min_size=2, max_size=2)), key=lambda day: day or date.min)
        checks = [
            Checkpoint(
                id=f"k{at}-{number}",
                what=draw(WORDS),
                on=draw(DAYS),
                by=draw(TEXTS),
                result=draw(TEXTS),
                done=draw(st.booleans()),
            )
            for number in range(draw(st.integers(0, 2)))
        ]
        made = {
            "id": f"r{at}",
            "content": draw(WORDS),
            "bone": draw(st.sampled_from(["", "customer", "service", "自己的", "-", "--", "=1"])),
            "goal": draw(st.sampled_from([None, "g1", "g2"])),
            "cause": draw(st.sampled_from([None, "c1"])),
            "aim": draw(TEXTS),
            "start": days[0],
            "end": days[1],
            "responsible": draw(TEXTS),
            "resources": draw(TEXTS),
            "state": draw(st.sampled_from(["open", "doing", "done", "dropped"])),
            "after": draw(st.sampled_from([None, *(row.id for row in rows)])),
            "checkpoints": checks,
        }
        rows.append(PlanRow.model_validate(made))
    return tuple(rows)


def read_back(row: PlanRow) -> PlanRow:
    """Return the row as any file gives it back."""
    plain = {key: clean_cell(getattr(row, key)) for key in PLAIN}
    checks = tuple(
        checkpoint.model_copy(
            update={key: clean_cell(getattr(checkpoint, key)) for key in ("what", "by", "result")}
        )
        for checkpoint in row.checkpoints
    )
    return row.model_copy(update={**plain, "checkpoints": checks})


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=plans(),
    aim=WORDS,
    lang=st.sampled_from(["en", "zh_CN"]),
    ending=st.sampled_from(["xlsx", "csv", "tsv"]),
)
def test_what_goes_out_comes_in_as_the_same(
    rows: tuple[PlanRow, ...], aim: str, lang: str, ending: str
) -> None:
    goals = (Goal(id="g1", text=aim), *GOALS[1:])
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"plan.{ending}"
        whole = deal(rows, goals=goals)
        export_plan(whole, DEFAULT, path, lang)
        after, result = taken(path, whole)
        assert result.refusals == ()
        assert after is whole
        fresh, result = taken(path, deal(goals=goals))
    assert result.refusals == ()
    assert {row.id: row for row in fresh.plan} == {row.id: read_back(row) for row in rows}


def test_a_form_filled_in_by_hand_comes_in_once(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        ("项目实施计划表",),
        FORM,
        (
            "客户关系",
            "拜访何总",
            "约定汇报",
            "2月9-13日",
            "林",
            "副总",
            "何总态度",
            "D-10",
            "进行中",
        ),
        ("", "请吴处长引见", "", "D-10", "林、周", "", "", "", ""),
        ("", "", "", "", "", "", "第二个监控点", "2026-03-05", ""),
        ("自己的", "准备样机", "", "", "", "", "", "", "完成"),
    )
    after, result = taken(path, deal())
    assert [outcome.kind for outcome in result.outcomes] == ["added"] * 3
    visit, ask, sample = after.plan
    assert (visit.bone, visit.state, visit.start) == ("customer", "doing", date(2026, 2, 9))
    assert (ask.bone, [checkpoint.what for checkpoint in ask.checkpoints]) == (
        "customer",
        ["第二个监控点"],
    )
    assert (sample.bone, sample.state) == ("自己的", "done")
    again, result = taken(path, after)
    assert again is after
    assert {outcome.kind for outcome in result.outcomes} == {"unchanged"}


def test_what_a_table_leaves_out_stays(tmp_path: Path) -> None:
    old = PlanRow(id="r", content="拜访何总", bone="customer", responsible="林", resources="副总")
    path = written(tmp_path, ("内容", "负责人", "资源"), ("拜访何总", "周", ""))
    after, result = taken(path, deal([old, PlanRow(id="s", content="别的")]))
    assert after.plan[0] == old.model_copy(update={"responsible": "周"})
    assert after.plan[1].content == "别的"
    assert [change.field for change in result.outcomes[0].changes] == ["plan.responsible"]


@pytest.mark.parametrize(
    ("header", "cell", "code"),
    [
        ("起止时间", "3-20..3-2", "span-backwards"),
        ("起止时间", "下雨天", "span-unreadable"),
        ("状态", "半成品", "row-state-unknown"),
        ("前项", "没有的", "row-unknown"),
        ("所属目标", "没有的", "goal-unknown"),
        ("所属目标", "SAME", "goal-unknown"),
        ("对应要因", "没有的", "cause-unknown"),
        ("已监控", "也许", "checkpoint-seen-unclear"),
    ],
)
def test_a_refusal_names_file_row_and_column(
    tmp_path: Path, header: str, cell: str, code: str
) -> None:
    path = written(tmp_path, ("内容", "监控点", header), ("好的", "", ""), ("不好", "看看", cell))
    before = deal()
    after, result = taken(path, before)
    assert after is before
    (refused,) = result.refusals
    figures = (
        refused.code,
        refused.figures["row"],
        refused.figures["column"],
        refused.figures["cell"],
    )
    assert figures == (code, 3, header, "C3")
    kept, _result = taken(path, before, keep_going=True)
    assert [row.content for row in kept.plan] == ["好的"]


def test_rows_that_wait_for_each_other_in_a_circle_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, ("内容", "前项"), ("甲", "乙"), ("乙", "甲"))
    _after, result = taken(path, deal())
    assert [refusal.code for refusal in result.refusals] == ["row-after-refused", "row-circle"]


@pytest.mark.parametrize(
    ("name", "code"), [("plan.pdf", "plan-kind"), ("plan.csv", "plan-header-missing")]
)
def test_a_file_that_is_no_plan_is_refused(tmp_path: Path, name: str, code: str) -> None:
    path = tmp_path / name
    path.write_text("Wine,Cheese\nred,old\n", encoding="utf-8")
    _after, result = taken(path, deal())
    assert [refusal.code for refusal in result.refusals] == [code]
    with pytest.raises(UserError):
        export_plan(deal(), DEFAULT, tmp_path / "plan.pdf", "en")
