"""The commands of triage: one key settles a project and the next one comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.base.commands import Command
from screens.base.global_commands import COMMON
from screens.base.log_touch import ask_touch
from screens.base.project_actions import step_stage
from screens.base.record_editor import edit_field
from screens.base.status_actions import end_projects, hold_projects, set_relation, snooze_flags
from wording import N_

if TYPE_CHECKING:
    from screens.triage.screen import TriageScreen


class Turn(Command):
    """It needs a project in front of it."""

    @staticmethod
    def applies(screen: TriageScreen) -> bool:
        """Whether there is a project."""
        return screen.queue.current is not None


class Later(Turn):
    """Leave it for the end of this round."""

    id = "later"
    keys = ("j", "down", "space", "ideographic_space")
    label = N_("later")

    @staticmethod
    def run(screen: TriageScreen) -> None:
        """Put it at the end."""
        screen.show(screen.queue.later())


class Earlier(Turn):
    """Look again at the one left before."""

    id = "earlier"
    keys = ("k", "up")
    label = N_("earlier")

    @staticmethod
    def run(screen: TriageScreen) -> None:
        """Take the last one to the front."""
        screen.show(screen.queue.earlier())


class MoreDown(Turn):
    """Show more of a long card."""

    id = "page-down"
    keys = ("pagedown", "ctrl+f")
    label = N_("page down")

    @staticmethod
    def run(screen: TriageScreen) -> None:
        """Scroll a page down."""
        screen.scroll(1)


class MoreUp(Turn):
    """Show the beginning of a long card."""

    id = "page-up"
    keys = ("pageup", "ctrl+b")
    label = N_("page up")

    @staticmethod
    def run(screen: TriageScreen) -> None:
        """Scroll a page up."""
        screen.scroll(-1)


class TriageAnswer(Command):
    """An answer: it needs a project in front of it."""

    changes = True

    @staticmethod
    def applies(screen: TriageScreen) -> bool:
        """Whether there is a project."""
        return screen.queue.current is not None


class Next(TriageAnswer):
    """Set the next action and its day: call Ann +3d, visit fri."""

    id = "next"
    keys = ("n", "f5")
    label = N_("next")
    footer = True

    @staticmethod
    def run(screen: TriageScreen) -> None:
        """Ask for it."""
        edit_field(screen, screen.target, "next", screen.settle)


class Redate(TriageAnswer):
    """Give another signing time: 2026.5.30, 2026-Q4, 2026H2."""

    id = "signs"
    keys = ("w", "f4")
    label = N_("re-date")
    footer = True

    @staticmethod
    def run(screen: TriageScreen) -> None:
        """Ask for it."""
        edit_field(screen, screen.target, "signs", screen.settle)


class StageBack(TriageAnswer):
    """Correct the stage downwards: it claimed too much."""

    id = "stage-down"
    keys = ("less_than_sign", "ctrl+left", "fullwidth_less_than_sign", "left_double_angle_bracket")
    label = N_("stage -")
    footer = True

    @staticmethod
    def run(screen: TriageScreen) -> None:
        """Move one stage back."""
        step_stage(screen, screen.target, -1, screen.settle)


class StageOn(TriageAnswer):
    """Correct the stage upwards: it is further than it says."""

    id = "stage-up"
    keys = (
        "greater_than_sign",
        "ctrl+right",
        "fullwidth_greater_than_sign",
        "right_double_angle_bracket",
    )
    label = N_("stage +")

    @staticmethod
    def run(screen: TriageScreen) -> None:
        """Move one stage on."""
        step_stage(screen, screen.target, 1, screen.settle)


class Relation(TriageAnswer):
    """Set a contact's CR or stance."""

    id = "relation"
    keys = ("r", "ctrl+e")
    label = N_("relation")
    footer = True

    @staticmethod
    def run(screen: TriageScreen) -> None:
        """Ask whose and what."""
        set_relation(screen, screen.target[0], screen.settle)


class Contacts(TriageAnswer):
    """Type the contacts anew: Ann high TB cr2 +; Bo low cr3."""

    id = "contacts"
    keys = ("c", "f7")
    label = N_("contacts")

    @staticmethod
    def run(screen: TriageScreen) -> None:
        """Ask for them."""
        edit_field(screen, screen.target, "contacts", screen.settle)


class TypeAmount(TriageAnswer):
    """Type the expected amount."""

    id = "amount"
    keys = ("m", "f3")
    label = N_("amount")

    @staticmethod
    def run(screen: TriageScreen) -> None:
        """Ask for it."""
        edit_field(screen, screen.target, "amount", screen.settle)


class LogTouch(TriageAnswer):
    """Log a touch in a line: visit Ann: demo agreed -> send the offer fri."""

    id = "touch"
    keys = ("y", "ctrl+l")
    label = N_("touch")
    footer = True

    @staticmethod
    def run(screen: TriageScreen) -> None:
        """Take the line."""
        ask_touch(screen, screen.target, screen.settle)


class Hold(TriageAnswer):
    """Put it on hold, with the reason."""

    id = "hold"
    keys = ("o", "f6")
    label = N_("hold")

    @staticmethod
    def run(screen: TriageScreen) -> None:
        """Ask why."""
        hold_projects(screen, screen.target, screen.settle)


class End(TriageAnswer):
    """End it as lost, abandoned or won, with the reason."""

    id = "end"
    keys = ("x", "ctrl+x")
    label = N_("end")

    @staticmethod
    def run(screen: TriageScreen) -> None:
        """Ask how and why."""
        end_projects(screen, screen.target, screen.settle)


class SnoozeProject(TriageAnswer):
    """Put its flags to sleep until a day, with a reason; they come back by themselves."""

    id = "snooze"
    keys = ("z", "ctrl+s")
    label = N_("snooze")
    footer = True

    @staticmethod
    def run(screen: TriageScreen) -> None:
        """Ask until when."""
        snooze_flags(screen, screen.target, screen.settle)


class Open(TriageAnswer):
    """Open the project: the net over its people."""

    id = "open"
    keys = ("enter",)
    label = N_("open")
    changes = False

    @staticmethod
    def run(screen: TriageScreen) -> None:
        """Open the project."""
        screen.host.open_room("people", screen.host.book.projects[screen.target[0]])


TRIAGE: tuple[type[Command], ...] = (
    Next,
    Redate,
    StageBack,
    StageOn,
    Relation,
    Contacts,
    TypeAmount,
    LogTouch,
    Hold,
    End,
    SnoozeProject,
    Open,
    Later,
    Earlier,
    MoreDown,
    MoreUp,
    *COMMON,
)
