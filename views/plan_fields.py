"""The fields of goals, plan rows, team members and the form as they are typed. Pure.

A record, a field and a text make another project, or a refusal.
"""

from __future__ import annotations

from deals.edits.planning import (
    move_row,
    put_checkpoint,
    put_goal,
    put_row,
    settle_checkpoint,
)
from deals.edits.records import put, set_value
from deals.errors import UserError
from deals.fields import FORM, GOAL, MEMBER, ROW
from deals.model import Checkpoint, Goal, Member, PlanRow, Project
from deals.parsing.reading_context import ReadingContext
from deals.parsing.text import fold_text
from deals.planning import reschedule_row
from deals.planning.plan_lines import checkpoint_line, read_checkpoint
from wording import N_
from wording.names import level_name, part_name, plan_field_name

DAYS = "days"
MEMBER_FIELDS = MEMBER.typed
FORM_FIELDS = FORM.typed
CHECKPOINT_FIELDS = ("checkpoint", "result")


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


def label_of(item: Goal | PlanRow) -> str:
    """Return what a change of it is called."""
    return N_("goal") if isinstance(item, Goal) else N_("plan row")


def put_item(project: Project, item: Goal | PlanRow, reading: ReadingContext) -> Project:
    """Return the project with the goal or row in its place."""
    if isinstance(item, Goal):
        return put_goal(project, item, reading.stamp)
    return put_row(project, item, reading.stamp)


def write_item_field(
    project: Project, item: Goal | PlanRow, field: str, typed: str, reading: ReadingContext
) -> Project:
    """Return the project with a field of a goal or row typed anew; what waits for it stays.

    Raises what `write_field` and `put_item` do.
    """
    new = write_field(item, field, typed, project, reading)
    if field == DAYS and isinstance(new, PlanRow):
        moved = reschedule_row(project, new.id, new.start, new.end)
        return move_row(project, moved, reading.stamp, along=False)
    return put_item(project, new, reading)


def write_member_field(
    project: Project, old: Member, field: str, typed: str, reading: ReadingContext
) -> Project:
    """Return the project with a field of a member typed anew.

    Raises what `write_member` does, and `member-twice` (name).
    """
    new = write_member(old, field, typed, reading)
    if new.name != old.name:
        check_new_name(project, new)
    team = tuple(new if each.name == old.name else each for each in project.team)
    return set_value(project, "team", team, reading.stamp)


def add_member(project: Project, name: str, reading: ReadingContext) -> Project:
    """Return the project with a further member; refusals `member-nameless`, `member-twice`."""
    new = write_member(Member(name=name.strip() or "?"), "name", name, reading)
    check_new_name(project, new)
    return set_value(project, "team", (*project.team, new), reading.stamp)


def check_new_name(project: Project, member: Member) -> None:
    """Refuse a name that another member of the team has: `member-twice` (name)."""
    if any(each.name == member.name for each in project.team):
        raise UserError("member-twice", name=member.name)


def write_form_field(project: Project, field: str, typed: str, reading: ReadingContext) -> Project:
    """Return the project with a field of the team form typed anew; refusals of `parse_plan_day`."""
    update = {field: form_value(field, typed, project, reading)}
    return put(project, "form", project.form.model_copy(update=update), reading.stamp)


def checkpoint_text(check: Checkpoint, field: str) -> str:
    """Return a checkpoint's line, or its result, as it is typed."""
    return check.result if field == "result" else checkpoint_line(check)


def write_checkpoint_field(
    row_id: str,
    project: Project,
    check: Checkpoint,
    field: str,
    typed: str,
    reading: ReadingContext,
) -> Project:
    """Return the project with a checkpoint's line or result typed anew; no result opens it again.

    Raises what `read_checkpoint`, `put_checkpoint` and `settle_checkpoint` do.
    """
    if field == "result":
        return settle_checkpoint(project, row_id, check.id, typed, reading.stamp)
    new = read_checkpoint(check, typed, project, reading.stamp.today, reading.dates)
    return put_checkpoint(project, row_id, new, reading.stamp)
