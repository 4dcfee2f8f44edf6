"""Edits: pure functions from a project to a project, or a refusal, and changes to whole books."""

from deals.edits.contacts import (
    add_contacts,
    clear_follow_up,
    log_touch,
    remove_contact,
    set_boss,
    set_contacts,
    set_cover,
    set_cr,
    set_influence,
    set_seniority,
    set_stance,
    write_contact_field,
)
from deals.edits.patches import Patch, apply_patch, diff_books, invert, join_patches
from deals.edits.planning import answer, plan_answer
from deals.edits.stages import end_project, move_stage, reopen_project, snooze_rules, wake_rules
from deals.edits.typed_fields import new_project, quick_project, set_field

__all__ = [
    "Patch",
    "add_contacts",
    "answer",
    "apply_patch",
    "clear_follow_up",
    "diff_books",
    "end_project",
    "invert",
    "join_patches",
    "log_touch",
    "move_stage",
    "new_project",
    "plan_answer",
    "quick_project",
    "remove_contact",
    "reopen_project",
    "set_boss",
    "set_contacts",
    "set_cover",
    "set_cr",
    "set_field",
    "set_influence",
    "set_seniority",
    "set_stance",
    "snooze_rules",
    "wake_rules",
    "write_contact_field",
]
