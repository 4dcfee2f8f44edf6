"""Goals and the work that serves them (method, section 7)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from deals.model.base import Record, rare

RowState = Literal["open", "doing", "done", "dropped"]


class Goal(Record):
    """A goal of the tree; `parent` is the goal it serves, None at the top.

    Measurable are `measure`, `target` and `accepted_by`; attainable `responsible` and `resources`;
    relevant `serves`, said in words; timed `start` and `end`, both days included. `cause` is the id
    of the cause on the fishbone that it answers.
    """

    id: str
    text: str
    parent: str | None = rare(None)
    measure: str = rare("")
    target: str = rare("")
    accepted_by: str = rare("")
    responsible: str = rare("")
    resources: str = rare("")
    quality: str = rare("")
    serves: str = rare("")
    start: date | None = rare(None)
    end: date | None = rare(None)
    cause: str | None = rare(None)
    reached: bool = rare(False)


class Checkpoint(Record):
    """A check on a row of the plan: what is looked at, when and by whom, and what was found.

    `done_on` is the day on which it was looked at, None where nobody noted that.
    """

    id: str
    what: str
    on: date | None = None
    by: str = rare("")
    result: str = rare("")
    done: bool = rare(False)
    done_on: date | None = rare(None)


class PlanRow(Record):
    """One row of the implementation plan (method, section 7).

    `bone` is its workstream; `goal` and `cause` are the ids of what it serves; `after` is the
    row that has to be done first. `start` and `end` are days, both included. `done_on` is the day
    on which it was done, None where nobody noted that.
    """

    id: str
    content: str
    bone: str = rare("")
    goal: str | None = rare(None)
    aim: str = rare("")
    cause: str | None = rare(None)
    start: date | None = rare(None)
    end: date | None = rare(None)
    responsible: str = rare("")
    resources: str = rare("")
    state: RowState = rare("open")
    done_on: date | None = rare(None)
    after: str | None = rare(None)
    checkpoints: tuple[Checkpoint, ...] = rare(())


class TeamForm(Record):
    """The head of the team form: who filled it in and when, when the plan began, remarks."""

    filled_by: str = rare("")
    filled_on: date | None = rare(None)
    plan_start: date | None = rare(None)
    remarks: str = rare("")
