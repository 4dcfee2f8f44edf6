"""The fishbone of a project: its bones, the causes on each, and what could become a cause.

A bone is a workstream, as the fishbone draws it.

Source: method, section 7.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from deals.errors import UserError
from deals.model import Answer, Cause, PlanRow, Project
from deals.network.findings import ApprovalPlace, NetworkFindings
from deals.parsing.text import LatePattern, fold_text
from deals.playbook import BilingualText, Playbook
from deals.playbook.stage_names import name_key
from deals.questions import answer_source, weak_answers

CauseState = Literal["bare", "planned", "doing", "done"]
"""How far a cause is: nothing in the plan, to come, being worked on, all of it done."""


class CauseOnBone(NamedTuple):
    """A cause on a bone: 0 deep, or 1 behind another; `rows` are the plan's that name it."""

    cause: Cause
    depth: int
    rows: tuple[PlanRow, ...]

    @property
    def state(self) -> CauseState:
        """How far the plan's work on it is; rows that were dropped are no work."""
        states = {row.state for row in self.rows} - {"dropped"}
        if not states:
            return "bare"
        if states == {"done"}:
            return "done"
        return "planned" if states == {"open"} else "doing"


class Bone(NamedTuple):
    """A bone of the fishbone; `name` is None for a project's own, which is called by its `id`.

    The `tail` is the bone of what is done where things turn out badly.
    """

    id: str
    name: BilingualText | None
    own: bool
    ribs: tuple[CauseOnBone, ...]
    tail: bool = False

    def title(self, lang: str) -> str:
        """Return the bone's name in a language; empty for causes that stand on no bone."""
        return self.name.of(lang) if self.name else self.id


class SuggestedCause(NamedTuple):
    """A weak answer or a hole of the net that could become a cause with this `source`."""

    source: str
    bone: str
    answer: Answer | None = None
    hole: ApprovalPlace | None = None


def fishbone(project: Project, playbook: Playbook) -> tuple[Bone, ...]:
    """List the playbook's bones, the project's own, those that only causes still name, the tail.

    An own one that the playbook has too, by whatever name, is the playbook's.
    """
    called = playbook.field_ids
    ribs: dict[str, list[CauseOnBone]] = {}
    for rib in _causes_by_depth(project):
        bone = called.get(name_key(rib.cause.bone), rib.cause.bone)
        ribs.setdefault(bone, []).append(rib)
    names = {field.id: field.name for field in playbook.fields}
    tails = [field.id for field in playbook.fields if field.tail]
    own = [bone for bone in project.bones if name_key(bone) not in called]
    every = dict.fromkeys((*names, *own, *ribs))
    return tuple(
        Bone(bone, names.get(bone), bone in own, tuple(ribs.get(bone, ())), bone in tails)
        for bone in sorted(every, key=lambda bone: bone in tails)
    )


def _causes_by_depth(project: Project) -> Iterator[CauseOnBone]:
    """Yield every cause once: those behind another follow it, on its bone, at most one behind."""
    causes = {cause.id: cause for cause in project.causes}
    tops = {cause.id: _top_cause(cause, causes) for cause in project.causes}
    behind: dict[str, list[Cause]] = {}
    for cause in project.causes:
        if tops[cause.id] != cause.id:
            behind.setdefault(tops[cause.id], []).append(cause)
    rows = rows_by_cause(project)
    for cause in project.causes:
        if tops[cause.id] == cause.id:
            yield CauseOnBone(cause, 0, rows.get(cause.id, ()))
            for other in behind.get(cause.id, ()):
                same = other.bone == cause.bone
                there = other if same else other.model_copy(update={"bone": cause.bone})
                yield CauseOnBone(there, 1, rows.get(other.id, ()))


def _top_cause(cause: Cause, causes: Mapping[str, Cause]) -> str:
    """Find the id of a cause's topmost parent; its own where the parents go in a circle."""
    seen = {cause.id}
    at = cause
    while at.parent is not None and at.parent in causes:
        at = causes[at.parent]
        if at.id in seen:
            return cause.id
        seen.add(at.id)
    return at.id


def rows_by_cause(project: Project) -> Mapping[str, tuple[PlanRow, ...]]:
    """Map each cause's id to the plan's rows that work on it, directly or by a goal."""
    goals = {goal.id: goal.cause for goal in project.goals}
    found: dict[str, tuple[PlanRow, ...]] = {}
    for row in project.plan:
        for cause in dict.fromkeys((row.cause, goals.get(row.goal or ""))):
            if cause is not None:
                found[cause] = (*found.get(cause, ()), row)
    return found


def suggest_causes(
    project: Project, found: NetworkFindings, playbook: Playbook
) -> tuple[SuggestedCause, ...]:
    """Suggest causes that are none yet: from weak answers, then from holes of the net."""
    taken = {cause.source for cause in project.causes}
    first = playbook.people_field
    every: list[SuggestedCause] = []
    for answer in weak_answers(project, playbook):
        bone = playbook.sections[playbook.asked[answer.question].section].bone
        every.append(SuggestedCause(answer_source(answer.question), bone, answer=answer))
    every += [SuggestedCause(hole_source(hole), first, hole=hole) for hole in found.holes]
    return tuple(offer for offer in every if offer.source not in taken)


def hole_source(place: ApprovalPlace) -> str:
    """Write the `source` of a cause that came from a hole of the net."""
    return f"hole:{place.level}:{place.line}"


def find_workstream(text: str, project: Project, playbook: Playbook) -> str:
    """Find the workstream of the project that `text` is the id or the name of, in any language.

    Refusal `workstream-unknown` (text, known).
    """
    names = _workstream_names(project, playbook)
    for bone, known in names.items():
        if fold_text(text) in map(fold_text, known):
            return bone
    raise UserError("workstream-unknown", text=text.strip(), known=" ".join(names))


def _workstream_names(project: Project, playbook: Playbook) -> Mapping[str, tuple[str, ...]]:
    names = {field.id: (field.id, *field.name.every) for field in playbook.fields}
    return names | {bone: (bone,) for bone in project.bones}


_HEADING = LatePattern(r"\s*(?P<name>[^:：;；]{1,40}?)\s*[:：]\s*(?P<rest>\S.*)", re.DOTALL)


class NamedWorkstreams:
    """What the workstreams of a project are called, and its sections, to find one in a line."""

    def __init__(self, project: Project, playbook: Playbook) -> None:
        called = _workstream_names(project, playbook)
        sections = (section for section in playbook.sections.values() if section.bone in called)
        every = [(bone, name) for bone, names in called.items() for name in names]
        every += [(section.bone, name) for section in sections for name in section.name.every]
        self._bones: dict[str, str] = {}
        for bone, name in every:
            self._bones.setdefault(fold_text(name), bone)

    def split_heading(self, text: str) -> tuple[str | None, str]:
        """Part a line from the workstream that it begins with, before a colon; None for none."""
        found = _HEADING.fullmatch(text)
        bone = self._bones.get(fold_text(found["name"])) if found else None
        return (None, text) if found is None or bone is None else (bone, found["rest"])

    def find_named(self, text: str) -> str | None:
        """Find the one workstream whose name stands in a text; None for none or several."""
        plain, found = fold_text(text), set[str]()
        for name in sorted(self._bones, key=len, reverse=True):
            pattern = rf"\b{re.escape(name)}\b" if name.isascii() else re.escape(name)
            plain, count = re.subn(pattern, " ", plain)
            if count:
                found.add(self._bones[name])
        return found.pop() if len(found) == 1 else None
