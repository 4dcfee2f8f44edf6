"""What is settled before the app starts, and what it can ask for without opening a file itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from deals.fields import Reading
from deals.model import Book, Stamp
from deals.playbook import Playbook
from deals.refusal import Refusal
from screens.kit.drafts import Shelf
from screens.kit.glyphs import Glyphs


@dataclass(frozen=True, slots=True)
class Imported:
    """What reading a file came to: the book with its good rows in, rows by kind, and the refusals.

    Kinds are added, changed, unchanged and refused. Nothing is written yet; `before` is the book
    that the rows were read into, `apart` the ids of the projects that they speak of and `whole` of
    those that came out of an export.
    """

    before: Book
    book: Book
    counts: Mapping[str, int]
    refusals: Sequence[Refusal] = ()
    apart: Collection[str] = frozenset()
    whole: Collection[str] = frozenset()


Progress = Callable[[str, int, int], None]


ReadFile = Callable[[Path, Progress], Imported]
"""Reads a file into the present book, telling how far it is: file, rows done, of how many."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is settled before the app starts; `today` and `stamp` are the only clock it has, and
    `shelf` is where lines left half typed are kept.
    """

    playbook: Playbook
    me: str
    today: Callable[[], date]
    stamp: Callable[[], Stamp]
    new_id: Callable[[], str]
    glyphs: Glyphs
    keys: Mapping[str, str]
    shelf: Shelf

    def reading(self) -> Reading:
        """What fields are read and edits are stamped with, as of now."""
        return Reading(playbook=self.playbook, stamp=self.stamp(), new_id=self.new_id)
