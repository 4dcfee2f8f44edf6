"""What changed between two books, as a value that can be turned round: undo and merging use it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    """What leads from one book to another; records that both share are told by identity.

    Where `after` was made from `before`, only what was touched on the way is looked at.
    """
    old, new = before.projects, after.projects
    touched = after.changed_since(before)
    keys: Iterable[str] = {**new, **old} if touched is None else touched
    changed = {
        key: Replaced(old.get(key), new.get(key))
        for key in keys
        if old.get(key) is not new.get(key)
    }
    return Patch(changed, before.views, after.views)


def invert(change: Patch) -> Patch:
    """The patch that takes the change back."""
    turned = {key: Replaced(one.after, one.before) for key, one in change.projects.items()}
    return Patch(turned, change.views_after, change.views_before)
