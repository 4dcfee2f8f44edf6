"""The items that a red thread runs through, by what each goes by, and whether one is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from deals.market import rivals_of
from deals.model import US, Answer, Cause, Checkpoint, Goal, PlanRow, Project, Strategy, SwotItem
from deals.sources import cell_of, cell_source


class Items(NamedTuple):
    """What a project's threads run through: records by id, notes and competitors by name."""

    answers: Mapping[str, Answer]
    notes: Mapping[str, str]
    swot: Mapping[str, SwotItem]
    strategies: Mapping[str, Strategy]
    rivals: Mapping[str, str]
    causes: Mapping[str, Cause]
    goals: Mapping[str, Goal]
    rows: Mapping[str, PlanRow]

    @property
    def by_id(self) -> Mapping[str, Mapping[str, object]]:
        """The records that there are or are not, by kind and id."""
        return {
            "swot": self.swot,
            "strategy": self.strategies,
            "cause": self.causes,
            "goal": self.goals,
            "row": self.rows,
        }


def items_of(project: Project) -> Items:
    """The items of a project."""
    return Items(
        {one.question: one for one in project.answers},
        {one.key: one.text for one in project.notes},
        {one.id: one for one in project.swot},
        {one.id: one for one in project.strategies},
        {one.casefold(): one for one in (US, *rivals_of(project))},
        {one.id: one for one in project.causes},
        {one.id: one for one in project.goals},
        {one.id: one for one in project.plan},
    )


def named(items: Items, ref: str) -> str:
    """The item with its competitor written as the project writes it."""
    cell = cell_of(ref)
    return cell_source(cell[0], items.rivals.get(cell[1].casefold(), cell[1])) if cell else ref


def there(items: Items, ref: str) -> bool:
    """Whether there is such an item; an answer, a hole or a note may still be to be written."""
    kind, _, key = ref.partition(":")
    if kind in ("answer", "hole", "note"):
        return bool(key)
    if kind == "checkpoint":
        return check_of(items, key) is not None
    cell = cell_of(ref)
    if cell is not None:
        return cell[1].casefold() in items.rivals
    return key in items.by_id.get(kind, ())


def check_of(items: Items, key: str) -> Checkpoint | None:
    """The checkpoint `ROW:ID`, None where there is none."""
    row_id, _, check_id = key.partition(":")
    row = items.rows.get(row_id)
    return next((one for one in row.checkpoints if one.id == check_id), None) if row else None
