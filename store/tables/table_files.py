"""Import and export of files, each by the kind that its ending says it is."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import orjson
from pydantic import ValidationError

from deals.edits.store_settings import keep_import_letter
from deals.errors import UserError
from deals.merging.joining import Joined, join_elsewhere, join_records
from deals.merging.labels import field_texts, is_listed
from deals.merging.lists import merge_shared
from deals.model import LISTED, MAY_LACK, SHARED, Book, Project
from deals.model.base import Frozen
from deals.parsing.reading_context import ReadingContext
from deals.team_copy import without_team
from store.documents import dump_record, first_fault
from store.files import read_whole, refuse_os_errors
from store.json_layout import is_export
from store.output_files import write_output
from store.tables.export import Flagged, export_table
from store.tables.grid import GridProgress
from store.tables.pipeline import PIPELINE, import_tables
from store.tables.project_outcomes import project_changes
from store.tables.results import (
    FieldChange,
    ImportOptions,
    ImportOutcome,
    ImportRemark,
    ImportResult,
    OutcomeKind,
)
from store.tables.same_projects import match_elsewhere
from store.tables.source_files import OpenedFiles

EVERYTHING = ".json"
MAX_BYTES = 200 * 2**20
"""The size beyond which no export is read."""


def import_files(
    paths: Sequence[Path],
    book: Book,
    reading: ReadingContext,
    options: ImportOptions | None = None,
    progress: GridProgress | None = None,
    opened: OpenedFiles | None = None,
) -> ImportResult:
    """Read exports (.json) and tables into the book; commit the result's book to make it last.

    A project of an export is joined with the one that it is here. What is wrong with a file or a
    row is in the outcomes, and unless told to keep going the book then is the one given. Raised are
    only options that cannot be followed, as by `import_sources`, where `opened` is told of too.
    """
    exports_first = sorted(paths, key=lambda path: not _is_export(path))
    result = import_tables(exports_first, book, reading, options, progress, _EVERYTHING, opened)
    whole = (outcome.id for outcome in result.outcomes if _is_export(Path(outcome.file)))
    return replace(result, whole=frozenset(filter(None, whole)))


def export_file(
    book: Book,
    path: Path,
    lang: str,
    *,
    flagged: Flagged | None = None,
    marked: bool | None = None,
    force: bool = False,
    stores: Sequence[Path] = (),
) -> Path | None:
    """Write everything (.json) or the table in `lang` (.xlsx with the flags, .csv, .tsv).

    Returned is where an earlier text file was kept. Refusals `export-kind` (file, ending) and those
    of write_output.
    """
    if _is_export(path):
        return write_output(path, export_json(book), is_export, force=force, stores=stores)
    return export_table(
        *(book, path, lang),
        flagged=flagged,
        marked=marked,
        force=force,
        stores=stores,
    )


def _is_export(path: Path) -> bool:
    return path.suffix.lower() == EVERYTHING


def _merge_export(
    path: Path, book: Book, _reading: ReadingContext, _options: ImportOptions
) -> tuple[Book, list[ImportOutcome]]:
    """Merge an export into the book; return that, and the outcome of each of its projects."""
    theirs = read_json(_bytes(path), f"{path}")
    projects, outcomes = _merge_records(path, book.projects, [*theirs.projects.values()])
    changed = [each for id_, each in projects.items() if each is not book.projects.get(id_)]
    gone = [id_ for id_ in book.projects if id_ not in projects]
    merged = book.without(*gone) if gone else book
    merged = merged.with_projects(*changed) if changed else merged
    lists = {}
    for name in SHARED:
        ours = getattr(book, name)
        records = merge_shared(name, (), getattr(theirs, name), ours, prefer="ours").records
        if records != ours:
            lists[name] = records
    return merged.with_lists(**lists) if lists else merged, outcomes


def _merge_records(
    path: Path, here: Mapping[str, Project], there: Sequence[Project]
) -> tuple[Mapping[str, Project], list[ImportOutcome]]:
    """Return our projects with those of an export in them, and what became of each of those."""
    now = dict(here)
    matches = match_elsewhere(here, there)
    outcomes: list[ImportOutcome] = []
    for project in there:
        before = now.get(matches.get(project.id, project.id))
        if refusal := _refuse_summary(before, project):
            outcomes.append(_refused(path, project, refusal))
            continue
        joined = Joined(project)
        if before is not None:
            join = join_records if before.id == project.id else join_elsewhere
            joined = join(before, project)
        now[joined.project.id] = joined.project
        outcomes.append(_outcome(path, before, project, joined))
    for id_ in list(now):
        for part in [each for each in now[id_].also if each in now] if id_ in now else ():
            whole, other = now[id_], now.pop(part)
            now[id_] = join_elsewhere(whole, other).project
            outcomes.append(_absorbed(path, whole, now[id_], other))
    return now, outcomes


def _refuse_summary(before: Project | None, theirs: Project) -> UserError | None:
    """Return why a project of an export is not taken: of one of the two only a summary is there."""
    if theirs.glance is not None:
        return UserError("export-glance", name=theirs.name)
    if before is not None and before.glance is not None:
        return UserError("project-glance", name=before.name)
    return None


def _refused(path: Path, project: Project, refusal: UserError) -> ImportOutcome:
    return ImportOutcome(
        *(f"{path}", "", 0, 0, project.name, "refused"),
        refusals=(refusal.at(f"{path}"),),
        owner=project.owner,
    )


def _absorbed(path: Path, before: Project, after: Project, part: Project) -> ImportOutcome:
    """Return the outcome of a project of ours that became one with another elsewhere."""
    changes = tuple(project_changes(before, after))
    remarks = (ImportRemark("one-elsewhere", part.name),)
    return ImportOutcome(
        *(f"{path}", "", 0, 0, after.name, "changed", changes),
        id=after.id,
        remarks=remarks,
        owner=after.owner,
    )


_EVERYTHING = replace(PIPELINE, whole_files={EVERYTHING: _merge_export})


def _outcome(path: Path, before: Project | None, theirs: Project, joined: Joined) -> ImportOutcome:
    """Return the outcome of a project of an export, and which values of either side lost."""
    after = joined.project
    moved = tuple(project_changes(before, after)) if before else ()
    still, lost = _split_lost(before, theirs, joined) if before else ((), ())
    remarks = tuple(_remarks(before, theirs, after, moved, lost)) if before else ()
    kind: OutcomeKind = "changed" if moved or remarks else "unchanged"
    return ImportOutcome(
        *(f"{path}", "", 0, 0, after.name, "added" if before is None else kind, moved),
        id=after.id,
        remarks=remarks,
        still=still,
        owner=after.owner,
    )


def _remarks(
    before: Project,
    theirs: Project,
    after: Project,
    moved: Sequence[FieldChange],
    lost: Iterable[str],
) -> Iterator[ImportRemark]:
    """Yield what else became of a project: whose it is, and the lists in which it changed."""
    if theirs.id != before.id and theirs.id not in before.also:
        yield ImportRemark("same-project")
    shown = {change.field for change in moved}
    lists = [name for name in LISTED if name not in _BOOKS and name in Project.model_fields]
    differing = [name for name in lists if getattr(before, name) != getattr(after, name)]
    if before.contacts != after.contacts and not any(change.contact for change in moved):
        differing.append("contacts")
    names = dict.fromkeys(name for name in (*lost, *sorted(differing)) if name not in shown)
    if "own" in names and any(name.startswith("own:") for name in shown):
        del names["own"]
    if names:
        yield ImportRemark("newer-there", ",".join(names))


_BOOKS = frozenset({"also", "apart"})
"""The lists of ids, which say nothing of the deal."""


def _split_lost(
    before: Project, theirs: Project, joined: Joined
) -> tuple[tuple[FieldChange, ...], tuple[str, ...]]:
    """Return what the export says and ours outlives, and the fields in which ours was overwritten.

    Of records in lists those of the side that was written last stand.
    """
    ours_is_newer = before.updated_at >= theirs.updated_at
    known = field_texts(before)
    people = {contact.id: contact.name for contact in joined.project.contacts}
    still: list[FieldChange] = []
    lost: list[str] = []
    for conflict in joined.lost:
        key, text = (conflict.field, conflict.subject), conflict.theirs
        if text is None:
            continue
        if ours_is_newer if is_listed(key) else known.get(key) != text:
            person = people.get(conflict.subject or "", "")
            still.append(FieldChange(conflict.field, conflict.ours or "", text, person))
        else:
            lost.append(conflict.field)
    return tuple(still), tuple(lost)


def _bytes(path: Path) -> bytes:
    with refuse_os_errors("file-unreadable", path):
        if path.exists() and path.stat().st_size > MAX_BYTES:
            raise UserError("file-too-large", file=f"{path}", limit=MAX_BYTES // 2**20)
        found = read_whole(path)
    if found is None:
        raise UserError("file-missing", file=f"{path}")
    return found[0]


FORMAT = 1

ArchivedRecord = TypeVar("ArchivedRecord", bound=Frozen)


def export_json(book: Book) -> bytes:
    """Return the whole book as JSON in UTF-8: `{"netloft": 1, "projects": […], "views": […]}`, and
    the other lists that all projects share likewise.

    Each record has every field, others' own ones too; read_json gives the same book back. The
    letter of the last import is left out: it names projects that may not be among these.
    """
    book = without_team(keep_import_letter(book, ""))
    return orjson.dumps(
        {
            "netloft": FORMAT,
            "projects": [
                orjson.Fragment(dump_record(project)) for project in book.projects.values()
            ],
            **{
                name: [orjson.Fragment(dump_record(record)) for record in getattr(book, name)]
                for name in SHARED
                if name not in MAY_LACK or getattr(book, name)
            },
        }
    )


def read_json(data: bytes, file: str) -> Book:
    """Read the book of an export; `file` is its name in a refusal.

    Refusals: `archive-damaged` (file, line, column) for what is no JSON, `archive-foreign` (file)
    for JSON of another kind, `archive-newer` (file, version, known), `archive-record` (file, table,
    record, field, problem) for a record that does not read, counted from 1, and `archive-twice`
    (file, id) for two projects of one id.
    """
    projects, lists = _lists(data, file)
    read = _records(Project, projects, file, "projects")
    by_id = {project.id: project for project in read}
    if len(by_id) < len(read):
        ids = [project.id for project in read]
        twice = next(id_ for id_ in ids if ids.count(id_) > 1)
        raise UserError("archive-twice", file=file, id=twice)
    read_lists = {
        name: _records(SHARED[name], some, file, name) for name, some in lists.items() if some
    }
    return Book(MappingProxyType(by_id)).with_lists(**read_lists)


def _lists(data: bytes, file: str) -> tuple[list[object], dict[str, list[object]]]:
    try:
        whole = orjson.loads(data.removeprefix(BOM_UTF8))
    except orjson.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        raise UserError("archive-damaged", file=file, **place) from None
    version = whole.get("netloft") if isinstance(whole, dict) else None
    if type(version) is not int or version < 1:
        raise UserError("archive-foreign", file=file)
    if version > FORMAT:
        raise UserError("archive-newer", file=file, version=version, known=FORMAT)
    projects, lists = whole.get("projects"), {name: whole.get(name, []) for name in SHARED}
    if not all(isinstance(table, list) for table in (projects, *lists.values())):
        raise UserError("archive-foreign", file=file)
    return projects, lists


def _records(
    model: type[ArchivedRecord], documents: Iterable[object], file: str, table: str
) -> tuple[ArchivedRecord, ...]:
    read = []
    for record, document in enumerate(documents, 1):
        try:
            read.append(model.model_validate(document))
        except ValidationError as error:
            wanting, problem = first_fault(error)
            raise UserError(
                "archive-record",
                file=file,
                table=table,
                record=record,
                field=wanting,
                problem=problem,
            ) from None
    return tuple(read)
