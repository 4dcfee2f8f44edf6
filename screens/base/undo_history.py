"""What can be undone and done again: the changes made here, with what each was about. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from deals.edits.patches import Patch, invert
from deals.model import Book, Project
from deals.playbook import Playbook
from views.money_texts import touched_text
from wording import _, add_note

if TYPE_CHECKING:
    from deals.merging.records import MergedBook

TRACES = dict.fromkeys(("history", "updated_at", "updated_by"))
"""What an edit leaves in a project beside what it edits."""


def drop_traces(patch: Patch) -> Patch:
    """Return a patch, an empty one where it changes nothing but the traces of edits."""
    more = any(_without_traces(*change) is not None for change in patch.projects.values())
    return patch if more or patch.lists else Patch()


def merge_replay(change: Patch, now: Book) -> MergedBook:
    """Merge a change that is replayed with a book, as far as it undoes nobody else's doing.

    Refusal: `project-glance` (name) where it is of projects of which only summaries are here by
    now: it would be done by halves.
    """
    from deals.book_change import refuse_glances
    from deals.merging.records import merge_patch

    refuse_glances(change.projects, now)
    return merge_patch(change, now, prefer="theirs")


def _without_traces(before: Project | None, after: Project | None) -> Project | None:
    """Return the project after a change; None where that changed nothing but traces."""
    if before is None or after is None:
        return before or after
    update = {name: getattr(before, name) for name in TRACES}
    return None if after.model_copy(update=update) == before else after


class UndoStep(NamedTuple):
    """One change to the book, the id of the label that names it, and what it came from: a file.

    What a server did has no patch: `recall` asks it to take that back, and `origin` says of what.
    """

    label: str
    patch: Patch
    origin: str = ""
    recall: Callable[[], None] | None = None

    def describe(self, playbook: Playbook, *, several: bool) -> str:
        """Return what was done, to how many projects, in `several` currencies with their signs."""
        found = [each.after or each.before for each in self.patch.projects.values()]
        if self.origin or len(found) > 1:
            there = list(filter(None, found))
            touched = touched_text(there, playbook, marked=several) if there else ""
            return add_note(_(self.label), _(", ").join(filter(None, (self.origin, touched))))
        return _(self.label)


class UndoHistory(NamedTuple):
    """The steps done, and those undone that can still be done again."""

    done: tuple[UndoStep, ...] = ()
    undone: tuple[UndoStep, ...] = ()

    def after_change(self, step: UndoStep) -> UndoHistory:
        """Return the history after a new change: what was undone before it is gone."""
        return UndoHistory((*self.done, step), ())

    def after_undo(self, made: Patch) -> UndoHistory:
        """Return the history after `made` took the last step back; redo turns `made` round."""
        return UndoHistory(
            self.done[:-1], (*self.undone, self.done[-1]._replace(patch=invert(made)))
        )

    def after_redo(self, made: Patch) -> UndoHistory:
        """Return the history after `made` did the last undone step again."""
        return UndoHistory((*self.done, self.undone[-1]._replace(patch=made)), self.undone[:-1])

    @property
    def recall(self) -> Callable[[], None] | None:
        """What asks the server to take the last step back; None where that is no server's."""
        return self.done[-1].recall if self.done else None

    def without(self, recall: Callable[[], None]) -> UndoHistory:
        """Return the history without a step that the server has taken back."""
        return self._replace(done=tuple(step for step in self.done if step.recall is not recall))

    def name_origin(self, origin: str) -> UndoHistory:
        """Return the history whose last step came from somewhere, a file."""
        return self._replace(done=(*self.done[:-1], self.done[-1]._replace(origin=origin)))

    def without_last(self, *, redo: bool) -> UndoHistory:
        """Drop the last step, of which others have left nothing to take back or do again."""
        if redo:
            return self._replace(undone=self.undone[:-1])
        return self._replace(done=self.done[:-1])
