"""How large a fish is and where its bones stand, in cells and rows. Pure arithmetic.

Rows are counted from the spine: 1 is next to it, on either side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deals.fishbone import Bone, Rib
from screens.kit.cells import wrap

WIDE = 100
TAIL = 3
NOSE = 5
"""The cells of the head's box beside its words: borders, blanks and the nose."""
HEAD_ROWS = 2
"""The rows that the head takes on either side of the spine."""
RIB = 5
"""The cells between one bone and the next that are not a cause's words."""
_NARROWEST = 18
_MOST = 3
# The lines of a cause above and below the spine, the best first.
_LINES = ((3, 3), (3, 2), (2, 3), (2, 2), (3, 1), (1, 3), (2, 1), (1, 2), (1, 1))


@dataclass(frozen=True, slots=True)
class Shape:
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
        return self.bend + 1 + self.columns * self.pitch

    @property
    def width(self) -> int:
        """All cells of the fish, nose and all."""
        return self.head + self.words + NOSE

    @property
    def height(self) -> int:
        """All rows of the fish."""
        return self.above + 1 + self.below

    def row(self, bone: int, distance: int) -> int:
        """The row of the canvas so far from the spine, on this bone's side."""
        return self.above + (distance if bone % 2 else -distance)

    def cell(self, bone: int, distance: int) -> int:
        """Where a bone stands so far from the spine."""
        foot = self.bend + 1 + bone // 2 * self.pitch
        return foot - min(distance, self.bend)

    def distance(self, bone: int, place: int) -> int:
        """How far from the spine the cause at that place of a bone begins: read downward."""
        before = sum(map(len, self.texts[bone][:place]))
        return before + 1 if bone % 2 else self.heights[bone] - 1 - before


def shaped(bones: Sequence[Bone], cells: int, rows: int = 0) -> Shape:
    """The shape of a fish for a screen of so many cells and rows; it may be larger than that.

    The words of a cause go on over more lines, three at most, where the rows allow it to all on
    that side of the spine.
    """
    words, bend, least = (20, 8, 7) if cells >= WIDE else (12, 6, 5)
    columns = max(1, (len(bones) + 1) // 2)
    pitch = max(_NARROWEST, (cells - words - NOSE - bend - 1) // columns)
    whole = [[_said(rib, pitch, _MOST) for rib in one.ribs] for one in bones]
    above, below = ([[len(text) for text in one] for one in whole[side::2]] for side in (0, 1))
    for sides in _LINES:
        taken = [_taken(one, most, least) for one, most in zip((above, below), sides, strict=True)]
        if sum(taken) + 1 <= rows:
            break
    texts = tuple(
        tuple(
            said if len(said) <= sides[at % 2] else _said(rib, pitch, sides[at % 2])
            for rib, said in zip(bone.ribs, whole[at], strict=True)
        )
        for at, bone in enumerate(bones)
    )
    heights = tuple(max(least, sum(map(len, one))) + 1 for one in texts)
    return Shape(pitch, bend, words, texts, heights)


def _taken(bones: Sequence[Sequence[int]], most: int, least: int) -> int:
    """The rows on one side of the spine if no cause takes more lines than `most`."""
    longest = (sum(min(lines, most) for lines in one) for one in bones)
    return max([HEAD_ROWS, *(max(least, one) + 1 for one in longest)])


def _said(rib: Rib, pitch: int, most: int) -> tuple[str, ...]:
    """What a cause says, beside its rib and its mark."""
    return tuple(wrap(rib.cause.text, pitch - RIB - 2 * rib.depth, most) or [""])
