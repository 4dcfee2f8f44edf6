"""The record of ended projects: success, why projects were lost, measures of success by owner.

Success is won of won and lost, signed being won; what was abandoned is neither. Days may be
bounded, as by a year: what ended on a day that nobody knows counts only where they are not.

Of the measures of success the success rate and customer relations are worked out here, and coverage
of the target customers that a team names; share, growth and standing are for the team to enter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar

from deals.customers import customer_key
from deals.market import find_winner
from deals.model import MEASURES, Measure, MeasureKind, MeasureYear, Project
from deals.network.relationship import has_say, insiders
from deals.numbers.conversion import Conversion, find_conversions
from deals.numbers.durations import (
    Duration,
    SigningTimes,
    estimate_signing_days,
    estimate_stage_days,
)
from deals.numbers.fiscal_periods import FiscalPeriod, YearStarts
from deals.numbers.journeys import DatedOn, Journey, JourneyOn
from deals.numbers.promises import (
    Promise,
    find_promises,
    find_slips,
    rate_promises,
)
from deals.numbers.rates import CaseRate
from deals.numbers.slips import OwnerSlip
from deals.numbers.states import DatedPeriod
from deals.owners import owner_key
from deals.parsing.text import fold_text
from deals.playbook import Playbook

Owned = TypeVar("Owned", Journey, OwnerSlip, Promise)


@dataclass(frozen=True, slots=True)
class Success:
    """The projects that were won and that were lost, by id."""

    won: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def rate(self) -> CaseRate:
        """The success rate: won of won and lost."""
        return CaseRate(len(self.won), len(self.won) + len(self.lost))


@dataclass(frozen=True, slots=True)
class Losses:
    """The ids of lost projects by what they were lost to; an empty text is "not said"."""

    by_reason: Mapping[str, tuple[str, ...]]
    by_competitor: Mapping[str, tuple[str, ...]]
    by_stage: Mapping[str, tuple[str, ...]]
    by_product: Mapping[str, tuple[str, ...]]

    @property
    def count(self) -> int:
        """How many projects were lost."""
        return sum(len(ids) for ids in self.by_stage.values())


@dataclass(frozen=True, slots=True)
class Decider:
    """Somebody of a customer with a say in our projects: name, closest CR, and those projects."""

    name: str
    cr: int | None
    projects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relations:
    """The customers' people with a say in our projects: those whom we hold, and the others.

    Held is who is at the CR `hold` or closer.
    """

    held: tuple[Decider, ...]
    others: tuple[Decider, ...]
    hold: int

    @property
    def rate(self) -> CaseRate:
        """How many of them we hold."""
        return CaseRate(len(self.held), len(self.held) + len(self.others))

    @property
    def projects(self) -> tuple[str, ...]:
        """The projects they have a say in, those of whom nobody is held first."""
        every = (id_ for each in (*self.others, *self.held) for id_ in each.projects)
        return tuple(dict.fromkeys(every))


@dataclass(frozen=True, slots=True)
class SuccessFigures:
    """The measures of success that are worked out: the success rate, and customer relations.

    `relations` is how many of those with a say in our projects we hold, at CR3 by default.
    """

    success: Success
    relations: Relations


@dataclass(frozen=True, slots=True)
class OwnerRecord:
    """How an owner's projects came out, or the team's: success, promises, slips, relations.

    `promises` are how many of those `promised` were kept.
    """

    success: Success
    promises: CaseRate
    slips: tuple[OwnerSlip, ...]
    relations: Relations
    promised: tuple[Promise, ...] = ()


@dataclass(frozen=True, slots=True)
class TeamRecord:
    """The record of all projects: of the way through the stages, of losses, and of each owner.

    Conversions and days are by stage id, owners by name.
    """

    conversions: Mapping[str, Conversion]
    stage_days: Mapping[str, Duration]
    signing_days: SigningTimes
    losses: Losses
    team: OwnerRecord
    owners: Mapping[str, OwnerRecord]


def read_record(
    projects: Iterable[Project],
    periods: Iterable[DatedPeriod],
    playbook: Playbook,
    today: date,
    wins: Mapping[str, Fraction | None],
    journey_on: JourneyOn,
    state_on: DatedOn,
) -> TeamRecord:
    """Read the record of projects as of the end of a day.

    `periods` are the past ones for which promises are looked at, `wins` the playbook's win rates by
    stage; `journey_on` and `state_on` tell the way of a project up to a day and how it then stood.
    """
    there = {project.id: project for project in projects}
    traced = (journey_on(project, today) for project in there.values())
    journeys = [journey for journey in traced if journey is not None]
    promises = find_promises(there.values(), periods, journey_on, state_on)
    slips = find_slips(there.values(), playbook, today, state_on)
    return TeamRecord(
        find_conversions(journeys, playbook, wins),
        estimate_stage_days(journeys, playbook),
        estimate_signing_days(journeys),
        group_losses(count_success(journeys).lost, there, playbook),
        *_owner_records(there, journeys, promises, slips, playbook),
    )


def _owner_records(
    projects: Mapping[str, Project],
    journeys: Iterable[Journey],
    promises: Sequence[Promise],
    slips: Iterable[OwnerSlip],
    playbook: Playbook,
) -> tuple[OwnerRecord, dict[str, OwnerRecord]]:
    """Return the record of the team and of each owner who led, promised or moved anything."""
    kept, kept_by_owner = rate_promises(promises)
    led, moved = _group_by_owner(journeys), _group_by_owner(slips)
    given = _group_by_owner(promises)

    def record(owners: Iterable[str], promises: CaseRate) -> OwnerRecord:
        there = [journey for owner in owners for journey in led.get(owner, ())]
        figures = measure_success(there, projects, playbook)
        slipped = tuple(slip for owner in owners for slip in moved.get(owner, ()))
        promised = tuple(each for owner in owners for each in given.get(owner, ()))
        return OwnerRecord(figures.success, promises, slipped, figures.relations, promised)

    names, none = sorted({*led, *kept_by_owner, *moved}), CaseRate(0, 0, kept.prior)
    owners = {owner: record([owner], kept_by_owner.get(owner, none)) for owner in names}
    return record(names, kept), owners


def _group_by_owner(every: Iterable[Owned]) -> dict[str, list[Owned]]:
    groups = defaultdict[str, list[Owned]](list)
    for each in every:
        groups[each.owner].append(each)
    return groups


def count_success(
    journeys: Iterable[Journey], first: date | None = None, last: date | None = None
) -> Success:
    """Count what was won and lost, of days from `first` to `last` where they are given."""
    won, lost = list[str](), list[str]()
    for journey in journeys:
        if _ended_within(journey, first, last) and journey.outcome in ("signed", "lost"):
            (won if journey.outcome == "signed" else lost).append(journey.id)
    return Success(tuple(won), tuple(lost))


def _ended_within(journey: Journey, first: date | None, last: date | None) -> bool:
    day = journey.ended_on
    if day is None:
        return first is None and last is None
    return (first is None or first <= day) and (last is None or day <= last)


def count_success_by_year(
    journeys: Iterable[Journey], starts: YearStarts
) -> dict[FiscalPeriod, Success]:
    """Count what was won and lost in each fiscal year; what ended on no known day is in none."""
    years = defaultdict[FiscalPeriod, list[Journey]](list)
    for journey in journeys:
        if journey.ended_on is not None:
            years[starts.period_of(journey.ended_on, "year")].append(journey)
    counted = {year: count_success(years[year]) for year in sorted(years)}
    return {year: found for year, found in counted.items() if found.won or found.lost}


def group_losses(
    lost: Iterable[str], projects: Mapping[str, Project], playbook: Playbook
) -> Losses:
    """Group lost projects by reason, by competitor, and by the stage that they had completed.

    The stages stand in the playbook's order, else what most were lost to comes first.
    """
    there = [projects[id_] for id_ in lost if id_ in projects]
    stages = _group((project.stage, project.id) for project in there)
    unknown = len(playbook.order)
    order = sorted(stages, key=lambda stage: (playbook.order.get(stage, unknown), stage))
    return Losses(
        _most_first(_group((project.end_reason or "", project.id) for project in there)),
        _most_first(_group((find_winner(project), project.id) for project in there)),
        {stage: stages[stage] for stage in order},
        _most_first(_group((project.product or "", project.id) for project in there)),
    )


def count_within(ids: Iterable[str], groups: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Count how projects spread over groups, such as those lost to a competitor over the stages."""
    inside = frozenset(ids)
    counts = {name: len(inside.intersection(there)) for name, there in groups.items()}
    return {name: count for name, count in counts.items() if count}


