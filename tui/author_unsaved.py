"""Lines left half typed, as the screens know them: those of one author."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from deals.unsaved import InputPlace, UnsavedLine
from store.unsaved import UnsavedFile
from tui.clock import new_id, now


@dataclass(frozen=True, slots=True)
class AuthorUnsaved:
    """The lines that `me` left half typed; those of others stay as they are."""

    file: UnsavedFile
    me: str

    def read(self) -> Sequence[UnsavedLine]:
        """Return those that are left, the newest first."""
        return [line for line in self.file.read(now()) if line.by == self.me]

    @property
    def has_old(self) -> bool:
        """Whether there are some to be dropped for their age."""
        return self.file.has_old(now())

    def new_line(self, place: InputPlace, label: str, text: str) -> UnsavedLine:
        """Return a line typed just now."""
        return UnsavedLine(new_id(), self.me, place, label, text, now())

    def change(self, put: Sequence[UnsavedLine], drop: Collection[str]) -> None:
        """Keep some and drop others, durably; OSError or UserError as they come."""
        self.file.change(put, drop, now())
