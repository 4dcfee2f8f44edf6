"""What came of an import, in words: what the command line prints and the preview shows.

An `ImportReport` is the result of `store.tables` as it is known here: rooms above do not know the
store.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from deals.edits.store_settings import IN_WAN
from deals.errors import UserError
from deals.model import Project
from deals.own_columns import read_own_name
from deals.twins import HandOver
from views.row_changes import RowChange, change_text, still_text
from views.row_remarks import KEPT, RowRemark, remark_text
from views.source_remarks import SourceNote, source_remark_text
from views.styled_text import Tone
from wording import N_, _, show_move
from wording.errors import one_line
from wording.names import field_name, status_name


class ImportedRow(Protocol):
    """The outcome of the rows of a project, of rows passed over, or of a file that was refused."""

    @property
    def file(self) -> str:
        """The file."""

    @property
    def sheet(self) -> str:
        """The sheet, empty where the file has none."""

    @property
    def row(self) -> int:
        """The first row, 0 for a whole file."""

    @property
    def last(self) -> int:
        """The last row."""

    @property
    def project(self) -> str:
        """The project's name, or the text that passed rows begin with."""

    @property
    def kind(self) -> str:
        """added, changed, unchanged, refused or passed."""

    @property
    def changes(self) -> Sequence[RowChange]:
        """What changes."""

    @property
    def refusals(self) -> Sequence[UserError]:
        """All that was found wrong."""

    @property
    def reason(self) -> str | None:
        """Why rows were passed over."""

    @property
    def id(self) -> str | None:
        """The project's id, where it is known."""

    @property
    def unit(self) -> str:
        """What is counted, rows or cards."""

    @property
    def remarks(self) -> Sequence[RowRemark]:
        """What else there is to know."""

    @property
    def owner(self) -> str:
        """Whose the project is as the table has it, empty where it does not say."""

    @property
    def still(self) -> Sequence[RowChange]:
        """In what the table says what it said before, `new`, although we have another by now."""


class ImportedColumn(Protocol):
    """A header as written and the field that it was taken for, empty where it was left alone.

    `origin` and `source` say the same as those of an `ImportedStage`.
    """

    @property
    def file(self) -> str:
        """The file."""

    @property
    def sheet(self) -> str:
        """The sheet."""

    @property
    def header(self) -> str:
        """The header."""

    @property
    def field(self) -> str:
        """The field's id."""

    @property
    def silent(self) -> bool:
        """Whether it is empty, or one that our own exports have for people alone."""

    @property
    def origin(self) -> str:
        """given, recalled, or empty."""

    @property
    def source(self) -> str:
        """The tables for which it is remembered, by their CRM or file."""


class ImportedStage(Protocol):
    """A name in the stage columns, the stage or status it was taken for, and in how many rows.

    `value` is empty where it means nothing yet. Its meaning was `given` now or `recalled` from an
    import before of tables of the same `source`, or else is that of the playbook.
    """

    @property
    def name(self) -> str:
        """The name as written."""

    @property
    def value(self) -> str:
        """The id of the stage or status."""

    @property
    def rows(self) -> int:
        """In how many rows it stands."""

    @property
    def origin(self) -> str:
        """given, recalled, or empty."""

    @property
    def source(self) -> str:
        """The tables for which it is remembered, by their CRM or file."""


class SaidCurrency(Protocol):
    """The currency of a column's amounts that name none, or of those in 万 (`name`), as was said.

    `origin` and `source` say the same as those of an `ImportedStage`.
    """

    @property
    def name(self) -> str:
        """The column's header, or 万."""

    @property
    def value(self) -> str:
        """The code of the currency."""

    @property
    def origin(self) -> str:
        """Given or recalled."""

    @property
    def source(self) -> str:
        """The tables for which it is remembered, by their CRM or file."""


class LeftSheet(Protocol):
    """A sheet, or a file of a folder, that was not read, and why."""

    @property
    def file(self) -> str:
        """The file."""

    @property
    def sheet(self) -> str:
        """The sheet."""

    @property
    def reason(self) -> str:
        """Why it was not read."""


