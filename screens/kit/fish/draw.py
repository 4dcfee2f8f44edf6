"""Drawing the fishbone: spine, head, bones with their names, and a rib for each cause. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from deals.fishbone import Bone, Rib
from screens.kit.cells import fit, width, wrap
from screens.kit.fish.shape import TAIL, Shape, shaped
from screens.kit.net.canvas import Canvas, in_reading_order
from screens.kit.picture import Knot, Picture
from screens.kit.spans import Line, Span, Tone, cells_of
from screens.kit.wording.planning import field_title

HEAD = "head"
_MOST = 9


def bone_knot(bone: str) -> str:
    """The knot of a bone."""
    return f"bone:{bone}"


def cause_knot(cause: str) -> str:
    """The knot of a cause."""
    return f"cause:{cause}"


def fish_picture(
    head: str, bones: Sequence[Bone], cells: int, rows: int = 0, signs: str = ""
) -> Picture:
    """The fish, head to the right; it is wider than `cells` where many bones need the room.

    Where `rows` allow it, long causes go on over a second and a third line. `signs`, when the
    project does, has a line of the head to itself.

    Knots are `head`, `bone:ID` and `cause:ID`. A cause is `!` without a row of the plan, else it
    shows how many; more than nine are `+`.
    """
    shape = shaped(bones, cells, rows)
    canvas = Canvas()
    knots = [_head(head, signs, shape, canvas)]
    _spine(shape, canvas)
    for at, bone in enumerate(bones):
        knots.append(_bone(at, bone, shape, canvas))
        knots += [_rib(at, place, rib, shape, canvas) for place, rib in enumerate(bone.ribs)]
    lines = canvas.lines(shape.height)
    total = max([cells, shape.width, *map(cells_of, lines)])
    return Picture(lines, in_reading_order(knots), (), total)


def _spine(shape: Shape, canvas: Canvas) -> None:
    middle = shape.above
    for at in range(TAIL - 1):
        canvas.sign(at, middle - TAIL + 1 + at, "\\")
        canvas.sign(at, middle + TAIL - 1 - at, "/")
    canvas.sign(TAIL - 1, middle, ">")
    for x in range(TAIL, shape.head):
        canvas.sign(x, middle, "=")


def _head(text: str, signs: str, shape: Shape, canvas: Canvas) -> Knot:
    """The box with the nose; its words stand about the spine, and the knot is the middle line."""
    middle, left, words = shape.above, shape.head, shape.words
    said = [*wrap(text, words, 2), fit(signs, words)] if signs else wrap(text, words, 3) or [""]
    lines = {1: ["", *said, ""], 2: [*said, ""], 3: said}[len(said)]
    right = left + words + 3
    for row in (middle - 2, middle + 2):
        corner = "." if row < middle else "'"
        edge = corner + "-" * (words + 2)
        canvas.piece(left, row, (Span(edge, "key"),))
    for row, nose, out in ((middle - 1, "\\", 0), (middle, ">", 1), (middle + 1, "/", 0)):
        canvas.sign(left, row, "|" if row != middle else ">", "key")
        canvas.sign(right + out, row, nose, "key")
        at = row - middle + 1
        if lines[at] and row != middle:
            canvas.piece(left + 2, row, (Span(lines[at], "strong"),))
    label = (Span(fit(lines[1], words), "strong"),)
    canvas.piece(left + 2, middle, label)
    return Knot(HEAD, left + 2, middle, words, label)


def _bone(at: int, bone: Bone, shape: Shape, canvas: Canvas) -> Knot:
    """The bone from the spine outward, its name at the end."""
    end = shape.heights[at]
    for distance in range(1, end):
        upright = distance >= shape.bend
        sign = "|" if upright else ("/" if at % 2 else "\\")
        canvas.sign(shape.cell(at, distance), shape.row(at, distance), sign)
    bare = sum(1 for one in bone.ribs if not one.rows)
    title = field_title(bone)
    tail = f" {len(bone.ribs)}" if bone.ribs else ""
    room = shape.pitch - 3
    name = fit(title, min(room - len(tail), max(1, width(title))))
    label: Line = (Span(f"[{name}{tail}]", "strong" if not bare else "amber"),)
    x, y = shape.cell(at, end), shape.row(at, end)
    canvas.piece(x, y, label)
    return Knot(bone_knot(bone.id), x, y, cells_of(label), label)


def _rib(at: int, place: int, rib: Rib, shape: Shape, canvas: Canvas) -> Knot:
    """A cause: a short rib from its bone, its mark and its words; one behind another is set in."""
    distance = shape.distance(at, place)
    y, start = shape.row(at, distance), shape.cell(at, distance) + 1
    before = 2 * rib.depth
    canvas.piece(start, y, (Span(" " * before + "-", "dim"),))
    x = start + before + 1
    first, *more = shape.texts[at][place]
    mark, tone = _mark(rib)
    label: Line = (mark, Span(f" {first}", tone))
    canvas.piece(x, y, label)
    for further, text in enumerate(more, 1):
        bone = shape.cell(at, distance + (further if at % 2 else -further))
        canvas.piece(min(x, bone + before + 2) + 2, y + further, (Span(text, tone),))
    return Knot(cause_knot(rib.cause.id), x, y, cells_of(label), label)


def _mark(rib: Rib) -> tuple[Span, Tone]:
    """How many rows of the plan work on a cause, and the tone of its words."""
    count = len(rib.rows)
    if not count:
        return Span("!", "amber"), ""
    mark = str(count) if count <= _MOST else "+"
    if all(one.state in ("done", "dropped") for one in rib.rows):
        return Span(mark, "dim"), "dim"
    return Span(mark, "good"), ""
