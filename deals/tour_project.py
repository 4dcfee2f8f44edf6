"""Which project a newcomer is shown round on: one whose trouble can be followed to its mending."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from deals.model import Project
from deals.network.analysis import analyse
from deals.network.introductions import find_introductions
from deals.playbook import Playbook
from deals.questions import causes_of, weak_answers
from deals.rules.triage import Assessment


def find_tour_project(
    rows: Iterable[Assessment], ids: Collection[str], playbook: Playbook
) -> Project | None:
    """Return the first of some projects that is red, has a hole that an introduction may mend, and
    a weak answer that nobody has made a task of; where none has it all any more, as when somebody
    has mended them on an earlier tour, the first that is red, else the first; None for no projects.

    `rows` are in the order of triage, so it is the worst of them.
    """
    there = [row for row in rows if row.project.id in ids]
    red = [row.project for row in there if row.severity == "red"]
    whole = (project for project in red if _shows_all(project, playbook))
    return next(whole, None) or next(iter([*red, *(row.project for row in there)]), None)


def first_open_answer(project: Project, playbook: Playbook) -> str | None:
    """Return the question of the first weak answer that no cause came from."""
    weak = (answer.question for answer in weak_answers(project, playbook))
    return next((question for question in weak if not causes_of(project, question)), None)


def _shows_all(project: Project, playbook: Playbook) -> bool:
    if first_open_answer(project, playbook) is None:
        return False
    findings = analyse(project, playbook)
    holes = (find_introductions(project, findings, playbook, hole) for hole in findings.holes)
    return any(holes)
