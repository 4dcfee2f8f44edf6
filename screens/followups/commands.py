"""The commands of the follow-ups."""

from __future__ import annotations

from deals.followups import DueContact
from screens.base.commands import Commands, lacks
from screens.base.shared_commands import ROW_COMMANDS, SCREEN_COMMANDS
from screens.followups.actions import ask_filter, ask_follow_up, clear, log_due_touch
from screens.followups.screen import FollowupsScreen
from wording import N_

FOLLOWUPS: Commands[FollowupsScreen] = Commands(ROW_COMMANDS, SCREEN_COMMANDS)


def contact_at_cursor(screen: FollowupsScreen) -> DueContact | None:
    """Return the person under the cursor."""
    return screen.chosen


@lacks(N_("no follow-up is set with them; y logs a touch, n sets a follow-up"))
def due_contact_at_cursor(screen: FollowupsScreen) -> DueContact | None:
    """Return the person, if something is due; somebody who is just missed has no follow-up."""
    return screen.chosen if screen.chosen is not None and screen.chosen.what is not None else None


@FOLLOWUPS.command(
    "touch",
    "y",
    "enter",
    "ctrl+l",
    label=N_("touch"),
    on=contact_at_cursor,
    footer=True,
    changes=True,
)
def log_contact_touch(screen: FollowupsScreen, due: DueContact) -> None:
    """Log activity with the person in a line: visit: demo agreed -> send the offer fri."""
    log_due_touch(screen, due)


@FOLLOWUPS.command(
    "follow-up", "n", "f5", label=N_("next"), on=contact_at_cursor, footer=True, changes=True
)
def set_follow_up(screen: FollowupsScreen, due: DueContact) -> None:
    """Set the follow-up with the person and its date: send the offer fri, call +3d."""
    ask_follow_up(screen, due)


@FOLLOWUPS.command(
    "done", "d", "delete", label=N_("done"), on=due_contact_at_cursor, footer=True, changes=True
)
def clear_follow_up(screen: FollowupsScreen, due: DueContact) -> None:
    """Take the follow-up off the list: it is done, or no longer needed."""
    clear(screen, due)


@FOLLOWUPS.command("log", "L", "f11", "ctrl+g", label=N_("log"), on=contact_at_cursor, footer=True)
def open_log(screen: FollowupsScreen, due: DueContact) -> None:
    """See what happened on the person's project."""
    screen.host.open_screen("log", due.project)


@FOLLOWUPS.command("brief", "B", "alt+v", label=N_("brief"), on=contact_at_cursor)
def open_brief(screen: FollowupsScreen, due: DueContact) -> None:
    """Read one page before a visit: people, promises, holes, questions, competitors."""
    screen.host.open_screen("visit_brief", due.project)


@FOLLOWUPS.command("filter", "slash", "f8", label=N_("filter"), footer=True)
def filter_rows(screen: FollowupsScreen) -> None:
    """Filter as you type: words of the person, account, project, owner or follow-up."""
    ask_filter(screen)
