"""The way of a project through the stages, day by day, as its history has it.

Stages are places in the playbook's order, from 0; a stage that the playbook does not know is at
`UNKNOWN`. A step is how a project stood at the end of a day: what lasted less than a day was never
stood at. Completing the playbook's `signed` stage is signing, and so is being won.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Literal, Protocol

from deals.history import OUTSIDE
from deals.model import Project, SigningPeriod, Status
from deals.numbers.shape import StagedDeal
from deals.playbook import Playbook

JourneyOutcome = Literal["open", "on_hold", "signed", "lost", "abandoned"]
UNKNOWN = -1
_OUTCOMES: Mapping[Status, JourneyOutcome] = {
    "lost": "lost",
    "abandoned": "abandoned",
    "on_hold": "on_hold",
}
_READ = frozenset({"stage", "status", "owner", OUTSIDE})
ENDED: frozenset[JourneyOutcome] = frozenset({"signed", "lost", "abandoned"})
"""The outcomes after which there is nothing left to sign."""


class DatedDeal(StagedDeal, Protocol):
    """A deal on some day, with the window in which it was to be signed."""

    @property
    def signs(self) -> SigningPeriod | None:
        """When it was to be signed, None where nobody said."""


DatedOn = Callable[[Project, date], DatedDeal | None]
"""What tells how a project stood at the end of a day; None where it was not there."""


@dataclass(frozen=True, slots=True)
class JourneyStep:
    """The stage and the status in which a project stood from the end of a day on."""

    on: date
    place: int
    status: Status


@dataclass(frozen=True, slots=True)
class Journey:
    """The steps of a project up to a day, in order and at least one, and what came of it.

    `furthest` is the highest stage that it ever completed. `ended_on` is the day on which it was
    signed first, lost, abandoned or put on hold: None while it is open. Of one that had ended
    before it came to us (`came_ended`) it is the last day of its window, None if that is not past.
    """

    id: str
    owner: str
    steps: tuple[JourneyStep, ...]
    until: date
    outcome: JourneyOutcome
    furthest: int
    ended_on: date | None
    came_ended: bool = False

    @property
    def begun(self) -> date:
        """The day since when it is known."""
        return self.steps[0].on

    @property
    def place(self) -> int:
        """The stage at which it stands, or stood at its end."""
        return self.steps[-1].place


def trace_journeys(
    projects: Iterable[Project], playbook: Playbook, until: date, state_on: DatedOn
) -> tuple[Journey, ...]:
    """Trace the journeys of projects as they were known on a day; later ones are left out.

    `state_on` tells how a project stood at the end of a day, None where it was not there.
    """
    traced = (trace_journey(project, playbook, until, state_on) for project in projects)
    return tuple(journey for journey in traced if journey is not None)


def trace_journey(
    project: Project, playbook: Playbook, until: date, state_on: DatedOn
) -> Journey | None:
    """Trace the journey of a project up to a day; None for one that is not known by then."""
    steps = list[JourneyStep]()
    owner = project.owner
    for day in _days_of_change(project, until):
        state = state_on(project, day)
        if state is None:
            break
        step = JourneyStep(day, playbook.order.get(state.stage, UNKNOWN), state.status)
        owner = state.owner
        if not steps or (steps[-1].place, steps[-1].status) != (step.place, step.status):
            steps.append(step)
    if not steps:
        return None
    journey = follow_steps(project.id, owner, steps, playbook.position(playbook.signed), until)
    begun = project.created_at.date()
    if journey.ended_on != begun or _moved_on(project, begun, steps[-1].status):
        return journey
    state = state_on(project, until)
    window = state.signs.latest if state and state.signs else until
    return replace(journey, ended_on=window if window < until else None, came_ended=True)


def _moved_on(project: Project, day: date, status: Status) -> bool:
    """Whether a project came to its stage or to its status on a day, and not with its entry."""
    moves = [change for change in project.history if change.on <= day]
    return any(
        change.field == "stage"
        or (change.field == "status" and status != "open" and change.new == status)
        for change in moves
    )


def _days_of_change(project: Project, until: date) -> list[date]:
    """List the days on which a project may have come to stand otherwise than before."""
    begun = project.created_at.date()
    moves = (change for change in project.history if change.field in _READ)
    days = {begun, *(change.on for change in moves if change.on > begun)}
    return sorted(day for day in days if day <= until)


def follow_steps(
    id_: str, owner: str, steps: Sequence[JourneyStep], signed: int, until: date
) -> Journey:
    """Return the journey that steps make, `signed` being the place of the stage of signing."""
    last = steps[-1]
    furthest = max(step.place for step in steps)
    outcome: JourneyOutcome = "open"
    ended: date | None = None
    if last.status in ("lost", "abandoned", "on_hold"):
        outcome, ended = _OUTCOMES[last.status], _status_day(steps)
    elif _is_signed(last, signed):
        outcome, furthest = "signed", max(furthest, signed)
        ended = _signing_day(steps, signed)
    return Journey(id_, owner, tuple(steps), until, outcome, furthest, ended)


def _is_signed(step: JourneyStep, signed: int) -> bool:
    return step.status == "won" or (step.status == "open" and step.place >= signed)


def _signing_day(steps: Sequence[JourneyStep], signed: int) -> date:
    """Return the day on which a project first came to the stage of signing, or was won without.

    Of one that came to us signed that is its first day.
    """
    for earlier, later in pairwise(steps):
        if earlier.place < signed <= later.place:
            return later.on
    return steps[0].on if steps[0].place >= signed else _status_day(steps)


def _status_day(steps: Sequence[JourneyStep]) -> date:
    """Return the day since when a project has the status that it has."""
    day = steps[-1].on
    for step in reversed(steps):
        if step.status != steps[-1].status:
            break
        day = step.on
    return day
