"""Import and export of files, each by the kind that its ending says it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from deals.errors import UserError
from deals.merging import merge_shared
from deals.model import SHARED, Book, Project
from deals.parsing.reading_context import ReadingContext
from store.files import read_whole, refuse_os_errors
from store.output_files import write_output
from store.recognition import is_export
from store.tables.archive import export_json, read_json
from store.tables.export import export_table
from store.tables.grid import GridProgress
from store.tables.pipeline import (
    ImportOptions,
    ImportOutcome,
    ImportResult,
    OutcomeKind,
    import_tables,
    project_changes,
)

EVERYTHING = ".json"
MAX_BYTES = 200 * 2**20
"""The size beyond which no export is read."""


def import_files(
    paths: Sequence[Path],
    book: Book,
    reading: ReadingContext,
    options: ImportOptions | None = None,
    progress: GridProgress | None = None,
) -> ImportResult:
    """Read exports (.json) and tables into the book; commit the result's book to make it last.

    A project of an export replaces the one of its id. What is wrong with a file or a row is in the
    outcomes, and unless told to keep going the book then is the one given. Raised are only options
    that cannot be followed, as by `read_tables`.
    """
    options = options or ImportOptions()
    merged, outcomes = book, list[ImportOutcome]()
    for path in filter(_is_export, paths):
        merged, more = _merge_export(path, merged)
        outcomes += more
    tables = [path for path in paths if not _is_export(path)]
    result = ImportResult(merged, tuple(outcomes))
    if tables:
        read = import_tables(tables, merged, reading, options, progress)
        result = replace(read, outcomes=(*outcomes, *read.outcomes))
    result = replace(
        result, whole=frozenset(outcome.id for outcome in outcomes if outcome.id is not None)
    )
    return replace(result, book=book) if result.refusals and not options.keep_going else result


def export_file(
    book: Book, path: Path, lang: str, *, force: bool = False, stores: Sequence[Path] = ()
) -> None:
    """Write everything (.json) or the table in `lang` (.xlsx, .csv, .tsv).

    Refusals `export-kind` (file, ending) and those of write_output.
    """
    if _is_export(path):
        write_output(path, export_json(book), is_export, force=force, stores=stores)
    else:
        export_table(book, path, lang, force=force, stores=stores)


def _is_export(path: Path) -> bool:
    return path.suffix.lower() == EVERYTHING


def _merge_export(path: Path, book: Book) -> tuple[Book, list[ImportOutcome]]:
    """Merge an export into the book; return that, and the outcome of each of its projects."""
    try:
        theirs = read_json(_bytes(path), f"{path}")
    except UserError as wrong:
        return book, [ImportOutcome(f"{path}", "", 0, 0, "", "refused", refusals=(wrong,))]
    outcomes = [
        _outcome(path, book.projects.get(project.id), project)
        for project in theirs.projects.values()
    ]
    changed = [
        project for project in theirs.projects.values() if book.projects.get(project.id) != project
    ]
    merged = book.with_projects(*changed) if changed else book
    lists = {
        name: merge_shared(
            name, (), getattr(theirs, name), getattr(book, name), prefer="ours"
        ).records
        for name in SHARED
    }
    lists = {name: records for name, records in lists.items() if records != getattr(book, name)}
    return merged.with_lists(**lists) if lists else merged, outcomes


def _outcome(path: Path, before: Project | None, after: Project) -> ImportOutcome:
    kind: OutcomeKind = "added" if before is None else "unchanged" if before == after else "changed"
    moved = tuple(project_changes(before, after)) if before else ()
    return ImportOutcome(f"{path}", "", 0, 0, after.name, kind, moved, id=after.id)


def _bytes(path: Path) -> bytes:
    with refuse_os_errors("file-unreadable", path):
        if path.exists() and path.stat().st_size > MAX_BYTES:
            raise UserError("file-too-large", file=f"{path}", limit=MAX_BYTES // 2**20)
        found = read_whole(path)
    if found is None:
        raise UserError("file-missing", file=f"{path}")
    return found[0]
