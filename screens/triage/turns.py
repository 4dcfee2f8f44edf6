"""The keys of triage that look at another project, or at more of one, and change none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.kit.commands import Command
from screens.kit.wording import N_

if TYPE_CHECKING:
    from screens.triage.screen import TriageScreen


class Turn(Command):
    """It needs a project in front of it."""

    @staticmethod
    def applies(screen: TriageScreen) -> bool:
        """There is a project."""
        return screen.queue.current is not None


class Later(Turn):
    """Leave it for the end of this round."""

    id = "later"
    keys = ("j", "down", "space", "ideographic_space")
    label = N_("later")

    @staticmethod
    def run(screen: TriageScreen) -> None:
        """Puts it at the end."""
        screen.show(screen.queue.later())


class Earlier(Turn):
    """Look again at the one left before."""

    id = "earlier"
    keys = ("k", "up")
    label = N_("earlier")

    @staticmethod
    def run(screen: TriageScreen) -> None:
        """Takes the last one to the front."""
        screen.show(screen.queue.earlier())


class MoreDown(Turn):
    """Show more of a long card."""

    id = "page-down"
    keys = ("pagedown", "ctrl+f")
    label = N_("page down")

    @staticmethod
    def run(screen: TriageScreen) -> None:
        """A page down."""
        screen.scroll(1)


class MoreUp(Turn):
    """Show the beginning of a long card."""

    id = "page-up"
    keys = ("pageup", "ctrl+b")
    label = N_("page up")

    @staticmethod
    def run(screen: TriageScreen) -> None:
        """A page up."""
        screen.scroll(-1)
