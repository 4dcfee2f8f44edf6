"""A screen of the app as SVG: cell by cell where the terminal has it, in any reader's fonts.

Rich can write an SVG too; it fetches its font from a network, takes a Chinese character for one
cell and cuts the last line off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tests.screenshots.glyph_shapes import CELL_HEIGHT, CELL_WIDTH, SHADES, number, outline

MARGIN = 12.0
FONT_SIZE, WIDE_FONT_SIZE = 14, 15.5
BASE_LINE = 14.0
FONTS = ", ".join(
    (
        "ui-monospace",
        "'SF Mono'",
        "Menlo",
        "Consolas",
        "'DejaVu Sans Mono'",
        "'Liberation Mono'",
        "'Noto Sans Mono CJK SC'",
        "'Noto Sans CJK SC'",
        "'PingFang SC'",
        "'Microsoft YaHei'",
        "monospace",
    )
)
"""What there is on one system or another; the last ones hold Chinese characters."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A character with its place, its width in cells and its style."""

    text: str
    column: int
    row: int
    wide: int
    style: Style


@dataclass
class Layers:
    """What is drawn, from the ground up: boxes of colour, outlines by colour, texts."""

    grounds: list[str] = field(default_factory=list)
    outlines: dict[str, list[str]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)


def screen_svg(strips: Sequence[Strip], ground: str, label: str) -> str:
    """Return what stands on a screen as a picture, with its text for whoever cannot see it.

    Args:
        strips: the lines of the screen, in the colours of a terminal that has them all.
        ground: the colour of the page about the screen.
        label: what the picture shows.

    """
    wide = max(strip.cell_length for strip in strips) * CELL_WIDTH + 2 * MARGIN
    high = len(strips) * CELL_HEIGHT + 2 * MARGIN
    layers = Layers()
    for row, strip in enumerate(strips):
        _draw_row(layers, list(_cells(strip, row)), ground)
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(wide)} {number(high)}" '
            f'width="{number(wide)}" height="{number(high)}" role="img">',
            f"<title>{escape(label)}</title>",
            f"<desc>{escape(screen_text(strips))}</desc>",
            f"<style>text{{font:{FONT_SIZE}px {FONTS};white-space:pre}}"
            f".w{{font-size:{WIDE_FONT_SIZE}px}}.b{{font-weight:bold}}</style>",
            f'<rect width="{number(wide)}" height="{number(high)}" rx="8" fill="{ground}"/>',
            f'<g shape-rendering="crispEdges">{"".join(layers.grounds)}</g>',
            *(f'<path {fill} d="{"".join(paths)}"/>' for fill, paths in layers.outlines.items()),
            *layers.texts,
            "</svg>\n",
        )
    )


def screen_text(strips: Sequence[Strip]) -> str:
    """Return the text of a screen, without the blanks at the ends of its lines."""
    return "\n".join(strip.text.rstrip() for strip in strips)


def _cells(strip: Strip, row: int) -> Iterator[Cell]:
    column = 0
    for segment in Segment.strip_links(strip):
        for character in segment.text:
            width = cell_len(character)
            yield Cell(character, column, row, width, segment.style or Style())
            column += width


def _draw_row(layers: Layers, cells: Sequence[Cell], ground: str) -> None:
    for color, group in groupby(cells, lambda cell: _colors(cell.style, ground)[1]):
        if color != ground:
            layers.grounds.append(_ground(list(group), color))
    for key, group in groupby(cells, lambda cell: _text_key(cell, ground)):
        if key is not None:
            layers.texts.append(_text(list(group), *key))
    for cell in cells:
        path = outline(cell.text, _x(cell), _y(cell))
        if path:
            fill = f'fill="{_colors(cell.style, ground)[0]}"'
            shade = f' fill-opacity="{SHADES[cell.text]}"' if cell.text in SHADES else ""
            layers.outlines.setdefault(fill + shade, []).append(path)


def _colors(style: Style, ground: str) -> tuple[str, str]:
    """Return the colours of the text and of what is behind it."""
    front = style.color.get_truecolor().hex if style.color else ground
    back = style.bgcolor.get_truecolor().hex if style.bgcolor else ground
    return (back, front) if style.reverse else (front, back)


def _text_key(cell: Cell, ground: str) -> tuple[str, str] | None:
    """Return colour and class of a cell that is drawn as text: such cells stand in one element."""
    if cell.text == " " or outline(cell.text, 0, 0):
        return None
    classes = ["w"] * (cell.wide == 2) + ["b"] * bool(cell.style.bold)
    return _colors(cell.style, ground)[0], " ".join(classes)


def _text(cells: Sequence[Cell], color: str, classes: str) -> str:
    """Return cells as text, each character at its own place, whatever the font says."""
    wider = (2 * CELL_WIDTH - WIDE_FONT_SIZE) / 2 if cells[0].wide == 2 else 0.0
    places = " ".join(number(_x(cell) + wider) for cell in cells)
    named = f' class="{classes}"' if classes else ""
    y = number(_y(cells[0]) + BASE_LINE)
    text = escape("".join(cell.text for cell in cells), quote=False)
    return f'<text{named} fill="{color}" x="{places}" y="{y}">{text}</text>'


def _ground(cells: Sequence[Cell], color: str) -> str:
    wide = number(sum(cell.wide for cell in cells) * CELL_WIDTH)
    place = f'x="{number(_x(cells[0]))}" y="{number(_y(cells[0]))}"'
    return f'<rect {place} width="{wide}" height="{number(CELL_HEIGHT)}" fill="{color}"/>'


def _x(cell: Cell) -> float:
    return MARGIN + cell.column * CELL_WIDTH


def _y(cell: Cell) -> float:
    return MARGIN + cell.row * CELL_HEIGHT
