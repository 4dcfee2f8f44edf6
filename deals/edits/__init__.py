"""Edits: pure functions from a project to a project, or a refusal, and changes to whole books."""

from deals.edits.answers import answer, plan_answer
from deals.edits.contacts import (
    add_people,
    remove_person,
    set_boss,
    set_contacts,
    set_cover,
    set_cr,
    set_influence,
    set_seniority,
    set_stance,
    write_person,
)
from deals.edits.new_project import new_project, quick_project
from deals.edits.patches import Patch, invert, patch
from deals.edits.set_field import write_field
from deals.edits.stages import end, move_stage, reopen, snooze, wake
from deals.edits.touches import clear_follow_up, log_touch

__all__ = [
    "Patch",
    "add_people",
    "answer",
    "clear_follow_up",
    "end",
    "invert",
    "log_touch",
    "move_stage",
    "new_project",
    "patch",
    "plan_answer",
    "quick_project",
    "remove_person",
    "reopen",
    "set_boss",
    "set_contacts",
    "set_cover",
    "set_cr",
    "set_influence",
    "set_seniority",
    "set_stance",
    "snooze",
    "wake",
    "write_field",
    "write_person",
]
