"""Which letters of SMART a goal holds, and where it may stand."""

from __future__ import annotations

from datetime import date

import pytest

from deals.edits.planning import drop_goal, put_goal, put_row
from deals.errors import UserError
from deals.model import Goal, PlanRow, Project, Stamp
from deals.planning.goals import goal_tree, judge_goals
from tests.deals.makers import NOW, TODAY, project

STAMP = Stamp(at=NOW, by="林", today=TODAY)
FULL: dict[str, object] = {
    "measure": "签字",
    "target": "3 月 14 日",
    "accepted_by": "周",
    "resources": "售前",
    "responsible": "林",
    "start": date(2026, 3, 1),
    "end": date(2026, 3, 10),
}


def goal(key: str, **fields: object) -> Goal:
    return Goal.model_validate({"id": key, "text": key, **FULL, **fields})


def row(key: str, first: int, last: int, **fields: object) -> PlanRow:
    days = {"start": date(2026, 3, first), "end": date(2026, 3, last)}
    return PlanRow.model_validate(
        {"id": key, "content": key, "responsible": "林", **days, **fields}
    )


def deal(goals: list[Goal], rows: list[PlanRow]) -> Project:
    return project(signs="2026-03-14", goals=goals, plan=rows)


def missing(goal: Goal, made: Project) -> set[str]:
    return {
        f"{part.letter} {lack.code}" for part in judge_goals(made)[goal.id] for lack in part.missing
    }


def test_a_whole_goal_lacks_nothing() -> None:
    top = goal("top")
    assert missing(top, deal([top], [row("a", 1, 2, goal="top")])) == set()


@pytest.mark.parametrize(
    ("fields", "lacks"),
    [
        ({"measure": " "}, "M no-measure"),
        ({"target": ""}, "M no-target"),
        ({"accepted_by": ""}, "M no-acceptor"),
        ({"resources": ""}, "A no-resources"),
        ({"responsible": ""}, "A no-responsible"),
        ({"parent": "gone"}, "R parent-gone"),
        ({"parent": "over"}, "R no-serves"),
        ({"start": None}, "T no-start"),
        ({"end": None}, "T no-end"),
        ({"start": date(2026, 3, 11)}, "T backwards"),
        ({"end": date(2026, 3, 15)}, "T outside-signing"),
        ({"parent": "over", "serves": "x", "start": date(2026, 2, 1)}, "T outside-parent"),
    ],
)
def test_each_lack_is_named_under_its_letter(fields: dict[str, object], lacks: str) -> None:
    judged = goal("one", **fields)
    made = deal([goal("over"), judged], [row("a", 1, 2, goal="one")])
    assert missing(judged, made) == {lacks}


def test_a_leaf_needs_work_that_is_not_dropped_and_a_branch_children() -> None:
    top, leaf = goal("top"), goal("leaf", parent="top", serves="x")
    dropped = row("a", 1, 2, goal="leaf", state="dropped")
    made = deal([top, leaf], [dropped])
    assert missing(top, made) == set()
    assert missing(leaf, made) == {"S no-work"}


def test_a_clash_is_of_the_responsibles_own_rows_on_the_same_days() -> None:
    judged = goal("one")
    mine, other = row("a", 1, 5, goal="one"), row("b", 5, 9)
    assert missing(judged, deal([judged], [mine, other])) == {"A clash"}
    for harmless in (
        row("b", 6, 9),
        row("b", 5, 9, state="done"),
        row("b", 5, 9, responsible="周"),
    ):
        assert missing(judged, deal([judged], [mine, harmless])) == set()


def test_each_of_two_responsibles_is_looked_at_for_a_clash() -> None:
    both, judged = goal("one", responsible="林、周"), goal("one", responsible="周")
    shared = row("a", 1, 5, goal="one", responsible="林、周")
    of_lin, of_zhou = row("b", 1, 2), row("c", 4, 9, responsible="周")
    assert missing(judged, deal([judged], [shared, of_lin])) == set()
    assert missing(both, deal([both], [shared, of_lin])) == {"A clash"}
    assert missing(judged, deal([judged], [shared, of_lin, of_zhou])) == {"A clash"}


