"""Edits to a project's contacts and touches, which keep every pointer to a contact sound."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from deals.edits.records import (
    apply_edit,
    put,
    put_by_key,
    set_value,
    tracked_change,
    update_where,
)
from deals.errors import UserError
from deals.fields.contact_fields import CONTACT
from deals.history import DONE
from deals.model import (
    TOUCH_NOTE,
    Change,
    Contact,
    Influence,
    Level,
    Member,
    NextAction,
    Project,
    Stamp,
    Stance,
    Touch,
)
from deals.network.relationship import place_key
from deals.parsing.contact_line import check_no_circle, parse_people, with_cr, with_stance
from deals.parsing.next_actions import next_text
from deals.parsing.reading_context import ReadingContext, check_level
from deals.parsing.touch_follow_ups import says_unreached
from deals.parsing.touch_line import TouchLine


def set_contacts(
    project: Project, contacts: tuple[Contact, ...], stamp: Stamp, note: str = ""
) -> Project:
    """Return the project with just these contacts; influences and touches forget who is gone."""
    if contacts == project.contacts:
        return project
    contacts = date_levels(project.contacts, contacts, stamp)
    ids = {contact.id for contact in contacts}
    update = {
        "contacts": contacts,
        "influences": tuple(
            influence
            for influence in project.influences
            if influence.source in ids and influence.target in ids
        ),
        "touches": tuple(_forget_absent(ids, touch) for touch in project.touches),
    }
    return apply_edit(project, stamp, update, *_find_moves(project.contacts, contacts, stamp, note))


def set_cr(
    project: Project,
    contact_id: str,
    cr: int | None,
    stamp: Stamp,
    evidence: str | None = None,
    touch: str | None = None,
) -> Project:
    """Return the project with a contact's relationship level, 1-5 or unknown, and what shows it.

    That is words, or the id of a touch. A new level without evidence has none: what showed the old
    one says nothing of it. Raises the refusals `cr-range` and `contact-unknown`.
    """
    if cr not in (None, 1, 2, 3, 4, 5):
        raise UserError("cr-range", text=f"{cr}")
    contact = find_contact(project, contact_id)
    same = evidence in (None, contact.evidence) and touch in (None, contact.cr_touch)
    if cr == contact.cr and same:
        return project
    note = evidence or (f"{TOUCH_NOTE}{touch}" if touch else "")
    return with_contact(project, with_cr(contact, cr, evidence, touch=touch), stamp, note)


def set_stance(
    project: Project, contact_id: str, stance: Stance, stamp: Stamp, competitor: str | None = None
) -> Project:
    """Return the project with a contact's stance, and the competitor whom they support, if any.

    No competitor leaves the one known before. Refusal `contact-unknown`.
    """
    contact = find_contact(project, contact_id)
    whom = competitor or contact.competitor
    return with_contact(project, with_stance(contact, stance, whom), stamp)


def find_contact(project: Project, contact_id: str) -> Contact:
    """Find the contact of that id; refusal `contact-unknown`."""
    found = next((contact for contact in project.contacts if contact.id == contact_id), None)
    if found is None:
        raise UserError("contact-unknown", name=project.name, contact=contact_id)
    return found


def with_contact(project: Project, changed: Contact, stamp: Stamp, note: str = "") -> Project:
    """Return the project with the contact of that id replaced."""
    contacts = put_by_key(project.contacts, changed, lambda contact: contact.id)
    return set_contacts(project, contacts, stamp, note)


def date_levels(
    before: Sequence[Contact], after: Sequence[Contact], stamp: Stamp
) -> tuple[Contact, ...]:
    """Return the contacts, a CR that is new dated today unless the edit gave the day itself."""
    old = {contact.id: (contact.cr, contact.cr_on) for contact in before}
    return tuple(
        contact.model_copy(update={"cr_on": stamp.today})
        if contact.cr is not None
        and contact.cr_on is None
        and contact.cr != old.get(contact.id, (None,))[0]
        else contact
        for contact in after
    )


def _forget_absent(ids: set[str], touch: Touch) -> Touch:
    if ids.issuperset(touch.contacts):
        return touch
    kept = tuple(contact for contact in touch.contacts if contact in ids)
    return touch.model_copy(update={"contacts": kept})


def _find_moves(
    before: Sequence[Contact], after: Sequence[Contact], stamp: Stamp, note: str
) -> Iterator[Change]:
    """Yield the moves of anybody's CR and stance; who comes or goes comes from or to unknown."""
    old, new = (
        {contact.id: _tracked_texts(contact) for contact in people} for people in (before, after)
    )
    for contact_id in {**old, **new}:
        was, now = old.get(contact_id, {}), new.get(contact_id, {})
        for field in CONTACT.tracked:
            if was.get(field) != now.get(field):
                change = tracked_change(stamp, field, was.get(field), now.get(field), note)
                yield change.model_copy(update={"subject": contact_id})


