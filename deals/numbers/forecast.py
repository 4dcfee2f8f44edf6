"""The forecast: what is in play and what is signed, by period (method, section 8).

In play is what is open and below the stage of signing. Each such project is shared over the days
that are left of its window (`sharing`); one whose window is past is *overdue*, one without a window
*undated*, and periods, overdue and undated add up to the total. A project counts 1 in every period
that it touches and 1 in the total. What is signed stands apart, whole, in the period of the day on
which it was signed, and in the total alone where that day is not known. What is on hold, lost or
abandoned is in no sum.

Each currency is added up for itself, in whole units. Of a project three figures and three ways to
take them are rounded half up once and then shared: low, expected (the middle) and high, as they
are, by the degree of completion of its stage, and weighted by the win rate of its stage where there
is one. At the rates that the user set, all is added up in the home currency as well, each project
converted and rounded for itself: what is in play at the rate of today, what is signed at that of
its day. Currencies without a rate are named and stay out.

Shapes: a `Forecast` has a `ForecastBucket` for each period that anything falls to, in order, and
for overdue, undated and total; a bucket a `CurrencyBucket` for each currency, those of most
projects first, and one for the home currency; that a `ForecastPart` for each project in play and a
`SignedPart` for each signed one, which add up to its figures and say how they were reached.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from operator import add
from typing import Literal, NamedTuple

from deals.model import Amount
from deals.numbers.basis import DayRate, NumbersBasis
from deals.numbers.exact_rates import exact_rate, multiply_half_up
from deals.numbers.fiscal_periods import FiscalPeriod, PeriodUnit, YearStarts
from deals.numbers.memo import NumbersMemo
from deals.numbers.sharing import MonthDays, count_days_by_month, share_by_month
from deals.numbers.states import (
    ProjectState,
    SigningSource,
    find_signing,
    is_in_play,
    is_signed,
)

BucketKind = Literal["period", "overdue", "undated", "total"]


class MoneyRange(NamedTuple):
    """The low, expected and high of a figure, in whole units of one currency."""

    low: int
    expected: int
    high: int


@dataclass(frozen=True, slots=True)
class ProjectMoney:
    """The whole figures of a project in one currency, and the rates that led to them.

    `figures` are low, expected and high as they are, by completion, and weighted (0 without a
    `win_rate`). `exchange` is the rate at which they were converted, 1 for none.
    """

    state: ProjectState
    currency: str
    weight: Fraction
    win_rate: Fraction | None
    exchange: Fraction
    figures: tuple[int, ...]

    @property
    def whole(self) -> MoneyRange:
        """The whole amount."""
        return MoneyRange(*self.figures[:3])


@dataclass(frozen=True, slots=True)
class ForecastPart:
    """What a project in play adds to a bucket: so many `days` of the `of` left of its window.

    One that is overdue or undated, so that no day of it is left, is not `dated` and counts as a day
    of one. `figures` are those of its money as they are shared, then certain and possible; `home`
    is the same in the home currency, where its own is another and has a rate.
    """

    money: ProjectMoney
    days: int
    of: int
    dated: bool
    figures: tuple[int, ...]
    home: ForecastPart | None = None

    @property
    def state(self) -> ProjectState:
        """The project."""
        return self.money.state

    @property
    def share(self) -> MoneyRange:
        """The share as it is."""
        return MoneyRange(*self.figures[:3])

    @property
    def completion(self) -> MoneyRange:
        """The share by degree of completion."""
        return MoneyRange(*self.figures[3:6])

    @property
    def weighted(self) -> MoneyRange | None:
        """The share by win rate; None without one."""
        return None if self.money.win_rate is None else MoneyRange(*self.figures[6:9])

    @property
    def chance(self) -> Fraction | None:
        """The chance that it is signed within the bucket: win rate × share of days."""
        rate = self.money.win_rate
        return None if rate is None else rate * Fraction(self.days, self.of)


@dataclass(frozen=True, slots=True)
class SignedPart:
    """What a signed project adds to a bucket: all of its middle, whatever its stage.

    `on` is the day on which it was signed, if known, and `source` how it is; `home` as in
    `ForecastPart`, and there `rate` is that of the day of signing, which no later rate changes.
    """

    state: ProjectState
    currency: str
    amount: int
    on: date | None
    home: SignedPart | None = None
    rate: DayRate | None = None
    source: SigningSource | None = None


@dataclass(frozen=True, slots=True)
class CurrencyBucket:
    """The figures of a bucket in one currency, all of projects in play but for `signed`.

    `weighted` is None where any project has no win rate, or where there are no rates at all.
    `certain` is the low of what lies wholly inside, `possible` the high of all that touches.
    """

    currency: str
    count: int
    signed: int
    sum: MoneyRange
    completion: MoneyRange
    weighted: MoneyRange | None
    certain: int
    possible: int
    parts: tuple[ForecastPart, ...]
    signed_parts: tuple[SignedPart, ...]

    @property
    def dated_expected(self) -> int | None:
        """What is expected of projects that have a day, those of which there are odds."""
        if self.weighted is None:
            return None
        return sum(part.weighted.expected for part in self.parts if part.dated and part.weighted)


@dataclass(frozen=True, slots=True)
class ForecastBucket:
    """What falls to a period, is overdue or undated, or all of it.

    `count` is that of projects in play, those in `unpriced`, which have no amount, among them.
    `home` is None where no exchange rates are set; `without_rate` are currencies that it lacks.
    """

    kind: BucketKind
    period: FiscalPeriod | None
    count: int
    currencies: Mapping[str, CurrencyBucket]
    home: CurrencyBucket | None
    without_rate: tuple[str, ...]
    unpriced: tuple[ProjectState, ...]

    @property
    def label(self) -> str:
        """What it goes by: its period's label, `overdue`, `undated` or `total`."""
        return self.period.label if self.period else self.kind

    @property
    def key(self) -> str:
        """What no other bucket of a forecast goes by."""
        return self.period.id if self.period else self.kind


