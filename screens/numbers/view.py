"""What the numbers room looks at, what it asks of the figures for it, and its title. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal, get_args

from deals.model import ExchangeRate, Project
from deals.numbers.basis import NumbersBasis
from deals.numbers.counted_twice import TwinGroup
from deals.numbers.day_rates import sort_by_money
from deals.numbers.distribution import Distribution, LargestDeal, find_largest_deal
from deals.numbers.figures import Figures, NumbersScope, TargetGap
from deals.numbers.fiscal_periods import FiscalPeriod, PeriodUnit, YearStarts
from deals.numbers.forecast import Forecast
from deals.numbers.forecast_groups import find_grouping
from deals.numbers.forecast_odds import distribute_bucket, list_chances
from deals.numbers.movement import Movement
from deals.numbers.rates import CaseRate
from deals.numbers.shape import TeamShape
from deals.numbers.signed_beside import NOTHING_BESIDE, SignedBeside, find_signed_beside
from deals.numbers.states import ProjectState, group_open, is_in_play, list_unpriced
from deals.own_columns import read_own_name
from deals.rules.triage import running_snoozes
from deals.rules.triage_rules import flag_no_next
from screens.base.project_subset import ProjectSubset
from views.numbers.shape import ShapeFigures
from views.short_days import short_day
from views.styled_text import StyledText, TextLine, join_spans, line
from wording import N_, _, pgettext

FaceName = Literal["forecast", "movement", "shape", "record"]
FACES: tuple[FaceName, ...] = get_args(FaceName)
FACE_NAMES: Mapping[FaceName, str] = {
    "forecast": N_("forecast"),
    "movement": N_("movement"),
    "shape": N_("shape"),
    "record": N_("record"),
}
FACE_TITLES: Mapping[FaceName, str] = {
    "forecast": N_("Forecast"),
    "movement": N_("Movement"),
    "shape": N_("Shape"),
    "record": N_("Record"),
}
GROUP_NAMES: Mapping[str, str] = {
    "owner": N_("owner"),
    "stage": N_("stage"),
    "customer": N_("customer"),
    "product": N_("product"),
    "competitor": N_("competitor"),
}
NAMED_FROM = 76
"""From so many cells on the title names all faces."""
DATED_FROM = 100
"""From so many cells on it says since when the rates hold."""
MOST_ODDS = 60
WEEK = 7


@dataclass(frozen=True, slots=True)
class NumbersLook:
    """What is looked at: face, owner (None for the team), period, since when, by what, currency.

    `group` is the id of a grouping or of an own column, empty for periods. With no `currency` sums
    stand together at the team's rates; an empty one means that nobody chose. With a `subset` it is
    about these projects alone.
    """

    period: FiscalPeriod
    since: date
    face: FaceName = "forecast"
    owner: str | None = None
    group: str = ""
    every: bool = False
    currency: str | None = ""
    evidence: bool = False
    sums: bool = False
    subset: ProjectSubset | None = None

    @property
    def scope(self) -> NumbersScope:
        """Which projects it is about."""
        return NumbersScope(self.owner, self.subset.ids if self.subset else None)

    @property
    def whose(self) -> str:
        """Whose projects it is about, in words."""
        return self.owner or (self.subset.title if self.subset else pgettext("scope", "team"))

    @property
    def moved_in(self) -> FiscalPeriod | None:
        """The period in which the movement is looked at, None for all."""
        return None if self.every else self.period

    def turn(self) -> NumbersLook:
        """Return the next face."""
        face = FACES[(FACES.index(self.face) + 1) % len(FACES)]
        return replace(self, face=face, sums=False, evidence=False)

    def with_unit(self, unit: PeriodUnit, years: YearStarts, today: date) -> NumbersLook:
        """Return it by periods of a unit: that of today, if that is in the one looked at."""
        old = self.period
        day = today if old.earliest <= today <= old.latest else old.earliest
        return replace(self, period=years.period_of(day, unit), group="", every=False)

    def with_years(self, years: YearStarts, today: date) -> NumbersLook:
        """Return it by the periods of fiscal years; at that of today where they have other ones."""
        period = self.period
        if years.period_of(period.latest, period.unit) == period:
            return self
        return replace(self, period=years.period_of(today, period.unit))


def start_of_look(today: date, years: YearStarts) -> NumbersLook:
    """Return what is looked at first: this quarter, and what moved in a week."""
    return NumbersLook(years.period_of(today, "quarter"), today - timedelta(WEEK))


@dataclass(frozen=True, slots=True)
class FaceFigures:
    """What a face asks of the figures at once; what takes longer comes behind it."""

    forecast: Forecast
    groups: Mapping[str, Forecast] | None = None
    movement: Movement | None = None
    ends: Mapping[str, tuple[str, ...]] | None = None
    idle: Sequence[ProjectState] = ()
    idle_signed: int = 0
    unpriced: Sequence[ProjectState] = ()
    shape: ShapeFigures | None = None
    by_owner: Mapping[str, tuple[str, ...]] | None = None
    open_at: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rates: Mapping[str, CaseRate] = field(default_factory=dict)
    twins: Sequence[TwinGroup] = ()
    beside: SignedBeside = NOTHING_BESIDE


@dataclass(frozen=True, slots=True)
class ForecastOdds:
    """The gap of the chosen period, what may come in by bucket, and the largest deal.

    `targets` are those of owners by `owner_key`, where the forecast is told by these.
    """

    gap: TargetGap
    odds: Mapping[str, Distribution | None]
    largest: LargestDeal | None
    targets: Mapping[str, int] = field(default_factory=dict)


def ask_face(figures: Figures, look: NumbersLook, stages: Mapping[str, str]) -> FaceFigures:
    """Work out what a face shows."""
    scope = look.scope
    forecast = figures.forecast(scope, look.period.unit)
    if look.face == "forecast":
        grouping = find_grouping(look.group) if look.group else None
        groups = figures.forecast_groups(grouping, scope, look.period.unit) if grouping else None
        twins = figures.counted_twice(scope)
        return FaceFigures(forecast, groups, rates=figures.win_rates, twins=twins)
    if look.face == "movement":
        return _ask_movement(figures, look, forecast)
    states = figures.states(scope)
    if look.face == "shape":
        shown = _sort_states(figures.shape(scope), states, stages)
        shown = replace(shown, covers=figures.covers(look.period, scope))
        return FaceFigures(forecast, shape=shown)
    by_owner = _group_ids((each.owner, each.id) for each in states)
    return FaceFigures(forecast, by_owner=by_owner, open_at=group_open(states))


def _ask_movement(figures: Figures, look: NumbersLook, forecast: Forecast) -> FaceFigures:
    """Work out what moved, and the projects behind both its ends."""
    scope = look.scope
    movement = figures.movement(look.since, None, scope, look.moved_in)
    currency = find_currency(look, FaceFigures(forecast, movement=movement))
    moved = movement.currencies.get(currency) if currency else movement.home
    ends = {"then": moved.then_ids, "now": moved.now_ids} if moved else {}
    idle, signed = _find_idle(figures, scope)
    states, stages = figures.states(scope), figures.basis.signed_stages
    unpriced = list_unpriced(states, stages, look.moved_in)
    return FaceFigures(
        forecast,
        movement=movement,
        ends=ends,
        idle=idle,
        idle_signed=signed,
        unpriced=unpriced,
        twins=figures.counted_twice(scope),
        beside=find_signed_beside(movement, states, stages),
    )


def find_first_line(moved: Movement, currency: str | None) -> str:
    """Return the line of a movement that says most: what slipped, else the most money moved."""
    shown = moved.home if currency is None else moved.currencies.get(currency)
    lines = shown.lines if shown else ()
    if any(each.kind == "slipped" for each in lines):
        return "slipped"
    return max(lines, key=lambda each: abs(each.amount)).kind if lines else "then"


def _find_idle(figures: Figures, scope: NumbersScope) -> tuple[list[ProjectState], int]:
    """Find the open projects that the rule `no-next` flags, those in play first, then by money.

    They are those of the list's view of that name. With them goes how many of them are signed.
    """
    basis = figures.basis
    idle = [
        state
        for state in figures.states(scope)
        if state.status == "open" and _lacks_next(state.project, basis)
    ]
    idle = sort_by_money(idle, lambda state: state.amount, figures.day_rates)
    signed = {state.id for state in idle if not is_in_play(state, basis.signed_stages)}
    return sorted(idle, key=lambda state: state.id in signed), len(signed)


def _lacks_next(project: Project, basis: NumbersBasis) -> bool:
    """Whether a project has no next action, or one past its day, and that is not snoozed."""
    flagged = flag_no_next(project, basis.playbook, basis.today)
    return flagged is not None and flagged.rule not in running_snoozes(project, basis.today)


def _sort_states(
    shape: TeamShape, states: Iterable[ProjectState], stages: Mapping[str, str]
) -> ShapeFigures:
    there = [
        state for state in states if state.status == "open" and state.stage in shape.team.by_stage
    ]
    return ShapeFigures(
        shape,
        stages,
        _group_ids((state.stage, state.id) for state in there),
        _group_ids((state.owner, state.id) for state in there),
    )


def _group_ids(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    groups = defaultdict[str, list[str]](list)
    for name, id_ in pairs:
        groups[name].append(id_)
    return {name: tuple(ids) for name, ids in groups.items()}


def ask_odds(figures: Figures, look: NumbersLook, currency: str | None) -> ForecastOdds:
    """Work out what may come in by period or group, and what the target lacks."""
    scope, unit = look.scope, look.period.unit
    forecast = figures.forecast(scope, unit)
    gap = figures.gap(look.period, scope, currency)
    grouping = find_grouping(look.group) if look.group else None
    if grouping:
        groups = figures.forecast_groups(grouping, scope, unit)
        buckets = {name or _("none"): found.find(look.period) for name, found in groups.items()}
    else:
        buckets = {bucket.key: bucket for bucket in forecast.periods}
        buckets["total"] = forecast.total
    odds = dict[str, Distribution | None]()
    for name, bucket in list(buckets.items())[:MOST_ODDS]:
        found = figures.find_bucket(bucket, currency)
        odds[name] = distribute_bucket(bucket, found) if found else None
    odds[look.period.id] = gap.odds
    chosen = figures.find_bucket(forecast.find(look.period), currency)
    largest = find_largest_deal(list_chances(chosen) or ()) if chosen else None
    owed = figures.owner_targets(look.period, currency, scope) if look.group == "owner" else {}
    targets = {key: target.amount for key, target in owed.items()}
    return ForecastOdds(gap, odds, largest, targets)


# Currencies and title ----------------------------------------------------------------------------


def choose_from_currencies(face: FaceFigures) -> list[str | None]:
    """List the currencies to choose from: together at the rates (None) if there are rates."""
    total = face.forecast.total
    codes = face.movement.currencies if face.movement else total.currencies
    together = face.movement.home if face.movement else total.home
    return [*([None] if together is not None else []), *codes]


def find_currency(look: NumbersLook, face: FaceFigures) -> str | None:
    """Return the currency to show: the chosen one if it is there, else the first there is."""
    there = choose_from_currencies(face)
    if look.currency in there:
        return look.currency
    return there[0] if there else face.forecast.basis.home


def currency_words(
    currency: str | None, home: str, rates: Mapping[str, ExchangeRate], today: date, cells: int
) -> str:
    """Return the currency of the figures; of several together their rates, with the day of it."""
    if currency is not None:
        return currency
    if cells < NAMED_FROM:
        return " + ".join([home, *sorted(rates)])
    texts = [f"{code} {rate.rate.normalize():f}" for code, rate in sorted(rates.items())]
    if cells >= DATED_FROM and rates:
        days = short_day(max(rate.on for rate in rates.values()), today)
        texts[-1] += f" ({days})"
    return ", ".join([home, *texts])


def face_names(face: FaceName, cells: int) -> TextLine:
    """Return the faces, the present one in its tone; in few cells that one alone."""
    if cells < NAMED_FROM:
        return line(StyledText(f"{FACES.index(face) + 1}/{len(FACES)}", "key"))
    names: TextLine = ()
    for each in FACES:
        name = _(FACE_NAMES[each])
        text = f" {name}" if names else name
        names = join_spans(names, line(StyledText(text, "key" if each == face else "dim")))
    return names


def look_text(look: NumbersLook, today: date, part: str = "") -> str:
    """Return of whom and of what period the figures are, and since when; `part` says which part of
    the line is here.
    """
    parts = [look.whose]
    if part and look.subset is None and look.owner is None:
        parts.append(part)
    if look.face == "forecast":
        parts.append(look.period.label)
    elif look.face == "movement":
        parts.append(_("all periods") if look.every else look.period.label)
        parts.append(_("since {day}").format(day=short_day(look.since, today)))
    return "  ".join(parts)


def group_name(group: str) -> str:
    """Return what a grouping is called."""
    return read_own_name(group) or _(GROUP_NAMES[group])
