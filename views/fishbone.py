"""The fishbone as a diagram: a head on its spine, bones above and below it, causes on each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deals.fishbone import Bone, CauseOnBone
from views.diagram import CellGrid, Diagram, Node, in_reading_order
from views.styled_text import StyledText, TextLine, Tone, cells_of, fit, width, wrap
from wording.record_names import workstream_title

HEAD = "head"
_MOST_LINES = 9


def bone_node_id(bone: str) -> str:
    """Name the node of a bone."""
    return f"bone:{bone}"


def cause_node_id(cause: str) -> str:
    """Name the node of a cause."""
    return f"cause:{cause}"


def draw_fishbone(
    head: str, bones: Sequence[Bone], cells: int, rows: int = 0, signs: str = ""
) -> Diagram:
    """Draw the fish, head to the right; it is wider than `cells` where many bones need the room.

    Where `rows` allow it, long causes go on over a second and a third line. `signs`, when the
    project does, has a line of the head to itself.

    The bone that is the tail has its name on the spine's end and its causes below the fish.

    Nodes are `head`, `bone:ID` and `cause:ID`. A cause is `!` without a row of the plan, else it
    shows how many; more than nine are `+`.
    """
    sides, tail = part_tail(bones)
    behind = len(tail.ribs) if tail else 0
    shape = shape_fish(sides, cells, rows - behind)
    canvas = CellGrid()
    nodes = [_head(head, signs, shape, canvas)]
    label = _bone_label(tail, shape.head - TAIL - 2) if tail else ()
    _spine(shape, canvas, TAIL + cells_of(label))
    for at, bone in enumerate(sides):
        nodes.append(_bone(at, bone, shape, canvas))
        nodes += [_rib(at, place, rib, shape, canvas) for place, rib in enumerate(bone.ribs)]
    nodes += _tail(tail, label, max(cells, shape.width), shape, canvas) if tail else []
    lines = canvas.lines(shape.height + behind)
    total = max([cells, shape.width, *map(cells_of, lines)])
    return Diagram(lines, in_reading_order(nodes), (), total)


def part_tail(bones: Sequence[Bone]) -> tuple[tuple[Bone, ...], Bone | None]:
    """Return the bones that stand along the spine, and the one that is the tail."""
    tail = next((bone for bone in bones if bone.tail), None)
    return tuple(bone for bone in bones if bone is not tail), tail


def _tail(
    tail: Bone, label: TextLine, cells: int, shape: FishShape, canvas: CellGrid
) -> list[Node]:
    """Draw the tail: its name on the spine, a line down to its causes; return their nodes."""
    middle, below = shape.above, shape.height
    canvas.piece(TAIL, middle, label)
    nodes = [Node(bone_node_id(tail.id), TAIL, middle, cells_of(label), label)]
    for row in range(middle + TAIL, below) if tail.ribs else ():
        canvas.sign(0, row, "|")
    for place, rib in enumerate(tail.ribs):
        row, before = below + place, 2 * rib.depth
        corner = "'" if place == len(tail.ribs) - 1 else "|"
        canvas.sign(0, row, corner)
        canvas.piece(1, row, (StyledText(" " * before + "-", "dim"),))
        mark, tone = _mark(rib)
        words = fit(rib.cause.text, min(width(rib.cause.text), cells - before - 5))
        called: TextLine = (mark, StyledText(f" {words}", tone))
        canvas.piece(before + 2, row, called)
        nodes.append(Node(cause_node_id(rib.cause.id), before + 2, row, cells_of(called), called))
    return nodes


def _spine(shape: FishShape, canvas: CellGrid, since: int) -> None:
    middle = shape.above
    for at in range(TAIL - 1):
        canvas.sign(at, middle - TAIL + 1 + at, "\\")
        canvas.sign(at, middle + TAIL - 1 - at, "/")
    canvas.sign(TAIL - 1, middle, ">")
    for x in range(since, shape.head):
        canvas.sign(x, middle, "=")


def _head(text: str, signs: str, shape: FishShape, canvas: CellGrid) -> Node:
    """Draw the box with the nose, its words about the spine; the node is the middle line."""
    middle, left, words = shape.above, shape.head, shape.words
    texts = [*wrap(text, words, 2), fit(signs, words)] if signs else wrap(text, words, 3) or [""]
    lines = {1: ["", *texts, ""], 2: [*texts, ""], 3: texts}[len(texts)]
    right = left + words + 3
    for row in (middle - 2, middle + 2):
        corner = "." if row < middle else "'"
        edge = corner + "-" * (words + 2)
        canvas.piece(left, row, (StyledText(edge, "key"),))
    for row, nose, out in ((middle - 1, "\\", 0), (middle, ">", 1), (middle + 1, "/", 0)):
        canvas.sign(left, row, "|" if row != middle else ">", "key")
        canvas.sign(right + out, row, nose, "key")
        at = row - middle + 1
        if lines[at] and row != middle:
            canvas.piece(left + 2, row, (StyledText(lines[at], "strong"),))
    label = (StyledText(fit(lines[1], words), "strong"),)
    canvas.piece(left + 2, middle, label)
    return Node(HEAD, left + 2, middle, words, label)


def _bone(at: int, bone: Bone, shape: FishShape, canvas: CellGrid) -> Node:
    """Draw the bone from the spine outward, its name at the end; return its node."""
    end = shape.heights[at]
    for distance in range(1, end):
        upright = distance >= shape.bend
        sign = "|" if upright else ("/" if at % 2 else "\\")
        canvas.sign(shape.cell(at, distance), shape.row(at, distance), sign)
    label = _bone_label(bone, shape.pitch - 1)
    x, y = shape.cell(at, end), shape.row(at, end)
    canvas.piece(x, y, label)
    return Node(bone_node_id(bone.id), x, y, cells_of(label), label)


def _bone_label(bone: Bone, room: int) -> TextLine:
    """Return a bone's name with how many causes it has; what there is no room for is left out.

    The brackets are what tells a bone from other words: they stay.
    """
    title = workstream_title(bone)
    tail = f" {len(bone.ribs)}" if bone.ribs else ""
    forms = (f"[{title}{tail}]", f"[{title}]")
    whole = next((form for form in forms if width(form) <= room), None)
    name = whole or f"[{fit(title, max(1, room - 2 - len(tail)))}{tail}]"
    bare = any(not rib.rows for rib in bone.ribs)
    return (StyledText(name, "amber" if bare else "strong"),)


def _rib(at: int, place: int, rib: CauseOnBone, shape: FishShape, canvas: CellGrid) -> Node:
    """Draw a cause: a rib from its bone, its mark and words; one behind another is set in."""
    distance = shape.distance(at, place)
    y, start = shape.row(at, distance), shape.cell(at, distance) + 1
    before = 2 * rib.depth
    canvas.piece(start, y, (StyledText(" " * before + "-", "dim"),))
    x = start + before + 1
    first, *more = shape.texts[at][place]
    mark, tone = _mark(rib)
    label: TextLine = (mark, StyledText(f" {first}", tone))
    canvas.piece(x, y, label)
    for further, text in enumerate(more, 1):
        bone = shape.cell(at, distance + (further if at % 2 else -further))
        canvas.piece(min(x, bone + before + 2) + 2, y + further, (StyledText(text, tone),))
    return Node(cause_node_id(rib.cause.id), x, y, cells_of(label), label)


def _mark(rib: CauseOnBone) -> tuple[StyledText, Tone]:
    """Choose the mark of a cause, its count of rows in the plan, and the tone of its words."""
    count = len(rib.rows)
    if not count:
        return StyledText("!", "amber"), ""
    mark = str(count) if count <= _MOST_LINES else "+"
    if all(row.state in ("done", "dropped") for row in rib.rows):
        return StyledText(mark, "dim"), "dim"
    return StyledText(mark, "good"), ""


# A cell aside is farther than a row: the next bone is not what lies below.
_ASIDE = 3


def find_node_along(diagram: Diagram, current: str | None, step: int) -> str | None:
    """Find the node below (`step` 1) or above (-1), on the same bone or across the spine."""
    here = diagram.nodes.get(current or "")
    if here is None:
        return diagram.first()
    found = [
        (distance + _ASIDE * max(aside, 0), node.y, node.x, node.id)
        for node in diagram.nodes.values()
        if (distance := (node.y - here.y) * step) > 0
        for aside in [max(node.x - (here.x + here.width), here.x - (node.x + node.width))]
    ]
    return min(found)[3] if found else here.id


WIDE = 100
TAIL = 3
NOSE = 5
"""The cells of the head's box beside its words: borders, blanks and the nose."""
HEAD_ROWS = 2
"""The rows that the head takes on either side of the spine."""
RIB = 5
"""The cells between one bone and the next that are not a cause's words."""
_NARROWEST = 19
# The cells left of all bones, in which the line from the tail to its causes runs.
_FREE = 2
_MOST = 3
# The lines of a cause above and below the spine, the best first.
_LINES = ((3, 3), (3, 2), (2, 3), (2, 2), (3, 1), (1, 3), (2, 1), (1, 2), (1, 1))


