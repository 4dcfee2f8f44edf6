"""Whether a store is sound: everything that can be wrong with one, found without touching it."""

from __future__ import annotations

import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from deals.model import Project, SavedView
from deals.refusal import Refusal
from store.documents import META, PROJECTS, VIEWS, check_schema, read_row
from store.files import refusing
from store.storage import AtomicJSONStorage, Tables

Value = TypeVar("Value", Project, SavedView)


@dataclass(frozen=True, slots=True)
class Report:
    """What was verified of a store, and what is wrong.

    `counts` says how many of each were read and hold together: projects, contacts, touches, views,
    and other tables. `problems` make the store unsound; `warnings` are about who may read it.
    """

    file: str
    version: int | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Refusal, ...] = ()
    warnings: tuple[Refusal, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong with the data."""
        return not self.problems


def check(path: Path) -> Report:
    """Read all of a store and report; nothing is written or made.

    Problems are what opening it would be refused for, each record that does not read rather than
    the first alone, and besides `store-missing` (file), `contact-twice` (file, record, id) and
    `reference-lost` (file, record, field, id). Warnings are `file-open` and `folder-open` (file,
    mode), where others than the user have rights.
    """
    file = str(path)
    try:
        storage = AtomicJSONStorage(path)
        warnings = tuple(_warnings(storage))
        tables = storage.read()
        if tables is None:
            raise Refusal("store-missing", file=file)
        version = check_schema(tables, file)
    except Refusal as refusal:
        return Report(file, problems=(refusal,))
    counts, problems = _checked(tables, file)
    return Report(file, version, counts, tuple(problems), warnings)


def _checked(tables: Tables, file: str) -> tuple[Mapping[str, int], list[Refusal]]:
    """How many of each the tables hold, and what is wrong with any."""
    problems: list[Refusal] = []
    projects = dict(_read(tables, PROJECTS, Project, file, problems))
    views = dict(_read(tables, VIEWS, SavedView, file, problems))
    problems += _twins(projects, file)
    for record, project in projects.items():
        problems += _references(project, file, record)
    counts = {
        "projects": len(projects),
        "contacts": sum(len(one.contacts) for one in projects.values()),
        "touches": sum(len(one.touches) for one in projects.values()),
        "views": len(views),
        "tables": len(tables.keys() - {META, PROJECTS, VIEWS}),
    }
    return counts, problems


def _warnings(storage: AtomicJSONStorage) -> Iterator[Refusal]:
    with refusing("store-unreadable", storage.path):
        for code, one in (("file-open", storage.file), ("folder-open", storage.file.parent)):
            if one.exists():
                mode = stat.S_IMODE(one.stat().st_mode)
                if mode & (stat.S_IRWXG | stat.S_IRWXO):
                    yield Refusal(code, file=str(one), mode=f"{mode:04o}")


def _read(
    tables: Tables, name: str, model: type[Value], file: str, problems: list[Refusal]
) -> Iterator[tuple[str, Value]]:
    """The records of a table that read, by number; why the others do not goes to `problems`."""
    for number, document in tables.get(name, {}).items():
        try:
            yield number, read_row(model, document, (file, name, number)).value
        except Refusal as refusal:
            problems.append(refusal)


def _twins(projects: Mapping[str, Project], file: str) -> Iterator[Refusal]:
    first: dict[str, str] = {}
    for record, project in projects.items():
        other = first.setdefault(project.id, record)
        if other != record:
            yield Refusal("store-twice", file=file, record=record, other=other, id=project.id)


def _references(project: Project, file: str, record: str) -> Iterator[Refusal]:
    ids = Counter(one.id for one in project.contacts)
    for key, times in ids.items():
        if times > 1:
            yield Refusal("contact-twice", file=file, record=record, id=key)
    for where, key in _pointers(project):
        if key not in ids:
            yield Refusal("reference-lost", file=file, record=record, field=where, id=key)


def _pointers(project: Project) -> Iterable[tuple[str, str]]:
    """Every contact id that something in the project points at, and where it stands."""
    for at, contact in enumerate(project.contacts):
        if contact.reports_to is not None:
            yield f"contacts.{at}.reports_to", contact.reports_to
    for at, influence in enumerate(project.influences):
        yield f"influences.{at}.source", influence.source
        yield f"influences.{at}.target", influence.target
    for at, touch in enumerate(project.touches):
        for key in touch.contacts:
            yield f"touches.{at}.contacts", key