def _group(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Group ids by texts; those that differ in case or width alone are one, as first written."""
    names, found = dict[str, str](), defaultdict[str, list[str]](list)
    for text, id_ in pairs:
        found[names.setdefault(fold_text(text), text.strip())].append(id_)
    return {name: tuple(ids) for name, ids in found.items()}


def _most_first(groups: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return dict(sorted(groups.items(), key=lambda group: (not group[0], -len(group[1]), group[0])))


def measure_success(
    journeys: Iterable[Journey],
    projects: Mapping[str, Project],
    playbook: Playbook,
    first: date | None = None,
    last: date | None = None,
) -> SuccessFigures:
    """Work out the measures of success of some projects, such as an owner's, in a year."""
    there = tuple(journeys)
    kept = [
        projects[journey.id]
        for journey in there
        if journey.outcome in ("open", "signed") and journey.id in projects
    ]
    return SuccessFigures(count_success(there, first, last), find_relations(kept, playbook))


@dataclass(frozen=True, slots=True)
class Coverage:
    """The target customers of whom we have an open or a won project, and the others.

    `projects` are those of the covered ones, by id.
    """

    covered: tuple[str, ...]
    missing: tuple[str, ...]
    projects: tuple[str, ...] = ()

    @property
    def rate(self) -> CaseRate:
        """The share of the target customers that are covered."""
        return CaseRate(len(self.covered), len(self.covered) + len(self.missing))


def measure_year(period: FiscalPeriod, years: YearStarts) -> MeasureYear:
    """Return by what measures of the fiscal year go in which a period ends."""
    year = years.year_of(period)
    same = years.previous(year).year == year.year
    return MeasureYear(year.year, year.earliest if same else None)


def find_measures(
    measures: Iterable[Measure], year: MeasureYear, owner: str
) -> dict[MeasureKind, Measure]:
    """Find what was entered for a year, of an owner or (empty) of the team, by kind."""
    key = owner_key(owner)
    found = {
        each.kind: each
        for each in measures
        if (each.year, each.first) == year and owner_key(each.owner) == key
    }
    return {kind: found[kind] for kind in MEASURES if kind in found}


def find_coverage(targets: Iterable[str], projects: Iterable[Project]) -> Coverage:
    """Find which of the target customers are covered; one written in two ways is one customer."""
    ours = defaultdict[str, list[str]](list)
    for project in projects:
        if project.status in ("open", "won") and project.customer:
            ours[customer_key(project.customer)].append(project.id)
    named = dict[str, str]()
    for name in filter(None, map(str.strip, targets)):
        named.setdefault(customer_key(name), name)
    return Coverage(
        tuple(name for key, name in named.items() if key in ours),
        tuple(name for key, name in named.items() if key not in ours),
        tuple(id_ for key in named for id_ in ours.get(key, ())),
    )


def find_relations(projects: Iterable[Project], playbook: Playbook) -> Relations:
    """Find the customers' people with a say, and whom of them we hold, as far as CRs are known.

    Somebody with a say in several projects of an account counts once, with the closest CR. Whose CR
    is unknown is not held. Held is who is at the CR from which the net holds.
    """
    found = dict[str, Decider]()
    for project in projects:
        for contact in insiders(project):
            if has_say(contact):
                known = found.get(contact.id, Decider(contact.name, None, ()))
                known_crs = [cr for cr in (known.cr, contact.cr) if cr is not None]
                there = (*known.projects, project.id)
                found[contact.id] = Decider(known.name, max(known_crs, default=None), there)
    ranked = sorted(found.values(), key=lambda each: -1 if each.cr is None else each.cr)
    hold = playbook.net.hold
    held = (each for each in ranked if each.cr is not None and each.cr >= hold)
    others = (each for each in ranked if each.cr is None or each.cr < hold)
    return Relations(tuple(held), tuple(others), hold)
