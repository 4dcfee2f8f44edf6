"""The actions on an answer: its value, what shows it, its owner, and a row of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deals.edits import answer, plan_answer
from deals.model import Answered, Project
from deals.parsing.reading_context import ReadingContext
from deals.questions import QuestionStatus, causes_of, rows_of
from deals.unsaved import InputPlace
from screens.base.project_actions import edit_project
from screens.base.project_screen import choose_along
from wording import N_, _, language
from wording.names import answer_name
from wording.record_names import answer_text

if TYPE_CHECKING:
    from screens.strategy.screen import StrategyScreen


def give_answer(screen: StrategyScreen, status: QuestionStatus, value: Answered) -> None:
    """Answer a question and step on to the next."""
    words = status.asked.question.text.of(language())
    _give(screen, status, value, words, screen.project)


def give_evidence(screen: StrategyScreen, status: QuestionStatus, value: Answered) -> None:
    """Take what shows an answer, give both in one step and go on."""
    begun = screen.project

    def accept(text: str) -> bool:
        return _give(screen, status, value, text.strip() or "-", begun, text)

    label = _("{answer}: what shows it").format(answer=answer_name(value))
    shown = status.answer.evidence if status.answer else ""
    place = InputPlace(f"answer:{status.id}:{value}", begun.id)
    screen.ask(label, shown, accept, select_all=status.recorded != value, place=place)


def _give(
    screen: StrategyScreen,
    status: QuestionStatus,
    value: Answered,
    words: str,
    begun: Project,
    evidence: str | None = None,
) -> bool:
    def edit(project: Project, reading: ReadingContext) -> Project:
        return answer(project, status.id, value, reading.stamp, evidence=evidence)

    onward = screen.pages.after(screen.page.id, status.id)
    good = edit_project(
        screen,
        N_("answer"),
        edit,
        _("{answer}: {words}").format(answer=answer_name(value), words=words),
        begun,
    )
    if good:
        screen.go(*onward)
    return good


def ask_evidence(screen: StrategyScreen, status: QuestionStatus) -> None:
    """Take what shows the answer."""
    begun = screen.project

    def accept(text: str) -> bool:
        def edit(project: Project, reading: ReadingContext) -> Project:
            return answer(project, status.id, status.recorded, reading.stamp, evidence=text)

        return edit_project(screen, N_("evidence"), edit, text.strip() or "-", begun)

    label = _("{answer}: what shows it").format(answer=answer_name(status.recorded))
    place = InputPlace(f"evidence:{status.id}", begun.id)
    screen.ask(label, status.answer.evidence if status.answer else "", accept, place=place)


def ask_owner(screen: StrategyScreen, status: QuestionStatus) -> None:
    """Take who is to settle the question."""
    begun = screen.project

    def accept(text: str) -> bool:
        def edit(project: Project, reading: ReadingContext) -> Project:
            return answer(project, status.id, status.recorded, reading.stamp, owner=text)

        return edit_project(screen, N_("owner"), edit, text.strip() or "-", begun)

    owner = (status.answer.owner if status.answer else "") or screen.host.context.me
    place = InputPlace(f"settles:{status.id}", begun.id)
    screen.ask(_("who settles it"), owner, accept, select_all=True, place=place)


def plan(screen: StrategyScreen, status: QuestionStatus) -> None:
    """Put a row into the plan, the hint its content; one that is there already is told."""
    there = rows_of(screen.project, status.id)
    if there:
        screen.tell(_("in the plan already: {content}").format(content=there[0].content))
        return
    texts = status.asked.question
    content = (texts.hint or texts.text).of(language())
    said_so = answer_text(status.id, status.recorded, screen.host.context.playbook)
    weakness = (status.answer.evidence if status.answer else "") or said_so

    def edit(project: Project, reading: ReadingContext) -> Project:
        return plan_answer(project, status.id, weakness, content, reading)

    message = _("in the plan: {content}").format(content=content)
    edit_project(screen, N_("plan row"), edit, message, screen.project)


def follow(screen: StrategyScreen, status: QuestionStatus) -> None:
    """Go to what was made of the answer: its rows in the plan, else its causes."""
    project = screen.project
    refs = [f"row:{row.id}" for row in rows_of(project, status.id)]
    refs = refs or [f"cause:{cause.id}" for cause in causes_of(project, status.id)]
    choose_along(screen, [], refs, _("nothing was made of it yet"))
