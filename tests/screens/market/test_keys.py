"""Every key of the market's pages, pressed as a user would."""

from __future__ import annotations

import pytest

from deals.model import Project
from screens.market.view import PAGES
from tests.deals.makers import project
from tests.screens.hosting import Desk, present_view
from tests.screens.market.cases import DEAL, LONG, at_market, market

BLANK = project(id="blank")


def names(at: Desk) -> list[str]:
    """Return what the comparison's columns are called."""
    return [competitor.name for competitor in at.host.book.competitors]


async def test_a_cell_is_marked_noted_and_undone() -> None:
    async with at_market(node_id="cell/position/华讯") as at:
        await at.press("plus")
        assert at.host.book.competitors[0].notes[0].mark == "behind"
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


@pytest.mark.parametrize(
    ("key", "mark", "text"),
    [
        ("minus", "ahead", "ahead of us"),
        ("ctrl+left", "ahead", "ahead of us"),
        ("equals_sign", "even", "even with us"),
        ("plus", "behind", "behind us"),
        ("ctrl+right", "behind", "behind us"),
    ],
)
async def test_each_mark_is_said_and_the_same_again_takes_it_away(
    key: str, mark: str, text: str
) -> None:
    async with at_market(node_id="cell/terms/华讯") as at:
        await at.press(key)
        assert at.host.book.competitors[0].notes[0].mark == mark
        assert text in at.shown("detail")
        assert at.foot().startswith("华讯, Commercial terms: they are")
        await at.press(key)
        assert "no mark" in at.foot()
        assert at.host.book.competitors[0].notes[0].mark is None


@pytest.mark.parametrize("page", PAGES)
async def test_marks_are_for_cells_alone(page: str) -> None:
    async with at_market(page=page) as at:
        await at.press("plus")
        assert ("not in the comparison" in at.foot()) == (page != "grid")


async def test_pages_turn_on_round_and_round() -> None:
    async with at_market(page="stance") as at:
        seen = []
        for _turn in PAGES:
            await at.press("tab")
            seen.append(market(at).page_name)
        assert seen == [*[*PAGES][1:], "stance"]
        assert present_view(at) == "1 stance" + "picture"


async def test_the_room_opens_on_the_page_that_was_left() -> None:
    async with at_market(page="stance") as at:
        await at.press("V", "4", "2")
        await at.settle()
        await at.press("3")
        await at.settle()
        assert market(at).page_name == "swot"


async def test_pages_turn_back_and_are_chosen_by_number() -> None:
    async with at_market(page="stance") as at:
        await at.press("shift+tab")
        assert market(at).page_name == "portfolio"
        await at.press("V")
        assert "4 SWOT" in at.foot()
        await at.press("4")
        assert (market(at).page_name, market(at).current) == ("swot", "item/s1")
        await at.press("V", "escape")
        assert market(at).page_name == "swot"


async def test_notes_and_choices_are_kept() -> None:
    async with at_market(page="customer") as at:
        await at.press("enter")
        await at.type("wants speed")
        await at.press("enter")
        (note,) = [note for note in at.project("one").notes if note.text == "wants speed"]
        assert (note.key, note.by) == ("customer.needs.habit", "林")
        await at.press("e", *["backspace"] * 20, "enter")
        assert note.key not in [note.key for note in at.project("one").notes]
        await at.press("shift+tab")
        market(at).to("choice/tactic")
        await at.press("enter", "3")
        assert at.project("one").market.tactic == "guerrilla"
        await at.press("enter", "0")
        assert at.project("one").market.tactic is None


@pytest.mark.parametrize(("key", "kind"), [("s", "strength"), ("w", "weakness"), ("t", "threat")])
async def test_items_are_added_and_the_cursor_goes_there(key: str, kind: str) -> None:
    async with at_market(page="swot") as at:
        await at.press("a", key)
        await at.type("a grant")
        await at.press("enter")
        item = at.project("one").swot[-1]
        assert (item.kind, item.text, market(at).current) == (kind, "a grant", f"item/{item.id}")


async def test_items_are_typed_a_line_each_until_an_empty_one() -> None:
    async with at_market(BLANK, page="swot") as at:
        await at.press("a", "s")
        assert "one per line; empty line to finish" in at.foot()
        await at.type("quick\nnear\n\n")
        await at.press("a", "w")
        await at.type("unknown at the top\n\n")
        assert [(item.kind, item.text) for item in at.project("blank").swot] == [
            ("strength", "quick"),
            ("strength", "near"),
            ("weakness", "unknown at the top"),
        ]


async def test_a_strategy_is_added_and_cannot_be_emptied() -> None:
    async with at_market(BLANK, page="swot") as at:
        assert "a adds" in at.shown("detail")
        await at.press("a", "x", "enter")
        assert (at.foot(), at.project("blank").strategies) == ("", ())
        await at.press("a", "x")
        await at.type("be first\n\n")
        (strategy,) = at.project("blank").strategies
        assert market(at).current == f"strategy/{strategy.id}"
        assert "t ticks" in at.shown("detail")
        await at.press("e", *["backspace"] * 9, "enter")
        assert "write a text here" in at.foot()
        assert at.project("blank").strategies == (strategy,)


