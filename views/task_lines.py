"""A task and its checkpoints wherever they are told: signs, and a checkpoint in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from deals.fishbone import CauseState
from deals.model import Checkpoint, PlanRow
from deals.planning import RowLateness, late_checks, row_lateness
from views.days_left import overdue_text
from views.field_values import day_text
from views.fishbone import cause_sign
from views.gantt import check_sign
from views.item_list import label_fact
from views.styled_text import StyledText, TextLine, Tone
from wording import _

_TONES: Mapping[RowLateness, Tone] = {
    "late": "red",
    "doing": "amber",
    "done": "good",
    "dropped": "dim",
}
_CAUSE_STATES: Mapping[str, CauseState] = {"open": "planned", "doing": "doing", "done": "done"}


def state_tone(stands: RowLateness) -> Tone:
    """Return the tone of how a row of the plan stands."""
    return _TONES.get(stands, "")


def _row_sign(row: PlanRow) -> str:
    """Return the sign of how far a row of the plan is, as causes have it."""
    return "-" if row.state == "dropped" else cause_sign(_CAUSE_STATES[row.state])


def task_mark(row: PlanRow, today: date) -> StyledText:
    """Return the sign of a task with its tone: `!` for one that is late or missed a checkpoint,
    else how far it is.
    """
    stands = row_lateness(row, today)
    if stands == "late" or late_checks(row, today):
        return StyledText("!", "red")
    return StyledText(_row_sign(row), state_tone(stands))


def list_checkpoint(check: Checkpoint, row: PlanRow, today: date) -> TextLine:
    """Return a checkpoint: its day, who looks, and what was found or that it is to come or late."""
    missed = check in late_checks(row, today)
    late = overdue_text((today - check.on).days) if missed and check.on else ""
    stands = _("done") if check.done else late or _("not reviewed yet")
    tone: Tone = "good" if check.done else "red" if missed else ""
    sign = check_sign(check, missed=missed)
    return label_fact(
        _("checkpoint"),
        StyledText(f"{sign} {stands}", tone),
        check.what,
        day_text(check.on) if check.on else _("no date"),
        _("by {name}").format(name=check.by) if check.by else "",
        check.result,
    )
