"""What opens another room on the project under the cursor, one class a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.kit.commands import Command
from screens.kit.wording import N_

if TYPE_CHECKING:
    from screens.pipeline.screen import PipelineScreen


class OnRows(Command):
    """A command that changes the rows it acts on, so it needs one."""

    changes = True

    @staticmethod
    def applies(screen: PipelineScreen) -> bool:
        """There is a row."""
        return screen.selection.current is not None


class Open(OnRows):
    """Open the project: the net over its people."""

    id = "open"
    keys = ("enter",)
    label = N_("open")
    changes = False

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Opens the project under the cursor."""
        current = screen.selection.current
        if current is not None:
            screen.host.open_room("people", screen.host.book.projects[current])


class Log(OnRows):
    """Look at what happened on the project: who moved what and when, and every touch."""

    id = "log"
    keys = ("L", "f11", "ctrl+g")
    label = N_("log")
    changes = False

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Opens the log of the project under the cursor."""
        current = screen.selection.current
        if current is not None:
            screen.host.open_log(screen.host.book.projects[current])
