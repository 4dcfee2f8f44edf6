"""The commands of the strategy questions."""

from __future__ import annotations

from deals.questions import QuestionStatus
from screens.base.commands import Commands, lacks
from screens.base.shared_commands import ROW_COMMANDS, SCREEN_COMMANDS
from screens.registry import ROOM_COMMANDS
from screens.strategy import actions
from screens.strategy.screen import StrategyScreen
from wording import N_

STRATEGY: Commands[StrategyScreen] = Commands(
    ROOM_COMMANDS, ROW_COMMANDS, SCREEN_COMMANDS.without("help")
)


@lacks(N_("no question here, j goes on to one"))
def question_at_cursor(screen: StrategyScreen) -> QuestionStatus | None:
    """Return the question under the cursor, if it is asked."""
    return screen.check


@lacks(N_("no question here, j goes on to one"))
def question_to_plan(screen: StrategyScreen) -> QuestionStatus | None:
    """Return the question just answered, else the one under the cursor."""
    return screen.just_answered or screen.check


@lacks(N_("nothing to write here"))
def can_write(screen: StrategyScreen) -> bool:
    """Return whether evidence, a strategy or a choice can be written under the cursor."""
    return screen.check is not None or screen.head is not None


@STRATEGY.command(
    "answer-yes", "y", "f2", label=N_("yes"), on=question_at_cursor, footer=True, changes=True
)
def answer_yes(screen: StrategyScreen, question: QuestionStatus) -> None:
    """Answer yes and go on to the next question."""
    actions.give_answer(screen, question, "yes")


@STRATEGY.command(
    "answer-partly", "p", "f3", label=N_("partly"), on=question_at_cursor, footer=True, changes=True
)
def answer_partly(screen: StrategyScreen, question: QuestionStatus) -> None:
    """Answer partly and go on to the next question."""
    actions.give_answer(screen, question, "partly")


@STRATEGY.command(
    "answer-no", "n", "f4", label=N_("no"), on=question_at_cursor, footer=True, changes=True
)
def answer_no(screen: StrategyScreen, question: QuestionStatus) -> None:
    """Answer no and go on to the next question."""
    actions.give_answer(screen, question, "no")


@STRATEGY.command(
    "answer-unknown",
    "question_mark",
    "f5",
    label=N_("unknown"),
    on=question_at_cursor,
    footer=True,
    changes=True,
)
def answer_unknown(screen: StrategyScreen, question: QuestionStatus) -> None:
    """Answer "unknown" and go on; help is H or F1 here."""
    actions.give_answer(screen, question, "unknown")


@STRATEGY.command(
    "answer-yes-shown", "Y", "alt+y", label=N_("yes: by"), on=question_at_cursor, changes=True
)
def answer_yes_with_evidence(screen: StrategyScreen, question: QuestionStatus) -> None:
    """Answer yes, write the evidence, and go on."""
    actions.give_evidence(screen, question, "yes")


@STRATEGY.command(
    "answer-partly-shown", "P", "alt+p", label=N_("partly: by"), on=question_at_cursor, changes=True
)
def answer_partly_with_evidence(screen: StrategyScreen, question: QuestionStatus) -> None:
    """Answer partly, write the evidence, and go on."""
    actions.give_evidence(screen, question, "partly")


@STRATEGY.command(
    "answer-no-shown", "N", "alt+n", label=N_("no: by"), on=question_at_cursor, changes=True
)
def answer_no_with_evidence(screen: StrategyScreen, question: QuestionStatus) -> None:
    """Answer no, write the evidence, and go on."""
    actions.give_evidence(screen, question, "no")


@STRATEGY.command(
    "evidence", "enter", "e", label=N_("write"), when=can_write, footer=True, changes=True
)
def write_evidence(screen: StrategyScreen) -> None:
    """Write the strategy, or the evidence for the answer, which re-dates it; choose old or new."""
    actions.edit_row(screen)


@STRATEGY.command(
    "answer-plan",
    "exclamation_mark",
    "f7",
    label=N_("to plan"),
    on=question_to_plan,
    footer=True,
    changes=True,
)
def plan_answer(screen: StrategyScreen, question: QuestionStatus) -> None:
    """Make a task of an answer that is not yes, just given or at the cursor, with a cause."""
    actions.plan(screen, question)


@STRATEGY.command("help", "H", "f1", label=N_("help"), footer=True)
def open_help(screen: StrategyScreen) -> None:
    """Show the keys of this screen; Enter runs the one chosen."""
    screen.host.open_screen("help", screen, False)


@STRATEGY.command(
    "answer-owner", "o", "f6", label=N_("who answers"), on=question_at_cursor, changes=True
)
def write_owner(screen: StrategyScreen, question: QuestionStatus) -> None:
    """Write who is to answer the question."""
    actions.ask_owner(screen, question)


@STRATEGY.command(
    "follow", "greater_than_sign", "ctrl+right", label=N_("follow"), on=question_at_cursor
)
def follow_thread(screen: StrategyScreen, question: QuestionStatus) -> None:
    """Go to linked items: the task of the answer, or its cause on the fishbone."""
    actions.follow(screen, question)


@STRATEGY.command("next-section", "l", "right", "tab", label=N_("section"))
def go_to_next_section(screen: StrategyScreen) -> None:
    """Go to the next section."""
    screen.turn(1)


@STRATEGY.command("last-section", "h", "left", "shift+tab", label=N_("back"))
def go_to_last_section(screen: StrategyScreen) -> None:
    """Go to the previous section."""
    screen.turn(-1)


@STRATEGY.command("look", "f", "f9", label=N_("filter"))
def filter_questions(screen: StrategyScreen) -> None:
    """Show all questions, only those due and open, or only weak answers."""
    screen.look_on()


@STRATEGY.command("find", "slash", "f8", label=N_("find"))
def find_question(screen: StrategyScreen) -> None:
    """Find a question by its words or its evidence; Up and Down go on."""
    actions.find(screen)