@dataclass(frozen=True, slots=True)
class Forecast:
    """A forecast by periods of a unit; `periods` are those that anything falls to, in order."""

    by: PeriodUnit
    basis: NumbersBasis
    periods: tuple[ForecastBucket, ...]
    overdue: ForecastBucket
    undated: ForecastBucket
    total: ForecastBucket

    @property
    def joins(self) -> bool:
        """Whether there is more to add up at the rates than what is in the home currency."""
        total = self.total
        apart = total.currencies.keys() - {self.basis.home, *total.without_rate}
        return total.home is not None and bool(apart)

    def find(self, period: FiscalPeriod) -> ForecastBucket:
        """Find the bucket of a period; an empty one where nothing falls to it."""
        found = (bucket for bucket in self.periods if bucket.period == period)
        return next(found, None) or _make_bucket("period", period, _Rows(), self.basis)


def forecast_projects(
    states: Iterable[ProjectState],
    basis: NumbersBasis,
    by: PeriodUnit = "quarter",
    memo: NumbersMemo | None = None,
) -> Forecast:
    """Add up projects by the periods of a unit, as they stood at the end of `basis.today`."""
    entries = enter_projects(states, basis, by, memo)
    return add_up_entries([entry for entry in entries if entry.rows], basis, by)


BucketKey = int | Literal["overdue", "undated", "total"]
"""Where something falls to: a period by the index of its first month, or what is no period."""


class ForecastRow(NamedTuple):
    """What a project adds to a bucket: one of the two parts, or neither where it has no amount."""

    key: BucketKey
    currency: str
    part: ForecastPart | None = None
    signed: SignedPart | None = None


@dataclass(frozen=True, slots=True)
class ForecastEntry:
    """What a project adds to all buckets."""

    state: ProjectState
    rows: tuple[ForecastRow, ...]


