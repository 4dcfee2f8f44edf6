"""Writer of tables: the pipeline as a file that an import reads back as the same.

Here is also the maker of the bytes of text files that every export uses, `delimited_bytes`;
`workbook_bytes` is its like for workbooks.
"""

from __future__ import annotations

import csv
import re
from codecs import BOM_UTF8
from collections.abc import Container, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from io import StringIO
from itertools import islice
from pathlib import Path
from types import MappingProxyType

from deals.errors import UserError
from deals.fields import PROJECT, ColumnSpec, all_headings, headings
from deals.market import rivals_of
from deals.model import Amount, Book, Project, Severity, SigningPeriod, Status
from deals.own_columns import OwnColumns, own_key
from deals.parsing.amounts import written_amount
from deals.parsing.windows import window_text, written_window
from store.output_files import Recognise, write_output
from store.tables.contact_cells import joined_names
from store.tables.grid import own_cell, plain_cell
from store.tables.headers import OWN
from store.tables.own_columns import is_rival_name, own_headings
from store.tables.pipeline_columns import COLUMNS, LOOSE_FIELDS, SUMMARY_COLUMN, UNREAD_COLUMNS
from store.tables.workbook_digest import has_own_digest
from store.tables.workbook_writer import SheetLayout, workbook_bytes

_COLUMNS = {
    field_id: ColumnSpec("CR", "客户关系程度", width=14) if field_id == "cr" else column
    for field_id, column in COLUMNS.items()
    if field_id in ("cr", "currency") or field_id in PROJECT.columns.keys() - LOOSE_FIELDS
}
"""The columns of any export by field, the contacts of a project with their CR in one cell each."""
_RARE_COLUMNS = {
    field_id: COLUMNS[field_id]
    for field_id in ("tender", "key", "key_strategy", "tags", "notes", "rivals", "created")
}
"""The columns of an export in which a project has something."""
_CREATED = (COLUMNS["created"].en, COLUMNS["created"].zh)
"""The headings that an earlier export had even if there is no project now."""
_SUMMARY = (SUMMARY_COLUMN.en, SUMMARY_COLUMN.zh)
_FIRST_COLUMNS = {
    field_id: column for field_id, column in _COLUMNS.items() if field_id != "currency"
}
"""The columns of the first exports, by which these are known."""
_TEXT_COLUMNS = {**_COLUMNS, "id": UNREAD_COLUMNS["id"]}
"""The columns of a text file."""
_SHEET_COLUMNS = {**_COLUMNS, **UNREAD_COLUMNS}
"""The columns of a workbook."""
_KNOWN = [
    row
    for columns in (_COLUMNS, _FIRST_COLUMNS, _TEXT_COLUMNS, _SHEET_COLUMNS)
    for row in all_headings(columns)
]
"""The rows of headings of all exports there have been."""
_OWN_COLUMN = ColumnSpec("", "", width=18)
_YES = ("yes", "是")
_PARTS = ("; ", "、")
"""What stands between several names in a cell."""
_TITLES = ("Pipeline", "项目统计一览表")
_SEVERITIES: Mapping[Severity, tuple[str, str]] = {
    "red": ("red", "红"),
    "amber": ("amber", "黄"),
    "info": ("info", "提示"),
}
_STATUSES: Mapping[Status, tuple[str, str]] = {
    "open": ("open", "进行中"),
    "on_hold": ("on hold", "暂停"),
    "won": ("won", "赢单"),
    "lost": ("lost", "丢单"),
    "abandoned": ("abandoned", "放弃"),
}
DELIMITERS = {".csv": ",", ".tsv": "\t"}
_BEGINNING = 2**16
"""Bytes in which the headings of an earlier export stand, the head of a form above them."""


Flagged = Mapping[str, tuple[Severity | None, str]]
"""How severe the flags of projects are, and what they are called, by the ids of the projects; with
what else there is to say of one.
"""


