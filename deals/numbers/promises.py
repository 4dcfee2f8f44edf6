"""What owners promised and what came of it: kept promises, and windows that moved later.

A promise is a window that stood at the end of a period's first day and lay wholly in the period. It
was kept if the project was signed in the period. One that was lost in it was no promise broken, and
is not counted; all others are. The rate of an owner is shrunk towards that of the team.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from deals.history import OUTSIDE
from deals.model import Project, SigningPeriod
from deals.numbers.journeys import DatedOn, Journey, JourneyOn
from deals.numbers.rates import CaseRate
from deals.numbers.slips import OwnerSlip, is_later
from deals.numbers.states import DatedPeriod
from deals.playbook import Playbook

PromiseOutcome = Literal["kept", "broken", "lost"]


@dataclass(frozen=True, slots=True)
class Promise:
    """A project that was to be signed within a period, by its owner then, and what came of it."""

    id: str
    owner: str
    first: date
    outcome: PromiseOutcome
    label: str = ""


def find_promises(
    projects: Iterable[Project],
    periods: Iterable[DatedPeriod],
    journey_on: JourneyOn,
    state_on: DatedOn,
) -> tuple[Promise, ...]:
    """Find what was promised for periods that are past, and what came of it."""
    there = tuple(projects)
    found = (
        _promise(project, period, journey_on, state_on) for period in periods for project in there
    )
    return tuple(promise for promise in found if promise is not None)


def _promise(
    project: Project, period: DatedPeriod, journey_on: JourneyOn, state_on: DatedOn
) -> Promise | None:
    state = state_on(project, period.earliest)
    if state is None or state.signs is None or state.status not in ("open", "won"):
        return None
    if state.signs.earliest < period.earliest or state.signs.latest > period.latest:
        return None
    begun = journey_on(project, period.earliest)
    if begun is None or (begun.outcome != "open" and not _signed_within(begun, period)):
        return None
    end = journey_on(project, period.latest)
    outcome: PromiseOutcome = "broken"
    if end is not None and end.outcome == "lost":
        outcome = "lost"
    elif end is not None and _signed_within(end, period):
        outcome = "kept"
    return Promise(project.id, state.owner, period.earliest, outcome, period.label)


def _signed_within(journey: Journey, period: DatedPeriod) -> bool:
    day = journey.ended_on
    if journey.outcome != "signed" or journey.came_ended or day is None:
        return False
    return period.earliest <= day <= period.latest


def rate_promises(promises: Iterable[Promise]) -> tuple[CaseRate, Mapping[str, CaseRate]]:
    """Return how many promises were kept, by the team and by each owner, shrunk to the team."""
    kept, cases = defaultdict[str, int](int), defaultdict[str, int](int)
    for promise in promises:
        kept[promise.owner] += promise.outcome == "kept"
        cases[promise.owner] += promise.outcome != "lost"
    total, count = sum(kept.values()), sum(cases.values())
    prior = Fraction(total, count) if count else None
    owners = {owner: CaseRate(kept[owner], cases[owner], prior) for owner in sorted(cases)}
    return CaseRate(total, count), owners


def find_slips(
    projects: Iterable[Project], playbook: Playbook, until: date, state_on: DatedOn
) -> tuple[OwnerSlip, ...]:
    """Find the windows of projects that moved later up to a day, as they stood at ends of days.

    A window that was blank in between is compared with the one before; one that is moved after
    signing is nobody's slip.
    """
    return tuple(
        slip for project in projects for slip in _slips(project, playbook, until, state_on)
    )


def _slips(
    project: Project, playbook: Playbook, until: date, state_on: DatedOn
) -> Iterator[OwnerSlip]:
    moves = {change.on for change in project.history if change.field in ("signs", OUTSIDE)}
    before: SigningPeriod | None = None
    for day in sorted({project.created_at.date(), *moves}):
        state = state_on(project, day) if day <= until else None
        if state is None or state.signs is None:
            continue
        now = state.signs
        in_play = state.status == "open" and not playbook.reached(state.stage, playbook.signed)
        if before is not None and is_later(before, now) and in_play:
            yield OwnerSlip(before=before, after=now, id=project.id, owner=state.owner, on=day)
        before = now
