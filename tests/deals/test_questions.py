from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.errors import UserError
from deals.former_words import FORMER_WORDS
from deals.model import Answer, Answered, Cause, Goal, Note, PlanRow
from deals.questions import (
    ANSWER_WORDS,
    answer_source,
    causes_of,
    checklist,
    count_unknown,
    due_questions,
    find_question,
    newly_due_questions,
    question_of,
    read_answer,
    rows_of,
    score,
    weak_answers,
)
from deals.rules.triage_rules import flag_open_questions
from tests.deals.makers import DEFAULT, TODAY, case, figures, playbook, project, reason

VALUES: list[Answered] = ["yes", "partly", "no", "unknown"]


def given_answer(question: str, value: Answered, days: int = 0) -> Answer:
    """Make an answer given so many days ago."""
    return Answer(question=question, value=value, on=TODAY - timedelta(days=days))


def due_at(stage: str, *values: Answered) -> list[Answer]:
    """Answer the questions due at a stage, in their order."""
    return [
        given_answer(question, value)
        for question, value in zip(DEFAULT.due[stage], values, strict=False)
    ]


def test_a_section_has_its_score_and_its_unknowns() -> None:
    made = project(
        answers=[
            given_answer("channels", "yes"),
            given_answer("relations", "partly"),
            given_answer("trust", "no"),
        ]
    )
    part = checklist(made, DEFAULT, TODAY).parts[1]
    assert (part.id, part.score, part.unknown) == ("customer", 1.5 / 6, 3)


@pytest.mark.parametrize(
    ("days", "old", "value"), [(0, False, "yes"), (60, False, "yes"), (61, True, "unknown")]
)
def test_an_answer_grows_old_and_counts_as_unknown(days: int, old: bool, value: str) -> None:
    made = project(answers=[given_answer("channels", "yes", days)])
    status = checklist(made, DEFAULT, TODAY).find("channels")
    assert (status.old, status.value, status.recorded, status.age) == (old, value, "yes", days)


@pytest.mark.parametrize(
    ("value", "evidence", "counts"),
    [
        ("yes", "", "unknown"),
        ("partly", "", "unknown"),
        ("no", "", "no"),
        ("yes", "a second man", "yes"),
    ],
)
def test_contingency_counts_with_measures_only(value: Answered, evidence: str, counts: str) -> None:
    given = Answer(question="turned", value=value, evidence=evidence, on=TODAY)
    status = checklist(project(answers=[given]), DEFAULT, TODAY).find("turned")
    assert (status.value, status.recorded) == (counts, value)


def test_a_section_knows_its_strategy_and_none_is_lost() -> None:
    notes = [Note(key="strategy.market", text="go"), Note(key="strategy.gone", text="stay")]
    found = checklist(project(notes=notes), DEFAULT, TODAY)
    assert found.parts[0].id == "market"
    assert found.parts[0].strategy == notes[0]
    assert found.dropped_strategies == (notes[1],)


def test_an_answer_without_a_day_is_not_old() -> None:
    made = project(answers=[Answer(question="channels", value="yes")])
    assert checklist(made, DEFAULT, TODAY).find("channels").value == "yes"


@pytest.mark.parametrize(
    ("stage", "due", "soon"),
    [("P0", 0, 2), ("P1", 2, 4), ("P4", 27, 6), ("P6", 36, 0), ("P7", 36, 0), ("X9", 0, 0)],
)
def test_what_is_due_is_what_the_completed_stages_ask(stage: str, due: int, soon: int) -> None:
    found = checklist(project(stage), DEFAULT, TODAY)
    assert (len(found.due), sum(question.soon for question in found.questions)) == (due, soon)
    assert due_questions(project(stage), DEFAULT, TODAY) == found.due


def test_a_move_makes_due_what_was_not_and_is_not_known() -> None:
    made = project(
        "P2", answers=[given_answer("channels", "no"), given_answer("sources", "yes", 90)]
    )
    fell = [due_contact.id for due_contact in newly_due_questions(made, "P1", DEFAULT, TODAY)]
    assert fell == ["stance", "relations", "standing", "sources"]
    assert newly_due_questions(made, "P3", DEFAULT, TODAY) == ()
    assert len(newly_due_questions(made, "X9", DEFAULT, TODAY)) == 5


def test_weak_answers_are_the_playbooks_questions_in_its_order_however_old() -> None:
    answers = [
        given_answer("budget", "no"),
        given_answer("gone", "no"),
        given_answer("trust", "partly", 900),
    ]
    made = project(
        answers=[*answers, given_answer("channels", "yes"), given_answer("needs", "unknown")]
    )
    assert [answer.question for answer in weak_answers(made, DEFAULT)] == ["trust", "budget"]


