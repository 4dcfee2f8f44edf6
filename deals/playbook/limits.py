"""The limits of the triage rules, as a playbook gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, NamedTuple

from pydantic import ConfigDict, Field

from deals.model import CR, Level
from deals.model.base import Frozen

CLAIMED: tuple[Level, ...] = ("low", "middle", "upper", "high")

Share = Annotated[float, Field(ge=0, le=1, strict=True, allow_inf_nan=False)]
Days = Annotated[int, Field(ge=1, le=3650, strict=True)]
StageId = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9]{0,5}$")]
Ladder = Annotated[CR, Field(strict=True)]


class PlaybookTable(Frozen):
    """A table of the playbook file, whose keys are written with dashes as rule ids are."""

    model_config = ConfigDict(
        frozen=True,
        defer_build=True,
        extra="forbid",
        alias_generator=lambda name: name.replace("_", "-"),
    )


class CRSince(PlaybookTable):
    """A CR that holds from the stage `since` (`from` in the file) up."""

    since: StageId = Field(alias="from")
    cr: Ladder


class LevelSince(CRSince):
    """A CR wanted at one level of the customer from a stage up."""

    level: Level


class StageClaim(NamedTuple):
    """The claim of a stage on the people we know: the CR wanted for each, None for no claim.

    `levels` runs from the bottom up; `line` is for both approval lines; `best` is for the closest
    contact where no level is known; `named` says that somebody must have a known CR at all.
    """

    levels: tuple[tuple[Level, int], ...]
    line: int | None
    best: int | None
    named: bool


class CrStage(PlaybookTable):
    """The claims of the stages on relationships; the claim from the latest stage reached counts."""

    named_from: StageId
    levels: tuple[LevelSince, ...]
    best: tuple[CRSince, ...]
    lines: CRSince

    def claim(self, order: Mapping[str, int], stage_id: str) -> StageClaim:
        """Work out the claim of the stage `stage_id`, `order` being every stage's position."""
        at = order[stage_id]
        wanted = {
            level: self._latest([want for want in self.levels if want.level == level], order, at)
            for level in CLAIMED
        }
        return StageClaim(
            levels=tuple((level, cr) for level, cr in wanted.items() if cr is not None),
            line=self._latest([self.lines], order, at),
            best=self._latest(self.best, order, at),
            named=order[self.named_from] <= at,
        )

    @staticmethod
    def _latest(wants: Sequence[CRSince], order: Mapping[str, int], at: int) -> int | None:
        reached = [(order[want.since], want.cr) for want in wants if order[want.since] <= at]
        return max(reached)[1] if reached else None


class SingleThreadLimits(PlaybookTable):
    """The stage from which one person or function is too few, and the CR that counts as held."""

    since: StageId = Field(alias="from")
    cr: Ladder


class HoleLimits(PlaybookTable):
    """The stage from which holes in the network are flagged."""

    since: StageId = Field(alias="from")


class StalledLimits(PlaybookTable):
    """The multiple of a stage's typical days that may pass in silence."""

    times: Annotated[float, Field(ge=0.5, le=20, strict=True, allow_inf_nan=False)]


class SlippingLimits(PlaybookTable):
    """The limits of a slipping window: how often and by how many days in all it may move later.

    Days that make whole months of 30 mean as many months of the calendar: 90 a quarter.
    """

    moves: Annotated[int, Field(ge=1, le=100, strict=True)]
    days: Days

    @property
    def months(self) -> int | None:
        """The months of the calendar that are too many in all; None where days are meant."""
        return None if self.days % 30 else self.days // 30


class VagueLimits(PlaybookTable):
    """The stage from which figures must be firm, the widest spread, the longest window in days."""

    since: StageId = Field(alias="from")
    spread: Share
    days: Days


class MissingLimits(PlaybookTable):
    """The stage from which an amount and a signing time are wanted."""

    since: StageId = Field(alias="from")


class CoachLimits(PlaybookTable):
    """The stage from which somebody who supports us is wanted at the CR of a coach."""

    since: StageId = Field(alias="from")
    cr: Ladder


class BigBetLimits(PlaybookTable):
    """The share of an owner's money in play at which one project is a big bet.

    Money in currencies that have a rate is counted together, any other by itself. Asked of owners
    who have at least so many `projects` in play with money that is counted together.
    """

    share: Annotated[float, Field(gt=0, le=1, strict=True, allow_inf_nan=False)]
    projects: Annotated[int, Field(ge=2, le=1000, strict=True)]


class TenderLimits(PlaybookTable):
    """The stage to be completed by the day that bids are due."""

    stage: StageId


class KeyProjectLimits(PlaybookTable):
    """How many key projects an owner is to have, and the days in which a lead is met.

    `most` counts those that are starred too: up to so many are proposed in all.
    """

    most: Annotated[int, Field(ge=1, le=100, strict=True)]
    days: Days


class QuestionLimits(PlaybookTable):
    """The age at which answers to strategy questions are old, and the share wanted of those due.

    `stages` is for a team with stages of its own: which of them a stage that a question names
    stands for.
    """

    age: Days
    norm: Share
    stages: dict[str, StageId] = Field(default_factory=dict)


class Thresholds(PlaybookTable):
    """The limits of every rule that has any, by rule id."""

    cr_stage: CrStage
    single_thread: SingleThreadLimits
    holes: HoleLimits
    stalled: StalledLimits
    slipping: SlippingLimits
    vague: VagueLimits
    checks: QuestionLimits
    missing: MissingLimits
    no_coach: CoachLimits
    big_bet: BigBetLimits
    tender: TenderLimits
