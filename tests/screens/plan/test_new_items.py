"""Where a new task lands: by the cursor, by the line itself, or where the user says."""

from __future__ import annotations

import pytest

from deals.fishbone import NamedWorkstreams
from deals.model import Project
from screens.plan.screen import PlanScreen
from screens.strategy.screen import StrategyScreen
from tests.deals.makers import DEFAULT, project
from tests.screens.hosting import Desk, at_desk
from tests.screens.plan.cases import planned_project

BARE = project(signs="2026-03-14")


def places(at: Desk) -> list[tuple[str, str]]:
    """Return the rows with their workstreams."""
    return [(row.content, row.bone) for row in at.project("one").plan]


async def test_in_an_empty_plan_a_task_goes_where_its_words_say_or_where_one_chooses() -> None:
    async with at_desk(PlanScreen(BARE), BARE) as at:
        await at.press("a")
        await at.type("joint test")
        assert "Commercial" not in at.foot()
        await at.press("enter")
        assert at.project("one").plan == ()
        assert "e Commercial" in at.foot()
        await at.press("escape")
        assert "joint test" in at.foot()
        await at.press("enter", "e")
        assert "task (Commercial)" in at.foot()
        await at.type("floor price\n")
        await at.type("Service: call the depot")
        assert "nobody responsible  Service" in at.foot()
        await at.type("\n\n")
        assert places(at) == [
            ("joint test", "commercial"),
            ("floor price", "commercial"),
            ("call the depot", "service"),
        ]
        await at.press("u", "u", "u", "a")
        assert at.project("one").plan == ()
        await at.type("show the product")
        assert "Product" in at.foot()
        await at.type("\n\n")
        assert places(at) == [("show the product", "product")]


@pytest.mark.parametrize(
    ("deal", "keys", "bone"),
    [
        (BARE, ("j",), "customer"),
        (BARE, ("k",), "market"),
        (BARE, ("G",), "contingency"),
        (planned_project(), (), "customer"),
        (planned_project(), ("j",), "competitors"),
        (planned_project(), ("j", "j"), "competitors"),
        (planned_project(), ("g",), "market"),
    ],
)
async def test_a_task_lands_in_the_workstream_of_the_row_under_the_cursor(
    deal: Project, keys: tuple[str, ...], bone: str
) -> None:
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press(*keys, "a")
        await at.type("meet the product people\n\n")
        assert ("meet the product people", bone) in places(at)


async def test_a_question_of_strategy_puts_its_task_into_its_own_workstream() -> None:
    screen = StrategyScreen(BARE)
    async with at_desk(screen, BARE) as at:
        for question in ("kind", "channels", "rivals", "presented", "budget"):
            place = next((each for each in screen.pages.order if each[1] == question), None)
            if place is not None:
                screen.go(*place)
                await at.press("exclamation_mark")
        sections = {"kind": "market", "channels": "customer", "rivals": "competitors"}
        assert {row.bone for row in at.project("one").plan} >= {*sections.values(), "product"}


@pytest.mark.parametrize(
    ("text", "heading", "named"),
    [
        ("商务：定底价", ("commercial", "定底价"), "commercial"),
        ("Commercial: set floor price", ("commercial", "set floor price"), "commercial"),
        ("拜访客户", (None, "拜访客户"), "customer"),
        ("产品方案演示", (None, "产品方案演示"), "product"),
        ("客户产品演示", (None, "客户产品演示"), None),
        ("serviceable plant", (None, "serviceable plant"), None),
        ("agenda: rooms", (None, "agenda: rooms"), None),
        ("product:", (None, "product:"), "product"),
        ("own: a thing", ("own", "a thing"), "own"),
    ],
)
def test_a_line_may_name_its_workstream(
    text: str, heading: tuple[str | None, str], named: str | None
) -> None:
    names = NamedWorkstreams(project(bones=("own",)), DEFAULT)
    assert names.split_heading(text) == heading
    assert names.find_named(text) == named
