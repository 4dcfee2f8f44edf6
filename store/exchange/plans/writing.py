"""A plan as rows of cells: a row of the plan a line, its further checkpoints below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count, zip_longest

from deals.model import Checkpoint, PlanRow, Project
from deals.plan import grouped, span_text
from deals.playbook import Playbook
from store.exchange.plans.bones import Bones
from store.exchange.plans.columns import COLUMNS, SEEN, STATES
from store.exchange.plans.head import head_cells
from store.exchange.plans.pieces import in_pieces
from store.exchange.plans.words import Words

HEADER = 1
"""The place of the headings among the rows, from 0; the head of the form is above."""


def plan_rows(project: Project, playbook: Playbook, lang: str) -> list[Sequence[str]]:
    """The head of the form, the headings and then the plan by field of work."""
    chinese = lang.startswith("zh")
    names, bones, groups = Names(project), Bones(project, playbook), grouped(project, playbook)
    numbers = dict(zip((row.id for group in groups for row in group.rows), count(1), strict=False))
    head = ["", *head_cells(project, chinese)]
    head += [""] * (len(COLUMNS) - len(head))
    lines: list[Sequence[str]] = [head, [one.zh if chinese else one.en for one in COLUMNS]]
    for group in groups:
        for row in group.rows:
            said = {"no": f"{numbers[row.id]}", "bone": bones.title(row.bone, chinese)}
            said |= names.row(row, chinese)
            if row.after in numbers:
                said["after"] = f"#{numbers[row.after]} {said['after']}"
            for facts, check in zip_longest([said], row.checkpoints or (None,)):
                cells = {**(facts or {}), **(_check(check, chinese) if check else {})}
                lines += [
                    [piece.get(column.field, "") for column in COLUMNS]
                    for piece in in_pieces(cells)
                ]
    return lines


class Names:
    """How a plan's rows, and the goals and causes that they name, are called in a table."""

    def __init__(self, project: Project) -> None:
        self.goals = Words((one.id, one.text) for one in project.goals)
        self.causes = Words((one.id, one.text) for one in project.causes)
        self.rows = Words((one.id, one.content) for one in project.plan)

    def row(self, row: PlanRow, chinese: bool = False) -> Mapping[str, str]:
        """The cells of a row, without its field of work and its checkpoints."""
        return {
            "content": row.content,
            "aim": row.aim,
            "span": span_text(row.start, row.end),
            "responsible": row.responsible,
            "resources": row.resources,
            "state": STATES[row.state][chinese],
            "after": self.rows.name(row.after),
            "goal": self.goals.name(row.goal),
            "cause": self.causes.name(row.cause),
            "id": row.id,
        }


def _check(check: Checkpoint, chinese: bool) -> dict[str, str]:
    return {
        "check": check.what,
        "check_on": f"{check.on or ''}",
        "check_by": check.by,
        "result": check.result,
        "seen": SEEN[chinese] if check.done else "",
        "check_id": check.id,
    }
