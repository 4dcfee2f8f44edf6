"""A plan that went out as a workbook and was worked on there comes in as it was meant."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from deals.model import Checkpoint, PlanRow, Project, RowState
from store.tables.plan_sheet import COMES_FROM, GOES_ON
from store.tables.results import ImportRemark
from store.tables.workbook_writer import SheetLayout, workbook_bytes
from tests.deals.makers import TODAY
from tests.store.tables.plans.tables import deal, edited, sheet, taken, written

LOOKED = Checkpoint(
    id="k1", what="态度", on=date(2026, 3, 1), by="周", result="he listens", done=True
)
ASKED = Checkpoint(id="k2", what="第二点")
VISIT = PlanRow(
    id="r1",
    content="visit",
    bone="customer",
    goal="g1",
    cause="c1",
    aim="a date",
    start=date(2026, 2, 9),
    end=date(2026, 2, 13),
    responsible="林",
    resources="副总",
    state="doing",
    checkpoints=(LOOKED, ASKED),
)
LUNCH = PlanRow(id="r2", content="lunch", bone="customer", after="r1")


@pytest.fixture
def whole() -> Project:
    return deal([VISIT, LUNCH])


# A row copied in a spreadsheet.


@pytest.mark.parametrize("copy_first", [False, True])
def test_a_row_copied_with_its_id_is_a_new_one(
    tmp_path: Path, whole: Project, copy_first: bool
) -> None:
    path = edited(tmp_path / "plan.xlsx", whole)
    table = sheet(path)
    copied = [text.replace("visit", "dinner") for text in table[2]]
    table.insert(2 if copy_first else 5, copied)
    path.write_bytes(workbook_bytes(table, SheetLayout("Plan", [10] * 18)))
    after, result = taken(path, whole)
    assert after.plan[:2] == whole.plan
    (dinner,) = after.plan[2:]
    assert (dinner.content, dinner.responsible, dinner.after) == ("dinner", "林", None)
    assert dinner.id not in ("r1", "r2")
    assert [checkpoint.what for checkpoint in dinner.checkpoints] == ["态度"]
    assert dinner.checkpoints[0].id != "k1"
    (added,) = (outcome for outcome in result.outcomes if outcome.kind != "unchanged")
    assert (added.kind, added.remarks) == ("added", (ImportRemark("copied"),))
    again, result = taken(path, after)
    assert again is after


def test_two_new_rows_with_one_id_are_two(tmp_path: Path) -> None:
    path = written(tmp_path, ("Content", "Id"), ("visit", "1"), ("lunch", "1"))
    after, _result = taken(path, deal())
    assert [row.content for row in after.plan] == ["visit", "lunch"]
    assert len({row.id for row in after.plan}) == 2


# Emptied cells.


@pytest.mark.parametrize(
    ("column", "field", "value"),
    [
        ("Aim", "aim", ""),
        ("Responsible", "responsible", ""),
        ("Resources", "resources", ""),
        ("State", "state", "open"),
        ("Serves_goal", "goal", None),
        ("Answers_cause", "cause", None),
    ],
)
def test_an_emptied_cell_clears(
    tmp_path: Path, whole: Project, column: str, field: str, value: str | None
) -> None:
    path = edited(tmp_path / "plan.xlsx", whole, **{f"{column}_1": ""})
    after, result = taken(path, whole)
    assert after.plan == (VISIT.model_copy(update={field: value}), LUNCH)
    assert [change.field for change in result.outcomes[0].changes] == [f"plan.{field}"]


def test_emptied_days_and_links_clear(tmp_path: Path, whole: Project) -> None:
    path = edited(tmp_path / "plan.xlsx", whole, Dates_1="", After_3="")
    after, _result = taken(path, whole)
    assert after.plan == (
        VISIT.model_copy(update={"start": None, "end": None}),
        LUNCH.model_copy(update={"after": None}),
    )


@pytest.mark.parametrize("line", [1, 3])
def test_a_row_without_content_is_refused(tmp_path: Path, whole: Project, line: int) -> None:
    path = edited(tmp_path / "plan.xlsx", whole, **{f"Task_{line}": ""})
    after, result = taken(path, whole)
    assert after is whole
    assert [refusal.code for refusal in result.refusals] == ["row-wants-content"]
    assert result.refusals[0].figures["cell"] == f"C{line + 2}"


def test_a_column_that_is_not_there_clears_nothing(tmp_path: Path, whole: Project) -> None:
    path = written(tmp_path, ("Content", "Id", "Aim"), ("visit", "r1", "a day"))
    after, _result = taken(path, whole)
    assert after.plan == (VISIT.model_copy(update={"aim": "a day"}), LUNCH)


# Checkpoints.


def test_a_reworded_checkpoint_keeps_what_was_found(tmp_path: Path, whole: Project) -> None:
    path = edited(tmp_path / "plan.xlsx", whole, Checkpoint_1="何总的态度", Reviewed_by_1="")
    after, _result = taken(path, whole)
    now = LOOKED.model_copy(update={"what": "何总的态度", "by": ""})
    assert after.plan[0].checkpoints == (now, ASKED)


def test_a_table_without_ids_of_checkpoints_knows_them_by_place(
    tmp_path: Path, whole: Project
) -> None:
    header = ("Content", "Checkpoint", "Result", "Id")
    lines = (("visit", "new words", "he listens", "r1"), ("", "第二点", "", ""))
    after, _result = taken(written(tmp_path, header, *lines), whole)
    assert after.plan[0].checkpoints == (
        LOOKED.model_copy(update={"what": "new words"}),
        ASKED,
    )
    after, _result = taken(written(tmp_path, header, lines[0]), whole)
    assert [checkpoint.what for checkpoint in after.plan[0].checkpoints] == [
        "态度",
        "第二点",
        "new words",
    ]


def test_a_checkpoint_goes_when_all_its_cells_are_emptied(tmp_path: Path, whole: Project) -> None:
    cells = ("Checkpoint", "Reviewed_on", "Reviewed_by", "Result", "Reviewed")
    path = edited(tmp_path / "plan.xlsx", whole, **{f"{cell}_1": "" for cell in cells})
    after, result = taken(path, whole)
    assert after.plan[0].checkpoints == (ASKED,)
    assert [change.field for change in result.outcomes[0].changes] == ["plan.checkpoints"]
    path = edited(tmp_path / "plan.xlsx", whole, Checkpoint_1="")
    after, result = taken(path, whole)
    assert [refusal.code for refusal in result.refusals] == ["checkpoint-wants-text"]


# Which row waits for which.


def test_a_renamed_row_is_still_waited_for(tmp_path: Path, whole: Project) -> None:
    path = edited(tmp_path / "plan.xlsx", whole, Task_1="拜访何总")
    after, _result = taken(path, whole)
    assert [(row.content, row.after) for row in after.plan] == [("拜访何总", None), ("lunch", "r1")]
    again, result = taken(path, after)
    assert again is after
    assert result.refusals == ()


@pytest.mark.parametrize("words", ["#2 lunch", "#2", "2", "LUNCH", "r2", "＃2 reworded since"])
def test_a_row_is_called_by_number_and_words(tmp_path: Path, whole: Project, words: str) -> None:
    third = deal([*whole.plan, PlanRow(id="r3", content="dinner", bone="customer")])
    path = edited(tmp_path / "plan.xlsx", third, After_4=words)
    assert sheet(path)[4][8] == "#1 visit"
    after, result = taken(path, third)
    assert result.refusals == ()
    assert after.plan[2].after == "r2"


def test_rows_that_swap_their_words_keep_their_places(tmp_path: Path, whole: Project) -> None:
    third = deal([*whole.plan, PlanRow(id="r3", content="dinner", bone="customer")])
    path = edited(tmp_path / "plan.xlsx", third, Task_1="dinner", Task_4="visit")
    after, _result = taken(path, third)
    assert [row.after for row in after.plan] == [None, "r1", None]


def test_a_new_row_waits_by_old_words_new_words_or_number(tmp_path: Path, whole: Project) -> None:
    header = ("No.", "Content", "After", "Id")
    path = written(
        tmp_path,
        header,
        ("1", "renamed", "", "r1"),
        ("2", "by old words", "visit", ""),
        ("3", "by new words", "Renamed", ""),
        ("4", "by number", "3", ""),
    )
    after, result = taken(path, whole)
    assert result.refusals == ()
    old, new, number = after.plan[2:]
    assert (old.after, new.after, number.after) == ("r1", "r1", new.id)


def test_nothing_waits_for_a_row_that_was_refused(tmp_path: Path) -> None:
    table = (
        ("Content", "After", "State"),
        ("C", "A", ""),
        ("A", "nonexist", ""),
        ("D", "C", ""),
        ("E", "F", ""),
        ("F", "", "half"),
        ("G", "", ""),
    )
    after, result = taken(written(tmp_path, *table), deal(), keep_going=True)
    assert [row.content for row in after.plan] == ["G"]
    assert [refusal.code for refusal in result.refusals] == [
        *("row-after-refused", "row-unknown", "row-after-refused", "row-after-refused"),
        "row-state-unknown",
    ]


@pytest.mark.parametrize("words", ["#9", "9", "#9 nobody", "nobody"])
def test_a_number_or_words_of_no_row_are_refused(
    tmp_path: Path, whole: Project, words: str
) -> None:
    path = edited(tmp_path / "plan.xlsx", whole, After_3=words)
    _after, result = taken(path, whole)
    assert [refusal.code for refusal in result.refusals] == ["row-unknown"]


def test_a_turned_link_is_no_circle(tmp_path: Path, whole: Project) -> None:
    path = edited(tmp_path / "plan.xlsx", whole, After_1="lunch", After_3="")
    after, result = taken(path, whole)
    assert result.refusals == ()
    assert [row.after for row in after.plan] == ["r2", None]


def test_what_dangles_already_does_not_refuse_an_import(tmp_path: Path) -> None:
    bad = PlanRow(id="r", content="x", goal="gone", after="lost", start=date(2026, 3, 9))
    torn = deal([bad.model_copy(update={"end": date(2026, 3, 7)})])
    path = edited(tmp_path / "plan.xlsx", torn)
    after, result = taken(path, torn)
    assert after is torn
    assert result.refusals == ()


def test_a_csv_saved_as_a_workbook_changes_nothing(tmp_path: Path) -> None:
    sums = deal([VISIT.model_copy(update={"content": "=1", "aim": "+2"}), LUNCH])
    path = edited(tmp_path / "plan.xlsx", sums, Task_1="'=1", Aim_1="'+2")
    assert taken(path, sums)[0] is sums


# Cells that go on below.


def test_a_long_text_goes_on_below_in_any_file(tmp_path: Path) -> None:
    long = deal([VISIT.model_copy(update={"aim": "长" * 40_000, "content": "x" * 70_000}), LUNCH])
    path = edited(tmp_path / "plan.xlsx", long)
    assert all(len(text) <= 32_767 for row in sheet(path) for text in row)
    after, result = taken(path, long)
    assert after is long
    assert result.outcomes[0].last == 6


@pytest.mark.parametrize("text", ["", "something else", f"{COMES_FROM}y"])
def test_a_cell_that_was_cut_shortens_nothing(tmp_path: Path, whole: Project, text: str) -> None:
    header = ("Content", "Aim", "Id")
    rows = ("visit", f"a{GOES_ON}", "r1"), ("lunch", text, "r2")
    after, result = taken(written(tmp_path, header, *rows), whole, keep_going=True)
    assert after.plan[0] == VISIT
    assert [refusal.code for refusal in result.refusals] == ["cell-cut"]
    assert result.refusals[0].figures["cell"] == "B2"


# Since when work is done.


@pytest.mark.parametrize(
    ("state", "known", "cell", "done_on"),
    [
        ("doing", None, "done", TODAY),
        ("done", date(2026, 2, 1), "done", date(2026, 2, 1)),
        ("done", None, "done", None),
        ("done", date(2026, 2, 1), "open", None),
        ("done", date(2026, 2, 1), "dropped", None),
    ],
)
def test_a_task_is_done_since_the_day_on_which_a_table_says_so(
    tmp_path: Path, state: RowState, known: date | None, cell: str, done_on: date | None
) -> None:
    row = VISIT.model_copy(update={"state": state, "done_on": known})
    before = deal([row, LUNCH])
    after, _result = taken(edited(tmp_path / "plan.xlsx", before, State_1=cell), before)
    assert (after.plan[0].state, after.plan[0].done_on) == (cell, done_on)


@pytest.mark.parametrize(
    ("line", "cell", "done", "done_on"),
    [(1, "no", False, None), (2, "yes", True, TODAY), (1, "yes", True, date(2026, 2, 1))],
)
def test_a_checkpoint_is_reviewed_since_the_day_on_which_a_table_says_so(
    tmp_path: Path, line: int, cell: str, done: bool, done_on: date | None
) -> None:
    looked = LOOKED.model_copy(update={"done_on": date(2026, 2, 1)})
    before = deal([VISIT.model_copy(update={"checkpoints": (looked, ASKED)}), LUNCH])
    path = edited(tmp_path / "plan.xlsx", before, **{f"Reviewed_{line}": cell})
    after, _result = taken(path, before)
    check = after.plan[0].checkpoints[line - 1]
    assert (check.done, check.done_on) == (done, done_on)


def test_of_work_that_comes_in_done_nobody_knows_since_when_it_is(tmp_path: Path) -> None:
    path = written(tmp_path, ("Content", "State"), ("visit", "done"))
    after, _result = taken(path, deal())
    assert (after.plan[0].state, after.plan[0].done_on) == ("done", None)