class GoneRow(Protocol):
    """A project that a table held and holds no longer."""

    @property
    def id(self) -> str:
        """The project's id."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def source(self) -> str:
        """The table."""

    @property
    def seen(self) -> str:
        """Of what day the last table was that had it, empty where nobody knows."""

    @property
    def still(self) -> str:
        """The tables that do hold it."""


class TwinRows(Protocol):
    """Projects of one name and customer that several owners have."""

    @property
    def name(self) -> str:
        """Their name."""

    @property
    def customer(self) -> str:
        """Their customer."""

    @property
    def projects(self) -> Sequence[tuple[str, str]]:
        """The id and the owner of each."""

    @property
    def handed(self) -> HandOver | None:
        """Between whom and which tables they are likely to be one that was handed over."""


class ImportReport(Protocol):
    """The result of an import."""

    @property
    def outcomes(self) -> Sequence[ImportedRow]:
        """The outcome of each project and row, in their order."""

    @property
    def columns(self) -> Sequence[ImportedColumn]:
        """The columns."""

    @property
    def stages(self) -> Sequence[ImportedStage]:
        """The names in the stage columns."""

    @property
    def currencies(self) -> Sequence[SaidCurrency]:
        """What was said of amounts that name no currency."""

    @property
    def not_read(self) -> Sequence[LeftSheet]:
        """What was left out."""

    @property
    def remarks(self) -> Sequence[SourceNote]:
        """What else there is to know of files and sheets."""

    @property
    def gone(self) -> Sequence[GoneRow]:
        """The projects that tables hold no longer."""

    @property
    def left(self) -> Sequence[GoneRow]:
        """The projects that tables hold no longer, and others still do."""

    @property
    def twins(self) -> Sequence[TwinRows]:
        """The projects that another owner has too."""


ReportPiece = tuple[str, Tone]
"""A column or a stage in short, and its tone."""


OUTCOMES = {
    "added": N_("added"),
    "changed": N_("changed"),
    "unchanged": N_("unchanged"),
    "refused": N_("refused"),
    "passed": N_("skipped"),
}
NOT_DONE = {
    **OUTCOMES,
    "added": N_("would be added"),
    "changed": N_("would be changed"),
}
"""What is said where nothing was written."""
IN_PREVIEW = {**OUTCOMES, "added": N_("would add"), "changed": N_("would change")}
"""What is said of what Enter would do."""
REASONS = {
    "title": N_("a title"),
    "header": N_("the headings again"),
    "heading": N_("a heading"),
    "total": N_("a total"),
    "note": N_("a note"),
    "blank": N_("blank"),
    "inner-card": N_("address cards within others"),
}
GONE_TABLE = N_("gone from {source}")
GONE_SEEN = N_("gone from {source}; it was last in the table of {seen}")
LEFT_TABLE = N_("no longer in {source}; still in {still}")
FEW_KEPT = 3
KEPT_ROWS = N_("{count} rows are blank where something is known here, which stays: {fields}")
_ENCODING_CODES = ("encoding-unsure", "encoding-western", "encoding-wrong", "file-encoding")
SETTING_OF = {
    **dict.fromkeys(("column-days", "column-days-mixed"), "dates"),
    **dict.fromkeys(("column-amounts", "column-amounts-mixed"), "decimal"),
    **dict.fromkeys(_ENCODING_CODES, "encoding"),
    **dict.fromkeys(("amount-sign", "column-currency"), "currency"),
    "column-currency-wan": "han_currency",
    "window-fiscal": "year_start",
}
"""What a refusal asks the user to say, by its code."""
NOT_READ = N_("{place}: not read, {reason}")
LEFT = {
    "no-table": N_("no table of this kind in it"),
    "no-sheet": N_("it has no sheet of that name"),
    "summary": N_("it sums up what other sheets hold"),
    "hidden": N_("it is hidden; --sheet reads it"),
    "later": N_("only the first such sheet is read; --sheet reads others"),
    "other-kind": N_("it is no file of tables"),
    "contacts": N_("it holds contacts; import them with --project"),
}
AS_BEFORE = N_("{meaning} as before")
RECALLED = N_("As before in tables of {source}: {names}")
REMEMBERED = N_("Remembered for tables of {source}: {names}")
TO_REMEMBER = N_("To be remembered for tables of {source}: {names}")
KNOWN = N_("{place}: not imported, on purpose: {headers}")
UNKNOWN = N_("{place}: not imported, unknown here: {headers}")
OWN_COLUMNS = N_("{place}: kept as own columns: {headers}")
MORE = N_("{headers} and {count} more")
SHOWN_HEADERS = 8
SHEET = N_("sheet {sheet}")
ROW, ROWS = N_("row {first}"), N_("rows {first}-{last}")
CARD, CARDS = N_("card {first}"), N_("cards {first}-{last}")
NOTHING = N_("There is nothing to import.")


def outcome_lines(result: ImportReport, *, done: bool = True) -> Iterator[str]:
    """Yield a line for each row or run of rows, then for each sheet and column left alone.

    Unless it is `done` rows would be added and changed.
    """
    kept = kept_line(result.outcomes)
    for outcome in result.outcomes:
        sentence = _sentence(outcome, done=done, blanks=not kept)
        yield _("{place}: {sentence}").format(place=_place(outcome), sentence=sentence)
    if kept:
        yield kept
    for left in result.not_read:
        figures = {"place": _sheet_place(left.file, left.sheet), "reason": left_reason(left)}
        yield _(NOT_READ).format(**figures)
    for remark in result.remarks:
        yield source_remark_text(remark, _sheet_place(remark.file, remark.sheet))
    for each in result.left:
        yield _("{place}: {sentence}").format(place=one_line(each.name), sentence=gone_text(each))
    yield from _left_columns(result.columns)


def gone_text(gone: GoneRow) -> str:
    """Return that a table holds a project no longer, and which did last or do still."""
    text = LEFT_TABLE if gone.still else GONE_SEEN if gone.seen else GONE_TABLE
    figures = {"source": gone.source, "seen": gone.seen, "still": gone.still}
    return _(text).format(**{name: one_line(each) for name, each in figures.items()})


def _left_columns(columns: Sequence[ImportedColumn]) -> Iterator[str]:
    """Yield for each sheet a line of own columns, of those left alone on purpose, and of others."""
    headers: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for text, columns_of in _columns_by_line(columns):
        for column in columns_of:
            headers[column.file, column.sheet, text].append(one_line(column.header))
    for (file, sheet, text), names in headers.items():
        shown = _(", ").join(names[:SHOWN_HEADERS])
        if (more := len(names) - SHOWN_HEADERS) > 0:
            shown = _(MORE).format(headers=shown, count=more)
        yield _(text).format(place=_sheet_place(file, sheet), headers=shown)


def _columns_by_line(
    columns: Sequence[ImportedColumn],
) -> Iterator[tuple[str, list[ImportedColumn]]]:
    """Yield the columns that a line tells of, with that line."""
    yield OWN_COLUMNS, [column for column in columns if is_own_column(column.field)]
    left = [column for column in columns if not is_taken(column.field) and not column.silent]
    yield KNOWN, [column for column in left if column.field]
    yield UNKNOWN, [column for column in left if not column.field]


def _sheet_place(file: str, sheet: str) -> str:
    return _(", ").join([file, *([_(SHEET).format(sheet=sheet)] if sheet else [])])


def import_summary(outcomes: Sequence[ImportedRow], *, done: bool = True) -> str:
    """Return how many projects were added, changed and so on, or would be, in one line."""
    return counts_text(Counter(row.kind for row in outcomes), done=done) or _(NOTHING)


def counts_text(counts: Mapping[str, int], *, done: bool = True) -> str:
    """Return how many there are of each outcome, empty for none."""
    return _name_counts(counts, OUTCOMES if done else NOT_DONE)


def preview_counts(outcomes: Sequence[ImportedRow], kinds: Sequence[str] = ()) -> str:
    """Return how many projects would be added and so on, of some kinds of outcome or of all."""
    counts = Counter(row.kind for row in outcomes)
    words = {kind: word for kind, word in IN_PREVIEW.items() if not kinds or kind in kinds}
    return _name_counts(counts, words) or ("" if kinds else _(NOTHING))


def _name_counts(counts: Mapping[str, int], words: Mapping[str, str]) -> str:
    shown = (f"{_(words[kind])} {counts[kind]}" for kind in words if counts.get(kind))
    return _(", ").join(shown)


def _place(outcome: ImportedRow) -> str:
    return _(", ").join(filter(None, (outcome.file, rows_place(outcome))))


def rows_place(outcome: ImportedRow) -> str:
    """Return the sheet and the rows within their file; empty for a whole file."""
    parts: list[str] = []
    if outcome.sheet:
        parts.append(_(SHEET).format(sheet=outcome.sheet))
    if outcome.row:
        single, several = (CARD, CARDS) if outcome.unit == "card" else (ROW, ROWS)
        rows = _(single if outcome.row == outcome.last else several)
        parts.append(rows.format(first=outcome.row, last=outcome.last))
    return _(", ").join(parts)


def _sentence(outcome: ImportedRow, *, done: bool, blanks: bool) -> str:
    words = [_((OUTCOMES if done else NOT_DONE)[outcome.kind])]
    if outcome.reason:
        words.append(_(REASONS[outcome.reason]))
    words.append(one_line(outcome.project))
    if outcome.kind == "changed":
        words.append(changes_text(outcome))
    remarks = (each for each in outcome.remarks if blanks or each.code != KEPT)
    still = still_text(outcome) if outcome.still else ""
    return _(", ").join(filter(None, (*words, *map(remark_text, remarks), still)))


def left_reason(left: LeftSheet) -> str:
    """Return why a sheet was not read."""
    return _(LEFT[left.reason])


def skip_text(outcome: ImportedRow) -> str:
    """Return that rows were passed over, and why."""
    reason = _(REASONS[outcome.reason]) if outcome.reason else ""
    return _(", ").join(filter(None, (_(OUTCOMES[outcome.kind]), reason)))


def remark_texts(outcome: ImportedRow, project: Project | None = None) -> list[str]:
    """Return what else is to be known of a row, of its project since when."""
    texts = [remark_text(remark) for remark in outcome.remarks]
    return [*texts, still_text(outcome, project)] if outcome.still else texts


def kept_line(outcomes: Sequence[ImportedRow]) -> str:
    """Return one line of what many rows leave blank; empty where few do, which say it each."""
    rows = [
        remark.text.split()
        for outcome in outcomes
        for remark in outcome.remarks
        if remark.code == KEPT
    ]
    if len(rows) <= FEW_KEPT:
        return ""
    counts = Counter(field_id for row in rows for field_id in row)
    fields = _(", ").join(f"{field_name(field_id)} {count}" for field_id, count in counts.items())
    return _(KEPT_ROWS).format(count=len(rows), fields=fields)


def changes_text(outcome: ImportedRow) -> str:
    """Return the fields that a row changes, old -> new."""
    return _("; ").join(map(change_text, outcome.changes))


def column_pieces(columns: Sequence[ImportedColumn]) -> list[ReportPiece]:
    """Return each header and what it was taken for, each pair once; those left alone last."""
    pairs = dict.fromkeys((column.header, column.field) for column in columns)
    known = [
        f"{one_line(name)} = {column_name(field, name)}" for name, field in pairs if is_taken(field)
    ]
    left = [f"{one_line(name)} = -" for name, field in pairs if not is_taken(field)]
    return [*((text, "") for text in known), *((text, "dim") for text in left)]


def column_name(field: str, header: str = "") -> str:
    """Return what a column of a table is taken for, by the field's id.

    An own column is called by its name where it is not that of its header.
    """
    if is_own_column(field):
        name = field_name(field)
        same = name == " ".join(header.split())
        return _("own column") if same else _("own column {name}").format(name=name)
    return field_name(field) if is_taken(field) else _("not imported")


def is_own_column(field: str) -> bool:
    """Whether a column was taken for one of the user's own."""
    return read_own_name(field) is not None


