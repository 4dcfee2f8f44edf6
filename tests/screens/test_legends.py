"""What is explained is what is seen: every sign of a room stands in its legend, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache

import pytest

from deals.model import Project, Stamp
from screens.base.project_screen import ProjectScreen
from screens.fishbone.screen import FishboneScreen
from screens.market.screen import MarketScreen
from screens.people.screen import PeopleScreen
from screens.plan.screen import PlanScreen
from screens.strategy.screen import StrategyScreen
from store.sample import sample_book
from tests.deals.makers import TODAY
from tests.screens.hosting import at_desk, screen_lines
from tests.screens.test_sizes import resize, wait_for_size
from views.glyphs import ALPHABETS, ASCII, BOX, use_glyphs
from wording.legends import PEOPLE_LEGENDS

SIGNS = (
    *("cursor", "cut", "arrow", "settled", "partly", "open", "near", "far", "done", "half"),
    *("lent", "left", "lost", "worked", "planned", "today", "today_head", "rail_t", "rail_b"),
    *("gap", "onward", "backward", "unfolded", "folded", "rise", "fall"),
)
"""The signs with a meaning of their own; the others are lines and joints."""
PARTS = {"half": "done", "far": "near", "left": "done"}
"""Signs that are the rest of another one's."""
PLAIN = {"left", "gap", "done", "today"}
"""Signs that are lines as well, which stand for nothing where they part or join."""
ROOMS: dict[str, type[ProjectScreen]] = {
    "strategy": StrategyScreen,
    "market": MarketScreen,
    "fishbone": FishboneScreen,
    "plan": PlanScreen,
}


@cache
def sample() -> Project:
    """The project of the sample in which most is thought out."""
    at = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)
    book = sample_book("en", Stamp(at=at, by="Ann", today=TODAY), "Ann")
    return max(book.projects.values(), key=lambda each: len(each.plan) + len(each.causes))


def signs_of(texts: Iterator[str]) -> set[str]:
    """The signs of the box alphabet in texts, those that are part of another one by that."""
    seen = "".join(texts)
    names = {getattr(BOX, name): PARTS.get(name, name) for name in reversed(SIGNS)}
    return {
        getattr(BOX, name) for sign, name in names.items() if sign in seen and name not in PLAIN
    }


def explained(room: ProjectScreen) -> set[str]:
    return signs_of(sign.text for sign, _meaning in room.legend())


@pytest.mark.parametrize("name", ROOMS)
async def test_the_legend_of_a_room_explains_the_signs_of_its_pages(name: str) -> None:
    async with at_desk(ROOMS[name](sample()), sample()) as at:
        for size in ((80, 24), (120, 40)):
            resize(at.host, *size)
            await wait_for_size(at.host, *size)
            for key in ("g", *"vvvv", *["tab"] * 5, "G", "g", "f", "f"):
                await at.press(key)
                assert isinstance(at.screen, ProjectScreen)
                seen = signs_of(iter(screen_lines(at.host)))
                assert seen <= explained(at.screen), key


async def test_the_legend_of_a_view_of_the_people_explains_its_signs_and_no_others() -> None:
    async with at_desk(PeopleScreen(sample()), sample()) as at:
        for view in ("net", "tree", "chain", "list", "findings"):
            assert isinstance(at.screen, PeopleScreen)
            assert at.screen.view.name == view
            seen = signs_of(iter(screen_lines(at.host)))
            assert seen <= explained(at.screen), view
            drawn = {"rail_t": "║╔╠╚", "rail_b": "┃┏┣┗┓┫┛"}
            for sign in ("rail_t", "rail_b", "gap", "lent", "onward"):
                told = any(getattr(BOX, sign) in text for text, _about in told_of(view))
                there = set(drawn.get(sign, getattr(BOX, sign))) & set(
                    "".join(screen_lines(at.host)[1:17])
                )
                assert told == bool(there), (view, sign)
            await at.press("m" if view == "list" else "v")


def told_of(view: str) -> list[tuple[str, str]]:
    from views.legend import draw_sign

    return [(draw_sign(sign), meaning) for sign, meaning in PEOPLE_LEGENDS[view]]


def test_no_two_signs_of_an_alphabet_that_judge_are_one() -> None:
    """In ASCII too a cut text, a direction, a part and a flag are told apart."""
    for alphabet in ALPHABETS.values():
        use_glyphs(alphabet)
        judging = [alphabet.cut, alphabet.onward, alphabet.settled, alphabet.partly, alphabet.open]
        assert len({*judging, "!", "~", "-"}) == len(judging) + 3
        assert alphabet.dot not in ("-", "~", "+"), "what it joins would read as a range or a sum"
    assert ASCII.cut not in ASCII.onward + ASCII.backward
