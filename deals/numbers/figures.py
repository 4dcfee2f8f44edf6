"""All numbers of a book, as one value that every face of them asks: room, papers, command line.

Whoever shows figures says whose they are by a `NumbersScope` and gets what the other modules here
work out, each once: `Figures` is made of one book, playbook and day and keeps what it was asked.
Win rates are the playbook's, shrunk towards by the team's own cases, whatever the scope. In the
copy of a team they are those that were set alone (`said_win_rates`): a copy holds more cases or
fewer, as its owner sees and chooses, and the same projects are to come to the same sum in each.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TypeVar, cast

from deals.model import Book, ExchangeRate, Project
from deals.numbers.basis import NumbersBasis
from deals.numbers.book_basis import basis_at, first_day, list_deletions, said_win_rates
from deals.numbers.calibration import Calibration
from deals.numbers.counted_twice import TwinGroup, find_counted_twice
from deals.numbers.covers import OwnerCover, PeriodCovers
from deals.numbers.day_rates import DayRates
from deals.numbers.distribution import Distribution
from deals.numbers.evidence import (
    Effect,
    Evidence,
    Fact,
    FactCase,
    find_facts,
    measure_effects,
    weigh_evidence,
)
from deals.numbers.exchange import CurrencyConverter
from deals.numbers.fiscal_periods import FiscalPeriod, PeriodUnit, YearStarts, year_starts
from deals.numbers.forecast import CurrencyBucket, Forecast, ForecastBucket, forecast_projects
from deals.numbers.forecast_groups import ForecastGrouping, find_grouping, group_forecasts
from deals.numbers.forecast_odds import ForecastReplay, distribute_bucket, list_chances
from deals.numbers.gap import Gap, find_gap
from deals.numbers.journeys import ENDED, UNKNOWN, Journey, JourneyTrail
from deals.numbers.memo import IdentityMap, NumbersMemo, RecentAnswers
from deals.numbers.movement import Movement, MovementScope, find_movement
from deals.numbers.rates import CaseRate, measure_win_rates
from deals.numbers.record import Success, TeamRecord, count_success_by_year, read_record
from deals.numbers.shape import TeamShape, find_shapes
from deals.numbers.states import (
    Deletion,
    ProjectState,
    ProjectTimeline,
    current_state,
    list_moves,
    list_states,
    timelines,
)
from deals.numbers.targets import (
    TargetFigure,
    TargetMoney,
    TargetTables,
    add_targets,
    list_crossing,
    target_owners,
)
from deals.owners import owner_key
from deals.playbook import Playbook
from deals.team_copy import recall_team_person

KeptAnswer = TypeVar("KeptAnswer")
MOST_PERIODS = 20
"""For how many past periods at most promises are looked at and forecasts are replayed."""


@dataclass(frozen=True, slots=True)
class NumbersScope:
    """Whose projects are looked at: an owner's or the team's (None), and which, by their ids.

    An owner goes by any way in which the name may be written. No `ids` (None) means all.
    """

    owner: str | None = None
    ids: frozenset[str] | None = None


TEAM = NumbersScope()
"""All projects of everybody."""


@dataclass(frozen=True, slots=True)
class ScopeRecord:
    """How the projects of a scope came out: the record, and past forecasts held against it.

    `periods` are the past ones that both look at, in order; of an owner `record.team` is what is
    theirs. Money of the calibration is in `currency`. `years` is the success of each fiscal year,
    `known_since` the first day that the book knows of.
    """

    record: TeamRecord
    forecasts: Calibration
    periods: tuple[FiscalPeriod, ...]
    currency: str
    years: Mapping[FiscalPeriod, Success] = field(default_factory=dict)
    known_since: date | None = None

    def begins_after(self, day: date) -> bool:
        """Whether the book begins later than a day, so that no rate counts what was between."""
        return self.known_since is not None and self.known_since > day


@dataclass(frozen=True, slots=True)
class TargetGap:
    """A period held against its target, in whole units of one currency.

    `expected` is Σ q·E of what is in play and `odds` what it may bring in: None without win rates,
    and then the gap is target less signed. `gap` is None where there is no target. `money` says in
    which currencies it was set, and what of it stays beside.
    """

    period: FiscalPeriod
    currency: str
    target: TargetFigure | None
    signed: int
    expected: int | None
    odds: Distribution | None
    gap: Gap | None
    money: TargetMoney = field(default_factory=TargetMoney)

    @property
    def chance(self) -> float | None:
        """The odds (0-1) that what is signed reaches the target; None where they are not known."""
        if self.target is None or self.odds is None:
            return None
        left = self.target.amount - self.signed
        return 1.0 if left <= 0 else self.odds.chance_of(left)


@dataclass(frozen=True, eq=False)
class Figures:
    """The numbers of a book as of the end of the day `today`.

    `home` is the currency of the user's settings. The `memo` may be handed on from book to book.
    Of what is large, a value for each project, only the answers asked for last are kept: every
    period, day and filter looked at would leave one.
    """

    book: Book
    playbook: Playbook
    today: date
    home: str | None = None
    memo: NumbersMemo = field(default_factory=NumbersMemo, repr=False)
    _answers: dict[Hashable, object] = field(default_factory=dict, init=False, repr=False)
    _large: dict[str, RecentAnswers] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def basis(self) -> NumbersBasis:
        """What all is reckoned by today."""
        return self.basis_on(self.today)

    def basis_on(self, day: date) -> NumbersBasis:
        """Return what was known on a day: exchange rates, and win rates with the cases by then."""

        def make() -> NumbersBasis:
            basis = basis_at(self.book, self.playbook, self.today, day, self.home)
            rates = {stage: rate.used for stage, rate in self.win_rates_on(day).items()}
            return replace(basis, win_rates=rates)

        return self._keep(("basis", day), make)

    @cached_property
    def day_rates(self) -> DayRates:
        """The rates of today, by which deals are put in order by money."""
        return DayRates.of(self.book, self.basis.home, self.today)

    def exchange_rates_on(self, day: date) -> Mapping[str, ExchangeRate]:
        """Return the rates into the home currency as of a day, each with the day it was set on."""
        return CurrencyConverter.of(self.book, self.basis.home).rates_at(day)

    @property
    def win_rates(self) -> Mapping[str, CaseRate]:
        """The win rates by stage, of which `used` is reckoned with."""
        return self.win_rates_on(self.today)

    def win_rates_on(self, day: date) -> Mapping[str, CaseRate]:
        """Return the win rates as they were known at the end of a day, by stage."""
        priors, alone = self.priors_on(day), bool(recall_team_person(self.book))
        return self._keep(
            ("win rates", day),
            lambda: measure_win_rates(
                self._trace_journeys(day), self.playbook, priors, alone=alone
            ),
        )

    def priors_on(self, day: date) -> Mapping[str, float]:
        """Return the win rates that were set at the end of a day, by stage."""
        return said_win_rates(self.book, self.playbook, self.today, day)

    def journeys_on(self, day: date) -> Sequence[Journey]:
        """Return the way of each project through the stages up to the end of a day.

        Those that were deleted later are among them: what was known then stays as it was.
        """
        return self._keep_latest("journeys", day, lambda: tuple(self._trace_journeys(day)))

    def _trace_journeys(self, day: date) -> Iterator[Journey]:
        found = (self.journey_on(project, day) for project in self._projects_ever(TEAM))
        return (journey for journey in found if journey is not None)

    def journey_on(self, project: Project, day: date) -> Journey | None:
        """Return the way of a project up to the end of a day; None where it was not there."""
        if self._was_deleted(project, day):
            return None
        return self._trails.get(project.id, project).until(day)

    def state_on(self, project: Project, day: date) -> ProjectState | None:
        """Return a project as it stood at the end of a day; None where it was not there."""
        if self._was_deleted(project, day):
            return None
        return self._timelines.get(project.id, project).at(day)

    def states(self, scope: NumbersScope = TEAM, day: date | None = None) -> list[ProjectState]:
        """Return the projects of a scope as they stood at the end of a day, or stand now."""

        def make() -> list[ProjectState]:
            deleted = () if day is None else self._deletions(scope)
            return self._owned(list_states(self._projects(scope), day, deleted, self.memo), scope)

        return self._keep_latest("states", (scope, day), make)

    def counted_twice(self, scope: NumbersScope = TEAM) -> tuple[TwinGroup, ...]:
        """Return the deals of a scope that its sums may count twice, each with its projects."""
        return self._keep(
            ("twins", scope),
            lambda: find_counted_twice(self.states(scope), self.memo, self.day_rates),
        )

    def forecast(self, scope: NumbersScope = TEAM, by: PeriodUnit = "quarter") -> Forecast:
        """Return the forecast of a scope by the periods of a unit."""
        return self._keep_latest(
            "forecast",
            (scope, by),
            lambda: forecast_projects(self.states(scope), self.basis, by, self.memo),
        )

    def forecast_groups(
        self, grouping: ForecastGrouping, scope: NumbersScope = TEAM, by: PeriodUnit = "quarter"
    ) -> Mapping[str, Forecast]:
        """Return the forecast of each group of a scope, such as each owner's, by its name."""
        return self._keep_latest(
            "groups",
            (grouping, scope, by),
            lambda: group_forecasts(self.states(scope), grouping, self.basis, by, self.memo),
        )

    def movement(
        self,
        since: date,
        until: date | None = None,
        scope: NumbersScope = TEAM,
        period: FiscalPeriod | None = None,
    ) -> Movement:
        """Return what moved from the end of a day to that of another, today if none is given."""
        end = until or self.today

        def make() -> Movement:
            basis = basis_at(self.book, self.playbook, self.today, end, self.home)
            return find_movement(
                self._projects(scope),
                since,
                basis,
                MovementScope(scope.owner, period),
                self._deletions(scope),
                self.memo,
            )

        return self._keep_latest("movement", (since, end, scope, period), make)

    def shape(self, scope: NumbersScope = TEAM, day: date | None = None) -> TeamShape:
        """Return the shape of a scope and of each owner in it, today's or that of a day."""
        return self._keep_latest(
            "shape",
            (scope, day),
            lambda: find_shapes(self.states(scope, day), self.playbook),
        )

    def record(self, scope: NumbersScope = TEAM, by: PeriodUnit = "quarter") -> ScopeRecord:
        """Return how the projects of a scope came out, and how good its past forecasts were."""
        return self._keep_latest("record", (scope, by), lambda: self._read_record(scope, by))

    def gap(
        self, period: FiscalPeriod, scope: NumbersScope = TEAM, currency: str | None = None
    ) -> TargetGap:
        """Hold a period against its target, in a currency, or in the home currency at its rates.

        A filter has no target.
        """
        return self._keep(
            ("gap", period, scope, currency), lambda: self._find_gap(period, scope, currency)
        )

    def list_gaps(
        self, bucket: ForecastBucket, scope: NumbersScope = TEAM
    ) -> list[tuple[TargetGap, bool]]:
        """List the gaps of a period to its targets, and whether each is together at the rates.

        They are by currency, of those that there is a target in; then together.
        """
        if bucket.period is None or not self.book.targets:
            return []
        codes = sorted({target.currency for target in self.book.targets})
        gaps = [(self.gap(bucket.period, scope, code), False) for code in codes]
        if bucket.home is not None:
            gaps.append((self.gap(bucket.period, scope), True))
        return [(gap, together) for gap, together in gaps if gap.target is not None]

    def list_crossing(self, bucket: ForecastBucket, scope: NumbersScope = TEAM) -> tuple[str, ...]:
        """List the labels of targets that share months with a period that has none of its own."""
        if bucket.period is None or not self.book.targets:
            return ()
        return self.target_money(bucket.period, scope, None).crossing

    def owner_targets(
        self, period: FiscalPeriod, currency: str | None = None, scope: NumbersScope = TEAM
    ) -> Mapping[str, TargetFigure]:
        """Return what each owner is to sign in a period, by `owner_key`, as far as it was set.

        In a currency alone, it is held against that part of a scope's figures.
        """
        names = target_owners(self.book.targets)
        found = {
            owner_key(name): self._add_targets(period, name, currency, scope).figure
            for name in names
        }
        return {key: target for key, target in found.items() if target}

    def owner_covers(self, period: FiscalPeriod) -> Mapping[str, OwnerCover]:
        """Hold what each owner has in play in a period against what is left to sign, by name.

        It is in the home currency, at its rates. Those who have a target and no project are there.
        """
        grouping = find_grouping("owner")
        groups = self.forecast_groups(grouping, TEAM, period.unit) if grouping else {}
        owed = self.owner_targets(period)
        names = {owner_key(name): name for name in [*target_owners(self.book.targets), *groups]}
        found = dict[str, OwnerCover]()
        for key, name in names.items():
            bucket = groups[name].find(period) if name in groups else None
            figures = self.find_bucket(bucket) if bucket else None
            signed, in_play = (figures.signed, figures.sum.expected) if figures else (0, 0)
            left = max(0, owed[key].amount - signed) if key in owed else None
            if name in groups or left is not None:
                found[name] = OwnerCover(in_play, left)
        return found

    def covers(self, period: FiscalPeriod, scope: NumbersScope = TEAM) -> PeriodCovers:
        """Hold what a scope and its owners have in play in a period against what is left to sign.

        It is in the home currency, at its rates. A filter has no target, and nobody's is told.
        """
        figures = self.find_bucket(self.forecast(scope, period.unit).find(period))
        signed, in_play = (figures.signed, figures.sum.expected) if figures else (0, 0)
        target = self.target_money(period, scope, None).figure
        whole = OwnerCover(in_play, None if target is None else max(0, target.amount - signed))
        owners = {} if scope.ids is not None else self.owner_covers(period)
        if scope.owner is not None:
            owners = {name: owners[name] for name in _same_owners(scope.owner, owners)}
        return PeriodCovers(period.label, self.basis.home, whole, owners)

    def effects_at(self, stage: str) -> Mapping[Fact, Effect]:
        """Return what each fact that triage knows adds to the odds of a project at a stage.

        It is measured among the ended projects that came as far, by the facts that they would have
        at that stage: who was signed stands at a later one, of which other facts hold. Guesses
        count only where the playbook switches them on.
        """
        return self._keep(("effects", stage), lambda: self._measure_effects(stage))

    def _measure_effects(self, stage: str) -> Mapping[Fact, Effect]:
        evidence, place = self.playbook.evidence, self.playbook.order.get(stage, UNKNOWN)
        cases = (
            FactCase(journey.outcome == "signed", find_facts(project, self.playbook, stage))
            for journey in self.journeys_on(self.today)
            if journey.outcome in ENDED
            and journey.furthest >= place
            and (project := self.book.projects.get(journey.id))
            and project.glance is None
        )
        return measure_effects(cases, evidence.odds if evidence.on else {})

    def evidence(self, project: Project) -> Evidence | None:
        """Return what speaks for an open project and against it; None without a win rate."""
        win = self.basis.win_rate(project.stage)
        if win is None:
            return None
        return weigh_evidence(
            win, find_facts(project, self.playbook), self.effects_at(project.stage)
        )

    def past_periods(self, by: PeriodUnit = "quarter") -> tuple[FiscalPeriod, ...]:
        """Return the last periods of a unit that are over, since the first project is known."""
        created = (project.created_at.date() for project in self._projects_ever(TEAM))
        first = min(created, default=self.today)
        if first > self.today:
            return ()
        every = self.years.list_periods(first, self.today, by)
        return tuple(each for each in every if each.latest < self.today)[-MOST_PERIODS:]

    @cached_property
    def years(self) -> YearStarts:
        """In which month fiscal years start and started."""
        return year_starts(self.book, self.today)

    @cached_property
    def owners(self) -> tuple[str, ...]:
        """Everybody who leads a project, has led one, or has a target; each name once."""
        every = self._projects_ever(TEAM)
        names = [project.owner for project in every]
        for project in every:
            for _on, name, old, new in list_moves(project):
                names += (old or "", new or "") if name == "owner" else ()
        return tuple(filter(None, dict.fromkeys([*names, *target_owners(self.book.targets)])))

    def find_bucket(
        self, bucket: ForecastBucket, currency: str | None = None
    ) -> CurrencyBucket | None:
        """Return the figures of a bucket in a currency, or in the home currency at its rates."""
        if currency is None and bucket.home is not None:
            return bucket.home
        return bucket.currencies.get(currency or self.basis.home)

    @cached_property
    def _timelines(self) -> IdentityMap[Project, ProjectTimeline]:
        return timelines(self.memo)

    @cached_property
    def _trails(self) -> IdentityMap[Project, JourneyTrail]:
        timelines, playbook = self._timelines, self.playbook

        def make(project: Project) -> JourneyTrail:
            return JourneyTrail(project, playbook, timelines.get(project.id, project).at)

        return self.memo.kept(("trails", playbook), make)

    def _keep(self, key: Hashable, make: Callable[[], KeptAnswer]) -> KeptAnswer:
        if key not in self._answers:
            self._answers[key] = make()
        return cast("KeptAnswer", self._answers[key])

    def _keep_latest(self, kind: str, key: Hashable, make: Callable[[], KeptAnswer]) -> KeptAnswer:
        return self._large.setdefault(kind, RecentAnswers()).keep(key, make)

    def _projects(self, scope: NumbersScope) -> Sequence[Project]:
        every = self.book.projects.values()
        return [each for each in every if scope.ids is None or each.id in scope.ids]

    def _deletions(self, scope: NumbersScope) -> Sequence[Deletion]:
        gone = self._keep("deletions", lambda: list_deletions(self.book))
        return [each for each in gone if scope.ids is None or each.project.id in scope.ids]

    def _projects_ever(self, scope: NumbersScope) -> Sequence[Project]:
        """Return the projects of a scope with those that were deleted, which earlier days had."""
        return [*self._projects(scope), *(gone.project for gone in self._deletions(scope))]

    def _was_deleted(self, project: Project, day: date) -> bool:
        """Whether a project was deleted by the end of a day."""
        deleted = self._deletion_days.get(project.id)
        return deleted is not None and deleted <= day

    @cached_property
    def _deletion_days(self) -> Mapping[str, date]:
        there = self.book.projects
        days = {gone.project.id: gone.on for gone in self._deletions(TEAM)}
        return {id_: on for id_, on in days.items() if id_ not in there}

    def _owned(self, states: Iterable[ProjectState], scope: NumbersScope) -> list[ProjectState]:
        """Return the states of the scope's owner."""
        if scope.owner is None:
            return list(states)
        there = list(states)
        owners = _same_owners(scope.owner, {state.owner for state in there})
        return [state for state in there if state.owner in owners]

    def _read_record(self, scope: NumbersScope, by: PeriodUnit) -> ScopeRecord:
        periods = self.past_periods(by)
        replay = ForecastReplay(
            self._projects(scope),
            self.basis_on,
            None,
            self._deletions(scope),
            self.memo,
            scope.owner,
            self.years,
        )
        record = self._read_team(self._projects_ever(scope), periods)
        if scope.owner is not None:
            record = self._narrow_record(record, scope, periods)
        years = self._success_by_year(scope)
        forecasts, known = replay.judge(periods), first_day(self.book)
        return ScopeRecord(record, forecasts, periods, self.basis.home, years, known)

    def _success_by_year(self, scope: NumbersScope) -> Mapping[FiscalPeriod, Success]:
        key = None if scope.owner is None else owner_key(scope.owner)
        there = (
            journey
            for journey in self.journeys_on(self.today)
            if (scope.ids is None or journey.id in scope.ids)
            and (key is None or owner_key(journey.owner) == key)
        )
        return count_success_by_year(there, self.years)

    def _read_team(
        self, projects: Iterable[Project], periods: Sequence[FiscalPeriod]
    ) -> TeamRecord:
        wins: dict[str, Fraction | None] = {
            stage: rate.prior for stage, rate in self.win_rates.items()
        }
        return read_record(
            projects, periods, self.playbook, self.today, wins, self.journey_on, self.state_on
        )

    def _narrow_record(
        self, record: TeamRecord, scope: NumbersScope, periods: Sequence[FiscalPeriod]
    ) -> TeamRecord:
        """Return an owner's part of a record; promises stay shrunk to those of all."""
        owned = self._read_team(self._led_last(scope), periods)
        names = _same_owners(scope.owner or "", record.owners)
        owners = {name: record.owners[name] for name in record.owners if name in names}
        team = next(iter(owners.values()), owned.team) if len(owners) == 1 else owned.team
        return replace(owned, team=team, owners=owners)

    def _led_last(self, scope: NumbersScope) -> list[Project]:
        """Return the projects that a scope's owner leads, or led when they were deleted."""
        gone = (current_state(each.project) for each in self._deletions(scope))
        return [
            *(s.project for s in self.states(scope)),
            *(s.project for s in self._owned(gone, scope)),
        ]

    def _find_gap(
        self, period: FiscalPeriod, scope: NumbersScope, currency: str | None
    ) -> TargetGap:
        code = currency or self.basis.home
        bucket = self.forecast(scope, period.unit).find(period)
        figures = self.find_bucket(bucket, currency)
        money = self.target_money(period, scope, currency)
        target = money.figure
        signed = figures.signed if figures else 0
        chances = list_chances(figures) if figures else None
        expected = figures.weighted.expected if figures and figures.weighted else None
        odds = distribute_bucket(bucket, figures) if figures else None
        gap = None
        if target is not None:
            gap = find_gap(target.amount, signed, expected or 0, () if figures is None else chances)
        return TargetGap(period, code, target, signed, expected, odds, gap, money)

    def target_money(
        self, period: FiscalPeriod, scope: NumbersScope, currency: str | None
    ) -> TargetMoney:
        """Return the target of a scope in a period, in one currency or (None) together.

        A filter has none.
        """
        if scope.ids is not None:
            return TargetMoney()
        owners = target_owners(self.book.targets)
        names = [""] if scope.owner is None else _same_owners(scope.owner, owners)
        found = (self._add_targets(period, name, currency, scope) for name in names)
        there = next((money for money in found if money.figure or money.beside), None)
        if there is not None:
            return there
        crossing = (each for name in names for each in self._list_crossing(name))
        shared = (each for each in crossing if {*each.months} & {*period.months})
        return TargetMoney(crossing=tuple(each.label for each in shared))

    def _list_crossing(self, owner: str) -> Sequence[FiscalPeriod]:
        return self._keep(("crossing", owner), lambda: list_crossing(self.book, owner))

    @cached_property
    def _target_tables(self) -> TargetTables:
        return TargetTables(self.book)

    def _add_targets(
        self, period: FiscalPeriod, owner: str, currency: str | None, scope: NumbersScope
    ) -> TargetMoney:
        """Return the target in one currency alone, or together at today's rates (None)."""
        converter, home = CurrencyConverter.of(self.book, self.basis.home), self.basis.home

        def convert(amount: int, code: str) -> int | None:
            return converter.convert(amount, code, self.today) if currency is None else None

        joins = currency is not None and self.forecast(scope, period.unit).joins
        joint = home if joins else ""
        return add_targets(self._target_tables, period, owner, currency or home, convert, joint)


def _same_owners(owner: str, names: Iterable[str]) -> list[str]:
    """Return the ways of writing an owner that there are."""
    key = owner_key(owner)
    return [name for name in names if owner_key(name) == key]
