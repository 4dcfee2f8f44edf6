"""The places that competitors hold at a customer, against those we hold (method, section 3)."""

from __future__ import annotations

from collections.abc import Sequence

from deals.model import Contact
from deals.network.findings import ApprovalPlace, CompetitorHold


def competitor_holds(
    contacts: Sequence[Contact], found: Sequence[ApprovalPlace]
) -> tuple[CompetitorHold, ...]:
    """Return each competitor with those who back them, the strongest first.

    How close a competitor is to their people is not known, so anybody who backs them counts as
    held. Outside persons are named but hold no place. Names that differ in case are one competitor;
    those who back one whose name is not known are together under the empty name.
    """
    backers: dict[str, list[Contact]] = {}
    for contact in contacts:
        if contact.stance == "competitor":
            backers.setdefault(_name(contact).casefold(), []).append(contact)
    return tuple(
        sorted((_competitor_hold(some, found) for some in backers.values()), key=_strength)
    )


def _name(contact: Contact) -> str:
    return (contact.competitor or "").strip()


def _competitor_hold(backers: Sequence[Contact], found: Sequence[ApprovalPlace]) -> CompetitorHold:
    people = tuple(backer.id for backer in backers)
    theirs = tuple(place for place in found if not set(people).isdisjoint(place.people))
    ahead = tuple(place for place in theirs if not place.held)
    return CompetitorHold(name=_name(backers[0]), people=people, places=theirs, ahead=ahead)


def _strength(rival: CompetitorHold) -> tuple[int, int, int]:
    return -len(rival.ahead), -len(rival.places), -len(rival.people)
