"""Edits of the records in a project's lists, and the stamp that every edit leaves.

Ids that point at a dropped record are mended by the edits that know what the ids mean.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from deals.errors import UserError
from deals.history import thin_history
from deals.model import KEYS, RECORDS, Change, Project, Record, Stamp
from deals.model.base import Frozen

ListRecord = TypeVar("ListRecord", bound=Frozen)


def update_where(
    records: tuple[ListRecord, ...], matches: Callable[[ListRecord], bool], **update: object
) -> tuple[ListRecord, ...]:
    """Return the records, those that match with the fields of `update`."""
    return tuple(
        record.model_copy(update=update) if matches(record) else record for record in records
    )


def put(project: Project, name: str, record: Record, stamp: Stamp) -> Project:
    """Return the project with `record` in its list `name`.

    It takes the place of the record of its key, else the end. The market, the form and the review
    are replaced as a whole.
    """
    if name in RECORDS:
        return set_value(project, name, record, stamp)
    return set_value(project, name, put_by_key(getattr(project, name), record, KEYS[name]), stamp)


def put_by_key(
    records: tuple[ListRecord, ...], record: ListRecord, key: Callable[[ListRecord], str]
) -> tuple[ListRecord, ...]:
    """Return the records with one in the place of that of its key, else at the end."""
    if all(key(present) != key(record) for present in records):
        return (*records, record)
    return tuple(record if key(present) == key(record) else present for present in records)


def drop_record(project: Project, name: str, key: str, stamp: Stamp) -> Project:
    """Return the project without the record of its list `name` that goes by `key`."""
    kept = tuple(record for record in getattr(project, name) if KEYS[name](record) != key)
    return set_value(project, name, kept, stamp)


def shift_record(project: Project, name: str, key: str, step: int, stamp: Stamp) -> Project:
    """Return the project with a record moved by `step` places in its list; never past the ends."""
    there = list(getattr(project, name))
    place = next((at for at, record in enumerate(there) if KEYS[name](record) == key), None)
    if place is None:
        return project
    record = there.pop(place)
    there.insert(max(0, min(len(there), place + step)), record)
    return set_value(project, name, tuple(there), stamp)


def set_value(project: Project, name: str, value: object, stamp: Stamp) -> Project:
    """Return the project with a field replaced; the same project where that changes nothing."""
    if value == getattr(project, name):
        return project
    return apply_edit(project, stamp, {name: value})


def apply_edit(
    project: Project, stamp: Stamp, update: Mapping[str, object], *moves: Change
) -> Project:
    """Return the project with `update` applied, stamped, and the `moves` in its history."""
    return project.model_copy(
        update={
            **update,
            "history": thin_history((*project.history, *moves)) if moves else project.history,
            "updated_at": stamp.at,
            "updated_by": stamp.by,
        }
    )


def tracked_change(
    stamp: Stamp, field: str, old: str | None, new: str | None, note: str = ""
) -> Change:
    """Return a tracked field's entry for the history, both ends as its reader reads them."""
    return Change(at=stamp.at, by=stamp.by, field=field, old=old, new=new, note=note or None)


def check_open(project: Project) -> None:
    """Raise the refusal `project-ended` for a project that has ended or is on hold."""
    if project.status != "open":
        raise UserError("project-ended", name=project.name, status=project.status)
