"""What binds the nodes of a net: reporting, the approval lines, and who sways whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from deals.model import LINES, ApprovalLine, Influence
from views.network.org_tree import map_bosses
from views.network.placement import ContactGroup, Placement, map_contacts_to_nodes, rank

EdgeStyle = Literal["report", "technical", "commercial", "influence"]


@dataclass(frozen=True, slots=True)
class Edge:
    """One tie between two nodes; edges of one `trunk` may run along the same cells.

    A boss is the source of a report and whoever sways the source of an influence, which alone has
    a strength (1-3) and is in our favour or not.
    """

    kind: EdgeStyle
    trunk: str
    source: str
    target: str
    strength: int = 0
    favour: bool = True


def list_edges(
    placements: Sequence[Placement],
    influences: Sequence[Influence],
    spots: Mapping[str, tuple[int, int]],
) -> list[Edge]:
    """Return all edges, those first that matter most and those before others that are shorter.

    What is routed first lies next to the labels, so that long edges go around short ones.
    """
    people = [placement.group for placement in placements if placement.group is not None]
    node_of = map_contacts_to_nodes(people)
    reports = _reports(people, node_of)
    reach: dict[str, int] = {}
    for report in reports:
        reach[report.trunk] = max(reach.get(report.trunk, 0), _far(report, spots))
    reports.sort(key=lambda report: (reach[report.trunk], report.trunk, _far(report, spots)))
    sways = sorted(
        _sways(influences, node_of), key=lambda sway: (_far(sway, spots), -sway.strength)
    )
    return [*(tie for line in LINES for tie in _approvals(placements, line)), *reports, *sways]


def _far(edge: Edge, spots: Mapping[str, tuple[int, int]]) -> int:
    (row, slot), (other_row, other_slot) = spots[edge.source], spots[edge.target]
    return abs(row - other_row) + 3 * abs(slot - other_slot)


def _reports(people: Sequence[ContactGroup], node_of: Mapping[str, str]) -> list[Edge]:
    return [
        Edge("report", f"report {boss}", boss, under)
        for under, boss in map_bosses(people, node_of).items()
    ]


def _approvals(placements: Sequence[Placement], line: ApprovalLine) -> Iterator[Edge]:
    """Yield the line from the bottom to the top.

    By step where all steps are known, else by level.
    """
    on = [placement for placement in placements if placement.on(line)]
    on.sort(key=lambda placement: -rank(placement.level))
    steps = {
        placement.id: placement.group.step(line) for placement in on if placement.group is not None
    }
    known = {id: step for id, step in steps.items() if step is not None}
    if len(known) == len(on):
        on.sort(key=lambda placement: known[placement.id])
    for lower, upper in pairwise(on):
        yield Edge(line, line, upper.id, lower.id)


def _sways(influences: Sequence[Influence], node_of: Mapping[str, str]) -> list[Edge]:
    """Return an edge for each pair of nodes: of several laid on one by folding the strongest."""
    found: dict[tuple[str, str], Edge] = {}
    for influence in influences:
        source, target = node_of.get(influence.source), node_of.get(influence.target)
        if source is None or target is None or source == target:
            continue
        known = found.get((source, target))
        if known is None or influence.strength > known.strength:
            trunk = f"influence {source}"
            found[source, target] = Edge(
                "influence", trunk, source, target, influence.strength, influence.favour
            )
    return list(found.values())
