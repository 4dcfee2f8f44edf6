"""From stage to stage: how many of the projects that completed one completed the next.

A project has completed every stage up to the furthest at which it ever stood: falling back takes
nothing from having gone on. It is a case from the stage on at which it came into the book, and not
of those that it had behind it then, also if it fell back to them, nor at all if it came ended: of
such only the survivors are known. Of those that completed a stage some went on, some ended without,
and some are still there or fell back from it, which are shown and counted in no rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from deals.numbers.journeys import Journey
from deals.numbers.rates import CaseRate
from deals.playbook import Playbook


@dataclass(frozen=True, slots=True)
class Conversion:
    """What became of the projects that completed a stage, by their ids.

    `prior` is the rate that the playbook's win rates say, if they do.
    """

    went_on: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    there: tuple[str, ...] = ()
    fell_back: tuple[str, ...] = ()
    prior: Fraction | None = None

    @property
    def entered(self) -> int:
        """How many completed the stage."""
        return len(self.every)

    @property
    def every(self) -> tuple[str, ...]:
        """All that completed the stage."""
        return (*self.went_on, *self.ended, *self.there, *self.fell_back)

    @property
    def rate(self) -> CaseRate:
        """The rate of going on, of those no longer there."""
        return CaseRate(len(self.went_on), len(self.went_on) + len(self.ended), self.prior)


def find_conversions(
    journeys: Iterable[Journey], playbook: Playbook, wins: Mapping[str, Fraction | None]
) -> dict[str, Conversion]:
    """Find the conversion of each stage but the last into the next, by stage id.

    `wins` are the playbook's win rates: who goes on has that of the next stage, so the rate of
    going on is that of this stage as a share of it.
    """
    there = tuple(journeys)
    return {
        stage.id: _convert(there, place, _prior_conversion(wins.get(stage.id), wins.get(later.id)))
        for place, (stage, later) in enumerate(pairwise(playbook.stages))
    }


def _convert(journeys: Iterable[Journey], place: int, prior: Fraction | None) -> Conversion:
    went_on, ended, there, fell_back = list[str](), list[str](), list[str](), list[str]()
    for journey in journeys:
        if not journey.completed(place):
            continue
        stands = journey.furthest if journey.outcome == "signed" else journey.place
        if journey.furthest > place:
            went_on.append(journey.id)
        elif journey.outcome in ("lost", "abandoned"):
            ended.append(journey.id)
        else:
            (there if stands == place else fell_back).append(journey.id)
    return Conversion(tuple(went_on), tuple(ended), tuple(there), tuple(fell_back), prior)


def _prior_conversion(win: Fraction | None, later: Fraction | None) -> Fraction | None:
    return min(win / later, Fraction(1)) if win is not None and later else None
