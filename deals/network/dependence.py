"""The dependence on single people, and the customer's top that our own top does not meet."""

from __future__ import annotations

from collections.abc import Sequence

from deals.model import LEVELS, LINES, Contact, Member
from deals.network.findings import ApprovalPlace, SinglePoint
from deals.network.relationship import against_us
from deals.playbook.model import NetworkSettings


def single_points(
    people: Sequence[Contact], found: Sequence[ApprovalPlace], net: NetworkSettings
) -> tuple[SinglePoint, ...]:
    """Find whoever alone carries a whole approval line or a whole level (method, section 3).

    Alone means: the only one there whom we hold and who is not against us. A line counts with two
    places or two people, a level with two people; with less there is nobody else to hold. `people`
    are the customer's own, `found` their places.
    """
    points: list[SinglePoint] = []
    for line in LINES:
        on = [contact for contact in people if line in contact.lines]
        wide = len([place for place in found if place.line == line]) > 1 or len(on) > 1
        held = _held(on, net)
        if wide and len(held) == 1:
            points.append(SinglePoint(held[0].id, line=line))
    for level in LEVELS:
        at = [contact for contact in people if contact.level == level]
        held = _held(at, net)
        if len(at) > 1 and len(held) == 1:
            points.append(SinglePoint(held[0].id, level=level))
    return tuple(points)


def unmatched_contacts(people: Sequence[Contact], team: Sequence[Member]) -> tuple[str, ...]:
    """Find people of the top with a say whom none of our own seniors covers (method, section 3).

    A say is a place on an approval line, or deciding or approving; a senior is a member of the
    team whose level is high, known by the name that covers the contact.
    """
    seniors = {member.name for member in team if member.level == "high"}
    return tuple(
        contact.id
        for contact in people
        if contact.level == "high" and _has_say(contact) and seniors.isdisjoint(contact.covered_by)
    )


def _held(people: Sequence[Contact], net: NetworkSettings) -> list[Contact]:
    return [
        contact for contact in people if (contact.cr or 0) >= net.hold and not against_us(contact)
    ]


def _has_say(contact: Contact) -> bool:
    return bool(contact.lines) or contact.role in ("decides", "approves")
