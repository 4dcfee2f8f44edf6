"""A due day that is a day off is said wherever it is typed; a key takes the next working day."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date

import pytest

from deals.model import Cause, Checkpoint, PlanRow, Project
from deals.working_days import WorkCalendar
from screens.base.screen import BaseScreen
from screens.fishbone.screen import FishboneScreen
from screens.followups.screen import FollowupsScreen
from screens.pipeline.screen import PipelineScreen
from screens.plan.screen import PlanScreen
from tests.deals.makers import TODAY, action, contact, project
from tests.screens.hosting import Desk, at_desk
from views.fishbone import cause_node_id
from wording import use_language

SATURDAY, MONDAY = date(2026, 3, 7), date(2026, 3, 9)
ROW = PlanRow(id="row", content="demo", start=TODAY, end=date(2026, 3, 5), bone="product")
CHECKED = ROW.model_copy(update={"checkpoints": (Checkpoint(id="c", what="parts", on=TODAY),)})
HE = contact("何总", id="he", follow_up=action("see", TODAY))
DEAL = project(
    *("P3",),
    id="a",
    name="港区",
    owner="林",
    plan=(CHECKED,),
    contacts=[HE],
    causes=[Cause(id="cause", bone="customer", text="nobody met him")],
    signs="2026-02-01",
)


def next_day(deal: Project) -> date | None:
    return deal.next_action.on if deal.next_action else None


def follow_up_day(deal: Project) -> date | None:
    follow_up = deal.contacts[0].follow_up
    return follow_up.on if follow_up else None


async def open_checkpoint(at: Desk) -> None:
    await at.press("c", "1", "e")
    await at.press("ctrl+u")


async def open_cause(at: Desk) -> None:
    assert isinstance(at.screen, FishboneScreen)
    at.screen.to(cause_node_id("cause"))
    await at.press("exclamation_mark", "ctrl+u")


async def press_keys(at: Desk, *keys: str) -> None:
    await at.press(*keys)


def keys(*names: str) -> Callable[[Desk], Awaitable[None]]:
    return lambda at: press_keys(at, *names)


CASES: dict[
    str,
    tuple[type[BaseScreen], Callable[[Desk], Awaitable[None]], str, Callable[[Project], object]],
] = {
    "next": (PipelineScreen, keys("n"), "call him sat", next_day),
    "tender": (PipelineScreen, keys("b"), "sat", lambda deal: deal.tender),
    "next in Chinese": (PipelineScreen, keys("n"), "周六去拜访何总", next_day),
    "follow-up": (FollowupsScreen, keys("n"), "call him sat", follow_up_day),
    "touch": (PipelineScreen, keys("y"), "call 何总: agreed -> send it sat", follow_up_day),
    "snooze": (PipelineScreen, keys("z"), "sat he is away", lambda deal: deal.snoozes[0].until),
    "dates": (PlanScreen, keys("w"), "3-2..3-7", lambda deal: deal.plan[0].end),
    "task": (PlanScreen, keys("a"), "new one; 3-3..3-7; 陈工", lambda deal: deal.plan[1].end),
    "task of a cause": (
        FishboneScreen,
        open_cause,
        "see him; 3-7",
        lambda deal: deal.plan[-1].end,
    ),
    "checkpoint": (
        PlanScreen,
        open_checkpoint,
        "parts; 3-7; 宁",
        lambda deal: deal.plan[0].checkpoints[0].on,
    ),
}


@pytest.mark.parametrize("place", CASES)
async def test_it_is_said_and_a_key_takes_the_next_working_day(place: str) -> None:
    screen, ask, text, found = CASES[place]
    made = screen(DEAL) if screen in (PlanScreen, FishboneScreen) else screen()
    async with at_desk(made, DEAL) as at:
        await ask(at)
        await at.type(text)
        assert "Sat 03-07 is a day off; F9: Mon 03-09" in at.foot()
        await at.press("f9")
        assert "day off" not in at.foot()
        await at.press("f9")
        await at.press("enter")
        assert found(at.project("a")) == MONDAY
        if place == "snooze":
            assert at.project("a").snoozes[0].reason == "he is away"


async def test_it_stays_where_nobody_asks_for_another() -> None:
    async with at_desk(PipelineScreen(), DEAL) as at:
        await at.press("n")
        await at.type("call him sat\n")
        assert next_day(at.project("a")) == SATURDAY


async def test_holidays_of_the_country_are_named() -> None:
    use_language("zh_CN")
    try:
        async with at_desk(PipelineScreen(), DEAL) as at:
            calendar = WorkCalendar("CN", "zh_CN")
            at.host.context = replace(at.host.context, work_calendar=calendar)
            await at.press("n")
            await at.type("拜访何总 2026-10-01")
            assert "周四 10-01 是国庆节，休息；F9 改到 周四 10-08" in at.foot()
            await at.press("ctrl+u")
            await at.type("拜访何总 2026-10-10")
            assert "休息" not in at.foot(), "a Saturday that is worked"
            await at.press("f9", "enter")
            assert next_day(at.project("a")) == date(2026, 10, 10)
    finally:
        use_language("en")
