"""How good the forecasts were: each held against what was signed.

A forecast is replayed as of the first day of a past period, with the win rates known then: deals of
one currency with their owners and the odds (q) of being signed in the period. What came of it is
y, 1 for a deal that was signed in it, else 0. The Brier score is the mean of (q - y)²; its base is
that of a forecast that gives every deal the share that was signed; skill is what of the base is
gone, 1 being perfect and 0 no better. Bias is signed over expected, in money, by owner.

All is worked out of however few cases; `enough` says whether there are ten, under which counts
alone are to be shown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar

from deals.numbers.distribution import DealChance, distribute
from deals.numbers.rates import ENOUGH, CaseRate
from deals.numbers.states import DatedPeriod

AnyPeriod = TypeVar("AnyPeriod", bound=DatedPeriod)


@dataclass(frozen=True, slots=True)
class OwnedChance:
    """A deal of a forecast with its owner then; its `chance` is that of the period.

    `expected` is what the forecast said of it, in whole units: the same figure that was shown.
    """

    owner: str
    deal: DealChance
    expected: int


@dataclass(frozen=True, slots=True)
class SignedDeal:
    """A deal that was signed in a period: its owner, and what it came to in whole units."""

    id: str
    owner: str
    amount: int


@dataclass(frozen=True, slots=True)
class JudgedPeriod:
    """A forecast and what was signed, in whole units: expected, P10 and P90, signed.

    `deals` are those that were forecast in it, `signed_deals` those that were signed in it.
    """

    label: str
    expected: int
    p10: int
    p90: int
    signed: int
    deals: tuple[OwnedChance, ...] = ()
    signed_deals: tuple[SignedDeal, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """What was signed in the period, then what was forecast in it besides."""
        every = [*(deal.id for deal in self.signed_deals), *(each.deal.id for each in self.deals)]
        return tuple(dict.fromkeys(every))

    @property
    def within(self) -> bool:
        """Whether what was signed lay between P10 and P90."""
        return self.p10 <= self.signed <= self.p90


@dataclass(frozen=True, slots=True)
class Bias:
    """What was signed and what was expected, in whole units, over so many periods with either."""

    signed: int
    expected: int
    periods: int = 0

    @property
    def ratio(self) -> Fraction | None:
        """Signed over expected: over 1 is more than was forecast; None where nothing was."""
        return Fraction(self.signed, self.expected) if self.expected else None

    @property
    def shown(self) -> Fraction | None:
        """The ratio where there are periods enough to show it; None under that."""
        return self.ratio if self.periods >= ENOUGH else None


@dataclass(frozen=True, slots=True)
class BrierScore:
    """The Brier score of so many forecasts of single deals, and of their own base rate."""

    cases: int
    score: Fraction
    base: Fraction

    @property
    def skill(self) -> Fraction | None:
        """What of the base is gone; None where all came out alike, so that the base is perfect."""
        return 1 - self.score / self.base if self.base else None

    @property
    def enough(self) -> bool:
        """Whether there are cases enough to show the score."""
        return self.cases >= ENOUGH


@dataclass(frozen=True, slots=True)
class Calibration:
    """How the forecasts of past periods came out, in one currency.

    `within` is how many of the periods fell within P10 to P90; owners are by name.
    """

    periods: tuple[JudgedPeriod, ...]
    brier: BrierScore | None
    bias: Bias
    owners: Mapping[str, Bias]

    @property
    def within(self) -> CaseRate:
        """How many periods were within their range."""
        return CaseRate(sum(period.within for period in self.periods), len(self.periods))


def score_brier(cases: Sequence[tuple[Fraction, bool]]) -> BrierScore | None:
    """Score forecasts q of what came out as y; None without any."""
    if not cases:
        return None
    score = sum(((chance - came) ** 2 for chance, came in cases), Fraction(0)) / len(cases)
    share = Fraction(sum(came for _chance, came in cases), len(cases))
    return BrierScore(len(cases), score, share * (1 - share))


def calibrate(
    periods: Iterable[AnyPeriod],
    forecast_on: Callable[[date, AnyPeriod], Sequence[OwnedChance] | None],
    signed_in: Callable[[AnyPeriod], Sequence[SignedDeal]],
) -> Calibration:
    """Hold the forecasts of past periods against what was signed in them.

    `forecast_on` gives the forecast of a period as of a day; None where no rates were known then,
    and the period is left out.
    """
    judged, cases = list[JudgedPeriod](), list[tuple[Fraction, bool]]()
    signed, expected = defaultdict[str, int](int), defaultdict[str, int](int)
    times = Counter[str]()
    for period in periods:
        forecast = forecast_on(period.earliest, period)
        if forecast is None:
            continue
        came = signed_in(period)
        ids = {deal.id for deal in came}
        cases += [(each.deal.chance, each.deal.id in ids) for each in forecast]
        for each in forecast:
            expected[each.owner] += each.expected
        for deal in came:
            signed[deal.owner] += deal.amount
        times.update({each.owner for each in forecast} | {deal.owner for deal in came})
        judged.append(_judge_period(period.label, forecast, came))
    owners = {owner: Bias(signed[owner], expected[owner], times[owner]) for owner in sorted(times)}
    either = sum(bool(each.ids) for each in judged)
    total = Bias(sum(signed.values()), sum(expected.values()), either)
    return Calibration(tuple(judged), score_brier(cases), total, owners)


def _judge_period(
    label: str, forecast: Sequence[OwnedChance], came: Sequence[SignedDeal]
) -> JudgedPeriod:
    distribution = distribute(each.deal for each in forecast)
    return JudgedPeriod(
        label,
        sum(each.expected for each in forecast),
        distribution.percentile(10),
        distribution.percentile(90),
        sum(deal.amount for deal in came),
        tuple(forecast),
        tuple(came),
    )
