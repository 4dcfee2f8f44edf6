"""A person who is due as a row and in full, and the filter by words. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from deals.followups import DueContact
from deals.network.relationship import against_us
from deals.parsing.text import fold_text
from deals.search import SearchWord
from screens.base.row_list import RowGroups, RowText
from views.glyphs import glyphs
from views.marks import CR_CELLS, cr_sign
from views.network.node_labels import cr_tone
from views.person_names import shorten_name
from views.short_days import short_day
from views.styled_text import StyledText, TextLine, Tone, line, overlay, width, wrap
from views.table import GUTTER, TableCell, TableColumn, group_head
from views.touches import dated_words, due_text
from wording import _, ngettext, pgettext
from wording.names import level_name

ABOUT_LINES = 4
FIXED, MORE = 25, 40
"""The cells of days and CR with a blank before each, and those that title and account want."""
LEAST_CELLS, MOST_PERSON, LEAST_WHAT = (10, 12), 26, 13
"""The cells of person and project at the least, of a person at the most, of what is due."""
ONE_LINE, MOST_LINES = 58, 4
"""In so many cells each thing takes one line, in fewer as many as these at the most."""


def columns(
    cells: int, listed: Iterable[DueContact] = (), *, aside: bool = False
) -> tuple[TableColumn, ...]:
    """Return the columns for `cells`: names whole first, what is due takes what they leave.

    Title and account stand below where that has no room otherwise. So does what is due where a
    pane `aside` says it in full and names would be cut for it.
    """
    names, projects = LEAST_CELLS
    for due in listed:
        names = max(names, width(due.contact.name))
        projects = max(projects, width(due.project.name))
    room = cells - GUTTER - FIXED - LEAST_WHAT - 2
    left_out = aside and min(names, MOST_PERSON) + projects > room
    room += LEAST_WHAT + 1 if left_out else 0
    person = max(LEAST_CELLS[0], min(names, MOST_PERSON, room - LEAST_CELLS[1]))
    project = max(LEAST_CELLS[1], min(projects, room - person))
    shown = _columns(person, project, wide=room - person - project >= MORE and not left_out)
    if left_out:
        return shown
    taken = GUTTER + sum(column.cells + 1 for column in shown)
    return (*shown, TableColumn("what", pgettext("column", "What"), max(6, cells - taken)))


def _columns(person: int, project: int, *, wide: bool) -> tuple[TableColumn, ...]:
    """Return the columns before what is due, where it is `wide` with title and account."""
    more = (
        TableColumn("title", pgettext("column", "Title"), 12),
        TableColumn("customer", pgettext("column", "Customer"), 16),
    )
    return (
        TableColumn("on", pgettext("column", "Due"), 5),
        TableColumn("late", pgettext("column", "Late"), 5, "right"),
        TableColumn("name", pgettext("column", "Person"), person),
        *(more if wide else ()),
        TableColumn("project", pgettext("column", "Project"), project),
        TableColumn("cr", pgettext("column", "CR"), CR_CELLS),
        TableColumn("last", pgettext("column", "Last"), 5),
    )


def list_groups(shown: Mapping[str, DueContact]) -> RowGroups:
    """Return the people under two heads: with a follow-up, and with a say and not met."""
    return RowGroups.by_key(
        shown, lambda id_: "follow-up" if shown[id_].what is not None else "quiet"
    )


def group_row(people: Sequence[DueContact]) -> RowText:
    """Return the head over people."""
    name = (
        _("to follow up") if people[0].what is not None else _("with a say, and not met for long")
    )
    return RowText(head=group_head(name, f"{len(people)}"))


def row_text(due: DueContact, shown: Sequence[TableColumn], today: date) -> RowText:
    """Return the row of a person in the columns shown."""
    cells_of = {column.id: column.cells for column in shown}
    last = due.last.on if due.last else None
    cells = {
        "on": TableCell(short_day(due.on, today, cells_of["on"]) if due.on else "", _tone(due)),
        "late": TableCell(_late_text(due) if due.on else "", _tone(due)),
        "name": TableCell(shorten_name(due.contact.name, cells_of["name"]), "strong"),
        "title": TableCell(due.contact.title or ""),
        "customer": TableCell(due.project.customer),
        "project": TableCell(due.project.name),
        "cr": TableCell(cr_sign(due.contact.cr)),
        "last": TableCell(short_day(last, today, cells_of["last"]) if last else "-"),
        "what": TableCell(_what(due, cells_of.get("what", 0))),
    }
    sign = {"red": "!", "amber": "~"}.get(_tone(due), " ")
    return RowText(tuple(cells[column.id] for column in shown), sign, _tone(due))


def _late_text(due: DueContact) -> str:
    return _("{days}d").format(days=due.late) if due.late else _("today")


def _what(due: DueContact, cells: int) -> str:
    """Return what is due; in short, for the head says it, for how long somebody was left alone."""
    text = due_text(due)
    short = due.what is None and width(text) > cells
    return pgettext("not met", "{days}d").format(days=due.quiet) if short else text


def _tone(due: DueContact) -> Tone:
    if due.what is None:
        return "amber"
    return "red" if due.late > 0 else ""


def due_title(due: DueContact | None) -> TextLine:
    """Return who is under the cursor, and what they are there."""
    if due is None:
        return ()
    title = f" {due.contact.title}" if due.contact.title else ""
    return (StyledText(due.contact.name, "strong"), StyledText(title))


def about(due: DueContact | None, cells: int, *, aside: bool) -> list[TextLine]:
    """Return a person in full: how close and where, what is due, and the last touch.

    In a pane `aside`, or a narrow one, each takes as many lines as it needs.
    """
    if due is None:
        return []
    person, project = due.contact, due.project
    most = 1 if cells >= ONE_LINE and not aside else MOST_LINES
    level = level_name(person.level) if person.level else ""
    who = [person.department, level, project.customer, project.name, project.owner]
    rest = f" {glyphs().dot} ".join(part for part in who if part)
    touched = dated_words(due.last) if due.last else never_text(due.known)
    near = cr_sign(person.cr)
    sign = {"red": "! ", "amber": "~ "}.get(_tone(due), "")
    texts = [
        StyledText(f"{near}  {rest}"),
        StyledText(sign + due_text(due), _tone(due)),
        StyledText(_("last: {touch}").format(touch=touched), "dim"),
    ]
    shown = [
        line(StyledText(part, each.tone)) for each in texts for part in wrap(each.text, cells, most)
    ]
    tone = cr_tone(person.cr, against=against_us(person))
    return [overlay(shown[0], line(StyledText(near, tone)), 0, width(near)), *shown[1:]]


def never_text(known: int) -> str:
    """Say that somebody was never contacted, and how many days ago they came in."""
    if known < 1:
        return _("never contacted")
    text = ngettext(
        "never contacted (added {count} day ago)", "never contacted (added {count} days ago)", known
    )
    return text.format(count=known)


def match_words(text: str, word: Callable[[str], SearchWord]) -> Callable[[DueContact], bool]:
    """Whether all words of a text are found with a person, in Chinese by pinyin too."""
    words = [word(typed) for typed in text.split()]

    def within(due: DueContact) -> bool:
        person, project = due.contact, due.project
        personal = (person.name, person.title, person.department, due.what)
        parts = (*personal, project.customer, project.name, project.owner)
        everything = fold_text("\n".join(part for part in parts if part))
        return all(each.within(everything) for each in words)

    return within
