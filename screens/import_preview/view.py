"""An import in words: its rows, columns and names of stages, and what was taken. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Literal, NamedTuple

from deals.errors import UserError
from deals.model import Book, Project
from deals.parsing.amounts import short_amount
from deals.parsing.windows import short_window
from screens.base.context import ImportChoices, ImportedTable
from screens.base.row_list import RowText
from views.import_report import (
    ImportedColumn,
    ImportedRow,
    ImportedStage,
    LeftSheet,
    ReportPiece,
    SourceNote,
    changes_text,
    column_name,
    column_pieces,
    import_summary,
    is_taken,
    left_reason,
    remark_texts,
    skip_text,
    source_remark_text,
    stage_meaning,
    stage_name,
    stage_pieces,
)
from views.styled_text import StyledText, TextLine, Tone, cut, fit, line, wrap
from views.table import GUTTER, TableCell, TableColumn
from wording import _, language, ngettext, pgettext, say
from wording.error_sentences import SENTENCES
from wording.errors import placeholders_of, short_path
from wording.names import status_name

HEAD_LINES = 4
ABOUT_LINES = 4
MOST_REFUSED = 3
"""How many refusals are told in full once the good rows were taken."""
Page = Literal["rows", "columns", "stages"]
SIGNS: dict[str, tuple[str, Tone]] = {
    "added": ("+", "good"),
    "changed": ("~", "amber"),
    "refused": ("x", "red"),
    "passed": ("-", "dim"),
}


class ListedRow(NamedTuple):
    """A line of the preview: a sign with its tone, the project, what happens to it, and where."""

    sign: str
    tone: Tone
    name: str
    what: str
    place: str


LineMaker = Callable[[], ListedRow]
"""Makes a line of the preview once it is on the screen: thousands cost what twenty do."""


def list_outcomes(table: ImportedTable) -> list[LineMaker]:
    """Return what is listed: refused rows, added and changed ones, sheets left out, passed rows.

    Those that are unchanged are only counted.
    """
    several = len({(column.file, column.sheet) for column in table.columns}) > 1
    lines: dict[str, list[LineMaker]] = {kind: [] for kind in ("refused", "good", "passed")}
    for row in table.outcomes:
        kind = "good" if row.kind in ("added", "changed") else row.kind
        if kind in lines:
            lines[kind].append(partial(describe_outcome, row, table.book, several))
    left = [partial(describe_left, sheet) for sheet in table.not_read]
    notes = [partial(describe_note, note) for note in table.remarks]
    return [*lines["refused"], *notes, *lines["good"], *left, *lines["passed"]]


def describe_outcome(row: ImportedRow, book: Book, several: bool) -> ListedRow:
    """Return the line of rows; with `several` sheets or files their place names these."""
    sign, tone = SIGNS[row.kind]
    return ListedRow(sign, tone, row.project, _what(row, book), rows_text(row, several))


def describe_note(note: SourceNote) -> ListedRow:
    """Return the line of what is to be known of a whole file or sheet."""
    place = note.sheet or short_path(note.file)
    return ListedRow("~", "amber", place, source_remark_text(note, place), "")


def describe_left(left: LeftSheet) -> ListedRow:
    """Return the line of a sheet, or a file of a folder, that was not read."""
    what = _("not read, {reason}").format(reason=left_reason(left))
    return ListedRow("-", "dim", left.sheet or short_path(left.file), what, "")


def _what(row: ImportedRow, book: Book) -> str:
    remarks = remark_texts(row)
    if row.kind == "refused":
        return _("; ").join(dict.fromkeys(map(say_within_file, row.refusals)))
    if row.kind == "passed":
        return skip_text(row)
    if row.kind == "changed":
        return _("; ").join([changes_text(row), *remarks])
    project = book.projects.get(row.id or "")
    facts = "  ".join(project_facts(project)) if project else ""
    return _("; ").join(filter(None, [facts, *remarks]))


def project_facts(project: Project) -> Iterator[str]:
    """Yield what a new project is known by: stage, outcome, amount, signing, customer, owner."""
    yield project.stage
    if project.status != "open":
        yield status_name(project.status)
    if project.amount:
        yield short_amount(project.amount, language())
    if project.signs:
        yield short_window(project.signs)
    yield from filter(None, (project.customer, project.owner))


def say_within_file(refusal: UserError) -> str:
    """Say a refusal without the file, which the title names, unless the sentence needs it."""
    named = placeholders_of(SENTENCES.get(refusal.code, ""))
    figures = {
        name: value
        for name, value in refusal.figures.items()
        if name in named or name not in ("file", "sheet")
    }
    return say(UserError(refusal.code, **figures).at(*refusal.place))


def rows_text(row: ImportedRow, several: bool) -> str:
    """Return the rows as the spreadsheet counts them, behind the sheet where there are several."""
    if not row.row:
        return short_path(row.file, 16) if several else ""
    rows = f"{row.row}" if row.row == row.last else f"{row.row}-{row.last}"
    return f"{row.sheet or short_path(row.file, 12)} {rows}" if several else rows


def row_columns(cells: int, page: Page) -> tuple[TableColumn, ...]:
    """Return the columns of a list for so many cells."""
    name, place = (30, 22) if cells >= 110 else (20, 12)
    rest = max(10, cells - GUTTER - name - place - 3)
    if page == "rows":
        return (
            TableColumn("name", pgettext("column", "Project"), name),
            TableColumn("what", pgettext("import", "What happens"), rest),
            TableColumn("place", pgettext("column", "Row"), place, "right"),
        )
    if page == "columns":
        return (
            TableColumn("name", pgettext("column", "Column"), name),
            TableColumn("what", pgettext("column", "Taken for"), rest),
            TableColumn("place", pgettext("column", "Sheet"), place),
        )
    return (
        TableColumn("name", pgettext("column", "Name of a stage"), name),
        TableColumn("what", pgettext("column", "Means"), rest),
        TableColumn("place", pgettext("column", "Rows"), place, "right"),
    )


def line_cells(listed: ListedRow) -> RowText:
    """Return the cells of a line; what is refused stands out as a whole."""
    tone: Tone = listed.tone if listed.tone in ("red", "dim") else ""
    cells = (
        TableCell(listed.name, tone if tone == "dim" else ""),
        TableCell(listed.what, tone),
        TableCell(listed.place, "dim"),
    )
    return RowText(cells, listed.sign, listed.tone)


def describe_column(column: ImportedColumn) -> ListedRow:
    """Return the line of a column."""
    tone: Tone = "" if is_taken(column.field) else "dim"
    return ListedRow(
        " ", tone, column.header, column_name(column.field, column.header), column.sheet
    )


def describe_stage(stage: ImportedStage) -> ListedRow:
    """Return the line of a name of a stage."""
    if stage.value:
        return ListedRow(" ", "", stage_name(stage), stage_meaning(stage), f"{stage.rows}")
    return ListedRow("?", "red", stage_name(stage), stage_meaning(stage), f"{stage.rows}")


def title_text(table: ImportedTable) -> str:
    """Return how many projects are added, changed and so on."""
    return import_summary(table.outcomes)


def head_lines(
    table: ImportedTable, choices: ImportChoices, sheets: Sequence[str], cells: int
) -> list[TextLine]:
    """Return the sheets, the columns and the names of stages, a line each, over a rule."""
    labels = (_("Sheets"), _("Columns"), _("Stages"))
    pieces = (_sheet_pieces(table, choices, sheets), column_pieces(table.columns))
    lines = [*pieces, stage_pieces(table.stages)]
    return [
        *(_head_line(label, some, cells) for label, some in zip(labels, lines, strict=True)),
        line(StyledText("-" * cells, "dim")),
    ]


def _head_line(label: str, pieces: Sequence[ReportPiece], cells: int) -> TextLine:
    spans = [StyledText(f" {fit(label, 8)}", "key")]
    spans += [StyledText(f" {text} ", tone) for text, tone in pieces]
    return cut(spans if pieces else [*spans, StyledText(" -", "dim")], cells)


def _sheet_pieces(
    table: ImportedTable, choices: ImportChoices, sheets: Sequence[str]
) -> list[ReportPiece]:
    """Return the sheets: those that are read plain, others dim."""
    if not sheets:
        return []
    read = {column.sheet for column in table.columns}
    everything: ReportPiece = (_("all"), "" if choices.sheets else "caret")
    chosen = set(choices.sheets)
    tones: list[Tone] = [
        "caret" if sheet in chosen else "" if sheet in read else "dim" for sheet in sheets
    ]
    return [everything, *zip(sheets, tones, strict=True)]


def about_lines(listed: ListedRow | None, page: Page, cells: int) -> list[TextLine]:
    """Return the line under the cursor in full, under a rule."""
    rule = line(StyledText("-" * cells, "dim"))
    if listed is None:
        return [rule]
    if page == "columns":
        texts = [_("c or Enter chooses what the column is; q goes back to the rows")]
    elif page == "stages":
        texts = [_("s or Enter chooses what the name means; q goes back to the rows")]
    else:
        texts = []
    tone = listed.tone if listed.tone == "red" else ""
    head = line(StyledText(f" {listed.sign} ", listed.tone), StyledText(listed.name, "strong"))
    where = f"  {listed.place}" if listed.place else ""
    lines = [cut((*head, StyledText(where, "dim")), cells)]
    lines += [line(StyledText(f"   {text}", tone)) for text in wrap(listed.what, cells - 4, 2)]
    lines += [cut(line(StyledText(f"   {text}", "dim")), cells) for text in texts]
    return [rule, *lines][:ABOUT_LINES]


def status_text(table: ImportedTable) -> str:
    """Return what stands in the way of taking it all in."""
    unknown = sum(not stage.value for stage in table.stages)
    refused = sum(row.kind == "refused" for row in table.outcomes)
    if unknown:
        return ngettext(
            "{count} name of a stage means nothing yet: s",
            "{count} names of stages mean nothing yet: s",
            unknown,
        ).format(count=unknown)
    if refused and table.good:
        return _("x takes the good rows alone")
    return "" if refused else _("Enter takes in what is listed")


def taken_text(table: ImportedTable, backup: str) -> str:
    """Return what was taken in and what was not, the first refusals in full, and the backup."""
    texts = [import_summary(table.outcomes), *map(say, table.refusals[:MOST_REFUSED])]
    if backup:
        texts.append(_("backup: {file}").format(file=short_path(backup, 60)))
    return "; ".join(texts)
