"""Edits of causes, goals, plan and checkpoints, and of the answers that call for work.

What pointed at something dropped is mended with it (method, sections 6 and 7).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TypeVar

from deals.edits.records import apply_edit, put, put_by_key, set_value, update_where
from deals.errors import UserError
from deals.fields import FORM, GOAL, MEMBER, ROW
from deals.fields.member_line import read_member
from deals.model import (
    Answer,
    Answered,
    Cause,
    Checkpoint,
    FormerAnswer,
    Goal,
    Member,
    PlanRow,
    Project,
    RowState,
    Stamp,
    TeamPart,
)
from deals.parsing.reading_context import ReadingContext
from deals.parsing.text import read_required
from deals.planning import RescheduledRow, check_after, check_span, reschedule_row
from deals.planning.done_days import date_work
from deals.planning.goals import check_goal
from deals.planning.plan_lines import read_checkpoint, read_row_line
from deals.playbook import Playbook
from deals.questions import answer_source
from deals.sources import causes_from

PlanningRecord = TypeVar("PlanningRecord", Goal, PlanRow, Cause, Checkpoint)


def put_goal(project: Project, goal: Goal, stamp: Stamp) -> Project:
    """Return the project with the goal in the place of the one of its id, else at the end.

    Refused with `goal-wants-text` without words, and as in `check_goal` where days or parent are
    new: a goal that others have put out of its place may still be worded.
    """
    if not goal.text.strip():
        raise UserError("goal-wants-text")
    before = next((other for other in project.goals if other.id == goal.id), None)
    if before is None or _differ(before, goal, "parent", "start", "end"):
        check_goal(project, goal)
    return put(project, "goals", goal, stamp)


def _differ(before: PlanningRecord, after: PlanningRecord, *fields: str) -> bool:
    return any(getattr(before, field) != getattr(after, field) for field in fields)


def aim_goal(project: Project, goal_id: str, parent: str | None, stamp: Stamp) -> Project:
    """Return the project with a goal serving another, or none; refusals as in `put_goal`."""
    goal = _find_record(project.goals, goal_id, "goal-gone")
    return put_goal(project, goal.model_copy(update={"parent": parent}), stamp)


def mark_reached(project: Project, goal_id: str, stamp: Stamp, *, reached: bool) -> Project:
    """Return the project with a goal reached, or not after all; refusal `goal-gone`."""
    goal = _find_record(project.goals, goal_id, "goal-gone")
    return put_goal(project, goal.model_copy(update={"reached": reached}), stamp)


def drop_goal(project: Project, goal_id: str, stamp: Stamp) -> Project:
    """Return the project without the goal; what served it serves its parent."""
    parent = _find_record(project.goals, goal_id, "goal-gone").parent
    rows = update_where(project.plan, lambda row: row.goal == goal_id, goal=parent)
    goals = update_where(project.goals, lambda goal: goal.parent == goal_id, parent=parent)
    kept = tuple(goal for goal in goals if goal.id != goal_id)
    return apply_edit(project, stamp, {"goals": kept, "plan": rows})


def put_row(project: Project, row: PlanRow, stamp: Stamp) -> Project:
    """Return the project with the row in the place of the one of its id, else at the end.

    Raises `row-wants-content`, and where they are new `span-backwards`, `goal-gone` and what
    `check_after` raises: what others have put out of place is no reason to refuse the rest.
    """
    if not row.content.strip():
        raise UserError("row-wants-content")
    before = next((other for other in project.plan if other.id == row.id), None)
    if before is None or _differ(before, row, "start", "end"):
        check_span(row.start, row.end)
    if row.goal is not None and (before is None or before.goal != row.goal):
        _find_record(project.goals, row.goal, "goal-gone")
    if before is None or before.after != row.after:
        check_after(project, row.id, row.after)
    return put(project, "plan", row, stamp)


def aim_row(project: Project, row_id: str, goal: str | None, stamp: Stamp) -> Project:
    """Return the project with a row serving a goal, or none; refusals as in `put_row`."""
    row = _find_record(project.plan, row_id, "row-gone")
    return put_row(project, row.model_copy(update={"goal": goal}), stamp)


def put_row_after(project: Project, row_id: str, after: str | None, stamp: Stamp) -> Project:
    """Return the project with a row waiting for another, or for none; refusals as in `put_row`."""
    row = _find_record(project.plan, row_id, "row-gone")
    return put_row(project, row.model_copy(update={"after": after}), stamp)


def put_row_on(project: Project, row_id: str, bone: str, stamp: Stamp) -> Project:
    """Return the project with a row in another workstream; refusal `row-gone`."""
    row = _find_record(project.plan, row_id, "row-gone")
    return put_row(project, row.model_copy(update={"bone": bone}), stamp)


def put_rows(project: Project, rows: Iterable[PlanRow], stamp: Stamp) -> Project:
    """Return the project with new rows at the end of its plan, such as those of a template."""
    added = tuple(rows)
    return set_value(project, "plan", (*project.plan, *added), stamp) if added else project


def drop_row(project: Project, row_id: str, stamp: Stamp) -> Project:
    """Return the project without the row; what waited for it waits for what it waited for."""
    before = _find_record(project.plan, row_id, "row-gone").after
    rows = update_where(project.plan, lambda row: row.after == row_id, after=before)
    kept = tuple(row for row in rows if row.id != row_id)
    return apply_edit(project, stamp, {"plan": kept})


def move_row(project: Project, moved: RescheduledRow, stamp: Stamp, *, along: bool) -> Project:
    """Return the project with a row moved, and, where `along`, what waits for it."""
    new = {row.id: row for row in (moved.row, *(moved.others if along else ()))}
    return set_value(project, "plan", tuple(new.get(row.id, row) for row in project.plan), stamp)


def set_row_state(project: Project, row_id: str, state: RowState, stamp: Stamp) -> Project:
    """Return the project with a row open, being done, done or dropped; refusal `row-gone`."""
    row = _find_record(project.plan, row_id, "row-gone")
    new = date_work(row.model_copy(update={"state": state}), row, stamp.today)
    return put(project, "plan", new, stamp)


def put_checkpoint(project: Project, row_id: str, check: Checkpoint, stamp: Stamp) -> Project:
    """Return the project with a checkpoint on a row, in the place of the one of its id, else last.

    Raises the refusals `row-gone` and `checkpoint-wants-text`.
    """
    if not check.what.strip():
        raise UserError("checkpoint-wants-text")
    row = _find_record(project.plan, row_id, "row-gone")
    checks = put_by_key(row.checkpoints, check, lambda checkpoint: checkpoint.id)
    return _with_checkpoints(project, row, checks, stamp)


def drop_checkpoint(project: Project, row_id: str, check_id: str, stamp: Stamp) -> Project:
    """Return the project without a checkpoint of a row; refusal `row-gone`."""
    row = _find_record(project.plan, row_id, "row-gone")
    kept = tuple(checkpoint for checkpoint in row.checkpoints if checkpoint.id != check_id)
    return _with_checkpoints(project, row, kept, stamp)


def settle_checkpoint(
    project: Project, row_id: str, check_id: str, result: str, stamp: Stamp
) -> Project:
    """Return the project with a checkpoint looked at and what was found.

    No result at all opens it again. Raises the refusals `row-gone` and `checkpoint-unknown`.
    """
    row = _find_record(project.plan, row_id, "row-gone")
    text = result.strip()
    for checkpoint in row.checkpoints:
        if checkpoint.id == check_id:
            found = checkpoint.model_copy(update={"result": text, "done": bool(text)})
            found = date_work(found, checkpoint, stamp.today)
            checks = put_by_key(row.checkpoints, found, lambda check: check.id)
            return _with_checkpoints(project, row, checks, stamp)
    raise UserError("checkpoint-unknown", content=row.content)


def drop_cause(project: Project, cause_id: str, stamp: Stamp) -> Project:
    """Return the project without a cause; those behind it and its work go to its parent."""
    gone = find_cause(project, cause_id)
    causes: tuple[Cause, ...] = update_where(
        project.causes, lambda cause: cause.parent == cause_id, parent=gone.parent
    )
    update = {
        "causes": tuple(cause for cause in causes if cause.id != cause_id),
        "goals": update_where(
            project.goals, lambda goal: goal.cause == cause_id, cause=gone.parent
        ),
        "plan": update_where(project.plan, lambda row: row.cause == cause_id, cause=gone.parent),
    }
    return apply_edit(project, stamp, update)


def _with_checkpoints(
    project: Project, row: PlanRow, checks: tuple[Checkpoint, ...], stamp: Stamp
) -> Project:
    return put(project, "plan", row.model_copy(update={"checkpoints": checks}), stamp)


def _find_record(records: tuple[PlanningRecord, ...], record_id: str, code: str) -> PlanningRecord:
    for record in records:
        if record.id == record_id:
            return record
    raise UserError(code)


def add_cause(project: Project, cause: Cause, stamp: Stamp) -> Project:
    """Return the project with a further cause, the last on its bone.

    One behind a cause goes to its bone. A cause behind one that is behind another lies beside it:
    two deep is enough. Nothing is done where its source is a cause already. Refusals
    `cause-wants-text` and `cause-gone`.
    """
    text = _read_text(cause.text)
    if causes_from(project, cause.source):
        return project
    update: dict[str, object] = {"text": text}
    if cause.parent is not None:
        parent = find_cause(project, cause.parent)
        update |= {"parent": parent.parent or parent.id, "bone": parent.bone}
    return put(project, "causes", cause.model_copy(update=update), stamp)


def write_cause(project: Project, cause_id: str, text: str, stamp: Stamp) -> Project:
    """Return the project with a cause worded anew; refusals `cause-gone` and `cause-wants-text`."""
    cause = find_cause(project, cause_id)
    return put(project, "causes", cause.model_copy(update={"text": _read_text(text)}), stamp)


def move_cause(project: Project, cause_id: str, bone: str, stamp: Stamp) -> Project:
    """Return the project with a cause, those behind it and their plan rows on another bone.

    It becomes a cause of its own there. Rows that stand in another field on purpose stay.
    """
    cause = find_cause(project, cause_id)
    moving = {other.id for other in project.causes if cause_id in (other.id, other.parent)}
    if cause.bone == bone and cause.parent is None:
        return project
    causes = update_where(project.causes, lambda other: other.id in moving, bone=bone)
    causes = update_where(causes, lambda other: other.id == cause_id, parent=None)
    rows = update_where(
        project.plan, lambda row: row.cause in moving and row.bone == cause.bone, bone=bone
    )
    return apply_edit(project, stamp, {"causes": causes, "plan": rows})


def shift_cause(project: Project, cause_id: str, step: int, stamp: Stamp) -> Project:
    """Return the project with a cause swapped with its next (`step` 1) or previous sibling (-1)."""
    cause = find_cause(project, cause_id)
    causes = list(project.causes)
    kin = [
        at
        for at, other in enumerate(causes)
        if (other.bone, other.parent) == (cause.bone, cause.parent)
    ]
    here = next(at for at, place in enumerate(kin) if causes[place].id == cause_id)
    there = here + step
    if not 0 <= there < len(kin):
        return project
    first, second = kin[here], kin[there]
    causes[first], causes[second] = causes[second], causes[first]
    return set_value(project, "causes", tuple(causes), stamp)


def plan_cause(
    project: Project, cause_id: str, content: str, reading: ReadingContext, responsible: str = ""
) -> Project:
    """Return the project with a plan row that works on a cause, in the cause's workstream.

    The row serves the first goal of the cause that is not reached; `responsible` is the project's
    owner where nobody is named. Refusals `cause-gone` and
    `row-wants-content`.
    """
    cause = find_cause(project, cause_id)
    goals = (goal.id for goal in project.goals if goal.cause == cause.id and not goal.reached)
    row = PlanRow(
        id=reading.new_id(),
        content=content.strip(),
        bone=cause.bone,
        cause=cause.id,
        goal=next(goals, None),
        responsible=responsible or project.owner,
    )
    return put_row(project, row, reading.stamp)


def plan_cause_line(
    project: Project,
    cause_id: str,
    line: str,
    reading: ReadingContext,
    others: Collection[str] = (),
) -> Project:
    """Return the project with a plan row for a cause, read of a line as any task is typed.

    Refusals of `plan_cause` and `read_row_line`.
    """
    content, days, who = read_row_line(line, project, reading.calendar, others)
    known = {row.id for row in project.plan}
    project = plan_cause(project, cause_id, content, reading, who)
    rows = update_where(
        project.plan, lambda row: row.id not in known, start=days.start, end=days.end
    )
    return set_value(project, "plan", rows, reading.stamp)


def aim_at_cause(project: Project, cause_id: str, text: str, reading: ReadingContext) -> Project:
    """Return the project with a goal that answers a cause (method, section 7).

    It serves the one goal at the top that no cause led to, where there is just one; rows that work
    on the cause and serve no goal serve it. Refusals `cause-gone` and `goal-wants-text`.
    """
    cause = find_cause(project, cause_id)
    tops = [goal.id for goal in project.goals if goal.parent is None and goal.cause is None]
    parent = tops[0] if len(tops) == 1 else None
    goal = Goal(id=reading.new_id(), text=text.strip(), parent=parent, cause=cause.id)
    project = put_goal(project, goal, reading.stamp)
    rows = update_where(
        project.plan, lambda row: row.cause == cause.id and row.goal is None, goal=goal.id
    )
    return set_value(project, "plan", rows, reading.stamp)


def add_bone(project: Project, name: str, playbook: Playbook, stamp: Stamp) -> Project:
    """Return the project with a bone of its own; refusals `bone-wants-name` and `bone-twice`."""
    fresh = _free_name(project, name, playbook)
    return set_value(project, "bones", (*project.bones, fresh), stamp)


def rename_bone(
    project: Project, bone: str, name: str, playbook: Playbook, stamp: Stamp
) -> Project:
    """Return the project with an own bone called otherwise, its causes and plan rows with it.

    Refusals `bone-wants-name`, `bone-twice` and `bone-unknown`.
    """
    _check_own_bone(project, bone)
    if name.strip() == bone:
        return project
    fresh = _free_name(project, name, playbook)
    bones = tuple(fresh if own == bone else own for own in project.bones)
    return apply_edit(project, stamp, {"bones": bones, **_move_work(project, bone, fresh)})


def drop_bone(project: Project, bone: str, onto: str, stamp: Stamp) -> Project:
    """Return the project without an own bone; its causes and plan rows go `onto` another.

    Refusal `bone-unknown`.
    """
    _check_own_bone(project, bone)
    bones = tuple(own for own in project.bones if own != bone)
    return apply_edit(project, stamp, {"bones": bones, **_move_work(project, bone, onto)})


def shift_bone(project: Project, bone: str, step: int, stamp: Stamp) -> Project:
    """Return the project with an own bone moved among its own; refusal `bone-unknown`."""
    _check_own_bone(project, bone)
    bones = [own for own in project.bones if own != bone]
    there = max(0, min(len(bones), project.bones.index(bone) + step))
    return set_value(project, "bones", (*bones[:there], bone, *bones[there:]), stamp)


def find_cause(project: Project, cause_id: str) -> Cause:
    """Find the cause of that id; refusal `cause-gone`."""
    return _find_record(project.causes, cause_id, "cause-gone")


def _check_own_bone(project: Project, bone: str) -> None:
    if bone not in project.bones:
        raise UserError("bone-unknown", bone=bone)


def _read_text(text: str) -> str:
    return read_required(text, "cause-wants-text")


def _free_name(project: Project, name: str, playbook: Playbook) -> str:
    fresh = name.strip()
    if not fresh:
        raise UserError("bone-wants-name")
    taken = {*project.bones, *(field.id for field in playbook.fields)}
    taken |= {label for field in playbook.fields for label in field.name.every}
    if fresh.casefold() in {label.casefold() for label in taken}:
        raise UserError("bone-twice", bone=fresh)
    return fresh


def _move_work(project: Project, bone: str, onto: str) -> dict[str, object]:
    """Return the causes and plan rows of a project, those on `bone` moved `onto` another."""
    return {
        "causes": update_where(project.causes, lambda cause: cause.bone == bone, bone=onto),
        "plan": update_where(project.plan, lambda row: row.bone == bone, bone=onto),
    }


def plan_new_cause(
    project: Project,
    cause: Cause,
    reading: ReadingContext,
    content: str = "",
    responsible: str = "",
) -> Project:
    """Return the project with a cause, and a row in its plan that works on it.

    The row says `content`, or the same as the cause where nothing is said of what to do. A cause
    that is there already of the same source is used.
    """
    project = add_cause(project, cause, reading.stamp)
    behind = causes_from(project, cause.source)[0]
    return plan_cause(project, behind.id, content or cause.text, reading, responsible)


def answer(
    project: Project,
    question: str,
    value: Answered,
    stamp: Stamp,
    evidence: str | None = None,
    owner: str | None = None,
    *,
    measures: bool = False,
) -> Project:
    """Return the project with a question answered today; what is None stays as it was.

    Saying the same again makes the answer fresh; giving it an owner alone does not, for that is no
    look at the case. Evidence shows the answer that it was given for: another answer starts without
    any and keeps it as `former`, from where it comes back with its answer. Where it is `measures`
    it stays: the answer says how far they stand.
    """
    there = next((recorded for recorded in project.answers if recorded.question == question), None)
    before = there or Answer(question=question)
    update: dict[str, object] = {"value": value}
    if owner is None or evidence is not None or value != before.value:
        update |= {"on": stamp.today, "by": stamp.by}
    if not measures:
        update |= _change_evidence(before, value, evidence)
    elif evidence is not None:
        update["evidence"] = evidence.strip()
    if owner is not None:
        update["owner"] = owner.strip()
    return put(project, "answers", before.model_copy(update=update), stamp)


def _change_evidence(before: Answer, value: Answered, typed: str | None) -> dict[str, object]:
    """Return the evidence of an answer, and what becomes former by it.

    What was written before there was an answer is evidence of the first that is given.
    """
    text = before.evidence if typed is None else typed.strip()
    if value == before.value or (before.value == "unknown" and before.evidence):
        return {"evidence": text}
    former = before.former
    if before.evidence and (typed is None or text != before.evidence):
        left = FormerAnswer(**before.model_dump(include={"value", "evidence", "by", "on"}))
        former = (left, *former)
    back = next((each for each in former if each.value == value), None)
    if back is not None and (typed is None or text.startswith(back.evidence)):
        kept = tuple(each for each in former if each is not back)
        return {"evidence": back.evidence if typed is None else text, "former": kept}
    return {"evidence": "" if typed is None else text, "former": former}


def evidence_of(given: Answer, value: Answered, *, measures: bool = False) -> str:
    """Return the evidence with which the answer would stand if it became `value` now."""
    if measures:
        return given.evidence
    return f"{_change_evidence(given, value, None)['evidence']}"


def plan_answer(
    project: Project, question: str, weakness: str, content: str, reading: ReadingContext
) -> Project:
    """Return the project with a cause for what an answer found weak, and a plan row for it.

    The cause says the weakness, the row what is done about it. Cause and row name where they came
    from, the cause by its `source`, the row by its cause; a cause that is there already is used.
    Both stand in the workstream of the question's section, and whoever answers for the question,
    else the project, is responsible.
    """
    asked = reading.playbook.asked.get(question)
    section = reading.playbook.sections[asked.section] if asked else None
    cause = Cause(
        id=reading.new_id(),
        bone=section.bone if section else "",
        text=weakness,
        source=answer_source(question),
    )
    owners = [
        answer.owner for answer in project.answers if answer.question == question and answer.owner
    ]
    return plan_new_cause(project, cause, reading, content, owners[0] if owners else "")


# Fields as they are typed


def read_item_field(
    item: Goal | PlanRow, field: str, text: str, project: Project, reading: ReadingContext
) -> Goal | PlanRow:
    """Return the goal or row with a field typed anew; refusals of `parse_span`."""
    reading = reading.on(project)
    if isinstance(item, Goal):
        return GOAL[field].write(item, GOAL[field].parse(text, reading))
    return ROW[field].write(item, ROW[field].parse(text, reading))


def write_item_field(
    project: Project, item: Goal | PlanRow, field: str, typed: str, reading: ReadingContext
) -> Project:
    """Return the project with a field of a goal or row typed anew; what waits for it stays.

    Raises what `read_item_field` and `put_item` do.
    """
    new = read_item_field(item, field, typed, project, reading)
    if field == "days" and isinstance(new, PlanRow):
        moved = reschedule_row(project, new.id, new.start, new.end)
        return move_row(project, moved, reading.stamp, along=False)
    return put_item(project, new, reading.stamp)


def put_item(project: Project, item: Goal | PlanRow, stamp: Stamp) -> Project:
    """Return the project with the goal or row in its place; refusals of `put_goal`, `put_row`."""
    if isinstance(item, Goal):
        return put_goal(project, item, stamp)
    return put_row(project, item, stamp)


def write_member_field(
    project: Project, old: Member, field: str, typed: str, reading: ReadingContext
) -> Project:
    """Return the project with a field of a member typed anew.

    Refusals `member-nameless`, `member-twice` (name), `part-unreadable` and `level-unreadable`.
    """
    new = MEMBER[field].write(old, MEMBER[field].parse(typed, reading))
    if new.name != old.name:
        _check_new_member(project, new)
    team = tuple(new if each.name == old.name else each for each in project.team)
    return set_value(project, "team", team, reading.stamp)


def add_member(
    project: Project, text: str, reading: ReadingContext, part: TeamPart | None = None
) -> Project:
    """Return the project with a further member; refusals `member-nameless`, `member-twice`.

    `part` is that of whoever is given none in the text.
    """
    new = read_member(text, reading, part)
    _check_new_member(project, new)
    return set_value(project, "team", (*project.team, new), reading.stamp)


def _check_new_member(project: Project, member: Member) -> None:
    """Refuse a name that another member of the team has: `member-twice` (name)."""
    if any(each.name == member.name for each in project.team):
        raise UserError("member-twice", name=member.name)


def write_form_field(project: Project, field: str, typed: str, reading: ReadingContext) -> Project:
    """Return the project with a field of the team form typed anew; refusals of `parse_plan_day`."""
    form = FORM[field].write(project.form, FORM[field].parse(typed, reading.on(project)))
    return put(project, "form", form, reading.stamp)


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
    new = read_checkpoint(check, typed, project, reading.calendar)
    return put_checkpoint(project, row_id, new, reading.stamp)
