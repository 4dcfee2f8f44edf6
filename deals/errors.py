"""The error that every room below the screens raises for what a user asked and cannot have.

And the one by which a long reading ends early.
"""

from __future__ import annotations

from typing import Self


class UserError(Exception):
    """A refusal as data: something that cannot be done, or read, as asked.

    `code` is a constant in English (`amount-unreadable`); `figures` are what the sentence about it
    names (the text typed, a limit, a name). The wording room makes the sentence in the user's
    language; nothing here does. `place` says where, outermost first: file, row, column.
    """

    def __init__(self, code: str, /, **figures: str | int) -> None:
        super().__init__(code, figures)
        self.code = code
        self.figures = figures
        self.place: tuple[str, ...] = ()

    def at(self, *place: str) -> Self:
        """Put `place` in front of the places that the error names, and return it."""
        self.place = (*place, *self.place)
        return self

    def __str__(self) -> str:
        figures = ", ".join(f"{name}={value!r}" for name, value in self.figures.items())
        return " ".join([*(f"{where}:" for where in self.place), f"{self.code}({figures})"])


class ReadingStopped(Exception):
    """The user has stopped a reading: raised by what it tells its progress to, and let through."""
