"""One finder in every room: words, the first match, Up and Down through the rest, Esc back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from deals.model import Answer, Cause, Note, Review, Strategy, SwotItem, Touch
from screens.base.diagram_screen import DiagramScreen
from screens.base.row_list import RowScreen
from screens.base.screen import BaseScreen
from screens.fishbone.screen import FishboneScreen
from screens.log.screen import LogScreen
from screens.market.screen import MarketScreen
from screens.people.screen import PeopleScreen
from screens.plan.screen import PlanScreen
from screens.review.screen import ReviewScreen
from screens.strategy.screen import StrategyScreen
from tests.deals.makers import TODAY, contact, project
from tests.screens.hosting import Desk, at_desk
from tests.screens.plan.cases import planned_project

DEAL = planned_project(
    id="one",
    customer="北辰电力",
    contacts=[contact(name, 2, title="测试工程师") for name in ("何总", "Ann", "Bo")],
    touches=[Touch(on=TODAY, note=f"测试 {number}") for number in range(3)],
    causes=[
        Cause(id="c1", bone="customer", text="测试太晚"),
        Cause(id="c2", bone="competitors", text="对手先测试"),
    ],
    answers=[
        Answer(question="channels", value="no", evidence="没有测试"),
        Answer(question="rivals", value="no", evidence="测试不明"),
    ],
    swot=[
        SwotItem(id="s", kind="strength", text="测试快"),
        SwotItem(id="w", kind="threat", text="Q"),
    ],
    strategies=[Strategy(id="x", text="抢先测试")],
    notes=[Note(key="customer.needs.priority", text="要先测试")],
    review=Review(lessons="早测试", reasons="没有测试"),
)
ENDED = project(
    id="old", name="旧项目", status="lost", customer="北辰电力", review=Review(lessons="测试要早")
)
ROOMS: dict[str, Callable[[], BaseScreen]] = {
    "people": lambda: PeopleScreen(DEAL),
    "strategy": lambda: StrategyScreen(DEAL),
    "market": lambda: MarketScreen(DEAL),
    "fishbone": lambda: FishboneScreen(DEAL),
    "plan": lambda: PlanScreen(DEAL),
    "review": lambda: ReviewScreen(DEAL),
    "log": lambda: LogScreen(DEAL),
}
LEAST = {"plan": 1}
"""How many entries of a room have the word, where it is but one."""


def cursor(at: Desk) -> tuple[str | None, ...]:
    """Where the cursor stands, be it in a list or a diagram, and on which page."""
    screen = at.screen
    if isinstance(screen, DiagramScreen):
        return screen.current, getattr(screen, "page_name", "")
    assert isinstance(screen, RowScreen)
    return screen.selection.current, getattr(screen, "section", "")


@pytest.mark.parametrize("word", ["测试", "ceshi", "cs"])
@pytest.mark.parametrize("room", ROOMS)
async def test_words_go_to_the_first_match_and_the_arrows_walk(room: str, word: str) -> None:
    async with at_desk(ROOMS[room](), DEAL, ENDED, size=(120, 40)) as at:
        await at.press("slash")
        await at.type(word)
        first, places = cursor(at), [cursor(at)]
        count = LEAST.get(room, 0)
        if not count:
            place, _slash, rest = at.foot().partition("/")
            assert place == "1"
            count = int(rest.split()[0])
            assert count > 1
        for number in range(2, count + 1):
            await at.press("down")
            assert at.foot().startswith(f"{number}/{count}  ")
            places.append(cursor(at))
        assert len(set(places)) == count
        await at.press("down")
        assert cursor(at) == first
        await at.press("up")
        assert cursor(at) == places[-1]
        await at.press("enter")
        assert cursor(at) == places[-1]
        assert at.screen.key_handler is None


@pytest.mark.parametrize("room", ROOMS)
async def test_esc_goes_back_to_where_the_cursor_was(room: str) -> None:
    async with at_desk(ROOMS[room](), DEAL, ENDED, size=(120, 40)) as at:
        await at.press("down")
        start, title = cursor(at), at.shown("title")
        await at.press("slash")
        await at.type("测试")
        await at.press("down", "down", "escape")
        assert (cursor(at), at.shown("title")) == (start, title)


@pytest.mark.parametrize("room", ROOMS)
async def test_what_is_not_there_is_said_and_leaves_the_cursor(room: str) -> None:
    async with at_desk(ROOMS[room](), DEAL, size=(120, 40)) as at:
        start = cursor(at)
        await at.press("slash")
        at.screen.type("zzqq")
        await at.settle()
        assert "no match" in at.foot()
        await at.press("down", "up")
        assert cursor(at) == start


@pytest.mark.parametrize("room", ROOMS)
async def test_every_word_has_to_be_there_in_any_order(room: str) -> None:
    async with at_desk(ROOMS[room](), DEAL, ENDED, size=(120, 40)) as at:
        await at.press("slash")
        await at.type("测试 zzqq")
        assert "no match" in at.foot()


async def test_another_text_begins_at_its_first_match() -> None:
    async with at_desk(PeopleScreen(DEAL), DEAL) as at:
        await at.press("slash")
        await at.type("测试")
        await at.press("down", "down")
        assert at.foot().startswith("3/3")
        await at.type("工")
        assert at.foot().startswith("1/3")
        await at.press("home", "down", "delete")
        assert at.foot().startswith("1/3")


async def test_the_market_is_found_in_whatever_page_it_stands() -> None:
    async with at_desk(MarketScreen(DEAL), DEAL) as at:
        for typed, page, node_id in (
            ("抢先", "swot", "strategy/x"),
            ("要先", "customer", "note/customer.needs.priority"),
            ("tactic", "stance", "choice/tactic"),
        ):
            await at.press("slash")
            await at.type(f"{typed}\n")
            assert cursor(at) == (node_id, page)


async def test_the_goals_are_walked_before_anything_is_typed() -> None:
    async with at_desk(PlanScreen(DEAL), DEAL) as at:
        await at.press("s")
        assert "part of a goal's words" in at.foot()
        await at.press("down", "down")
        assert "2/3" in at.foot()
        await at.press("up", "up")
        assert "3/3" in at.foot()
        await at.type("criteria\n")
        assert next(row for row in at.project("one").plan if row.id == "r2").goal == "g2"
        await at.press("s")
        assert "2/3" in at.foot()
        await at.type("-\n")
        assert next(row for row in at.project("one").plan if row.id == "r2").goal is None