def test_answers_to_questions_that_are_no_longer_asked_stay() -> None:
    book = playbook("[sections.customer.questions.channels]\nasked = false")
    made = project(
        answers=[
            given_answer("channels", "yes"),
            given_answer("gone", "no"),
            given_answer("trust", "yes"),
        ]
    )
    found = checklist(made, book, TODAY)
    assert [answer.question for answer in found.dropped] == ["channels", "gone"]
    assert "channels" not in [question.id for question in found.questions]


def test_what_came_of_an_answer_is_found_by_its_cause() -> None:
    causes = [Cause(id="c", bone="customer", text="x", source=answer_source("trust"))]
    rows = [
        PlanRow(id="a", content="direct", cause="c"),
        PlanRow(id="b", content="by a goal", goal="g"),
        PlanRow(id="d", content="other"),
    ]
    made = project(causes=causes, plan=rows, goals=[Goal(id="g", text="x", cause="c")])
    assert [row.id for row in rows_of(made, "trust")] == ["a", "b"]
    assert (causes_of(made, "needs"), rows_of(made, "needs")) == ((), ())
    assert (question_of("answer:trust"), question_of("hole:high:technical")) == ("trust", None)


@pytest.mark.parametrize(
    ("stage", "answers", "found"),
    [
        ("P0", [], None),
        ("P1", [], "open"),
        ("P1", due_at("P1", "yes"), "open"),
        ("P1", due_at("P1", "yes", "no"), "weak"),
        ("P1", due_at("P1", "yes", "partly"), None),
        ("P2", due_at("P2", "yes", "yes", "yes", "partly"), "open"),
        ("P2", due_at("P2", "yes", "yes", "yes", "yes"), None),
        ("P1", [given_answer("channels", "yes", 61), given_answer("kind", "yes", 61)], "open"),
        ("X9", [], None),
    ],
)
def test_the_rule(stage: str, answers: list[Answer], found: str | None) -> None:
    assert case(flag_open_questions(project(stage, answers=answers), DEFAULT, TODAY)) == found


def test_the_rule_names_its_figures() -> None:
    flag = flag_open_questions(
        project("P2", answers=due_at("P2", "yes", "no", "partly")), DEFAULT, TODAY
    )
    assert figures(flag) == {"stage": "P2", "due": 6, "count": 3, "percent": 25, "norm": 60}
    assert flag is not None
    assert reason(flag, "en") == "3 of 6 questions due by P2 open, 25% answered well"
    assert flag.severity == "info"


def test_the_norm_is_the_playbooks() -> None:
    book = playbook("[thresholds.checks]\nnorm = 0.0")
    assert flag_open_questions(project("P6"), book, TODAY) is None


@given(
    st.lists(st.tuples(st.sampled_from(list(DEFAULT.asked)), st.sampled_from(VALUES))),
    st.sampled_from([*DEFAULT.order, "X9"]),
    st.dates(date(2025, 1, 1), date(2027, 1, 1)),
)
def test_scores_add_up(given_answers: list[tuple[str, Answered]], stage: str, today: date) -> None:
    made = project(stage, answers=[given_answer(*item) for item in dict(given_answers).items()])
    found = checklist(made, DEFAULT, today)
    assert [question.id for question in found.questions] == list(DEFAULT.asked)
    assert sum(part.unknown for part in found.parts) == count_unknown(found.questions)
    for part in found.parts:
        assert 0 <= part.score * len(part.questions) <= len(part.questions) - part.unknown + 1e-9
    assert sum(part.score * len(part.questions) for part in found.parts) == pytest.approx(
        score(found.questions) * len(found.questions)
    )
    assert not any(question.due and question.soon for question in found.questions)


def test_a_question_is_found_by_its_id_and_by_its_whole_words_in_either_language() -> None:
    for id_, asked in DEFAULT.asked.items():
        for text in (id_, id_.upper(), f" {id_} ", *asked.question.text.every):
            assert find_question(text, DEFAULT).id == id_


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "question-unknown"), ("zebra", "question-unknown"), ("the", "question-unclear")],
)
def test_what_names_no_question_or_several_is_refused(text: str, code: str) -> None:
    with pytest.raises(UserError) as refused:
        find_question(text, DEFAULT)
    assert refused.value.code == code


def test_an_answer_is_read_in_either_language_and_nothing_else_is_one() -> None:
    assert {read_answer(f" {word.upper()} ") for word in ANSWER_WORDS} == set(VALUES)
    for text in ("", "maybe", "yes no"):
        with pytest.raises(UserError) as refused:
            read_answer(text)
        assert refused.value.code == "answer-unknown"


def test_former_words_are_of_questions_that_are_asked() -> None:
    asked = {words for each in DEFAULT.asked.values() for words in each.question.text.every}
    assert set(FORMER_WORDS) <= asked
    for id_, each in DEFAULT.asked.items():
        for words in each.question.text.every:
            if words in FORMER_WORDS:
                assert find_question(FORMER_WORDS[words], DEFAULT).id == id_
