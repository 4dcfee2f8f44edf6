"""The playbook's tables: stages and gates, questions, market, network, templates, rule texts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from deals.errors import UserError
from deals.model import ApprovalLine, Level, MarketType, Role, Severity, Status
from deals.playbook.limits import (
    Days,
    KeyProjectLimits,
    Ladder,
    PlaybookTable,
    Share,
    StageClaim,
    StageId,
    Thresholds,
)
from deals.playbook.stage_names import NamedState, StageNames, name_key
from deals.playbook.texts import LANGUAGES, LIST_SEPARATORS, BilingualText

RANKS: Mapping[Severity | None, int] = {"red": 0, "amber": 1, "info": 2, None: 3}
"""The severities and none, the worst first."""
COSTLY = ("holes",)
"""The rules that take longer than all others of their severity."""

Aliases = tuple[Annotated[str, Field(min_length=1)], ...]
MarketLimit = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Advice(PlaybookTable):
    """A choice with its name, and the advice to whoever makes it."""

    name: BilingualText
    advice: BilingualText


class MarketQuestions(PlaybookTable):
    """A side of the customer and the questions about it, by id."""

    name: BilingualText
    questions: dict[str, BilingualText]


class MarketPage(PlaybookTable):
    """The market of a project in words, everything by id.

    `share` and `growth` are where a product's relative share and its market's growth in percent
    become large.
    """

    share: MarketLimit
    growth: MarketLimit
    dimensions: dict[str, BilingualText]
    customer: dict[str, MarketQuestions]
    triangle: dict[str, BilingualText]
    stp: dict[str, BilingualText]
    customers: dict[str, Advice]
    stances: dict[str, Advice]
    kinds: dict[str, Advice]
    tactics: dict[str, Advice]
    quadrants: dict[str, Advice]


Weight = Annotated[float, Field(ge=0, le=100, strict=True, allow_inf_nan=False)]
# At 1 two people who sway each other fully would hand their pull around without end.
Damping = Annotated[float, Field(ge=0, le=0.9, strict=True, allow_inf_nan=False)]
WholeAmount = Annotated[int, Field(ge=0, le=10**9, strict=True)]


class ContactWeights(PlaybookTable):
    """The weight of a person in the decision: by level, by buying role, and for each line."""

    high: Weight
    upper: Weight
    middle: Weight
    low: Weight
    decides: Weight
    approves: Weight
    evaluates: Weight
    uses: Weight
    influences: Weight
    coach: Weight
    line: Weight

    def of(self, what: Level | Role | None) -> float:
        """Return the points of a level or of a buying role, 0 where it is not known."""
        points: float = getattr(self, what) if what else 0.0
        return points


class NetworkSettings(PlaybookTable):
    """The settings by which the network of a customer's people is judged (method, section 3).

    `upper` allows the finer fourth level. A place holds from the CR `hold` on, and whoever is at
    the CR `help` and not against us helps to mend it. `damping` (0-0.9) is the share of a person's
    pull that goes to those who sway them fully.
    """

    upper: Annotated[bool, Field(strict=True)]
    hold: Ladder
    help: Ladder
    damping: Damping
    points: ContactWeights


class ComplianceLimits(PlaybookTable):
    """The limits of gifts and hospitality, in whole units of `currency`.

    `gift` and `hospitality` are for one occasion, `year` for one person in a calendar year.
    """

    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    gift: WholeAmount
    hospitality: WholeAmount
    year: WholeAmount


class QuietLimits(PlaybookTable):
    """The days without a touch after which a contact of each level is to be seen again."""

    high: Days
    upper: Days
    middle: Days
    low: Days


ItemId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
Offset = Annotated[str, Field(pattern=r"^(?:[DT](?:[+-][0-9]{1,3})?|\+[0-9]{1,3}d)$")]
Responsible = Literal["owner", "leader"]


class Workstream(PlaybookTable):
    """A workstream: a bone of the fishbone and a group of the plan (method, section 7).

    One that is the `tail` is drawn as the fish's tail: what is done where things turn out badly.
    """

    id: ItemId
    name: BilingualText
    tail: Annotated[bool, Field(strict=True)] = False


class TemplateCheckpoint(PlaybookTable):
    """A checkpoint of a template's row: what is looked at, and when, counted as the row is."""

    what: BilingualText
    on: Offset | None = None


