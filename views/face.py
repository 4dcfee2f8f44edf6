"""The face of the welcome: what Netloft is for, beside a piece of its net. Pure."""

from __future__ import annotations

from itertools import zip_longest

from views.glyphs import glyphs
from views.styled_text import StyledText, TextLine, cells_of, line, wrap
from wording import _

_MARGIN, _TEXT = 4, 48
_MESH, _FEWEST, _MOST = 5, 4, 12
_LEAST = 24


def draw_face(cells: int) -> list[TextLine]:
    """Return the face in so many cells; where there is no room for the net, the words alone."""
    text = _list_words(min(_TEXT, max(_LEAST, cells - 2 * _MARGIN)))
    count = min(_MOST, (cells - _MARGIN - _TEXT - 2) // _MESH)
    net = _draw_net(count) if count >= _FEWEST else []
    start = " " * _MARGIN
    lines = list[TextLine]()
    for words, mesh in zip_longest(text, net, fillvalue=()):
        blank = " " * (_TEXT + 2 - cells_of(words)) if mesh else ""
        lines.append((StyledText(start), *words, StyledText(blank), *mesh))
    return lines


def _list_words(cells: int) -> list[TextLine]:
    aim = _(
        "Who decides, how close you are, where the net has holes, and which deals need you today."
    )
    kept = _("Your data stays in one file on this machine.")
    return [
        line(StyledText("Netloft", "strong")),
        *(line(part) for part in wrap(aim, cells, 3)),
        (),
        *(line(StyledText(part, "dim")) for part in wrap(kept, cells, 2)),
    ]


def _draw_net(count: int) -> list[TextLine]:
    """Return meshes that cross in so many places, the last of which is open."""
    signs = glyphs()
    down, up = signs.rib_down, signs.rib_up
    held, hole = f"  {signs.settled}  " * (count - 1), f"  {signs.open}"
    return [
        line(StyledText(f"{down}   {up}" * count, "line")),
        line(StyledText(f" {down} {up} " * count, "line")),
        line(StyledText(held, "good"), StyledText(hole, "amber")),
        line(StyledText(f" {up} {down} " * count, "line")),
        line(StyledText(f"{up}   {down}" * count, "line")),
    ]
