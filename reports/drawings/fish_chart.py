"""The fishbone as lines: a spine with its head, bones on both sides, causes along each bone.

Bones lean towards the tail, and between two of them causes have a slanted strip to themselves: what
is written there is as wide at the top as at the spine, so no cause runs into another bone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deals.fishbone import Bone, CauseOnBone
from reports.drawings.board import (
    PAGE,
    DrawingBoard,
    lines_height,
    wrap_units,
)
from reports.report import Drawing, ReportTone
from views.fishbone import part_tail
from wording.record_names import workstream_title

_HEAD, _TAIL, _TAIL_NAMED = 120.0, 46.0, 140.0
_SLANT, _LEAST_COLUMN, _LEAST_BONE = 36.0, 112.0, 96.0
_NAME, _CAUSE, _HEAD_SIZE = 11.5, 10.0, 13.0
_BELOW_RIB = 7.0
_ROOMY, _LARGE = 150.0, 1.25
"""From so wide a column on letters are so many times as large."""
STATE_SIGNS: dict[str, tuple[str, ReportTone]] = {
    "bare": ("!", "red"),
    "planned": ("○", ""),
    "doing": ("▲", "amber"),
    "done": ("●", "good"),
}
"""How far the work on a cause is: nothing planned, planned, being worked on, done."""


@dataclass(frozen=True, slots=True)
class _CauseLines:
    """A cause broken into lines, set in where it lies behind another."""

    lines: tuple[str, ...]
    indent: float
    tone: ReportTone
    size: float

    @property
    def height(self) -> float:
        """The units that it takes down along the bone."""
        return lines_height(self.lines, self.size) + _BELOW_RIB


@dataclass(frozen=True, slots=True)
class _BoneLines:
    """A bone with its name and causes broken into lines."""

    name: tuple[str, ...]
    causes: tuple[_CauseLines, ...]
    size: float

    @property
    def length(self) -> float:
        """How far it reaches away from the spine."""
        return max(_LEAST_BONE, sum(cause.height for cause in self.causes) + 16)

    @property
    def box(self) -> float:
        """The height of the box around its name."""
        return lines_height(self.name, self.size) + 8


@dataclass(frozen=True, slots=True)
class _FishSizes:
    """Where things stand: the units across, of the tail and of a column, and the spine's height."""

    width: float
    tail: float
    column: float
    spine: float

    def base_of(self, at: int) -> float:
        """Return where the bones of a column meet the spine."""
        return self.tail + (at + 1) * self.column


def plot_fishbone(head: str, bones: Sequence[Bone], across: float = PAGE) -> Drawing:
    """Draw the fish, its head to the right, as wide as a page or as many bones need."""
    sides, tail = part_tail(bones)
    columns = max(1, -(-len(sides) // 2))
    begin = _TAIL_NAMED if tail else _TAIL
    column = max(_LEAST_COLUMN, (across - begin - _HEAD - 14) / columns)
    large = _LARGE if column >= _ROOMY else 1.0
    made = [_break_bone(bone, column - 24, large) for bone in sides]
    above, below = (
        max((bone.length + bone.box for bone in made[side::2]), default=_LEAST_BONE)
        for side in (0, 1)
    )
    head_lines = wrap_units(head, _HEAD - 20, _HEAD_SIZE, strong=True)
    half = lines_height(head_lines, _HEAD_SIZE) / 2 + 12
    above, below = max(above, half), max(below, half)
    tail_lines = _break_bone(tail, _TAIL_NAMED - _SLANT - 20, 1.0) if tail else None
    if tail_lines:
        below = max(below, sum(each.height for each in tail_lines.causes) + tail_lines.box + 8)
    sizes = _FishSizes(begin + columns * column + _HEAD + 14, begin, column, above + 2)
    board = DrawingBoard()
    _draw_spine(board, sizes, head_lines, half)
    for at, bone in enumerate(made):
        length = (above if at % 2 == 0 else below) - bone.box
        _draw_bone(board, bone, sizes, at // 2, up=at % 2 == 0, length=length)
    if tail_lines:
        _draw_tail(board, tail_lines, sizes)
    return board.drawing(sizes.width, above + below + 4)


def _break_bone(bone: Bone, room: float, large: float) -> _BoneLines:
    """Break the texts of a bone into lines, in letters so many times as large as usual."""
    name = wrap_units(workstream_title(bone), room, _NAME * large, strong=True)
    causes = (_break_cause(rib, room, _CAUSE * large) for rib in bone.ribs)
    return _BoneLines(tuple(name), tuple(causes), _NAME * large)


def _break_cause(rib: CauseOnBone, room: float, size: float) -> _CauseLines:
    sign, tone = STATE_SIGNS[rib.state]
    indent = 12.0 if rib.depth else 0.0
    lines = wrap_units(f"{sign} {rib.cause.text}", room - indent, size)
    return _CauseLines(tuple(lines), indent, tone, size)


def _draw_spine(board: DrawingBoard, sizes: _FishSizes, head: Sequence[str], half: float) -> None:
    left = sizes.width - _HEAD
    y = sizes.spine
    board.line((8, y), (left - 2, y), thickness=3.5, arrow=True)
    for side in (-1, 1):
        board.line((0, y + side * 14), (14, y), thickness=2)
    board.box(left, y - half, _HEAD, 2 * half, tone="strong", rounded=8)
    top = y - lines_height(head, _HEAD_SIZE) / 2
    board.texts(left + _HEAD / 2, top, head, _HEAD_SIZE, tone="strong", anchor="middle")


def _draw_bone(
    board: DrawingBoard, bone: _BoneLines, sizes: _FishSizes, at: int, *, up: bool, length: float
) -> None:
    """Draw a bone up or down from the spine, its name at its end, its causes from there inwards."""
    side = -1 if up else 1
    start = sizes.base_of(at), sizes.spine
    end = start[0] - _SLANT, sizes.spine + side * length
    board.line(end, start, thickness=2)
    left = end[0] - sizes.column + 26
    edge = end[1] - bone.box if up else end[1]
    board.box(left, edge, sizes.column - 22, bone.box, tone="strong", rounded=3)
    middle = left + (sizes.column - 22) / 2
    board.texts(middle, edge + 4, bone.name, bone.size, tone="strong", anchor="middle")
    total = sum(cause.height for cause in bone.causes)
    top = end[1] + 8 if up else end[1] - 6 - total
    for cause in bone.causes:
        lines = lines_height(cause.lines, cause.size)
        rib = top + lines + 2
        away = abs(rib - sizes.spine) / length
        tip = start[0] - _SLANT * min(1.0, away)
        x = tip - sizes.column + 16 + cause.indent
        board.texts(x, top, cause.lines, cause.size, tone=cause.tone)
        board.line((x, rib), (tip, rib), tone="line", thickness=0.9)
        top += cause.height


def _draw_tail(board: DrawingBoard, tail: _BoneLines, sizes: _FishSizes) -> None:
    """Draw what is done where things turn out badly: its name on the spine's end, causes below."""
    across = _TAIL_NAMED - _SLANT - 14
    top = sizes.spine + 10
    board.box(14, top, across, tail.box, tone="strong", rounded=3)
    board.texts(14 + across / 2, top + 4, tail.name, tail.size, tone="strong", anchor="middle")
    top += tail.box + 6
    for cause in tail.causes:
        board.texts(14 + cause.indent, top, cause.lines, cause.size, tone=cause.tone)
        top += cause.height
