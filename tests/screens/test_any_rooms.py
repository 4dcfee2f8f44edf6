"""Whatever stands in a project, every room of it shows it: nothing crashes or overflows."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deals.model import (
    Answer,
    Cause,
    Checkpoint,
    Comparison,
    Goal,
    Member,
    PlanRow,
    Project,
    Review,
    Strategy,
    SwotItem,
)
from screens.base.diagram_screen import DiagramScreen
from screens.base.project_screen import ProjectScreen
from screens.fishbone.screen import FishboneScreen
from screens.market.screen import MarketScreen
from screens.plan.screen import PlanScreen
from screens.review.screen import ReviewScreen
from screens.strategy.screen import StrategyScreen
from tests.deals.makers import TODAY, project
from tests.examples import FEW
from tests.screens.hosting import Desk, at_desk
from tests.screens.test_any_text import HOSTILE, NO_SHRINKING, fits
from tests.strategies import projects
from wording import use_language

ROOMS: dict[str, type[ProjectScreen]] = {
    "strategy": StrategyScreen,
    "market": MarketScreen,
    "fishbone": FishboneScreen,
    "plan": PlanScreen,
    "review": ReviewScreen,
}
WALK = ("j", "l", "v", "G", "v", "k", "v", "g", "p", "l", "v", "j", "p", "ctrl+o", "escape")


async def walk(project: Project, room: str, size: tuple[int, int]) -> None:
    """Goes about a room, looks at every line, and begins and leaves an edit."""
    async with at_desk(ROOMS[room](project), project, size=size) as at:
        fits(at)
        for key in WALK:
            await at.press(key)
            fits(at)
            gutter_is_free(at)
        for key in ("e", "a", "L"):
            await at.press(key, "escape", "escape")
            fits(at)


def gutter_is_free(at: Desk) -> None:
    """The sign of the cursor covers nothing of a row."""
    if isinstance(at.screen, DiagramScreen) and at.screen.diagram.gutter:
        diagram = at.screen.diagram
        rows = {node.y for node in diagram.nodes.values()}
        assert {diagram.lines[y][0].text[:1] for y in rows} <= {" "}


@pytest.mark.parametrize("room", ROOMS)
@settings(
    max_examples=FEW,
    suppress_health_check=[HealthCheck.too_slow],
    phases=NO_SHRINKING,
)
@given(
    project=projects(),
    size=st.sampled_from([(80, 24), (120, 40), (40, 10)]),
    lang=st.sampled_from(["en", "zh_CN"]),
)
async def test_any_project_can_be_walked_through(
    room: str, project: Project, size: tuple[int, int], lang: str
) -> None:
    use_language(lang)
    try:
        await walk(project, room, size)
    finally:
        use_language("en")


@pytest.mark.parametrize("room", ROOMS)
async def test_hostile_text_is_shown_harmless(room: str) -> None:
    text = " ".join(HOSTILE)
    deal = project(
        customer=text,
        answers=[Answer(question="channels", value="no", evidence=text, by=text, owner=text)],
        bones=[text],
        causes=[Cause(id="c", bone=text, text=text), Cause(id="d", bone="gone", text=text)],
        swot=[SwotItem(id="s", kind="threat", text=text)],
        strategies=[Strategy(id="y", text=text, uses=("s",))],
        comparisons=[Comparison(rival=text, dimension="standing", note=text)],
        goals=[Goal(id="g", text=text, measure=text, target=text, serves=text, cause="c")],
        team=[Member(name=text, role="leader", duties=text)],
        plan=[
            PlanRow(
                id="r",
                content=text,
                bone=text,
                goal="g",
                aim=text,
                start=TODAY,
                end=TODAY,
                responsible=text,
                resources=text,
                checkpoints=(Checkpoint(id="k", what=text, on=TODAY, by=text, result=text),),
            )
        ],
        review=Review(result=text, reasons=text, rival=text, by=text, on=TODAY),
    )
    await walk(deal, room, (80, 24))
