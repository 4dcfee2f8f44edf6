"""The fishbone as a diagram: a head on its spine, bones on both sides, causes on each. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from deals.fishbone import Bone, CauseOnBone, CauseState
from views.cause_notes import CauseNote, CauseNotes
from views.diagram import CellGrid, Diagram, Node, in_reading_order
from views.glyphs import glyphs
from views.marks import titled_rule
from views.styled_text import StyledText, TextLine, Tone, cells_of, fit, width, wrap
from wording.record_names import workstream_title

HEAD = "head"


def bone_node_id(bone: str) -> str:
    """Name the node of a bone."""
    return f"bone:{bone}"


def cause_node_id(cause: str) -> str:
    """Name the node of a cause."""
    return f"cause:{cause}"


# The fish ----------------------------------------------------------------------------------------


def draw_fishbone(
    head: str,
    bones: Sequence[Bone],
    cells: int,
    rows: int = 0,
    signs: str = "",
    notes: CauseNotes | None = None,
) -> Diagram:
    """Draw the fish, head to the right; it is wider than `cells` where many bones need the room.

    Where `rows` allow it, long causes go on over a second and a third line, and on a wide screen
    the `notes` stand under them. `signs`, when the project does, has a line of the head to itself.
    The bone that is the tail has its name on the spine's end, and with causes below the fish.
    Nodes are `head`, `bone:ID` and `cause:ID`.
    """
    sides, tail = part_tail(bones)
    behind = 1 + len(tail.ribs) if tail and tail.ribs else 0
    shape = shape_fish(sides, cells, rows - behind, HeadWords(head, signs), notes or {})
    canvas = CellGrid()
    nodes = [_head(shape, canvas)]
    label = _bone_label(tail, shape.head - TAIL - 4) if tail else ()
    _spine(shape, canvas, 0 if behind else cells_of(label))
    for at, bone in enumerate(sides):
        nodes.append(_bone(at, bone, shape, canvas))
        nodes += [_rib(at, place, rib, shape, canvas) for place, rib in enumerate(bone.ribs)]
    total = max(cells, shape.width)
    nodes += _tail(tail, label, total, shape, canvas, notes or {}) if tail else []
    lines = canvas.lines(shape.height + behind)
    total = max([total, *map(cells_of, lines)])
    return Diagram(lines, in_reading_order(nodes), (), total, shape.spine)


def part_tail(bones: Sequence[Bone]) -> tuple[tuple[Bone, ...], Bone | None]:
    """Return the bones that stand along the spine, and the one that is the tail."""
    tail = next((bone for bone in bones if bone.tail), None)
    return tuple(bone for bone in bones if bone is not tail), tail


def _tail(
    tail: Bone, label: TextLine, cells: int, shape: FishShape, canvas: CellGrid, notes: CauseNotes
) -> list[Node]:
    """Draw the tail: its name on the spine; with causes it parts these from the bones above.

    Return their nodes.
    """
    signs, below = glyphs(), shape.height + 1
    noted = cells >= WIDE and shape.noted
    x, row = (TAIL, shape.height) if tail.ribs else (TAIL + 1, shape.spine)
    if tail.ribs:
        canvas.piece(0, row, titled_rule(label, cells))
    else:
        canvas.piece(x, row, label)
    nodes = [Node(bone_node_id(tail.id), x, row, cells_of(label), label)]
    for place, rib in enumerate(tail.ribs):
        row, x = below + place, 2 + 2 * rib.depth
        tops = any(not later.depth for later in tail.ribs[place + 1 :])
        corner = (signs.branch if tops else signs.last_branch) if not rib.depth else ""
        start = corner or (signs.upright if tops else " ")
        joint = f"{start} {signs.last_branch}{signs.rule}" if rib.depth else start + signs.rule
        canvas.piece(0, row, (StyledText(joint, "line"),))
        label = _cause_label(rib, fit(rib.cause.text, min(width(rib.cause.text), cells - x - 3)))
        canvas.piece(x, row, label)
        nodes.append(Node(cause_node_id(rib.cause.id), x, row, cells_of(label), label))
        at = x + cells_of(label) + 2
        # Where the ribs have no notes for want of room, these have none either.
        if noted and (note := notes.get(rib.cause.id)) and cells - at >= _LEAST_NOTE:
            canvas.piece(at, row, _note_line(note, cells - at))
    return nodes


def _note_line(note: CauseNote, cells: int) -> TextLine:
    return (StyledText(note.text(cells), "red" if note.late else "dim"),)


def _spine(shape: FishShape, canvas: CellGrid, label: int) -> None:
    """Draw the fin and the spine, which leaves `label` cells and a blank about them free."""
    signs, middle = glyphs(), shape.spine
    since = TAIL + 2 + label if label else TAIL
    for at in range(TAIL - 1):
        canvas.sign(at, middle - TAIL + 1 + at, signs.rib_down, "line")
        canvas.sign(at, middle + TAIL - 1 - at, signs.rib_up, "line")
    for x in (*range(1, TAIL), *range(since, shape.head)):
        canvas.sign(x, middle, signs.spine, "line")
    canvas.sign(shape.head, middle, signs.onward, "line")


def _head(shape: FishShape, canvas: CellGrid) -> Node:
    """Draw the box, closed all around, its words about the spine; the node is the middle line."""
    signs, box, left, middle = glyphs(), shape.box, shape.head, shape.spine
    right = left + box.width - 1
    for away in range(1, box.half + 1):
        for row, corner, end in (
            (middle - away, signs.box_top, signs.box_top_end),
            (middle + away, signs.box_base, signs.box_base_end),
        ):
            if away == box.half:
                edge = corner + signs.rule * (right - left - 1) + end
                canvas.piece(left, row, (StyledText(edge, "line"),))
            else:
                canvas.sign(left, row, signs.upright, "line")
                canvas.sign(right, row, signs.upright, "line")
    canvas.sign(right, middle, signs.upright, "line")
    for row, text in enumerate(box.lines, middle - len(box.lines) // 2):
        if text and row != middle:
            canvas.piece(left + 2, row, (StyledText(text, "strong"),))
    label = (StyledText(fit(box.lines[len(box.lines) // 2], box.words), "strong"),)
    canvas.piece(left + 2, middle, label)
    return Node(HEAD, left + 2, middle, box.words, label)


def _bone(at: int, bone: Bone, shape: FishShape, canvas: CellGrid) -> Node:
    """Draw the bone from the spine outward, its name at the end; return its node."""
    signs, end = glyphs(), shape.side(at)
    slope = signs.rib_up if at % 2 else signs.rib_down
    for distance in range(1, end):
        sign = signs.upright if distance > shape.bend else slope
        canvas.sign(shape.cell(at, distance), shape.row(at, distance), sign, "line")
    label = _bone_label(bone, shape.pitch - 1)
    x, y = shape.cell(at, end), shape.row(at, end)
    canvas.piece(x, y, label)
    return Node(bone_node_id(bone.id), x, y, cells_of(label), label)


def _bone_label(bone: Bone, room: int) -> TextLine:
    """Return a bone's name with how many causes it has, which goes before a name loses its end."""
    title = workstream_title(bone)
    count = f" {len(bone.ribs)}" if bone.ribs else ""
    if width(title) <= room < width(title + count):
        count = ""
    name = fit(title, min(width(title), max(1, room - len(count))))
    return (StyledText(name + count, "strong"),)


