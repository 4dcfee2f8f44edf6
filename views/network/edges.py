"""What binds the knots of a net: reporting, the approval lines, and who sways whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from deals.model import LINES, ApprovalLine, Influence
from views.network.org_tree import bosses
from views.network.placement import ContactGroup, Placement, homes, rank

EdgeStyle = Literal["report", "technical", "commercial", "influence"]


@dataclass(frozen=True, slots=True)
class Edge:
    """One tie between two knots; strands of one `trunk` may run along the same cells.

    A boss is the source of a report and whoever sways the source of an influence, which alone has
    a strength (1-3) and is in our favour or not.
    """

    kind: EdgeStyle
    trunk: str
    source: str
    target: str
    strength: int = 0
    favour: bool = True


def strands(
    seats: Sequence[Placement],
    influences: Sequence[Influence],
    spots: Mapping[str, tuple[int, int]],
) -> list[Edge]:
    """All strands, those first that matter most and those before others that are shorter.

    What is routed first lies next to the labels, so that long strands go around short ones.
    """
    people = [seat.group for seat in seats if seat.group is not None]
    home = homes(people)
    reports = _reports(people, home)
    reach: dict[str, int] = {}
    for report in reports:
        reach[report.trunk] = max(reach.get(report.trunk, 0), _far(report, spots))
    reports.sort(key=lambda report: (reach[report.trunk], report.trunk, _far(report, spots)))
    sways = sorted(_sways(influences, home), key=lambda sway: (_far(sway, spots), -sway.strength))
    return [*(tie for line in LINES for tie in _approvals(seats, line)), *reports, *sways]


def _far(edge: Edge, spots: Mapping[str, tuple[int, int]]) -> int:
    (row, slot), (other_row, other_slot) = spots[edge.source], spots[edge.target]
    return abs(row - other_row) + 3 * abs(slot - other_slot)


def _reports(people: Sequence[ContactGroup], home: Mapping[str, str]) -> list[Edge]:
    return [
        Edge("report", f"report {boss}", boss, under)
        for under, boss in bosses(people, home).items()
    ]


def _approvals(seats: Sequence[Placement], line: ApprovalLine) -> Iterator[Edge]:
    """The line from the bottom to the top: by step where all steps are known, else by level."""
    on = [seat for seat in seats if seat.on(line)]
    on.sort(key=lambda seat: -rank(seat.level))
    steps = {seat.id: seat.group.step(line) for seat in on if seat.group is not None}
    known = {id: step for id, step in steps.items() if step is not None}
    if len(known) == len(on):
        on.sort(key=lambda seat: known[seat.id])
    for lower, upper in pairwise(on):
        yield Edge(line, line, upper.id, lower.id)


def _sways(influences: Sequence[Influence], home: Mapping[str, str]) -> list[Edge]:
    """One strand for each pair of knots; folding may lay several on one, the strongest is kept."""
    found: dict[tuple[str, str], Edge] = {}
    for influence in influences:
        source, target = home.get(influence.source), home.get(influence.target)
        if source is None or target is None or source == target:
            continue
        known = found.get((source, target))
        if known is None or influence.strength > known.strength:
            trunk = f"influence {source}"
            found[source, target] = Edge(
                "influence", trunk, source, target, influence.strength, influence.favour
            )
    return list(found.values())
