"""From ordinals to cells: how wide each gutter has to be, where each slot, lane and row stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from views.network.channels import GUTTER, ROW
from views.network.edge_routing import Routes
from views.network.placement import NetworkPlacement

LEAST_LABEL, MOST_LABEL = 14, 34
# With labels at least so wide, lanes stand a blank apart.
_ROOMY = 19


@dataclass(frozen=True, slots=True)
class NetworkLayout:
    """Cells: where the labels of each slot begin, their width, the x of each lane, the y of each
    row and used track, and how high the canvas is.
    """

    starts: tuple[int, ...]
    label: int
    lanes: Mapping[int, int]
    rows: Mapping[int, int]
    height: int


@dataclass(frozen=True, slots=True)
class _GutterWidth:
    """The used lanes of a gutter from the left, and the blanks between them and its labels."""

    lanes: tuple[int, ...]
    left: int
    right: int

    def cells(self, pitch: int) -> int:
        """Return how wide it is with lanes `pitch` cells apart."""
        return self.before(pitch) + self.between(pitch) + self.after(pitch)

    def between(self, pitch: int) -> int:
        """Return the cells from its first lane to its last."""
        return (len(self.lanes) - 1) * pitch + 1 if self.lanes else 0

    def before(self, pitch: int) -> int:
        """Return the cells left of its lanes.

        Where lanes stand close, an arrow has no more than one.
        """
        return min(self.left, pitch)

    def after(self, pitch: int) -> int:
        """Return the cells right of its lanes."""
        return min(self.right, pitch)


def lay_out(
    placed: NetworkPlacement, routes: Routes, tails: Sequence[int], margin: int, cells: int
) -> NetworkLayout:
    """Return the layout in which the net fits `cells`, unless that cuts labels too short.

    `tails` are the most cells behind the labels of each slot, for their marks; `margin` is what
    stands left of the first gutter.
    """
    gutters = _gutters(placed.slots, routes)
    label, pitch = _share_cells(gutters, cells - margin - sum(tails))
    label = max(LEAST_LABEL, min(MOST_LABEL, label))
    starts: list[int] = []
    places: dict[int, int] = {}
    x = margin
    for at, gutter in enumerate(gutters):
        wide = gutter.cells(pitch)
        for place, lane in enumerate(gutter.lanes):
            places[lane] = x + gutter.before(pitch) + place * pitch
        x += wide
        if at < placed.slots:
            starts.append(x)
            x += label + tails[at]
    rows = _rows(placed, routes)
    return NetworkLayout(tuple(starts), label, places, rows, len(rows))


def _share_cells(gutters: Sequence[_GutterWidth], cells: int) -> tuple[int, int]:
    """Return how wide labels are and how far lanes stand apart."""
    slots = len(gutters) - 1
    for pitch in (2, 1):
        label = (cells - sum(gutter.cells(pitch) for gutter in gutters)) // slots
        if label >= _ROOMY:
            return label, pitch
    return label, 1


def _gutters(slots: int, routes: Routes) -> list[_GutterWidth]:
    """Return the gutters as the edges need them; a label has at least a blank beside it."""
    used: dict[int, set[int]] = defaultdict(set)
    pads = {(at, side): 0 for at in range(slots + 1) for side in ("left", "right")}
    for edge, path in routes.laid:
        for lane in path.lanes:
            used[lane // GUTTER].add(lane)
        # An edge that leaves a label to the right takes cells at the left of its gutter.
        for end, side in enumerate(path.sides):
            at = path.lanes[end] // GUTTER
            arrow = edge.kind == "influence" and end == 1
            here = (at, "left" if side == "right" else "right")
            pads[here] = max(pads[here], 2 if arrow else 1)
    made: list[_GutterWidth] = []
    for at in range(slots + 1):
        left, right = pads[at, "left"], pads[at, "right"]
        inner = 0 < at < slots
        made.append(_GutterWidth(tuple(sorted(used[at])), max(left, inner), max(right, inner)))
    return made


def _rows(placed: NetworkPlacement, routes: Routes) -> Mapping[int, int]:
    nodes = range(0, (placed.bands[-1].last + 1) * ROW, ROW)
    return {y: place for place, y in enumerate(sorted({*nodes, *routes.tracks}))}
