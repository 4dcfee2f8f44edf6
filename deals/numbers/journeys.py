"""The way of a project through the stages, day by day, as its history has it.

Stages are places in the playbook's order, from 0; a stage that the playbook does not know is at
`UNKNOWN`. A step is how a project stood at the end of a day: what lasted less than a day was never
stood at. Completing the playbook's `signed` stage is signing, and so is being won.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from operator import itemgetter
from typing import Literal, NamedTuple, Protocol

from deals.history import OUTSIDE
from deals.model import Project, SigningPeriod, Status
from deals.numbers.shape import StagedDeal
from deals.numbers.states import FieldMove, list_moves, replay_moves
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
_DAY = itemgetter(0)


class DatedDeal(StagedDeal, Protocol):
    """A deal on some day, with the window in which it was to be signed."""

    @property
    def signs(self) -> SigningPeriod | None:
        """When it was to be signed, None where nobody said."""


DatedOn = Callable[[Project, date], DatedDeal | None]
"""What tells how a project stood at the end of a day; None where it was not there."""


class JourneyStep(NamedTuple):
    """The stage and the status in which a project stood from the end of a day on."""

    on: date
    place: int
    status: Status


class Journey(NamedTuple):
    """The steps of a project up to a day, in order and at least one, and what came of it.

    `furthest` is the highest stage that it ever completed. `ended_on` is the day on which it was
    signed first, lost, abandoned or put on hold: None while it is open. Of one that had ended
    before it came to us (`came_ended`) it is the day that its table said, else the last day of its
    window, None if that is not past. `seen_from` is the stage at which it came into the book: of
    those before nobody knows how many others ended there, also where it fell back to them later.
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

    @property
    def completed_places(self) -> range:
        """The stages that it is a case of: was seen at or before, open, and completed."""
        return range(0) if self.came_ended else range(self.seen_from, self.furthest + 1)

    def completed(self, place: int) -> bool:
        """Whether it is a case of a stage."""
        return place in self.completed_places


JourneyOn = Callable[[Project, date], Journey | None]
"""What tells the journey of a project up to a day; None for one that is not known by then."""


class JourneyTrail:
    """All that a project went through, of which the journey up to any day is cut.

    `state_at` tells how the project stood at the end of a day. Beside the steps it keeps since when
    each owner led it, and the stages below the first at which it was on its first day.
    """

    __slots__ = ("_lows", "_owners", "_playbook", "_project", "_state_at", "_steps")

    def __init__(
        self, project: Project, playbook: Playbook, state_at: Callable[[date], DatedDeal | None]
    ) -> None:
        self._project, self._playbook, self._state_at = project, playbook, state_at
        begun, moves = project.created_at.date(), list_moves(project, _READ)
        now = {"stage": project.stage, "status": project.status, "owner": project.owner}
        stood = replay_moves(project, moves, now)
        steps, owners = list[JourneyStep](), list[tuple[date, str]]()
        for since, (stage, status, owner) in stood[bisect_right(stood, begun, key=_DAY) - 1 :]:
            day, place = max(begun, since), playbook.order.get(stage, UNKNOWN)
            if not steps or steps[-1].place != place or steps[-1].status != status:
                steps.append(JourneyStep(day, place, status))
            if not owners or owners[-1][1] != owner:
                owners.append((day, owner))
        self._steps, self._owners = tuple(steps), tuple(owners)
        self._lows = self._find_lows(moves)

    def _find_lows(self, moves: Iterable[FieldMove]) -> tuple[tuple[date, int], ...]:
        order, first = self._playbook.order, self._steps[0].place
        below = len(order) if first == UNKNOWN else first
        return tuple(
            [
                (on, place)
                for on, field, old, _new in moves
                if field == "stage"
                and on <= self._steps[0].on
                and UNKNOWN < (place := order.get(old or "", UNKNOWN)) < below
            ]
        )

    def until(self, day: date) -> Journey | None:
        """Return the journey up to a day; None where the project is not known by then."""
        steps = self._steps[: bisect_right(self._steps, day, key=_DAY)]
        if not steps:
            return None
        project, playbook = self._project, self._playbook
        owner = self._owners[bisect_right(self._owners, day, key=_DAY) - 1][1]
        lows = [place for on, place in self._lows if on <= day]
        signed = playbook.order[playbook.signed]
        journey = follow_steps(project.id, owner, steps, signed, day, lows)
        begun = steps[0].on
        if journey.ended_on != begun or _moved_on(project, begun, steps[-1].status):
            return journey
        ended = _told_ending(project, steps[-1].status)
        if ended is not None:
            return journey._replace(ended_on=ended, came_ended=True)
        state = self._state_at(day)
        window = state.signs.latest if state and state.signs else day
        return journey._replace(ended_on=window if window < day else None, came_ended=True)


def _told_ending(project: Project, status: Status) -> date | None:
    """Return the day on which a project ended before it came to us, where its table said so."""
    moves = (move for move in project.history if move.field == "status" and move.new == status)
    return next((move.on for move in moves if move.at <= project.created_at), None)


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
    id_: str,
    owner: str,
    steps: tuple[JourneyStep, ...],
    signed: int,
    until: date,
    lows: Sequence[int] = (),
) -> Journey:
    """Return the journey that steps make, `signed` being the place of the stage of signing.

    `lows` are lower stages at which it was on its first day.
    """
    last, places = steps[-1], [step.place for step in steps]
    furthest = max(places)
    known = [place for place in places if place != UNKNOWN]
    outcome: JourneyOutcome = "open"
    ended: date | None = None
    if last.status in ("lost", "abandoned", "on_hold"):
        outcome, ended = _OUTCOMES[last.status], _status_day(steps)
    elif _is_signed(last, signed):
        outcome, furthest = "signed", max(furthest, signed)
        ended = _signing_day(steps, signed)
    seen_from = min([known[0], *lows]) if known else UNKNOWN
    return Journey(id_, owner, steps, until, outcome, furthest, ended, seen_from=seen_from)


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
