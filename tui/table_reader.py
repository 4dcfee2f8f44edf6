"""The reader of tables that the app is given: a file becomes an `ImportedTable`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from screens.base.context import ImportChoices, ImportedTable, ReadProgress

if TYPE_CHECKING:
    from deals.model import Book, Project
    from deals.parsing.reading_context import ReadingContext
    from store.tables.results import ColumnMeaning, ImportOptions, ImportResult
    from store.tables.source_files import OpenedFiles
    from views.source_row import SourceCell


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

    @cached_property
    def encodings(self) -> Sequence[tuple[str, str]]:
        """What a text may be in, and how it reads so."""
        from store.tables.source_files import list_encodings

        return list_encodings(self.path)

    def read(self, choices: ImportChoices, progress: ReadProgress) -> ImportedTable:
        """Read the file as `import_files` does; good rows are taken beside refused ones."""
        from store.tables.pipeline_columns import CHOICES
        from store.tables.table_files import import_files  # spreadsheets are slow to load

        book, reading, options = self.book(), self.reading(), options_of(choices, self.headers)
        result = import_files([self.path], book, reading, options, progress, self.opened)
        encoding = self.opened.find_encoding(self.path, choices.encoding)
        return ImportedTable(
            before=book,
            book=result.book,
            outcomes=result.outcomes,
            columns=result.columns or self._list_headers(result, choices.encoding),
            stages=result.stages,
            not_read=result.not_read,
            remarks=result.remarks,
            gone=result.gone,
            left=result.left,
            twins=result.twins,
            near=result.near,
            currencies=result.currencies,
            sheets=_name_sheets(result) or self.opened.list_sheets(self.path),
            fields=CHOICES,
            currency=choices.currency or reading.currency,
            encoding=encoding,
            encodings=self.encodings,
            read_row=partial(self._read_row, choices.encoding),
            apart=result.named,
            whole=result.whole,
        )

    def _read_row(
        self, encoding: str | None, file: str, sheet: str, row: int
    ) -> Sequence[SourceCell]:
        from store.tables.grid import address
        from views.source_row import SourceCell

        cells = self.opened.recall_row(Path(file), encoding, sheet, row)
        return [SourceCell(address(row, at), cells[at].whole_text) for at in sorted(cells)]

    def _list_headers(self, result: ImportResult, encoding: str | None) -> Sequence[ColumnMeaning]:
        """List the headers of a file in which none was found to name projects: one of them may."""
        from store.tables.headers import header_texts
        from store.tables.pipeline import PIPELINE
        from store.tables.results import ColumnMeaning

        refusals = (each for each in result.refusals if each.code in _HEADERS_UNKNOWN)
        if (refusal := next(refusals, None)) is None:
            return ()
        path = Path(f"{refusal.figures['file']}")
        source = self.opened.open(path, encoding)
        headers = (
            (each, header_texts(source.grid(each, _go_on), PIPELINE)) for each in source.sheets
        )
        return [ColumnMeaning(f"{path}", sheet, text, "") for sheet, row in headers for text in row]


def read_contacts(
    path: Path, book: Book, project: Project, reading: ReadingContext
) -> ImportedTable:
    """Read a file of contacts into a project of the book, as `import_people` does."""
    from store.tables.contacts import import_people
    from store.tables.results import ImportOptions

    options = ImportOptions(keep_going=True)
    result = import_people([path], book, project, reading, options, lambda *_of: None)
    return ImportedTable(
        before=book, book=result.book, outcomes=result.outcomes, apart=result.named
    )


_HEADERS_UNKNOWN = ("header-missing", "projects-unproved")


def _go_on(_file: str, _done: int, _total: int) -> None:
    """Take no note of what is read already."""


def options_of(choices: ImportChoices, headers: Mapping[str, str]) -> ImportOptions:
    """Return the options that the choices stand for."""
    from store.tables.results import ImportOptions

    return ImportOptions(
        sheets=choices.sheets,
        mapping=choices.fields,
        aliases=headers,
        stages=choices.stages,
        currency=choices.currency,
        han_currency=choices.han_currency,
        dates=choices.dates,
        decimal=choices.decimal,
        year_start=choices.year_start,
        encoding=choices.encoding,
        older=choices.older,
        keep_going=True,
    )


def _name_sheets(result: ImportResult) -> tuple[str, ...]:
    """Return the sheets of a file that was read, whether they were or not."""
    read = [column.sheet for column in result.columns]
    left = [left.sheet for left in result.not_read if read]
    return tuple(dict.fromkeys(filter(None, (*read, *left))))
