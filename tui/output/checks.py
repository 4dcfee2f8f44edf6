"""The strategy questions of a project in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from deals.checks import Check, Checklist, checklist, score, unknowns
from deals.model import Answer, Project
from deals.playbook import Playbook
from screens.kit.cells import fit, width
from screens.kit.wording import N_, _, language, ngettext
from screens.kit.wording.names import answer_name
from tui.output.cards import Part

SECTION = N_("{section} {percent}%, {unknown} unknown")
OVERALL = N_("{percent}% of {count} answered well, {unknown} unknown, {due} due")
DROPPED = N_("no longer asked")


def checks_record(project: Project, playbook: Playbook, today: date) -> dict[str, Any]:
    """Scores from 0 to 1, every question with its answer by section, and answers to dropped ones.

    `due` says that the question's stage is completed; an `old` answer counts as unknown.
    """
    found = checklist(project, playbook, today)
    return {
        **_figures(found.checks),
        "due": len(found.due),
        "sections": [
            {
                "id": part.id,
                "name": part.section.name.of(language()),
                **_figures(part.checks),
                "questions": [_check(one) for one in part.checks],
            }
            for part in found.parts
        ],
        "no_longer_asked": [{"id": one.question, **_answer(one)} for one in found.dropped],
    }


def _figures(checks: tuple[Check, ...]) -> dict[str, Any]:
    return {
        "score": round(score(checks), 4),
        "unknown": unknowns(checks),
        "questions_asked": len(checks),
    }


def _check(one: Check) -> dict[str, Any]:
    return {
        "id": one.id,
        "question": one.asked.question.text.of(language()),
        "by_stage": one.asked.due,
        "due": one.due,
        "old": one.old,
        **_answer(one.answer or Answer(question=one.id)),
    }


def _answer(one: Answer) -> dict[str, Any]:
    given = {"answer": one.value, "evidence": one.evidence, "owner": one.owner}
    return {**given, "on": one.on, "by": one.by}


def checks_parts(found: Checklist) -> Iterator[Part]:
    """Every section with its score, every question with its answer and what shows it."""
    checks = found.checks
    figures = {"count": len(checks), "unknown": unknowns(checks), "due": len(found.due)}
    yield Part(_(OVERALL).format(percent=_percent(score(checks)), **figures))
    for part in found.parts:
        yield Part("")
        name = part.section.name.of(language())
        told = _(SECTION).format(section=name, percent=_percent(part.score), unknown=part.unknown)
        yield Part(told)
        yield from (one for check in part.checks for one in _lines(check))
    if found.dropped:
        yield from (Part(""), Part(_(DROPPED)))
        yield from (
            Part(f"{one.question}  {one.evidence}".rstrip(), _head(answer_name(one.value)))
            for one in found.dropped
        )


def _percent(share: float) -> str:
    return f"{share * 100:.0f}"


def _head(said: str) -> str:
    return f"  {fit(said, 8)}  "


def _lines(one: Check) -> Iterator[Part]:
    head = _head(answer_name(one.said))
    blank = " " * width(head)
    late = _("due by {stage}") if one.late else _("by {stage}")
    yield Part(
        f"{one.asked.question.text.of(language())} ({late.format(stage=one.asked.due)})",
        head,
        blank,
    )
    answer = one.answer
    if answer is None or not (answer.evidence or answer.owner or one.old):
        return
    age = ngettext("{count} day old", "{count} days old", one.age).format(count=one.age)
    facts = (answer.evidence, answer.owner, age if one.old else "")
    yield Part("  ".join(filter(None, facts)), blank, blank)