def is_taken(field: str) -> bool:
    """Whether a column was taken for a field, and not left alone."""
    return field not in ("", "ignore")


def stage_pieces(stages: Sequence[ImportedStage]) -> list[ReportPiece]:
    """Return each name of a stage and what it was taken for, the unknown ones first.

    One that is the id of the stage says nothing.
    """
    return [
        (show_move(stage_name(stage), stage_meaning_text(stage)), "" if stage.value else "amber")
        for stage in order_stages(stages)
        if stage.name.casefold() != stage.value.casefold()
    ]


def memory_lines(result: ImportReport, *, written: bool) -> Iterator[str]:
    """Yield which meanings are remembered, and for which tables, and which were before."""
    texts = {"given": REMEMBERED if written else TO_REMEMBER, "recalled": RECALLED}
    found: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for column in result.columns:
        if column.origin:
            named = f"{one_line(column.header)} = {column_name(column.field, column.header)}"
            found[column.origin, column.source][named] = None
    for stage in result.stages:
        if stage.origin:
            named = show_move(stage_name(stage), stage_meaning(stage))
            found[stage.origin, stage.source][named] = None
    for currency in result.currencies:
        named = currency_text(currency.name, currency.value)
        found[currency.origin, currency.source][named] = None
    for (origin, source), names in found.items():
        yield _(texts[origin]).format(source=one_line(source), names=_(", ").join(names))


