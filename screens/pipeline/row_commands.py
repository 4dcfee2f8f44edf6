"""What can be done to the rows of the pipeline, one class a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.kit.commands import Command
from screens.kit.deeds import edit_field, step_stage
from screens.kit.endings import end_projects, set_relation, snooze_flags
from screens.kit.touching import ask_touch
from screens.kit.wording import N_
from screens.pipeline.editing import edit_any
from screens.pipeline.making import delete
from screens.pipeline.room_commands import Log, OnRows, Open

if TYPE_CHECKING:
    from screens.pipeline.screen import PipelineScreen


class EditRow(OnRows):
    """Edit the row field by field; Tab goes on, shift+Tab back, Enter ends."""

    id = "edit"
    keys = ("e", "f2")
    label = N_("edit")
    footer = True

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Starts at the name; for several rows asks which field."""
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
        """One stage on, for all the marked."""
        step_stage(screen, screen.selection.targets, 1, screen.done)


class StageDown(OnRows):
    """Move the stage back by one."""

    id = "stage-down"
    keys = ("less_than_sign", "ctrl+left", "fullwidth_less_than_sign", "left_double_angle_bracket")
    label = N_("stage -")

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """One stage back, for all the marked."""
        step_stage(screen, screen.selection.targets, -1, screen.done)


class EditAmount(OnRows):
    """Type the expected amount: 640k, 0.8-1.5M, USD 2m."""

    id = "amount"
    keys = ("m", "f3")
    label = N_("amount")

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Edits the amount in place."""
        edit_field(screen, screen.selection.targets, "amount", screen.done)


class EditWindow(OnRows):
    """Type the signing time: 2026.5.30, 26-05, 2026-Q4, 2026H2, 2027."""

    id = "signs"
    keys = ("w", "f4")
    label = N_("re-date")

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Edits the signing window in place."""
        edit_field(screen, screen.selection.targets, "signs", screen.done)


class EditNext(OnRows):
    """Type the next action and its day: call Ann +3d, visit fri, proposal 03-20."""

    id = "next"
    keys = ("n", "f5")
    label = N_("next")
    footer = True

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Edits the next action in place."""
        edit_field(screen, screen.selection.targets, "next", screen.done)


class EditOwner(OnRows):
    """Type the owner."""

    id = "owner"
    keys = ("o", "f6")
    label = N_("owner")

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Edits the owner in place."""
        edit_field(screen, screen.selection.targets, "owner", screen.done)


class EditContacts(OnRows):
    """Type the contacts with level, lines, CR and stance: Ann high TB cr2 +; Bo low cr3."""

    id = "contacts"
    keys = ("c", "f7")
    label = N_("contacts")

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Edits the contacts in place."""
        edit_field(screen, screen.selection.targets, "contacts", screen.done)


class Relation(OnRows):
    """Set one contact's CR or stance at a key each."""

    id = "relation"
    keys = ("r", "ctrl+e")
    label = N_("relation")

    @staticmethod
    def applies(screen: PipelineScreen) -> bool:
        """There is just one row: every project has people of its own."""
        return len(screen.selection.targets) == 1

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Asks whose and what, for the row under the cursor."""
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
        """Logs it on all the marked."""
        ask_touch(screen, screen.selection.targets, screen.done)


class Snooze(OnRows):
    """Put a project's flags to sleep until a day, with a reason."""

    id = "snooze"
    keys = ("z", "ctrl+s")
    label = N_("snooze")

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Asks until when, for all the marked."""
        snooze_flags(screen, screen.selection.targets, screen.done)


class End(OnRows):
    """End a project as lost, abandoned, on hold or won, with the reason; or open it again."""

    id = "end"
    keys = ("x", "ctrl+x")
    label = N_("end")

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Asks how and why, for all the marked."""
        end_projects(screen, screen.selection.targets, screen.done)


class Delete(OnRows):
    """Delete the project altogether, as if it had never been entered."""

    id = "delete"
    keys = ("D", "ctrl+delete")
    label = N_("delete")

    @staticmethod
    def run(screen: PipelineScreen) -> None:
        """Deletes all the marked; undo brings them back."""
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
    Snooze,
    End,
    Log,
    Delete,
)
