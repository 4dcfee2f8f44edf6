"""The commands of the follow-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.base.commands import Command, OnChosen
from screens.base.global_commands import COMMON
from screens.base.navigation import MOVES
from screens.followups.actions import ask_filter, ask_follow_up, clear, log_touch
from wording import N_

if TYPE_CHECKING:
    from screens.followups.screen import FollowupsScreen


class OnPerson(OnChosen):
    """A command about the person under the cursor."""

    changes = True


class Touched(OnPerson):
    """Log a touch with the person in a line: visit: demo agreed -> send the offer fri."""

    id = "touch"
    keys = ("y", "enter", "ctrl+l")
    label = N_("touch")
    footer = True

    @staticmethod
    def run(screen: FollowupsScreen) -> None:
        """Take the line."""
        log_touch(screen)


class FollowUp(OnPerson):
    """Set what follows with the person, and when: send the offer fri, call +3d."""

    id = "follow-up"
    keys = ("n", "f5")
    label = N_("next")
    footer = True

    @staticmethod
    def run(screen: FollowupsScreen) -> None:
        """Take it in a line."""
        ask_follow_up(screen)


class Done(OnPerson):
    """Take the follow-up off the list: it is done, or needs no doing."""

    id = "done"
    keys = ("d", "delete")
    label = N_("done")
    footer = True

    @staticmethod
    def applies(screen: FollowupsScreen) -> bool:
        """Whether there is one; somebody who is just missed has none."""
        return screen.chosen is not None and screen.chosen.what is not None

    @staticmethod
    def run(screen: FollowupsScreen) -> None:
        """Clear it on every project that has it."""
        clear(screen)


class Log(OnPerson):
    """Look at what happened on the person's project."""

    id = "log"
    keys = ("L", "f11", "ctrl+g")
    label = N_("log")
    footer = True
    changes = False

    @staticmethod
    def run(screen: FollowupsScreen) -> None:
        """Open its log."""
        if screen.chosen is not None:
            screen.host.open_log(screen.chosen.project)


class FilterRows(Command):
    """Filter as you type: words of the person, account, project, owner or follow-up."""

    id = "filter"
    keys = ("slash", "f8", "fullwidth_solidus", "ideographic_comma")
    label = N_("filter")
    footer = True

    @staticmethod
    def run(screen: FollowupsScreen) -> None:
        """Take the words."""
        ask_filter(screen)


FOLLOWUPS: tuple[type[Command], ...] = (
    Touched,
    FollowUp,
    Done,
    Log,
    FilterRows,
    *MOVES,
    *COMMON,
)
