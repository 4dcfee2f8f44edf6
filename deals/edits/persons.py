"""Edits to one person at the customer, and to what binds people (method, section 3).

Each keeps the whole sound: nobody reports in a circle, and nothing points at who is not there.
"""

from __future__ import annotations

from collections.abc import Iterable

from deals.edits.people import find_contact, set_contacts, with_contact
from deals.edits.record import edited
from deals.fields import Reading, allowed_level
from deals.model import Contact, Influence, Level, Member, Project, Stamp
from deals.people import must_not_circle, parse_contacts, with_cr, with_lines, with_stance
from deals.person_fields import Update, read_person_field
from deals.refusal import Refusal


def add_people(project: Project, line: str, reading: Reading) -> Project:
    """The project with the contacts that a line names, new ones at the end.

    A name that is there already means that contact, who takes what the line says. Raises what
    parse_contacts does, and `level-fine`.
    """
    known = project.contacts
    said = parse_contacts(line, known, new_id=reading.new_id, among=known)
    for one in said:
        allowed_level(one.level, reading.playbook)
    changed = {one.id: one for one in said}
    kept = tuple(changed.pop(one.id, one) for one in known)
    return set_contacts(project, (*kept, *changed.values()), reading.stamp)


def write_person(
    project: Project, contact_id: str, field: str, text: str, reading: Reading
) -> Project:
    """The project with one field of a contact as `text` says; the same where that is nothing new.

    Raises `contact-unknown`, what reading the field does, `reports-self` and `reports-circle`.
    """
    contact = find_contact(project, contact_id)
    said = read_person_field(field, text, reading.on(project))
    if field == "reports_to":
        return set_boss(project, contact_id, said["reports_to"], reading.stamp)
    changed = with_said(contact, field, said)
    return project if changed == contact else with_contact(project, changed, reading.stamp)


def with_said(contact: Contact, field: str, said: Update) -> Contact:
    """The contact with what reading a field gave, and what goes with it."""
    match field:
        case "cr":
            return contact if said["cr"] == contact.cr else with_cr(contact, said["cr"], None)
        case "stance":
            return with_stance(contact, said["stance"], said["competitor"])
        case "lines":
            return with_lines(contact, said["lines"])
        case _:
            return contact.model_copy(update=dict(said))


def set_boss(project: Project, contact_id: str, boss: str | None, stamp: Stamp) -> Project:
    """The project with a contact reporting to another, or to nobody.

    Refusals `contact-unknown`, `reports-self` and `reports-circle`.
    """
    contact = find_contact(project, contact_id)
    if boss is not None:
        find_contact(project, boss)
    if contact.reports_to == boss:
        return project
    changed = contact.model_copy(update={"reports_to": boss})
    people = [changed if one.id == contact_id else one for one in project.contacts]
    must_not_circle(people, contact_id)
    return with_contact(project, changed, stamp)


def set_influence(
    project: Project, source: str, target: str, strength: int, favour: bool, stamp: Stamp
) -> Project:
    """The project with `source` swaying `target`, 1-3 strong; 0 takes the influence away.

    Refusals `contact-unknown`, `influence-self` and `influence-strength`.
    """
    swaying, swayed = find_contact(project, source), find_contact(project, target)
    if source == target:
        raise Refusal("influence-self", name=swaying.name)
    if strength not in (0, 1, 2, 3):
        raise Refusal("influence-strength", text=f"{strength}")
    others = [one for one in project.influences if (one.source, one.target) != (source, target)]
    if strength:
        pair = {"source": swaying.id, "target": swayed.id}
        others.append(Influence(**pair, strength=strength, favour=favour))
    if set(others) == set(project.influences):
        return project
    return edited(project, stamp, {"influences": tuple(others)})


def remove_person(project: Project, contact_id: str, stamp: Stamp) -> Project:
    """The project without a contact, and nothing that points at them.

    Who reported to them reports to their superior; influences and touches forget them. Refusal
    `contact-unknown`.
    """
    gone = find_contact(project, contact_id)
    left = tuple(_without(one, gone) for one in project.contacts if one.id != contact_id)
    return set_contacts(project, left, stamp)


def _without(contact: Contact, gone: Contact) -> Contact:
    if contact.reports_to != gone.id:
        return contact
    return contact.model_copy(update={"reports_to": gone.reports_to})


def set_cover(project: Project, contact_id: str, names: Iterable[str], stamp: Stamp) -> Project:
    """The project with just these people of ours meeting a contact; unknown ones join the team.

    Refusal `contact-unknown`.
    """
    contact = find_contact(project, contact_id)
    cover = tuple(dict.fromkeys(filter(None, (name.strip() for name in names))))
    known = {one.name for one in project.team}
    team = (*project.team, *(Member(name=name) for name in cover if name not in known))
    if cover == contact.covered_by and team == project.team:
        return project
    changed = contact.model_copy(update={"covered_by": cover})
    contacts = tuple(changed if one.id == contact_id else one for one in project.contacts)
    return edited(project, stamp, {"contacts": contacts, "team": team})


def set_seniority(project: Project, name: str, level: Level | None, stamp: Stamp) -> Project:
    """The project with one of our own people on a level, so that we meet theirs eye to eye."""
    team = {one.name: one for one in project.team}
    member = team.get(name, Member(name=name))
    changed = member.model_copy(update={"level": level})
    if team.get(name) == changed:
        return project
    team[name] = changed
    return edited(project, stamp, {"team": tuple(team.values())})
