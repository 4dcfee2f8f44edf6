"""What changed between two books, as a value that can be turned round: undo and merging use it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from deals.model import Book, Project, SavedView


class Replaced(NamedTuple):
    """A record before and after; None where there was or is none."""

    before: Project | None
    after: Project | None


@dataclass(frozen=True, slots=True)
class Patch:
    """The projects that a change added, replaced and removed, by id, and the views around it."""

    projects: Mapping[str, Replaced] = field(default_factory=dict)
    views_before: tuple[SavedView, ...] = ()
    views_after: tuple[SavedView, ...] = ()


def patch(before: Book, after: Book) -> Patch:
    """What leads from one book to another; records that both share are told by identity."""
    old, new = before.projects, after.projects
    changed = {
        key: Replaced(old.get(key), one) for key, one in new.items() if old.get(key) is not one
    }
    gone = {key: Replaced(one, None) for key, one in old.items() if key not in new}
    return Patch({**changed, **gone}, before.views, after.views)


def apply(change: Patch, book: Book) -> Book:
    """The book after the change, which need not be the one that the change was made to.

    Records are replaced whole. Of the views only those that the change added, replaced or removed
    are touched, by name, where others have changed the views since.
    """
    put = [one.after for one in change.projects.values() if one.after is not None]
    gone = [key for key, one in change.projects.items() if one.after is None]
    if put:
        book = book.with_projects(*put)
    if gone:
        book = book.without(*gone)
    views = _views(change, book.views)
    return book if views == book.views else book.with_views(*views)


def invert(change: Patch) -> Patch:
    """The patch that takes the change back."""
    turned = {key: Replaced(one.after, one.before) for key, one in change.projects.items()}
    return Patch(turned, change.views_after, change.views_before)


def _views(change: Patch, now: tuple[SavedView, ...]) -> tuple[SavedView, ...]:
    if now == change.views_before:
        return change.views_after
    before, after = (
        {view.name: view for view in views} for views in (change.views_before, change.views_after)
    )
    touched = {name for name in {**before, **after} if before.get(name) != after.get(name)}
    kept = [after.get(view.name) if view.name in touched else view for view in now]
    names = {view.name for view in now}
    new = [view for name, view in after.items() if name in touched and name not in names]
    return (*(view for view in kept if view is not None), *new)
