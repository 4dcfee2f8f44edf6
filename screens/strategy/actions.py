"""The actions on an answer: its value, what shows it, its owner, and a row of the plan."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from deals.edits.planning import answer, plan_answer
from deals.model import Answered, Project
from deals.parsing.reading_context import ReadingContext
from deals.questions import QuestionStatus, causes_of, rows_of
from deals.unsaved import InputPlace
from screens.base import finder
from screens.base.finder import FinderEntry, make_entry
from screens.base.project_actions import edit_project
from screens.base.project_screen import choose_along
from screens.base.record_editor import RecordEditor, TextEditor, plain_text
from wording import N_, _, language
from wording.names import answer_name
from wording.record_names import answer_text, question_text

if TYPE_CHECKING:
    from screens.strategy.screen import StrategyScreen


def give_answer(screen: StrategyScreen, status: QuestionStatus, value: Answered) -> None:
    """Answer a question and step on to the next."""

    def edit(project: Project, reading: ReadingContext) -> Project:
        return answer(project, status.id, value, reading.stamp)

    onward = screen.pages.after(screen.page.id, status.id)
    message = _answer_text(value, status.asked.question.text.of(language()))
    if edit_project(screen, N_("answer"), edit, message):
        screen.go(*onward)
        screen.host.closed_prompt.close_question()


def _answer_text(value: Answered, words: str) -> str:
    return _("{answer}: {words}").format(answer=answer_name(value), words=words)


def give_evidence(screen: StrategyScreen, status: QuestionStatus, value: Answered) -> None:
    """Take what shows an answer, give both in one step and go on."""
    onward = screen.pages.after(screen.page.id, status.id)
    TextEditor(
        screen=screen,
        change=N_("answer"),
        write=lambda project, text, reading: answer(
            project, status.id, value, reading.stamp, evidence=text
        ),
        label=_('evidence for "{answer}"').format(answer=answer_name(value)),
        place=InputPlace(f"answer:{status.id}:{value}", screen.project.id),
        text=status.answer.evidence if status.answer else "",
        message=lambda text: _answer_text(value, plain_text(text)),
        then=lambda _text: screen.go(*onward),
        select_all=status.recorded != value,
        confirms=True,
    ).ask()


def type_evidence(screen: StrategyScreen, status: QuestionStatus) -> None:
    """Take what shows the answer; Tab goes on to who settles it."""
    _answer_fields(screen).edit(status, "evidence")


def ask_owner(screen: StrategyScreen, status: QuestionStatus) -> None:
    """Take who is to settle the question; Tab goes on to what shows the answer."""
    _answer_fields(screen).edit(status, "owner")


def _answer_fields(screen: StrategyScreen) -> RecordEditor[QuestionStatus]:
    def label(status: QuestionStatus, field: str) -> str:
        if field == "owner":
            return _("who is to answer it")
        return _('evidence for "{answer}"').format(answer=answer_name(status.recorded))

    return RecordEditor(
        screen,
        names=lambda _status: ("evidence", "owner"),
        label=label,
        text=lambda status, field: getattr(status.answer, field, ""),
        write=_write_answer,
        change=lambda _status, field: N_("owner") if field == "owner" else N_("evidence"),
        place=lambda status, field: (f"{'settles' if field == 'owner' else field}:{status.id}", ""),
        now=lambda status, _field, _text: screen.pages.questions.get(status.id),
        start=lambda field: screen.host.context.me if field == "owner" else "",
        select_all=lambda field: field == "owner",
        # The same again makes the answer fresh.
        confirms=lambda status, field: field == "evidence" and status.answer is not None,
    )


def _write_answer(
    project: Project, status: QuestionStatus, field: str, text: str, reading: ReadingContext
) -> Project:
    given = {"owner": text} if field == "owner" else {"evidence": text}
    return answer(project, status.id, status.recorded, reading.stamp, **given)


def plan(screen: StrategyScreen, status: QuestionStatus) -> None:
    """Put a row into the plan, the hint its content; one that is there already is told."""
    there = rows_of(screen.project, status.id)
    if there:
        screen.tell(_("already in the plan: {content}").format(content=there[0].content))
        return
    texts = status.asked.question
    content = (texts.hint or texts.text).of(language())
    said_so = answer_text(status.id, status.recorded, screen.host.context.playbook)
    weakness = (status.answer.evidence if status.answer else "") or said_so

    def edit(project: Project, reading: ReadingContext) -> Project:
        return plan_answer(project, status.id, weakness, content, reading)

    message = _("in the plan: {content}").format(content=content)
    edit_project(screen, N_("task"), edit, message)


def follow(screen: StrategyScreen, status: QuestionStatus) -> None:
    """Go to what was made of the answer: its rows in the plan, else its causes."""
    project = screen.project
    refs = [f"row:{row.id}" for row in rows_of(project, status.id)]
    refs = refs or [f"cause:{cause.id}" for cause in causes_of(project, status.id)]
    choose_along(screen, [], refs, _("not in the plan yet"))


def find(screen: StrategyScreen) -> None:
    """Take words of a question, or of what shows its answer; the cursor goes there."""
    playbook, pages = screen.host.context.playbook, {q: page for page, q in screen.pages.order}
    start = (screen.section, screen.selection.current or "")

    def make(question: str) -> FinderEntry:
        status = screen.pages.questions.get(question)
        evidence = status.answer.evidence if status and status.answer else ""
        return make_entry(question, question_text(playbook, question), evidence)

    finder.open_finder(
        screen,
        map(make, pages),
        lambda question: screen.go(pages[question], question),
        partial(screen.go, *start),
    )
