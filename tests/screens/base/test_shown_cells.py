"""What is sent of a screen: as little as may be, and the terminal shows what it should."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.geometry import Size

from screens.base.shown_cells import (
    PLAIN,
    Cell,
    CellWriter,
    Paint,
    ShownCells,
    change_paint,
    read_paint,
    split_cells,
)
from screens.pipeline.screen import PipelineScreen
from tests.deals.makers import project
from tests.screens.hosting import at_desk
from tests.terminal.glass import Glass

WIDTH, HEIGHT = 12, 3
PAINTS = [
    PLAIN,
    Paint(text="38;5;252", ground="48;5;233"),
    Paint(frozenset({1}), "38;5;203", "48;5;233"),
    Paint(frozenset({2}), "38;5;203"),
    Paint(frozenset({1})),
    Paint(frozenset({7})),
    Paint(frozenset({1, 7}), "31"),
    Paint(frozenset({4}), ground="48;2;1;2;3"),
]
TEXTS = st.text("a b  北x京●…e", max_size=WIDTH)
LINES = st.lists(st.tuples(TEXTS, st.sampled_from(PAINTS)), max_size=4)
SCREENS = st.lists(st.lists(LINES, min_size=HEIGHT, max_size=HEIGHT), min_size=2, max_size=4)


def lay_out(pieces: list[tuple[str, Paint]]) -> list[Cell]:
    cells = [cell for text, paint in pieces for cell in split_cells(text, paint)][:WIDTH]
    if len(cells) == WIDTH and sum(len(text) > 0 for text, _paint in cells) and wide_end(cells):
        cells[-1] = (" ", PLAIN)
    return cells + [(" ", PLAIN)] * (WIDTH - len(cells))


def wide_end(cells: list[Cell]) -> bool:
    return any(cells[-1][0].startswith(char) for char in "北京")


def send(shown: ShownCells, glass: Glass, screen: list[list[Cell]]) -> str:
    shown.fit(Size(WIDTH, HEIGHT))
    writer = CellWriter()
    for y, cells in enumerate(screen):
        shown.put(0, y, cells, writer)
    glass.feed(writer.text().encode())
    return writer.text()


def seen(glass: Glass) -> list[object]:
    """Return what is seen of every cell; of a blank its ground alone."""
    return [
        (char.data, char.bg, char.reverse, char.underscore)
        + ((char.fg, char.bold) if char.data.strip() else ())
        for y in range(HEIGHT)
        for char in (glass.buffer[y][x] for x in range(WIDTH))
    ]


@settings(max_examples=60, deadline=None)
@given(SCREENS)
def test_what_changed_leads_to_what_all_of_it_would(
    screens: list[list[list[tuple[str, Paint]]]],
) -> None:
    shown, glass = ShownCells(), Glass(WIDTH, HEIGHT)
    for screen in screens:
        cells = [lay_out(pieces) for pieces in screen]
        send(shown, glass, cells)
        whole = Glass(WIDTH, HEIGHT)
        send(ShownCells(), whole, cells)
        assert seen(glass) == seen(whole)
        assert glass.cursor.attrs == whole.cursor.attrs, "colours are left set"


def test_the_same_again_sends_nothing() -> None:
    shown, glass = ShownCells(), Glass(WIDTH, HEIGHT)
    screen = [lay_out([("北京 ab", PAINTS[1])])] * HEIGHT
    assert send(shown, glass, screen)
    assert send(shown, glass, screen) == ""
    shown.forget()
    assert send(shown, glass, screen)


@pytest.mark.parametrize(
    ("before", "after", "sent"),
    [
        ("name  a", "name  b", "\x1b[1;7Hb"),
        ("a  b", "c  d", "\x1b[1;1Hc  d"),  # shorter than moving
        ("abcdefghijkl", "abcdefgh", "\x1b[1;9H\x1b[K"),  # blanks at the end are not sent
        ("北京", "北x", "\x1b[1;3Hx "),
        ("a北", "ab北", "\x1b[1;2Hb北"),
    ],
)
def test_only_what_differs_is_sent(before: str, after: str, sent: str) -> None:
    shown, glass = ShownCells(), Glass(WIDTH, HEIGHT)
    rows = [[lay_out([(text, PLAIN)])] * HEIGHT for text in (before, after)]
    send(shown, glass, rows[0])
    assert send(shown, glass, rows[1]).startswith(sent)


@pytest.mark.parametrize("before", PAINTS)
@pytest.mark.parametrize("after", PAINTS)
def test_colours_change_to_what_is_wanted(before: Paint, after: Paint) -> None:
    glasses = Glass(4, 1), Glass(4, 1)
    glasses[0].feed(f"{change_paint(PLAIN, before)}{change_paint(before, after)}x".encode())
    glasses[1].feed(f"{change_paint(PLAIN, after)}x".encode())
    first, second = (glass.buffer[0][0] for glass in glasses)
    assert first == second
    assert change_paint(after, after) == ""


@pytest.mark.parametrize(
    ("codes", "paint"),
    [
        ("", PLAIN),
        ("1;38;5;203;48;5;233", PAINTS[2]),
        ("1;7;31", PAINTS[6]),
        ("4;48;2;1;2;3", PAINTS[7]),
        ("39;49", Paint(text="39", ground="49")),
        ("97;104", Paint(text="97", ground="104")),
    ],
)
def test_codes_of_a_style_are_read(codes: str, paint: Paint) -> None:
    assert read_paint(codes) == (PLAIN if codes == "39;49" else paint)


async def test_the_whole_screen_is_sent_again_when_asked_for() -> None:
    async with at_desk(PipelineScreen(), project("P3", name="net")) as at:
        at.host.shown_cells.fit(Size(80, 24))
        await at.press("colon", *"redraw", "enter")
        assert at.host.shown_cells.size == Size(0, 0)
