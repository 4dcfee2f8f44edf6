"""The places of the approval lines and who is on them: what triage asks of every project.

A module of its own, because it needs no findings.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from deals.model import LEVELS, LINES, ApprovalLine, Contact, Level
from deals.network.relationship import against_us, place_key
from deals.playbook.model import ContactWeights, NetworkSettings


class PlaceContacts(NamedTuple):
    """A level of an approval line and who is on it, not judged yet."""

    level: Level
    line: ApprovalLine
    on: Sequence[Contact]


def place_contacts(
    people: Sequence[Contact], absent: Collection[str] = ()
) -> Sequence[PlaceContacts]:
    """List the places of both approval lines from the top down; `people` are the customer's own.

    Once somebody is on a line, both lines climb from the low level to the top (method, section 9):
    a level where we can name nobody is a place too, and so is each of a line that nobody is on. The
    finer upper level is one only where somebody of the customer is of it. It makes no difference
    whether the top is known: if it did, whoever names the top would have a worse net for it.

    Left out are the `absent` ones, by `place_key`, unless somebody is there after all. Whoever is
    on a line without a known level makes no place. Where nobody is on any line there are no places:
    who approves is to be marked first.
    """
    return [
        place
        for place in _all_places(people)
        if place.on or not absent or place_key(place.level, place.line) not in absent
    ]


def absent_places(people: Sequence[Contact], absent: Collection[str]) -> Sequence[PlaceContacts]:
    """List what would be a place, but was marked as one that the customer has nobody for."""
    return [
        place
        for place in _all_places(people)
        if not place.on and place_key(place.level, place.line) in absent
    ]


def _all_places(people: Sequence[Contact]) -> Sequence[PlaceContacts]:
    at: dict[tuple[ApprovalLine, Level | None], list[Contact]] = {}
    for contact in people:
        for line in contact.lines:
            at.setdefault((line, contact.level), []).append(contact)
    if not at:
        return ()
    finer = any(contact.level == "upper" for contact in people)
    return [
        PlaceContacts(level, line, at.get((line, level), ()))
        for level in LEVELS
        if level != "upper" or finer
        for line in LINES
    ]


def close_to_us(people: Iterable[Contact], net: NetworkSettings) -> list[Contact]:
    """List those close enough to hold a place; who is against us holds nothing for us."""
    return [
        contact for contact in people if (contact.cr or 0) >= net.hold and not against_us(contact)
    ]


def is_held(place: PlaceContacts, net: NetworkSettings) -> bool:
    """Whether somebody at the place is close enough and not against us."""
    return bool(close_to_us(place.on, net))


def place_weight(place: PlaceContacts, points: ContactWeights) -> float:
    """Add up how much a place matters: the points of its level and of the highest role there.

    Where nobody is named somebody who approves is supposed: the place is on an approval line.
    """
    if not place.on:
        return points.of(place.level) + points.approves
    roles = [points.of(contact.role) for contact in place.on if contact.role]
    return points.of(place.level) + max(roles, default=0.0)
