"""The room that edges have, before anything has a width: lanes in gutters, tracks in channels.

Positions are ordinals. Gutter g lies left of slot g and right of slot g - 1: `GUTTER * g` is its
left edge, where the labels of slot g - 1 end, and `GUTTER * (g + 1) - 1` its right edge, where
those of slot g begin; in between are the lanes. Row r of nodes is `ROW * r`, and the ordinals up to
the next row are the tracks of the channel beneath it. Lanes and tracks nobody uses take no cells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from views.network.edges import EdgeStyle

GutterSide = Literal["left", "right"]
GUTTER, ROW = 100, 10
# Two apart, for what ends in one must not touch what ends in the next.
_HOME = 10
_ABROAD: Mapping[str, int] = {"technical": 12, "commercial": 14}
# Influence in the middle of a gutter, reporting at the labels to its right.
_SWAY, _REPORT = 30, 60
# Ends of edges of one kind keep to different gutters of a row, or a lane between would join them.
_APART: Mapping[EdgeStyle, int] = {"technical": 1, "commercial": 1, "influence": 8, "report": 8}


@dataclass(frozen=True, slots=True)
class Channel:
    """How many lanes a gutter has for influence and for reporting, how many tracks a channel."""

    sways: int
    reports: int
    tracks: int


class Gutter(NamedTuple):
    """A stretch of a lane, `top` to `bottom` inclusive."""

    x: int
    top: int
    bottom: int


class Track(NamedTuple):
    """A stretch of a row or track, both ends inclusive; `owners` are the nodes it starts at.

    Edges of one node may leave it along the same cells: the nearer one ends where it turns.
    """

    y: int
    left: int
    right: int
    owners: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class EdgePath:
    """Where an edge runs: its uprights, its levels, and the lane it has at each of its ends."""

    uprights: tuple[Gutter, ...]
    levels: tuple[Track, ...]
    sides: tuple[GutterSide, GutterSide]
    lanes: tuple[int, int]


def gutter(slot: int, side: GutterSide) -> int:
    """Return the gutter at a side of a slot."""
    return slot + (side == "right")


def label_edge(slot: int, side: GutterSide) -> int:
    """Return where labels of a slot end or begin."""
    return GUTTER * (slot + 1) if side == "right" else GUTTER * (slot + 1) - 1


def lanes(kind: EdgeStyle, at: int, room: Channel, home: int) -> Sequence[int]:
    """Return the lanes of a gutter that a kind of edge may take, the best first.

    An approval line has one, in its own gutter `home` next to the labels of its column.
    """
    start = GUTTER * at
    if kind == "report":
        return range(start + _REPORT, start + _REPORT - room.reports, -1)
    if kind == "influence":
        return range(start + _SWAY, start + _SWAY + room.sways)
    return (start + (_HOME if at == home else _ABROAD[kind]),)


class ChannelGrid:
    """What runs where. It is filled edge by edge and refuses what would be misread.

    Edges may cross, but those of different trunks neither share a lane or a track where they
    run nor follow one another in it without a row between. `arrows` tells of each side of a node
    where influence comes in whether it is in our favour.
    """

    def __init__(self, spots: Iterable[tuple[int, int]], open_tracks: Iterable[int]) -> None:
        self.labels: dict[int, set[int]] = defaultdict(set)
        for row, slot in spots:
            self.labels[row].add(slot)
        self.tracks = set(open_tracks)
        self.arrows: dict[tuple[str, GutterSide], bool] = {}
        self._uprights: dict[int, list[tuple[Gutter, str]]] = defaultdict(list)
        self._levels: dict[int, list[tuple[Track, str]]] = defaultdict(list)

    def upright_free(self, stretch: Gutter, trunk: str) -> bool:
        """Whether a stretch of a lane is free; another trunk's ends a row away at least."""
        return not any(
            other.bottom + ROW >= stretch.top
            and stretch.bottom + ROW >= other.top
            and theirs != trunk
            for other, theirs in self._uprights.get(stretch.x, ())
        )

    def level_free(self, track: Track, kind: EdgeStyle, trunk: str) -> bool:
        """Whether a stretch of a row or a track is free."""
        apart = _APART[kind]
        return not any(
            other.right + apart >= track.left
            and track.right + apart >= other.left
            and theirs != trunk
            and track.owners.isdisjoint(other.owners)
            for other, theirs in self._levels.get(track.y, ())
        )

    def clear(self, y: int, left: int, right: int) -> bool:
        """Whether no label stands in a row from gutter `left` to gutter `right`."""
        if y % ROW:
            return True
        taken = self.labels.get(y // ROW, ())
        return not any(slot in taken for slot in range(left, right))

    def take(self, path: EdgePath, trunk: str) -> None:
        """Lay an edge."""
        for upright in path.uprights:
            self._uprights[upright.x].append((upright, trunk))
        for level in path.levels:
            self._levels[level.y].append((level, trunk))
            if level.y % ROW:
                self.tracks.add(level.y)