def _rib(at: int, place: int, rib: CauseOnBone, shape: FishShape, canvas: CellGrid) -> Node:
    """Draw a cause on its bone: sign and words, under them what is done about it.

    Its lines go along the bone; one behind another hangs from it.
    """
    signs, lines = glyphs(), shape.ribs[at][place]
    start, out, before = shape.distance(at, place), 1 if at % 2 else -1, 2 * rib.depth
    y, bone = shape.row(at, start), shape.cell(at, start)
    joint = " " + signs.last_branch + signs.rule if rib.depth else signs.rule
    canvas.piece(bone + 1, y, (StyledText(joint, "line"),))
    if start > shape.bend and not rib.depth:
        canvas.sign(bone, y, signs.branch, "line")
    x = bone + 2 + before
    label = _cause_label(rib, lines.texts[0])
    canvas.piece(x, y, label)
    more: list[TextLine] = [(StyledText(text, _word_tone(rib)),) for text in lines.texts[1:]]
    more += [_note_line(lines.note, shape.pitch - RIB - before)] if lines.note else []
    more += [(detail,) for detail in lines.details]
    for further, piece in enumerate(more, 1):
        canvas.piece(shape.cell(at, start + out * further) + 4 + before, y + further, piece)
    return Node(cause_node_id(rib.cause.id), x, y, cells_of(label), label)


