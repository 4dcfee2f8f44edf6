"""Moving over a picture, and the window that follows the hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from views.diagram import Diagram, Direction, Node, Viewport, leave_gutter
from views.glyphs import ALPHABETS, Glyphs, use_glyphs
from views.styled_text import StyledText, TextLine, cells_of, line

WAYS: tuple[Direction, ...] = ("up", "down", "left", "right")


def diagram(*places: tuple[int, int], width: int = 60, height: int = 40) -> Diagram:
    """Nodes of four cells, named by their order, at these places."""
    nodes = {f"{at}": Node(f"{at}", x, y, 4, line("[--]")) for at, (x, y) in enumerate(places)}
    rows: list[TextLine] = [(StyledText("." * width),)] * height
    return Diagram(tuple(rows), nodes, (line("head"),), width)


def test_the_hand_goes_to_the_nearest_node_that_way() -> None:
    net = diagram((0, 0), (20, 0), (1, 1), (40, 1), (20, 4))
    assert [net.toward("0", "right"), net.toward("0", "down"), net.toward("0", "up")] == [
        "1",
        "2",
        "0",
    ]
    assert [net.toward("3", "left"), net.toward("3", "down"), net.toward("1", "left")] == [
        "1",
        "4",
        "0",
    ]
    assert net.toward(None, "up") == "0"
    assert Diagram().toward(None, "down") is None


@pytest.mark.parametrize("alphabet", ALPHABETS.values(), ids=ALPHABETS)
def test_a_row_under_the_cursor_begins_with_its_sign(alphabet: Glyphs) -> None:
    use_glyphs(alphabet)
    rows: tuple[TextLine, ...] = (line("one "), line("  two"))
    nodes = {"1": Node("1", 0, 0, 4, rows[0]), "2": Node("2", 2, 1, 3, line("two"))}
    page = leave_gutter(Diagram(rows, nodes, (line("head"),), 5))
    assert page.width == 6
    for current, seen in (("1", [" head", "▌one ", "   two"]), ("2", [" head", " one ", "  ▌two"])):
        lines = Viewport(6, 3).crop_lines(page, current)
        texts = ["".join(span.text for span in each) for each in lines]
        assert texts == [each.replace("▌", alphabet.cursor) for each in seen]
        tones = {"box": ["cursor", "lit"], "ascii": ["lit", "lit"]}[alphabet.name]
        marked = [span for each in lines for span in each if span.tone in ("cursor", "lit")]
        assert [span.tone for span in marked] == tones
        assert (
            "".join(span.text for span in marked)
            == alphabet.cursor + {"1": "one ", "2": "two"}[current]
        )


@pytest.mark.parametrize(
    ("heads", "top", "lit"),
    [(False, 0, ["name", "fact", "more"]), (True, 0, ["name"]), (True, 1, ["fact"])],
)
def test_of_an_item_with_facts_the_first_line_in_sight_is_lit_and_all_are_marked(
    heads: bool, top: int, lit: list[str]
) -> None:
    rows = tuple(line(f" {text}") for text in ("name", "fact", "more", "next"))
    below = (line("fact"), line("more"))
    nodes = {"1": Node("1", 1, 0, 4, line("name"), below), "2": Node("2", 1, 3, 4, line("next"))}
    page = Diagram(rows, nodes, width=5, gutter=True, heads=heads)
    shown = Viewport(5, 3, top).crop_lines(page, "1")
    spans = [span for each in shown for span in each]
    assert [span.text for span in spans if span.tone == "lit"] == lit
    texts = ["".join(span.text for span in each) for each in shown]
    assert texts == ["▌name", "▌fact", "▌more", " next"][top : top + 3]


places = st.tuples(st.integers(0, 56), st.integers(0, 39))
ways = st.sampled_from(WAYS)


@given(st.lists(places, min_size=1, max_size=12, unique=True), st.lists(ways, max_size=8))
def test_every_move_ends_on_a_node_that_is_in_sight(
    spots: list[tuple[int, int]], moves: list[Direction]
) -> None:
    net = diagram(*spots)
    current, window = net.first(), Viewport(20, 8)
    for way in moves:
        before = net.nodes[current or ""]
        current = net.toward(current, way)
        now = net.nodes[current or ""]
        if now is not before:
            assert {"up": now.y < before.y, "down": now.y > before.y}.get(way, True)
            assert {"left": now.x < before.x, "right": now.x > before.x}.get(way, True)
        window = window.follow_node(net, current)
        caret = window.caret(net, current)
        assert caret is not None
        shown = window.crop_lines(net, current)
        assert len(shown) == 8
        assert all(cells_of(line) <= 20 for line in shown)
        text = "".join(span.text for span in shown[caret[1]])
        assert text[caret[0] : caret[0] + 4] == "[--]"


def test_every_node_can_be_reached_from_every_other() -> None:
    net = diagram((0, 0), (30, 2), (8, 5), (50, 5), (25, 9), (25, 11))
    for start in net.nodes:
        seen, todo = {start}, [start]
        while todo:
            here = todo.pop()
            for way in WAYS:
                there = net.toward(here, way)
                if there is not None and there not in seen:
                    seen.add(there)
                    todo.append(there)
        assert seen == set(net.nodes)
