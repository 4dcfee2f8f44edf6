"""The relationships with a customer's people: the closest at each level and on a line.

Outside persons (consultants, relatives, officials) sway people but hold no place at the customer,
so nothing here counts them (method, section 3).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from deals.model import ApprovalLine, Contact, Level, Project, Stance

AGAINST: frozenset[Stance] = frozenset({"competitor", "opposes"})

SAY = {"decides": 0, "approves": 1}
"""The buying roles with a say in the decision, the weightiest first."""


class WeakPlace(NamedTuple):
    """A place where an approval line does not hold; no `contact` where nobody is at the top.

    `unplaced` may be at the top: the closest of those on the line whose level is not known.
    """

    contact: Contact | None
    unplaced: Contact | None = None


def place_key(level: Level, line: ApprovalLine) -> str:
    """Return what a place of an approval line goes by in `Project.absent`."""
    return f"{line} {level}"


def insiders(project: Project) -> Sequence[Contact]:
    """List the project's contacts who belong to the customer."""
    return [contact for contact in project.contacts if not contact.outside]


def against_us(contact: Contact) -> bool:
    """Whether this person backs a competitor or opposes us, however close we are to them.

    CR says how close we are, stance whose side they are on (method, section 3).
    """
    return contact.stance in AGAINST


def has_say(contact: Contact) -> bool:
    """Whether a contact decides or approves; with no role known, a place on a line counts."""
    return contact.role in SAY or (contact.role is None and bool(contact.lines))


def find_coaches(project: Project, cr: int) -> Sequence[Contact]:
    """List who is close enough for a coach and supports us, outside persons too.

    A coach helps the project along wherever they sit; one whose side nobody noted is none yet.
    """
    return [
        contact
        for contact in project.contacts
        if contact.stance == "supports" and contact.cr is not None and contact.cr >= cr
    ]


def has_coach(project: Project, cr: int) -> bool:
    """Whether a project has a coach, as `find_coaches` knows one; a summary says it too."""
    if project.glance is not None:
        return (project.glance.coach or 0) >= cr
    return bool(find_coaches(project, cr))


def project_cr(project: Project) -> int | None:
    """Find how close we are to the customer of a project, None where that is not known."""
    if project.glance is not None:
        return project.glance.best
    return best_cr(insiders(project))


def best_cr(people: Iterable[Contact]) -> int | None:
    """Find the closest relationship among these people, None where none is known."""
    known = [contact.cr for contact in people if contact.cr is not None]
    return max(known) if known else None


def contacts_at_level(people: Iterable[Contact], level: Level) -> Sequence[Contact]:
    """List the people who count at a level: for the middle also those of upper-middle."""
    levels = ("middle", "upper") if level == "middle" else (level,)
    return [contact for contact in people if contact.level in levels]


def levels_held(project: Project) -> Mapping[Level, int | None]:
    """Find the best CR at each of the three levels, from the top down, None for unknown."""
    if (glance := project.glance) is not None:
        return {"high": glance.high, "middle": glance.middle, "low": glance.low}
    held: dict[Level, int | None] = {"high": None, "middle": None, "low": None}
    for contact in project.contacts:
        # The finer upper-middle counts as middle, one of the method's three.
        level = "middle" if contact.level == "upper" else contact.level
        if level is not None and contact.cr is not None and not contact.outside:
            held[level] = max(held[level] or 0, contact.cr)
    return held


def knows_people(project: Project) -> bool:
    """Whether a project has contacts, be they here or counted by a summary."""
    return bool(project.contacts) if project.glance is None else project.glance.people > 0


def shows_levels(project: Project) -> bool:
    """Whether the level of anybody is known, so that CRs are told by level."""
    if project.glance is not None:
        return any(cr is not None for cr in levels_held(project).values())
    return any(contact.level for contact in project.contacts)


def weak_place(
    people: Sequence[Contact], line: ApprovalLine, cr: int, absent: Collection[str] = ()
) -> WeakPlace | None:
    """Find the lowest place of an approval line not held at `cr`, None where the line holds.

    A line is held when at each level that it passes, and among those on it whose level is not
    known, somebody is at `cr`, and when it ends at the top. The finer upper-middle is a place of
    its own, as in the net. Nobody at a lower level is no gap here: it is a hole in the net. A top
    that is `absent` (`Project.absent`) is no gap either.
    """
    on = [contact for contact in people if line in contact.lines]
    unplaced: Contact | None = None
    for level in ("low", "middle", "upper", None, "high"):
        at = [contact for contact in on if contact.level == level]
        closest = max(at, key=lambda contact: contact.cr or 0, default=None)
        if closest is not None and (closest.cr or 0) < cr:
            return WeakPlace(closest)
        if closest is None and level == "high" and place_key(level, line) not in absent:
            return WeakPlace(None, unplaced)
        unplaced = closest if level is None else unplaced
    return None


def cr_text(cr: int | None) -> str:
    """Return a CR as it is written in either language, `CR?` while unknown."""
    return "CR?" if cr is None else f"CR{cr}"