async def test_a_strategy_ticks_its_items_by_letter() -> None:
    async with at_market(page="swot", node_id="strategy/x3") as at:
        await at.press("t")
        nodes = [node.id for node in market(at).canvas.in_sight()]
        await at.press("abcdefghij"[nodes.index("item/t1")])
        await at.press("abcdefghij"[nodes.index("strategy/x1")])
        await at.press("abcdefghij"[nodes.index("item/w1")], "enter")
        assert at.foot() == ""
        assert at.project("one").strategies[2].uses == ("t1", "w1")
        assert "T1 cheap rival" in at.shown("detail")


async def test_a_strategy_ticks_its_items_by_arrows_and_space() -> None:
    async with at_market(page="swot", node_id="strategy/x3") as at:
        items = [node for node in market(at).diagram.nodes if node.startswith("item/")]
        before = {*at.project("one").strategies[2].uses}
        await at.press("t", "space", "down", "space", "down", "space", "up", "down", "enter")
        assert at.foot() == ""
        ticked = {each.removeprefix("item/") for each in items[:2]}
        assert {*at.project("one").strategies[2].uses} == before ^ ticked


@pytest.mark.parametrize(
    ("page", "node_id", "gone"),
    [
        ("swot", "item/s1", "quick"),
        ("swot", "strategy/x1", "joint"),
        ("portfolio", "product/调度台", "调度台"),
        ("grid", "cell/position/华讯", "华讯"),
    ],
)
async def test_what_is_deleted_leaves_its_neighbour_and_comes_back(
    page: str, node_id: str, gone: str
) -> None:
    async with at_market(page=page, node_id=node_id, shared=True) as at:
        await at.press("D")
        assert gone not in at.shown("canvas")
        assert market(at).current not in (None, node_id)
        assert at.foot().startswith("deleted: ")
        assert gone in at.foot()
        await at.press("tab", "u")
        assert gone in at.shown("canvas")
        assert market(at).page_name == page


async def test_undo_and_redo_go_where_something_changed() -> None:
    async with at_market(page="stance", node_id="choice/tactic") as at:
        await at.press("e", "1", "tab", "tab", "u")
        assert (market(at).page_name, market(at).current) == ("stance", "choice/tactic")
        await at.press("V", "3", "ctrl+r")
        assert (market(at).page_name, market(at).current) == ("stance", "choice/tactic")


async def test_our_own_column_and_choices_are_not_deleted_or_renamed() -> None:
    async with at_market() as at:
        await at.press("D")
        assert "nothing here to delete" in at.foot()
        await at.press("n")
        assert "no competitor or product selected" in at.foot()
        await at.press("V", "1", "g", "D")
        assert "nothing here to delete" in at.foot()
        assert at.labels == []


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("page", ["grid", "customer", "swot"])
async def test_long_texts_are_whole_in_the_pane(page: str, size: tuple[int, int]) -> None:
    long = " ".join(f"word{at}" for at in range(60))
    nodes = {"grid": "cell/terms/华讯", "customer": "note/customer.needs.habit", "swot": "item/s1"}
    async with at_market(page=page, node_id=nodes[page], size=size) as at:
        await at.press("e", *["ctrl+u"])
        at.screen.type(long)
        await at.press("enter")
        if "word59" not in at.shown("detail"):
            assert "more lines: p" in at.shown("detail")
            await at.press("p")
        assert all(f"word{number}" in at.shown("detail") for number in range(60))
        await at.press("p")
        assert market(at).diagram.nodes


async def test_a_text_too_long_for_any_pane_says_where_it_is_whole() -> None:
    async with at_market(page="customer") as at:
        await at.press("e")
        at.screen.type("very long " * 400)
        await at.press("enter", "p")
        assert "more lines: e" in at.shown("detail")


@pytest.mark.parametrize("project", [DEAL, BLANK])
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 10)])
async def test_moving_about_stays_on_the_page(project: Project, size: tuple[int, int]) -> None:
    async with at_market(project, size=size, shared=True) as at:
        for page in PAGES:
            market(at).turn(page)
            await at.press("j", "l", "k", "h", "G", "g", "pagedown", "pageup")
            nodes = market(at).diagram.nodes
            assert market(at).current in (nodes or {None})
            assert at.shown("detail").strip("-\n ")


async def test_without_a_competitor_the_pane_says_how_to_add_one() -> None:
    async with at_market(BLANK) as at:
        assert "a adds a competitor" in at.shown("detail")
        await at.press("a")
        await at.type("华讯")
        await at.press("enter")
        assert "华讯" in at.shown("detail")


async def test_the_pane_says_the_cell_that_was_learned_elsewhere() -> None:
    async with at_market(node_id="cell/terms/华讯", shared=True) as at:
        assert " ".join(LONG.split()[:3]) in at.shown("detail")
        assert "they are ahead" in at.shown("detail")
