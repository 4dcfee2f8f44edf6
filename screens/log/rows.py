"""Rows of a project's log: from entries in words to cells. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from screens.kit.cells import wrap
from screens.kit.logged import Logged
from screens.kit.rowlist import RowText
from screens.kit.spans import Line, Span, cut, line
from screens.kit.table import GUTTER, Cell, Column
from screens.kit.wording import pgettext

ABOUT_LINES = 3


def columns(cells: int) -> tuple[Column, ...]:
    """The columns for a screen of `cells`; what happened takes what is left."""
    who = 6 if cells < 110 else 12
    return (
        Column("when", pgettext("column", "When"), 16),
        Column("by", pgettext("column", "Who"), who),
        Column("text", pgettext("column", "What happened"), max(10, cells - GUTTER - 18 - who)),
    )


def row_text(one: Logged) -> RowText:
    """The row of an entry; one that goes over a limit is marked."""
    cells = (Cell(one.when, "dim"), Cell(one.by), Cell(one.text))
    return RowText(cells, "~", "amber") if one.warning else RowText(cells)


def about(one: Logged | None, cells: int) -> list[Line]:
    """An entry in full under a rule, however long."""
    lines: list[Line] = [line(Span("-" * cells, "dim"))]
    if one is not None:
        said = "  ".join(part for part in (one.when, one.by, one.text) if part)
        warning = [line(Span(f" ! {one.warning}", "amber"))] if one.warning else []
        room = ABOUT_LINES - len(warning)
        lines += [line("   ", part) for part in wrap(said, cells - 4, room)]
        lines += [cut(each, cells) for each in warning]
    return lines


def numbered(entries: Sequence[Logged]) -> dict[str, Logged]:
    """The entries by a number that stays theirs while newer ones come in before them."""
    return {f"{len(entries) - place}": one for place, one in enumerate(entries)}
