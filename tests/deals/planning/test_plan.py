"""Rows of a plan: their order, who waits for whom, moving, load, and what is late."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.edits.planning import (
    drop_cause,
    drop_checkpoint,
    drop_row,
    move_row,
    put_checkpoint,
    put_row,
    settle_checkpoint,
)
from deals.errors import UserError
from deals.model import Cause, Checkpoint, Goal, Member, PlanRow, Project, Stamp
from deals.planning import (
    awaited_row,
    followers,
    group_rows,
    is_past,
    late_goals,
    late_work,
    reschedule_row,
    row_lateness,
    row_numbers,
    unknown_names,
    waiting_rows,
    workload_conflicts,
)
from tests.deals.makers import DEFAULT, NOW, TODAY, contact, project

STAMP = Stamp(at=NOW, by="林", today=TODAY)
FIRST = date(2026, 3, 1)


def row(key: str, first: int = 0, last: int = 0, **fields: object) -> PlanRow:
    days = {"start": FIRST + timedelta(first), "end": FIRST + timedelta(last)}
    return PlanRow.model_validate({"id": key, "content": key, **days, **fields})


def deal(*rows: PlanRow, **fields: object) -> Project:
    made = project(signs="2026-03-14", plan=rows)
    return Project.model_validate({**dict(made), **fields})


def test_rows_stand_by_field_the_playbooks_first_and_no_field_last() -> None:
    rows = [
        row("g", bone="contingency"),
        row("a", bone=""),
        row("b", bone="自己"),
        row("c", bone="product"),
        row("d", bone="别的"),
    ]
    made = deal(*rows, row("e", bone="customer"), row("f", bone="product"), bones=["自己"])
    groups = group_rows(made, DEFAULT)
    order = ["customer", "product", "自己", "别的", "contingency", ""]
    assert [group.bone for group in groups] == order
    assert row_numbers(groups) == {
        "e": "1.1",
        "c": "2.1",
        "f": "2.2",
        "b": "3.1",
        "d": "4.1",
        "g": "5.1",
        "a": "6.1",
    }
    assert groups[0].title("zh_CN") == "客户关系"
    assert len(group_rows(deal(bones=["自己"]), DEFAULT, empty=True)) == 8


@pytest.mark.parametrize(
    ("end", "state", "stands"),
    [(-1, "open", "late"), (1, "open", "open"), (-1, "done", "done"), (-1, "dropped", "dropped")],
)
def test_a_row_is_late_past_its_last_day(end: int, state: str, stands: str) -> None:
    planned = row("a", end, end, state=state)
    assert row_lateness(planned, FIRST) == stands


def test_the_longest_late_comes_first_checks_apart() -> None:
    checks = (
        Checkpoint(id="k", what="k", on=date(2026, 2, 1)),
        Checkpoint(id="seen", what="seen", on=date(2026, 1, 1), done=True),
    )
    made = deal(row("a", -5, -5), row("b", -9, -9), row("c", state="dropped", checkpoints=checks))
    late = late_work(made, TODAY)
    assert [(row.id, days) for row, days in late.rows] == [("b", 10), ("a", 6)]
    assert late.checks == ()
    again = late_work(deal(row("c", state="done", checkpoints=checks)), TODAY)
    assert [(checkpoint.check.id, checkpoint.days) for checkpoint in again.checks] == [("k", 29)]


@given(st.lists(st.integers(0, 9), min_size=10, max_size=10), st.integers(0, 9), st.integers(0, 9))
def test_circles_are_always_refused(links: list[int], waiter: int, other: int) -> None:
    made = deal(*(row(f"{at}", after=f"{to}" if to < at else None) for at, to in enumerate(links)))
    circle = other == waiter or made.plan[other] in followers(made, f"{waiter}")
    changed = made.plan[waiter].model_copy(update={"after": f"{other}"})
    if circle:
        with pytest.raises(UserError) as refused:
            put_row(made, changed, STAMP)
        assert refused.value.code == "row-circle"
    else:
        after = put_row(made, changed, STAMP)
        assert all(row not in followers(after, row.id) for row in after.plan)


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9), st.integers(0, 9)), min_size=8),
    st.integers(-40, 40),
)
def test_moving_keeps_order_and_lengths(made: list[tuple[int, int, int]], by: int) -> None:
    rows = [
        row(f"{at}", start, start + days, after=f"{to}" if to < at else None)
        for at, (start, days, to) in enumerate(made)
    ]
    before = deal(*rows)
    shift = timedelta(by)
    moved = reschedule_row(
        before, "0", FIRST + timedelta(made[0][0]) + shift, (rows[0].end or FIRST) + shift
    )
    after = move_row(before, moved, STAMP, along=True)
    waiting = {follower.id for follower in followers(before, "0")}
    assert moved.days == by
    assert [row.id for row in after.plan] == [row.id for row in before.plan]
    for old, new in zip(before.plan, after.plan, strict=True):
        days = by if old.id in waiting or old.id == "0" else 0
        assert old.start is not None
        assert old.end is not None
        assert (new.start, new.end) == (old.start + timedelta(days), old.end + timedelta(days))


def test_what_is_done_stays_and_open_checks_move_along() -> None:
    check = Checkpoint(id="k", what="k", on=FIRST)
    seen = check.model_copy(update={"id": "s", "done": True})
    made = deal(
        row("a", checkpoints=(check, seen)), row("b", after="a", state="done"), row("c", after="b")
    )
    moved = reschedule_row(made, "a", FIRST, FIRST + timedelta(3))
    assert [checkpoint.on for checkpoint in moved.row.checkpoints] == [FIRST + timedelta(3), FIRST]
    assert [other.id for other in moved.others] == ["c"]
    with pytest.raises(UserError):
        reschedule_row(made, "a", FIRST, FIRST - timedelta(1))


def test_load_and_clashes_run_over_all_projects() -> None:
    first = deal(row("a", 0, 4, responsible="林、周"), row("b", 10, 12, responsible="林"))
    two = deal(
        row("c", 3, 6, responsible="Ｌin, 林"), row("d", 4, 5, responsible="周", state="done")
    )
    found = workload_conflicts([first, two], "林")
    assert [(hit.start, hit.end) for hit in found] == [(FIRST + timedelta(3), FIRST + timedelta(4))]
    assert [hit.row.id for hit in found[0].rows] == ["a", "c"]
    assert workload_conflicts([first, two], "周") == ()


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 6)), max_size=9))
def test_each_day_with_two_rows_is_in_one_clash(made: list[tuple[int, int]]) -> None:
    rows = [row(f"{at}", s, s + d, responsible="林") for at, (s, d) in enumerate(made)]
    counted = {FIRST + timedelta(day): sum(s <= day <= s + d for s, d in made) for day in range(30)}
    clashes = workload_conflicts([deal(*rows)], "林")
    for before, after in pairwise(clashes):
        assert before.end + timedelta(1) < after.start
    for clash in clashes:
        for day in range((clash.end - clash.start).days + 1):
            assert counted.pop(clash.start + timedelta(day)) > 1
    assert all(count < 2 for count in counted.values())


def test_what_pointed_at_something_dropped_is_mended() -> None:
    causes = [Cause(id="c", bone="", text="c"), Cause(id="d", bone="", text="d", parent="c")]
    goals = [Goal(id="g", text="g", cause="d")]
    rows = [row("a"), row("b", after="a"), row("e", after="b", cause="d")]
    made = deal(*rows, causes=causes, goals=goals)
    assert [row.after for row in drop_row(made, "b", STAMP).plan] == [None, "a"]
    gone = drop_cause(made, "d", STAMP)
    assert (gone.goals[0].cause, gone.plan[2].cause) == ("c", "c")
    assert drop_cause(gone, "c", STAMP).plan[2].cause is None


def test_checkpoints_are_put_settled_and_dropped() -> None:
    made = put_checkpoint(deal(row("a")), "a", Checkpoint(id="k", what="态度"), STAMP)
    settled = settle_checkpoint(made, "a", "k", " 同意 ", STAMP)
    assert settled.plan[0].checkpoints[0].result == "同意"
    assert settled.plan[0].checkpoints[0].done
    assert not settle_checkpoint(settled, "a", "k", "", STAMP).plan[0].checkpoints[0].done
    assert drop_checkpoint(made, "a", "k", STAMP).plan == (row("a"),)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"content": " "}, "row-wants-content"),
        ({"end": FIRST - timedelta(1)}, "span-backwards"),
        ({"goal": "none"}, "goal-gone"),
        ({"after": "none"}, "row-gone"),
        ({"after": "a"}, "row-circle"),
    ],
)
def test_a_row_that_cannot_be_is_refused(fields: dict[str, object], code: str) -> None:
    with pytest.raises(UserError) as refused:
        put_row(deal(row("a")), row("a").model_copy(update=fields), STAMP)
    assert refused.value.code == code


def test_a_goal_is_late_by_its_own_day_or_by_its_work_until_it_is_reached() -> None:
    yesterday, tomorrow = TODAY - timedelta(1), TODAY + timedelta(1)
    check = Checkpoint(id="c", what="look", on=yesterday)
    goals = [
        Goal(id="own", text="own", end=yesterday),
        Goal(id="reached", text="reached", end=yesterday, reached=True),
        Goal(id="work", text="work", end=tomorrow),
        Goal(id="checked", text="checked"),
        Goal(id="fine", text="fine", end=TODAY),
    ]
    rows = [
        row("a", 0, 0, goal="work", end=yesterday),
        row("b", 0, 0, goal="checked", end=tomorrow, checkpoints=[check]),
        row("c", 0, 0, goal="fine", end=yesterday, state="done"),
        row("d", 0, 0, goal="reached", end=yesterday),
    ]
    made = deal(*rows, goals=goals)
    assert late_goals(made, TODAY) == {"own", "work", "checked"}
    assert [aim.id for aim in made.goals if is_past(aim, TODAY)] == ["own"]


def test_names_nobody_has_heard_of_are_given_as_written() -> None:
    here = deal(owner="林", team=[Member(name="Ann Lee")], contacts=[contact("何总", 2)])
    there = project(id="two", owner="周", team=(Member(name="小叶"),))
    assert unknown_names("林、 ann  lee，何总/周;小叶", here, [there]) == ()
    assert unknown_names("Lim, 小叶、售前", here, []) == ("Lim", "小叶", "售前")
    assert unknown_names("", here, [there]) == ()


def test_what_is_out_of_place_already_is_no_reason_to_refuse_the_rest() -> None:
    broken = row("a", 5, 3, goal="gone", after="b")
    made = deal(broken, row("b", after="a"))
    edited = put_row(made, broken.model_copy(update={"responsible": "车"}), STAMP)
    assert edited.plan[0].responsible == "车"
    with pytest.raises(UserError):
        put_row(made, broken.model_copy(update={"goal": "none"}), STAMP)


@pytest.mark.parametrize(
    ("before", "behind", "waits"),
    [
        ("open", "open", True),
        ("doing", "doing", True),
        ("done", "open", False),
        ("dropped", "open", False),
        ("open", "done", False),
    ],
)
def test_a_wait_is_over_once_either_row_is(before: str, behind: str, waits: bool) -> None:
    first, second = row("a", state=before), row("b", after="a", state=behind)
    assert awaited_row({"a": first, "b": second}, second) == (first if waits else None)
    assert waiting_rows(deal(first, second), first) == ((second,) if waits else ())
