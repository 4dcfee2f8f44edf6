"""Answers to the strategy questions, and the work that weak ones call for (method, section 6)."""

from __future__ import annotations

from deals.edits.causes import plan_new_cause
from deals.edits.records import put
from deals.model import Answer, Answered, Cause, Project, Stamp
from deals.parsing.reading_context import ReadingContext
from deals.questions import source_of


def answer(
    project: Project,
    question: str,
    value: Answered,
    stamp: Stamp,
    evidence: str | None = None,
    owner: str | None = None,
) -> Project:
    """Return the project with a question answered today; what is None stays as it was.

    Saying the same again makes the answer fresh; giving it an owner alone does not, for that is no
    look at the case.
    """
    there = next((recorded for recorded in project.answers if recorded.question == question), None)
    before = there or Answer(question=question)
    update: dict[str, object] = {"value": value}
    if owner is None or evidence is not None or value != before.value:
        update |= {"on": stamp.today, "by": stamp.by}
    if evidence is not None:
        update["evidence"] = evidence.strip()
    if owner is not None:
        update["owner"] = owner.strip()
    return put(project, "answers", before.model_copy(update=update), stamp)


def plan_answer(
    project: Project, question: str, weakness: str, content: str, reading: ReadingContext
) -> Project:
    """Return the project with a cause for what an answer found weak, and a plan row for it.

    The cause says the weakness, the row what is done about it. Cause and row name where they came
    from, the cause by its `source`, the row by its cause; a cause that is there already is used.
    Both stand in the workstream of the question's section, and whoever answers for the question,
    else the project, is responsible.
    """
    asked = reading.playbook.asked.get(question)
    section = reading.playbook.sections[asked.section] if asked else None
    cause = Cause(
        id=reading.new_id(),
        bone=section.bone if section else "",
        text=weakness,
        source=source_of(question),
    )
    owners = [
        answer.owner for answer in project.answers if answer.question == question and answer.owner
    ]
    return plan_new_cause(project, cause, reading, content, owners[0] if owners else "")
