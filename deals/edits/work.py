"""Turning what was found into work: a cause on the fishbone and a row of the plan."""

from __future__ import annotations

from deals.edits.lists import put
from deals.fields import Reading
from deals.model import Cause, PlanRow, Project
from deals.sources import causes_from


def put_to_work(
    project: Project, cause: Cause, reading: Reading, content: str = "", responsible: str = ""
) -> Project:
    """The project with a row in its plan, and behind it the cause.

    The row says `content`, or the same as the cause where nothing is said of what to do, and
    stands in the cause's field of work. A cause that is there already of the same source is used.
    `responsible` is the project's owner where nobody is named.
    """
    there = causes_from(project, cause.source)
    if not there:
        project = put(project, "causes", cause, reading.stamp)
    behind = there[0] if there else cause
    row = PlanRow(
        id=reading.new_id(),
        content=content or cause.text,
        bone=behind.bone,
        cause=behind.id,
        responsible=responsible or project.owner,
    )
    return put(project, "plan", row, reading.stamp)
