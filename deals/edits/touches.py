"""Edits that log a touch, or settle what was to follow with the people met."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from deals.edits.records import apply_edit
from deals.errors import UserError
from deals.model import Contact, NextAction, Project, Stamp, Touch
from deals.parsing.project_fields import ReadingContext
from deals.parsing.touch_line import TouchLine


def log_touch(project: Project, line: TouchLine, reading: ReadingContext) -> Project:
    """Return the project with one more touch, and what follows with those who were met.

    A follow-up of theirs that is due by today is settled by it, unless the line gives a new one.
    Who was met is found by id, or else by name, for one line may be logged on several projects;
    Refusal `person-unknown` with the name of who is not there.
    """
    met = tuple(dict.fromkeys(_find_met(project, contact).id for contact in line.met))
    touch = Touch(
        id=reading.new_id(),
        on=line.on,
        contacts=met,
        how=line.how,
        note=line.note,
        worth=line.worth,
        currency=line.currency,
        by=reading.stamp.by,
    )
    contacts = _set_follow_ups(project, met, line.follow_up, reading.stamp.today)
    update = {"touches": (*project.touches, touch), "contacts": contacts}
    return apply_edit(project, reading.stamp, update)


def clear_follow_up(
    project: Project, contact_id: str, stamp: Stamp, *, due_only: bool = False
) -> Project:
    """Return the project with nothing to follow with a contact, or with nothing that is due.

    The same where there is nothing to clear, or no such contact.
    """
    met = {contact.id for contact in project.contacts if contact.id == contact_id}
    last = stamp.today if due_only else date.max
    contacts = _set_follow_ups(project, met, None, last)
    return (
        project
        if contacts == project.contacts
        else apply_edit(project, stamp, {"contacts": contacts})
    )


def _find_met(project: Project, person: Contact) -> Contact:
    people = project.contacts
    by_id = (contact for contact in people if contact.id == person.id)
    found = next(by_id, None) or next(
        (contact for contact in people if contact.name == person.name), None
    )
    if found is None:
        raise UserError("person-absent", name=project.name, text=person.name)
    return found


def _set_follow_ups(
    project: Project, met: Collection[str], action: NextAction | None, last: date
) -> tuple[Contact, ...]:
    """Return the contacts, those met with what follows next.

    Without it, with nothing due by `last`.
    """

    def after(contact: Contact) -> Contact:
        if contact.id not in met or contact.follow_up == action:
            return contact
        if action is None and not _is_due(contact.follow_up, last):
            return contact
        return contact.model_copy(update={"follow_up": action})

    return tuple(map(after, project.contacts))


def _is_due(action: NextAction | None, last: date) -> bool:
    return action is not None and (action.on is None or action.on <= last)