def enter_projects(
    states: Iterable[ProjectState],
    basis: NumbersBasis,
    by: PeriodUnit,
    memo: NumbersMemo | None = None,
) -> list[ForecastEntry]:
    """Work out what each project adds to which bucket."""
    worker = _EntryMaker(basis, by)
    kept = (memo or NumbersMemo()).kept((basis, by), worker.make)
    return [kept.get(state.project.id, state) for state in states]


_UNCONVERTED = Fraction(1)
_StageRates = tuple[Fraction, Fraction | None, Fraction, Fraction | None]
"""The degree of completion and win rate of a stage, and each of them times a rate of exchange."""


class _EntryMaker:
    """What makes the entries of one basis and unit; rates are looked up once a stage."""

    def __init__(self, basis: NumbersBasis, by: PeriodUnit) -> None:
        self._basis, self._by = basis, by
        self._signed = basis.signed_stages
        self._rates: dict[tuple[str, int], _StageRates] = {}
        self._exchange: dict[str, Fraction | None] = {}

    def make(self, state: ProjectState) -> ForecastEntry:
        """Make the entry of a project; one without rows is in no sum."""
        if is_in_play(state, self._signed):
            return ForecastEntry(state, self._rows_in_play(state))
        if is_signed(state, self._signed):
            return ForecastEntry(state, self._rows_signed(state))
        return ForecastEntry(state, ())

    def _rows_signed(self, state: ProjectState) -> tuple[ForecastRow, ...]:
        if state.amount is None:
            return ()
        basis, code = self._basis, state.amount.currency
        on, source = find_signing(state, self._signed, basis.today)
        home = None
        rate = basis.ended_rate(code, on)
        if rate is not None:
            amount = multiply_half_up(state.amount.twice, rate.rate, 2)
            home = SignedPart(state, basis.home, amount, on, None, rate, source)
        part = SignedPart(state, code, state.expected, on, home, None, source)
        rows = [ForecastRow("total", code, None, part)]
        if on is not None:
            first = basis.years.period_of(on, self._by).first
            rows.append(ForecastRow(first, code, None, part))
        return tuple(rows)

    def _rows_in_play(self, state: ProjectState) -> tuple[ForecastRow, ...]:
        window = state.signs
        plan = None
        if window is not None and window.latest >= self._basis.today:
            begin = max(window.earliest, self._basis.today)
            plan = plan_shares(begin, window.latest, self._by, self._basis.years)
        elsewhere: BucketKey = "overdue" if window else "undated"
        if state.amount is None:
            keys = [run.key for run in plan.runs] if plan else [elsewhere]
            return tuple(ForecastRow(key, "") for key in ("total", *keys))
        code = state.amount.currency
        whole = self._whole_part(state, state.amount, plan)
        if plan is None or len(plan.runs) == 1:
            key = plan.runs[0].key if plan else elsewhere
            return ForecastRow("total", code, whole), ForecastRow(key, code, whole)
        parts = _part_money(whole.money, plan)
        if whole.home is not None:
            homes = _part_money(whole.home.money, plan)
            parts = [
                ForecastPart(part.money, part.days, part.of, True, part.figures, home)
                for part, home in zip(parts, homes, strict=True)
            ]
        rows = zip(plan.runs, parts, strict=True)
        shared = (ForecastRow(run.key, code, part) for run, part in rows)
        return ForecastRow("total", code, whole), *shared

    def _whole_part(
        self, state: ProjectState, amount: Amount, plan: SharePlan | None
    ) -> ForecastPart:
        rate = self._exchange_of(amount.currency)
        home = None
        if rate is not None and amount.currency != self._basis.home:
            home = _whole(self._money(state, amount, self._basis.home, rate), plan)
        return _whole(self._money(state, amount, amount.currency, _UNCONVERTED), plan, home)

    def _exchange_of(self, code: str) -> Fraction | None:
        if code not in self._exchange:
            self._exchange[code] = self._basis.exchange_rate(code)
        return self._exchange[code]

    def _money(
        self, state: ProjectState, amount: Amount, currency: str, exchange: Fraction
    ) -> ProjectMoney:
        weight, win, by_weight, by_win = self._stage_rates(state.stage, exchange)
        figures = (
            *_round_range(amount, exchange),
            *_round_range(amount, by_weight),
            *(_round_range(amount, by_win) if by_win is not None else (0, 0, 0)),
        )
        return ProjectMoney(state, currency, weight, win, exchange, figures)

    def _stage_rates(self, stage: str, exchange: Fraction) -> _StageRates:
        # An object is its own key at once, a fraction only after some sums.
        key = stage, id(exchange)
        if key not in self._rates:
            weight = exact_rate(self._basis.playbook.weight(stage))
            win = self._basis.win_rate(stage)
            by_win = None if win is None else win * exchange
            self._rates[key] = weight, win, weight * exchange, by_win
        return self._rates[key]


