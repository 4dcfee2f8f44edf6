"""What an import is told to do and what came of it, the same for every kind of table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, NamedTuple

from deals.errors import UserError
from deals.model import Book
from deals.parsing.amounts import HOME
from deals.parsing.text import fold_text
from deals.twins import HandOver

OutcomeKind = Literal["added", "changed", "unchanged", "refused", "passed"]
SourceUnit = Literal["row", "card"]
SkipReason = Literal["title", "header", "heading", "total", "note", "blank", "inner-card"]
"""Why a row is passed over."""
FigureOrder = Literal["mdy", "dmy", "ymd"]
"""How days are written in figures, in a whole column."""
DecimalMark = Literal["comma", "point"]
"""What parts whole units from decimals, in a whole column; the other mark parts thousands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """The user's options for reading files.

    `sheets` are the names of those to read, none for all that are tables of the kind. `mapping`
    takes headers as written to the fields of the kind (`TableSchema.fields`), or to `ignore`;
    `aliases` likewise, but no table need have those headers. `own` are the keys of the own columns
    that there are already. `stages` takes the names in stage columns to stages and statuses; these
    are kept by folded name, and how each was `written` beside. `currency` is that of amounts that
    name none, `han_currency` that of those in 万 and 亿, `usual` the user's own, `dates` and
    `decimal` how days and amounts in figures are written, `year_start` the month in which fiscal
    years start from now on, `encoding` what text files are in; None
    to find out. With `keep_going` the good rows are taken although others were refused, with
    `older` tables that are older than the last of their source as if they were new.

    `known_currencies` are those that bare amounts were said to be in before, by source and by the
    column or 万, and `recalled` those of the table's own source. `known_columns` are the fields
    that columns were said to be before, by source and by the key of the header, `said_columns` the
    keys of those that are said now, `removed` since when own columns are removed here, by those
    keys. `sources` are where tables came from before, with the last file of each.
    """

    sheets: tuple[str, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    stages: Mapping[str, str] = field(default_factory=dict)
    currency: str | None = None
    han_currency: str | None = None
    usual: str = HOME
    known_currencies: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    recalled: Mapping[str, str] = field(default_factory=dict)
    dates: FigureOrder | None = None
    decimal: DecimalMark | None = None
    year_start: int | None = None
    encoding: str | None = None
    keep_going: bool = False
    older: bool = False
    known_columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    said_columns: frozenset[str] = frozenset()
    removed: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        stages = {fold_text(name): target for name, target in self.stages.items()}
        written = {**{fold_text(name): name for name in self.stages}, **self.written}
        object.__setattr__(self, "stages", stages)
        object.__setattr__(self, "written", written)


RemarkCode = Literal[
    "copied",
    "new-field",
    "other-project",
    "rounded",
    "unended",
    "maybe-october",
    "from-above",
    "overwrites",
    "overwrites-table",
    "newer-there",
    "same-project",
    "one-elsewhere",
    "year-added",
    "from-today",
    "kept",
    "phones-left",
    "renumbered",
    "no-stage",
]


class ImportRemark(NamedTuple):
    """Something else to know of an outcome.

    `copied`: a row that says the id of another, so it is new; `new-field`: its field of work
    (text) is new to the project; `other-project`: a form of another project (text); `rounded`: an
    amount with cents, and what it was rounded to (text); `unended`: an address card without an
    end, behind which the next begins; `maybe-october`: a month (text) that a spreadsheet may have
    taken the last figure from; `from-above`: what the row leaves blank and one above says (text);
    `overwrites`: fields (text, with commas) that were changed here since the table was last read;
    `overwrites-table`: those in which another table said what is overwritten;
    `newer-there`: fields and lists (text, with commas) that an export brings newer; `same-project`:
    a project of an export that goes by another id here; `one-elsewhere`: one of ours (text) that
    somebody made one with the project;
    `year-added`: a window without a year, and the nearest that it was taken for (text);
    `from-today`: one that counts from today, and what that makes (text); `kept`: the fields (text,
    their ids) that the row leaves blank and the project has; `phones-left`: phones beside the
    contacts that are not as many, or none that can be read (text); `renumbered`: its record in the
    CRM has another number now (text); `no-stage`: a new project without a stage in the column of
    these, which it is in now (text).
    """

    code: RemarkCode
    text: str = ""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field's text before and after; for a contact's field `contact` is the person's name.

    A contact who is new is a change of the field `contacts` from nothing to the name.
    """

    field: str
    old: str
    new: str
    contact: str = ""


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """The outcome for a record of a table, for rows skipped, or for a file that was refused.

    `row` to `last` are the rows as the spreadsheet counts them, 0 for a whole file; `sheet` is
    empty where a file has none. `refusals` are all that was found wrong, each with its place;
    `reason` says why rows were passed over and `project` then is the text they begin with. `id` is
    the project's, where it is known. Of people, `project` is the name; an address card has a number
    in place of rows. `still` is in what the table says what it said before, although ours (`old`)
    is another by now: nothing is changed by that. `owner` is whose the table says the project is.
    """

    file: str
    sheet: str
    row: int
    last: int
    project: str
    kind: OutcomeKind
    changes: tuple[FieldChange, ...] = ()
    refusals: tuple[UserError, ...] = ()
    reason: SkipReason | None = None
    id: str | None = None
    unit: SourceUnit = "row"
    remarks: tuple[ImportRemark, ...] = ()
    still: tuple[FieldChange, ...] = ()
    owner: str = ""


NameOrigin = Literal["", "given", "recalled"]
"""Where a meaning is from: said now, to be remembered, or said before; empty for our own."""


class ColumnMeaning(NamedTuple):
    """A header as written and the field that it was taken for.

    `ignore` for one that is left alone for what it is, empty where it means nothing to us. Of one
    that is `silent`, because it is empty or our exports have it for people alone, nothing is told.
    `origin` and `source` are as those of a `StageName`.
    """

    file: str
    sheet: str
    header: str
    field: str
    silent: bool = False
    origin: NameOrigin = ""
    source: str = ""


class StageName(NamedTuple):
    """A name in the stage columns, the stage or status that it means, and in how many rows.

    `value` is empty where it means nothing yet. The meaning of one that is `given` is said now, to
    be remembered for tables of the `source`, that of one that is `recalled` was said before; any
    other is the playbook's.
    """

    name: str
    value: str
    rows: int
    origin: NameOrigin = ""
    source: str = ""


class BareCurrency(NamedTuple):
    """The currency of the amounts in a column that name none, or of those in 万 (`name`).

    `origin` and `source` are as those of a `StageName`.
    """

    name: str
    value: str
    origin: NameOrigin = ""
    source: str = ""


NotReadReason = Literal[
    "no-table", "no-sheet", "summary", "hidden", "later", "other-kind", "contacts"
]


class NotRead(NamedTuple):
    """A sheet that was not read, or a file of a folder (`sheet` is empty then), and why.

    `no-table`: nothing in it is a table of the kind; `no-sheet`: it has none of the sheets that are
    wanted; `summary`: it sums up others; `hidden`: the workbook hides it; `later`: only the first
    is read; `other-kind`: the file is no table; `contacts`: it holds those of one project.
    """

    file: str
    sheet: str
    reason: NotReadReason


class SourceRemark(NamedTuple):
    """Something to know of a whole file or sheet.

    `hidden-rows`: so many rows (text) that the sheet hides are read too; `hidden-column`: of two
    columns of one field the one that the sheet hides (text) gives way to the other;
    `too-many-columns`: so many columns (text) are no field of ours that none of them is kept, such
    as one (other); `moved-own`: what projects had in an own column (text) whose header is that of
    a field (other, its id) by now, and that was moved there; `older-table`: of what day (text) the
    table is where a later one (other) was taken already, so that it only fills blanks;
    `removed-column`: an own column (text) that was removed here on a day (other); `long-header`: a
    header (text) of more letters than a name may have (other); `by-cells`: a header (text) that is
    taken for a field (other, its id) since its cells are such; `no-column`: no column is a field's
    (other, its id), and the headers of those that may be (text, with commas, or empty);
    `near-owner`: a new owner (text) whose name is another's (other) but for blanks or case.
    """

    file: str
    sheet: str
    code: Literal[
        "hidden-rows",
        "hidden-column",
        "too-many-columns",
        "moved-own",
        "older-table",
        "removed-column",
        "long-header",
        "by-cells",
        "no-column",
        "near-owner",
    ]
    text: str
    other: str = ""


class GoneProject(NamedTuple):
    """A project that a table (`source`) held and holds no longer.

    `seen` is of what day the last one was that had it, and `still` are the tables that do hold it.
    """

    id: str
    name: str
    source: str
    seen: str = ""
    still: str = ""


class TwinProjects(NamedTuple):
    """Projects of one name and customer that several owners have: their ids and owners.

    Likely to be one that was handed over, they say between which owners and tables.
    """

    name: str
    customer: str
    projects: tuple[tuple[str, str], ...]
    handed: HandOver | None = None


class NearCustomer(NamedTuple):
    """A customer that is new, and known ones that are likely to be the same, each with how many
    projects it has.
    """

    name: str
    known: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The book after an import, the outcome of each row, what each column and each name of a stage
    was taken for, and the sheets and files that were left out; `remarks` are what else is to be
    told of them.

    `whole` are the ids of the projects that came out of an export, as they stand there. `gone` are
    the projects that tables hold no longer, `left` those that others still do, `twins` those that
    the tables name and that another owner has too, `near` the new customers that may be known by
    another name; `currencies` are what was said of amounts that name none.
    """

    book: Book
    outcomes: tuple[ImportOutcome, ...]
    columns: tuple[ColumnMeaning, ...] = ()
    not_read: tuple[NotRead, ...] = ()
    whole: frozenset[str] = frozenset()
    stages: tuple[StageName, ...] = ()
    remarks: tuple[SourceRemark, ...] = ()
    gone: tuple[GoneProject, ...] = ()
    left: tuple[GoneProject, ...] = ()
    twins: tuple[TwinProjects, ...] = ()
    near: tuple[NearCustomer, ...] = ()
    currencies: tuple[BareCurrency, ...] = ()

    @property
    def named(self) -> frozenset[str]:
        """The ids of the projects that the files speak of."""
        return frozenset(outcome.id for outcome in self.outcomes if outcome.id is not None)

    @property
    def refusals(self) -> tuple[UserError, ...]:
        """Everything that was refused, in the order of files and rows.

        A name of a stage that is not known is so once in each sheet, however many rows have it, and
        so is the currency of a column.
        """
        found: dict[object, UserError] = {}
        for outcome in self.outcomes:
            for refusal in outcome.refusals:
                found.setdefault(_refusal_key(refusal), refusal)
        return tuple(found.values())

    @property
    def ignored(self) -> tuple[ColumnMeaning, ...]:
        """The columns that mean nothing to us."""
        return tuple(column for column in self.columns if not column.field)

    @property
    def unmapped_stages(self) -> tuple[str, ...]:
        """The names in columns of stages and statuses that mean none, each once."""
        return tuple(dict.fromkeys(filter(None, map(_unknown_name, self.refusals))))

    def settle_book(self, before: Book, options: ImportOptions) -> ImportResult:
        """Return the result with the book `before` where anything was refused, unless told to keep
        going.
        """
        return replace(self, book=before) if self.refusals and not options.keep_going else self


def file_refusal(path: Path, wrong: UserError) -> ImportOutcome:
    """Return the outcome of a file of which nothing could be read."""
    return ImportOutcome(f"{path}", "", 0, 0, "", "refused", refusals=(wrong,))


def _unknown_name(refused: UserError) -> str:
    """Return the name of a stage or status that a refusal says means none; empty for another."""
    if refused.code == "stage-unknown":
        return f"{refused.figures['stage']}"
    return f"{refused.figures['text']}" if refused.code == "status-unknown" else ""


def _refusal_key(refused: UserError) -> object:
    """Return what two refusals of one name, or of one currency, share; any other is its own."""
    name = _unknown_name(refused)
    if refused.code.startswith("column-currency"):
        name = f"{refused.figures.get('column')}"
    place = (refused.figures.get("file"), refused.figures.get("sheet"))
    return (refused.code, *place, fold_text(name)) if name else id(refused)
