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
    a weak answer that nobody has made a task of; None where none has it all.

    `rows` are in the order of triage, so it is the worst of them.
    """
    for row in rows:
        project = row.project
        if project.id in ids and row.severity == "red" and _shows_all(project, playbook):
            return project
    return None


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
