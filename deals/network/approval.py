"""The places that a customer's decision passes: which we hold, who else does (method, section 3).

Of these follow the dependence on single people, the customer's top that our own top does not meet,
and what competitors hold.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import takewhile

from deals.model import LEVELS, LINES, ApprovalLine, Contact, Member
from deals.network.findings import ApprovalPlace, CompetitorHold, LineState, SinglePoint
from deals.network.places import (
    absent_places,
    close_to_us,
    is_held,
    open_tops,
    place_contacts,
    place_weight,
)
from deals.network.relationship import against_us, best_cr
from deals.playbook.model import NetworkSettings


def judge_places(
    people: Sequence[Contact], net: NetworkSettings, absent: Collection[str] = ()
) -> tuple[ApprovalPlace, ...]:
    """Judge the places of both approval lines, from the top down: what we hold of each."""
    return tuple(
        ApprovalPlace(
            level=place.level,
            line=place.line,
            people=tuple(contact.id for contact in place.on),
            best=best_cr(contact for contact in place.on if not against_us(contact)),
            held=is_held(place, net),
            weight=place_weight(place, net.points),
            against=tuple(contact.id for contact in place.on if against_us(contact)),
        )
        for place in place_contacts(people, absent, finer=net.upper)
    )


def list_absent_places(
    people: Sequence[Contact], absent: Collection[str], net: NetworkSettings
) -> tuple[ApprovalPlace, ...]:
    """List what is no place because the customer was said to have nobody there."""
    places = absent_places(people, absent, finer=net.upper)
    return tuple(ApprovalPlace(place.level, place.line) for place in places)


def unheld_places(found: Sequence[ApprovalPlace]) -> tuple[ApprovalPlace, ...]:
    """List the places that are not held, the heaviest first, of equal ones the upper first."""
    holes = (place for place in found if not place.held)
    return tuple(sorted(holes, key=lambda place: -place.weight))


def list_open_tops(
    people: Sequence[Contact], absent: Collection[str], net: NetworkSettings
) -> tuple[ApprovalPlace, ...]:
    """List where the lines would end that nobody is known to end."""
    places = open_tops(people, absent, finer=net.upper)
    return tuple(ApprovalPlace(place.level, place.line) for place in places)


def line_states(
    found: Sequence[ApprovalPlace], unended: Collection[ApprovalLine] = ()
) -> tuple[LineState, ...]:
    """Describe each approval line that has places, from the bottom to the top.

    Of the `unended` ones the top, or the level of somebody on them, is not known.
    """
    lines = ((line, [place for place in reversed(found) if place.line == line]) for line in LINES)
    return tuple(
        _line_state(line, upward, unended=line in unended) for line, upward in lines if upward
    )


def _line_state(line: ApprovalLine, upward: Sequence[ApprovalPlace], *, unended: bool) -> LineState:
    reached = list(takewhile(lambda place: place.held, upward))
    return LineState(
        line=line,
        places=tuple(upward),
        reaches=reached[-1].level if reached else None,
        holds=len(reached) == len(upward) and not unended,
        open=unended,
    )


def single_points(
    people: Sequence[Contact],
    found: Sequence[ApprovalPlace],
    net: NetworkSettings,
    unended: Collection[ApprovalLine] = (),
) -> tuple[SinglePoint, ...]:
    """Find whoever alone carries a whole approval line or a whole level.

    Alone means: the only one there whom we hold and who is not against us. A line counts with two
    places or two people, or if it is one of the `unended`, a level with two people; with less there
    is nobody else to hold. `people` are the customer's own, `found` their places.
    """
    points: list[SinglePoint] = []
    for line in LINES:
        on = [contact for contact in people if line in contact.lines]
        places = [place for place in found if place.line == line]
        held = close_to_us(on, net)
        if len(held) == 1 and (len(places) > 1 or len(on) > 1 or line in unended):
            points.append(SinglePoint(held[0].id, line=line))
    for level in LEVELS:
        at = [contact for contact in people if contact.level == level]
        held = close_to_us(at, net)
        if len(at) > 1 and len(held) == 1:
            points.append(SinglePoint(held[0].id, level=level))
    return tuple(points)


def unmatched_contacts(people: Sequence[Contact], team: Sequence[Member]) -> tuple[str, ...]:
    """Find people of the top with a say whom none of our own seniors covers; by contact id.

    A say is a place on an approval line, or deciding or approving; a senior is a member of the
    team whose level is high, known by the name that covers the contact.
    """
    seniors = {member.name for member in team if member.level == "high"}
    return tuple(
        contact.id
        for contact in people
        if contact.level == "high"
        and (contact.lines or contact.role in ("decides", "approves"))
        and seniors.isdisjoint(contact.covered_by)
    )


def competitor_holds(
    contacts: Sequence[Contact], found: Sequence[ApprovalPlace]
) -> tuple[CompetitorHold, ...]:
    """List each competitor with those who back them, the strongest first.

    How close a competitor is to their people is not known, so anybody who backs them counts as
    held. Outside persons are named but hold no place. Names that differ in case are one competitor;
    those who back one whose name is not known are together under the empty name.
    """
    backers: dict[str, list[Contact]] = {}
    for contact in contacts:
        if contact.stance == "competitor":
            backers.setdefault(_competitor_name(contact).casefold(), []).append(contact)
    holds = (_competitor_hold(people, found) for people in backers.values())
    return tuple(
        sorted(holds, key=lambda hold: (-len(hold.ahead), -len(hold.places), -len(hold.people)))
    )


def _competitor_name(contact: Contact) -> str:
    return (contact.competitor or "").strip()


def _competitor_hold(backers: Sequence[Contact], found: Sequence[ApprovalPlace]) -> CompetitorHold:
    people = tuple(backer.id for backer in backers)
    theirs = tuple(place for place in found if not set(people).isdisjoint(place.people))
    ahead = tuple(place for place in theirs if not place.held)
    return CompetitorHold(_competitor_name(backers[0]), people, theirs, ahead)
