"""A change on its way into the stored book, and what comes of it there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, Self

from deals.edits.patches import Patch, ReplacedList, apply_patch, diff_books, join_patches
from deals.errors import UserError
from deals.model import Book, DeletedProject

if TYPE_CHECKING:
    from datetime import datetime

    from deals.accounts import ContactSharing
    from deals.merging.primitives import Prefer


class Committed(NamedTuple):
    """A book with a change in it, and the patch that led there from the book as it stood."""

    book: Book
    patch: Patch


class Departure(NamedTuple):
    """Why a project left this copy: it was `given` to a `person`, one does not see it any more
    (`unseen`), one wanted those of others (`scope`), or somebody `deleted` it; `by` whom, where
    that is known.
    """

    kind: Literal["given", "unseen", "scope", "deleted"]
    person: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class BookChange:
    """What one action makes of a book: of `before` it made `after`, by `patch`.

    `sharing` says how the other projects of an account are told of its people; None leaves them
    alone. `prefer` says whose value stays in a field that others have changed since. `pulled` is
    what a sync has brought, `departures` why projects left by that, by their ids, `by` who did it
    where that is not whoever works here. What was edited before `since` was told of before: the
    store was put back from an older copy.
    """

    before: Book
    after: Book
    patch: Patch
    sharing: ContactSharing | None = None
    prefer: Prefer = "ours"
    pulled: bool = False
    departures: Mapping[str, Departure] = field(default_factory=dict)
    by: str | None = None
    since: datetime | None = None

    @classmethod
    def between(cls, before: Book, after: Book, sharing: ContactSharing | None = None) -> Self:
        """Return the change that leads from one book to another."""
        return cls(before, after, diff_books(before, after), sharing)

    def apply(self, now: Book) -> Committed:
        """Make the change to the book as it stands by now, merged with what others did to it.

        UserError `project-glance` (name) where it edits a project of which only a summary is here:
        nothing but a sync may.
        """
        if not self.pulled:
            refuse_glances(self.patch.projects, now)
        if now is self.before:
            done = Committed(self.after, self.patch)
        else:
            from deals.merging.records import merge_patch

            merged = merge_patch(self.patch, now, prefer=self.prefer)
            done = Committed(merged.book, merged.patch)
        if self.sharing is None:
            return done
        from deals.accounts import share_contacts

        shared = share_contacts(done.patch, done.book, self.sharing)
        done = Committed(apply_patch(shared, done.book), join_patches(done.patch, shared))
        return keep_deleted(done, self.sharing)


def refuse_glances(keys: Iterable[str], book: Book) -> None:
    """Refuse projects of which only summaries are in a book: `project-glance` (name)."""
    for key in keys:
        if (project := book.projects.get(key)) and project.glance is not None:
            raise UserError("project-glance", name=project.name)


def keep_deleted(done: Committed, sharing: ContactSharing) -> Committed:
    """Return the change that also keeps what numbers need of the projects that it deletes.

    A project that was made on the same day is left out: it stood at the end of no day. So is one of
    `sharing.whole`, such as the sample's, which was no deal. Undoing deletes without this, for what
    is undone was never there, and takes such a record back.
    """
    stamp = sharing.stamp
    gone = (before for before, after in done.patch.projects.values() if before and not after)
    kept = [
        DeletedProject.of(project, stamp.at, stamp.by)
        for project in gone
        if project.created_at.date() < stamp.at.date() and project.id not in sharing.whole
    ]
    if not kept:
        return done
    before = done.book.deleted
    book = done.book.with_lists(deleted=(*before, *kept))
    more = Patch({}, {"deleted": ReplacedList(before, book.deleted)})
    return Committed(book, join_patches(done.patch, more))
