"""The commands of the review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.base.commands import Command
from screens.base.global_commands import COMMON
from screens.base.navigation import OVER
from screens.base.project_screen import ROOMS
from screens.base.status_actions import end_projects
from screens.review import actions
from wording import N_

if TYPE_CHECKING:
    from screens.review.screen import ReviewScreen


class Write(Command):
    """Write the field under the cursor; Tab goes on to the next, shift+Tab back."""

    id = "write"
    keys = ("e", "f2", "i")
    label = N_("write")
    footer = True
    changes = True

    @staticmethod
    def applies(screen: ReviewScreen) -> bool:
        """Whether there is a field."""
        return screen.field is not None

    @staticmethod
    def run(screen: ReviewScreen) -> None:
        """Take the text."""
        if screen.field is not None:
            actions.write(screen, screen.field)


class Open(Command):
    """Open the review under the cursor, or write the field there."""

    id = "open"
    keys = ("enter",)
    label = N_("open")

    @staticmethod
    def run(screen: ReviewScreen) -> None:
        """Open the review, or write the field."""
        lesson = screen.lesson
        if lesson is not None:
            screen.host.open_room("review", lesson)
        else:
            screen.action_command(Write.id)


class Find(Command):
    """Look through all lessons and this review: competitor, customer, reason; Up and Down go on."""

    id = "find-lessons"
    keys = ("slash", "f8", "fullwidth_solidus", "ideographic_comma")
    label = N_("lessons")
    footer = True

    @staticmethod
    def run(screen: ReviewScreen) -> None:
        """Take the words."""
        actions.find(screen)


class End(Command):
    """End the project as lost, abandoned, on hold or won, with the reason; or open it again."""

    id = "end"
    keys = ("x", "ctrl+x")
    label = N_("end")
    footer = True
    changes = True

    @staticmethod
    def run(screen: ReviewScreen) -> None:
        """Ask how and why."""
        end_projects(screen, [screen.project.id], screen.paint)


REVIEW: tuple[type[Command], ...] = (Write, Open, Find, End, *ROOMS, *OVER, *COMMON)
