"""What a store with several sessions should hold: a model that knows no file, only who did what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from deals.fields import history_text
from deals.merging.primitives import Prefer
from deals.model import Book, Project

Facts = Mapping[str, Any]
"""What is known of one project, by field; `touches` is a set, and `at` when it was last edited."""

FIELDS = ("name", "owner", "product", "amount", "cr", "title")
OF_PEOPLE = ("cr", "title")


def facts(project: Project) -> Facts:
    """Return the facts of a stored project."""
    (boss,) = project.contacts
    basics = {key: getattr(project, key) for key in ("name", "owner", "product", "amount")}
    notes = frozenset(touch.note for touch in project.touches)
    return {
        **basics,
        "cr": boss.cr,
        "title": boss.title,
        "touches": notes,
        "at": project.updated_at,
    }


@dataclass(frozen=True)
class World:
    """Every project's facts by id, and the saved views' filters by name."""

    projects: Mapping[str, Facts] = field(default_factory=dict)
    views: Mapping[str, str] = field(default_factory=dict)


def world(book: Book) -> World:
    """Return the facts of a book."""
    projects = {key: facts(record) for key, record in book.projects.items()}
    return World(projects, {view.name: view.filter for view in book.views})


@dataclass(frozen=True)
class Turn:
    """A change: from what to what, for everything that it changes."""

    projects: Mapping[str, tuple[Facts | None, Facts | None]]
    views: Mapping[str, tuple[str | None, str | None]]

    @classmethod
    def between(cls, old: World, new: World) -> Turn:
        """Return what leads from one world to another."""
        return cls(
            _changed_values(old.projects, new.projects), _changed_values(old.views, new.views)
        )

    def back(self) -> Turn:
        """Return the change turned round."""
        return Turn(
            {key: (new, old) for key, (old, new) in self.projects.items()},
            {key: (new, old) for key, (old, new) in self.views.items()},
        )

    def onto(self, now: World, prefer: Prefer) -> World:
        """Return the world after the change is made to it, whatever others did meanwhile."""
        projects = dict(now.projects)
        for key, (old, new) in self.projects.items():
            _put(projects, key, _merge_facts(old, new, projects.get(key), prefer))
        views = dict(now.views)
        for key, (before, after) in self.views.items():
            _put(views, key, _settle_value(before, after, views.get(key), prefer))
        return World(projects, views)

    def overwriting(self, now: World) -> set[tuple[str, str, str | None]]:
        """Project, field and text of every value of others that making the change replaces."""
        lost = set()
        for key, (old, new) in self.projects.items():
            there = now.projects.get(key)
            if old is None or new is None or there is None:
                continue
            for name in FIELDS:
                if old[name] != new[name] and there[name] not in (old[name], new[name]):
                    lost.add((key, name, history_text(there[name])))
        return lost


@dataclass
class Written:
    """What a session wrote, by project and field, for as long as it is to be told of its loss."""

    texts: dict[str, dict[str, Any]] = field(default_factory=dict)
    lost: set[tuple[str, str]] = field(default_factory=set)

    def wrote(self, turn: Turn) -> None:
        """The session made a change."""
        for key, (old, new) in turn.projects.items():
            if new is None:
                self.texts.pop(key, None)
            elif old is None:
                self.texts.setdefault(key, {})
            else:
                changed = {name: new[name] for name in FIELDS if old[name] != new[name]}
                # Nobody takes a touch away here, but its project may go.
                if changed or old["touches"] != new["touches"]:
                    self.texts.setdefault(key, {}).update(changed)

    def looked(self, now: World) -> None:
        """The session sees the world: what it wrote and is no longer so was overwritten."""
        for key, mine in list(self.texts.items()):
            there = now.projects.get(key)
            if there is None:
                self.lost.add((key, "project"))
                del self.texts[key]
                continue
            for name in [
                field_name for field_name, value in mine.items() if there[field_name] != value
            ]:
                self.lost.add((key, name))
                del mine[name]


def _changed_values(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    keys = {**old, **new}
    return {key: (old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key)}


def _put(there: dict[str, Any], key: str, value: Any) -> None:
    if value is None:
        there.pop(key, None)
    else:
        there[key] = value


def _settle_value(base: Any, ours: Any, theirs: Any, prefer: Prefer) -> Any:
    if ours in (base, theirs):
        return theirs
    return ours if prefer == "ours" or theirs == base else theirs


def _merge_facts(
    base: Facts | None, ours: Facts | None, theirs: Facts | None, prefer: Prefer
) -> Facts | None:
    if base is None or ours is None or theirs is None or base == theirs:
        whole: Facts | None = _settle_value(base, ours, theirs, prefer)
        return whole
    merged = {name: _settle_value(base[name], ours[name], theirs[name], prefer) for name in FIELDS}
    added, gone = ours["touches"] - base["touches"], base["touches"] - ours["touches"]
    merged["touches"] = (theirs["touches"] | added) - gone
    merged["at"] = max(ours["at"], theirs["at"])
    return merged
