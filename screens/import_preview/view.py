"""An import in words: its rows, columns and names of stages, and what was taken. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Literal, NamedTuple

from deals.errors import UserError
from deals.model import Book, Project
from deals.parsing.amounts import amount_text
from deals.parsing.windows import short_window
from deals.playbook import Playbook
from screens.base.context import ImportChoices, ImportedTable
from screens.base.pane import indent_line
from screens.base.row_list import RowText
from views.import_letter import TWICE, NearNames, hand_over_text, near_text
from views.import_report import (
    AS_BEFORE,
    LEFT,
    SETTING_OF,
    GoneRow,
    ImportedColumn,
    ImportedRow,
    ImportedStage,
    LeftSheet,
    ReportPiece,
    TwinRows,
    changes_text,
    column_name,
    column_pieces,
    gone_text,
    import_summary,
    is_taken,
    memory_lines,
    preview_counts,
    remark_texts,
    skip_text,
    stage_meaning_text,
    stage_name,
    stage_pieces,
)
from views.marks import more_line, titled_rule
from views.source_remarks import SourceNote, remark_figures, remark_key, source_remark_text
from views.source_row import draw_source_row
from views.styled_text import StyledText, TextLine, Tone, cut, fit, flow, line, wrap
from views.table import GUTTER, TableCell, TableColumn
from wording import N_, _, add_note, language, ngettext, pgettext, say
from wording.error_sentences import SENTENCES
from wording.errors import one_line, placeholders_of, short_path
from wording.names import status_name

HEAD_LINES = 5
"""How many lines stand over the list at the most."""
ABOUT_LINES = 6
LABEL_CELLS = 9
ROOMY = 76
"""From so many cells on names have room."""
ROWS_CELLS = 9
"""The cells of the rows of one sheet: two numbers of four digits."""
SHEETS_BEFORE = 2
"""How many sheets are shown before the one that is chosen."""
MOST_REFUSED = 3
"""How many refused rows are named once the valid ones were imported."""
Page = Literal["rows", "columns", "stages", "reading"]
SIGNS: dict[str, tuple[str, Tone]] = {
    "added": ("+", "good"),
    "changed": ("~", "amber"),
    "refused": ("x", "red"),
    "unchanged": ("~", "amber"),
    "passed": ("-", "dim"),
}


LEFT_HERE = {
    "hidden": N_("the sheet is hidden; Tab reads it"),
    "later": N_("only the first such sheet is read; Tab reads others"),
    "contacts": N_("it holds contacts; import them on the people page of their project"),
}
"""Why something was not read, where the app has a key for it."""
NOTES_HERE = {
    "too-many-columns": N_("{text} columns are unknown here, too many to keep all; c says which"),
    "older-table": N_(
        "this is the table of {text}; that of {other} was taken already: only blanks are filled; "
        "o takes it all the same"
    ),
    "by-cells": N_("{text} is read as {other}, for its cells are such; c says otherwise"),
    "likely-column": N_("no column for {other}: is it one of {text}? c says so"),
    "near-owner": N_("{text} is a new owner; the same as {other}?"),
    "no-column": N_("no column for {other}: new projects come without"),
}
"""What is to be known of a file or sheet, where the app has a key for it."""
REFUSED_HERE = {
    "window-fiscal": N_('"{text}" is of a fiscal year: in which month does yours start? press r'),
    "amount-sign": N_('"{text}" in which currency? "{sign}" may be {currencies}; press r'),
    "column-currency": N_('"{text}" in which currency? others name theirs ("{other}"); press r'),
    "column-currency-wan": N_('"{text}" in which currency? "{other}" is in another; press r'),
}
"""What is asked of the user, where the app has a key for it."""
OF_COLUMNS = ("by-cells", "likely-column")  # first of all, since all rows depend on them


class ListedRow(NamedTuple):
    """A line of the preview: a sign with its tone, the project, what happens to it, and where; with
    the row of the table that it is about, if it is about one.
    """

    sign: str
    tone: Tone
    name: str
    what: str
    place: str
    row: ImportedRow | None = None


LineMaker = Callable[[], ListedRow]
"""Makes a line of the preview once it is on the screen: thousands cost what twenty do."""


def list_outcomes(table: ImportedTable) -> list[LineMaker]:
    """Return what is listed: columns in doubt, refused rows, what is to be asked, good, the rest.

    Those that are unchanged are only counted, unless they contradict what we have.
    """
    several = has_places(table)
    lines: dict[str, list[LineMaker]] = {kind: [] for kind in ("refused", "good", "passed")}
    for row in table.outcomes:
        noted = row.still or any(each.code == "renumbered" for each in row.remarks)
        kind = "good" if row.kind in ("added", "changed") or noted else row.kind
        if kind in lines:
            lines[kind].append(partial(describe_outcome, row, table.book, several))
    gone = [partial(describe_gone, each) for each in table.gone]
    twins = [partial(describe_twins, each, table.book) for each in table.twins]
    left = [partial(describe_left, sheet) for sheet in table.not_read]
    first: list[LineMaker] = []
    notes: list[LineMaker] = []
    for note in table.remarks:
        (first if remark_key(note) in OF_COLUMNS else notes).append(partial(describe_note, note))
    near = [partial(describe_near, each) for each in table.near]
    asked: list[LineMaker] = [*notes, *twins, *gone, *near]
    elsewhere = [partial(describe_gone, each) for each in table.left]
    refused, good = lines["refused"], lines["good"]
    return [*first, *refused, *asked, *good, *elsewhere, *left, *lines["passed"]]


def has_places(table: ImportedTable) -> bool:
    """Whether rows are of several sheets or files, so that they say of which."""
    places = {(column.file, column.sheet) for column in table.columns}
    return len(places | {(row.file, row.sheet) for row in table.outcomes}) > 1


def describe_outcome(row: ImportedRow, book: Book, several: bool) -> ListedRow:
    """Return the line of rows; with `several` sheets or files their place names these."""
    sign, tone = SIGNS[row.kind]
    name = row.project or (row.sheet if row.kind == "refused" else "")
    return ListedRow(sign, tone, name, _what(row, book), rows_text(row, several), row)


def describe_note(note: SourceNote) -> ListedRow:
    """Return the line of what is to be known of a whole file or sheet."""
    place = note.sheet or short_path(note.file)
    here = NOTES_HERE.get(remark_key(note))
    text = _(here).format(**remark_figures(note)) if here else ""
    return ListedRow("~", "amber", place, text or source_remark_text(note, place), "")


def describe_gone(gone: GoneRow) -> ListedRow:
    """Return the line of a project that a table holds no longer."""
    return ListedRow("-", "" if gone.still else "amber", gone.name, gone_text(gone), "")


def describe_twins(twins: TwinRows, book: Book) -> ListedRow:
    """Return the line of projects of one name and customer."""
    if handed := hand_over_text(twins, book):
        return ListedRow("~", "amber", twins.name, handed, "")
    owners = list(dict.fromkeys(one_line(owner) for _id, owner in twins.projects))
    what = _("one deal with several owners? {owners}") if len(owners) > 1 else _(TWICE)
    what = what.format(owners=_(", ").join(owners))
    return ListedRow("~", "amber", twins.name, what, "")


def describe_near(near: NearNames) -> ListedRow:
    """Return the line of a new customer that may be known by another name."""
    return ListedRow("~", "amber", near.name, near_text(near), "")


def describe_left(left: LeftSheet) -> ListedRow:
    """Return the line of a sheet, or a file of a folder, that was not read."""
    what = _("not read, {reason}").format(reason=_(LEFT_HERE.get(left.reason, LEFT[left.reason])))
    return ListedRow("-", "dim", left.sheet or short_path(left.file), what, "")


def _what(row: ImportedRow, book: Book) -> str:
    project = book.projects.get(row.id or "")
    remarks = remark_texts(row, project)
    if row.kind == "refused":
        return _("; ").join(dict.fromkeys(map(say_within_file, row.refusals)))
    if row.kind == "passed":
        return skip_text(row)
    if row.kind == "changed":
        return _("; ").join([changes_text(row), *remarks])
    facts = "  ".join(project_facts(project)) if project and row.kind == "added" else ""
    return _("; ").join(filter(None, [facts, *remarks]))


def project_facts(project: Project) -> Iterator[str]:
    """Yield what a new project is known by: stage, outcome, amount, signing, customer, owner.

    The contacts that it brings stand behind, with their titles.
    """
    yield project.stage
    if project.status != "open":
        yield status_name(project.status)
    if project.amount:
        yield amount_text(project.amount, language())
    if project.signs:
        yield short_window(project.signs)
    yield from filter(None, (project.customer, project.owner))
    people = (
        add_note(contact.name, contact.title) if contact.title else contact.name
        for contact in project.contacts
    )
    if project.contacts:
        yield one_line(_(", ").join(people))


def say_within_file(refusal: UserError) -> str:
    """Say a refusal without the file, which the title names, unless the sentence needs it."""
    if here := REFUSED_HERE.get(refusal.code):
        return _(here).format(**refusal.figures)
    return _say_without(refusal, ("file", "sheet"))


def _say_without(refusal: UserError, places: Collection[str]) -> str:
    """Say a refusal without some of the figures that say where it is."""
    named = placeholders_of(SENTENCES.get(refusal.code, ""))
    figures = {
        name: value
        for name, value in refusal.figures.items()
        if name in named or name not in places
    }
    return say(UserError(refusal.code, **figures).at(*refusal.place))


def rows_text(row: ImportedRow, several: bool) -> str:
    """Return the rows as the spreadsheet counts them, with sheet or file where there are several.

    A file stands behind them, for its name may be cut off.
    """
    if not row.row:
        return file_name(row.file) if several else ""
    rows = f"{row.row}" if row.row == row.last else f"{row.row}-{row.last}"
    place = f"{row.sheet} {rows}" if row.sheet else f"{rows} {file_name(row.file)}"
    return place if several else rows


def file_name(path: str) -> str:
    """Return what a file is called, without its folder."""
    return one_line(re.split(r"[/\\]", path)[-1])


def row_columns(cells: int, page: Page, *, several: bool = True) -> tuple[TableColumn, ...]:
    """Return the columns of a list for so many cells; rows of one sheet need few."""
    name, place = (30, 22) if cells >= 110 else (26, 12) if cells >= ROOMY else (20, 12)
    if page == "rows" and not several:
        place = ROWS_CELLS
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
            TableColumn("what", pgettext("column", "Taken for"), name + 6),
            TableColumn("place", pgettext("column", "File and sheet"), rest + place - name - 6),
        )
    if page == "reading":
        return (
            TableColumn("name", pgettext("column", "Read as"), name),
            TableColumn("what", pgettext("column", "How"), rest + place - 1),
            TableColumn("place", "", 1),
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


def describe_columns(columns: Sequence[ImportedColumn]) -> list[LineMaker]:
    """Return the lines of columns; with several files their places name these."""
    several = len({column.file for column in columns}) > 1
    return [partial(describe_column, column, several) for column in columns]


def describe_column(column: ImportedColumn, several: bool) -> ListedRow:
    """Return the line of a column; one that is not imported and unknown stands out."""
    file = file_name(column.file) if several else ""
    place = "  ".join(filter(None, (file, column.sheet)))
    if not column.field:
        return ListedRow("?", "amber", column.header, column_name(""), place)
    tone: Tone = "" if is_taken(column.field) else "dim"
    meaning = column_name(column.field, column.header)
    what = origin_text(meaning, column.origin, column.source)
    return ListedRow(" ", tone, column.header, what, place)


def describe_stage(stage: ImportedStage, playbook: Playbook) -> ListedRow:
    """Return the line of a name of a stage; what is said of it now is remembered."""
    if not stage.value:
        what = stage_meaning_text(stage)
        return ListedRow("?", "red", stage_name(stage), what, f"{stage.rows}")
    known = stage.value in playbook.order
    meaning = name_stage(stage.value, playbook) if known else status_name(stage.value)
    what = origin_text(meaning, stage.origin, stage.source)
    return ListedRow(" ", "", stage_name(stage), what, f"{stage.rows}")


def name_stage(stage: str, playbook: Playbook) -> str:
    """Return the id and the name of a stage."""
    return f"{stage} {playbook.stage(stage).name.of(language())}"


def origin_text(meaning: str, origin: str, source: str) -> str:
    """Return a meaning, and whether it will be or was remembered."""
    if origin == "given":
        text = _("{meaning}, remembered for tables of {source}")
        return text.format(meaning=meaning, source=one_line(source))
    return _(AS_BEFORE).format(meaning=meaning) if origin == "recalled" else meaning


def title_text(table: ImportedTable) -> str:
    """Return how many projects would be added, changed and so on."""
    return preview_counts(table.outcomes)


def shorter_title_text(table: ImportedTable) -> str:
    """Return the same without what changes nothing, where there is little room."""
    return preview_counts(table.outcomes, ("added", "changed", "refused"))


def short_title_text(table: ImportedTable) -> str:
    """Return the same by the signs of the list, where there is no room for words."""
    counts = Counter(outcome.kind for outcome in table.outcomes)
    signs = {**{kind: sign for kind, (sign, _tone) in SIGNS.items()}, "unchanged": "="}
    return "  ".join(f"{sign}{counts[kind]}" for kind, sign in signs.items() if counts[kind])


def head_lines(
    table: ImportedTable, choices: ImportChoices, sheets: Sequence[str], cells: int
) -> list[TextLine]:
    """Return the columns and the names of stages, and below them a rule with the sheets in it.

    Of columns those that are not imported and unknown come first: nobody should miss one.
    """
    below = _head_part(_("Stages"), stage_pieces(table.stages), cells, 1, "s")
    room = HEAD_LINES - 1 - len(below)
    above = _head_part(_("Columns"), _column_head(table.columns), cells, room, "c")
    pieces = _sheet_pieces(table, choices, sheets)
    title = tuple(
        StyledText(f"{'  ' if at else ''}{one_line(sheet)}", tone)
        for at, (sheet, tone) in enumerate(pieces)
    )
    return [*above, *below, titled_rule(title, cells)]


def _column_head(columns: Sequence[ImportedColumn]) -> list[ReportPiece]:
    """Return the columns in short, those that are not imported and unknown first."""
    unknown = dict.fromkeys(one_line(column.header) for column in columns if not column.field)
    others = column_pieces([column for column in columns if column.field])
    label: list[ReportPiece] = [(_("not imported:"), "dim")] if unknown else []
    return [*label, *((header, "amber") for header in unknown), *others]


def _head_part(
    label: str, pieces: Sequence[ReportPiece], cells: int, most: int, key: str = ""
) -> list[TextLine]:
    """Return pieces in at most so many lines, behind their label; how many more there are ends it.

    None for no pieces.
    """
    if not pieces:
        return []
    texts = [cut(line(StyledText(f" {text} ", tone)), cells // 2) for text, tone in pieces]
    room, shown = cells - LABEL_CELLS, len(texts)
    while True:
        more = more_line(pgettext("items", "+{count} more"), len(texts) - shown, key)
        rest = [indent_line(more, " ")] if shown < len(texts) else []
        lines = flow([*texts[:shown], *rest], room)
        if len(lines) <= most or shown == 0:
            break
        shown = min(shown - 1, most * room // 2)
    start, blank = StyledText(f" {fit(label, 8)}", "dim"), StyledText(" " * LABEL_CELLS)
    return [(start if at == 0 else blank, *each) for at, each in enumerate(lines)]


def _sheet_pieces(
    table: ImportedTable, choices: ImportChoices, sheets: Sequence[str]
) -> list[ReportPiece]:
    """Return the sheets: those that are read plain, others dim; the one chosen among the first."""
    if not sheets:
        return []
    read = {column.sheet for column in table.columns}
    everything: ReportPiece = (_("all"), "" if choices.sheets else "key")
    chosen = set(choices.sheets)
    tones: list[Tone] = [
        "key" if sheet in chosen else "" if sheet in read else "dim" for sheet in sheets
    ]
    pieces = [*zip(sheets, tones, strict=True)]
    at = next((at for at, sheet in enumerate(sheets) if sheet in chosen), 0)
    return [everything, *pieces[max(0, at - SHEETS_BEFORE) :]]


HINTS: Mapping[Page, str] = {
    "columns": N_("c or Enter chooses what the column is; q goes back to the rows"),
    "stages": N_("s or Enter chooses what the name means; q goes back to the rows"),
    "reading": N_("r or Enter chooses how it is read; q goes back to the rows"),
}


NOTHING_YET = N_("nothing is written before Enter; a backup comes first, and u takes it all back")


def listed_title(listed: ListedRow | None) -> TextLine:
    """Return what the line under the cursor is, and where it stands."""
    if listed is None:
        return ()
    where = f"  {listed.place}" if listed.place else ""
    head = line(StyledText(f"{listed.sign} ", listed.tone), StyledText(listed.name, "strong"))
    return (*head, StyledText(where, "dim"))


def about_lines(
    listed: ListedRow | None, table: ImportedTable, page: Page, cells: int, rows: int
) -> list[TextLine]:
    """Return the line under the cursor in full, the row that it is about as it stands in the table,
    and by which key it is settled.
    """
    if listed is None:
        return []
    hint = wrap(_(HINTS[page]), cells, 2) if page in HINTS else []
    source = refused_row(listed.row, table, cells) if listed.row else ()
    room = max(1, rows - len(hint) - bool(source))
    text = wrap(listed.what, cells, room)
    safe = wrap(_(NOTHING_YET), cells, 3) if page == "rows" else []
    if len(text) + len(safe) < room:
        hint = ["", *safe]
    tone = listed.tone if listed.tone == "red" else ""
    lines = [line(StyledText(part, tone)) for part in text]
    shown = [source] if source else []
    return [*shown, *lines, *(line(StyledText(part, "dim")) for part in hint)]


def refused_row(row: ImportedRow, table: ImportedTable, cells: int) -> TextLine:
    """Return a refused row as it stands in its table, the cells that are refused marked; of several
    rows the first that has one.
    """
    wrong = [refusal.figures for refusal in row.refusals if "cell" in refusal.figures]
    if row.kind != "refused" or not wrong:
        return ()
    number = int(wrong[0].get("row", row.row))
    source = table.read_row(row.file, row.sheet, number)
    marked = {f"{figures['cell']}" for figures in wrong if figures.get("row", number) == number}
    return draw_source_row(source, marked, cells) if source else ()


def status_text(table: ImportedTable) -> str:
    """Return what stands in the way of taking it all in."""
    unknown = unknown_stages_text(table)
    refused = sum(row.kind == "refused" for row in table.outcomes)
    if any(refusal.code in SETTING_OF for refusal in table.refusals):
        return _("some of it may be read in two ways: r")
    if unknown:
        return unknown
    if refused and table.good:
        return _("x imports the valid rows only")
    if refused:
        return ""
    if table.good:
        return _("Enter imports what is listed")
    return "" if table.book is table.before else _("nothing new; Enter keeps what you chose")


def unknown_stages_text(table: ImportedTable) -> str:
    """Return how many names of stages mean nothing yet; empty for none."""
    unknown = sum(not stage.value for stage in table.stages)
    text = ngettext(
        "{count} stage name is not known yet: s",
        "{count} stage names are not known yet: s",
        unknown,
    )
    return text.format(count=unknown) if unknown else ""


def taken_text(table: ImportedTable, backup: str, questions: int = 0) -> str:
    """Return what was imported and which rows were not, what wants an answer and is remembered."""
    texts = [import_summary(table.outcomes), *_refused_rows(table)]
    if ended := _count_ended(table):
        text = ngettext(
            "{count} added is won, lost or on hold: v shows it",
            "{count} of those added are won, lost or on hold: v shows them",
            ended,
        )
        texts.append(text.format(count=ended))
    if questions:
        asked = ngettext("{count} to ask, see : letter", "{count} to ask, see : letter", questions)
        texts.append(asked.format(count=questions))
    given = replace(
        table,
        columns=[column for column in table.columns if column.origin == "given"],
        stages=[stage for stage in table.stages if stage.origin == "given"],
        currencies=[each for each in table.currencies if each.origin == "given"],
    )
    texts += memory_lines(given, written=True)
    if backup:
        texts.append(_("backed up before"))
    return _("; ").join(texts)


def _refused_rows(table: ImportedTable) -> Iterator[str]:
    """Yield the rows that were refused, by the names of their projects, the first few."""
    rows = [row for row in table.outcomes if row.kind == "refused"]
    names = [
        _("{name} (row {row})").format(name=one_line(row.project), row=row.row)
        for row in rows
        if row.project and row.row
    ]
    if not names:
        return
    shown = _(", ").join(names[:MOST_REFUSED])
    if (more := len(rows) - len(names[:MOST_REFUSED])) > 0:
        text = ngettext("{cells} and {count} more", "{cells} and {count} more", more)
        shown = text.format(cells=shown, count=more)
    yield _("not imported: {names}").format(names=shown)


def _count_ended(table: ImportedTable) -> int:
    """Count the new projects that the pipeline does not list, since they have ended."""
    ids = {row.id for row in table.outcomes if row.kind == "added" and row.id}
    projects = [table.book.projects[id_] for id_ in ids if id_ in table.book.projects]
    return sum(project.status != "open" for project in projects)
