"""What waits to be told in the status line until there is room for it."""

from __future__ import annotations

from collections.abc import Iterable
from time import monotonic

from wording import add_note, ngettext

STANDS_SECONDS = 10.0
"""How long the result of the user's own act stands before what others did takes its place."""


class WaitingMessages:
    """Texts that are told once: results of what the user did here before the news of others, which
    do not wipe a result that has only just come, as that of a server's work.
    """

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._news, self._results = list(texts), list[str]()
        self._since = -STANDS_SECONDS

    def __bool__(self) -> bool:
        return bool(self._news or self._results)

    def add(self, text: str, *, result: bool = False) -> None:
        """Have a text told, once however often it is asked for."""
        there = self._results if result else self._news
        if text and text not in there:
            there.append(text)

    def mention(self, name: str) -> bool:
        """Return whether something that waits names it."""
        return any(name in text for text in (*self._news, *self._results))

    def take(self, *, standing: bool) -> str:
        """Return what may be told now, and how much more there was; `standing` where something was
        told that no key was pressed after.
        """
        if self._results:
            texts, self._results, self._since = self._results, [], monotonic()
        elif standing and monotonic() - self._since < STANDS_SECONDS:
            return ""
        else:
            texts, self._news = self._news, []
        first, *more = texts or [""]
        if not more:
            return first
        others = ngettext("+ {count} more", "+ {count} more", len(more)).format(count=len(more))
        return add_note(first, others)
