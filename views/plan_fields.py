"""What the fields of goals, plan rows, team members, the form and checkpoints are called, and the
texts that an editor starts with. Pure.
"""

from __future__ import annotations

from deals.fields import GOAL, MEMBER, ROW
from deals.model import Checkpoint, Goal, Member, PlanRow
from deals.parsing.text import fold_text
from deals.planning.plan_lines import checkpoint_line
from wording import N_
from wording.names import level_name, part_name, plan_field_name

DAYS = "days"


def title(field: str) -> str:
    """Return what a field is called."""
    return plan_field_name(field)


def label_of(item: Goal | PlanRow) -> str:
    """Return what a change of it is called."""
    return N_("goal") if isinstance(item, Goal) else N_("plan row")


def fields_of(item: Goal | PlanRow) -> tuple[str, ...]:
    """Return the fields of a goal or a row in the order in which an editor walks them."""
    return GOAL.typed if isinstance(item, Goal) else ROW.typed


def text_of(item: Goal | PlanRow, field: str) -> str:
    """Return a field as it is typed."""
    return GOAL[field].text(item) if isinstance(item, Goal) else ROW[field].text(item)


_CONSTANTS = {"part": part_name, "level": level_name}


def member_text(member: Member, field: str) -> str:
    """Return a member's field as it is typed, constants in the user's language."""
    text = MEMBER[field].text(member)
    return _CONSTANTS[field](text) if text and field in _CONSTANTS else text


def plain_member_text(field: str, text: str) -> str:
    """Return a text of a member's field with the constant for its name in the user's language."""
    named = {
        fold_text(_CONSTANTS[field](constant)): constant
        for constant in (MEMBER[field].words or {}).values()
    }
    return named.get(fold_text(text), text)


def checkpoint_text(check: Checkpoint, field: str) -> str:
    """Return a checkpoint's line, or its result, as it is typed."""
    return check.result if field == "result" else checkpoint_line(check)