def _whole(
    money: ProjectMoney, plan: SharePlan | None, home: ForecastPart | None = None
) -> ForecastPart:
    days, figures = plan.days if plan else 1, money.figures
    return ForecastPart(
        money, days, days, plan is not None, (*figures, figures[0], figures[2]), home
    )


def _round_range(amount: Amount, rate: Fraction) -> tuple[int, int, int]:
    """Return low, middle and high of an amount at a rate, each rounded half up once."""
    low, high = amount.low, amount.high
    if rate is _UNCONVERTED:
        return low, amount.counted, high
    first = multiply_half_up(low, rate)
    if low == high:
        return first, first, first
    return first, multiply_half_up(low + high, rate, 2), multiply_half_up(high, rate)


class ShareRun(NamedTuple):
    """The months of a window that fall to one period: from place to place, and their days."""

    key: int
    start: int
    stop: int
    days: int


class SharePlan(NamedTuple):
    """How a window is shared: its months, the runs of these by period, and its days in all."""

    months: tuple[MonthDays, ...]
    runs: tuple[ShareRun, ...]
    days: int


@lru_cache(maxsize=1 << 13)
def plan_shares(first: date, last: date, unit: PeriodUnit, years: YearStarts) -> SharePlan:
    """Plan how the days from `first` to `last` are shared among the periods of a unit."""
    months = count_days_by_month(first, last)
    places = defaultdict(list)
    for place, (month, _days) in enumerate(months):
        places[years.period_of_month(month, unit).first].append(place)
    runs = tuple(
        ShareRun(key, inside[0], inside[-1] + 1, sum(months[at].days for at in inside))
        for key, inside in places.items()
    )
    return SharePlan(months, runs, (last - first).days + 1)


def _part_money(money: ProjectMoney, plan: SharePlan) -> list[ForecastPart]:
    """Share all figures of a project among the periods of a plan, each by months first."""
    shares = {figure: share_by_month(figure, plan.months) for figure in set(money.figures)}
    parts = []
    for _key, start, stop, days in plan.runs:
        if stop - start == 1:
            sums = [shares[figure][start] for figure in money.figures]
        else:
            sums = [sum(shares[figure][start:stop]) for figure in money.figures]
        figures = (*sums, 0, money.figures[2])
        parts.append(ForecastPart(money, days, plan.days, True, figures))
    return parts


class _Rows:
    """The rows of one bucket by currency: parts, signed parts, and projects without an amount."""

    __slots__ = ("parts", "signed", "unpriced")

    def __init__(self) -> None:
        self.parts: dict[str, list[ForecastPart]] = defaultdict(list)
        self.signed: dict[str, list[SignedPart]] = defaultdict(list)
        self.unpriced: list[ProjectState] = []


