"""What was signed beside the lines of a movement, so that it and the forecast can be told as one.

A movement's line of what was won goes by the window of a project, as all its lines do; the forecast
counts it in the period of the day on which it was signed. Here is where the two differ, and what
came into the book as signed, so that it never was in play.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from deals.numbers.movement import Movement
from deals.numbers.states import ProjectState, find_signing_day, is_signed


class SignedProject(NamedTuple):
    """A signed project, and the day on which it was, where that is known."""

    state: ProjectState
    on: date | None


class SignedBeside(NamedTuple):
    """What is signed and in no line, and what is won in a line and signed outside its period."""

    in_no_line: tuple[SignedProject, ...] = ()
    elsewhere: tuple[SignedProject, ...] = ()


NOTHING_BESIDE = SignedBeside()


def find_signed_beside(
    movement: Movement, states: Iterable[ProjectState], signed: frozenset[str]
) -> SignedBeside:
    """Find what was signed beside the lines, of projects as they stood at the movement's end.

    In no line are those whose day of signing is among the movement's, and those that came into the
    book as signed in these; in a period, those whose day is in it.
    """
    won = {
        part.state.id for moved in movement.currencies.values() for part in moved.line("won").parts
    }
    there = [
        SignedProject(state, find_signing_day(state, signed, movement.until))
        for state in states
        if state.amount is not None and is_signed(state, signed)
    ]
    return SignedBeside(
        tuple(each for each in there if each.state.id not in won and _fell_in(movement, each)),
        tuple(each for each in there if each.state.id in won and not _is_within(movement, each.on)),
    )


def _fell_in(movement: Movement, signed: SignedProject) -> bool:
    made = signed.state.project.created_at.date()
    moved = any(day and movement.since < day <= movement.until for day in (signed.on, made))
    return moved and _is_within(movement, signed.on)


def _is_within(movement: Movement, day: date | None) -> bool:
    """Whether a day is in the period of a movement; any is where there is none."""
    period = movement.scope.period
    return period is None or (day is not None and period.earliest <= day <= period.latest)