class TemplateRow(PlaybookTable):
    """A row that a template puts on a plan.

    `start` counts from signing (`D-30`), the tender day (`T-5`) or the day it is applied (`+7d`),
    `days` is its length; `after` is the number of an earlier row of the template, from 1.
    """

    field: ItemId
    content: BilingualText
    aim: BilingualText | None = None
    start: Offset
    days: Days = 1
    responsible: Responsible = "owner"
    after: Annotated[int, Field(ge=1, le=99, strict=True)] | None = None
    checks: tuple[TemplateCheckpoint, ...] = ()


class PlanTemplate(PlaybookTable):
    """A plan to begin with, for the work on a stage or for a type of market; its texts may name
    `{customer}` and `{decider}`. A stage that is not the team's is no mistake: it may have its own.
    """

    id: ItemId
    name: BilingualText
    stage: StageId | None = None
    market: MarketType | None = None
    rows: tuple[TemplateRow, ...]


class ReviewQuestion(PlaybookTable):
    """A question of the review of a project (method, section 8).

    The answer is kept in the project's notes under `review-` and the id, also when the question is
    dropped.
    """

    id: ItemId
    text: BilingualText


class Question(PlaybookTable):
    """One question; `due` is the stage by whose completion it is to be settled.

    `hint` says what to do about a weak answer. A question that is not `asked` was dropped by a
    team's playbook: what was answered to it stays.
    """

    due: StageId
    text: BilingualText
    hint: BilingualText | None = None
    asked: Annotated[bool, Field(strict=True)] = True


class Section(PlaybookTable):
    """A list of questions on one theme, by their ids; `bone` is the workstream it belongs to.

    `strategy` says that one is written before its questions, which test it; `measures`, that a yes
    to them counts only with what is to be done.
    """

    name: BilingualText
    bone: Annotated[str, Field(min_length=1)]
    strategy: bool = Field(default=True, strict=True)
    measures: bool = Field(default=False, strict=True)
    questions: dict[str, Question] = Field(default_factory=dict)


class AskedQuestion(NamedTuple):
    """A question that is asked: where it stands, and the place of its `due` among the stages."""

    id: str
    section: str
    question: Question
    due: str
    at: int


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


