"""What is to be told in the status line, and waits there for its turn and for being read."""

from __future__ import annotations

from collections.abc import Iterable

from wording import add_note, ngettext


class WaitingMessages:
    """Messages that nobody asked for: shown one after the other, the next once a key was pressed.

    What came since the last key is shown at once. What waited, behind another or while a line was
    typed, does not take the place of what the key itself had to tell: it waits until that is gone.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = list(filter(None, texts))
        self._added_at = 0
        self._shown_at: int | None = None
        self._counted = 0

    def __bool__(self) -> bool:
        return bool(self._texts)

    def add(self, texts: Iterable[str], presses: int) -> None:
        """Take messages, once however often they come, after so many key presses."""
        self._drop_read(presses)
        for text in texts:
            if text and text not in self._texts:
                self._texts.append(text)
                self._added_at = presses

    def mentions(self, name: str) -> bool:
        """Whether a message is about what has this name."""
        return any(name in text for text in self._texts)

    def take_next(self, presses: int, *, free: bool) -> str:
        """Return what is to be shown by now; empty where what stands in the line stays there.

        `presses` is how many keys were pressed, and the line is `free` where nothing is in it.
        """
        self._drop_read(presses)
        waits = presses > self._added_at and not free
        if waits or len(self._texts) == self._counted:
            return ""
        self._shown_at, self._counted = presses, len(self._texts)
        first, *more = self._texts
        if not more:
            return first
        others = ngettext("+ {count} more", "+ {count} more", len(more))
        return add_note(first, others.format(count=len(more)))

    def _drop_read(self, presses: int) -> None:
        if self._shown_at is not None and presses > self._shown_at:
            del self._texts[0]
            self._shown_at, self._counted = None, 0
