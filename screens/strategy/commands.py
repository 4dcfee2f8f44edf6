"""What can be done in the strategy room, one class a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.kit.commands import Command
from screens.kit.common import COMMON, Help
from screens.kit.moves import MOVES
from screens.kit.rooms import ROOMS
from screens.kit.wording import N_
from screens.strategy import deeds
from screens.strategy.answer_commands import ANSWERS, OnQuestion

if TYPE_CHECKING:
    from screens.strategy.screen import StrategyScreen


class Evidence(OnQuestion):
    """Write what shows the answer; an old one is fresh again."""

    id = "evidence"
    keys = ("enter",)
    label = N_("evidence")
    footer = True

    @staticmethod
    def run(screen: StrategyScreen) -> None:
        """Takes the words."""
        if screen.check is not None:
            deeds.ask_evidence(screen, screen.check)


class Owner(OnQuestion):
    """Write who is to settle the question."""

    id = "answer-owner"
    keys = ("o", "f6")
    label = N_("settler")

    @staticmethod
    def run(screen: StrategyScreen) -> None:
        """Takes the name."""
        if screen.check is not None:
            deeds.ask_owner(screen, screen.check)


class Plan(OnQuestion):
    """Make a row of the plan out of an answer that is not yes, with a cause on the fishbone."""

    id = "answer-plan"
    keys = ("exclamation_mark", "f7", "fullwidth_exclamation_mark")
    label = N_("to plan")
    footer = True

    @staticmethod
    def applies(screen: StrategyScreen) -> bool:
        """There is a question whose answer is not a yes that counts."""
        return screen.check is not None and screen.check.value != "yes"

    @staticmethod
    def run(screen: StrategyScreen) -> None:
        """Puts it into the plan."""
        if screen.check is not None:
            deeds.plan(screen, screen.check)


class Follow(Command):
    """Follow the thread from the answer to its row in the plan or its cause on the fishbone."""

    id = "follow"
    keys = ("greater_than_sign", "ctrl+right", "fullwidth_greater_than_sign")
    label = N_("follow")

    @staticmethod
    def applies(screen: StrategyScreen) -> bool:
        """There is a question."""
        return screen.check is not None

    @staticmethod
    def run(screen: StrategyScreen) -> None:
        """Goes there."""
        if screen.check is not None:
            deeds.follow(screen, screen.check)


class NextSection(Command):
    """Go to the next section."""

    id = "next-section"
    keys = ("l", "right", "tab")
    label = N_("section")

    @staticmethod
    def run(screen: StrategyScreen) -> None:
        """The next that shows something."""
        screen.turn(1)


class LastSection(Command):
    """Go back to the section before."""

    id = "last-section"
    keys = ("h", "left", "shift+tab")
    label = N_("back")

    @staticmethod
    def run(screen: StrategyScreen) -> None:
        """The one before that shows something."""
        screen.turn(-1)


class Filter(Command):
    """Show all questions, only those due and not settled, or only weak answers."""

    id = "look"
    keys = ("f", "f9")
    label = N_("filter")

    @staticmethod
    def run(screen: StrategyScreen) -> None:
        """The next way to look."""
        screen.look_on()


class Find(Command):
    """Find a question by part of its words or of what shows the answer."""

    id = "find"
    keys = ("slash", "f8", "fullwidth_solidus", "ideographic_comma")
    label = N_("find")

    @staticmethod
    def run(screen: StrategyScreen) -> None:
        """Takes the word."""
        screen.find()


class HelpHere(Command):
    """Show the keys of this screen; Enter runs the one chosen."""

    id = "help"
    keys = ("H", "f1")
    label = N_("help")
    footer = True

    @staticmethod
    def run(screen: StrategyScreen) -> None:
        """Opens the list of commands."""
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
    Filter,
    Find,
    *ROOMS,
    *MOVES,
    *(one for one in COMMON if one is not Help),
)
