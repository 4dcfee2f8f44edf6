"""The reader of tables that the app is given: a file becomes an `ImportedTable`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from screens.base.context import ImportChoices, ImportedTable, ReadProgress

if TYPE_CHECKING:
    from deals.model import Book
    from deals.parsing.reading_context import ReadingContext
    from store.tables.results import ImportOptions, ImportResult
    from store.tables.source_files import OpenedFiles


@dataclass
class TableReader:
    """A file, read into the present book by the choices and headers of the user.

    What was read of it is kept, so that a choice has only that read anew which depends on it.
    """

    path: Path
    headers: Mapping[str, str]
    book: Callable[[], Book]
    reading: Callable[[], ReadingContext]

    @cached_property
    def opened(self) -> OpenedFiles:
        """The file as it was last opened."""
        from store.tables.source_files import OpenedFiles

        return OpenedFiles()

    def read(self, choices: ImportChoices, progress: ReadProgress) -> ImportedTable:
        """Read the file as `import_files` does; good rows are taken beside refused ones."""
        from store.tables.pipeline_columns import CHOICES
        from store.tables.table_files import import_files  # spreadsheets are slow to load

        book, options = self.book(), options_of(choices, self.headers)
        result = import_files([self.path], book, self.reading(), options, progress, self.opened)
        return ImportedTable(
            before=book,
            book=result.book,
            outcomes=result.outcomes,
            columns=result.columns,
            stages=result.stages,
            not_read=result.not_read,
            remarks=result.remarks,
            sheets=_name_sheets(result) or self.opened.list_sheets(self.path),
            fields=CHOICES,
            apart=result.named,
            whole=result.whole,
        )


def options_of(choices: ImportChoices, headers: Mapping[str, str]) -> ImportOptions:
    """Return the options that the choices stand for."""
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