@dataclass(frozen=True, slots=True)
class FishShape:
    """The measures of one fish.

    `pitch` is how far a bone is from the next, `bend` the rows after which a bone goes on upright,
    `words` the cells of the head's words. `texts` are the lines of each cause on each bone, and
    `heights` the rows of each bone, its name's included.
    """

    pitch: int
    bend: int
    words: int
    texts: tuple[tuple[tuple[str, ...], ...], ...]
    heights: tuple[int, ...]

    @property
    def above(self) -> int:
        """The rows over the spine."""
        return max([HEAD_ROWS, *self.heights[::2]])

    @property
    def below(self) -> int:
        """The rows under the spine."""
        return max([HEAD_ROWS, *self.heights[1::2]])

    @property
    def columns(self) -> int:
        """The pairs of bones along the spine."""
        return (len(self.heights) + 1) // 2

    @property
    def head(self) -> int:
        """The cell at which the head's box begins."""
        return self.bend + _FREE + self.columns * self.pitch

    @property
    def width(self) -> int:
        """All cells of the fish, nose and all."""
        return self.head + self.words + NOSE

    @property
    def height(self) -> int:
        """All rows of the fish."""
        return self.above + 1 + self.below

    def row(self, bone: int, distance: int) -> int:
        """Find the row of the canvas at a distance from the spine, on this bone's side."""
        return self.above + (distance if bone % 2 else -distance)

    def cell(self, bone: int, distance: int) -> int:
        """Find the cell in which a bone stands at a distance from the spine."""
        joint = self.bend + _FREE + bone // 2 * self.pitch
        return joint - min(distance, self.bend)

    def distance(self, bone: int, place: int) -> int:
        """Find how far from the spine a cause begins, by its place: bones are read downward."""
        before = sum(map(len, self.texts[bone][:place]))
        return before + 1 if bone % 2 else self.heights[bone] - 1 - before