def test_a_clash_may_lie_in_another_open_project() -> None:
    judged = goal("one")
    made = deal([judged], [row("a", 1, 5, goal="one")])
    busy = project(id="two", name="港区", plan=(row("z", 3, 3),))
    (lack,) = next(
        part.missing for part in judge_goals(made, [made, busy])[judged.id] if part.missing
    )
    assert (lack.code, lack.figures["project"]) == ("clash-elsewhere", "港区")
    more = project(id="three", name="新港", plan=(row("u", 5, 5), row("v", 1, 9), row("w", 6, 9)))
    judged_all = judge_goals(made, [made, busy, more])[judged.id]
    (lack,) = next(part.missing for part in judged_all if part.missing)
    assert lack.figures["count"] == "3"
    ended = busy.model_copy(update={"status": "lost"})
    away = busy.model_copy(update={"plan": (row("z", 6, 9), row("y", 1, 9, state="done"))})
    for harmless in (ended, away):
        assert all(part.holds for part in judge_goals(made, [made, harmless])[judged.id])


def test_a_goal_begins_no_earlier_than_the_plan() -> None:
    judged = goal("one")
    for begins, lacks in ((date(2026, 3, 2), {"T before-plan"}), (date(2026, 3, 1), set[str]())):
        made = deal([judged], [row("a", 1, 2, goal="one")])
        form = made.form.model_copy(update={"plan_start": begins})
        assert missing(judged, made.model_copy(update={"form": form})) == lacks


def test_a_goal_out_of_its_place_may_still_be_worded() -> None:
    over, under = goal("over"), goal("one", parent="over", end=date(2026, 3, 12))
    made = deal([over, under], [])
    after = put_goal(made, under.model_copy(update={"measure": "签收"}), STAMP)
    assert after.goals[1].measure == "签收"


def test_days_outside_the_parents_are_taken_and_fail_the_t() -> None:
    over, under = goal("over"), goal("one", parent="over", end=date(2026, 3, 11))
    made = put_goal(deal([over], []), under, STAMP)
    letters = judge_goals(made, [made])["one"]
    assert any(lack.code == "outside-parent" for part in letters for lack in part.missing)


def test_a_row_whose_links_are_broken_may_still_be_worded() -> None:
    lost = row("a", 1, 2, goal="gone", after="gone")
    made = deal([], [lost])
    after = put_row(made, lost.model_copy(update={"content": "joint test"}), STAMP)
    assert after.plan[0].content == "joint test"
    for link in ({"goal": "none"}, {"after": "none"}):
        with pytest.raises(UserError):
            put_row(made, lost.model_copy(update=link), STAMP)


def test_the_tree_puts_children_under_parents_and_breaks_circles() -> None:
    a, b, c = goal("a"), goal("b", parent="a"), goal("c", parent="a")
    lost = goal("lost", parent="gone")
    ring = [goal("x", parent="y"), goal("y", parent="x")]
    tree = goal_tree(deal([b, a, c, lost, *ring], []))
    shown = [(node.goal.id, node.depth) for node in tree]
    assert shown == [("a", 0), ("b", 1), ("c", 1), ("lost", 0), ("x", 0), ("y", 1)]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"text": " "}, "goal-wants-text"),
        ({"parent": "gone"}, "goal-gone"),
        ({"parent": "child"}, "goal-circle"),
        ({"parent": "one"}, "goal-circle"),
        ({"end": date(2026, 2, 1)}, "span-backwards"),
    ],
)
def test_a_goal_that_cannot_be_is_refused(fields: dict[str, object], code: str) -> None:
    made = deal([goal("over"), goal("one"), goal("child", parent="one")], [])
    with pytest.raises(UserError) as refused:
        put_goal(made, goal("one", **fields), STAMP)
    assert refused.value.code == code


def test_what_served_a_dropped_goal_serves_its_parent() -> None:
    goals = [goal("top"), goal("mid", parent="top"), goal("low", parent="mid")]
    after = drop_goal(deal(goals, [row("a", 1, 2, goal="mid")]), "mid", STAMP)
    assert [(aim.id, aim.parent) for aim in after.goals] == [("top", None), ("low", "top")]
    assert after.plan[0].goal == "top"


def test_a_goal_out_of_place_already_can_be_edited_all_the_same() -> None:
    lost = goal("lost", parent="gone", end=date(2026, 1, 1))
    made = deal([lost, goal("child", parent="lost")], [])
    edited = put_goal(made, lost.model_copy(update={"reached": True}), STAMP)
    assert edited.goals[0].reached