def export_table(
    book: Book,
    path: Path,
    lang: str,
    *,
    flagged: Flagged | None = None,
    marked: bool | None = None,
    force: bool = False,
    stores: Sequence[Path] = (),
) -> Path | None:
    """Write the pipeline to `path` as .xlsx, .csv or .tsv, whichever it ends in.

    One row a project, headers and outcomes in `lang`; a workbook has the flags too, coloured by
    their severity, a text file the mark of its encoding as `encoding_mark` has it. The file is
    replaced whole or not at all; returned is where an earlier text file was kept. Raises
    `export-kind` for another ending and what write_output refuses.
    """
    if (ending := path.suffix.lower()) not in (".xlsx", *DELIMITERS):
        raise UserError("export-kind", file=f"{path}", ending=ending)
    projects = list(book.projects.values())
    more = [each for chinese in (False, True) for each in _more_headings(projects, chinese)]
    if ending == ".xlsx":
        rows = _sheet_rows(projects, lang, flagged or {})
        layout = _layout(lang, _shown_columns(projects), len(_own_names(projects)))
        data = workbook_bytes(rows, layout)
    else:
        rows, own = _text_rows(projects, lang), own_places(projects)
        data = delimited_bytes(rows, lang, DELIMITERS[ending], marked=marked, own=own)
    is_earlier = has_headings(_KNOWN, ending, more=[*more, *_CREATED, *_SUMMARY])
    return write_table(path, data, is_earlier, force=force, stores=stores)


_STATUS_ORDER: Sequence[Status] = ("open", "on_hold", "won", "lost", "abandoned")


def order_projects(book: Book, stages: Sequence[str]) -> Book:
    """Return the book with the open projects first, by the order of `stages`, as a workbook has
    them; then those on hold and those that have ended.
    """
    places = {stage: at for at, stage in enumerate(stages)}

    def place(project: Project) -> tuple[int, int]:
        return _STATUS_ORDER.index(project.status), places.get(project.stage, 0)

    ordered = sorted(book.projects.values(), key=place)
    return replace(book, projects=MappingProxyType({each.id: each for each in ordered}))


def write_table(
    path: Path, data: bytes, is_earlier: Recognise, *, force: bool, stores: Sequence[Path]
) -> Path | None:
    """Write a table to the file that the user named, as write_output does.

    A text file does not tell whether somebody has edited it since, so an earlier one is kept;
    returned is where.
    """
    keeping = path.suffix.lower() in DELIMITERS
    return write_output(path, data, is_earlier, force=force, keeping=keeping, stores=stores)


def has_headings(
    headings: Sequence[Sequence[str]], ending: str, at: int = 0, more: Container[str] = ()
) -> Recognise:
    """Return what knows an earlier export of a table by its row of headings, one of `headings`, in
    place `at`, from 0; anything added to them but what is in `more` makes it somebody's own.

    A workbook is so too once somebody else has saved it: its digest then differs.
    """

    def is_earlier(data: bytes) -> bool:
        if ending == ".xlsx" and not has_own_digest(data):
            return False
        rows = _first_rows(data, ending, at + 1)
        row = [heading for heading in rows[at] if heading not in more] if len(rows) > at else []
        return row in map(list, headings)

    return is_earlier


def _first_rows(data: bytes, ending: str, count: int) -> list[list[str]]:
    """Read the texts of the first rows of a table; none where it does not read."""
    if ending == ".xlsx":
        from store.tables.xlsx import Workbook  # and openpyxl, slow to load

        with suppress(UserError):
            return Workbook("", data).first_rows(count)
        return []
    text = data[:_BEGINNING].decode("utf-8-sig", "ignore")
    rows = csv.reader(StringIO(text, newline=""), delimiter=DELIMITERS[ending])
    with suppress(csv.Error):
        return list(islice(rows, count))
    return []


