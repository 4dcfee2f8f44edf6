"""The people as a list: what the net says by place, rail, badge and sign, person by person. Pure.

The nodes are those of the net: who is known, and the places where nobody is.
"""

from __future__ import annotations

from collections.abc import Iterator

from deals.model import Contact, Project
from deals.network.findings import ApprovalPlace, NetworkFindings
from deals.network.introductions import find_introductions
from deals.network.relationship import against_us, cr_text
from deals.playbook import Playbook
from screens.people.view import PeopleState, knowledge
from views.field_values import day_text
from views.glyphs import glyphs
from views.item_list import ListItem, join_parts, label_fact
from views.network.node_labels import cr_tone, side_name, stance_span
from views.network.placement import (
    NetworkBand,
    Placement,
    group_contacts,
    list_placements,
    reading_order,
)
from views.styled_text import StyledText, TextLine
from wording import _
from wording.findings import (
    CR_CRITERIA,
    absent_text,
    ask_text,
    hole_text,
    names_of,
    outside_mark,
    reach_text,
    top_text,
    way_text,
)
from wording.names import function_name, level_name, line_name, role_name

WAYS = 2
"""The ways to mend that are told of each hole; the pane has all of them."""


def list_people(project: Project, found: NetworkFindings, playbook: Playbook) -> Iterator[ListItem]:
    """Yield who is at each level from the top down, and where nobody is named, line by line."""
    placements = list_placements(group_contacts(project), found)
    if not project.contacts:
        yield ListItem(None, [(StyledText(_("nobody is named yet"), "dim"),)])
        return
    for band, there in reading_order(placements):
        yield ListItem(None, [(StyledText(_band_name(band), "strong"),)])
        for placement in there:
            yield _list_placement(placement, project, found, playbook)


def _band_name(band: NetworkBand) -> str:
    if band is None:
        return _("level not known")
    return outside_mark() if band == "outside" else level_name(band)


def _list_placement(
    placement: Placement, project: Project, found: NetworkFindings, playbook: Playbook
) -> ListItem:
    if placement.group is not None:
        contact = placement.group.head
        lines = list(_person_lines(contact, project, found, playbook))
        return ListItem(contact.id, lines, 1, stance_span(contact.stance))
    hole = placement.hole
    assert hole is not None
    if placement.absent:
        return ListItem(placement.id, [(StyledText(absent_text(hole), "strong"),)], 1)
    sign = StyledText("~", "amber") if placement.top else StyledText("!", "red")
    text = top_text(hole, found) if placement.top else hole_text(hole, names_of(project))
    lines = [(StyledText(text, sign.tone),)]
    ways = list(_way_lines(hole, project, found, playbook))
    arrow = StyledText(f"{glyphs().arrow} {reach_text(hole, {})}", "good")
    return ListItem(placement.id, [*lines, *(ways or [(arrow,)])], 1, sign)


def _person_lines(
    contact: Contact, project: Project, found: NetworkFindings, playbook: Playbook
) -> Iterator[TextLine]:
    """Yield who it is, on whose side, how close, with what part, who sways whom, what is open."""
    side = StyledText(side_name(contact), stance_span(contact.stance).tone)
    yield join_parts(StyledText(contact.name, "strong"), contact.title or "", side)
    yield from _closeness_lines(contact)
    role = role_name(contact.role) if contact.role else ""
    yield join_parts(*_places(contact), role, contact.department or "")
    boss = next((each.name for each in project.contacts if each.id == contact.reports_to), "")
    yield label_fact(_("reports to"), boss)
    yield from knowledge(contact, project)
    days = [touch.on for touch in project.touches if contact.id in touch.contacts]
    yield label_fact(_("last touch"), day_text(max(days)) if days else "")
    yield from ((trouble,) for trouble in PeopleState(project, found, contact).troubles())
    if any(contact.id in hole.people for hole in found.holes):
        yield from _way_lines(contact.id, project, found, playbook)


def _closeness_lines(contact: Contact) -> Iterator[TextLine]:
    """Yield how close we are to somebody, in words, and what shows it."""
    tone = cr_tone(contact.cr, against=against_us(contact))
    known = _(CR_CRITERIA[contact.cr]) if contact.cr else _("not known how close we are")
    yield join_parts(StyledText(cr_text(contact.cr), tone), known)
    since = day_text(contact.cr_on) if contact.cr_on else ""
    if contact.cr is not None:
        yield label_fact(_("evidence"), contact.evidence or _("no evidence"), since)


def _places(contact: Contact) -> Iterator[str]:
    """Yield the approval lines with the place on each, from the lowest; else the function."""
    for line in contact.lines:
        step = contact.step(line)
        place = _("{line}, place {step}") if step else "{line}"
        yield place.format(line=line_name(line), step=step)
    if contact.function and not contact.lines:
        yield function_name(contact.function)


def _way_lines(
    target: ApprovalPlace | str, project: Project, found: NetworkFindings, playbook: Playbook
) -> Iterator[TextLine]:
    """Yield the shortest ways to somebody or to a place: what to ask, and over whom it goes."""
    names, arrow = names_of(project), glyphs().arrow
    for way in find_introductions(project, found, playbook, target)[:WAYS]:
        asked = StyledText(f"{arrow} {ask_text(way, names, project.stage, playbook)}", "good")
        # What to ask names both ends of a short way.
        over = way_text(way, project, arrow) if len(way.hops) > 1 else ""
        yield join_parts(asked, StyledText(over, "dim"))
