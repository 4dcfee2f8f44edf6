"""The repair of links that two changes, each sound, break between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from deals.merging.lists import ListConflict, as_conflicts
from deals.merging.primitives import FieldConflict, Prefer
from deals.model import BEHIND, KEYS, POINTS, Cause, Project

ParentLinks = Mapping[str, str | None]
"""The records of a list by id, and behind which each stands, None for none."""


def repair_links(
    merged: Project, base: Project, ours: Project, theirs: Project, prefer: Prefer
) -> tuple[Project, list[FieldConflict]]:
    """Remove links that lead nowhere or in a circle; return with the project those that gave way.

    What points at a record that is gone is left to the one that this stood behind, as when it is
    taken out. Of the links in a circle one that the preferred side has not made gives way. A cause
    behind another is on its bone.
    """
    preferred = ours if prefer == "ours" else theirs
    made = _with_lists(merged, _relink_lists(merged, base))
    straight = {name: _break_circles(name, made, preferred) for name in BEHIND}
    sound = _with_lists(made, straight)
    sound = _with_lists(sound, {"causes": _level_causes(sound.causes)})
    conflicts: list[FieldConflict] = []
    for name, field in BEHIND.items():
        clashes = list[ListConflict]()
        for lost, kept in zip(getattr(made, name), straight[name], strict=True):
            sides = (kept, lost) if prefer == "ours" else (lost, kept)
            if kept is not lost:
                clashes.append(ListConflict(kept.id, *(((side, field),) for side in sides)))
        conflicts += as_conflicts(name, clashes, ours, theirs)
    return sound, conflicts


def _with_lists(project: Project, lists: Mapping[str, tuple[Any, ...]]) -> Project:
    changed = {
        name: records for name, records in lists.items() if records != getattr(project, name)
    }
    return project.model_copy(update=changed) if changed else project


def _relink_lists(merged: Project, base: Project) -> dict[str, tuple[Any, ...]]:
    """Return the lists of a project with every link to a record that is gone moved or dropped."""
    targets = {name for fields in POINTS.values() for name in fields.values()}
    there = {name: {record.id for record in getattr(merged, name)} for name in targets}
    before = {name: _links(name, base) for name in BEHIND}
    return {
        name: tuple(
            _set_links(record, dict(_links_of(record, there, before)))
            for record in getattr(merged, name)
        )
        for name in KEYS
    }


def _set_links(record: Any, links: Mapping[str, object]) -> Any:
    changed = {field: to for field, to in links.items() if to != getattr(record, field)}
    return record.model_copy(update=changed) if changed else record


def _links_of(
    record: Any, there: Mapping[str, set[str]], before: Mapping[str, ParentLinks]
) -> Iterator[tuple[str, object]]:
    for field, target in POINTS.get(type(record), {}).items():
        value = getattr(record, field)
        if isinstance(value, tuple):
            yield field, tuple(id_ for id_ in value if id_ in there[target])
        elif value is not None and value not in there[target]:
            yield field, _nearest_left(value, there[target], before[target])


def _nearest_left(gone: str, there: set[str], before: ParentLinks) -> str | None:
    """Return the nearest record that is left of those which the one that is gone stood behind."""
    at, seen = before.get(gone), {gone}
    while at is not None and at not in there:
        if at in seen:
            return None
        seen.add(at)
        at = before.get(at)
    return at


def _links(name: str, project: Project) -> ParentLinks:
    return {record.id: getattr(record, BEHIND[name]) for record in getattr(project, name)}


def _break_circles(name: str, project: Project, preferred: Project) -> tuple[Any, ...]:
    """Return the records of a list, no record behind itself by whatever way round."""
    there = getattr(project, name)
    links, wanted = dict(_links(name, project)), _links(name, preferred)
    while circle := next((found for link in links if (found := _find_circle(link, links))), None):
        # A link of the other side gives way; any, where the preferred side itself held the circle.
        # The least id is taken, so that all sessions that merge the same break the same link.
        foreign = [id_ for id_ in circle if wanted.get(id_) != links[id_]]
        loose = min(foreign or circle)
        to = wanted.get(loose) if foreign else None
        links[loose] = to if to in links else None
    return tuple(_set_links(record, {BEHIND[name]: links[record.id]}) for record in there)


def _find_circle(start: str, links: ParentLinks) -> tuple[str, ...]:
    """Return the ids of the circle that leads from a record back to it; empty for none."""
    found, at = {start: None}, links[start]
    while at is not None and at not in found:
        found[at] = None
        at = links[at]
    return tuple(found) if at == start else ()


def _level_causes(causes: tuple[Cause, ...]) -> tuple[Cause, ...]:
    """Put each cause on the bone of its top one, and none deeper than one behind it."""
    known = {cause.id: cause for cause in causes}

    def placed(cause: Cause) -> Cause:
        top = cause
        while top.parent is not None:
            top = known[top.parent]
        return cause if top is cause else _set_links(cause, {"parent": top.id, "bone": top.bone})

    return tuple(placed(cause) for cause in causes)
