"""Where the hand is in a list of ids: cursor, first row shown, marks. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Selection:
    """Ids in order, the cursor's index, the first row on the screen and the marked ids.

    The cursor and the marks belong to ids, not to places: another order or filter keeps them. A
    mark on a row that is filtered away sleeps and does not act.
    """

    ids: tuple[str, ...] = ()
    index: int = 0
    top: int = 0
    height: int = 1
    marks: frozenset[str] = field(default_factory=frozenset)

    @property
    def current(self) -> str | None:
        """The id under the cursor."""
        return self.ids[self.index] if self.ids else None

    @property
    def shown(self) -> tuple[str, ...]:
        """The ids on the screen."""
        return self.ids[self.top : self.top + self.height]

    @property
    def marked(self) -> tuple[str, ...]:
        """The marked ids among those listed, in their order."""
        return tuple(one for one in self.ids if one in self.marks) if self.marks else ()

    @property
    def targets(self) -> tuple[str, ...]:
        """What a command acts on: the marked, else the one under the cursor."""
        return self.marked or (() if self.current is None else (self.current,))

    def to(self, index: int) -> Selection:
        """Cursor at `index`, clamped; past an edge the list scrolls by half a page."""
        index = max(0, min(index, len(self.ids) - 1))
        return replace(self, index=index, top=self._top(index))

    def _top(self, index: int) -> int:
        top, half = self.top, max(1, self.height // 2)
        last = max(0, len(self.ids) - self.height)
        if index < top:
            top = min(index, top - half)
        elif index >= top + self.height:
            top = max(index - self.height + 1, top + half)
        return max(0, min(top, last))

    def move(self, step: int) -> Selection:
        """Cursor `step` rows on."""
        return self.to(self.index + step)

    def go(self, one: str | None) -> Selection:
        """Cursor on the id `one`, or where it was if that is not listed."""
        return self.to(self.ids.index(one)) if one in self.ids else self.to(self.index)

    def listing(self, ids: Sequence[str]) -> Selection:
        """Another list: the cursor stays on its id, or on its place where that id is gone."""
        current = self.current
        return replace(self, ids=tuple(ids)).go(current)

    def sized(self, height: int) -> Selection:
        """A screen of `height` rows, the cursor kept in sight."""
        return replace(self, height=max(1, height)).to(self.index)

    def mark(self) -> Selection:
        """The current row marked, or unmarked, and the cursor one row on."""
        current = self.current
        if current is None:
            return self
        return replace(self, marks=self.marks ^ {current}).move(1)

    def mark_all(self) -> Selection:
        """All listed marked; if all are already, none."""
        listed = frozenset(self.ids)
        return replace(
            self, marks=self.marks - listed if listed <= self.marks else listed | self.marks
        )

    def unmarked(self, ids: Iterable[str]) -> Selection:
        """Less the marks on `ids`."""
        return replace(self, marks=self.marks - frozenset(ids))
