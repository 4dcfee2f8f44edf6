"""The fields of goals, rows of the plan and team members as they are typed in the user's language.

Pure: a record, a field and a text make another record, or a refusal.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from deals.errors import UserError
from deals.fields import FORM, GOAL, MEMBER, ROW
from deals.model import Goal, Member, PlanRow, Project
from deals.parsing.reading_context import ReadingContext
from deals.parsing.text import fold_text
from deals.planning import DateRange, parse_span
from wording.names import level_name, part_name, plan_field_name

DAYS = "days"
NO_DAY = "-"
MEMBER_FIELDS = MEMBER.typed
FORM_FIELDS = FORM.typed


def title(field: str) -> str:
    """Return what a field is called."""
    return plan_field_name(field)


def fields_of(item: Goal | PlanRow) -> tuple[str, ...]:
    """Return the fields of a goal or a row in the order in which an editor walks them."""
    return GOAL.typed if isinstance(item, Goal) else ROW.typed


def text_of(item: Goal | PlanRow, field: str) -> str:
    """Return a field as it is typed."""
    return GOAL[field].text(item) if isinstance(item, Goal) else ROW[field].text(item)


def write_field(
    item: Goal | PlanRow, field: str, text: str, project: Project, reading: ReadingContext
) -> Goal | PlanRow:
    """Return the goal or row with a field typed anew; refusals of `parse_span`."""
    reading = reading.on(project)
    if isinstance(item, Goal):
        return GOAL[field].write(item, GOAL[field].parse(text, reading))
    return ROW[field].write(item, ROW[field].parse(text, reading))


def read_row_line(text: str, project: Project, today: date) -> tuple[str, DateRange, str]:
    """Return what a line `content; days; responsible` says; the days may be left out."""

    def span(typed: str) -> DateRange:
        return parse_span(typed, today, project.signs)

    content, days, who = split_line(text, span)
    return content, span(days) if days else DateRange(None, None), who


def split_line(text: str, read: Callable[[str], object]) -> tuple[str, str, str]:
    """Return what stands before the days, the days, and who, of a line with `;` between them.

    The days are the last part that `read` takes, or `-`: what stands before them may have a `;` of
    its own. Where nothing reads as days, the second part is to be refused as such.
    """
    parts = [part.strip() for part in text.replace("；", ";").rstrip("; ").split(";")]
    found = [at for at, part in enumerate(parts) if at and _reads(part, read)]
    at = found[-1] if found else 1
    what, who = "; ".join(parts[:at]), "; ".join(parts[at + 1 :])
    return what, parts[at] if at < len(parts) else "", who


def _reads(text: str, read: Callable[[str], object]) -> bool:
    try:
        return text in ("", NO_DAY) or read(text) is not None
    except UserError:
        return False


_CONSTANTS = {"part": part_name, "level": level_name}


def member_text(member: Member, field: str) -> str:
    """Return a member's field as it is typed."""
    text = MEMBER[field].text(member)
    return _CONSTANTS[field](text) if text and field in _CONSTANTS else text


def write_member(member: Member, field: str, text: str, reading: ReadingContext) -> Member:
    """Return a member with a field typed anew, constants as the user's language has them too.

    Raises the refusals `member-nameless`, `part-unreadable` and `level-unreadable`.
    """
    spec = MEMBER[field]
    for constant in (spec.words or {}).values():
        if fold_text(text) == fold_text(_CONSTANTS[field](constant)):
            text = constant
    return spec.write(member, spec.parse(text, reading))


def form_value(field: str, text: str, project: Project, reading: ReadingContext) -> object:
    """Return a field of the team form's head as it is kept: a day or a text.

    Refusals of `parse_plan_day`.
    """
    return FORM[field].parse(text, reading.on(project))
