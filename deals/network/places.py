"""The places of the approval lines and who is on them: what triage asks of every project.

A module of its own, because it needs no findings.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import takewhile
from typing import NamedTuple

from deals.model import LEVELS, LINES, ApprovalLine, Contact, Level
from deals.network.relationship import SAY, against_us, place_key
from deals.playbook.model import ContactWeights, NetworkSettings


class PlaceContacts(NamedTuple):
    """A level of an approval line and who is on it, not judged yet."""

    level: Level
    line: ApprovalLine
    on: Sequence[Contact]


def place_contacts(
    people: Sequence[Contact], absent: Collection[str] = (), *, finer: bool = True
) -> Sequence[PlaceContacts]:
    """List the places of both approval lines from the top down; `people` are the customer's own.

    Both lines climb from the low level to the highest at which somebody on either is known: a
    level in between where we can name nobody is a place too (method, section 9), and so is each of
    a line that nobody is on. What lies above is not claimed (`open_tops` names it), nor are the
    empty levels of a line that somebody of unknown level is on: they may be at any of them. The
    finer upper level is a place only where somebody of the customer is of it; for a team without
    that level (`finer`), only where somebody of it is on the line.

    Left out are the `absent` ones, by `place_key`, unless somebody is there after all. Where nobody
    of a known level is on any line there are no places.
    """
    every = _all_levels(people, finer=finer)
    top = next((place.level for place in every if place.on), None)
    if top is None:
        return ()
    unsure, climbed = lines_unsure(people), LEVELS[LEVELS.index(top) :]
    return [
        place
        for place in every
        if place.on
        or (
            place.level in climbed
            and place.line not in unsure
            and place_key(place.level, place.line) not in absent
        )
    ]


def absent_places(
    people: Sequence[Contact], absent: Collection[str], *, finer: bool = True
) -> Sequence[PlaceContacts]:
    """List what would be a place, but was marked as one that the customer has nobody for."""
    return [
        place
        for place in _all_levels(people, finer=finer)
        if not place.on and place_key(place.level, place.line) in absent
    ]


def open_tops(
    people: Sequence[Contact], absent: Collection[str], *, finer: bool = True
) -> Sequence[PlaceContacts]:
    """List, for each line that nobody is known to end, the level where it would: no place yet.

    That is the highest level above all whom we know on the lines, `absent` ones passed over. A line
    that somebody of unknown level is on is left out: they may be its top.
    """
    every = _all_levels(people, finer=finer)
    unsure, known = lines_unsure(people), {place.level for place in every if place.on}
    tops: dict[ApprovalLine, PlaceContacts] = {}
    for place in takewhile(lambda place: place.level not in known, every):
        if place.line not in unsure and place_key(place.level, place.line) not in absent:
            tops.setdefault(place.line, place)
    return [tops[line] for line in LINES if line in tops]


def unplaced_contacts(people: Iterable[Contact]) -> list[Contact]:
    """List who is on an approval line at a level that is not known: at no place yet."""
    return [contact for contact in people if contact.lines and contact.level is None]


def off_line_contacts(people: Iterable[Contact]) -> list[Contact]:
    """List who decides or approves and is on no approval line: they make no place."""
    return [contact for contact in people if contact.role in SAY and not contact.lines]


def lines_unsure(people: Iterable[Contact]) -> frozenset[ApprovalLine]:
    """Return the lines that somebody of unknown level is on."""
    return frozenset(line for contact in unplaced_contacts(people) for line in contact.lines)


def levels_in_use(people: Iterable[Contact], *, finer: bool) -> Sequence[Level]:
    """List the levels of a customer from the top down, the `finer` one if somebody is of it."""
    finer = finer and any(contact.level == "upper" for contact in people)
    return [level for level in LEVELS if level != "upper" or finer]


def _all_levels(people: Sequence[Contact], *, finer: bool) -> Sequence[PlaceContacts]:
    """List each level of both lines from the top down, once anybody is on one."""
    at: dict[tuple[ApprovalLine, Level | None], list[Contact]] = {}
    for contact in people:
        for line in contact.lines:
            at.setdefault((line, contact.level), []).append(contact)
    if not at:
        return ()
    levels = levels_in_use(people, finer=finer)
    return [
        PlaceContacts(level, line, at.get((line, level), ()))
        for level in LEVELS
        for line in LINES
        if level in levels or (line, level) in at
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
