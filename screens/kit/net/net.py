"""The net: bands of levels, columns of functions, knots, and the strands between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set

from deals.model import Project
from deals.net.findings import Findings
from screens.kit.cells import fit, width
from screens.kit.net.canvas import Canvas, in_reading_order
from screens.kit.net.folding import groups
from screens.kit.net.grid import ROW, Room
from screens.kit.net.labels import group_label, hole_label, marked
from screens.kit.net.routes import Routes, routed
from screens.kit.net.scale import Scale, scaled
from screens.kit.net.seats import Seat, Seating, seated, seats
from screens.kit.net.strands import strands
from screens.kit.net.weave import Weave
from screens.kit.picture import Knot, Picture
from screens.kit.spans import Line, Span, cells_of
from screens.kit.wording.net import column_mark, level_mark

# What strands may take, tried in this order until names have room: on a narrow screen they come
# before strands.
_ROOMS = (Room(4, 5, 3), Room(2, 4, 3), Room(1, 4, 3), Room(1, 3, 2), Room(1, 2, 2))
_ENOUGH = 15
_CROWD, _BROAD = 60, 120


def net_picture(
    project: Project, findings: Findings, cells: int, folded: Set[str] = frozenset()
) -> Picture:
    """The fishnet. Knots are contact ids; a place where nobody is known is `hole:LEVEL:LINE`, a
    folded department `dept:NAME`.

    The canvas is as high as it takes, and wider than `cells` where labels would be cut too short.
    A strand for which no lane was left is counted at both its knots: `[何总 GM CR1 ?]~2`.
    """
    every = seats(groups(project, folded), findings)
    seating = seated(every, cells)
    ties = strands(every, project.influences, seating.spots)
    margin = 1 + max(width(level_mark(one.level)) for one in seating.bands)
    for room in _rooms(len(ties), cells):
        routes = routed(ties, seating, room)
        tails = _tails(seating, routes)
        scale = scaled(seating, routes, _most(seating, tails), margin, cells)
        if scale.label >= _ENOUGH:
            break
    canvas = Canvas()
    knots = [_knot(one, seating, scale, tails[one.id]) for one in every]
    for knot in knots:
        canvas.piece(knot.x, knot.y, knot.label)
    for band in seating.bands:
        mark = (Span(level_mark(band.level)),)
        canvas.piece(0, scale.rows[band.first * ROW], mark)
    Weave(scale, {one.id: one for one in knots}).draw(routes, canvas)
    lines = canvas.lines(scale.height)
    total = max([cells, *map(cells_of, lines)])
    return Picture(lines, in_reading_order(knots), (_head(seating, scale, total),), total)


def _rooms(count: int, cells: int) -> Sequence[Room]:
    """The rooms to try for so many strands; a crowd would fill the richest ones anyway."""
    if count <= _CROWD:
        return _ROOMS
    return _ROOMS[1:2] if cells >= _BROAD else _ROOMS[-1:]


def _tails(seating: Seating, routes: Routes) -> Mapping[str, Line]:
    """What stands behind each label: that the net is weak there, and what is not drawn."""
    lost = Counter(id for one in routes.lost for id in (one.source, one.target))
    return {one.id: marked((), one.weak, lost[one.id]) for one in seating.seats}


def _most(seating: Seating, tails: Mapping[str, Line]) -> list[int]:
    """The most cells behind the labels of each slot."""
    most = [0] * seating.slots
    for id, (_, slot) in seating.spots.items():
        most[slot] = max(most[slot], cells_of(tails[id]))
    return most


def _knot(seat: Seat, seating: Seating, scale: Scale, tail: Line) -> Knot:
    row, slot = seating.spots[seat.id]
    body = hole_label() if seat.group is None else group_label(seat.group, scale.label)
    label = (*body, *tail)
    return Knot(seat.id, scale.starts[slot], scale.rows[row * ROW], cells_of(label), label)


def _head(seating: Seating, scale: Scale, cells: int) -> Line:
    """The headings, each over the labels of its column."""
    made = " " * scale.starts[0]
    starts = [scale.starts[one.first] for one in seating.columns]
    for one, end in zip(seating.columns, [*starts[1:], cells], strict=True):
        made += fit(column_mark(one.functions), end - scale.starts[one.first])
    return (Span(made, "dim"),)
