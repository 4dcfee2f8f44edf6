"""The difference between two books as a value: undo inverts it, merging reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from deals.model import SHARED, Book, Project
from deals.model.base import Frozen


class ReplacedProject(NamedTuple):
    """A project before and after a change; None where there was or is none."""

    before: Project | None
    after: Project | None


class ReplacedList(NamedTuple):
    """A list that all projects share, before and after."""

    before: tuple[Frozen, ...]
    after: tuple[Frozen, ...]


@dataclass(frozen=True, slots=True)
class Patch:
    """A difference between two books.

    It holds the projects added, replaced and removed, by id, and the shared lists (SHARED) that
    changed.
    """

    projects: Mapping[str, ReplacedProject] = field(default_factory=dict)
    lists: Mapping[str, ReplacedList] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether it changes anything."""
        return bool(self.projects or self.lists)


def diff_books(before: Book, after: Book) -> Patch:
    """Return the difference that leads from one book to another.

    A project that both books share is one object and is passed over by identity. Where `after` was
    made from `before`, only what was touched on the way is looked at.
    """
    old, new = before.projects, after.projects
    touched = after.changed_since(before)
    keys: Iterable[str] = {**new, **old} if touched is None else touched
    changed = {
        key: ReplacedProject(old.get(key), new.get(key))
        for key in keys
        if old.get(key) is not new.get(key)
    }
    lists = {name: ReplacedList(getattr(before, name), getattr(after, name)) for name in SHARED}
    return Patch(
        changed,
        {name: relisted for name, relisted in lists.items() if relisted.before != relisted.after},
    )


def apply_patch(change: Patch, book: Book) -> Book:
    """Return the book that a patch leads to from the one that it was made on."""
    after = {key: replaced.after for key, replaced in change.projects.items()}
    put = [project for project in after.values() if project is not None]
    gone = [key for key, project in after.items() if project is None]
    book = book.with_projects(*put) if put else book
    book = book.without(*gone) if gone else book
    lists = {name: relisted.after for name, relisted in change.lists.items()}
    return book.with_lists(**lists) if lists else book


def join_patches(first: Patch, second: Patch) -> Patch:
    """Return the patch that leads where two lead one after the other."""
    projects = {
        key: ReplacedProject(first.projects.get(key, replaced).before, replaced.after)
        for key, replaced in second.projects.items()
    }
    lists = {
        name: ReplacedList(first.lists.get(name, relisted).before, relisted.after)
        for name, relisted in second.lists.items()
    }
    return Patch({**first.projects, **projects}, {**first.lists, **lists})


def invert(change: Patch) -> Patch:
    """Return the patch that takes the change back."""
    turned = {
        key: ReplacedProject(replaced.after, replaced.before)
        for key, replaced in change.projects.items()
    }
    lists = {
        name: ReplacedList(relisted.after, relisted.before)
        for name, relisted in change.lists.items()
    }
    return Patch(turned, lists)
