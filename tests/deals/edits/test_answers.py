from __future__ import annotations

from datetime import date

from deals.edits.planning import answer, plan_answer
from deals.merging.records import merge
from deals.model import Answer, Answered, Project
from deals.questions import rows_of
from tests.deals.makers import TODAY, project
from tests.deals.readings import LATER, reading

OLD = Answer(question="trust", value="no", evidence="said so", owner="周", on=date(2025, 1, 1))


def only(project: Project) -> Answer:
    """The one answer that there is."""
    (found,) = project.answers
    return found


def test_an_answer_is_stamped() -> None:
    found = only(answer(project(), "trust", "partly", LATER, " two of five "))
    assert found.model_dump() == {
        "question": "trust",
        "value": "partly",
        "evidence": "two of five",
        "on": TODAY,
        "by": "林",
    }


def test_what_is_not_given_stays_and_another_look_makes_it_fresh() -> None:
    found = only(answer(project(answers=[OLD]), "trust", "no", LATER))
    assert (found.evidence, found.owner, found.on) == ("said so", "周", TODAY)
    found = only(answer(project(answers=[OLD]), "trust", "yes", LATER, ""))
    assert (found.value, found.evidence) == ("yes", "")


def test_evidence_is_that_of_the_answer_it_was_given_for() -> None:
    made = answer(project(answers=[OLD]), "trust", "yes", LATER)
    found = only(made)
    assert (found.value, found.evidence) == ("yes", "")
    assert [(each.value, each.evidence, each.on) for each in found.former] == [
        ("no", "said so", OLD.on)
    ]
    made = answer(answer(made, "trust", "yes", LATER, "met two"), "trust", "partly", LATER)
    assert [each.evidence for each in only(made).former] == ["met two", "said so"]
    back = only(answer(made, "trust", "no", LATER))
    assert (back.evidence, [each.evidence for each in back.former]) == ("said so", ["met two"])


def test_what_was_written_before_an_answer_is_evidence_of_the_first() -> None:
    made = answer(project(), "trust", "unknown", LATER, "ask the chief")
    found = only(answer(made, "trust", "yes", LATER))
    assert (found.evidence, found.former) == ("ask the chief", ())


def test_measures_stay_whatever_is_said_of_how_far_they_stand() -> None:
    made = answer(project(answers=[OLD]), "trust", "yes", LATER, measures=True)
    assert (only(made).evidence, only(made).former) == ("said so", ())


def test_an_owner_alone_is_no_look_at_the_case() -> None:
    found = only(answer(project(answers=[OLD]), "trust", "no", LATER, owner="林"))
    assert (found.owner, found.on) == ("林", OLD.on)
    found = only(answer(project(answers=[OLD]), "trust", "yes", LATER, owner="林"))
    assert found.on == TODAY


def test_two_answer_two_questions_at_once() -> None:
    base = project(answers=[OLD])
    ours, theirs = answer(base, "trust", "yes", LATER), answer(base, "needs", "no", LATER)
    both = merge(base, ours, theirs, prefer="ours").project
    values: list[tuple[str, Answered]] = [(given.question, given.value) for given in both.answers]
    assert values == [("trust", "yes"), ("needs", "no")]


def test_a_weak_answer_becomes_a_row_that_says_where_it_came_from() -> None:
    made = plan_answer(
        project(owner="林", answers=[OLD]), "trust", "one backs us", "Name who backs us", reading()
    )
    (cause,) = made.causes
    (row,) = made.plan
    assert (cause.source, cause.bone, cause.text) == (
        "answer:trust",
        "customer",
        "one backs us",
    )
    assert (row.cause, row.bone, row.content) == (cause.id, "customer", "Name who backs us")
    assert (row.responsible, row.state) == ("周", "open")
    assert rows_of(made, "trust") == (row,)


def test_a_cause_that_is_there_is_used_and_without_an_owner_the_projects_is_responsible() -> None:
    read = reading()
    once = plan_answer(project(owner="林"), "rivals", "weak", "first", read)
    twice = plan_answer(once, "rivals", "weak", "second", read)
    assert len(twice.causes) == 1
    assert [(row.content, row.cause, row.responsible) for row in twice.plan] == [
        ("first", twice.causes[0].id, "林"),
        ("second", twice.causes[0].id, "林"),
    ]
    assert twice.causes[0].bone == "competitors"
