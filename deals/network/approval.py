"""The places that a customer's decision passes, and which of them we hold (method, section 3)."""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import takewhile
from typing import NamedTuple

from deals.model import LEVELS, LINES, ApprovalLine, Contact, Level
from deals.network.findings import ApprovalPlace, LineState
from deals.network.relationship import against_us, best_cr
from deals.playbook.model import ContactWeights, NetworkSettings


class PlaceContacts(NamedTuple):
    """A level of an approval line and who is on it, not judged yet."""

    level: Level
    line: ApprovalLine
    on: Sequence[Contact]


def place_contacts(people: Sequence[Contact]) -> Sequence[PlaceContacts]:
    """Return the places of both approval lines from the top down; `people` are the customer's own.

    A line on which somebody stands passes every level from its lowest known one up to the top: the
    top always, since a line must end there; a level below it where nobody of the line stands only
    if somebody of the customer is known to be of that level, since not every customer has all of
    them. Whoever is on a line without a known level makes no place. Where nobody is on any line
    there are no places: who approves is to be marked first.
    """
    known = {contact.level for contact in people}
    at: dict[tuple[ApprovalLine, Level | None], list[Contact]] = {}
    for contact in people:
        for line in contact.lines:
            at.setdefault((line, contact.level), []).append(contact)
    passed = [
        (line, _levels_passed([level for on, level in at if on == line], known)) for line in LINES
    ]
    return [
        PlaceContacts(level, line, at.get((line, level), ()))
        for level in LEVELS
        for line, levels in passed
        if level in levels
    ]


def is_held(place: PlaceContacts, net: NetworkSettings) -> bool:
    """Whether somebody at the place is close enough; who is against us holds nothing for us."""
    return any((contact.cr or 0) >= net.hold and not against_us(contact) for contact in place.on)


def place_weight(place: PlaceContacts, points: ContactWeights) -> float:
    """Return how much a place matters: the points of its level and of the highest role there."""
    roles = [points.of(contact.role) for contact in place.on if contact.role]
    return points.of(place.level) + max(roles, default=0.0)


def judge_places(people: Sequence[Contact], net: NetworkSettings) -> tuple[ApprovalPlace, ...]:
    """Return the places of both approval lines from the top down, with what we hold of each."""
    return tuple(_judge_place(place, net) for place in place_contacts(people))


def unheld_places(found: Sequence[ApprovalPlace]) -> tuple[ApprovalPlace, ...]:
    """Return the places that are not held, the heaviest first, of equal ones the upper first."""
    return tuple(
        sorted((place for place in found if not place.held), key=lambda place: -place.weight)
    )


def line_states(found: Sequence[ApprovalPlace]) -> tuple[LineState, ...]:
    """Return each approval line that has places, from the bottom to the top."""
    lines = ((line, [place for place in reversed(found) if place.line == line]) for line in LINES)
    return tuple(_line_state(line, upward) for line, upward in lines if upward)


def _levels_passed(on: Sequence[Level | None], known: Set[Level | None]) -> Sequence[Level]:
    """Return the levels that a line passes, given those on it and those that the customer has."""
    if not on:
        return ()
    lowest = max([LEVELS.index(level) if level else 0 for level in on])
    return [level for level in LEVELS[: lowest + 1] if level == "high" or level in known]


def _judge_place(place: PlaceContacts, net: NetworkSettings) -> ApprovalPlace:
    return ApprovalPlace(
        level=place.level,
        line=place.line,
        people=tuple(contact.id for contact in place.on),
        best=best_cr(contact for contact in place.on if not against_us(contact)),
        held=is_held(place, net),
        weight=place_weight(place, net.points),
        against=tuple(contact.id for contact in place.on if against_us(contact)),
    )


def _line_state(line: ApprovalLine, upward: Sequence[ApprovalPlace]) -> LineState:
    reached = list(takewhile(lambda place: place.held, upward))
    return LineState(
        line=line,
        places=tuple(upward),
        reaches=reached[-1].level if reached else None,
        holds=len(reached) == len(upward),
    )
