"""A mapping that is never changed and yet cheap to change: what is new lies over what was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

Value = TypeVar("Value")

MOST_OVER = 256
"""How many entries may lie over the others before they are made one again."""


class Layered(Mapping[str, Value]):
    """Values by key; `put` gives another mapping at a cost that does not grow with this one."""

    __slots__ = ("_over", "_size", "_under")

    def __init__(self, under: Mapping[str, Value] | None = None) -> None:
        self._under = under or {}
        self._over: dict[str, Value | None] = {}
        self._size = len(self._under)

    def put(self, changed: Mapping[str, Value | None]) -> Layered[Value]:
        """The mapping with what is `changed`, None taking an entry away; new ones at the end."""
        if len(self._over) + len(changed) > MOST_OVER:
            return Layered(_laid_over(self.whole(), changed))
        new: Layered[Value] = Layered(self._under)
        new._over = {**self._over, **changed}
        before = sum(key in self for key in changed)
        new._size = self._size - before + sum(one is not None for one in changed.values())
        return new

    def whole(self) -> dict[str, Value]:
        """All entries as a dict of their own: much cheaper than to go through them one by one."""
        return _laid_over(dict(self._under), self._over)

    def __getitem__(self, key: str) -> Value:
        if key not in self._over:
            return self._under[key]
        one = self._over[key]
        if one is None:
            raise KeyError(key)
        return one

    def __iter__(self) -> Iterator[str]:
        for key in self._under:
            if self._over.get(key, self) is not None:
                yield key
        for key, one in self._over.items():
            if one is not None and key not in self._under:
                yield key

    def __len__(self) -> int:
        return self._size


def _laid_over(under: dict[str, Value], over: Mapping[str, Value | None]) -> dict[str, Value]:
    """The entries `under`, changed by those `over` them; None takes one away."""
    for key, one in over.items():
        if one is None:
            under.pop(key, None)
        else:
            under[key] = one
    return under
