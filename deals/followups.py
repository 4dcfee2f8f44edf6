"""The people to see again: follow-ups that are due, and people with a say left alone too long."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from deals.model import LEVELS, Book, Contact, Level, Project, Touch
from deals.network.relationship import has_say
from deals.planning.rows import shift_day
from deals.playbook import Playbook

ProjectContact = tuple[Project, Contact]
MIDDLE: Level = "middle"


class DueContact(NamedTuple):
    """A person to be seen: since the day `on`, `late` days ago, in `project`.

    `what` is the follow-up set for them, None for somebody with a say who was not touched for
    `quiet` days; `on` is None where a follow-up has no day. `last` is the last touch with them in
    any project, `known` the days since they came into this one; `places` are the open projects in
    which there is something due with them.
    """

    contact: Contact
    project: Project
    on: date | None
    late: int
    what: str | None
    quiet: int
    last: Touch | None
    known: int
    places: tuple[str, ...]


def find_due_contacts(book: Book, playbook: Playbook, today: date) -> tuple[DueContact, ...]:
    """Find the people to be seen by today on open projects: follow-ups, then those who are missed.

    Of each the longest due come first, and follow-ups without a day behind those that have one.
    A person whom several projects share is there once. A follow-up that is still to come stands for
    a plan: whoever has one is not missed. Whoever was never touched is counted from the day they
    came in, and somebody whose level is not known as of the middle.
    """
    last = _last_touches(book.projects.values())
    projects = [project for project in book.projects.values() if project.status == "open"]
    follow, quiet = group_follow_ups(projects), _group_quiet(projects, last, playbook, today)
    found = [
        _describe_follow_up(follow_up, last.get(key), today)
        for key, places in follow.items()
        if (follow_up := find_earliest_follow_up(places, today)) is not None
    ]
    found += [
        _missed_contact(places, last.get(key), playbook, today)
        for key, places in quiet.items()
        if key not in follow
    ]
    return tuple(sorted(found, key=_urgency))


def _urgency(due_contact: DueContact) -> tuple[bool, date, str]:
    return due_contact.what is None, due_contact.on or date.max, due_contact.contact.name


def last_touch(project: Project, contact_id: str) -> Touch | None:
    """Find the last touch with a contact in a project; of one day the last logged."""
    met = [touch for touch in project.touches if contact_id in touch.contacts]
    return max(reversed(met), key=lambda touch: touch.on, default=None)


def _last_touches(projects: Iterable[Project]) -> Mapping[str, Touch]:
    last: dict[str, Touch] = {}
    for project in projects:
        for touch in project.touches:
            on = touch.on
            for contact in touch.contacts:
                known = last.get(contact)
                if known is None or known.on <= on:
                    last[contact] = touch
    return last


class FollowUp(NamedTuple):
    """The earliest follow-up with a person: its day, None where it has none, and in which project.

    `places` are the ids of all projects that have one with them by then.
    """

    on: date | None
    project: Project
    contact: Contact
    places: tuple[str, ...]

    @property
    def what(self) -> str:
        """What follows, in the user's words."""
        return self.contact.follow_up.text if self.contact.follow_up else ""


def group_follow_ups(projects: Iterable[Project]) -> Mapping[str, list[ProjectContact]]:
    """Collect by person who has a follow-up, on whatever day: several projects may share them."""
    found: defaultdict[str, list[ProjectContact]] = defaultdict(list)
    for project in projects:
        for contact in project.contacts:
            if contact.follow_up is not None:
                found[contact.id].append((project, contact))
    return found


def find_earliest_follow_up(places: Sequence[ProjectContact], until: date) -> FollowUp | None:
    """Find the earliest follow-up with a person up to a day, or without one; None where none is."""
    there = [
        (action.on or date.max, project, contact)
        for project, contact in places
        if (action := contact.follow_up) is not None and (action.on is None or action.on <= until)
    ]
    if not there:
        return None
    _on, project, contact = min(there, key=lambda each: each[0]) if len(there) > 1 else there[0]
    on = contact.follow_up.on if contact.follow_up else None
    return FollowUp(on, project, contact, tuple([each.id for _day, each, _contact in there]))


def _group_quiet(
    projects: Iterable[Project], last: Mapping[str, Touch], playbook: Playbook, today: date
) -> Mapping[str, list[ProjectContact]]:
    """Collect by person who has a say and no follow-up, and was not seen of late.

    This looks at everybody in the book, so it makes nothing for those of whom nothing is to say.
    """
    quiet: defaultdict[str, list[ProjectContact]] = defaultdict(list)
    limits = playbook.follow_up
    days = {level: getattr(limits, level) for level in LEVELS}
    cutoff = {level: shift_day(today, -days[level or MIDDLE]) for level in (None, *LEVELS)}
    for project in projects:
        for contact in project.contacts:
            if contact.follow_up is None and has_say(contact):
                touch = last.get(contact.id)
                since = _first_day(project, contact) if touch is None else touch.on
                if since < cutoff[contact.level]:
                    quiet[contact.id].append((project, contact))
    return quiet


def _describe_follow_up(follow_up: FollowUp, last: Touch | None, today: date) -> DueContact:
    on, project, contact, places = follow_up
    late = (today - on).days if on else 0
    known = (today - _first_day(project, contact)).days
    return DueContact(contact, project, on, late, follow_up.what, 0, last, known, places)


def _missed_contact(
    places: Sequence[ProjectContact], last: Touch | None, playbook: Playbook, today: date
) -> DueContact:
    """Describe somebody with a say and no plan, not seen for longer than their level allows."""
    project, contact = places[0]
    limit = getattr(playbook.follow_up, contact.level or MIDDLE)
    first = _first_day(project, contact)
    since = last.on if last else first
    late = (today - since).days - limit
    ids = tuple([open_project.id for open_project, _contact in places])
    on, known = shift_day(since, limit), (today - first).days
    return DueContact(contact, project, on, late, None, late + limit, last, known, ids)


def _first_day(project: Project, contact: Contact) -> date:
    """Return the day a person came into a project: of their first change in the history, else of
    their CR, else of the project itself.
    """
    from deals.fields.contact_fields import CONTACT

    moves = (change for change in project.history if change.subject == contact.id)
    first = next((change.at.date() for change in moves if change.field in CONTACT.tracked), None)
    return first or contact.cr_on or project.created_at.date()