class GateItem(PlaybookTable):
    """One fact that a stage's acceptance wants.

    `wants` names the fact: a customer, a contact, the `best` contact at `cr`, a `level` or an
    approval `line` at `cr`, an amount, a single figure, a signing window, a signing day, a good
    `answer` to a strategy `question`, or `checks`: no question due by the stage left unanswered.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    wants: Want
    level: Level | None = None
    line: ApprovalLine | None = None
    cr: Ladder | None = None
    question: str | None = None
    text: BilingualText


class Stage(PlaybookTable):
    """A step of the selling work: degree of completion (0-1), typical days to complete it.

    `win` is the rate at which projects that completed it are won, where the team knows one: no
    degree of completion. `occasion` is what people are brought to while this stage is being worked
    on, `tools` what the method brings along for it; `aliases` are what it is called elsewhere,
    beside its id and names.
    """

    id: StageId
    weight: Share
    win: Share | None = None
    days: Days | None = None
    name: BilingualText
    aliases: Aliases = ()
    acceptance: BilingualText
    seller: BilingualText
    customer: BilingualText
    occasion: BilingualText | None = None
    tools: BilingualText | None = None
    gate: tuple[GateItem, ...] = ()


class StatusAliases(PlaybookTable):
    """What a status is called beside its id."""

    aliases: Aliases = ()


class StatusTable(PlaybookTable):
    """The statuses of a project, with what they are called."""

    open: StatusAliases = Field(default_factory=StatusAliases)
    won: StatusAliases = Field(default_factory=StatusAliases)
    lost: StatusAliases = Field(default_factory=StatusAliases)
    abandoned: StatusAliases = Field(default_factory=StatusAliases)
    on_hold: StatusAliases = Field(default_factory=StatusAliases, alias="on_hold")

    @property
    def aliases(self) -> dict[Status, Aliases]:
        """The aliases of each status."""
        return {
            "open": self.open.aliases,
            "won": self.won.aliases,
            "lost": self.lost.aliases,
            "abandoned": self.abandoned.aliases,
            "on_hold": self.on_hold.aliases,
        }


class CaseTexts(PlaybookTable):
    """The texts of one case of a rule: the reason, and what to do next."""

    reason: BilingualText
    next: BilingualText


class SeveritySince(PlaybookTable):
    """How severe a rule is from the stage `since` (`from` in the file) up."""

    since: StageId = Field(alias="from")
    severity: Severity


class RuleTexts(PlaybookTable):
    """The texts of a triage rule: severity, name, what it looks at, and the texts of each case.

    `stages` says from which stages up the rule is more or less severe than else.
    """

    severity: Severity
    stages: tuple[SeveritySince, ...] = ()
    name: BilingualText
    about: BilingualText
    cases: dict[str, CaseTexts] = Field(default_factory=dict)


LogOdds = Annotated[float, Field(ge=-5, le=5, strict=True, allow_inf_nan=False)]


class EvidenceOdds(PlaybookTable):
    """How much each fact that triage knows moves the odds of winning, as natural log odds.

    They are guesses until a team has cases of its own; `on` switches them off.
    """

    on: Annotated[bool, Field(strict=True)]
    no_top_level: LogOdds
    approval_hole: LogOdds
    decider_for_rival: LogOdds
    slipped_twice: LogOdds
    coach: LogOdds
    gate_open: LogOdds

    @property
    def odds(self) -> dict[str, float]:
        """The facts with what each is worth; none where they are switched off."""
        facts = (name for name in type(self).model_fields if name != "on")
        return {name: getattr(self, name) for name in facts} if self.on else {}


class MethodTexts(PlaybookTable):
    """What the method stands on, in words: principles, the questions it answers, a few habits.

    `across` are the tools that belong to no stage.
    """

    principles: tuple[BilingualText, ...] = ()
    questions: tuple[BilingualText, ...] = ()
    key_projects: BilingualText | None = None
    outlook: BilingualText | None = None
    across: BilingualText | None = None


class Playbook(PlaybookTable):
    """All that a team may set of the method; completing the stage `signed` is signing.

    Stages that a book names and the playbook does not are answered mildly where a rule asks
    (`reached`, `weight`, `after`), and refused where a user does (`stage`, `position`).
    """

    name: BilingualText
    signed: StageId
    method: MethodTexts = Field(default_factory=MethodTexts)
    stages: tuple[Stage, ...]
    statuses: StatusTable = Field(default_factory=StatusTable)
    thresholds: Thresholds
    net: NetworkSettings
    compliance: ComplianceLimits
    evidence: EvidenceOdds
    follow_up: QuietLimits
    key_projects: KeyProjectLimits
    fields: tuple[Workstream, ...] = ()
    templates: tuple[PlanTemplate, ...] = ()
    review: tuple[ReviewQuestion, ...] = ()
    sections: dict[str, Section]
    rules: dict[str, RuleTexts]
    market: MarketPage

    @cached_property
    def order(self) -> dict[str, int]:
        """Each stage's position by its id, from 0."""
        return {stage.id: at for at, stage in enumerate(self.stages)}

    @cached_property
    def stage_names(self) -> StageNames:
        """What the stages and statuses are called."""
        stages = {stage.id: (*stage.name.every, *stage.aliases) for stage in self.stages}
        return StageNames(stages, self.statuses.aliases)

    @property
    def field_ids(self) -> dict[str, str]:
        """The ids of the workstreams by the `name_key`s of all that they are called."""
        return {
            name_key(name): workstream.id
            for workstream in self.fields
            for name in (workstream.id, *workstream.name.every)
        }

    @property
    def people_field(self) -> str:
        """The workstream of the work on people; empty where there are no workstreams."""
        section = self.sections.get("customer")
        known = [workstream.id for workstream in self.fields]
        return section.bone if section and section.bone in known else next(iter(known), "")

    @cached_property
    def claims(self) -> dict[str, StageClaim]:
        """The claim of each stage on the people we know, by stage id."""
        return {key: self.thresholds.cr_stage.claim(self.order, key) for key in self.order}

    @cached_property
    def days_to_sign(self) -> dict[str, int]:
        """The typical days of the stages still to complete up to signing, by stage id."""
        way = self.stages[: self.position(self.signed) + 1]
        return {
            key: sum(stage.days or 0 for stage in way[at + 1 :]) for key, at in self.order.items()
        }

    @cached_property
    def severities(self) -> Mapping[str | None, tuple[tuple[str, Severity], ...]]:
        """The rules by id with their severity at each stage, None standing for unknown ones.

        The worst come first, of equal ones the costly last.
        """
        found: dict[str | None, tuple[tuple[str, Severity], ...]] = {}
        for stage in (*self.order, None):
            rules = [(rule, self._severity_at(texts, stage)) for rule, texts in self.rules.items()]
            rules.sort(key=lambda rule: (RANKS[rule[1]], rule[0] in COSTLY))
            found[stage] = tuple(rules)
        return found

    def _severity_at(self, texts: RuleTexts, stage: str | None) -> Severity:
        """Return how severe a rule is at a stage: the latest stage reached of those it names."""
        found = texts.severity
        for since in sorted(texts.stages, key=lambda each: self._place(each.since) or 0):
            if stage is not None and self.reached(stage, since.since):
                found = since.severity
        return found

    def severity(self, rule: str, stage: str) -> Severity:
        """Return how severe the rule is for a project at `stage`."""
        texts = self.rules[rule]
        return self._severity_at(texts, stage) if texts.stages else texts.severity

    @cached_property
    def asked(self) -> dict[str, AskedQuestion]:
        """The strategy questions that are asked, by id, section by section."""
        stands_for = self.thresholds.checks.stages
        return {
            key: AskedQuestion(key, section, question, due, self.order[due])
            for section, each in self.sections.items()
            for key, question in each.questions.items()
            if question.asked
            for due in [stands_for.get(question.due, question.due)]
        }

    @cached_property
    def due(self) -> dict[str, tuple[str, ...]]:
        """The ids of the questions due once a stage is completed, by stage id."""
        return {
            stage: tuple(question.id for question in self.asked.values() if question.at <= at)
            for stage, at in self.order.items()
        }

    @property
    def win_rates(self) -> dict[str, float]:
        """The win rates that the team has set, by stage; empty where it has set none."""
        return {stage.id: stage.win for stage in self.stages if stage.win is not None}

    def position(self, stage_id: str) -> int:
        """Return the stage's place from 0; UserError `stage-unknown`."""
        if stage_id not in self.order:
            raise UserError("stage-unknown", stage=stage_id, **self.name_stages("stages"))
        return self.order[stage_id]

    def stage(self, stage_id: str) -> Stage:
        """Return the stage of that id; UserError `stage-unknown`."""
        return self.stages[self.position(stage_id)]

    def name_stages(self, figure: str, *more: str) -> dict[str, str]:
        """Return the figures of a refusal that names all stages, and `more` words behind them.

        Each has its id and its name: the figure in English, and one a language, `figure_zh_CN`.
        """
        names = {
            lang: LIST_SEPARATORS[lang].join(
                [*(f"{stage.id} {stage.name.of(lang)}" for stage in self.stages), *more]
            )
            for lang in LANGUAGES
        }
        return {figure: names["en"], **{f"{figure}_{lang}": names[lang] for lang in names}}

    def find_state(self, text: str, *, numbers: bool = True) -> NamedState | None:
        """Find the stage or status that a text names by id, name or alias; None where it does not.

        With `numbers` also by the figures of a stage's id alone (`2`, `stage 2`).
        """
        return self.stage_names.find(text, numbers=numbers)

    def reached(self, stage_id: str, wanted: str) -> bool:
        """Whether a project at `stage_id` has completed `wanted`; no for a stage unknown here.

        Of a stage that a team dropped that counts which stands for it (`checks.stages`).
        """
        at, least = self.order.get(stage_id), self.order.get(wanted)
        if least is None:
            least = self._place(wanted)
        return at is not None and least is not None and at >= least

    def _place(self, wanted: str) -> int | None:
        at = self.order.get(wanted)
        if at is None:
            return self.order.get(self.thresholds.checks.stages.get(wanted, ""))
        return at

    def after(self, stage_id: str) -> Stage | None:
        """Return the stage that a project at `stage_id` works on, None at the end or unknown."""
        at = self.order.get(stage_id, len(self.stages)) + 1
        return self.stages[at] if at < len(self.stages) else None

    def weight(self, stage_id: str) -> float:
        """Return the degree of completion, 0 for a stage unknown here."""
        at = self.order.get(stage_id)
        return 0.0 if at is None else self.stages[at].weight
