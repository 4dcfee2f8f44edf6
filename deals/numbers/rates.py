"""Rates of few cases: shrunk towards what the playbook says, and shown with their range.

A rate is w of n cases, and a prior (π, 0 to 1) where the playbook has one. What is reckoned with is
(w + kπ)/(n + k): the cases count as if k others had come out as the playbook says. What is shown is
w/n, and under `ENOUGH` cases no percent but the cases themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from statistics import NormalDist

from deals.numbers.exact_rates import exact_rate
from deals.numbers.journeys import ENDED, Journey
from deals.playbook import Playbook

PRIOR_CASES = 8
"""The k of shrinking: how many cases the playbook's rate is worth."""
ENOUGH = 10
"""From so many cases on a percent is shown, and a rate without a prior reckoned with."""
WITHIN = 0.8
"""The share of ranges that hold the true rate (Wilson)."""


@dataclass(frozen=True, slots=True)
class CaseRate:
    """How often something came out well: `wins` of `cases`, shrunk towards `prior` if known.

    Of one that stands `alone` the prior is reckoned with, whatever the cases.
    """

    wins: int
    cases: int
    prior: Fraction | None = None
    alone: bool = False

    @property
    def used(self) -> Fraction | None:
        """The rate to reckon with; None where neither a prior nor enough cases tell."""
        if self.alone:
            return self.prior
        if self.prior is not None:
            return (self.wins + PRIOR_CASES * self.prior) / (self.cases + PRIOR_CASES)
        return Fraction(self.wins, self.cases) if self.enough else None

    @property
    def enough(self) -> bool:
        """Whether there are cases enough for a percent or a verdict."""
        return self.cases >= ENOUGH

    @property
    def shown(self) -> Fraction | None:
        """The rate to show as a percent; None under ten cases, which are shown themselves."""
        return Fraction(self.wins, self.cases) if self.enough else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The range (0-1, Wilson's at 80%) in which the true rate lies; None without cases."""
        return find_interval(self.wins, self.cases) if self.cases else None


def find_interval(wins: int, cases: int) -> tuple[float, float]:
    """Return Wilson's range of a rate, 0 to 1, that holds the true one in 80 of 100."""
    z = NormalDist().inv_cdf((1 + WITHIN) / 2)
    share = wins / cases
    middle = share + z * z / (2 * cases)
    half = z * sqrt(share * (1 - share) / cases + z * z / (4 * cases * cases))
    whole = 1 + z * z / cases
    # Of none and of all an end is the rate itself, which rounding must not miss.
    low, high = max((middle - half) / whole, 0.0), min((middle + half) / whole, 1.0)
    return min(low, share), max(high, share)


def measure_win_rates(
    journeys: Iterable[Journey],
    playbook: Playbook,
    priors: Mapping[str, float | None],
    *,
    alone: bool = False,
) -> dict[str, CaseRate]:
    """Return the rate of signing of each stage before it, by stage id.

    `priors` are the playbook's rates by stage (0-1). A case is a project that completed the stage,
    was seen at it or before, and has ended since; one that was abandoned was not signed either.
    The priors are reckoned with `alone` where they are not to be shrunk towards.
    """
    wins, cases = Counter[int](), Counter[int]()
    for journey in journeys:
        if journey.outcome in ENDED:
            signed = journey.outcome == "signed"
            for place in journey.completed_places:
                cases[place] += 1
                wins[place] += signed
    return {
        stage.id: CaseRate(
            wins[place],
            cases[place],
            None if (prior := priors.get(stage.id)) is None else exact_rate(prior),
            alone,
        )
        for place, stage in enumerate(playbook.stages[: playbook.position(playbook.signed)])
    }