def _tracked_texts(contact: Contact) -> dict[str, str | None]:
    return {field: CONTACT.history_text(contact, field) for field in CONTACT.tracked}


def add_contacts(project: Project, line: str, reading: ReadingContext) -> Project:
    """Return the project with the contacts that a line names, new ones at the end.

    A name that is there already means that contact, who takes what the line says; so do others whom
    it puts under them, and influences are drawn. Raises what `parse_people` does, and `level-fine`.
    """
    known = project.contacts
    read = parse_people(line, known, new_id=reading.new_id, among=known)
    for contact in read.named:
        check_level(contact.level, reading.playbook)
    changed = {contact.id: contact for contact in (*read.others, *read.named)}
    kept = tuple(changed.pop(contact.id, contact) for contact in known)
    edited = set_contacts(project, (*kept, *changed.values()), reading.stamp)
    for sway in read.influences:
        ends = (sway.source, sway.target)
        edited = set_influence(edited, *ends, sway.strength, sway.favour, reading.stamp)
    return edited


def add_unnamed(project: Project, contact: Contact, stamp: Stamp) -> Project:
    """Return the project with somebody who must exist, though nobody knows their name yet.

    They stand on their lines: a place that was marked as one for which the customer has nobody is
    one again.
    """
    keys = {place_key(contact.level, line) for line in contact.lines if contact.level}
    known = mark_absent(project, keys, absent=False, stamp=stamp)
    return set_contacts(known, (*known.contacts, contact), stamp)


def mark_absent(project: Project, keys: Collection[str], *, absent: bool, stamp: Stamp) -> Project:
    """Return the project with these places of approval lines marked as ones for which the customer
    has nobody, or no longer so; places go by their `place_key`.
    """
    left = tuple(key for key in project.absent if key not in keys)
    marked = tuple(sorted({*left, *keys})) if absent else left
    return set_value(project, "absent", marked, stamp)


def write_contact_field(
    project: Project, contact_id: str, field: str, text: str, reading: ReadingContext
) -> Project:
    """Return the project with one field of a contact as `text` says.

    The same where that is nothing new. Raises `contact-unknown`, what reading the field does,
    `reports-self` and `reports-circle`.
    """
    contact = find_contact(project, contact_id)
    spec = CONTACT[field]
    value = spec.parse(text, reading.on(project))
    if field == "reports_to":
        return set_boss(project, contact_id, value, reading.stamp)
    changed = spec.write(contact, value)
    return project if changed == contact else with_contact(project, changed, reading.stamp)


def set_boss(project: Project, contact_id: str, boss: str | None, stamp: Stamp) -> Project:
    """Return the project with a contact reporting to another, or to nobody.

    Refusals `contact-unknown`, `reports-self` and `reports-circle`.
    """
    contact = find_contact(project, contact_id)
    if boss is not None:
        find_contact(project, boss)
    if contact.reports_to == boss:
        return project
    changed = contact.model_copy(update={"reports_to": boss})
    people = [changed if other.id == contact_id else other for other in project.contacts]
    check_no_circle(people, contact_id)
    return with_contact(project, changed, stamp)


def set_influence(
    project: Project, source: str, target: str, strength: int, favour: bool, stamp: Stamp
) -> Project:
    """Return the project with `source` swaying `target`, 1-3 strong; 0 takes the influence away.

    Refusals `contact-unknown`, `influence-self` and `influence-strength`.
    """
    swaying, swayed = find_contact(project, source), find_contact(project, target)
    if source == target:
        raise UserError("influence-self", name=swaying.name)
    if strength not in (0, 1, 2, 3):
        raise UserError("influence-strength", text=f"{strength}")
    others = [
        influence
        for influence in project.influences
        if (influence.source, influence.target) != (source, target)
    ]
    if strength:
        pair = {"source": swaying.id, "target": swayed.id}
        others.append(Influence(**pair, strength=strength, favour=favour))
    if set(others) == set(project.influences):
        return project
    return apply_edit(project, stamp, {"influences": tuple(others)})


