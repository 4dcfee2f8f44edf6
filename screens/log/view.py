"""The entries of a project's log as rows, and one in full. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from screens.base.row_list import RowText
from views.changes import LogLine
from views.styled_text import StyledText, TextLine, line, wrap
from views.table import GUTTER, TableCell, TableColumn
from wording import pgettext

ABOUT_LINES = 4


def columns(cells: int) -> tuple[TableColumn, ...]:
    """Return the columns for `cells`; what happened takes what is left."""
    who = 6 if cells < 110 else 12
    return (
        TableColumn("when", pgettext("column", "When"), 16),
        TableColumn("by", pgettext("column", "Who"), who),
        TableColumn(
            "text", pgettext("column", "What happened"), max(10, cells - GUTTER - 18 - who)
        ),
    )


def row_text(entry: LogLine) -> RowText:
    """Return the row of an entry; one that goes over a limit is marked."""
    cells = (TableCell(entry.when, "dim"), TableCell(entry.by), TableCell(entry.text))
    return RowText(cells, "~", "amber") if entry.warning else RowText(cells)


def entry_title(entry: LogLine | None) -> TextLine:
    """Return when an entry was made and by whom."""
    if entry is None:
        return ()
    return line("  ".join(part for part in (entry.when, entry.by) if part))


def about(entry: LogLine | None, cells: int, rows: int) -> list[TextLine]:
    """Return an entry in full, however long, and the limit that it goes over."""
    if entry is None:
        return []
    warning = wrap(f"! {entry.warning}", cells, max(1, rows // 3)) if entry.warning else []
    lines = [line(part) for part in wrap(entry.text, cells, max(1, rows - len(warning)))]
    return [*lines, *(line(StyledText(part, "amber")) for part in warning)]


def number_entries(entries: Sequence[LogLine]) -> dict[str, LogLine]:
    """Return the entries by a number that stays theirs while newer ones come in before them."""
    return {f"{len(entries) - place}": entry for place, entry in enumerate(entries)}
