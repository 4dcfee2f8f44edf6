"""How large a fish is and where its bones stand, in cells and rows. Pure arithmetic.

Rows are counted from the spine: 1 is next to it, on either side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deals.fishbone import Bone

WIDE = 100
TAIL = 3
NOSE = 5
"""The cells of the head's box beside its words: borders, blanks and the nose."""
HEAD_ROWS = 2
"""The rows that the head takes on either side of the spine."""
_NARROWEST = 18


@dataclass(frozen=True, slots=True)
class Shape:
    """The measures of one fish.

    `pitch` is how far a bone is from the next, `bend` the rows after which a bone goes on upright,
    `words` the cells of the head's words. `heights` are the rows of each bone, its name's included.
    """

    pitch: int
    bend: int
    words: int
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
        """How far from the spine the cause at that place of a bone stands: read downward."""
        return place + 1 if bone % 2 else self.heights[bone] - 1 - place


def shaped(bones: Sequence[Bone], cells: int) -> Shape:
    """The shape of a fish for a screen of so many cells; it may be wider than that."""
    wide = cells >= WIDE
    words, bend, least = (20, 8, 7) if wide else (12, 6, 5)
    heights = tuple(max(least, len(one.ribs)) + 1 for one in bones)
    columns = max(1, (len(bones) + 1) // 2)
    room = cells - words - NOSE - bend - 1
    return Shape(max(_NARROWEST, room // columns), bend, words, heights)
