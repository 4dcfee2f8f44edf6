"""The people to see again: follow-ups that are due, and people with a say left alone too long."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from deals.model import LEVELS, Book, Contact, Level, Project, Touch
from deals.network.relationship import has_say
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
    follow, quiet = _candidates(book.projects.values(), last, playbook, today)
    found = [
        due_contact
        for key, places in follow.items()
        if (due_contact := _due_follow_up(places, last.get(key), today)) is not None
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


def _candidates(
    projects: Iterable[Project], last: Mapping[str, Touch], playbook: Playbook, today: date
) -> tuple[Mapping[str, list[ProjectContact]], Mapping[str, list[ProjectContact]]]:
    """Collect who has a follow-up, on whatever day, and who has a say and was not seen of late.

    This looks at everybody in the book, so it makes nothing for those of whom nothing is to say.
    """
    follow: defaultdict[str, list[ProjectContact]] = defaultdict(list)
    quiet: defaultdict[str, list[ProjectContact]] = defaultdict(list)
    limits = playbook.follow_up
    days = {level: getattr(limits, level) for level in LEVELS}
    cutoff = {level: today - timedelta(days[level or MIDDLE]) for level in (None, *LEVELS)}
    for project in projects:
        if project.status != "open":
            continue
        for contact in project.contacts:
            if contact.follow_up is not None:
                follow[contact.id].append((project, contact))
            elif has_say(contact):
                touch = last.get(contact.id)
                since = _first_day(project, contact) if touch is None else touch.on
                if since < cutoff[contact.level]:
                    quiet[contact.id].append((project, contact))
    return follow, quiet


def _due_follow_up(
    places: Sequence[ProjectContact], last: Touch | None, today: date
) -> DueContact | None:
    """Find the earliest follow-up with a person that is due, None where none is."""
    there = [
        (action.on or date.max, project, contact)
        for project, contact in places
        if (action := contact.follow_up) is not None and (action.on is None or action.on <= today)
    ]
    if not there:
        return None
    on, project, contact = (
        min(there, key=lambda candidate: candidate[0]) if len(there) > 1 else there[0]
    )
    dated = on != date.max
    late = (today - on).days if dated else 0
    what = contact.follow_up.text if contact.follow_up else ""
    ids = tuple([open_project.id for _on, open_project, _contact in there])
    known = (today - _first_day(project, contact)).days
    return DueContact(contact, project, on if dated else None, late, what, 0, last, known, ids)


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
    on, known = since + timedelta(limit), (today - first).days
    return DueContact(contact, project, on, late, None, late + limit, last, known, ids)


def _first_day(project: Project, contact: Contact) -> date:
    """Return the day a person came into a project: of their first change in the history, else of
    their CR, else of the project itself.
    """
    first = next(
        (change.at.date() for change in project.history if change.subject == contact.id), None
    )
    return first or contact.cr_on or project.created_at.date()
