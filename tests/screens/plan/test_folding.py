"""Goals and workstreams fold, as a look: nothing is stored, and the cursor is never lost."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.model import Goal, PlanRow
from deals.planning import group_rows
from deals.planning.goals import goal_tree
from screens.plan.screen import PlanScreen
from tests.deals.makers import DEFAULT, project
from tests.screens.hosting import Desk, at_desk
from tests.screens.plan.cases import ROWS, planned_project
from views.goal_tree import count_folded, find_folds

# Each goal serves one put before it, or none: no circles.
PARENTS = st.lists(st.integers(0, 9), max_size=10)


def plan_of(at: Desk) -> PlanScreen:
    screen = at.screen
    assert isinstance(screen, PlanScreen)
    return screen


def shown(at: Desk) -> set[str]:
    return {*plan_of(at).diagram.nodes}


async def test_a_folded_goal_says_what_is_in_it() -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press("tab", "f")
        assert shown(at) == {"goal:g1"}
        assert "► 北辰调度网" in at.shown("canvas")
        assert "+2 ~2" in at.shown("canvas")
        assert "2 goals folded in it" in at.shown("detail")
        assert "2 not SMART yet" in at.shown("detail")
        await at.press("f")
        assert shown(at) == {"goal:g1", "goal:g2", "goal:g3"}
        assert at.labels == []


async def test_a_goal_past_its_day_says_so_beside_it() -> None:
    past = Goal(id="g9", text="long ago", end=date(2026, 2, 20))
    deal = planned_project(goals=(past, past.model_copy(update={"id": "g8", "reached": True})))
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press("tab")
        days = [each.split()[-1] for each in at.shown("canvas").splitlines() if "long ago" in each]
        assert days == ["02-20!", "02-20"]


async def test_late_work_in_a_folded_goal_is_counted() -> None:
    late = ROWS[1].model_copy(update={"goal": "g3"})
    deal = planned_project(plan=(ROWS[0], late))
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press("tab", "f")
        assert "+2 ~2 !1" in at.shown("canvas")


async def test_a_leaf_folds_the_goal_that_it_serves_and_right_opens_it() -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press("tab", "G", "f")
        assert plan_of(at).current == "goal:g2"
        assert shown(at) == {"goal:g1", "goal:g2"}
        await at.press("right")
        assert shown(at) == {"goal:g1", "goal:g2", "goal:g3"}
        await at.press("right")
        assert plan_of(at).current == "goal:g3"


async def test_a_field_folds_to_a_line_with_its_strip() -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        assert plan_of(at).current == "row:r2"
        await at.press("f")
        assert plan_of(at).current == "field:customer"
        assert not shown(at) & {"row:r1", "row:r2"}
        (folded,) = [each for each in at.shown("canvas").splitlines() if "Customer rel" in each]
        assert folded.startswith("▌► 2 Customer relations  2 tasks  ! 1 late")
        assert "◄████!████▒▒│" in folded
        await at.press("n")
        assert plan_of(at).current == "row:r2"


async def test_all_fold_and_unfold_at_a_key() -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        before = shown(at)
        await at.press("F")
        assert all(node_id.startswith("field:") for node_id in shown(at))
        assert plan_of(at).current == "field:customer"
        await at.press("F")
        assert shown(at) == before
        await at.press("tab", "G", "F")
        assert shown(at) == {"goal:g1"}
        assert plan_of(at).current == "goal:g1"
        await at.press("F")
        assert len(shown(at)) == 3


async def test_what_is_added_or_brought_back_in_a_fold_opens_it() -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press("x", "f", "u")
        assert plan_of(at).current == "row:r2"
        await at.press("f", "a")
        await at.type("one more\n\n")
        assert plan_of(at).current in shown(at)
        assert at.project("one").plan[-1].bone == "customer"


async def test_others_take_away_what_was_folded() -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press("F")
        await at.news(deal.model_copy(update={"plan": ROWS[2:3]}))
        assert plan_of(at).current in shown(at)
        await at.news(deal.model_copy(update={"plan": (), "goals": ()}))
        await at.press("F", "f", "tab", "F", "f")
        assert not any(node_id.startswith(("goal:", "row:")) for node_id in shown(at))


async def test_a_reached_goal_stays_told_apart_when_folded() -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press("tab", "x", "f")
        assert "► ● 北辰调度网" in at.shown("canvas")


@given(PARENTS, st.data())
def test_whatever_is_folded_the_cursor_finds_a_place(
    parents: list[int], data: st.DataObject
) -> None:
    goals = tuple(
        Goal(id=f"g{at}", text="x", parent=f"g{up % at}" if at and up else None)
        for at, up in enumerate(parents)
    )
    rows = tuple(PlanRow(id=f"r{at}", content="x", bone="product") for at in range(2))
    made = project(goals=goals, plan=rows)
    nodes = goal_tree(made)
    found = find_folds(nodes, group_rows(made, DEFAULT, empty=True))
    every = [*(f"goal:{goal.id}" for goal in goals), "row:r0", "row:r1"]
    able = [*found.goals, *found.fields]
    folded = frozenset(data.draw(st.lists(st.sampled_from(able)))) if able else frozenset[str]()
    for node_id in every:
        place = found.find_visible(folded, node_id)
        assert place == node_id or place in folded
        assert not {*found.holders.get(place or "", ())} & folded
        assert found.find_visible(found.unfold_holders(folded, node_id), node_id) == node_id
    under = count_folded(nodes, {}, frozenset())
    assert {f"goal:{goal_id}" for goal_id in under} == {*found.goals}


@pytest.mark.parametrize("side", ["goals", "plan", "team"])
def test_only_what_holds_something_folds(side: str) -> None:
    found = find_folds((), group_rows(project(), DEFAULT, empty=True))
    assert found.list_foldable(side) == frozenset()
    assert found.find_foldable("field:product") is None
    assert found.find_foldable(None) is None
