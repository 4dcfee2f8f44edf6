"""The strategy questions and where a project stands with them (method, section 6).

A question is due once the stage that it names is completed: the method lets the state say what is
settled by now. An answer older than the playbook's age is old and counts as unknown, for a deal
moves on; a weak one stays a source of work all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from deals.errors import UserError
from deals.former_words import FORMER_WORDS
from deals.measures import list_measures
from deals.model import Answer, Answered, Cause, Note, PlanRow, Project
from deals.parsing.text import by_word, fold_text
from deals.playbook import AskedQuestion, Playbook, Section
from deals.project_notes import STRATEGY, strategy_key
from deals.sources import causes_from, rows_from

POINTS: Mapping[Answered, float] = {"yes": 1.0, "partly": 0.5}
WEAK: tuple[Answered, ...] = ("partly", "no")
SOURCE = "answer:"
_ANSWERS: Mapping[Answered, str] = {
    "yes": "yes y 是 是的",
    "partly": "partly partially p 部分 部分是",
    "no": "no n 否 不是",
    "unknown": "unknown not_known ? 未知 不明 不清楚 不知道",
}
ANSWER_WORDS = by_word(_ANSWERS)
MOST_CANDIDATES = 3
"""How many questions are named to choose from."""


class QuestionStatus(NamedTuple):
    """A question and where the project stands with it on one day.

    `due` says that its stage is completed, `soon` that it is being worked on; `age` is the days
    since it was answered, `old` that they are too many; `measures` that it asks for what is to be
    done.
    """

    asked: AskedQuestion
    answer: Answer | None
    due: bool
    soon: bool
    age: int = 0
    old: bool = False
    measures: bool = False

    @property
    def id(self) -> str:
        """The question's id."""
        return self.asked.id

    @property
    def recorded(self) -> Answered:
        """The answer as it was given."""
        return self.answer.value if self.answer else "unknown"

    @property
    def value(self) -> Answered:
        """The answer as it counts: an old one is unknown, and so is one that lacks measures."""
        return "unknown" if self.old or self.bare else self.recorded

    @property
    def bare(self) -> bool:
        """Answered yes or partly without the measures that it asks for."""
        if not self.measures or self.recorded not in POINTS:
            return False
        return not (self.answer and self.answer.evidence)

    @property
    def points(self) -> float:
        """1 for yes, a half for partly."""
        return POINTS.get(self.value, 0.0)

    @property
    def weak(self) -> bool:
        """Answered no or partly, be it long ago."""
        return self.recorded in WEAK

    @property
    def late(self) -> bool:
        """Due, and not known."""
        return self.due and self.value == "unknown"

    @property
    def pending(self) -> bool:
        """Due now or by the stage being worked on, and not settled with a yes."""
        return (self.due or self.soon) and self.value != "yes"


class SectionStatus(NamedTuple):
    """A section with its questions, and the strategy that they test where one is written."""

    id: str
    section: Section
    questions: tuple[QuestionStatus, ...]
    strategy: Note | None = None

    @property
    def score(self) -> float:
        """The share answered well, what is unknown counting nothing."""
        return score(self.questions)

    @property
    def unknown(self) -> int:
        """The number of those with no answer, or an old one."""
        return count_unknown(self.questions)


class Checklist(NamedTuple):
    """All sections, and the answers and strategies of what is no longer asked."""

    parts: tuple[SectionStatus, ...]
    dropped: tuple[Answer, ...]
    dropped_strategies: tuple[Note, ...] = ()

    @property
    def questions(self) -> tuple[QuestionStatus, ...]:
        """All questions, in their order."""
        return tuple(question for part in self.parts for question in part.questions)

    def find(self, question: str) -> QuestionStatus:
        """Return the question of that id, which is asked."""
        return next(status for status in self.questions if status.id == question)

    @property
    def due(self) -> tuple[QuestionStatus, ...]:
        """Those whose stage is completed."""
        return tuple(question for question in self.questions if question.due)


def score(questions: Sequence[QuestionStatus]) -> float:
    """Work out the share (0-1) answered well: yes is 1, partly a half; 0 for no questions."""
    return sum(question.points for question in questions) / len(questions) if questions else 0.0


def count_unknown(questions: Iterable[QuestionStatus]) -> int:
    """Count the questions that have no answer that counts."""
    return sum(question.value == "unknown" for question in questions)


def checklist(project: Project, playbook: Playbook, today: date) -> Checklist:
    """List all questions of the playbook by section, and the answers to those it dropped."""
    found = _question_statuses(playbook.asked, project, playbook, today)
    written = {
        note.key: note for note in project.notes if note.key.startswith(STRATEGY) and note.text
    }
    parts = tuple(
        SectionStatus(key, section, questions, written.pop(strategy_key(key), None))
        for key, section in playbook.sections.items()
        if (questions := tuple(question for question in found if question.asked.section == key))
    )
    dropped = tuple(answer for answer in project.answers if answer.question not in playbook.asked)
    return Checklist(parts, dropped, tuple(written.values()))


