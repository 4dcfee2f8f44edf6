"""The whole book as one JSON file, for another machine or program: writing and reading it."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import TypeVar

import orjson
from pydantic import ValidationError

from deals.errors import UserError
from deals.model import SHARED, Book, Project
from deals.model.base import Frozen
from store.documents import dump_record, first_fault

FORMAT = 1

ArchivedRecord = TypeVar("ArchivedRecord", bound=Frozen)


def export_json(book: Book) -> bytes:
    """Return the whole book as JSON in UTF-8: `{"netloft": 1, "projects": […], "views": […]}`, and
    the other lists that all projects share likewise.

    Each record has every field, others' own ones too; read_json gives the same book back.
    """
    return orjson.dumps(
        {
            "netloft": FORMAT,
            "projects": [
                orjson.Fragment(dump_record(project)) for project in book.projects.values()
            ],
            **{
                name: [orjson.Fragment(dump_record(record)) for record in getattr(book, name)]
                for name in SHARED
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
        whole = orjson.loads(data)
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
