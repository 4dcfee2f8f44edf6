"""The commands of the pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.base.commands import Command
from screens.base.global_commands import COMMON
from screens.base.import_table import ask_file
from screens.base.log_touch import ask_touch
from screens.base.navigation import MARKS, MOVES
from screens.base.project_actions import step_stage
from screens.base.status_actions import end_projects, set_relation, snooze_flags
from screens.pipeline.actions import (
    add,
    ask_filter,
    ask_sort,
    ask_view,
    ask_view_name,
    delete,
    edit_any,
    remove_samples,
)
from wording import N_

if TYPE_CHECKING:
    from screens.pipeline.screen import PipelineScreen


class OnRows(Command):
    """A command that changes the rows it acts on, so it needs one."""

    changes = True

    @staticmethod
    def applies(screen: PipelineScreen) -> bool:
        """Whether there is a row."""
        return screen.selection.current is not None


class Open(OnRows):
    """Open the project: the net over its people."""

    id = "open"
    keys = ("enter",)
    label = N_("open")
    changes = False

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Open the project under the cursor."""
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
        """Open the log of the project under the cursor."""
        current = screen.selection.current
        if current is not None:
            screen.host.open_log(screen.host.book.projects[current])


class EditRow(OnRows):
    """Edit the row field by field; Tab goes on, shift+Tab back, Enter ends."""

    id = "edit"
    keys = ("e", "f2")
    label = N_("edit")
    footer = True

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Start at the name; for several rows ask which field."""
        edit_any(screen)


class StageUp(OnRows):
    """Move the stage on by one; what its gate still wants is said."""

    id = "stage-up"
    keys = (
        "greater_than_sign",
        "ctrl+right",
        "fullwidth_greater_than_sign",
        "right_double_angle_bracket",
    )
    label = N_("stage +")
    footer = True

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Move one stage on, for all the marked."""
        step_stage(screen, screen.selection.targets, 1, screen.done)


class StageDown(OnRows):
    """Move the stage back by one."""

    id = "stage-down"
    keys = ("less_than_sign", "ctrl+left", "fullwidth_less_than_sign", "left_double_angle_bracket")
    label = N_("stage -")

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Move one stage back, for all the marked."""
        step_stage(screen, screen.selection.targets, -1, screen.done)


class EditAmount(OnRows):
    """Type the expected amount: 640k, 0.8-1.5M, USD 2m."""

    id = "amount"
    keys = ("m", "f3")
    label = N_("amount")

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Edit the amount in place."""
        screen.edit_row("amount")


class EditWindow(OnRows):
    """Type the signing time: 2026.5.30, 26-05, 2026-Q4, 2026H2, 2027."""

    id = "signs"
    keys = ("w", "f4")
    label = N_("re-date")

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Edit the signing window in place."""
        screen.edit_row("signs")


class EditNext(OnRows):
    """Type the next action and its day: call Ann +3d, visit fri, proposal 03-20."""

    id = "next"
    keys = ("n", "f5")
    label = N_("next")
    footer = True

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Edit the next action in place."""
        screen.edit_row("next")


class EditOwner(OnRows):
    """Type the owner."""

    id = "owner"
    keys = ("o", "f6")
    label = N_("owner")

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Edit the owner in place."""
        screen.edit_row("owner")


class EditContacts(OnRows):
    """Type the contacts with level, lines, CR and stance: Ann high TB cr2 +; Bo low cr3."""

    id = "contacts"
    keys = ("c", "f7")
    label = N_("contacts")

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Edit the contacts in place."""
        screen.edit_row("contacts")


class Relation(OnRows):
    """Set one contact's CR or stance at a key each."""

    id = "relation"
    keys = ("r", "ctrl+e")
    label = N_("relation")

    @staticmethod
    def applies(screen: PipelineScreen) -> bool:
        """Whether there is just one row: every project has people of its own."""
        return len(screen.selection.targets) == 1

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Ask whose and what, for the row under the cursor."""
        current = screen.selection.current
        if current is not None:
            set_relation(screen, current, screen.done)


class Touched(OnRows):
    """Log a touch in a line: visit Ann: demo agreed -> send the offer fri."""

    id = "touch"
    keys = ("y", "ctrl+l")
    label = N_("touch")

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Log it on all the marked."""
        ask_touch(screen, screen.selection.targets, screen.done)


