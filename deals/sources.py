"""The sources of causes: what a cause's `source` names, and what was made of it (method, 5 to 7).

A source is `answer:ID`, `hole:LEVEL:LINE`, or of the market `swot:ID`, `strategy:ID`,
`cell:DIMENSION:RIVAL` (no rival is ourselves) and `note:KEY`.
"""

from __future__ import annotations

from typing import Literal

from deals.model import Cause, PlanRow, Project

MarketKind = Literal["cell", "note", "swot", "strategy"]


def cell_source(dimension: str, rival: str) -> str:
    """Write the `source` of a cause that came from comparing a competitor in one dimension."""
    return f"cell:{dimension}:{rival}"


def cell_of(source: str) -> tuple[str, str] | None:
    """Read dimension and competitor of such a source, None for another."""
    kind, _, rest = source.partition(":")
    dimension, colon, rival = rest.partition(":")
    return (dimension, rival) if kind == "cell" and dimension and colon else None


def key_of(source: str) -> str:
    """Fold a source so that it can be compared: competitors in any case of letters alike."""
    cell = cell_of(source)
    return cell_source(cell[0], cell[1].casefold()) if cell else source


def causes_from(project: Project, source: str) -> tuple[Cause, ...]:
    """List the causes that came from a source."""
    key = key_of(source)
    return tuple(cause for cause in project.causes if cause.source and key_of(cause.source) == key)


def rows_from(project: Project, source: str) -> tuple[PlanRow, ...]:
    """List the plan's rows that work on what a source found, directly or by a goal."""
    causes = {cause.id for cause in causes_from(project, source)}
    goals = {goal.id for goal in project.goals if goal.cause in causes}
    return tuple(row for row in project.plan if row.cause in causes or row.goal in goals)