def add_up_entries(
    entries: Iterable[ForecastEntry], basis: NumbersBasis, by: PeriodUnit
) -> Forecast:
    """Add up what projects add to each bucket."""
    rows: dict[BucketKey, _Rows] = defaultdict(_Rows)
    for entry in entries:
        for key, currency, part, signed in entry.rows:
            if part is not None:
                rows[key].parts[currency].append(part)
            elif signed is not None:
                rows[key].signed[currency].append(signed)
            else:
                rows[key].unpriced.append(entry.state)
    firsts = sorted(key for key in rows if not isinstance(key, str))
    periods = [(basis.years.period_of_month(first, by), first) for first in firsts]
    return Forecast(
        by,
        basis,
        tuple(_make_bucket("period", period, rows[key], basis) for period, key in periods),
        _make_bucket("overdue", None, rows["overdue"], basis),
        _make_bucket("undated", None, rows["undated"], basis),
        _make_bucket("total", None, rows["total"], basis),
    )


def _make_bucket(
    kind: BucketKind, period: FiscalPeriod | None, rows: _Rows, basis: NumbersBasis
) -> ForecastBucket:
    weighs = any(rate is not None for rate in basis.win_rates.values())
    codes = sorted({*rows.parts, *rows.signed}, key=lambda code: _most_projects(rows, code))
    currencies = {
        code: _add_up(code, rows.parts.get(code, ()), rows.signed.get(code, ()), weighs)
        for code in codes
    }
    lacking = tuple(code for code in codes if basis.exchange_rate(code) is None)
    return ForecastBucket(
        kind,
        period,
        sum(map(len, rows.parts.values())) + len(rows.unpriced),
        currencies,
        _add_up_home(currencies, basis.home, weighs) if basis.exchange_rates else None,
        lacking if basis.exchange_rates else (),
        tuple(rows.unpriced),
    )


def _most_projects(rows: _Rows, code: str) -> tuple[int, int, str]:
    return -len(rows.parts.get(code, ())), -len(rows.signed.get(code, ())), code


def _add_up_home(
    currencies: Mapping[str, CurrencyBucket], home: str, weighs: bool
) -> CurrencyBucket:
    """Add up in the home currency: what is in it, and what is converted into it."""
    others = [bucket for code, bucket in currencies.items() if code != home]
    converted = _add_up(
        home,
        [part.home for bucket in others for part in bucket.parts if part.home],
        [part.home for bucket in others for part in bucket.signed_parts if part.home],
        weighs,
    )
    own = currencies.get(home)
    return _join_buckets(own, converted) if own else converted


def _join_buckets(first: CurrencyBucket, second: CurrencyBucket) -> CurrencyBucket:
    """Return two buckets of one currency as one."""
    weighted = None
    if first.weighted is not None and second.weighted is not None:
        weighted = _add_ranges(first.weighted, second.weighted)
    return CurrencyBucket(
        first.currency,
        first.count + second.count,
        first.signed + second.signed,
        _add_ranges(first.sum, second.sum),
        _add_ranges(first.completion, second.completion),
        weighted,
        first.certain + second.certain,
        first.possible + second.possible,
        (*first.parts, *second.parts),
        (*first.signed_parts, *second.signed_parts),
    )


def _add_ranges(first: MoneyRange, second: MoneyRange) -> MoneyRange:
    return MoneyRange(*map(add, first, second))


_FIGURES = 11


def _add_up(
    currency: str, parts: Sequence[ForecastPart], signed: Sequence[SignedPart], weighs: bool
) -> CurrencyBucket:
    columns = zip(*[part.figures for part in parts], strict=True)
    sums = [sum(column) for column in columns] if parts else [0] * _FIGURES
    known = weighs and all(part.money.win_rate is not None for part in parts)
    return CurrencyBucket(
        currency,
        len(parts),
        sum(part.amount for part in signed),
        MoneyRange(*sums[:3]),
        MoneyRange(*sums[3:6]),
        MoneyRange(*sums[6:9]) if known else None,
        sums[9],
        sums[10],
        tuple(parts),
        tuple(signed),
    )
