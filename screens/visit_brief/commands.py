"""The commands of the page before a visit."""

from __future__ import annotations

from screens.base.commands import Commands
from screens.base.contact_actions import ask_touch
from screens.base.record_editor import edit_field
from screens.base.shared_commands import DIAGRAM_COMMANDS, SCREEN_COMMANDS
from screens.registry import ROOM_COMMANDS
from screens.visit_brief.screen import VisitBriefScreen
from views.visit_brief import BriefItem
from wording import N_

VISIT_BRIEF: Commands[VisitBriefScreen] = Commands(
    ROOM_COMMANDS.without("brief"), DIAGRAM_COMMANDS.without("detail"), SCREEN_COMMANDS
)


def item_with_room(screen: VisitBriefScreen) -> BriefItem | None:
    """Return what is under the cursor, if a room has more of it."""
    item = screen.item
    return item if item is not None and item.room else None


@VISIT_BRIEF.command("open", "enter", label=N_("open"), on=item_with_room, footer=True)
def open_item(screen: VisitBriefScreen, item: BriefItem) -> None:
    """Go to what is under the cursor in its room: the person, the task, the question, the log."""
    if item.room != "log":
        screen.host.landing = item.ref or None
    screen.host.open_screen(item.room, screen.project)


@VISIT_BRIEF.command("next", "n", "f5", label=N_("next"), footer=True, changes=True)
def edit_next_action(screen: VisitBriefScreen) -> None:
    """Type the next step and its date: call Ann +3d, visit fri, proposal 03-20."""
    edit_field(screen, [screen.project.id], "next", lambda: None)


@VISIT_BRIEF.command("touch", "y", "ctrl+l", label=N_("touch"), footer=True, changes=True)
def log_touch(screen: VisitBriefScreen) -> None:
    """Log what came of the visit in a line: visit Ann: demo agreed -> send the offer fri."""
    ask_touch(screen, [screen.project.id], lambda: None)
