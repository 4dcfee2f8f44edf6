"""The commands of the first start: its three offers, and choosing one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.base.commands import Command
from screens.base.global_commands import COMMON
from screens.base.navigation import MOVES
from wording import N_

if TYPE_CHECKING:
    from screens.welcome.screen import WelcomeScreen


class Sample(Command):
    """Look at made-up projects; `: remove-samples` takes them out."""

    id = "sample"
    keys = ("s", "1")
    label = N_("sample")
    footer = True
    changes = True

    @staticmethod
    def run(screen: WelcomeScreen) -> None:
        """Put the sample into the book."""
        screen.take_sample()


class Import(Command):
    """Bring in your own table: .xlsx, .csv, .tsv, or a Netloft export."""

    id = "import"
    keys = ("i", "2")
    label = N_("import")
    footer = True
    changes = True

    @staticmethod
    def run(screen: WelcomeScreen) -> None:
        """Ask for the file."""
        screen.take_table()


class Empty(Command):
    """Start with an empty book and add projects by hand."""

    id = "empty"
    keys = ("e", "3")
    label = N_("empty")
    footer = True

    @staticmethod
    def run(screen: WelcomeScreen) -> None:
        """Open the pipeline as it is."""
        screen.open_pipeline()


class Choose(Command):
    """Take the one under the cursor."""

    id = "choose"
    keys = ("enter",)
    label = N_("choose")
    footer = True

    @staticmethod
    def run(screen: WelcomeScreen) -> None:
        """Run it."""
        current = screen.selection.current
        if current is not None:
            screen.action_command(current)


OFFERS: tuple[type[Command], ...] = (Sample, Import, Empty)
WELCOME: tuple[type[Command], ...] = (*OFFERS, Choose, *MOVES, *COMMON)
