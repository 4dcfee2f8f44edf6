"""Rows of the follow-ups: from a person who is due to cells, and in full below. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from deals.followups import Due
from deals.search import Word
from deals.standing import cr_text
from deals.text import folded
from screens.kit.glyphs import Glyphs
from screens.kit.rowlist import RowText
from screens.kit.spans import Line, Span, Tone, cut, line
from screens.kit.table import GUTTER, Cell, Column
from screens.kit.touched import dated_words, due_text
from screens.kit.wording import _, pgettext
from screens.kit.wording.names import level_name

ABOUT_LINES = 4


def columns(cells: int) -> tuple[Column, ...]:
    """The columns for a screen of `cells`; title and account stand below where it is narrow."""
    wide = cells >= 110
    person, project = (14, 24) if wide else (10, 18)
    more = [
        Column("title", pgettext("column", "Title"), 12),
        Column("customer", pgettext("column", "Customer"), 16),
    ]
    shown = [
        Column("on", pgettext("column", "Due"), 5),
        Column("late", pgettext("column", "Late"), 5, "right"),
        Column("name", pgettext("column", "Person"), person),
        *(more if wide else ()),
        Column("project", pgettext("column", "Project"), project),
        Column("cr", pgettext("column", "CR"), 3),
        Column("last", pgettext("column", "Last"), 5),
    ]
    taken = GUTTER + sum(one.cells + 1 for one in shown)
    return (*shown, Column("what", pgettext("column", "What"), max(6, cells - taken)))


def row_text(one: Due, shown: Sequence[Column]) -> RowText:
    """The row of a person in the columns shown."""
    cells = {
        "on": Cell(f"{one.on:%m-%d}" if one.on else ""),
        "late": Cell(_("{days}d").format(days=one.late) if one.on else "", _tone(one)),
        "name": Cell(one.contact.name),
        "title": Cell(one.contact.title or ""),
        "customer": Cell(one.project.customer),
        "project": Cell(one.project.name),
        "cr": Cell(cr_text(one.contact.cr)),
        "last": Cell(f"{one.last.on:%m-%d}" if one.last else "-"),
        "what": Cell(due_text(one)),
    }
    sign = {"red": "!", "amber": "~"}.get(_tone(one), " ")
    return RowText(tuple(cells[column.id] for column in shown), sign, _tone(one))


def _tone(one: Due) -> Tone:
    if one.what is None:
        return "amber"
    return "red" if one.late > 0 else ""


def about(one: Due | None, cells: int, glyphs: Glyphs) -> list[Line]:
    """A person under a rule: who and where, what is due, and the last touch."""
    lines: list[Line] = [line(Span("-" * cells, "dim"))]
    if one is None:
        return lines
    person, project = one.contact, one.project
    level = level_name(person.level) if person.level else ""
    who = [person.title, person.department, level, project.customer, project.name, project.owner]
    rest = f" {glyphs.dot} ".join(part for part in who if part)
    touched = dated_words(one.last) if one.last else _("never touched")
    told = [
        line(Span(f" {person.name} ", "strong"), Span(f"{cr_text(person.cr)}  {rest}")),
        line(Span(f"   {due_text(one)}", _tone(one))),
        line(Span("   " + _("last: {touch}").format(touch=touched), "dim")),
    ]
    return [*lines, *(cut(each, cells) for each in told)]


def chosen_by(text: str, word: Callable[[str], Word]) -> Callable[[Due], bool]:
    """Whether all words of a text are found with a person, in Chinese by pinyin too."""
    words = [word(one) for one in text.split()]

    def within(one: Due) -> bool:
        person, project = one.contact, one.project
        said = (person.name, person.title, person.department, one.what)
        parts = (*said, project.customer, project.name, project.owner)
        everything = folded("\n".join(part for part in parts if part))
        return all(each.within(everything) for each in words)

    return within
