"""What cannot be is said at the field, and nothing typed is lost."""

from __future__ import annotations

from datetime import date

import pytest

from deals.model import Member
from screens.plan.screen import PlanScreen
from tests.deals.makers import project
from tests.screens.hosting import at_desk
from tests.screens.plan.cases import planned_project

LONG = "与吴处长联合测试全部接口 [/] joint test of every interface; " * 40


@pytest.mark.parametrize(
    ("keys", "typed", "reason"),
    [
        (["tab", "w"], "3-14..2-2", "before it starts"),
        (["tab", "down", "s"], "at CR2", "already serves this goal"),
        (["tab", "a"], "visit; 3-9..3-2", "before it starts"),
        (["a"], "visit; 2月30日", "is not a date"),
        (["w"], "2/30", "is not a date"),
        (["w"], "D-1..D-9", "before it starts"),
        (["c", "n"], "look; soonish", "is not a date"),
        (["c", "n"], "look; 3-2..3-5", "is not a date"),
        (["c", "n"], "; 3-2", "needs a text"),
        (["c", "1", "e"], "; 3-2", "needs a text"),
        (["a"], "; 3-2..3-5; 林", "needs a text"),
        (["e"], " ", "needs a text"),
        (["tab", "e"], " ", "needs a text"),
        (["t", "a"], "林", "on the team already"),
        (["t", "down", "e"], "soonish", "is not a date"),
    ],
)
async def test_it_is_said_and_stays_typed(keys: list[str], typed: str, reason: str) -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal, size=(120, 40)) as at:
        await at.press(*keys, "ctrl+u")
        await at.type(typed)
        await at.press("enter")
        assert reason in at.foot()
        assert typed.strip() in at.foot()
        assert at.labels == []


async def test_days_from_signing_want_a_signing() -> None:
    deal = planned_project(signs="")
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press("w", "ctrl+u")
        await at.type("D-10")
        assert "counts from the close date" in at.foot()
        await at.press("enter")
        assert "D-10" in at.foot()


@pytest.mark.parametrize(
    ("keys", "typed"), [(["o"], "Lim"), (["a"], "visit; 3-9; Lim"), (["c", "n"], "look; 3-9; Lim")]
)
async def test_somebody_nobody_knows_is_pointed_out_and_taken(keys: list[str], typed: str) -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal, size=(120, 40)) as at:
        await at.press(*keys, "ctrl+u")
        await at.type(typed)
        assert "not on the team: Lim" in at.foot()
        await at.press("enter")
        assert len(at.labels) == 1


@pytest.mark.parametrize("known", ["林", "周", "何总", "小叶、林"])
async def test_those_who_are_known_are_not_pointed_out(known: str) -> None:
    deal = planned_project()
    other = project(id="two", owner="周", team=(Member(name="小叶"),))
    async with at_desk(PlanScreen(deal), deal, other) as at:
        await at.press("o", "ctrl+u")
        at.screen.type(known)
        await at.settle()
        assert "not on a team" not in at.foot()


async def test_a_text_too_long_for_the_screen_is_kept_whole() -> None:
    deal = planned_project()
    async with at_desk(PlanScreen(deal), deal) as at:
        await at.press("e", "ctrl+u")
        at.screen.type(LONG.strip())
        await at.press("enter")
        assert at.project("one").plan[1].content == LONG.strip()
        shown = at.shown("canvas").splitlines()
        assert any("与吴处长" in line for line in shown)
        await at.press("tab", "e", "ctrl+u")
        at.screen.type(LONG.strip())
        await at.press("enter", "p")
        assert at.project("one").goals[0].text == LONG.strip()
        assert "joint test" in at.shown("detail")


async def test_a_template_out_of_time_offers_what_is_left() -> None:
    late = project(signs="2026-03-17", stage="P4")
    async with at_desk(PlanScreen(late), late) as at:
        await at.press("m", "1")
        assert "would start on 2026-01-31" in at.foot()
        assert "compress to 03-02..03-11" in at.foot()
        assert "past the close date: 03-02.." in at.foot()
        await at.press("escape")
        assert at.labels == []
        await at.press("m", "1", "1")
        rows = at.project("one").plan
        assert min(row.start for row in rows if row.start) == date(2026, 3, 2)
        assert max(row.end for row in rows if row.end) == date(2026, 3, 11)
        await at.press("u")
        assert not at.project("one").plan


async def test_a_template_from_signing_begins_today_where_no_day_is_known() -> None:
    bare = project(signs="", stage="P4")
    async with at_desk(PlanScreen(bare), bare) as at:
        await at.press("m", "1")
        assert "none is known" in at.foot()
        await at.press("1")
        rows = at.project("one").plan
        assert min(row.start for row in rows if row.start) == date(2026, 3, 2)
