"""Goals and the work that serves them (method, section 7)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from deals.model.base import Record

RowState = Literal["open", "doing", "done", "dropped"]


class Goal(Record):
    """A goal of the tree; `parent` is the goal it serves, None at the top.

    Measurable are `measure`, `target` and `accepted_by`; attainable `responsible` and `resources`;
    relevant `serves`, said in words; timed `start` and `end`, both days included. `cause` is the id
    of the cause on the fishbone that it answers.
    """

    id: str
    text: str
    parent: str | None = None
    measure: str = ""
    target: str = ""
    accepted_by: str = ""
    responsible: str = ""
    resources: str = ""
    quality: str = ""
    serves: str = ""
    start: date | None = None
    end: date | None = None
    cause: str | None = None
    reached: bool = False


class Checkpoint(Record):
    """What is looked at on a row of the plan, when and by whom, and what was found."""

    id: str
    what: str
    on: date | None = None
    by: str = ""
    result: str = ""
    done: bool = False


class PlanRow(Record):
    """One row of the implementation plan (method, section 7).

    `bone` is its field of work; `goal` and `cause` are the ids of what it serves; `after` is the
    row that has to be done first. `start` and `end` are days, both included.
    """

    id: str
    content: str
    bone: str = ""
    goal: str | None = None
    aim: str = ""
    cause: str | None = None
    start: date | None = None
    end: date | None = None
    responsible: str = ""
    resources: str = ""
    state: RowState = "open"
    after: str | None = None
    checkpoints: tuple[Checkpoint, ...] = ()


class TeamForm(Record):
    """The head of the team form: who filled it in and when, when the plan began, remarks."""

    filled_by: str = ""
    filled_on: date | None = None
    plan_start: date | None = None
    remarks: str = ""
