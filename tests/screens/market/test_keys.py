"""Every key of the market's pages, pressed as a user would."""

from __future__ import annotations

from deals.market import STANDING
from deals.model import Comparison, Project, Strategy, SwotItem
from screens.market.screen import MarketScreen
from tests.deals.makers import project
from tests.screens.hosting import Desk, at_desk

ONE = project(
    name="北辰调度网扩容",
    comparisons=(Comparison(rival="华讯", dimension=STANDING),),
    swot=(
        SwotItem(id="s1", kind="strength", text="quick"),
        SwotItem(id="t1", kind="threat", text="cheap rival"),
    ),
    strategies=(Strategy(id="x1", text="be first"),),
)


def screen(one: Project = ONE) -> MarketScreen:
    """The market of a project."""
    return MarketScreen(one)


def market(at: Desk) -> MarketScreen:
    """The screen on top."""
    assert isinstance(at.screen, MarketScreen)
    return at.screen


async def test_a_cell_is_marked_noted_and_undone() -> None:
    async with at_desk(screen(), ONE) as at:
        await at.press("l", "minus")
        assert [one.notes[0].mark for one in at.host.book.competitors] == ["behind"]
        await at.press("enter")
        await at.type("small share ")
        await at.press("enter")
        (rival,) = at.host.book.competitors
        assert (rival.name, rival.notes[0].note, rival.notes[0].mark) == (
            "华讯",
            "small share",
            "behind",
        )
        assert "small share" in at.shown("detail")
        await at.press("u", "u")
        assert at.host.book.competitors == ()


async def test_a_competitor_is_added_and_a_twin_refused() -> None:
    async with at_desk(screen(), ONE) as at:
        await at.press("a")
        await at.type("远通")
        await at.press("enter")
        assert "远通" in at.shown("canvas")
        await at.press("a")
        await at.type("华讯")
        await at.press("enter")
        assert "already" in at.foot()
        await at.press("escape", "h", "d")
        assert "华讯" not in at.shown("canvas")
        assert "远通" in at.shown("canvas")


async def test_the_pages_turn_and_notes_and_choices_are_kept() -> None:
    async with at_desk(screen(), ONE) as at:
        await at.press("v", "enter")
        await at.type("wants speed")
        await at.press("enter")
        assert at.project(ONE.id).notes[0].text == "wants speed"
        await at.press("v", "G", "enter", "3")
        assert at.project(ONE.id).market.tactic == "guerrilla"
        await at.press("v", "v", "v")
        assert "competitors" in at.shown("title")


async def test_swot_items_are_added_ticked_and_put_to_work() -> None:
    async with at_desk(screen(), ONE) as at:
        await at.press("v", "v", "v", "a", "o")
        await at.type("a grant")
        await at.press("enter")
        assert [one.text for one in at.project(ONE.id).swot][-1] == "a grant"
        market(at).to("strategy/x1")
        await at.press("t")
        letters = at.shown("canvas")
        assert "quick" in letters
        knots = market(at).canvas.in_sight()
        names = [one.id for one in knots]
        await at.press("abcdefg"[names.index("item/s1")], "enter")
        assert at.project(ONE.id).strategies[0].uses == ("s1",)
        market(at).to("item/t1")
        await at.press("exclamation_mark")
        (cause,) = at.project(ONE.id).causes
        assert (cause.text, cause.source) == ("cheap rival", "swot:t1")


async def test_a_product_is_placed_and_bad_figures_are_said_at_the_field() -> None:
    async with at_desk(screen(), ONE) as at:
        await at.press("v", "v", "v", "v", "a")
        await at.type("Net, fast")
        await at.press("enter")
        assert "not a share" in at.foot()
        for _key in "fast":
            await at.press("backspace")
        await at.type("1.5, 20%")
        await at.press("enter")
        (product,) = at.host.book.products
        assert (product.share, product.growth) == (1.5, 20)
        assert "A" in at.shown("canvas")
