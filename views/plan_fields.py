"""What the fields of goals, plan rows, team members, the form and checkpoints are called, and the
texts that an editor starts with. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping

from deals.fields import GOAL, MEMBER, ROW
from deals.fields.member_line import read_member
from deals.fields.planning_fields import PART_WORDS
from deals.model import Checkpoint, Goal, Member, PlanRow, TeamPart
from deals.parsing.reading_context import ReadingContext
from deals.parsing.text import fold_text
from deals.planning.plan_lines import checkpoint_line
from deals.planning.row_words import find_unread_days
from views.styled_text import StyledText, TextLine, line
from wording import N_, _
from wording.names import level_name, part_name, plan_field_name

DAYS = "days"


def title(field: str) -> str:
    """Return what a field is called."""
    return plan_field_name(field)


def unread_text(content: str, days: str) -> str:
    """Return what is said of days within the words of a task, which stay words; empty if none."""
    unread = "" if days else find_unread_days(content)
    if not unread:
        return ""
    warning = _('"{text}" is not read as dates; write them at the end, or between semicolons')
    return warning.format(text=unread)


def label_of(item: Goal | PlanRow) -> str:
    """Return what a change of it is called."""
    return N_("goal") if isinstance(item, Goal) else N_("task")


def kept_kind(item: Goal | PlanRow) -> str:
    """Return what unsaved lines, which are stored, call the kind of an item."""
    return "goal" if isinstance(item, Goal) else "plan row"


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


def echo_member(text: str, reading: ReadingContext, part: TeamPart | None = None) -> TextLine:
    """Return what a line that adds a member says, or how it may be written.

    `part` is that of whoever is given none in the text.
    """
    if not text.strip():
        return line(StyledText(_("name part level duties, such as: Lin leader executive"), "dim"))
    member = read_member(text, reading, part)
    texts = (member_text(member, field) for field in ("name", "part", "level", "duties"))
    return line(StyledText("= ", "dim"), StyledText("  ".join(filter(None, texts)), "good"))


PART_KEYS: Mapping[str, TeamPart] = {"l": "leader", "m": "member", "o": "monitor", "s": "sponsor"}
"""The letters that the parts in a team are chosen by; their numbers count from 1."""


def chosen_part(typed: str) -> str:
    """Return the part that a letter or number chooses, else the text itself."""
    numbered = {str(at): part for at, part in enumerate(PART_KEYS.values(), 1)}
    return {**PART_KEYS, **numbered}.get(fold_text(typed), typed)


def echo_part(typed: str) -> TextLine:
    """Return what a line that names a part says, or which parts there are to choose."""
    if typed.strip():
        part = PART_WORDS.get(fold_text(chosen_part(typed)))
        name = part_name(part) if part else _("none")
        return line(StyledText("= ", "dim"), StyledText(name, "good"))
    options = [f"{at} {part_name(part)}" for at, part in enumerate(PART_KEYS.values(), 1)]
    return line(StyledText("  ".join(options), "dim"))


def checkpoint_text(check: Checkpoint, field: str) -> str:
    """Return a checkpoint's line, or its result, as it is typed."""
    return check.result if field == "result" else checkpoint_line(check)
