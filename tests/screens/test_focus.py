"""One look of what is under the cursor: on every screen of rows its sign stands at the left."""

from __future__ import annotations

import pytest

from deals.model import Goal, Member, PlanRow
from screens.base.project_screen import ProjectScreen
from screens.market.screen import MarketScreen
from screens.people.screen import PeopleScreen
from screens.plan.screen import PlanScreen
from screens.review.screen import ReviewScreen
from screens.strategy.screen import StrategyScreen
from tests.deals.makers import contact, project
from tests.screens.hosting import at_desk, screen_lines
from views.glyphs import ALPHABETS, Glyphs, use_glyphs

DEAL = project(
    id="deal",
    contacts=[
        contact("Ann Ash", level="high", lines=["technical"], cr=2),
        contact("Bo Birch", level="middle", lines=["technical"], cr=3),
    ],
    goals=[Goal(id="g1", text="Win it"), Goal(id="g2", text="Keep it")],
    plan=[PlanRow(id="r1", bone="market", content="Ask around")],
    team=[Member(name="Ash")],
)
ROWS: dict[str, tuple[type[ProjectScreen], str]] = {
    "tree": (PeopleScreen, "v"),
    "chain": (PeopleScreen, "v v"),
    "list": (PeopleScreen, "v v v"),
    "findings": (PeopleScreen, "m"),
    "stance": (MarketScreen, ""),
    "market as a list": (MarketScreen, "v"),
    "customer": (MarketScreen, "tab"),
    "plan": (PlanScreen, ""),
    "plan as a list": (PlanScreen, "v"),
    "goals": (PlanScreen, "tab"),
    "team": (PlanScreen, "t"),
    "review": (ReviewScreen, ""),
    "strategy": (StrategyScreen, ""),
}


@pytest.mark.parametrize("alphabet", ALPHABETS.values(), ids=ALPHABETS)
async def test_a_row_under_the_cursor_has_its_sign(alphabet: Glyphs) -> None:
    use_glyphs(alphabet)
    for view, (room, keys) in ROWS.items():
        async with at_desk(room(DEAL), DEAL) as at:
            for key in (*keys.split(), "g", "j"):
                await at.press(key)
            lines = screen_lines(at.host)
            start = lines[1].find(alphabet.upright) + 1 if view == "strategy" else 0
            shown = [f" {each[start:]}" for each in lines[1:-1]]
            assert any(f" {alphabet.cursor}" in each for each in shown), view
