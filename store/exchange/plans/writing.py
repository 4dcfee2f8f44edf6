"""A plan as rows of cells: a row of the plan a line, its further checkpoints below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

from deals.model import Checkpoint, PlanRow, Project
from deals.plan import grouped, span_text
from deals.playbook import Playbook
from deals.text import folded
from store.exchange.plans.columns import COLUMNS, NO_FIELD, SEEN, STATES


def plan_rows(project: Project, playbook: Playbook, lang: str) -> list[Sequence[str]]:
    """The headings and then the plan by field of work."""
    chinese = lang.startswith("zh")
    names = _Names(project)
    lines: list[Sequence[str]] = [[one.zh if chinese else one.en for one in COLUMNS]]
    for group in grouped(project, playbook):
        for row in group.rows:
            said = names.row(row, group.title(lang), chinese)
            for facts, check in zip_longest([said], row.checkpoints or (None,)):
                cells = {**(facts or {}), **(_check(check, chinese) if check else {})}
                lines.append([cells.get(column.field, "") for column in COLUMNS])
    return lines


class _Names:
    """How the rows of a plan name goals, causes and each other: in words where these are clear."""

    def __init__(self, project: Project) -> None:
        self.goals = clear((one.id, one.text) for one in project.goals)
        self.causes = clear((one.id, one.text) for one in project.causes)
        self.rows = clear((one.id, one.content) for one in project.plan)

    def row(self, row: PlanRow, field: str, chinese: bool) -> dict[str, str]:
        """The cells of a row, without its checkpoints."""
        return {
            "bone": field or NO_FIELD,
            "content": row.content,
            "aim": row.aim,
            "span": span_text(row.start, row.end),
            "responsible": row.responsible,
            "resources": row.resources,
            "state": STATES[row.state][chinese],
            "after": self.rows.get(row.after or "", row.after or ""),
            "goal": self.goals.get(row.goal or "", row.goal or ""),
            "cause": self.causes.get(row.cause or "", row.cause or ""),
            "id": row.id,
        }


def clear(named: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Texts by id, and the id itself where a text is nobody's alone."""
    pairs = list(named)
    count = Counter(folded(text) for _id, text in pairs)
    return {key: text if text.strip() and count[folded(text)] == 1 else key for key, text in pairs}


def _check(check: Checkpoint, chinese: bool) -> dict[str, str]:
    return {
        "check": check.what,
        "check_on": f"{check.on or ''}",
        "check_by": check.by,
        "result": check.result,
        "seen": SEEN[chinese] if check.done else "",
    }
