"""What the pictures of the room show of a project, worked out at once. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from deals.goals import Twig, goal_tree
from deals.model import Book, Project
from deals.plan import Group, grouped, is_past, late_goals
from deals.playbook import Playbook
from deals.smart import Letter, smart_goals
from screens.plan.detail import late_rows
from screens.plan.folding import Folds, Inside, folds, inside
from screens.plan.knots import ROW


@dataclass(frozen=True, slots=True)
class Outline:
    """Goals and rows of a project in their order, how each stands on the day, and what holds what.

    `letters`, `inside` and `past`, those past their own last day, go by goal id; `late` are the
    rows that are late or have a late checkpoint, the longest late first.
    """

    project: Project
    book: Book
    today: date
    groups: tuple[Group, ...]
    twigs: tuple[Twig, ...]
    letters: Mapping[str, tuple[Letter, ...]]
    inside: Mapping[str, Inside]
    past: frozenset[str]
    late: tuple[str, ...]
    folds: Folds

    def of(self, project: Project, book: Book, today: date) -> bool:
        """Whether it is still that of this project."""
        return self.project is project and self.book is book and self.today == today

    def first(self) -> str | None:
        """Where the cursor begins: on what is late the longest, else on the first row."""
        rows = [*self.late, *(row.id for group in self.groups for row in group.rows)]
        return f"{ROW}{rows[0]}" if rows else None


def outline(project: Project, book: Book, playbook: Playbook, today: date) -> Outline:
    """The outline of a project on a day; the book tells who is busy elsewhere."""
    groups = grouped(project, playbook, empty=True)
    twigs = goal_tree(project)
    letters = smart_goals(project, book.projects.values())
    return Outline(
        project,
        book,
        today,
        groups,
        twigs,
        letters,
        inside(twigs, letters, late_goals(project, today)),
        frozenset(one.id for one in project.goals if is_past(one, today)),
        late_rows(project, today),
        folds(twigs, groups),
    )
