"""How the plan is looked at: folds, the strip's zoom, and going on to what is late."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deals.model import PlanRow
from screens.kit.wording import _
from screens.plan.gantt import Sight, strip_scale
from screens.plan.knots import ROW
from screens.plan.scale import reach
from screens.plan.strip import bar_of
from screens.plan.views import TREE_CELLS

if TYPE_CHECKING:
    from screens.plan.screen import PlanScreen


def zoom(screen: PlanScreen, step: int) -> None:
    """Longer units a cell, or shorter ones; the bar under the cursor stays in sight."""
    view = screen.view.zoomed(step)
    bar = bar_of(screen.item) if isinstance(screen.item, PlanRow) else None
    if bar is not None:
        cells = screen.size.width - TREE_CELLS * screen.beside
        sight = Sight(screen.today, view.zoom)
        view = replace(view, shift=reach(strip_scale(screen.outline.groups, sight, cells), bar))
    screen.look(view)


def fold(screen: PlanScreen, knots: frozenset[str]) -> None:
    """Folds these and nothing else; the cursor goes to what hides the place where it was."""
    screen.current = screen.outline.folds.shown(knots, screen.current)
    screen.look(replace(screen.view, folded=knots))


def next_late(screen: PlanScreen) -> None:
    """To the next row that is late, round."""
    order = [f"{ROW}{row.id}" for group in screen.outline.groups for row in group.rows]
    at = order.index(screen.current) + 1 if screen.current in order else 0
    late = {f"{ROW}{one}" for one in screen.outline.late}
    found = next((one for one in (*order[at:], *order[:at]) if one in late), None)
    if found is None:
        screen.tell(_("nothing is late"))
    else:
        screen.go(found)
