"""The entries of a project's log as rows under their months, and one in full. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from deals.history import KEPT, NOTES, OUTSIDE, PARTED, LogEntry, log_entries
from deals.model import LISTED, Change, Contact, Project, Touch
from deals.playbook import Playbook
from deals.rules.compliance import GiftTotal
from screens.base.row_list import RowGroups, RowText
from views.changes import LogLine, list_log_lines
from views.field_values import day_text
from views.glyphs import glyphs
from views.marks import cr_sign
from views.person_names import shorten_name
from views.styled_text import StyledText, TextLine, Tone, cut, line, width, wrap
from views.table import GUTTER, TableCell, TableColumn, column_cells, group_head
from views.touches import worth_text
from wording import _, add_note, pgettext, show_move
from wording.names import change_name, name_month, touch_name

ABOUT_LINES = 5
DAY_CELLS, LEAST_WHAT = 5, 16
MOST_WHO, MOST_KIND, MOST_NAME = 10, 12, 18
"""The cells of columns: at the most, as their texts need."""
ROOMY = 8
"""From so many lines on each person has one of their own in the pane."""


@dataclass(frozen=True, slots=True)
class LogItem:
    """An entry of the log: its day, its kind by sign and word, the customer's people that it is
    about, what happened in short, and its wording in full.
    """

    on: date
    sign: str
    kind: str
    people: tuple[Contact, ...]
    what: str
    words: LogLine
    is_touch: bool = False


def list_log_items(
    project: Project, playbook: Playbook, given: Sequence[GiftTotal]
) -> dict[str, LogItem]:
    """Return the entries, the newest first, by a number that stays theirs as newer ones come in.

    `given` is what the project's people were given.
    """
    lines = list_log_lines(project, playbook, given)
    entries = log_entries(project)
    items = [_make_item(*each, project, playbook) for each in zip(entries, lines, strict=True)]
    return {f"{len(items) - place}": item for place, item in enumerate(items)}


def list_months(items: Mapping[str, LogItem]) -> RowGroups:
    """Return the entries under their months."""
    # Days are those of whoever wrote: one may be of a month that has begun elsewhere only.
    firsts = accumulate((item.on.replace(day=1) for item in items.values()), min)
    months = dict(zip(items, firsts, strict=True))
    return RowGroups.by_key(items, lambda id_: f"{months[id_]:%Y-%m}")


def _make_item(entry: LogEntry, words: LogLine, project: Project, playbook: Playbook) -> LogItem:
    what, on = entry.what, entry.at.astimezone().date()
    if isinstance(what, Touch):
        met = tuple(each for each in project.contacts if each.id in what.contacts)
        kind = touch_name(what.how) or _("touch")
        spent = worth_text(what.worth, what.currency)
        note = _(", ").join(filter(None, (what.note, spent)))
        return LogItem(what.on, glyphs().settled, kind, met, note, words, is_touch=True)
    if what is None:
        return LogItem(on, "+", words.what, (), "", words)
    sign, kind, text = _describe_change(what, words, playbook)
    named = None if what.field in LISTED else what.subject
    about = tuple(each for each in project.contacts if each.id == named)
    # Of somebody who is gone the words say that it was of a contact.
    kind = words.what if named and not about else kind
    return LogItem(on, sign, kind, about, text, words)


def _describe_change(change: Change, words: LogLine, playbook: Playbook) -> tuple[str, str, str]:
    """Return the sign of a move, what moved, and from what to what."""
    signs, field, old, new = glyphs(), change.field, change.old, change.new
    if field in (KEPT, PARTED):
        return signs.same, pgettext("log", "table"), words.what
    if field == OUTSIDE:
        return "?", pgettext("log", "outside"), words.how or words.what
    if field == "cr":
        before, after = _read_cr(old), _read_cr(new)
        dots = show_move(cr_sign(before).strip(), cr_sign(after).strip())
        return _draw_way(before or 0, after or 0), pgettext("column", "CR"), dots
    kind = change_name("remarks" if (field, change.subject) == (NOTES, None) else field)
    if field == "stage":
        before, after = (playbook.order.get(each or "", 0) for each in (old, new))
        return _draw_way(before, after), kind, words.how
    return "+" if old is None else "-" if new is None else signs.onward, kind, words.how


def _read_cr(text: str | None) -> int | None:
    """Read a CR as history keeps it; None for one that is not known or is none."""
    return int(text) if text in ("1", "2", "3", "4", "5") else None


def _draw_way(before: int, after: int) -> str:
    return glyphs().rise if after >= before else glyphs().fall


def columns(cells: int, items: Iterable[LogItem]) -> tuple[TableColumn, ...]:
    """Return the columns for `cells`: what happened takes what is left.

    The people of the customer have a column where an entry is about somebody.
    """
    listed = list(items)
    by, kind_name = pgettext("column", "Who"), pgettext("log", "Kind")
    who = column_cells((by, *(item.words.by for item in listed)), MOST_WHO)
    kind = column_cells((kind_name, *(item.kind for item in listed)), MOST_KIND)
    taken = GUTTER + DAY_CELLS + who + kind + 3
    shown = [
        TableColumn("on", pgettext("column", "Day"), DAY_CELLS),
        TableColumn("by", by, who),
        TableColumn("kind", kind_name, kind),
    ]
    named, person = [item.people for item in listed if item.people], pgettext("column", "Person")
    name = column_cells((person, *map(_people_text, named)), MOST_NAME)
    name = min(name, cells - taken - LEAST_WHAT - 1)
    if named and name > 0:
        shown.append(TableColumn("with", person, name))
        taken += name + 1
    rest = max(1, cells - taken - 1)
    return (*shown, TableColumn("what", pgettext("column", "What happened"), rest))


def _people_text(people: Sequence[Contact], cells: int = MOST_NAME) -> str:
    """Return who an entry is about: the first by name, and how many more."""
    if not people:
        return ""
    more = f" +{len(people) - 1}" if len(people) > 1 else ""
    return shorten_name(people[0].name, cells - width(more)) + more


def row_text(item: LogItem, shown: Sequence[TableColumn]) -> RowText:
    """Return the row of an entry: names stand out, what was told is quiet; one that goes over a
    limit is marked.
    """
    cells_of = {column.id: column.cells for column in shown}
    note = "" if item.is_touch else item.words.note
    what = add_note(item.what, note) if note else item.what
    cells = {
        "on": TableCell(f"{item.on:%m-%d}"),
        "by": TableCell(shorten_name(item.words.by, cells_of["by"])),
        "kind": TableCell(item.kind),
        "with": TableCell(_people_text(item.people, cells_of.get("with", 0)), "strong"),
        "what": TableCell(what, "dim" if item.is_touch else ""),
    }
    row = tuple(cells[column.id] for column in shown)
    return RowText(row, "~", "amber") if item.words.warning else RowText(row, item.sign)


def month_text(items: Sequence[LogItem]) -> RowText:
    """Return the head over the entries of a month."""
    first = items[0].on
    name = pgettext("log", "{month} {year}")
    name = name.format(month=name_month(first.month), year=first.year)
    return RowText(head=group_head(name, f"{len(items)}"))


def entry_title(item: LogItem | None) -> TextLine:
    """Return what an entry is: its kind, when it was made and by whom."""
    if item is None:
        return ()
    _day, _blank, minute = item.words.when.partition(" ")
    when = " ".join(filter(None, (day_text(item.on), minute)))
    rest = "  ".join(filter(None, (when, item.words.by)))
    return line(StyledText(f"{item.sign} {item.kind}", "strong"), StyledText(f"  {rest}", "dim"))


def about(item: LogItem | None, cells: int, rows: int) -> list[TextLine]:
    """Return an entry in full, however long: whom it is about, what happened, what was noted of it,
    and the limit that it goes over.
    """
    if item is None:
        return []
    people = _people_lines(item.people, cells, rows)
    left = max(1, rows - len(people))
    texts: list[tuple[str, Tone]] = [
        (f"~ {item.words.warning}" if item.words.warning else "", "amber"),
        ("" if item.is_touch else item.words.note, "dim"),
    ]
    ends = [
        line(StyledText(part, tone))
        for text, tone in texts
        for part in wrap(text, cells, max(1, left // 3))
    ]
    what = wrap(item.what, cells, max(1, left - len(ends)))
    return [*people, *map(line, what), *ends]


def _people_lines(people: Sequence[Contact], cells: int, rows: int) -> list[TextLine]:
    """Return the people by name and title, each in a line where there is room for it."""
    if rows < ROOMY and len(people) > 1:
        names = _(", ").join(person.name for person in people)
        return [line(StyledText(part, "strong")) for part in wrap(names, cells, 1)]
    return [
        cut(line(StyledText(each.name, "strong"), StyledText(f"  {each.title or ''}")), cells)
        for each in people[: max(1, rows // 2)]
    ]
