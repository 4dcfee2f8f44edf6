"""The way of a project through the stages, day by day, as its history has it.

Stages are places in the playbook's order, from 0; a stage that the playbook does not know is at
`UNKNOWN`. A step is how a project stood at the end of a day: what lasted less than a day was never
stood at. Completing the playbook's `signed` stage is signing, and so is being won.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
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
    before it came to us (`came_ended`) it is the day that its table said, else the last day of its
    window, None if that is not past. `seen_from` is the lowest stage at which it was ever seen: of
    one that came to us later than that nobody knows how many others ended before it.
    """

    id: str
    owner: str
    steps: tuple[JourneyStep, ...]
    until: date
    outcome: JourneyOutcome
    furthest: int
    ended_on: date | None
    came_ended: bool = False
    seen_from: int = 0

    @property
    def begun(self) -> date:
        """The day since when it is known."""
        return self.steps[0].on

    @property
    def place(self) -> int:
        """The stage at which it stands, or stood at its end."""
        return self.steps[-1].place

    def completed(self, place: int) -> bool:
        """Whether it is a case of a stage: was seen at it or before, open, and completed it."""
        return not self.came_ended and self.seen_from <= place <= self.furthest


JourneyOn = Callable[[Project, date], Journey | None]
"""What tells the journey of a project up to a day; None for one that is not known by then."""


class JourneyTrail:
    """All that a project went through, of which the journey up to any day is cut.

    `state_at` tells how the project stood at the end of a day.
    """

    __slots__ = ("_days", "_owners", "_playbook", "_project", "_reached", "_state_at", "_steps")

    def __init__(
        self, project: Project, playbook: Playbook, state_at: Callable[[date], DatedDeal | None]
    ) -> None:
        self._project, self._playbook, self._state_at = project, playbook, state_at
        self._steps = list[JourneyStep]()
        self._days, self._reached, self._owners = list[date](), list[int](), list[str]()
        for day in _days_of_change(project):
            state = state_at(day)
            if state is None:
                break
            step = JourneyStep(day, playbook.order.get(state.stage, UNKNOWN), state.status)
            last = self._steps[-1] if self._steps else None
            if last is None or (last.place, last.status) != (step.place, step.status):
                self._steps.append(step)
            self._days.append(day)
            self._reached.append(len(self._steps))
            self._owners.append(state.owner)

    def until(self, day: date) -> Journey | None:
        """Return the journey up to a day; None where the project is not known by then."""
        place = bisect_right(self._days, day) - 1
        if place < 0:
            return None
        steps, project, playbook = (
            self._steps[: self._reached[place]],
            self._project,
            self._playbook,
        )
        signed = playbook.position(playbook.signed)
        journey = follow_steps(project.id, self._owners[place], steps, signed, day)
        begun = self._days[0]
        journey = replace(journey, seen_from=self._lowest(journey, day))
        if journey.ended_on != begun or _moved_on(project, begun, steps[-1].status):
            return journey
        ended = _told_ending(project, steps[-1].status)
        if ended is not None:
            return replace(journey, ended_on=ended, came_ended=True)
        state = self._state_at(day)
        window = state.signs.latest if state and state.signs else day
        return replace(journey, ended_on=window if window < day else None, came_ended=True)

    def _lowest(self, journey: Journey, day: date) -> int:
        """Return the lowest stage at which a project was seen by a day, if for less than a day."""
        moves = (move for move in self._project.history if move.field == "stage")
        texts = [move.old or "" for move in moves if move.subject is None and move.on <= day]
        places = [self._playbook.order.get(text, journey.seen_from) for text in texts]
        return min([journey.seen_from, *places])


def _told_ending(project: Project, status: Status) -> date | None:
    """Return the day on which a project ended before it came to us, where its table said so."""
    moves = (move for move in project.history if move.field == "status" and move.new == status)
    return next((move.on for move in moves if move.at <= project.created_at), None)


def _days_of_change(project: Project) -> list[date]:
    """List the days on which a project may have come to stand otherwise than before."""
    begun = project.created_at.date()
    moves = {change.at.date() for change in project.history if change.field in _READ}
    return [begun, *sorted([day for day in moves if day > begun])]


def _moved_on(project: Project, day: date, status: Status) -> bool:
    """Whether a project came to its stage or to its status on a day, and not with its entry."""
    made = project.created_at
    moves = [change for change in project.history if made < change.at and change.on <= day]
    return any(
        change.field == "stage"
        or (change.field == "status" and status != "open" and change.new == status)
        for change in moves
    )


def follow_steps(
    id_: str, owner: str, steps: Sequence[JourneyStep], signed: int, until: date
) -> Journey:
    """Return the journey that steps make, `signed` being the place of the stage of signing."""
    last = steps[-1]
    furthest = max(step.place for step in steps)
    known = [step.place for step in steps if step.place != UNKNOWN]
    outcome: JourneyOutcome = "open"
    ended: date | None = None
    if last.status in ("lost", "abandoned", "on_hold"):
        outcome, ended = _OUTCOMES[last.status], _status_day(steps)
    elif _is_signed(last, signed):
        outcome, furthest = "signed", max(furthest, signed)
        ended = _signing_day(steps, signed)
    seen_from = min(known, default=UNKNOWN)
    return Journey(id_, owner, tuple(steps), until, outcome, furthest, ended, seen_from=seen_from)


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
