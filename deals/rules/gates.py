"""The gates of stages: what their acceptance wants and a project lacks (method, section 2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from deals.model import Contact, Project
from deals.network.relationship import best_cr, contacts_at_level, cr_text, insiders, weak_place
from deals.playbook import GateItem, Playbook
from deals.questions import POINTS


@dataclass(frozen=True, slots=True)
class MissingGate:
    """A gate item that is not met: its id in the playbook, and the figures of its text there."""

    code: str
    figures: Mapping[str, str | int] = field(default_factory=dict)


def missing_gates(project: Project, stage_id: str, playbook: Playbook) -> tuple[MissingGate, ...]:
    """Find the items of a stage's gate that the project does not meet, in the playbook's order.

    UserError `stage-unknown` for a stage that the playbook does not have.
    """
    return tuple(
        MissingGate(item.id, _figures(project, item, unanswered))
        for item in playbook.stage(stage_id).gate
        for unanswered in [_count_unanswered(project, playbook, stage_id, item)]
        if unanswered or not _MET[item.wants](project, item)
    )


def _count_unanswered(project: Project, playbook: Playbook, stage_id: str, item: GateItem) -> int:
    """Count the questions due by this stage that have no answer, for an item that asks for them.

    A gate does not ask how old an answer is: what was found out once was found out.
    """
    if item.wants != "checks":
        return 0
    known = {answer.question for answer in project.answers if answer.value != "unknown"}
    at = playbook.order[stage_id]
    return sum(
        question.at == at and question.id not in known for question in playbook.asked.values()
    )


def _figures(project: Project, item: GateItem, unanswered: int) -> Mapping[str, str | int]:
    if item.wants == "checks":
        return {"count": unanswered}
    if item.cr is None:
        return {}
    return {"cr": item.cr, "best": _current_cr(project, item)}


def _current_cr(project: Project, item: GateItem) -> str:
    """Write the CR at the place that the item asks about, `-` where there is nobody, and `CR4?` of
    somebody whose level is not known: they may be the top that the line lacks.
    """
    if item.line is not None:
        weak = weak_place(insiders(project), item.line, item.cr or 0, project.absent)
        if weak and weak.unplaced:
            return f"{cr_text(weak.unplaced.cr)}?"
        return cr_text(weak.contact.cr) if weak and weak.contact else "-"
    asked = _contacts_asked(project, item)
    return cr_text(best_cr(asked)) if asked else "-"


def _contacts_asked(project: Project, item: GateItem) -> Sequence[Contact]:
    """List the customer's own people whom an item asks about: of its level, if it names one."""
    people = insiders(project)
    return contacts_at_level(people, item.level) if item.level else people


def _meets_cr(project: Project, item: GateItem) -> bool:
    return (best_cr(_contacts_asked(project, item)) or 0) >= (item.cr or 0)


def _meets_line(project: Project, item: GateItem) -> bool:
    return item.line is not None and not weak_place(
        insiders(project), item.line, item.cr or 0, project.absent
    )


def _has_single_figure(project: Project, item: GateItem) -> bool:
    return project.amount is not None and project.amount.low == project.amount.high


def _has_good_answer(project: Project, item: GateItem) -> bool:
    return item.question in {
        answer.question for answer in project.answers if answer.value in POINTS
    }


_MET: Mapping[str, Callable[[Project, GateItem], bool]] = {
    "customer": lambda project, item: bool(project.customer),
    "contact": lambda project, item: bool(insiders(project)),
    "best": _meets_cr,
    "level": _meets_cr,
    "line": _meets_line,
    "amount": lambda project, item: project.amount is not None,
    "figure": _has_single_figure,
    "window": lambda project, item: project.signs is not None,
    "day": lambda project, item: project.signs is not None and project.signs.precision == "day",
    "answer": _has_good_answer,
    "checks": lambda project, item: True,
}