def due_questions(project: Project, playbook: Playbook, today: date) -> tuple[QuestionStatus, ...]:
    """List the questions due at the project's stage; none at a stage unknown here."""
    return _question_statuses(playbook.due.get(project.stage, ()), project, playbook, today)


def newly_due_questions(
    project: Project, before: str, playbook: Playbook, today: date
) -> tuple[QuestionStatus, ...]:
    """List the questions that the move from `before` made due and that have no answer."""
    there = playbook.due.get(before, ())
    new = [
        question for question in due_questions(project, playbook, today) if question.id not in there
    ]
    return tuple(question for question in new if question.value == "unknown")


def weak_answers(project: Project, playbook: Playbook) -> tuple[Answer, ...]:
    """List the answers no and partly to questions that are asked, in the playbook's order."""
    answers = {answer.question: answer for answer in project.answers if answer.value in WEAK}
    return tuple(answers[question] for question in playbook.asked if question in answers)


def answer_source(question: str) -> str:
    """Write the `source` of a cause that came from the answer to a question."""
    return SOURCE + question


def question_of(source: str) -> str | None:
    """Read the question that a `source` names, None where it names something else."""
    return source.removeprefix(SOURCE) if source.startswith(SOURCE) else None


def causes_of(project: Project, question: str) -> tuple[Cause, ...]:
    """List the causes that came from the answer to a question."""
    return causes_from(project, answer_source(question))


def rows_of(project: Project, question: str) -> tuple[PlanRow, ...]:
    """List the plan's rows that work on what a question found, directly or by a goal."""
    return rows_from(project, answer_source(question))


def measures_of(status: QuestionStatus) -> tuple[str, ...]:
    """List the measures written for a question that asks for some."""
    return list_measures(status.answer.evidence) if status.measures and status.answer else ()


def unplanned_measures(status: QuestionStatus, project: Project) -> tuple[str, ...]:
    """List those of its measures that no row of the plan says."""
    planned = {row.content for row in rows_of(project, status.id)}
    return tuple(text for text in measures_of(status) if text not in planned)


def _question_statuses(
    ids: Iterable[str], project: Project, playbook: Playbook, today: date
) -> tuple[QuestionStatus, ...]:
    answers = {answer.question: answer for answer in project.answers}
    at = playbook.order.get(project.stage, -2)
    found: list[QuestionStatus] = []
    for asked in map(playbook.asked.__getitem__, ids):
        answer = answers.get(asked.id)
        age = (today - answer.on).days if answer and answer.on else 0
        known = answer is not None and answer.value != "unknown"
        old = known and age > playbook.thresholds.checks.age
        due, soon = asked.at <= at, asked.at == at + 1
        measures = playbook.sections[asked.section].measures
        found.append(QuestionStatus(asked, answer, due, soon, age, old, measures))
    return tuple(found)


def read_answer(text: str) -> Answered:
    """Read an answer, its id or a word for it in either language; refusal `answer-unknown`."""
    wanted = fold_text(text)
    if wanted not in ANSWER_WORDS:
        raise UserError("answer-unknown", text=text.strip())
    return ANSWER_WORDS[wanted]


def _find_by_former_words(wanted: str, playbook: Playbook) -> list[AskedQuestion]:
    """Find the questions of ours that had folded words in them before they were reworded."""
    return [
        asked
        for asked in playbook.asked.values()
        if wanted
        and any(
            wanted in fold_text(FORMER_WORDS.get(words, "")) for words in asked.question.text.every
        )
    ]


def find_question(text: str, playbook: Playbook) -> AskedQuestion:
    """Find the question of that id, or the only one that has `text` in its words.

    Refusals `question-unknown` (text) and `question-unclear` (text, candidates).
    """
    wanted = fold_text(text)
    exact = [asked for id_, asked in playbook.asked.items() if fold_text(id_) == wanted]
    found = exact or [
        asked
        for asked in playbook.asked.values()
        if wanted and any(wanted in fold_text(words) for words in asked.question.text.every)
    ]
    found = found or _find_by_former_words(wanted, playbook)
    if len(found) == 1:
        return found[0]
    if not found:
        raise UserError("question-unknown", text=text.strip())
    ids = [asked.id for asked in found[:MOST_CANDIDATES]]
    shown = [*ids, "..."] if len(found) > MOST_CANDIDATES else ids
    raise UserError("question-unclear", text=text.strip(), candidates=" ".join(shown))
