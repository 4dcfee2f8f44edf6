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
from deals.model import Checkpoint, Goal, Member, PlanRow, Project
from deals.parsing.contact_line import LEVEL_WORDS
from deals.parsing.project_fields import ReadingContext
from deals.parsing.text import fold_text
from deals.planning import parse_plan_day, parse_span, reschedule_row, span_text
from deals.planning.plan_lines import checkpoint_line, read_checkpoint
from wording import N_, _
from wording.names import level_name

DAYS = "days"
ROW_FIELDS = ("content", DAYS, "responsible", "resources", "aim")
GOAL_FIELDS = (
    *("text", "measure", "target", "accepted_by", "resources"),
    *("responsible", "quality", "serves", DAYS),
)
MEMBER_FIELDS = ("name", "part", "level", "duties")
CHECKPOINT_FIELDS = ("checkpoint", "result")
FORM_FIELDS = ("filled_by", "filled_on", "plan_start", "remarks")
PARTS = {
    "leader": N_("leader"),
    "member": N_("member"),
    "monitor": N_("monitor"),
    "sponsor": N_("sponsor"),
}
_NAMES = {
    "content": N_("content"),
    "text": N_("goal"),
    DAYS: N_("days"),
    "responsible": N_("responsible"),
    "resources": N_("resources"),
    "aim": N_("aim"),
    "measure": N_("measure"),
    "target": N_("target"),
    "accepted_by": N_("accepted by"),
    "quality": N_("quality"),
    "serves": N_("how it serves its parent"),
    "name": N_("full name"),
    "part": N_("part"),
    "level": N_("seniority"),
    "duties": N_("duties"),
    "filled_by": N_("filled in by"),
    "filled_on": N_("filled in on"),
    "plan_start": N_("plan begins"),
    "remarks": N_("remarks"),
}


def title(field: str) -> str:
    """Return what a field is called."""
    return _(_NAMES[field])


def fields_of(item: Goal | PlanRow) -> tuple[str, ...]:
    """Return the fields of a goal or a row in the order in which an editor walks them."""
    return GOAL_FIELDS if isinstance(item, Goal) else ROW_FIELDS


def text_of(item: Goal | PlanRow, field: str) -> str:
    """Return a field as it is typed."""
    if field == DAYS:
        return span_text(item.start, item.end)
    text: str = getattr(item, field)
    return text


def write_field(
    item: Goal | PlanRow, field: str, text: str, project: Project, reading: ReadingContext
) -> Goal | PlanRow:
    """Return the goal or row with a field typed anew; refusals of `parse_span`."""
    if field == DAYS:
        span = parse_span(text, reading.stamp.today, project.signs)
        return item.model_copy(update={"start": span.start, "end": span.end})
    return item.model_copy(update={field: "" if text.strip() == "-" else text.strip()})


def member_text(member: Member, field: str) -> str:
    """Return a member's field as it is typed."""
    if field == "part":
        return _(PARTS[member.part]) if member.part else ""
    if field == "level":
        return level_name(member.level) if member.level else ""
    return getattr(member, field) or ""


def write_member(member: Member, field: str, text: str, _reading: ReadingContext) -> Member:
    """Return a member with a field typed anew.

    Raises the refusals `member-nameless`, `part-unreadable` and `level-unreadable`.
    """
    plain = "" if text.strip() == "-" else text.strip()
    if field == "name" and not plain:
        raise UserError("member-nameless")
    value: str | None = plain or None
    if field == "part" and plain:
        value = _read_part(plain)
    if field == "level" and plain:
        named = {fold_text(level_name(level)): level for level in LEVEL_WORDS.values()}
        value = {**LEVEL_WORDS, **named}.get(fold_text(plain))
        if value is None:
            raise UserError("level-unreadable", text=plain)
    return Member.model_validate({**member.model_dump(), field: value})


def _read_part(text: str) -> str:
    for part, name in PARTS.items():
        if fold_text(text) in (part, fold_text(_(name))):
            return part
    raise UserError("part-unreadable", text=text)


def form_value(field: str, text: str, project: Project, reading: ReadingContext) -> object:
    """Return a field of the team form's head as it is kept: a day or a text.

    Refusals of `parse_plan_day`.
    """
    if field in ("filled_on", "plan_start"):
        return parse_plan_day(text, reading.stamp.today, project.signs)
    return "" if text.strip() == "-" else text.strip()


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
    new = read_checkpoint(check, typed, project, reading.stamp.today)
    return put_checkpoint(project, row_id, new, reading.stamp)
