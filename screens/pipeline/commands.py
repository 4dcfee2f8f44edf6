"""What can be done on the pipeline beside its rows, one class a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.kit.commands import Command
from screens.kit.common import COMMON
from screens.kit.importing import ask_file
from screens.kit.moves import MARKS, MOVES
from screens.kit.wording import N_
from screens.pipeline.looking import ask_filter, ask_sort, ask_view, ask_view_name
from screens.pipeline.making import add
from screens.pipeline.row_commands import ROW_COMMANDS
from screens.pipeline.samples import remove_samples

if TYPE_CHECKING:
    from screens.pipeline.screen import PipelineScreen


class Add(Command):
    """Add a project in one line: name @customer owner:name P2 0.8-1.5M 2026-Q4."""

    id = "add"
    keys = ("a", "insert")
    label = N_("add")
    footer = True
    changes = True

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Takes the line."""
        add(screen)


class Filter(Command):
    """Filter as you type: words, owner:me stage>=P3 amount>500k flag:overdue, - for not."""

    id = "filter"
    keys = ("slash", "f8", "fullwidth_solidus", "ideographic_comma")
    label = N_("filter")
    footer = True

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Takes the filter."""
        ask_filter(screen)


class Sort(Command):
    """Choose the order; the same again turns it round."""

    id = "sort"
    keys = ("s", "f9")
    label = N_("sort")

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Offers the orders."""
        ask_sort(screen)


class Views(Command):
    """Choose a view: needs attention, this quarter, mine, no next action, stale, by owner."""

    id = "views"
    keys = ("v", "ctrl+v")
    label = N_("views")

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Offers the views."""
        ask_view(screen)


class SaveView(Command):
    """Save the present filter and order as a view; -NAME drops the view of that name."""

    id = "save-view"
    keys = ("V", "f12")
    label = N_("save view")
    changes = True

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Asks for its name."""
        ask_view_name(screen)


class Preview(Command):
    """Show more or less of the project under the cursor."""

    id = "preview"
    keys = ("p", "f10")
    label = N_("preview")

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Turns the pane's size."""
        screen.turn_preview()


class Triage(Command):
    """Walk through the projects that need attention, worst first."""

    id = "triage"
    keys = ("t", "ctrl+t")
    label = N_("triage")
    footer = True

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Opens triage on what is listed."""
        screen.host.open_triage(screen.selection.marked or screen.selection.ids)


class FollowUps(Command):
    """See whom to meet again, across all projects: follow-ups due, and people left alone."""

    id = "follow-ups"
    keys = ("f", "ctrl+d")
    label = N_("to see")

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Opens the list."""
        screen.host.open_followups()


class Import(Command):
    """Import a table (.xlsx .csv .tsv) or a Netloft export (.json)."""

    id = "import"
    keys = ("I", "ctrl+n")
    label = N_("import")
    changes = True

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Asks for the file."""
        ask_file(screen, screen.paint)


class RemoveSamples(Command):
    """Take the made-up projects of the sample out again; asks about those you have edited."""

    id = "remove-samples"
    keys = ()
    label = N_("no sample")
    changes = True

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Takes them out, or asks."""
        remove_samples(screen)

    @staticmethod
    def applies(screen: PipelineScreen) -> bool:
        """There are some."""
        return any(screen.host.samples())


PIPELINE: tuple[type[Command], ...] = (
    Add,
    *ROW_COMMANDS,
    Triage,
    FollowUps,
    Filter,
    Sort,
    Views,
    SaveView,
    Preview,
    Import,
    RemoveSamples,
    *MARKS,
    *MOVES,
    *COMMON,
)
