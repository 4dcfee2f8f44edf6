"""The reader of tables that the app is given: a file becomes an `ImportedTable`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from screens.base.context import ImportChoices, ImportedTable, ReadProgress

if TYPE_CHECKING:
    from deals.model import Book
    from deals.parsing.reading_context import ReadingContext
    from store.tables.results import ImportOptions, ImportResult


def read_table(
    path: Path,
    book: Book,
    reading: ReadingContext,
    choices: ImportChoices,
    headers: Mapping[str, str],
    progress: ReadProgress,
) -> ImportedTable:
    """Read a file into the book by the choices and headers of the user, as `import_files` does."""
    from store.tables.pipeline_columns import CHOICES
    from store.tables.source_files import list_sheets
    from store.tables.table_files import import_files  # spreadsheets are slow to load

    result = import_files([path], book, reading, _read_options(choices, headers), progress)
    return ImportedTable(
        before=book,
        book=result.book,
        outcomes=result.outcomes,
        columns=result.columns,
        stages=result.stages,
        not_read=result.not_read,
        remarks=result.remarks,
        gone=result.gone,
        twins=result.twins,
        sheets=_name_sheets(result) or list_sheets(path),
        fields=CHOICES,
        apart=result.named,
        whole=result.whole,
    )


def _read_options(choices: ImportChoices, headers: Mapping[str, str]) -> ImportOptions:
    """Return the options that the choices stand for; good rows are taken beside refused ones."""
    from store.tables.results import ImportOptions

    return ImportOptions(
        sheets=choices.sheets,
        mapping=choices.fields,
        aliases=headers,
        stages=choices.stages,
        keep_going=True,
    )


def _name_sheets(result: ImportResult) -> tuple[str, ...]:
    """Return the sheets of a file that was read, whether they were or not."""
    read = [column.sheet for column in result.columns]
    left = [left.sheet for left in result.not_read if read]
    return tuple(dict.fromkeys(filter(None, (*read, *left))))
