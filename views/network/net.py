"""The net: bands of levels, columns of functions, nodes, and the edges between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set

from deals.model import Project
from deals.network.findings import NetworkFindings
from views.diagram import CellGrid, Diagram, Node, in_reading_order
from views.network.channels import ROW, Channel
from views.network.edge_drawing import EdgeDrawing
from views.network.edge_routing import Routes, route_edges
from views.network.edges import list_edges
from views.network.layout import NetworkLayout, lay_out
from views.network.node_labels import add_marks, group_label, hole_label
from views.network.placement import (
    NetworkPlacement,
    Placement,
    group_contacts,
    list_placements,
    place_nodes,
)
from views.styled_text import StyledText, TextLine, cells_of, fit, width
from wording.network import column_mark, level_mark

# What edges may take, tried in this order until names have room: on a narrow screen they come
# before edges.
_ROOMS = (Channel(4, 5, 3), Channel(2, 4, 3), Channel(1, 4, 3), Channel(1, 3, 2), Channel(1, 2, 2))
_ENOUGH = 15
_CROWD, _BROAD = 60, 120


def draw_network(
    project: Project, findings: NetworkFindings, cells: int, folded: Set[str] = frozenset()
) -> Diagram:
    """Draw the fishnet, as high as it takes, and wider than `cells` if labels ask for it.

    Nodes are contact ids, `hole:LEVEL:LINE` where nobody is known, `dept:NAME` for a folded
    department. An edge for which no lane was left is counted at both ends: `[何总 GM CR1 ?]~2`.
    """
    every = list_placements(group_contacts(project, folded), findings)
    placed = place_nodes(every, cells)
    edges = list_edges(every, project.influences, placed.spots)
    margin = 1 + max(width(level_mark(band.level)) for band in placed.bands)
    for room in _rooms(len(edges), cells):
        routes = route_edges(edges, placed, room)
        tails = _tails(placed, routes)
        layout = lay_out(placed, routes, _most(placed, tails), margin, cells)
        if layout.label >= _ENOUGH:
            break
    canvas = CellGrid()
    nodes = [_place_node(placement, placed, layout, tails[placement.id]) for placement in every]
    for node in nodes:
        canvas.piece(node.x, node.y, node.label)
    for band in placed.bands:
        mark = (StyledText(level_mark(band.level)),)
        canvas.piece(0, layout.rows[band.first * ROW], mark)
    EdgeDrawing(layout, {node.id: node for node in nodes}).draw(routes, canvas)
    lines = canvas.lines(layout.height)
    total = max([cells, *map(cells_of, lines)])
    return Diagram(lines, in_reading_order(nodes), (_head(placed, layout, total),), total)


def _rooms(count: int, cells: int) -> Sequence[Channel]:
    """Return the rooms to try for so many edges; a crowd would fill the richest ones anyway."""
    if count <= _CROWD:
        return _ROOMS
    return _ROOMS[1:2] if cells >= _BROAD else _ROOMS[-1:]


def _tails(placed: NetworkPlacement, routes: Routes) -> Mapping[str, TextLine]:
    """Return what stands behind each label: that the net is weak there, and what is not drawn."""
    lost = Counter(id for edge in routes.lost for id in (edge.source, edge.target))
    return {
        placement.id: add_marks((), placement.weak, lost[placement.id])
        for placement in placed.placements
    }


def _most(placed: NetworkPlacement, tails: Mapping[str, TextLine]) -> list[int]:
    """Return the most cells behind the labels of each slot."""
    most = [0] * placed.slots
    for id, (_, slot) in placed.spots.items():
        most[slot] = max(most[slot], cells_of(tails[id]))
    return most


def _place_node(
    placement: Placement, placed: NetworkPlacement, layout: NetworkLayout, tail: TextLine
) -> Node:
    row, slot = placed.spots[placement.id]
    body = hole_label() if placement.group is None else group_label(placement.group, layout.label)
    label = (*body, *tail)
    return Node(placement.id, layout.starts[slot], layout.rows[row * ROW], cells_of(label), label)


def _head(placed: NetworkPlacement, layout: NetworkLayout, cells: int) -> TextLine:
    """Return the headings, each over the labels of its column."""
    made = " " * layout.starts[0]
    starts = [layout.starts[column.first] for column in placed.columns]
    for column, end in zip(placed.columns, [*starts[1:], cells], strict=True):
        made += fit(column_mark(column.functions), end - layout.starts[column.first])
    return (StyledText(made, "dim"),)
