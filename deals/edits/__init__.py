"""Edits: pure functions from a project to a project, or a refusal, and changes to whole books."""

from deals.edits.awake import snooze, touch, wake
from deals.edits.create import new_project, quick_project
from deals.edits.patches import Patch, invert, patch
from deals.edits.people import set_contacts, set_cr, set_stance
from deals.edits.stages import end, move_stage, reopen
from deals.edits.write import write_field

__all__ = [
    "Patch",
    "end",
    "invert",
    "move_stage",
    "new_project",
    "patch",
    "quick_project",
    "reopen",
    "set_contacts",
    "set_cr",
    "set_stance",
    "snooze",
    "touch",
    "wake",
    "write_field",
]
