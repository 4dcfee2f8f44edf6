"""The mark of a task wherever it stands in a list: how far it is, or that it is late. Pure."""

from __future__ import annotations

from datetime import date

from deals.fishbone import CauseState
from deals.model import PlanRow
from deals.planning import RowLateness, late_checks, row_lateness
from views.fishbone import cause_sign
from views.styled_text import StyledText, Tone

_TONES: dict[RowLateness, Tone] = {
    "late": "red",
    "doing": "amber",
    "done": "good",
    "dropped": "dim",
}
_CAUSE_STATES: dict[str, CauseState] = {"open": "planned", "doing": "doing", "done": "done"}


def state_tone(stands: RowLateness) -> Tone:
    """Return the tone of how a row of the plan stands."""
    return _TONES.get(stands, "")


def task_mark(row: PlanRow, today: date) -> StyledText:
    """Return the sign of how far a row of the plan is, as causes have it; `!` as in the plan where
    it is late or a checkpoint was missed.
    """
    stands = row_lateness(row, today)
    if stands == "late" or late_checks(row, today):
        return StyledText("!", "red")
    sign = "-" if row.state == "dropped" else cause_sign(_CAUSE_STATES[row.state])
    return StyledText(sign, state_tone(stands))
