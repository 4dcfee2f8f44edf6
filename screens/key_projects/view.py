"""The rows of key projects and candidates, and one in full. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from deals.parsing.amounts import short_amount
from screens.base.row_list import RowText
from views.key_rows import KIND_SIGNS, LEGEND, KeyRow, why_key_text
from views.person_names import shorten_name
from views.styled_text import StyledText, TextLine, line, width, wrap
from views.table import GUTTER, TableCell, TableColumn
from wording import _, language, pgettext
from wording.candidate_texts import owner_text

ABOUT_LINES, ROOMY = 4, 76


def columns(cells: int, rows: Iterable[KeyRow]) -> tuple[TableColumn, ...]:
    """Return the columns for so many cells; why it is there takes what names leave."""
    owner, least = (10, 30) if cells >= 110 else (6, 26) if cells >= ROOMY else (6, 16)
    widest = max((width(row.candidate.project.name) for row in rows), default=0)
    name = max(least, min(widest, cells // 3))
    rest = max(10, cells - GUTTER - owner - name - 10 - 4)
    return (
        TableColumn("owner", pgettext("column", "Owner"), owner),
        TableColumn("name", pgettext("column", "Project"), name),
        TableColumn("amount", pgettext("column", "Amount"), 10, "right"),
        TableColumn("why", pgettext("column", "Why"), rest),
    )


def row_text(row: KeyRow, shown: Sequence[TableColumn]) -> RowText:
    """Return the cells of a row."""
    project, (sign, tone) = row.candidate.project, KIND_SIGNS[row.kind]
    cells = (
        TableCell(shorten_name(owner_text(row.owner), shown[0].cells)),
        TableCell(project.name, "strong"),
        TableCell(short_amount(project.amount, language()) if project.amount else ""),
        TableCell(why_key_text(row)),
    )
    return RowText(cells, sign, tone)


def key_title(row: KeyRow | None) -> TextLine:
    """Return the project of a row and its customer."""
    if row is None:
        return ()
    project = row.candidate.project
    return (StyledText(project.name, "strong"), StyledText(f"  {project.customer}", "dim"))


def about(row: KeyRow | None, cells: int, rows: int) -> list[TextLine]:
    """Return why a row is there in full, and what the signs mean."""
    if row is None:
        return []
    legend = wrap(_(LEGEND), cells, max(1, rows // 2))
    sign, tone = KIND_SIGNS[row.kind]
    first, *why = wrap(why_key_text(row), cells - 2, max(1, rows - len(legend))) or [""]
    lines = [line(StyledText(f"{sign} ", tone), first), *(line(f"  {part}") for part in why)]
    return [*lines, *(line(StyledText(part, "dim")) for part in legend)]
