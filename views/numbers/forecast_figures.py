"""What the forecast's face is drawn from: figures of a scope in one currency. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from deals.numbers.counted_twice import TwinGroup
from deals.numbers.distribution import Distribution, LargestDeal
from deals.numbers.figures import ScopeRecord, TargetGap
from deals.numbers.fiscal_periods import FiscalPeriod
from deals.numbers.forecast import CurrencyBucket, Forecast, ForecastBucket
from deals.numbers.rates import CaseRate
from deals.numbers.states import ProjectState
from deals.owners import owner_key
from wording import N_, _

BUCKETS: Mapping[str, str] = {
    "overdue": N_("overdue"),
    "undated": N_("undated"),
    "total": N_("total"),
}


@dataclass(frozen=True, slots=True)
class DealSteps:
    """What the names and next steps of deals are, by id."""

    names: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ForecastFigures:
    """What the face shows: the forecast of a scope in a currency, as far as it is worked out.

    `groups` are forecasts by name where it is told by these, under the title `grouped`. `gap`,
    `odds` (by the key of a bucket or the name of a group), `largest` (the deal of which most is
    expected) and `record` are None until they are known; `targets` are those of owners by
    `owner_key`, where it is told by these. `rates` say by stage how the win rates came about,
    `twins` which deals may count twice, `urgent` which of a period need somebody, the
    first the most.
    """

    forecast: Forecast
    currency: str | None
    period: FiscalPeriod
    groups: Mapping[str, Forecast] | None = None
    grouped: str = ""
    gap: TargetGap | None = None
    odds: Mapping[str, Distribution | None] | None = None
    largest: LargestDeal | None = None
    record: ScopeRecord | None = None
    deals: DealSteps = field(default_factory=DealSteps)
    targets: Mapping[str, int] = field(default_factory=dict)
    rates: Mapping[str, CaseRate] = field(default_factory=dict)
    twins: Sequence[TwinGroup] = ()
    urgent: Callable[[FiscalPeriod], Sequence[ProjectState]] = lambda _period: ()

    def figures(self, bucket: ForecastBucket) -> CurrencyBucket | None:
        """Return the figures of a bucket in the currency, or together at the rates."""
        if self.currency is None and bucket.home is not None:
            return bucket.home
        return bucket.currencies.get(self.currency or self.forecast.basis.home)

    @property
    def has_rates(self) -> bool:
        """Whether there are win rates."""
        return any(rate is not None for rate in self.forecast.basis.win_rates.values())


def is_chosen(shown: ForecastFigures, bucket: ForecastBucket) -> bool:
    """Whether a bucket is that of the chosen period, and not of a group in it."""
    return bucket.period == shown.period and bucket.kind == "period" and shown.groups is None


def find_left(shown: ForecastFigures, name: str, bucket: ForecastBucket) -> int | None:
    """Return what an owner's target lacks beside what is signed and expected, if there is one."""
    target, figures = shown.targets.get(owner_key(name)), shown.figures(bucket)
    if target is None:
        return None
    expected = figures.weighted.expected if figures and figures.weighted else 0
    return target - (figures.signed if figures else 0) - expected


def find_odds(shown: ForecastFigures, bucket: ForecastBucket) -> Distribution | None:
    """Return what may come in of a period or the total, as far as that is worked out."""
    if shown.odds is None or bucket.kind not in ("period", "total") or shown.groups is not None:
        return None
    return shown.odds.get(bucket.key)


def find_key(shown: ForecastFigures, name: str, bucket: ForecastBucket) -> str:
    """Return by what the row of a bucket, or of a group of this name in it, goes."""
    return bucket.key if shown.groups is None else name


def name_bucket(bucket: ForecastBucket) -> str:
    """Return what a bucket goes by: its period, or that it is overdue, undated or the total."""
    return bucket.period.label if bucket.period else _(BUCKETS[bucket.kind])
