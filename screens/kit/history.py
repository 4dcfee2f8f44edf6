"""Undo and redo as values: what was done in this session, each step a patch to turn round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from deals.edits import Patch, invert, patch
from deals.merge import Conflict, merge_patch
from deals.model import Book
from screens.kit.wording import _


@dataclass(frozen=True, slots=True)
class Step:
    """One change to the book and the id of the label that names it."""

    label: str
    patch: Patch

    def said(self) -> str:
        """What was done in the user's words, with the number of projects where there are more."""
        count = len(self.patch.projects)
        return f"{_(self.label)} ({count})" if count > 1 else _(self.label)


@dataclass(frozen=True, slots=True)
class Replay:
    """A step done again or turned round on the present book, whatever others did meanwhile.

    `made` is what it changes; `left` are, by project, the fields that stay because somebody changed
    them since.
    """

    book: Book
    made: Patch
    left: Mapping[str, tuple[Conflict, ...]]


def replayed(change: Patch, book: Book) -> Replay:
    """The change made to the present book as far as it undoes nobody else's."""
    merged = merge_patch(change, book, prefer="theirs")
    return Replay(merged.book, patch(book, merged.book), merged.conflicts)


@dataclass(frozen=True, slots=True)
class History:
    """The steps done, and those undone that can still be done again."""

    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()

    def did(self, step: Step) -> History:
        """After a new change: what was undone before it is gone."""
        return History((*self.done, step), ())

    def undid(self, made: Patch) -> History:
        """After the last step was taken back by the change `made`, which redo turns round."""
        return History(self.done[:-1], (*self.undone, Step(self.done[-1].label, invert(made))))

    def redid(self, made: Patch) -> History:
        """After the last undone step was done again by the change `made`."""
        return History((*self.done, Step(self.undone[-1].label, made)), self.undone[:-1])

    def gave_up(self, *, redo: bool) -> History:
        """Less the last step, of which others have left nothing to take back or do again."""
        if redo:
            return replace(self, undone=self.undone[:-1])
        return replace(self, done=self.done[:-1])
