"""The last lines of a journal that a session has read or written, should the files lose them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from store.head import Head
from store.journal import Entry, read_entry

HELD_BYTES = 4 * 2**20
"""How much of the lines is remembered."""


class HeldLines:
    """Lines as they read unsealed, the oldest first."""

    def __init__(self, lines: Iterable[bytes] = ()) -> None:
        self._lines = deque(lines)
        self._bytes = sum(map(len, self._lines))

    def add(self, line: bytes) -> None:
        """Remember one more line, and no more than HELD_BYTES of them."""
        self._lines.append(line)
        self._bytes += len(line)
        while self._bytes > HELD_BYTES and len(self._lines) > 1:
            self._bytes -= len(self._lines.popleft())

    def copy(self) -> HeldLines:
        """The same lines, to go back to."""
        return HeldLines(self._lines)

    def since(self, head: Head, ours: Head) -> tuple[Entry, ...]:
        """The commits of a store that stands at `ours` which one that stands at `head` has not got,
        from where the courses part.

        None where that place is not known, where a commit on the way is not among the lines, or
        where a line does not tell what was before it.
        """
        found: list[Entry] = []
        for line in reversed(self._lines):
            entry = read_entry(line)
            if entry is None or entry.base is None:
                return ()
            if head.has(entry.head):
                break
            if not found and entry.head.link != ours.link:
                return ()
            found.append(entry)
        found.reverse()
        known = {head.link, *head.past}
        for entry in found:
            if entry.prev not in known:
                return ()
            known.add(entry.head.link)
        return tuple(found)
