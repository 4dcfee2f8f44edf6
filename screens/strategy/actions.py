"""The actions on an answer: its value, what shows it, its owner, and a row of the plan."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from deals.edits.planning import answer, evidence_of, plan_answer
from deals.model import Answer, Answered, Project
from deals.parsing.reading_context import ReadingContext
from deals.project_notes import STRATEGY, find_note
from deals.questions import QuestionStatus, causes_of, measures_of, rows_of, unplanned_measures
from deals.unsaved import InputPlace
from screens.base import finder
from screens.base.finder import FinderEntry, make_entry
from screens.base.market_choices import choose_market
from screens.base.project_actions import edit_project
from screens.base.project_screen import choose_along
from screens.base.record_editor import RecordEditor, TextEditor, plain_text
from screens.strategy.view import CHOICE
from views.market import choice_label
from wording import N_, _, language
from wording.names import answer_name
from wording.record_names import answer_text, former_text, note_title, question_text, weakness_text

if TYPE_CHECKING:
    from screens.strategy.screen import StrategyScreen

MOST_MEASURES = 9
"""The measures offered at a digit each."""


def give_answer(screen: StrategyScreen, status: QuestionStatus, value: Answered) -> None:
    """Answer a question and step on to the next."""

    def edit(project: Project, reading: ReadingContext) -> Project:
        return answer(project, status.id, value, reading.stamp, measures=status.measures)

    onward = screen.pages.after(screen.page.id, status.id)
    message = _answer_text(value, status.asked.question.text.of(language()))
    if not edit_project(screen, N_("answer"), edit, message):
        return
    _add_remark(screen, status, message)
    screen.go(*onward)
    screen.answered = status.id, screen.selection.current
    screen.host.closed_prompt.close_question()


def _add_remark(screen: StrategyScreen, before: QuestionStatus, message: str) -> None:
    """Tell of an answer what else is to be known of it, if anything is."""
    now = screen.found.find(before.id)
    remarks = []
    if now.recorded == "unknown":
        remarks.append(_("H is help here"))
    if now.bare:
        remarks.append(_("without measures it does not count"))
    kept = now.answer.former[:1] if now.answer else ()
    if before.answer and before.answer.evidence and kept:
        remarks.append(former_text(kept[0]))
    if remarks:
        screen.tell(_("; ").join((message, *remarks)))


def _answer_text(value: Answered, words: str) -> str:
    return _("{answer}: {words}").format(answer=answer_name(value), words=words)


def give_evidence(screen: StrategyScreen, status: QuestionStatus, value: Answered) -> None:
    """Take what shows an answer, give both in one step and go on."""
    onward = screen.pages.after(screen.page.id, status.id)

    def go_on(_text: str) -> None:
        screen.go(*onward)
        screen.answered = status.id, screen.selection.current

    TextEditor(
        screen=screen,
        change=N_("answer"),
        write=lambda project, text, reading: answer(
            project, status.id, value, reading.stamp, text, measures=status.measures
        ),
        label=_evidence_label(status, value),
        place=InputPlace(f"answer:{status.id}:{value}", screen.project.id),
        text=shown_evidence(status, value),
        message=lambda text: _answer_text(value, plain_text(text)),
        then=go_on,
        confirms=True,
    ).ask()


def shown_evidence(status: QuestionStatus, value: Answered) -> str:
    """Return what stands for an answer before it is typed: what the answer alone would leave."""
    given = status.answer
    return evidence_of(given, value, measures=status.measures) if given else ""


def _evidence_label(status: QuestionStatus, value: Answered) -> str:
    if status.measures:
        return _('measures, "{answer}"').format(answer=answer_name(value))
    return _('evidence for "{answer}"').format(answer=answer_name(value))


def edit_row(screen: StrategyScreen) -> None:
    """Write the evidence of a question, or the strategy of a section, or choose of the market."""
    head = screen.head
    if screen.check is not None:
        type_evidence(screen, screen.check)
    elif head is not None and head.startswith(CHOICE):
        choose_market(screen, head.removeprefix(CHOICE))
    elif head is not None:
        screen.host.open_screen("notes", screen.project, "", head)


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
        return _evidence_label(status, status.recorded)

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
    return answer(
        project, status.id, status.recorded, reading.stamp, measures=status.measures, **given
    )


def plan(screen: StrategyScreen, status: QuestionStatus) -> None:
    """Put a row into the plan, the hint its content; one that is there already is told.

    A yes needs nothing done, unless it rests on measures: these are the work, each a row of its
    own, and of several it is asked which.

    It is of the question answered just now, though the cursor has gone on, and that is told.
    """
    behind = status.id != screen.selection.current
    words = status.asked.question.text.of(language())

    def tell_of(text: str) -> str:
        return _("{question} {text}").format(question=words, text=text) if behind else text

    def plan_measure(content: str) -> None:
        message = tell_of(_("in the plan: {content}").format(content=content))
        _plan_answer(screen, status, content, message)

    screen.answered = None
    there, measures = rows_of(screen.project, status.id), measures_of(status)
    left = unplanned_measures(status, screen.project)
    if status.value == "yes" and not measures:
        screen.tell(tell_of(_("answered yes already")))
    elif there and not (left and len(measures) > 1):
        screen.tell(tell_of(_("already in the plan: {content}").format(content=there[0].content)))
    elif len(left) > 1:
        options = [(f"{at}", text, partial(plan_measure, text)) for at, text in enumerate(left, 1)]
        screen.choose(_("which measure becomes a task"), options[:MOST_MEASURES])
    else:
        plan_measure(left[0] if left else _what_to_do(status, words))


def _what_to_do(status: QuestionStatus, words: str) -> str:
    """Return what to do without measures: look again at a yes of long ago, or the advice."""
    if status.recorded == "yes" and status.old:
        return _("confirm: {question}").format(question=words)
    texts = status.asked.question
    return (texts.hint or texts.text).of(language())


def _plan_answer(
    screen: StrategyScreen, status: QuestionStatus, content: str, message: str
) -> None:
    given = status.answer or Answer(question=status.id)
    if status.old:
        weakness = _("{answer}, {days} days ago").format(
            answer=answer_text(status.id, given.value, screen.host.context.playbook),
            days=status.age,
        )
    else:
        weakness = weakness_text(given, screen.host.context.playbook)

    def edit(project: Project, reading: ReadingContext) -> Project:
        return plan_answer(project, status.id, weakness, content, reading)

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
        if question.startswith(CHOICE):
            return make_entry(question, choice_label(question.removeprefix(CHOICE)))
        if question.startswith(STRATEGY):
            note = find_note(screen.project, question)
            return make_entry(question, note_title(playbook, question), note.text if note else "")
        evidence = status.answer.evidence if status and status.answer else ""
        return make_entry(question, question_text(playbook, question), evidence)

    finder.open_finder(
        screen,
        map(make, pages),
        lambda question: screen.go(pages[question], question),
        partial(screen.go, *start),
    )
