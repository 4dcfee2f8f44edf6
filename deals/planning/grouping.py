"""The rows of a plan in the order they are read: by workstream, then as they were put."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from deals.model import PlanRow, Project
from deals.playbook import BilingualText, Playbook


class WorkstreamGroup(NamedTuple):
    """A workstream with its rows; `name` is None for a project's own bone, called by `bone`.

    The group of rows without a field has an empty `bone`.
    """

    bone: str
    name: BilingualText | None
    rows: tuple[PlanRow, ...]

    def title(self, lang: str) -> str:
        """Return the field's name in a language; empty where rows name no field."""
        return self.name.of(lang) if self.name else self.bone


def group_rows(
    project: Project, playbook: Playbook, *, empty: bool = False
) -> tuple[WorkstreamGroup, ...]:
    """Return the plan by workstream.

    First the playbook's, then the project's own, others that rows name, none. Fields without rows
    are left out unless `empty` asks for the playbook's and the project's.
    """
    rows: dict[str, list[PlanRow]] = {}
    for row in project.plan:
        rows.setdefault(row.bone, []).append(row)
    names = {field.id: field.name for field in playbook.fields}
    known = dict.fromkeys((*names, *project.bones))
    order = [*known, *(bone for bone in rows if bone and bone not in known), ""]
    return tuple(
        WorkstreamGroup(bone, names.get(bone), tuple(rows.get(bone, ())))
        for bone in order
        if bone in rows or (empty and bone in known)
    )


def row_numbers(groups: tuple[WorkstreamGroup, ...]) -> Mapping[str, str]:
    """Return each row's number by its place in these groups, by row id.

    `2.1` is the first row of the second group.
    """
    return {
        row.id: f"{place}.{at}"
        for place, group in enumerate(groups, 1)
        for at, row in enumerate(group.rows, 1)
    }
