"""Turning what was found into work: a cause on the fishbone and a row of the plan."""

from __future__ import annotations

from deals.edits.causes import add_cause, plan_cause
from deals.fields import Reading
from deals.model import Cause, Project
from deals.sources import causes_from


def put_to_work(
    project: Project, cause: Cause, reading: Reading, content: str = "", responsible: str = ""
) -> Project:
    """The project with a row in its plan, and behind it the cause.

    The row says `content`, or the same as the cause where nothing is said of what to do. A cause
    that is there already of the same source is used.
    """
    project = add_cause(project, cause, reading.stamp)
    behind = causes_from(project, cause.source)[0]
    return plan_cause(project, behind.id, content or cause.text, reading, responsible)
