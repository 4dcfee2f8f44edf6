"""The tree of goals as a table: who has each, how far its work is, its letters, its day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.model import Goal, PlanRow
from deals.planning.goals import goal_tree, judge_goals
from tests.deals.makers import project
from tests.screens.plan.cases import planned_project
from views.diagram import Diagram
from views.goal_tree import GoalTree, GoalWork, count_folded, count_work, draw_goal_tree
from views.styled_text import cells_of

PARENTS = st.lists(st.integers(0, 6), max_size=7)


def goals_of(parents: Sequence[int]) -> tuple[Goal, ...]:
    """Goals each of which serves an earlier one, or none."""
    return tuple(
        Goal(id=f"g{at}", text=f"goal {at}", parent=f"g{up % at}" if at and up else None)
        for at, up in enumerate(parents)
    )


def drawn(cells: int, folded: frozenset[str] = frozenset()) -> Diagram:
    """The goals of a project that has three, and tasks for some."""
    deal = planned_project()
    nodes = goal_tree(deal)
    letters = judge_goals(deal, [deal])
    tree = GoalTree(
        *(nodes, letters, count_folded(nodes, letters, ()), count_work(nodes, deal.plan)),
        folded=folded,
        past=frozenset({"g1"}),
    )
    return draw_goal_tree(tree, cells)


def texts(diagram: Diagram) -> list[str]:
    """The lines as they stand, head first."""
    return ["".join(span.text for span in each) for each in (*diagram.head, *diagram.lines)]


def test_a_line_has_who_work_letters_and_day_in_columns() -> None:
    head, *lines = texts(drawn(80))
    letters, tasks, who = head.index("SMART"), head.index("Tasks"), head.index("Who")
    assert [each[:3] for each in (head, *lines)] == ["  G", "▼ 北", "  ▼", "   "]
    top = lines[0]
    assert "0/1" not in top
    assert "━━━━━━ 1/1" in top
    assert "03-14!" in top
    assert 0 < who < tasks < letters
    cells = [cells_of(each[:1]) for each in drawn(80).lines]
    assert len(set(cells)) == 1, "what stands behind the names begins at one cell"


@pytest.mark.parametrize("cells", [40, 45, 60, 71, 72, 80, 120, 240])
@pytest.mark.parametrize("folded", [frozenset[str](), frozenset({"goal:g1"})])
def test_lines_keep_to_their_room(cells: int, folded: frozenset[str]) -> None:
    diagram = drawn(cells, folded)
    sizes = {cells_of(each) for each in (*diagram.head, *diagram.lines)}
    assert len(sizes) == 1
    assert sizes.pop() <= cells
    assert all(node.width <= cells for node in diagram.nodes.values())


@given(PARENTS, st.lists(st.tuples(st.integers(0, 6), st.booleans()), max_size=8))
def test_work_counts_for_a_goal_and_all_that_it_serves(
    parents: list[int], tasks: list[tuple[int, bool]]
) -> None:
    goals = goals_of(parents)
    rows = [
        PlanRow(id=f"r{at}", content="x", goal=f"g{goal}", state="done" if done else "open")
        for at, (goal, done) in enumerate(tasks)
        if goal < len(goals)
    ]
    nodes = goal_tree(project(goals=goals, plan=tuple(rows)))
    work, up = count_work(nodes, rows), {goal.id: goal.parent for goal in goals}
    expected = dict[str, GoalWork]()
    for row in rows:
        at = row.goal
        while at is not None:
            done, of = expected.get(at, GoalWork())
            expected[at] = GoalWork(done + (row.state == "done"), of + 1)
            at = up[at]
    assert work == expected


def test_a_goal_that_is_past_says_so_beside_its_day() -> None:
    past = drawn(80).lines[0][-1]
    assert (past.text.strip(), past.tone) == (f"{date(2026, 3, 14):%m-%d}!", "red")
