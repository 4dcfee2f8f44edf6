"""The page before a visit: from any list and room by one key, and on to the rooms it tells of."""

from __future__ import annotations

from datetime import date

import pytest

from deals.model import PlanRow, Touch
from screens.base.screen import BaseScreen
from screens.followups.screen import FollowupsScreen
from screens.key_projects.screen import KeyProjectsScreen
from screens.log.screen import LogScreen
from screens.people.screen import PeopleScreen
from screens.pipeline.screen import PipelineScreen
from screens.plan.screen import PlanScreen
from screens.strategy.screen import StrategyScreen
from screens.triage.screen import TriageScreen
from screens.visit_brief.screen import VisitBriefScreen
from tests.deals.makers import action, contact, project
from tests.screens.hosting import at_desk

ANN = contact("Ann", 2, level="high", role="decides", follow_up=action("call", date(2026, 3, 1)))
ROW = PlanRow(id="r", content="Demo for Ann", end=date(2026, 3, 9))
DEAL = project(
    "P4",
    contacts=[ANN],
    plan=[ROW],
    next_action=action("visit Ann", date(2026, 3, 4)),
    touches=[Touch(id="t", on=date(2026, 2, 27), contacts=("Ann",), how="call", note="busy")],
    key=True,
)


@pytest.mark.parametrize(
    "screen",
    [
        PipelineScreen,
        FollowupsScreen,
        KeyProjectsScreen,
        lambda: TriageScreen([DEAL.id]),
        lambda: PeopleScreen(DEAL),
        lambda: PlanScreen(DEAL),
        lambda: StrategyScreen(DEAL),
    ],
)
async def test_the_page_opens_by_one_key_and_goes_back(screen: type[BaseScreen]) -> None:
    async with at_desk(screen(), DEAL) as at:
        before = at.screen
        await at.press("B")
        assert isinstance(at.screen, VisitBriefScreen)
        assert "visit Ann" in at.shown("canvas")
        await at.press("q")
        assert at.screen is before


async def test_enter_goes_to_the_room_of_what_is_under_the_cursor() -> None:
    async with at_desk(VisitBriefScreen(DEAL), DEAL) as at:
        for item, room in {
            "person:Ann": PeopleScreen,
            "task:r": PlanScreen,
            "touch:t": LogScreen,
        }.items():
            page = at.screen
            assert isinstance(page, VisitBriefScreen)
            page.to(item)
            await at.press("enter")
            assert isinstance(at.screen, room)
            await at.press("q")
        await at.press("5")
        assert isinstance(at.screen, PlanScreen)


@pytest.mark.parametrize("listed", [False, True])
async def test_a_person_is_gone_to_wherever_the_people_are_shown(listed: bool) -> None:
    people = [contact(f"P{at}", 1, level="middle", line="technical") for at in range(6)]
    deal = DEAL.model_copy(update={"contacts": (ANN, *people)})
    async with at_desk(PeopleScreen(deal), deal) as at:
        if listed:
            await at.press("v", "l")
        for name in ("P5", "Ann", "P3"):
            await at.press("B")
            page = at.screen
            assert isinstance(page, VisitBriefScreen)
            page.to(f"person:{name}")
            await at.press("enter")
            people_room = at.screen
            assert isinstance(people_room, PeopleScreen)
            assert people_room.person is not None
            assert people_room.person.id == name


async def test_what_came_of_the_visit_is_written_down_on_the_page() -> None:
    async with at_desk(VisitBriefScreen(DEAL), DEAL) as at:
        await at.press("n")
        await at.type("send the offer 03-20\n")
        assert "send the offer" in at.shown("canvas")
        await at.press("y")
        await at.type("visit Ann: demo agreed -> price list 03-21\n")
        assert "demo agreed" in at.shown("canvas")
        assert at.project(DEAL.id).touches[-1].note == "demo agreed"


async def test_a_page_of_many_people_scrolls() -> None:
    many = [contact(f"Ann {name}", 2, level="low") for name in "BCDEFGHIJKLMNOPQRSTUVWXYZ"]
    deal = project("P1", contacts=many)
    async with at_desk(VisitBriefScreen(deal), deal) as at:
        assert "Ann Z" not in at.shown("canvas")
        await at.press("G")
        assert "strategy" in at.shown("canvas") or "more" in at.shown("canvas")
        await at.press("g")
        assert "Deal" in at.shown("canvas")
