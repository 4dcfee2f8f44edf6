"""Undo and redo as values: what was done in this session, each step a patch to turn round."""

from __future__ import annotations

from dataclasses import dataclass, replace

from deals.edits import Patch
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
class History:
    """The steps done, and those undone that can still be done again."""

    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()

    def did(self, step: Step) -> History:
        """After a new change: what was undone before it is gone."""
        return History((*self.done, step), ())

    def undid(self) -> History:
        """After the last step was taken back."""
        return replace(self, done=self.done[:-1], undone=(*self.undone, self.done[-1]))

    def redid(self) -> History:
        """After the last undone step was done again."""
        return replace(self, done=(*self.done, self.undone[-1]), undone=self.undone[:-1])
