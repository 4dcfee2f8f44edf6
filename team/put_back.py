"""Values that were overtaken or refused, put back as an ordinary edit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from deals.edits.records import apply_edit, tracked_change
from deals.errors import UserError
from deals.fields import CONTACT, PROJECT
from deals.history import NOTES, changed_lines
from deals.merging.lists import mend_links
from deals.model import Change, Project, Stamp
from team.operations import document_of
from team.paths import flatten, project_document, read_project, record_of


def read_value(project: Project, path: str) -> Any:
    """Return the value that a path of a project has."""
    return flatten(project_document(project)).get(path)


def put_values_back(project: Project, values: Mapping[str, Any], stamp: Stamp) -> Project:
    """Return a project with the values of some paths as they were, the moves in its history.

    Raises:
        UserError: team-not-put-back where the record that it was of is gone, or where the value
            does not fit what stands here by now.

    """
    local = flatten(project_document(project))
    flat = {**local, **values}
    for path, value in values.items():
        mark = record_of(path)
        if mark not in (None, path) and value is not None and flat.get(str(mark)) is not True:
            raise UserError("team-not-put-back")
    try:
        read = read_project(document_of(project.id, flat))
    except ValidationError:
        raise UserError("team-not-put-back") from None
    put = mend_links(read, project)
    return (
        project if put == project else apply_edit(put, stamp, {}, *_list_moves(project, put, stamp))
    )


def _list_moves(before: Project, after: Project, stamp: Stamp) -> Iterator[Change]:
    """Yield the moves of what history keeps, of the project and of its contacts."""
    for field in PROJECT.tracked:
        old, new = (PROJECT.history_text(side, field) for side in (before, after))
        if old != new:
            ends = changed_lines(old, new) if field == NOTES else (old, new)
            yield tracked_change(stamp, field, *ends)
    people = {contact.id: contact for contact in before.contacts}
    for contact in after.contacts:
        if (was := people.get(contact.id)) is None or was == contact:
            continue
        for field in CONTACT.tracked:
            old, new = (CONTACT.history_text(side, field) for side in (was, contact))
            if old != new:
                move = tracked_change(stamp, field, old, new)
                yield move.model_copy(update={"subject": contact.id})