_SIGN_TONES: Mapping[CauseState, Tone] = {"bare": "red", "doing": "amber", "done": "good"}


def _cause_label(rib: CauseOnBone, words: str) -> TextLine:
    tone = _SIGN_TONES.get(rib.state, "")
    sign, shade = cause_sign(rib.state), _word_tone(rib)
    if tone == shade:
        return (StyledText(f"{sign} {words}", tone),)
    return StyledText(sign, tone), StyledText(f" {words}", shade)


def cause_sign(state: CauseState) -> str:
    """Return the sign of how far a cause is, `!` for one that is not in the plan."""
    signs = glyphs()
    return {"done": signs.settled, "doing": signs.partly, "planned": signs.open}.get(state, "!")


def _word_tone(rib: CauseOnBone) -> Tone:
    return "dim" if rib.state == "done" else ""


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


# Its measures ------------------------------------------------------------------------------------

WIDE = 100
"""The cells of a screen from which on notes stand under the causes."""
TALL = 30
"""The rows from which on causes stand apart, if all of them can."""
_LARGE = 160, 40
"""The cells and rows from which on bones are longer still."""
TAIL = 3
RIB = 5
"""The cells between one bone and the next that are not a cause's words."""
_NARROWEST = 22
# The cells left of all bones, in which the line from the tail to its causes runs.
_FREE = 3
_LEAST_HEAD, _LEAST_NOTE, _LEAST_BONE = 10, 12, 4
_LEGIBLE = 15
"""The cells of a cause's words that tell it from others, a sign that they are cut among them."""


class NoteLevel(IntEnum):
    """How much of what is done about causes stands under them."""

    NONE = 0
    SHORT = 1
    CUT = 2
    WHOLE = 3


_DETAIL_LINES = {NoteLevel.CUT: 2, NoteLevel.WHOLE: 5}
"""The lines that each detail of a cause may take."""


# How many lines of a cause there may be above or below the spine, and what stands under them; the
# best first.
_BARE_LEVELS = tuple((lines, NoteLevel.NONE) for lines in (3, 2, 1))
_LEVELS = (*((lines, NoteLevel.SHORT) for lines in (3, 2, 1)), *_BARE_LEVELS)
_DETAIL_LEVELS = ((3, NoteLevel.WHOLE), (3, NoteLevel.CUT), *_LEVELS)
DETAILED = 36
"""The cells between two bones from which on details stand under the causes instead of notes."""


class HeadWords(NamedTuple):
    """What stands at the head, and when the project signs where that is not among it."""

    text: str = ""
    signs: str = ""


NO_WORDS = HeadWords()


class HeadBox(NamedTuple):
    """The head: an odd number of lines about the spine, as wide as `words` cells."""

    lines: tuple[str, ...]
    words: int

    @property
    def half(self) -> int:
        """The rows that it takes on either side of the spine, its edge among them."""
        return 1 + len(self.lines) // 2

    @property
    def width(self) -> int:
        """Its cells: words, a blank before and behind, the edges."""
        return self.words + 4


class RibLines(NamedTuple):
    """The lines of a cause: its words, and the note under them, or its details instead."""

    texts: tuple[str, ...]
    note: CauseNote | None = None
    details: tuple[StyledText, ...] = ()

    @property
    def height(self) -> int:
        """How many lines there are."""
        return len(self.texts) + (self.note is not None) + len(self.details)


