"""The shape of a pipeline: how open projects spread over the stages (method, section 4).

Counts are of open projects at each stage up to signing, the first stage first. Shares are of all of
them, 0 to 1. The limits are the method's; a team with stages of its own is judged by the first two
and the last two of those up to signing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, Protocol

from deals.model import Status
from deals.playbook import Playbook

ShapeName = Literal["thin", "harvesting", "prospecting", "mature", "mixed"]

EDGE = 2
"""How many stages at either end are early and late."""
FEW_PROJECTS = 8
GAPPY_PROJECTS = 12
"""Under so many projects `MANY_GAPS` stages without any are too many."""
MANY_GAPS = 3
HARVESTING_EARLY, HARVESTING_LATE = Fraction(15, 100), Fraction(25, 100)
"""Harvesting: at most so much early, and at least so much late."""
PROSPECTING_EARLY = Fraction(60, 100)
"""Prospecting: at least so much early, and nothing late."""
MATURE_EARLY, MATURE_LATE = Fraction(35, 100), Fraction(10, 100)
"""Mature: from so much early to what is prospecting, at least so much late, and no stage empty."""


class StagedDeal(Protocol):
    """A deal on some day, as far as its shape goes: a `Project`, or what one was at a time."""

    @property
    def stage(self) -> str:
        """The stage completed last."""

    @property
    def status(self) -> Status:
        """`open`, or what became of it."""

    @property
    def owner(self) -> str:
        """Who leads it, empty where nobody does."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape of some projects, with the figures that it rests on.

    `count` of them are at the stages of `by_stage`, of which `empty` have none.
    """

    name: ShapeName
    count: int
    early: Fraction
    late: Fraction
    empty: int
    by_stage: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class TeamShape:
    """The shape of all projects, and that of each owner's, by name."""

    team: Shape
    owners: Mapping[str, Shape]

    def with_owners(self, names: Iterable[str]) -> Mapping[str, Shape]:
        """Return the shapes of owners, also of those named who lead nothing that is open."""
        nothing = judge_shape(dict.fromkeys(self.team.by_stage, 0))
        return {**self.owners, **{name: nothing for name in names if name not in self.owners}}


def judge_shape(by_stage: Mapping[str, int]) -> Shape:
    """Judge counts by stage, the first stage first and signing last; what fits first is it."""
    counts = tuple(by_stage.values())
    count = sum(counts)
    early = Fraction(sum(counts[:EDGE]), count or 1)
    late = Fraction(sum(counts[-EDGE:]), count or 1)
    empty = counts.count(0)
    if count < FEW_PROJECTS or (empty >= MANY_GAPS and count < GAPPY_PROJECTS):
        name: ShapeName = "thin"
    elif early <= HARVESTING_EARLY and late >= HARVESTING_LATE:
        name = "harvesting"
    elif early >= PROSPECTING_EARLY and late == 0:
        name = "prospecting"
    elif MATURE_EARLY <= early <= PROSPECTING_EARLY and late >= MATURE_LATE and empty == 0:
        name = "mature"
    else:
        name = "mixed"
    return Shape(name, count, early, late, empty, by_stage)


def find_shapes(deals: Iterable[StagedDeal], playbook: Playbook) -> TeamShape:
    """Find the shape of a team's deals and of each owner's; only open ones up to signing count."""
    stages = [stage.id for stage in playbook.stages[: playbook.position(playbook.signed) + 1]]
    team, owners = Counter[str](), defaultdict[str, Counter[str]](Counter)
    for deal in deals:
        if deal.status == "open" and deal.stage in stages:
            team[deal.stage] += 1
            owners[deal.owner][deal.stage] += 1
    return TeamShape(
        _judge_counts(team, stages),
        {owner: _judge_counts(owners[owner], stages) for owner in sorted(owners)},
    )


def _judge_counts(counts: Mapping[str, int], stages: Sequence[str]) -> Shape:
    return judge_shape({stage: counts[stage] for stage in stages})