def table_rows(
    projects: Iterable[Project], lang: str, separator: str | None = None
) -> list[Sequence[str]]:
    """Return the headers and then a row for each project; several contacts part at `separator`.

    That is a mark of the language unless another is given: a text file in English need not hold
    what a spreadsheet misreads where the file has no mark of its encoding.
    An amount is a number in the currency beside it, a day is as in 2026-11-30; ranges and windows
    stand as they were written.
    """
    chinese, every = lang.startswith("zh"), list(projects)
    part = separator or _PARTS[chinese]
    columns, names = _shown_columns(every), _own_names(every)
    return [
        [*headings(_COLUMNS, chinese), *_more_headings(every, chinese)],
        *(_row(project, columns, names, chinese, part) for project in every),
    ]


def _shown_columns(projects: Iterable[Project]) -> dict[str, ColumnSpec]:
    """Return the columns of fields that an export of these projects has."""
    every = list(projects)
    rare = {
        field_id: column
        for field_id, column in _RARE_COLUMNS.items()
        if any(_rare_text(project, field_id, "") for project in every)
    }
    return {**_COLUMNS, **rare}


def _own_names(projects: Iterable[Project]) -> tuple[str, ...]:
    return OwnColumns(projects).names


def _more_headings(projects: Iterable[Project], chinese: bool) -> list[str]:
    """Return the headings behind those of every export: of rare fields and of own columns."""
    every = list(projects)
    fields = headings(_shown_columns(every), chinese)
    return [*fields[len(_COLUMNS) :], *own_headings(_own_names(every), fields)]


def _rare_text(project: Project, field_id: str, part: str) -> str:
    """Return the cell of a rare field; competitors part at `part`."""
    if field_id == "rivals":
        return part.join(filter(is_rival_name, rivals_of(project)))
    if field_id == "created":
        return f"{project.created_at.date()}"
    return PROJECT[field_id].text(project)


def _text_rows(projects: Sequence[Project], lang: str) -> list[Sequence[str]]:
    """Return the headers and the rows of a text file, with the ids of projects, and which are
    summaries.
    """
    first, *rows = table_rows(projects, lang)
    days, *more = summary_cells(projects, lang)
    ids = [UNREAD_COLUMNS["id"].zh if lang.startswith("zh") else UNREAD_COLUMNS["id"].en]
    return [
        [*first, *days, *ids],
        *([*row, *day, project.id] for project, row, day in zip(projects, rows, more, strict=True)),
    ]


def summary_cells(projects: Sequence[Project], lang: str) -> list[list[str]]:
    """Return the header and the cells that say of which day what is only a summary here is; none
    in any row where there are no summaries.
    """
    if not any(project.glance for project in projects):
        return [[] for _each in range(len(projects) + 1)]
    days = (f"{project.glance.day}" if project.glance else "" for project in projects)
    return [[text] for text in (_SUMMARY[lang.startswith("zh")], *days)]


def _sheet_rows(projects: Sequence[Project], lang: str, flagged: Flagged) -> list[Sequence[str]]:
    """Return the headers and the rows of a workbook, with the flags and the ids of projects."""
    chinese = lang.startswith("zh")
    first, *rows = table_rows(projects, lang, "\n")
    lines: list[Sequence[str]] = [[*first, *headings(UNREAD_COLUMNS, chinese)]]
    for project, row in zip(projects, rows, strict=True):
        severity, flags = flagged.get(project.id, (None, ""))
        word = _SEVERITIES[severity][chinese] if severity else ""
        lines.append([*row, word, flags, project.id])
    return lines


def _layout(lang: str, fields: Mapping[str, ColumnSpec], own: int) -> SheetLayout:
    """Return how a sheet looks that has these columns and so many own ones."""
    chinese = lang.startswith("zh")
    columns = {**fields, **{f"{OWN}{at}": _OWN_COLUMN for at in range(own)}, **UNREAD_COLUMNS}
    places = {field_id: at for at, field_id in enumerate(columns, 1)}
    return SheetLayout(
        _TITLES[chinese],
        [column.width for column in columns.values()],
        hidden={places["id"]},
        days={places[day] for day in ("signs", "next_on", "tender", "created") if day in places},
        numbers={places["amount"]},
        coloured=(places["severity"], places["flags"]),
        severities={severity: words[chinese] for severity, words in _SEVERITIES.items()},
        filtered=True,
    )


