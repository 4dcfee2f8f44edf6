"""What every triage rule is made of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps

from deals.model import Flag, Project
from deals.playbook import Playbook

Figures = dict[str, str | int]
Rule = Callable[[Project, Playbook, date], Flag | None]


def of_open_projects(rule: Rule) -> Rule:
    """The rule, silent on a project that was won, lost, abandoned or put on hold."""

    @wraps(rule)
    def guarded(project: Project, playbook: Playbook, today: date) -> Flag | None:
        return rule(project, playbook, today) if project.status == "open" else None

    return guarded


def flagged(playbook: Playbook, rule: str, case: str, figures: Figures) -> Flag:
    """The flag of a rule, as severe as the playbook says."""
    return Flag(rule, playbook.rules[rule].severity, case, figures)