def remove_contact(project: Project, contact_id: str, stamp: Stamp) -> Project:
    """Return the project without a contact and without any pointer to them.

    Who reported to them reports to their superior; influences and touches forget them. Refusal
    `contact-unknown`.
    """
    gone = find_contact(project, contact_id)
    left = tuple(contact for contact in project.contacts if contact.id != contact_id)
    handed_over = update_where(
        left, lambda contact: contact.reports_to == gone.id, reports_to=gone.reports_to
    )
    return set_contacts(project, handed_over, stamp)


def set_cover(project: Project, contact_id: str, names: Iterable[str], stamp: Stamp) -> Project:
    """Return the project with just these people of ours meeting a contact.

    Unknown ones join the team. Refusal `contact-unknown`.
    """
    contact = find_contact(project, contact_id)
    cover = tuple(dict.fromkeys(filter(None, (name.strip() for name in names))))
    known = {member.name for member in project.team}
    team = (*project.team, *(Member(name=name) for name in cover if name not in known))
    if cover == contact.covered_by and team == project.team:
        return project
    contacts = update_where(
        project.contacts, lambda other: other.id == contact_id, covered_by=cover
    )
    return apply_edit(project, stamp, {"contacts": contacts, "team": team})


def set_seniority(project: Project, name: str, level: Level | None, stamp: Stamp) -> Project:
    """Return the project with one of our people on a level, so that we meet theirs eye to eye."""
    known = next((member for member in project.team if member.name == name), Member(name=name))
    return put(project, "team", known.model_copy(update={"level": level}), stamp)


def log_touch(
    project: Project, line: TouchLine, reading: ReadingContext, until: date | None = None
) -> Project:
    """Return the project with one more touch, and what follows with those who were met.

    A follow-up of theirs that is due by a day, today if none is given, is settled by it, unless the
    line gives a new one or says that nobody was reached.
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
    contacts = project.contacts
    if settles_follow_ups(line):
        last = until or reading.stamp.today
        contacts = _set_follow_ups(project, met, line.follow_up, last)
    update = {"touches": (*project.touches, touch), "contacts": contacts}
    return apply_edit(
        project, reading.stamp, update, *_list_replaced(project, line, touch, reading)
    )


def _list_replaced(
    project: Project, line: TouchLine, touch: Touch, reading: ReadingContext
) -> Iterator[Change]:
    """Yield for the history what gives way to another follow-up: the touch does not tell of it."""
    new = line.follow_up
    for contact in project.contacts if new else ():
        old = contact.follow_up
        if contact.id in touch.contacts and old is not None and old != new:
            texts, note = (next_text(old), next_text(new)), f"{TOUCH_NOTE}{touch.id}"
            move = tracked_change(reading.stamp, "follow_up", *texts, note)
            yield move.model_copy(update={"subject": contact.id})


def settles_follow_ups(line: TouchLine) -> bool:
    """Whether a touch settles what is due with whom it is with: not where nobody was reached."""
    return line.follow_up is not None or not says_unreached(line.note)


def list_settled(
    project: Project, people: Collection[str], line: TouchLine, last: date
) -> list[NextAction]:
    """Return what a touch settles with these people, by id: what is due by a day, and whatever
    gives way to a new follow-up.
    """
    new = line.follow_up
    return [
        contact.follow_up
        for contact in project.contacts
        if contact.id in people and contact.follow_up and contact.follow_up != new
        if new is not None or _is_due(contact.follow_up, last)
    ]


def clear_follow_up(
    project: Project, contact_id: str, stamp: Stamp, until: date = date.max, *, done: bool = False
) -> Project:
    """Return the project with nothing to follow with a contact, or with nothing due by a day.

    The same where there is nothing to clear, or no such contact. History keeps what was `done`, as
    nothing else would tell of it; what a touch or another follow-up settles stands there.
    """
    met = {contact.id for contact in project.contacts if contact.id == contact_id}
    contacts = _set_follow_ups(project, met, None, until)
    if contacts == project.contacts:
        return project
    action = find_contact(project, contact_id).follow_up
    move = tracked_change(stamp, "follow_up", next_text(action), None, DONE)
    moves = [move.model_copy(update={"subject": contact_id})] if done else []
    return apply_edit(project, stamp, {"contacts": contacts}, *moves)


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
