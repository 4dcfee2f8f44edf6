"""Finding in the plan room: whatever is written in it, on whatever side, folded or not."""

from __future__ import annotations

import pytest

from deals.model import Member
from screens.plan.screen import PlanScreen
from tests.screens.hosting import Desk, at_desk
from tests.screens.plan.cases import ROWS, planned_project


def plan_of(at: Desk) -> PlanScreen:
    screen = at.screen
    assert isinstance(screen, PlanScreen)
    return screen


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("tender", "row:r4"),
        ("draft", "row:r4"),
        ("agreed", "row:r1"),
        ("lhcs", "row:r2"),
        ("xiaoye", "row:r2"),
        ("own b", "field:own bone"),
        ("criteria", "goal:g2"),
        ("signed con", "goal:g1"),
        ("老郑", "member:老郑"),
    ],
)
async def test_the_cursor_goes_to_what_is_typed(typed: str, place: str) -> None:
    deal = planned_project(team=(Member(name="老郑"),))
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press("F", "slash")
        await at.type(typed)
        assert plan_of(at).current == place
        assert place in plan_of(at).diagram.nodes
        await at.press("enter")
        assert plan_of(at).current == place


async def test_leaving_goes_back_to_where_the_hand_was() -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press("f", "slash")
        await at.type("criteria")
        await at.press("escape")
        screen = plan_of(at)
        assert (screen.view.side, screen.current) == ("plan", "field:customer")
        assert "row:r2" not in screen.diagram.nodes


async def test_a_row_out_of_sight_is_waited_for_by_its_words() -> None:
    many = tuple(ROWS[4].model_copy(update={"id": f"m{at}"}) for at in range(40))
    deal = planned_project(
        plan=(
            *ROWS,
            *many,
            ROWS[3].model_copy(update={"id": "z", "content": "末项", "after": None}),
        )
    )
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press("d", "slash")
        await at.type("zzzz\n")
        assert "no match" in at.foot()
        await at.press("ctrl+u")
        await at.type("moxiang\n")
        assert next(row for row in at.project("one").plan if row.id == "r2").after == "z"
