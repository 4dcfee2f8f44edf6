"""Hints that step back once used: how often each command ran and its line was taken.

They are kept for later starts by a `HintKeeper`, in a file of the user's own: by names of commands
alone, and of each no more than it takes to have its hints step back.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from threading import Lock
from typing import Literal, Protocol

HintsShown = Literal["always", "fade", "never"]
KEY_USES, LINE_USES = 1, 3
"""After how many uses the hint of a key steps back, and the example of a line."""


class HintKeeper(Protocol):
    """Where the uses are kept."""

    def read(self) -> Mapping[str, int]:
        """Return what was kept; nothing where that cannot be read."""

    def write(self, uses: Mapping[str, int]) -> None:
        """Keep this; where it cannot be written, nothing is lost but what hints know."""


class NoKeeper:
    """Keeps nothing."""

    def read(self) -> Mapping[str, int]:
        """Return nothing."""
        return {}

    def write(self, uses: Mapping[str, int]) -> None:
        """Forget it."""


class HintUses:
    """Whether hints are still shown; commands are named as `screen.command`.

    `due` says that there is more to keep than was kept.
    """

    def __init__(self, keeper: HintKeeper, wanted: HintsShown = "fade") -> None:
        self._keeper, self._wanted = keeper, wanted
        self.due = False
        self._keeping = Lock()

    @cached_property
    def _uses(self) -> dict[str, int]:
        return dict(self._keeper.read())

    def shows_key(self, command: str) -> bool:
        """Whether to tell of a command's key."""
        return self._shows(command, KEY_USES)

    def shows_line(self, command: str) -> bool:
        """Whether to show an example of the line that a command asks for."""
        return self._shows(_line_of(command), LINE_USES)

    def _shows(self, name: str, most: int) -> bool:
        return self._wanted != "never" and (
            self._wanted == "always" or self._uses.get(name, 0) < most
        )

    def use(self, command: str) -> None:
        """Count that a command ran."""
        self._count(command, KEY_USES)

    def use_line(self, command: str) -> None:
        """Count that a line that a command asked for was taken; one that none asked for is none."""
        if command:
            self._count(_line_of(command), LINE_USES)

    def _count(self, name: str, most: int) -> None:
        if (before := self._uses.get(name, 0)) < most:
            self._uses[name], self.due = before + 1, True

    def show_again(self) -> None:
        """Begin anew, so that all hints are shown; where they never were, from now on."""
        self._wanted = "fade" if self._wanted == "never" else self._wanted
        self._uses.clear()
        self.due = True

    def keep(self) -> None:
        """Keep the uses; called in a thread, while others are counted, and once more at the end.

        What is written last is what was counted last: a thread that is still at it is waited for.
        """
        with self._keeping:
            self.due = False
            self._keeper.write(dict(self._uses))


def _line_of(command: str) -> str:
    return f"{command}:line"
