"""Goals, plan and team of a project as JSON: keys may be added, none changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from deals.model import PlanRow, Project, Record
from deals.plan import Group, days_late, grouped, standing
from deals.playbook import Playbook
from deals.smart import smart_goals
from screens.kit.wording import language


def planning_record(project: Project, projects: Iterable[Project]) -> dict[str, Any]:
    """What `show` says of goals, plan and team; `lacks` is by letter of SMART, in codes."""
    letters = smart_goals(project, projects)
    return {
        "goals": [
            _full(one)
            | {
                "lacks": {
                    letter.letter: [missing.code for missing in letter.missing]
                    for letter in letters[one.id]
                    if letter.missing
                }
            }
            for one in project.goals
        ],
        "plan": [_row(one) for one in project.plan],
        "team": [_full(one) for one in project.team],
        "form": _full(project.form),
    }


def plan_record(project: Project, playbook: Playbook, today: date) -> dict[str, Any]:
    """The plan by field of work, each row with its standing on the day."""
    return {
        "id": project.id,
        "name": project.name,
        "fields": [_group(one, today) for one in grouped(project, playbook)],
    }


def _group(group: Group, today: date) -> dict[str, Any]:
    return {
        "id": group.bone,
        "name": group.title(language()),
        "rows": [
            _row(one) | {"standing": standing(one, today), "days_late": days_late(one, today)}
            for one in group.rows
        ],
    }


def _row(row: PlanRow) -> dict[str, Any]:
    return _full(row) | {"checkpoints": [_full(one) for one in row.checkpoints]}


def _full(record: Record) -> dict[str, Any]:
    """Every field of ours, those at rest too, and not what others added to the record."""
    return {name: getattr(record, name) for name in type(record).model_fields}
