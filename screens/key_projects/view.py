"""The rows of key projects and candidates, and one in full. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from deals.model import Project
from deals.parsing.amounts import short_amount
from screens.base.row_list import RowGroups, RowText
from views.key_rows import KIND_SIGNS, LEGEND, KeyRow, why_key_text
from views.styled_text import StyledText, TextLine, line, width, wrap
from views.table import GUTTER, TableCell, TableColumn, group_head
from wording import _, language, pgettext
from wording.candidate_texts import owner_text

ABOUT_LINES, ROOMY, LEAST_WHY = 4, 76, 28


def columns(cells: int, rows: Iterable[KeyRow]) -> tuple[TableColumn, ...]:
    """Return the columns for so many cells; why it is there takes what names leave."""
    least, listed = 26 if cells >= ROOMY else 16, [row.candidate.project for row in rows]
    widest = max((width(project.name) for project in listed), default=0)
    title = pgettext("column", "Amount")
    amount = max([width(title), *(width(_amount_text(project)) for project in listed)])
    rest = cells - GUTTER - amount - 3
    name = max(least, min(widest, max(cells * 2 // 5, rest - LEAST_WHY)))
    rest = max(10, rest - name)
    return (
        TableColumn("name", pgettext("column", "Project"), name),
        TableColumn("amount", title, amount, "right"),
        TableColumn("why", pgettext("column", "Why"), rest),
    )


def list_owners(rows: Mapping[str, KeyRow]) -> RowGroups:
    """Return the projects under their owners."""
    return RowGroups.by_key(rows, lambda id_: rows[id_].owner)


def owner_row(rows: Sequence[KeyRow]) -> RowText:
    """Return the head over the projects of an owner: how many are key, might be, are to be met."""
    counts = Counter(row.kind for row in rows)
    figures = "  ".join(
        f"{sign} {counts[kind]}" for kind, (sign, _tone) in KIND_SIGNS.items() if counts[kind]
    )
    return RowText(head=group_head(owner_text(rows[0].owner), figures, "strong"))


def row_text(row: KeyRow) -> RowText:
    """Return the cells of a row."""
    project, (sign, tone) = row.candidate.project, KIND_SIGNS[row.kind]
    cells = (
        TableCell(project.name, "strong" if row.kind == "starred" else ""),
        TableCell(_amount_text(project)),
        TableCell(why_key_text(row)),
    )
    return RowText(cells, sign, tone)


def _amount_text(project: Project) -> str:
    return short_amount(project.amount, language()) if project.amount else ""


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
