"""Stages, end and reopening of a project, and its snoozed flags (method, section 2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from deals.edits.records import apply_edit, check_open, tracked_change
from deals.errors import UserError
from deals.history import OPEN_GATE
from deals.model import Project, Snooze, Stamp, Status
from deals.parsing.reading_context import ReadingContext
from deals.playbook import Playbook
from deals.rules.gates import missing_gates


def move_stage(project: Project, step: int, reading: ReadingContext) -> Project:
    """Return the project `step` stages on, or back where negative.

    Raises the refusals `stage-first`, `stage-last`, `stage-unknown` (the present one is not in the
    playbook) and `project-ended`.
    """
    check_open(project)
    stages = reading.playbook.stages
    place = reading.playbook.position(project.stage) + step
    if not 0 <= place < len(stages):
        code = "stage-first" if step < 0 else "stage-last"
        raise UserError(code, name=project.name, stage=project.stage)
    return set_stage(project, stages[place].id, reading)


def set_stage(project: Project, stage: str, reading: ReadingContext) -> Project:
    """Return the project at a stage of the playbook; completing the last one wins it.

    A stage further on is reached even if its gate lacks something, and recorded as made with the
    gate open (method, section 2). Refusal `project-ended` unless the project is open.
    """
    if stage == project.stage:
        return project
    check_open(project)
    note = _gate_note(project, stage, reading.playbook)
    moves = [tracked_change(reading.stamp, "stage", project.stage, stage, note)]
    update: dict[str, object] = {"stage": stage}
    if stage == reading.playbook.stages[-1].id:
        moves.append(
            tracked_change(reading.stamp, "status", project.status, "won", _completion_note(stage))
        )
        update["status"] = "won"
    return apply_edit(project, reading.stamp, update, *moves)


def _gate_note(project: Project, stage: str, playbook: Playbook) -> str:
    """Return the history's note of a move: the ids of what the gate of a later stage lacks."""
    if playbook.order[stage] <= playbook.order.get(project.stage, -1):
        return ""
    missing = missing_gates(project, stage, playbook)
    return f"{OPEN_GATE}{', '.join(gap.code for gap in missing)}" if missing else ""


def end_project(project: Project, status: Status, reason: str, stamp: Stamp) -> Project:
    """Return the project ended as `status`, or put on hold, for `reason`; it keeps its stage.

    The status `open` reopens it.
    """
    if status == "open":
        return reopen_project(project, stamp)
    why = reason.strip() or None
    if (project.status, project.end_reason) == (status, why):
        return project
    update = {"status": status, "end_reason": why}
    if project.status == status:
        return apply_edit(project, stamp, update)
    return apply_edit(
        project, stamp, update, tracked_change(stamp, "status", project.status, status, why or "")
    )


def reopen_project(project: Project, stamp: Stamp) -> Project:
    """Return the project open again.

    Where completing the last stage had won it, that stage is taken back: an open project has work
    left to do.
    """
    if project.status == "open":
        return project
    moves = [tracked_change(stamp, "status", project.status, "open")]
    update: dict[str, object] = {"status": "open", "end_reason": None}
    if before := _stage_before_winning(project):
        moves.insert(0, tracked_change(stamp, "stage", project.stage, before))
        update["stage"] = before
    return apply_edit(project, stamp, update, *moves)


def _completion_note(stage: str) -> str:
    """Return the history's note beside a project won by completing its last stage."""
    return f"completed {stage}"


def _stage_before_winning(project: Project) -> str | None:
    """Return the stage left by completing the last one, if that won the project, else None."""
    endings = [at for at, change in enumerate(project.history) if change.field == "status"]
    if project.status != "won" or not endings or endings[-1] == 0:
        return None
    won, before = project.history[endings[-1]], project.history[endings[-1] - 1]
    completed = before.field == "stage" and before.new == project.stage
    return before.old if completed and won.note == _completion_note(project.stage) else None


def snooze_rules(
    project: Project, rules: Iterable[str], until: date, reason: str, stamp: Stamp
) -> Project:
    """Return the project with the flags of these rules silent until a day to come, and why.

    Of no rules it is the same project. Refusal `snooze-past` for a day that is not after today.
    """
    if until <= stamp.today:
        raise UserError("snooze-past", until=f"{until}")
    asleep = {rule: Snooze(rule=rule, until=until, reason=reason.strip()) for rule in rules}
    if not asleep:
        return project
    others = (snooze for snooze in _running_snoozes(project, stamp) if snooze.rule not in asleep)
    return project.model_copy(update={"snoozes": (*others, *asleep.values())})


def wake_rules(project: Project, rules: Iterable[str], stamp: Stamp) -> Project:
    """Return the project with the flags of these rules awake again."""
    woken = frozenset(rules)
    if not any(snooze.rule in woken for snooze in project.snoozes):
        return project
    kept = tuple(snooze for snooze in _running_snoozes(project, stamp) if snooze.rule not in woken)
    return project.model_copy(update={"snoozes": kept})


def _running_snoozes(project: Project, stamp: Stamp) -> tuple[Snooze, ...]:
    return tuple(snooze for snooze in project.snoozes if stamp.today < snooze.until)
