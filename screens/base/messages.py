"""What waits to be told in the status line until there is room for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from wording import add_note, ngettext


class WaitingMessage(NamedTuple):
    """A text that is to be told; `about` is the id of the project that somebody overwrote."""

    text: str
    about: str = ""


class WaitingMessages:
    """Texts that are told one after the other, the next once a key was pressed: results of what the
    user did here before the news of others.

    What came since the last key is told at once. What waited, behind another or while a line was
    typed, does not take the place of what the key itself had to tell: it waits until that is gone.
    """

    def __init__(self, texts: Iterable[str], presses: Callable[[], int]) -> None:
        """Make it of what waits from the start, and of what counts the keys pressed by now."""
        self._waiting = [WaitingMessage(text) for text in texts]
        self._presses = presses
        self._results = 0  # how many of them are results, the first ones
        self._added_at = 0
        self._told_at: int | None = None  # when the first of them was told
        self._counted = 0  # how many there were then

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def add(self, text: str, *, result: bool = False, about: str = "") -> None:
        """Have a text told, once however often it is asked for."""
        self._drop_read()
        if not text or any(text == each.text for each in self._waiting):
            return
        if result and self._results == 0:
            self._told_at = None
        place = self._results if result else len(self._waiting)
        self._waiting.insert(place, WaitingMessage(text, about))
        self._results += result
        self._added_at = self._presses()

    def mention(self, project: str, *words: str) -> bool:
        """Return whether something is about a project, by its id, and says all of some words, that
        nobody has read yet.
        """
        self._drop_read()
        texts = (each.text.casefold() for each in self._waiting if each.about == project)
        return any(all(word.casefold() in text for word in words) for text in texts)

    def take(self, *, standing: bool) -> str:
        """Return what is to be told by now, and how much more there is, empty for nothing new;
        `standing` where something was told that no key was pressed after.
        """
        self._drop_read()
        waits = standing and self._presses() > self._added_at
        if waits or len(self._waiting) == self._counted:
            return ""
        self._told_at, self._counted = self._presses(), len(self._waiting)
        first, *more = (each.text for each in self._waiting)
        if not more:
            return first
        others = ngettext("+ {count} more", "+ {count} more", len(more))
        return add_note(first, others.format(count=len(more)))

    def _drop_read(self) -> None:
        """Drop what was told before the last key."""
        if self._told_at is not None and self._presses() > self._told_at:
            del self._waiting[0]
            self._results = max(0, self._results - 1)
            self._told_at, self._counted = None, 0