def shape_fish(bones: Sequence[Bone], cells: int, rows: int = 0) -> FishShape:
    """Measure a fish for so many cells and rows; it may become larger than that.

    The words of a cause go on over more lines, three at most, where the rows allow it to all on
    that side of the spine.
    """
    words, bend, least = (16, 6, 7) if cells >= WIDE else (12, 4, 5)
    columns = max(1, (len(bones) + 1) // 2)
    pitch = max(_NARROWEST, (cells - words - NOSE - bend - _FREE) // columns)
    whole = [[_cause_lines(rib, pitch, _MOST) for rib in bone.ribs] for bone in bones]
    above, below = ([[len(text) for text in texts] for texts in whole[side::2]] for side in (0, 1))
    for sides in _LINES:
        taken = [
            _count_rows(side, most, least) for side, most in zip((above, below), sides, strict=True)
        ]
        if sum(taken) + 1 <= rows:
            break
    texts = tuple(
        tuple(
            lines if len(lines) <= sides[at % 2] else _cause_lines(rib, pitch, sides[at % 2])
            for rib, lines in zip(bone.ribs, whole[at], strict=True)
        )
        for at, bone in enumerate(bones)
    )
    heights = tuple(max(least, sum(map(len, lines))) + 1 for lines in texts)
    return FishShape(pitch, bend, words, texts, heights)


def _count_rows(bones: Sequence[Sequence[int]], most: int, least: int) -> int:
    """Count the rows on one side of the spine if no cause takes more lines than `most`."""
    longest = (sum(min(lines, most) for lines in bone) for bone in bones)
    return max([HEAD_ROWS, *(max(least, length) + 1 for length in longest)])


def _cause_lines(rib: CauseOnBone, pitch: int, most: int) -> tuple[str, ...]:
    """Wrap a cause's text beside its rib and its mark."""
    return tuple(wrap(rib.cause.text, pitch - RIB - 2 * rib.depth, most) or [""])
