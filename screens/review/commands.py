"""The commands of the review."""

from __future__ import annotations

from deals.project_notes import OUTLOOK_KEYS
from screens.base.commands import Commands
from screens.base.project_actions import end_projects
from screens.base.shared_commands import DIAGRAM_COMMANDS, SCREEN_COMMANDS
from screens.registry import ROOM_COMMANDS
from screens.review import actions
from screens.review.screen import ReviewScreen
from wording import N_

REVIEW: Commands[ReviewScreen] = Commands(ROOM_COMMANDS, DIAGRAM_COMMANDS, SCREEN_COMMANDS)


def field_at_cursor(screen: ReviewScreen) -> str | None:
    """Return the field under the cursor."""
    return screen.field


@REVIEW.command(
    "write", "e", "f2", "i", label=N_("write"), on=field_at_cursor, footer=True, changes=True
)
def write_field(screen: ReviewScreen, field: str) -> None:
    """Write the field under the cursor; Tab goes on to the next, shift+Tab back."""
    actions.write(screen, field)


@REVIEW.command("open", "enter", label=N_("open"))
def open_lesson(screen: ReviewScreen) -> None:
    """Open the review under the cursor, or write the field there."""
    if screen.lesson is not None:
        screen.host.open_screen("review", screen.lesson)
    elif screen.field in OUTLOOK_KEYS:
        actions.write(screen, screen.field)
    else:
        screen.action_command("write")


@REVIEW.command("find-lessons", "slash", "f8", label=N_("lessons"), footer=True)
def find_lessons(screen: ReviewScreen) -> None:
    """Search all lessons and this review: competitor, customer, reason; Up and Down go on."""
    actions.find(screen)


@REVIEW.command("end", "x", "ctrl+x", label=N_("end"), footer=True, changes=True)
def end_project(screen: ReviewScreen) -> None:
    """End the project as lost, abandoned, on hold or won, with the reason; or open it again."""
    end_projects(screen, [screen.project.id], screen.show_ending)
