"""The commands of the strategy questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from deals.model import Answered
from screens.base.commands import Command
from screens.base.global_commands import COMMON, Help
from screens.base.navigation import MOVES
from screens.base.project_screen import ROOMS
from screens.strategy import actions
from wording import N_

if TYPE_CHECKING:
    from screens.strategy.screen import StrategyScreen


class OnQuestion(Command):
    """What is done to the question under the cursor."""

    changes = True

    @staticmethod
    def applies(screen: StrategyScreen) -> bool:
        """Whether there is a question that is asked."""
        return screen.check is not None


class Give(OnQuestion):
    """Answers and steps on; subclasses say what."""

    value: ClassVar[Answered]
    footer = True

    @classmethod
    def run(cls, screen: StrategyScreen) -> None:
        """Answer the question."""
        if screen.check is not None:
            actions.give_answer(screen, screen.check, cls.value)


class Yes(Give):
    """Answer yes and go on to the next question."""

    id = "answer-yes"
    keys = ("y", "f2")
    label = N_("yes")
    value = "yes"


class Partly(Give):
    """Answer partly and go on to the next question."""

    id = "answer-partly"
    keys = ("p", "f3")
    label = N_("partly")
    value = "partly"


class No(Give):
    """Answer no and go on to the next question."""

    id = "answer-no"
    keys = ("n", "f4")
    label = N_("no")
    value = "no"


class Unknown(Give):
    """Answer that it is not known and go on; help is H or F1 here."""

    id = "answer-unknown"
    keys = ("question_mark", "f5", "fullwidth_question_mark")
    label = N_("unknown")
    value = "unknown"


class GiveShown(Give):
    """An answer with what shows it, given at once; subclasses say which answer."""

    footer = False

    @classmethod
    def run(cls, screen: StrategyScreen) -> None:
        """Take the words."""
        if screen.check is not None:
            actions.give_evidence(screen, screen.check, cls.value)


class YesShown(GiveShown):
    """Answer yes, write what shows it, and go on."""

    id = "answer-yes-shown"
    keys = ("Y", "alt+y")
    label = N_("yes: by")
    value = "yes"


class PartlyShown(GiveShown):
    """Answer partly, write what shows it, and go on."""

    id = "answer-partly-shown"
    keys = ("P", "alt+p")
    label = N_("partly: by")
    value = "partly"


class NoShown(GiveShown):
    """Answer no, write what shows it, and go on."""

    id = "answer-no-shown"
    keys = ("N", "alt+n")
    label = N_("no: by")
    value = "no"


ANSWERS: tuple[type[Command], ...] = (
    Yes,
    Partly,
    No,
    Unknown,
    YesShown,
    PartlyShown,
    NoShown,
)


class Evidence(OnQuestion):
    """Write what shows the answer; an old one is fresh again."""

    id = "evidence"
    keys = ("enter",)
    label = N_("evidence")
    footer = True

    @staticmethod
    def run(screen: StrategyScreen) -> None:
        """Take the words."""
        if screen.check is not None:
            actions.ask_evidence(screen, screen.check)


class Owner(OnQuestion):
    """Write who is to settle the question."""

    id = "answer-owner"
    keys = ("o", "f6")
    label = N_("settler")

    @staticmethod
    def run(screen: StrategyScreen) -> None:
        """Take the name."""
        if screen.check is not None:
            actions.ask_owner(screen, screen.check)


class Plan(OnQuestion):
    """Make a row of the plan out of an answer that is not yes, with a cause on the fishbone."""

    id = "answer-plan"
    keys = ("exclamation_mark", "f7", "fullwidth_exclamation_mark")
    label = N_("to plan")
    footer = True

    @staticmethod
    def applies(screen: StrategyScreen) -> bool:
        """Whether there is a question whose answer is not a yes that counts."""
        return screen.check is not None and screen.check.value != "yes"

    @staticmethod
    def run(screen: StrategyScreen) -> None:
        """Put it into the plan."""
        if screen.check is not None:
            actions.plan(screen, screen.check)


class Follow(Command):
    """Follow the thread from the answer to its row in the plan or its cause on the fishbone."""

    id = "follow"
    keys = ("greater_than_sign", "ctrl+right", "fullwidth_greater_than_sign")
    label = N_("follow")

    @staticmethod
    def applies(screen: StrategyScreen) -> bool:
        """Whether there is a question."""
        return screen.check is not None

    @staticmethod
    def run(screen: StrategyScreen) -> None:
        """Go there."""
        if screen.check is not None:
            actions.follow(screen, screen.check)


class NextSection(Command):
    """Go to the next section."""

    id = "next-section"
    keys = ("l", "right", "tab")
    label = N_("section")

    @staticmethod
    def run(screen: StrategyScreen) -> None:
        """Go to the next section that shows something."""
        screen.turn(1)


class LastSection(Command):
    """Go back to the section before."""

    id = "last-section"
    keys = ("h", "left", "shift+tab")
    label = N_("back")

    @staticmethod
    def run(screen: StrategyScreen) -> None:
        """Go to the section before that shows something."""
        screen.turn(-1)


class FilterRows(Command):
    """Show all questions, only those due and not settled, or only weak answers."""

    id = "look"
    keys = ("f", "f9")
    label = N_("filter")

    @staticmethod
    def run(screen: StrategyScreen) -> None:
        """Take the next way to look."""
        screen.look_on()


class Find(Command):
    """Find a question by its words or by what shows the answer; Up and Down go on."""

    id = "find"
    keys = ("slash", "f8", "fullwidth_solidus", "ideographic_comma")
    label = N_("find")

    @staticmethod
    def run(screen: StrategyScreen) -> None:
        """Take the word."""
        actions.find(screen)


class HelpHere(Command):
    """Show the keys of this screen; Enter runs the one chosen."""

    id = "help"
    keys = ("H", "f1")
    label = N_("help")
    footer = True

    @staticmethod
    def run(screen: StrategyScreen) -> None:
        """Open the list of commands."""
        screen.open_commands(typing=False)


STRATEGY: tuple[type[Command], ...] = (
    *ANSWERS,
    Evidence,
    Plan,
    HelpHere,
    Owner,
    Follow,
    NextSection,
    LastSection,
    FilterRows,
    Find,
    *ROOMS,
    *MOVES,
    *(command for command in COMMON if command is not Help),
)
