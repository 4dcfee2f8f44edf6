"""The playbook: a team's stages, limits and texts, checked when read (method, sections 2 and 4)."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from deals.model import Level, Line, Severity
from deals.playbook.people import Limits, Net, Quiet
from deals.playbook.planning import ReviewQuestion, Template, WorkField
from deals.playbook.questions import Asked, Section
from deals.playbook.texts import Text
from deals.playbook.thresholds import Claim, Days, Ladder, Share, StageId, Table, Thresholds
from deals.refusal import Refusal

Want = Literal[
    "customer",
    "contact",
    "best",
    "level",
    "line",
    "amount",
    "figure",
    "window",
    "day",
    "answer",
    "checks",
]


class GateItem(Table):
    """One fact that a stage's acceptance wants.

    `wants` names the fact: a customer, a contact, the `best` contact at `cr`, a `level` or an
    approval `line` at `cr`, an amount, a single figure, a signing window, a signing day, a good
    `answer` to a strategy `question`, or `checks`: no question due by the stage left unanswered.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    wants: Want
    level: Level | None = None
    line: Line | None = None
    cr: Ladder | None = None
    question: str | None = None
    text: Text


class Stage(Table):
    """A step of the selling work: degree of completion (0-1), typical days to complete it.

    `occasion` is what people are brought to while this stage is being worked on.
    """

    id: StageId
    weight: Share
    days: Days | None = None
    name: Text
    acceptance: Text
    seller: Text
    customer: Text
    occasion: Text | None = None
    gate: tuple[GateItem, ...] = ()


class CaseTexts(Table):
    """What is said of one finding: the reason, and what to do next."""

    reason: Text
    next: Text


class RuleTexts(Table):
    """A triage rule's severity, its name, what it looks at, and what it says in each case."""

    severity: Severity
    name: Text
    about: Text
    cases: dict[str, CaseTexts] = Field(default_factory=dict)


class Playbook(Table):
    """Everything a team may set of the method; completing the stage `signed` is signing.

    Stages that a book names and the playbook does not are answered mildly where a rule asks
    (`reached`, `weight`, `after`), and refused where a user does (`stage`, `position`).
    """

    name: Text
    signed: StageId
    stages: tuple[Stage, ...]
    thresholds: Thresholds
    net: Net
    compliance: Limits
    follow_up: Quiet
    fields: tuple[WorkField, ...] = ()
    templates: tuple[Template, ...] = ()
    review: tuple[ReviewQuestion, ...] = ()
    sections: dict[str, Section]
    rules: dict[str, RuleTexts]

    @cached_property
    def order(self) -> dict[str, int]:
        """Each stage's position by its id, from 0."""
        return {stage.id: at for at, stage in enumerate(self.stages)}

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """What each stage claims of the people we know, by stage id."""
        return {key: self.thresholds.cr_stage.claim(self.order, key) for key in self.order}

    @cached_property
    def days_to_sign(self) -> dict[str, int]:
        """The typical days of the stages still to complete up to signing, by stage id."""
        way = self.stages[: self.position(self.signed) + 1]
        return {
            key: sum(stage.days or 0 for stage in way[at + 1 :]) for key, at in self.order.items()
        }

    @cached_property
    def asked(self) -> dict[str, Asked]:
        """The strategy questions that are asked, by id, section by section."""
        stands_for = self.thresholds.checks.stages
        return {
            key: Asked(key, section, one, due, self.order[due])
            for section, each in self.sections.items()
            for key, one in each.questions.items()
            if one.asked
            for due in [stands_for.get(one.due, one.due)]
        }

    @cached_property
    def due(self) -> dict[str, tuple[str, ...]]:
        """The ids of the questions due once a stage is completed, by stage id."""
        return {
            stage: tuple(one.id for one in self.asked.values() if one.at <= at)
            for stage, at in self.order.items()
        }

    def position(self, stage_id: str) -> int:
        """The stage's place from 0; Refusal `stage-unknown`."""
        if stage_id not in self.order:
            raise Refusal("stage-unknown", stage=stage_id, stages=" ".join(self.order))
        return self.order[stage_id]

    def stage(self, stage_id: str) -> Stage:
        """The stage of that id; Refusal `stage-unknown`."""
        return self.stages[self.position(stage_id)]

    def reached(self, stage_id: str, wanted: str) -> bool:
        """Whether a project at `stage_id` has completed `wanted`; no for a stage unknown here."""
        at = self.order.get(stage_id)
        return at is not None and at >= self.order[wanted]

    def after(self, stage_id: str) -> Stage | None:
        """The stage being worked on by a project at `stage_id`, None at the end or unknown."""
        at = self.order.get(stage_id, len(self.stages)) + 1
        return self.stages[at] if at < len(self.stages) else None

    def weight(self, stage_id: str) -> float:
        """The degree of completion, 0 for a stage unknown here."""
        at = self.order.get(stage_id)
        return 0.0 if at is None else self.stages[at].weight
