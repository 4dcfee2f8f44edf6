"""What can be done to one answer: each deed makes one commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deals.edits import answer, plan_answer
from deals.model import Answered, Project
from deals.parsing.project_fields import Reading
from deals.questions import QuestionStatus, causes_of, rows_of
from deals.unsaved import InputPlace
from screens.base.project_actions import done
from screens.base.project_screen import choose_along
from wording import N_, _, language
from wording.names import answer_name
from wording.record_names import answer_text

if TYPE_CHECKING:
    from screens.strategy.screen import StrategyScreen


def give(screen: StrategyScreen, one: QuestionStatus, value: Answered) -> None:
    """Answers a question and steps on to the next."""
    said = one.asked.question.text.of(language())
    _give(screen, one, value, said, screen.project)


def give_shown(screen: StrategyScreen, one: QuestionStatus, value: Answered) -> None:
    """Types what shows an answer, gives both in one step and goes on."""
    begun = screen.project

    def accept(text: str) -> bool:
        return _give(screen, one, value, text.strip() or "-", begun, text)

    label = _("{answer}: what shows it").format(answer=answer_name(value))
    shown = one.answer.evidence if one.answer else ""
    place = InputPlace(f"answer:{one.id}:{value}", begun.id)
    screen.ask(label, shown, accept, fresh=one.said != value, place=place)


def _give(
    screen: StrategyScreen,
    one: QuestionStatus,
    value: Answered,
    said: str,
    begun: Project,
    evidence: str | None = None,
) -> bool:
    def edit(project: Project, reading: Reading) -> Project:
        return answer(project, one.id, value, reading.stamp, evidence=evidence)

    onward = screen.pages.after(screen.page.id, one.id)
    good = done(
        screen,
        N_("answer"),
        edit,
        _("{answer}: {said}").format(answer=answer_name(value), said=said),
        begun,
    )
    if good:
        screen.go(*onward)
    return good


def ask_evidence(screen: StrategyScreen, one: QuestionStatus) -> None:
    """Types what shows the answer."""
    begun = screen.project

    def accept(text: str) -> bool:
        def edit(project: Project, reading: Reading) -> Project:
            return answer(project, one.id, one.said, reading.stamp, evidence=text)

        return done(screen, N_("evidence"), edit, text.strip() or "-", begun)

    label = _("{answer}: what shows it").format(answer=answer_name(one.said))
    place = InputPlace(f"evidence:{one.id}", begun.id)
    screen.ask(label, one.answer.evidence if one.answer else "", accept, place=place)


def ask_owner(screen: StrategyScreen, one: QuestionStatus) -> None:
    """Types who is to settle the question."""
    begun = screen.project

    def accept(text: str) -> bool:
        def edit(project: Project, reading: Reading) -> Project:
            return answer(project, one.id, one.said, reading.stamp, owner=text)

        return done(screen, N_("owner"), edit, text.strip() or "-", begun)

    owner = (one.answer.owner if one.answer else "") or screen.host.context.me
    place = InputPlace(f"settles:{one.id}", begun.id)
    screen.ask(_("who settles it"), owner, accept, fresh=True, place=place)


def plan(screen: StrategyScreen, one: QuestionStatus) -> None:
    """Puts a row into the plan, the hint its content; one that is there already is told."""
    there = rows_of(screen.project, one.id)
    if there:
        screen.tell(_("in the plan already: {content}").format(content=there[0].content))
        return
    texts = one.asked.question
    content = (texts.hint or texts.text).of(language())
    said_so = answer_text(one.id, one.said, screen.host.context.playbook)
    weakness = (one.answer.evidence if one.answer else "") or said_so

    def edit(project: Project, reading: Reading) -> Project:
        return plan_answer(project, one.id, weakness, content, reading)

    said = _("in the plan: {content}").format(content=content)
    done(screen, N_("plan row"), edit, said, screen.project)


def follow(screen: StrategyScreen, one: QuestionStatus) -> None:
    """Goes to what was made of the answer: its rows in the plan, else its causes."""
    project = screen.project
    refs = [f"row:{row.id}" for row in rows_of(project, one.id)]
    refs = refs or [f"cause:{cause.id}" for cause in causes_of(project, one.id)]
    choose_along(screen, [], refs, _("nothing was made of it yet"))
