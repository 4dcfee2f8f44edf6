"""The answers to a question, alone or with what shows them, one class a command."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from deals.model import Answered
from screens.kit.commands import Command
from screens.kit.wording import N_
from screens.strategy import deeds

if TYPE_CHECKING:
    from screens.strategy.screen import StrategyScreen


class OnQuestion(Command):
    """What is done to the question under the cursor."""

    changes = True

    @staticmethod
    def applies(screen: StrategyScreen) -> bool:
        """There is a question that is asked."""
        return screen.check is not None


class Give(OnQuestion):
    """Answers and steps on; subclasses say what."""

    value: ClassVar[Answered]
    footer = True

    @classmethod
    def run(cls, screen: StrategyScreen) -> None:
        """Answers."""
        if screen.check is not None:
            deeds.give(screen, screen.check, cls.value)


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
    """Takes what shows an answer, gives both and steps on; subclasses say which answer."""

    footer = False

    @classmethod
    def run(cls, screen: StrategyScreen) -> None:
        """Takes the words."""
        if screen.check is not None:
            deeds.give_shown(screen, screen.check, cls.value)


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
