"""What every edit does besides its own work: it stamps the project and keeps the history."""

from __future__ import annotations

from collections.abc import Mapping

from deals.history import thinned
from deals.model import Change, Project, Stamp
from deals.refusal import Refusal


def edited(project: Project, stamp: Stamp, update: Mapping[str, object], *moves: Change) -> Project:
    """The project with the fields in `update` replaced and the tracked `moves` in its history."""
    return project.model_copy(
        update={
            **update,
            "history": thinned((*project.history, *moves)) if moves else project.history,
            "updated_at": stamp.at,
            "updated_by": stamp.by,
        }
    )


def moved(stamp: Stamp, field: str, old: str | None, new: str | None, note: str = "") -> Change:
    """A tracked field's move, both ends in the text that its reader reads back."""
    return Change(at=stamp.at, by=stamp.by, field=field, old=old, new=new, note=note or None)


def must_be_open(project: Project) -> None:
    """Raises the refusal `project-ended` for a project that has ended or is on hold."""
    if project.status != "open":
        raise Refusal("project-ended", name=project.name, status=project.status)
