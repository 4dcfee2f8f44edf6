"""Summaries of projects: what a list, triage and figures need of one that is not here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from deals.errors import UserError
from deals.market import find_winner, rivals_of
from deals.model import NUMBER_FIELDS, Glance, GlanceFlag, Project, SourceRef
from deals.network.relationship import levels_held, project_cr
from deals.playbook import Playbook
from deals.rules.glance_rules import ASKED
from deals.rules.triage_rules import RULES, last_touched

MOST_GLANCES = 20_000
"""Of how many projects below summaries are brought; of more, a person below has to be named."""
KEPT = (
    *("id", "name", "customer", "owner", "product", "status", "end_reason", "stage", "amount"),
    *("signs", "tender", "key", "key_strategy", "tags", "own", "next_action", "snoozes", "apart"),
    *("created_at", "updated_at", "updated_by"),
)
"""The fields that stand in a summary as they do in the project."""
MOST_RIVALS = 8
"""How many competitors a summary names."""
KEPT_OF_SOURCE = ("source", "sheet", "id", "part", "gone", "kept")


UNREAD_KEYS = frozenset({"contact", "notes"})
"""The keys of filters that look for what no summary has."""


def count_unread(keys: Iterable[str], projects: Iterable[Project]) -> int:
    """Count the summaries in which nothing can be found by one of the keys of a filter."""
    if UNREAD_KEYS.isdisjoint(keys):
        return 0
    return sum(project.glance is not None for project in projects)


def refuse_glance(project: Project) -> None:
    """Refuse a project of which only a summary is here: `project-glance` (name)."""
    if project.glance is not None:
        raise UserError("project-glance", name=project.name)


def make_glance(project: Project, playbook: Playbook, today: date) -> Project:
    """Thin a project to its summary as of a day; one that is a summary already stays as it is."""
    if project.glance is not None:
        return project
    return Project(
        **{name: getattr(project, name) for name in KEPT},
        sources=tuple(map(_thin_source, project.sources)),
        history=tuple(
            change
            for change in project.history
            if change.subject is None and change.field in NUMBER_FIELDS
        ),
        glance=_sum_up(project, playbook, today),
    )


def _thin_source(source: SourceRef) -> SourceRef:
    return SourceRef(**{name: getattr(source, name) for name in KEPT_OF_SOURCE})


def _sum_up(project: Project, playbook: Playbook, today: date) -> Glance:
    raised = (
        flag
        for rule, asked in ASKED.items()
        if asked == "there" and (flag := RULES[rule](project, playbook, today))
    )
    held = levels_held(project)
    coaches = (each.cr for each in project.contacts if each.stance == "supports" and each.cr)
    return Glance(
        day=today,
        flags=tuple(
            GlanceFlag(rule=flag.rule, case=flag.case, figures=dict(flag.figures))
            for flag in raised
        ),
        people=len(project.contacts),
        best=project_cr(project),
        high=held["high"],
        middle=held["middle"],
        low=held["low"],
        coach=max(coaches, default=None),
        touched=last_touched(project),
        rivals=rivals_of(project)[:MOST_RIVALS],
        winner=find_winner(project) if project.status == "lost" else "",
    )
