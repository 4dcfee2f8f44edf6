"""The net: bands of levels, columns of functions, knots, and the strands between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set

from deals.model import Project
from deals.network.findings import NetworkFindings
from views.diagram import CellGrid, Diagram, Node, in_reading_order
from views.network.channels import ROW, Channel
from views.network.edge_drawing import EdgeDrawing
from views.network.edge_routing import Routes, routed
from views.network.edges import strands
from views.network.labels import group_label, hole_label, marked
from views.network.layout import NetworkLayout, scaled
from views.network.placement import NetworkPlacement, Placement, groups, seated, seats
from views.styled_text import StyledText, TextLine, cells_of, fit, width
from wording.network import column_mark, level_mark

# What strands may take, tried in this order until names have room: on a narrow screen they come
# before strands.
_ROOMS = (Channel(4, 5, 3), Channel(2, 4, 3), Channel(1, 4, 3), Channel(1, 3, 2), Channel(1, 2, 2))
_ENOUGH = 15
_CROWD, _BROAD = 60, 120


def net_picture(
    project: Project, findings: NetworkFindings, cells: int, folded: Set[str] = frozenset()
) -> Diagram:
    """The fishnet. Knots are contact ids; a place where nobody is known is `hole:LEVEL:LINE`, a
    folded department `dept:NAME`.

    The canvas is as high as it takes, and wider than `cells` where labels would be cut too short.
    A strand for which no lane was left is counted at both its knots: `[何总 GM CR1 ?]~2`.
    """
    every = seats(groups(project, folded), findings)
    seating = seated(every, cells)
    ties = strands(every, project.influences, seating.spots)
    margin = 1 + max(width(level_mark(band.level)) for band in seating.bands)
    for room in _rooms(len(ties), cells):
        routes = routed(ties, seating, room)
        tails = _tails(seating, routes)
        scale = scaled(seating, routes, _most(seating, tails), margin, cells)
        if scale.label >= _ENOUGH:
            break
    canvas = CellGrid()
    knots = [_knot(seat, seating, scale, tails[seat.id]) for seat in every]
    for knot in knots:
        canvas.piece(knot.x, knot.y, knot.label)
    for band in seating.bands:
        mark = (StyledText(level_mark(band.level)),)
        canvas.piece(0, scale.rows[band.first * ROW], mark)
    EdgeDrawing(scale, {node.id: node for node in knots}).draw(routes, canvas)
    lines = canvas.lines(scale.height)
    total = max([cells, *map(cells_of, lines)])
    return Diagram(lines, in_reading_order(knots), (_head(seating, scale, total),), total)


def _rooms(count: int, cells: int) -> Sequence[Channel]:
    """The rooms to try for so many strands; a crowd would fill the richest ones anyway."""
    if count <= _CROWD:
        return _ROOMS
    return _ROOMS[1:2] if cells >= _BROAD else _ROOMS[-1:]


def _tails(seating: NetworkPlacement, routes: Routes) -> Mapping[str, TextLine]:
    """What stands behind each label: that the net is weak there, and what is not drawn."""
    lost = Counter(id for strand in routes.lost for id in (strand.source, strand.target))
    return {seat.id: marked((), seat.weak, lost[seat.id]) for seat in seating.seats}


def _most(seating: NetworkPlacement, tails: Mapping[str, TextLine]) -> list[int]:
    """The most cells behind the labels of each slot."""
    most = [0] * seating.slots
    for id, (_, slot) in seating.spots.items():
        most[slot] = max(most[slot], cells_of(tails[id]))
    return most


def _knot(seat: Placement, seating: NetworkPlacement, scale: NetworkLayout, tail: TextLine) -> Node:
    row, slot = seating.spots[seat.id]
    body = hole_label() if seat.group is None else group_label(seat.group, scale.label)
    label = (*body, *tail)
    return Node(seat.id, scale.starts[slot], scale.rows[row * ROW], cells_of(label), label)


def _head(seating: NetworkPlacement, scale: NetworkLayout, cells: int) -> TextLine:
    """The headings, each over the labels of its column."""
    made = " " * scale.starts[0]
    starts = [scale.starts[column.first] for column in seating.columns]
    for column, end in zip(seating.columns, [*starts[1:], cells], strict=True):
        made += fit(column_mark(column.functions), end - scale.starts[column.first])
    return (StyledText(made, "dim"),)
