"""The words for a value that lies in records within records; never an id of ours."""

from __future__ import annotations

from collections.abc import Iterator

from deals.merge.parts import ABSENT, said
from deals.model import POINTS, Influence, Project, Touch
from deals.model.base import Frozen

Trail = tuple[tuple[Frozen, str], ...]
"""Where a value lies: each record with the field that leads on, outermost first. The last field is
the value's own, empty for the whole record.
"""

_TITLES = ("text", "content", "what", "question", "key", "rival", "dimension", "name")


def title(record: Frozen, project: Project | None = None) -> str:
    """What a record is called; empty for one that there is but one of. People are called as in
    `project`.
    """
    if isinstance(record, Influence):
        names = (pointed_text(record, field, project) for field in ("source", "target"))
        return " > ".join(name or "?" for name in names)
    if isinstance(record, Touch):
        return ": ".join(filter(None, (record.on.isoformat(), record.how)))
    return next((getattr(record, one) for one in _TITLES if hasattr(record, one)), "")


def value_of(trail: Trail) -> object:
    """What lies at the trail's end: a field's value, or the record."""
    record, field = trail[-1]
    return getattr(record, field, ABSENT) if field else record


def trail_text(trail: Trail | None, project: Project | None) -> str | None:
    """`visit: A: fine`: what the records are called and the value at the end, `-` for an empty one;
    None for no trail. What the value points at is called as in `project`.
    """
    if trail is None:
        return None
    words = [name for record, _field in trail if (name := title(record, project))]
    record, field = trail[-1]
    if field:
        words.append(_value(record, field, project) or "-")
    return ": ".join(dict.fromkeys(words))


def _value(record: Frozen, field: str, project: Project | None) -> str | None:
    if field in POINTS.get(type(record), {}):
        return pointed_text(record, field, project)
    value = getattr(record, field, ABSENT)
    return field if value is True else said(value)


def pointed_text(record: Frozen, field: str, project: Project | None) -> str | None:
    """What the field of a record that holds an id, or several, points at in the project, by name;
    None where that is nothing.
    """
    value = getattr(record, field, ())
    ids = value if isinstance(value, tuple) else (value,)
    return ", ".join(_called(project, POINTS[type(record)][field], ids)) or None


def _called(project: Project | None, target: str, ids: tuple[object, ...]) -> Iterator[str]:
    there = getattr(project, target, ())
    return (title(one) for key in ids for one in there if one.id == key)
