"""Edits: pure functions from a project to a project, or a refusal, and changes to whole books."""

from deals.edits.awake import snooze, wake
from deals.edits.create import new_project, quick_project
from deals.edits.patches import Patch, invert, patch
from deals.edits.people import set_contacts, set_cr, set_stance
from deals.edits.persons import (
    add_people,
    remove_person,
    set_boss,
    set_cover,
    set_influence,
    set_seniority,
    write_person,
)
from deals.edits.stages import end, move_stage, reopen
from deals.edits.touches import clear_follow_up, log_touch
from deals.edits.write import write_field

__all__ = [
    "Patch",
    "add_people",
    "clear_follow_up",
    "end",
    "invert",
    "log_touch",
    "move_stage",
    "new_project",
    "patch",
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