@dataclass(frozen=True, slots=True)
class FishShape:
    """The measures of one fish.

    `pitch` is how far a bone is from the next, `bend` the rows after which a bone goes on upright.
    `ribs` are the lines of each cause on each bone, `air` the blank rows between two of them,
    `above` and `below` the rows of the bones on each side, their names included, and `lead` the
    blank rows over all.
    """

    pitch: int
    bend: int
    box: HeadBox
    ribs: tuple[tuple[RibLines, ...], ...]
    above: int
    below: int
    air: int
    lead: int
    cells: int

    @property
    def columns(self) -> int:
        """The pairs of bones along the spine."""
        return max(1, (len(self.ribs) + 1) // 2)

    @property
    def spine(self) -> int:
        """The row of the spine."""
        return self.lead + self.above

    @property
    def head(self) -> int:
        """The cell at which the head's box begins."""
        last = self.cell(2 * self.columns - 1, 0)
        return max(self.cells - self.box.width, last + 2)

    @property
    def width(self) -> int:
        """All cells of the fish, nose and all."""
        return self.head + self.box.width

    @property
    def height(self) -> int:
        """All rows of the fish."""
        return self.spine + 1 + self.below

    @property
    def noted(self) -> bool:
        """Whether notes stand under causes, as far as there are causes at all."""
        lines = [each for ribs in self.ribs for each in ribs]
        return not lines or any(each.note or each.details for each in lines)

    def side(self, bone: int) -> int:
        """Find how far from the spine the name of a bone stands."""
        return self.below if bone % 2 else self.above

    def row(self, bone: int, distance: int) -> int:
        """Find the row of the canvas at a distance from the spine, on this bone's side."""
        return self.spine + (distance if bone % 2 else -distance)

    def cell(self, bone: int, distance: int) -> int:
        """Find the cell in which a bone stands at a distance from the spine."""
        joint = self.bend + _FREE + bone // 2 * self.pitch
        return joint - min(distance, self.bend)

    def distance(self, bone: int, place: int) -> int:
        """Find how far from the spine a cause begins, by its place: bones are read downward.

        They are filled from their names on, so that what is free lies about the spine.
        """
        ribs = self.ribs[bone] if bone % 2 else self.ribs[bone][:place]
        before = _rows_of([rib.height for rib in self.ribs[bone][:place]], self.air)
        before += self.air if place else 0
        if bone % 2:
            return self.below - _rows_of([rib.height for rib in ribs], self.air) + before
        return self.above - 1 - before


def shape_fish(
    bones: Sequence[Bone],
    cells: int,
    rows: int = 0,
    head: HeadWords = NO_WORDS,
    notes: CauseNotes | None = None,
) -> FishShape:
    """Measure a fish for so many cells and rows; it may become larger than that.

    The words of a cause go on over more lines, three at most, and notes stand under them, where
    the rows allow it to all on that side of the spine. Many bones stand closer together where the
    fish fits its cells then and every cause is still told by its words.
    """
    noted = notes if notes and cells >= WIDE else {}
    bend = 16 if cells >= _LARGE[0] and rows >= _LARGE[1] else 10 if cells >= WIDE else 6
    wide = _Posture(bend, _NARROWEST)
    shape = _shape_at(bones, (cells, rows), head, noted, wide)
    if shape.width <= cells:
        return shape
    close = _shape_at(bones, (cells, rows), head, noted, _CLOSE)
    return close if close.width <= cells and _is_legible(bones, close) else shape


class _Posture(NamedTuple):
    """How far the bones lean, and how close they may stand."""

    bend: int
    narrowest: int


_CLOSE = _Posture(3, 19)


def _is_legible(bones: Sequence[Bone], shape: FishShape) -> bool:
    return all(
        sum(map(width, lines.texts)) >= min(_LEGIBLE, width(rib.cause.text))
        for bone, ribs in zip(bones, shape.ribs, strict=True)
        for rib, lines in zip(bone.ribs, ribs, strict=True)
    )


def _shape_at(
    bones: Sequence[Bone],
    size: tuple[int, int],
    head: HeadWords,
    notes: CauseNotes,
    posture: _Posture,
) -> FishShape:
    """Measure a fish whose bones stand so; both sides are as high as the higher one where there is
    room, and causes stand apart where there is much.
    """
    cells, rows = size
    bend = posture.bend
    columns = max(1, (len(bones) + 1) // 2)
    pitch = max(posture.narrowest, (cells + 2 - bend - _FREE) // columns)
    last = bend + _FREE + (columns - 1) * pitch
    box = _box_head(head, max(_LEAST_HEAD, cells - last - 7))
    least = max(_LEAST_BONE, min(bend, (rows - 1) // 2 - 1))
    ribs, taken = _choose_lines(bones, pitch, notes, box.half, least, rows)
    if sum(taken) >= rows:  # higher than there is room for: no bone is longer than its causes
        least = _LEAST_BONE
        ribs, taken = _choose_lines(bones, pitch, notes, box.half, least, rows)
    air = int(rows >= TALL and 1 + sum(_side_rows(ribs, 1, box.half, least)) <= rows)
    above, below = _side_rows(ribs, air, box.half, least) if air else taken
    if 1 + 2 * max(above, below) <= rows:
        above = below = max(above, below)
    lead = int(above + 1 + below < rows)
    return FishShape(pitch, bend, box, ribs, above, below, air, lead, cells)


def _box_head(head: HeadWords, most: int) -> HeadBox:
    if head.signs:
        texts = [*wrap(head.text, most, 2), fit(head.signs, min(most, width(head.signs)))]
    else:
        texts = wrap(head.text, most, 3) or [""]
    words = max(_LEAST_HEAD, *map(width, texts))
    return HeadBox((*texts, "") if len(texts) == 2 else tuple(texts), words)


FishRibs = tuple[tuple[RibLines, ...], ...]


def _choose_lines(
    bones: Sequence[Bone], pitch: int, notes: CauseNotes, half: int, least: int, rows: int
) -> tuple[FishRibs, tuple[int, int]]:
    """Choose the most lines that the rows allow on each side, and count the rows they take.

    Details stand on both sides or on none.
    """
    detailed = _DETAIL_LEVELS if pitch >= DETAILED else _LEVELS
    wanted = detailed if notes else _BARE_LEVELS
    levels = [
        tuple(tuple(_cause_lines(rib, pitch, level, notes) for rib in bone.ribs) for bone in bones)
        for level in wanted
    ]
    taken = [_side_rows(level, 0, half, least) for level in levels]
    alike = [noted > NoteLevel.SHORT for _lines, noted in wanted]
    pairs = sorted(
        (
            (upper, lower)
            for upper, lower in product(range(len(levels)), repeat=2)
            if alike[upper] == alike[lower]
        ),
        key=_rank_pair,
    )
    fitting = (pair for pair in pairs if taken[pair[0]][0] + 1 + taken[pair[1]][1] <= rows)
    upper, lower = next(fitting, pairs[-1])
    ribs = tuple(levels[lower if at % 2 else upper][at] for at in range(len(bones)))
    return ribs, (taken[upper][0], taken[lower][1])


def _rank_pair(pair: tuple[int, ...]) -> tuple[int, int]:
    return sum(pair), max(pair)


def _side_rows(ribs: FishRibs, air: int, half: int, least: int) -> tuple[int, int]:
    """Count the rows above and below the spine; beside the head causes keep clear of its box."""
    columns = (len(ribs) + 1) // 2
    sides = [least, least]
    for at, bone in enumerate(ribs):
        clear = half if bone and at // 2 == columns - 1 else 0
        sides[at % 2] = max(sides[at % 2], _rows_of([rib.height for rib in bone], air) + clear)
    return sides[0] + 1, sides[1] + 1


def _rows_of(heights: Sequence[int], air: int) -> int:
    return sum(heights) + air * max(0, len(heights) - 1)


def _cause_lines(
    rib: CauseOnBone, pitch: int, level: tuple[int, NoteLevel], notes: CauseNotes
) -> RibLines:
    """Wrap a cause's text beside its rib and its sign, and the details where there is room."""
    most, noted = level
    room, note = pitch - RIB - 2 * rib.depth, notes.get(rib.cause.id)
    texts = _wrap_cause(rib.cause.text, room, most, glyphs().cut)
    if note is None or noted == NoteLevel.NONE:
        return RibLines(texts)
    most = _DETAIL_LINES.get(noted, 0)
    if not most or not note.details:
        return RibLines(texts, note)
    details = (
        StyledText(part, tone)
        for text, tone in note.details
        for part in _wrap_cause(text, room, most, glyphs().cut)
    )
    return RibLines(texts, details=tuple(details))


@lru_cache(maxsize=4000)
def _wrap_cause(text: str, cells: int, most: int, _cut: str) -> tuple[str, ...]:
    """Wrap a cause's text; kept, for a fish is measured in several ways, and drawn at each edit."""
    return tuple(wrap(text, cells, most) or [""])
