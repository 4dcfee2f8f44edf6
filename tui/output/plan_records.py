"""Goals, plan and team of a project as JSON: keys may be added, none changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from deals.goals import smart_goals
from deals.model import Goal, PlanRow, Project
from deals.plan import Group, days_late, grouped, standing
from deals.playbook import Playbook
from screens.kit.wording import language


def planning_record(project: Project) -> dict[str, Any]:
    """What `show` says of goals, plan and team; `lacks` is by letter of SMART, in codes."""
    letters = smart_goals(project)
    return {
        "goals": [
            _goal(one)
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
        "team": [one.model_dump(include=set(type(one).model_fields)) for one in project.team],
        "form": project.form.model_dump(include=set(type(project.form).model_fields)),
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


def _goal(goal: Goal) -> dict[str, Any]:
    return goal.model_dump(include=set(Goal.model_fields))


def _row(row: PlanRow) -> dict[str, Any]:
    return row.model_dump(include=set(PlanRow.model_fields))
