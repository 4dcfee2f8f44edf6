"""The places of approval lines at which nobody is named: somebody must be there, or nobody is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from deals.edits.contacts import add_unnamed, mark_absent
from deals.model import LEVELS, LINES, ApprovalLine, Contact, Level, Project
from deals.network.findings import ApprovalPlace
from deals.network.places import levels_in_use
from deals.network.relationship import insiders, place_key
from deals.parsing.reading_context import ReadingContext
from screens.base.diagram_screen import LETTERS
from screens.base.project_actions import edit_project
from views.network.placement import hole_id
from wording import N_, _
from wording.findings import absent_line_text, buyer_text, place_name, unnamed_text
from wording.names import line_name

if TYPE_CHECKING:
    from screens.people.screen import PeopleScreen

BUYER_KEY = "p"


def empty_place(screen: PeopleScreen) -> ApprovalPlace | None:
    """Return the place under the cursor where nobody is named, marked as none or not."""
    place = screen.drawn.place(screen.current)
    if place is not None:
        return None if place.known else place
    return screen.drawn.absent(screen.current)


def toggle_absent(screen: PeopleScreen, place: ApprovalPlace, *, whole: bool = False) -> None:
    """Mark that the customer has nobody at a place, or anywhere on its line; or take that back.

    Of a `whole` line those levels are meant where nobody is named: whoever stands there stays.
    """
    named = {at.level for at in screen.drawn.findings.places if at.known and at.line == place.line}
    levels = [level for level in LEVELS if level not in named] if whole else [place.level]
    keys = {place_key(level, place.line) for level in levels}
    # A line is taken back once all of it is marked: one level marked before takes no part.
    absent = not keys <= set(screen.project.absent)
    where = line_name(place.line) if whole else place_name(place)
    text = _("{place}: a place again")
    if absent:
        # Somebody whose level is not known is on the line as well.
        others = whole and any(place.line in each.lines for each in screen.project.contacts)
        text = _("{place}: nobody else") if others else _("{place}: the customer has nobody there")
        text = absent_line_text(place.line) if whole and not others else text

    def edit(project: Project, reading: ReadingContext) -> Project:
        return mark_absent(project, keys, absent=absent, stamp=reading.stamp)

    home = screen.current if screen.person else hole_id(place)
    if edit_project(screen, N_("none here"), edit, text.format(place=where)) and home:
        screen.land(home)


def add_somebody(screen: PeopleScreen) -> None:
    """Add somebody who must exist at the place under the cursor; elsewhere ask where."""
    place = empty_place(screen)
    if place is not None:
        _add_at(screen, place.level, place.line)
        return

    def option(level: Level, line: ApprovalLine) -> Callable[[], None]:
        return lambda: _add_at(screen, level, line)

    open_places = _open_places(screen)
    letters = (letter for letter in LETTERS if letter != BUYER_KEY)
    options = [
        (letter, place_name(ApprovalPlace(level, line)), option(level, line))
        for letter, (level, line) in zip(letters, open_places, strict=False)
    ]
    options.append((BUYER_KEY, buyer_text(), partial(add_buyer, screen)))
    screen.choose(_("somebody must be there, name unknown"), options)


def _open_places(screen: PeopleScreen) -> list[tuple[Level, ApprovalLine]]:
    """List where nobody is named, places or not: the finer level only where somebody is of it."""
    named = {(place.level, place.line) for place in screen.drawn.findings.places if place.known}
    net = screen.host.context.playbook.net
    levels = levels_in_use(insiders(screen.project), finer=net.upper)
    return [(level, line) for level in levels for line in LINES if (level, line) not in named]


def _add_at(screen: PeopleScreen, level: Level, line: ApprovalLine) -> None:
    _add(screen, unnamed_text(level, line), level, line)


def add_buyer(screen: PeopleScreen) -> None:
    """Add the head of purchasing, who is on the commercial line, or go there if they stand here."""
    _add(screen, buyer_text(), "middle", "commercial")


def _add(screen: PeopleScreen, name: str, level: Level, line: ApprovalLine) -> None:
    """Add somebody of a name that says who they are; only once."""
    here = next((person for person in screen.project.contacts if person.name == name), None)
    if here is not None:
        screen.go(here.id)
        screen.tell(_("{who} is here already").format(who=name))
        return
    contact_id = screen.host.context.reading().new_id()

    def edit(project: Project, reading: ReadingContext) -> Project:
        person = Contact(id=contact_id, name=name, function=line, level=level, lines=(line,))
        return add_unnamed(project, person, reading.stamp)

    message = _("{who} added: e for the name once you know it").format(who=name)
    if edit_project(screen, N_("contact"), edit, message):
        screen.go(contact_id)