class SnoozeProject(OnRows):
    """Put a project's flags to sleep until a day, with a reason."""

    id = "snooze"
    keys = ("z", "ctrl+s")
    label = N_("snooze")

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Ask until when, for all the marked."""
        snooze_flags(screen, screen.selection.targets, screen.done)


class End(OnRows):
    """End a project as lost, abandoned, on hold or won, with the reason; or open it again."""

    id = "end"
    keys = ("x", "ctrl+x")
    label = N_("end")

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Ask how and why, for all the marked."""
        end_projects(screen, screen.selection.targets, screen.done)


class Delete(OnRows):
    """Delete the project altogether, as if it had never been entered."""

    id = "delete"
    keys = ("D", "ctrl+delete")
    label = N_("delete")

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Delete all the marked; undo brings them back."""
        delete(screen)


ROW_COMMANDS: tuple[type[Command], ...] = (
    Open,
    EditRow,
    StageUp,
    StageDown,
    EditNext,
    EditAmount,
    EditWindow,
    EditOwner,
    EditContacts,
    Relation,
    Touched,
    SnoozeProject,
    End,
    Log,
    Delete,
)


class Add(Command):
    """Add a project in one line: name @customer owner:name P2 0.8-1.5M 2026-Q4."""

    id = "add"
    keys = ("a", "insert")
    label = N_("add")
    footer = True
    changes = True

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Take the line."""
        add(screen)


class FilterRows(Command):
    """Filter as you type: words, owner:me stage>=P3 amount>500k flag:overdue, - for not."""

    id = "filter"
    keys = ("slash", "f8", "fullwidth_solidus", "ideographic_comma")
    label = N_("filter")
    footer = True

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Take the filter."""
        ask_filter(screen)


class Sort(Command):
    """Choose the order; the same again turns it round."""

    id = "sort"
    keys = ("s", "f9")
    label = N_("sort")

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Offer the orders."""
        ask_sort(screen)


class Views(Command):
    """Choose a view: needs attention, this quarter, mine, no next action, stale, by owner."""

    id = "views"
    keys = ("v", "ctrl+v")
    label = N_("views")

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Offer the views."""
        ask_view(screen)


class SaveView(Command):
    """Save the present filter and order as a view; -NAME drops the view of that name."""

    id = "save-view"
    keys = ("V", "f12")
    label = N_("save view")
    changes = True

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Ask for its name."""
        ask_view_name(screen)


class Preview(Command):
    """Show more or less of the project under the cursor."""

    id = "preview"
    keys = ("p", "f10")
    label = N_("preview")

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Turn the pane's size."""
        screen.turn_preview()


class Triage(Command):
    """Walk through the projects that need attention, worst first."""

    id = "triage"
    keys = ("t", "ctrl+t")
    label = N_("triage")
    footer = True

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Open triage on what is listed."""
        screen.host.open_triage(screen.selection.marked or screen.selection.ids)


class FollowUps(Command):
    """See whom to meet again, across all projects: follow-ups due, and people left alone."""

    id = "follow-ups"
    keys = ("f", "ctrl+d")
    label = N_("to see")

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Open the list."""
        screen.host.open_followups()


class Import(Command):
    """Import a table (.xlsx .csv .tsv) or a Netloft export (.json)."""

    id = "import"
    keys = ("I", "ctrl+n")
    label = N_("import")
    changes = True

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Ask for the file."""
        ask_file(screen, screen.paint)


class RemoveSamples(Command):
    """Take the made-up projects of the sample out again; asks about those you have edited."""

    id = "remove-samples"
    keys = ()
    label = N_("no sample")
    changes = True

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Take them out, or ask."""
        remove_samples(screen)

    @staticmethod
    def applies(screen: PipelineScreen) -> bool:
        """Whether there are some."""
        return any(screen.host.samples())


PIPELINE: tuple[type[Command], ...] = (
    Add,
    *ROW_COMMANDS,
    Triage,
    FollowUps,
    FilterRows,
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