def delimited_bytes(
    rows: Iterable[Sequence[str]],
    lang: str,
    delimiter: str = ",",
    *,
    marked: bool | None = None,
    own: Container[int] = (),
) -> bytes:
    """Return the rows as separated values in UTF-8, behind its mark as `encoding_mark` has it.

    No text is computed or changed by what opens it (`plain_cell`), or keeps the file from being
    read. Columns at the places in `own`, from 0, are the user's (`own_cell`).
    """
    text = StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(written_cells(row, own) for row in rows)
    return encoding_mark(lang, marked=marked) + text.getvalue().encode("utf-8")


def own_places(projects: Iterable[Project]) -> range:
    """Return at which places, from 0, the rows of an export have own columns."""
    every = list(projects)
    first = len(_shown_columns(every))
    return range(first, first + len(_own_names(every)))


def written_cells(row: Iterable[str], own: Container[int]) -> list[str]:
    """Return the cells of a row as a .csv has them, those at the places in `own` as own ones."""
    return [own_cell(text) if at in own else plain_cell(text) for at, text in enumerate(row)]


def encoding_mark(lang: str, *, marked: bool | None = None) -> bytes:
    """Return what a text file begins with, so that the spreadsheets of a language read it.

    That is the mark of UTF-8 for Chinese, unless it is said whether it is to be `marked`.
    """
    return BOM_UTF8 if (lang.startswith("zh") if marked is None else marked) else b""


_GROUPED = re.compile(r"[.,'’ ][0-9]{3}(?![0-9])")
_LIKE_NUMBER = re.compile(r"[0-9]+\.[0-9]+")


def _amount_cell(amount: Amount | None) -> str:
    """Return a figure in plain digits, and what is more than that as it was written.

    A range with marks between thousands would leave open what marks its column has for decimals.
    """
    if amount is None:
        return ""
    plain = f"{amount.low}" if amount.low == amount.high else f"{amount.low}-{amount.high}"
    if amount.about:
        plain = f"~{plain}"
    elif amount.low == amount.high:
        return plain
    written = written_amount(amount)
    return f"{amount.currency} {plain}" if _GROUPED.search(written) else written


def _window_cell(window: SigningPeriod | None) -> str:
    """Return a day as such, and a window as it was written.

    What a spreadsheet takes for a number loses its last 0: `2026.10` would be January.
    """
    if window is None:
        return ""
    written = written_window(window)
    plain = window.precision == "day" and not window.about
    return window_text(window) if plain or _LIKE_NUMBER.fullmatch(written) else written


def _row(
    project: Project,
    columns: Iterable[str],
    names: Iterable[str],
    chinese: bool,
    separator: str,
) -> list[str]:
    known = {
        "amount": _amount_cell(project.amount),
        "currency": project.amount.currency if project.amount else "",
        "signs": _window_cell(project.signs),
        "status": _STATUSES[project.status][chinese],
        "contacts": joined_names(tuple(contact.name for contact in project.contacts), separator),
        "cr": separator.join(f"CR{contact.cr or '?'}" for contact in project.contacts),
        "next": project.next_action.text if project.next_action else "",
        "rivals": _rare_text(project, "rivals", _PARTS[chinese]),
        "created": _rare_text(project, "created", ""),
        "key": _YES[chinese] if project.key else "",
    }
    own = {own_key(each.name): each.value for each in project.own}
    return [
        *(
            known[field_id] if field_id in known else PROJECT[field_id].text(project)
            for field_id in columns
        ),
        *(own.get(own_key(name), "") for name in names),
    ]
