"""The places of the approval lines and who is on them: what triage asks of every project.

A module of its own, because it needs no findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from typing import NamedTuple

from deals.model import LEVELS, LINES, ApprovalLine, Contact, Level
from deals.network.relationship import against_us
from deals.playbook.model import ContactWeights, NetworkSettings


class PlaceContacts(NamedTuple):
    """A level of an approval line and who is on it, not judged yet."""

    level: Level
    line: ApprovalLine
    on: Sequence[Contact]


def place_contacts(people: Sequence[Contact]) -> Sequence[PlaceContacts]:
    """List the places of both approval lines from the top down; `people` are the customer's own.

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


def _levels_passed(on: Sequence[Level | None], known: Set[Level | None]) -> Sequence[Level]:
    """List the levels that a line passes, given those on it and those that the customer has."""
    if not on:
        return ()
    lowest = max([LEVELS.index(level) if level else 0 for level in on])
    return [level for level in LEVELS[: lowest + 1] if level == "high" or level in known]


def close_to_us(people: Iterable[Contact], net: NetworkSettings) -> list[Contact]:
    """List those close enough to hold a place; who is against us holds nothing for us."""
    return [
        contact for contact in people if (contact.cr or 0) >= net.hold and not against_us(contact)
    ]


def is_held(place: PlaceContacts, net: NetworkSettings) -> bool:
    """Whether somebody at the place is close enough and not against us."""
    return bool(close_to_us(place.on, net))


def place_weight(place: PlaceContacts, points: ContactWeights) -> float:
    """Add up how much a place matters: the points of its level and of the highest role there."""
    roles = [points.of(contact.role) for contact in place.on if contact.role]
    return points.of(place.level) + max(roles, default=0.0)
