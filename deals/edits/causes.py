"""Edits of the fishbone: its causes, and the bones that a project adds (method, section 7).

Taking a cause out is `deals.edits.planning.drop_cause`.
"""

from __future__ import annotations

from deals.edits.planning import put_goal, put_row
from deals.edits.records import apply_edit, put, set_value
from deals.errors import UserError
from deals.model import Cause, Goal, PlanRow, Project, Stamp
from deals.parsing.reading_context import ReadingContext
from deals.playbook import Playbook
from deals.sources import causes_from


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
    causes = tuple(
        _put_on_bone(other, bone, cause_id) if other.id in moving else other
        for other in project.causes
    )
    rows = tuple(
        row.model_copy(update={"bone": bone})
        if row.cause in moving and row.bone == cause.bone
        else row
        for row in project.plan
    )
    return apply_edit(project, stamp, {"causes": causes, "plan": rows})


def _put_on_bone(cause: Cause, bone: str, head: str) -> Cause:
    parent = None if cause.id == head else cause.parent
    return cause.model_copy(update={"bone": bone, "parent": parent})


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
    rows = tuple(
        row.model_copy(update={"goal": goal.id})
        if row.cause == cause.id and row.goal is None
        else row
        for row in project.plan
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
    for cause in project.causes:
        if cause.id == cause_id:
            return cause
    raise UserError("cause-gone")


def _check_own_bone(project: Project, bone: str) -> None:
    if bone not in project.bones:
        raise UserError("bone-unknown", bone=bone)


def _read_text(text: str) -> str:
    if not text.strip():
        raise UserError("cause-wants-text")
    return text.strip()


def _free_name(project: Project, name: str, playbook: Playbook) -> str:
    fresh = name.strip()
    if not fresh:
        raise UserError("bone-wants-name")
    taken = {*project.bones, *(field.id for field in playbook.fields)}
    taken |= {label for field in playbook.fields for label in (field.name.en, field.name.zh_CN)}
    if fresh.casefold() in {label.casefold() for label in taken}:
        raise UserError("bone-twice", bone=fresh)
    return fresh


def _move_work(project: Project, bone: str, onto: str) -> dict[str, object]:
    """Return the causes and plan rows of a project, those on `bone` moved `onto` another."""
    causes = tuple(
        cause.model_copy(update={"bone": onto}) if cause.bone == bone else cause
        for cause in project.causes
    )
    rows = tuple(
        row.model_copy(update={"bone": onto}) if row.bone == bone else row for row in project.plan
    )
    return {"causes": causes, "plan": rows}


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
