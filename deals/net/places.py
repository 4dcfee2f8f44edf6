"""Where the decision passes at a customer, and where we hold it (method, section 3)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from deals.model import LEVELS, LINES, Contact, Level, Line
from deals.net.findings import LineState, Place
from deals.playbook.people import Net
from deals.standing import against_us, best_cr


def places(people: Sequence[Contact], net: Net) -> tuple[Place, ...]:
    """The places of both approval lines from the top down; `people` are the customer's own.

    A line on which somebody stands passes every level from its lowest known one up to the top: the
    top always, since a line must end there; a level below it where nobody of the line stands only
    if somebody of the customer is known to be of that level, since not every customer has all of
    them. Whoever is on a line without a known level makes no place. Where nobody is on any line
    there are no places: who approves is to be marked first.
    """
    known = {one.level for one in people}
    on = {line: [one for one in people if line in one.lines] for line in LINES}
    passed = {line: _passed(on[line], known) for line in LINES}
    return tuple(
        _place(level, line, [one for one in on[line] if one.level == level], net)
        for level in LEVELS
        for line in LINES
        if level in passed[line]
    )


def holes(found: Sequence[Place]) -> tuple[Place, ...]:
    """The places that are not held, the heaviest first, of equal ones the upper first."""
    return tuple(sorted((one for one in found if not one.held), key=lambda one: -one.weight))


def line_states(found: Sequence[Place]) -> tuple[LineState, ...]:
    """Each approval line that has places, from the bottom to the top."""
    lines = ((line, [one for one in reversed(found) if one.line == line]) for line in LINES)
    return tuple(_state(line, upward) for line, upward in lines if upward)


def _passed(on: Sequence[Contact], known: set[Level | None]) -> Sequence[Level]:
    """The levels that a line passes, given who stands on it and which levels the customer has."""
    if not on:
        return ()
    lowest = max(LEVELS.index(one.level) if one.level else 0 for one in on)
    return [level for level in LEVELS[: lowest + 1] if level == "high" or level in known]


def _place(level: Level, line: Line, on: Sequence[Contact], net: Net) -> Place:
    """The place with its weight: the points of the level and of the highest role on it."""
    best = best_cr(one for one in on if not against_us(one))
    return Place(
        level=level,
        line=line,
        people=tuple(one.id for one in on),
        best=best,
        held=best is not None and best >= net.hold,
        weight=net.points.of(level) + max((net.points.of(one.role) for one in on), default=0.0),
        against=tuple(one.id for one in on if against_us(one)),
    )


def _state(line: Line, upward: Sequence[Place]) -> LineState:
    reached = list(takewhile(lambda one: one.held, upward))
    return LineState(
        line=line,
        places=tuple(upward),
        reaches=reached[-1].level if reached else None,
        holds=len(reached) == len(upward),
    )