def currency_text(name: str, code: str) -> str:
    """Return what amounts that name no currency are in: those of a column, or those in 万."""
    if name == IN_WAN:
        return _("amounts in wan = {code}").format(code=code)
    return _("{column} without a currency = {code}").format(column=one_line(name), code=code)


def order_stages(stages: Sequence[ImportedStage]) -> list[ImportedStage]:
    """Return the names with those that mean nothing yet first."""
    return sorted(stages, key=lambda stage: bool(stage.value))


def stage_name(stage: ImportedStage) -> str:
    """Return a name of a stage as it may stand within a line."""
    return one_line(stage.name)


def stage_meaning(stage: ImportedStage) -> str:
    """Return the stage or the status that a name means, `?` where it means nothing yet."""
    return status_name(stage.value) if stage.value else "?"


def stage_meaning_text(stage: ImportedStage) -> str:
    """Return the same, and whether it was said in an import before."""
    meaning = stage_meaning(stage)
    return _(AS_BEFORE).format(meaning=meaning) if stage.origin == "recalled" else meaning


def meaning_lines(result: ImportReport) -> Iterator[str]:
    """Yield what columns and names of stages were taken for, a line each."""
    if pieces := column_pieces(result.columns):
        yield _("Columns: {pieces}").format(pieces="  ".join(text for text, _tone in pieces))
    if pieces := stage_pieces(result.stages):
        yield _("Stages: {pieces}").format(pieces="  ".join(text for text, _tone in pieces))
