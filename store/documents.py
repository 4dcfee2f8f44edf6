"""A book as TinyDB's tables and back, losing nothing that others have put into the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from types import MappingProxyType
from typing import Any, Generic, TypeVar

import orjson
from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from deals.model import Book, Project, SavedView
from deals.refusal import Refusal
from store.storage import Tables

SCHEMA_VERSION = 1
PROJECTS, VIEWS, META = "projects", "views", "meta"
_NEW_META = orjson.dumps({"1": {"schema_version": SCHEMA_VERSION, "migrations": []}})
_LONGEST_NUMBER = 18
_WHOLE = "*"

Key = TypeVar("Key")
Value = TypeVar("Value", Project, SavedView)
Anything = TypeVar("Anything")


@dataclass(frozen=True, slots=True)
class Row(Generic[Value]):
    """One document: its number in the table, as text; the value it stands for; its JSON."""

    number: str
    value: Value
    text: bytes


@dataclass(frozen=True, slots=True)
class Stored:
    """A book and the documents it is kept in, so that only what changed is written out anew.

    `others` are the tables that are not the book's, as JSON; `meta` is one of them.
    """

    book: Book = field(default_factory=Book)
    projects: Mapping[str, Row[Project]] = field(default_factory=dict)
    views: tuple[Row[SavedView], ...] = ()
    others: Mapping[str, bytes] = field(default_factory=lambda: {META: _NEW_META})

    def with_book(self, book: Book) -> Stored:
        """The same file holding `book`; what is the same object keeps its document.

        Refusal("store-unstorable", name, field, problem) for what could not be read back.
        """
        views = _renewed(
            _by_name((view.name, view) for view in book.views),
            _by_name((row.value.name, row) for row in self.views),
        )
        projects = _renewed(book.projects, self.projects)
        return Stored(book, projects, tuple(views.values()), self.others)

    def tables(self) -> dict[str, Any]:
        """The tables as the storage writes them."""
        return {
            **{name: orjson.Fragment(text) for name, text in self.others.items()},
            VIEWS: {row.number: orjson.Fragment(row.text) for row in self.views},
            PROJECTS: {row.number: orjson.Fragment(row.text) for row in self.projects.values()},
        }


def read_stored(tables: Tables, file: str, known: Stored | None = None) -> Stored:
    """What the tables of a file hold; documents that are as in `known` keep their values.

    The tables are used up. Refusals: `store-foreign` (file) where no schema version is told,
    `store-newer` (file, version, known), `store-record` (file, table, record, field, problem) for
    the first document that does not read, `store-twice` (file, record, other, id) for two projects
    of one id.
    """
    check_schema(tables, file)
    known = known or Stored()
    projects: dict[str, Row[Project]] = {}
    for row in _read_rows(tables, PROJECTS, Project, known.projects.values(), file):
        twin = projects.setdefault(row.value.id, row)
        if twin is not row:
            raise Refusal(
                "store-twice", file=file, record=row.number, other=twin.number, id=row.value.id
            )
    views = tuple(_read_rows(tables, VIEWS, SavedView, known.views, file))
    book = Book(
        MappingProxyType({key: row.value for key, row in projects.items()}),
        tuple(row.value for row in views),
    )
    return Stored(book, projects, views, _read_others(tables, file))


def _read_others(tables: Tables, file: str) -> Mapping[str, bytes]:
    names = [name for name in tables if name not in (PROJECTS, VIEWS)]
    try:
        return {name: orjson.dumps(tables[name]) for name in names}
    except orjson.JSONEncodeError:
        # The one thing that can be read and not written again is nesting hundreds deep.
        raise Refusal("store-foreign", file=file) from None


def check_schema(tables: Tables, file: str) -> int:
    """The schema version that the table `meta` tells, if this program knows it.

    Refusal("store-foreign", file) without one, ("store-newer", file, version, known) for a later.
    """
    told = [
        one["schema_version"] for one in tables.get(META, {}).values() if "schema_version" in one
    ]
    if len(told) != 1 or type(told[0]) is not int or told[0] < 1:
        raise Refusal("store-foreign", file=file)
    if told[0] > SCHEMA_VERSION:
        raise Refusal("store-newer", file=file, version=told[0], known=SCHEMA_VERSION)
    return told[0]


def _read_rows(
    tables: Tables, name: str, model: type[Value], known: Iterable[Row[Value]], file: str
) -> Iterator[Row[Value]]:
    kept = {row.number: row for row in known}
    table = tables.get(name, {})
    for number in tuple(table):
        # Let go of at once: a large store would else be in memory twice.
        document = table.pop(number)
        yield read_row(model, document, (file, name, number), kept.get(number))


def read_row(
    model: type[Value],
    document: object,
    where: tuple[str, str, str],
    known: Row[Value] | None = None,
) -> Row[Value]:
    """The row that a document makes; `known`, if the document is still the same.

    `where` is its file, table and number. Refusal("store-record", file, table, record, field,
    problem) for its first fault.
    """
    try:
        text = orjson.dumps(document)
        if known is not None and known.text == text:
            return known
        if not (where[2].isdecimal() and len(where[2]) <= _LONGEST_NUMBER):
            # TinyDB itself reads no such table.
            raise _unreadable(where, _WHOLE, "number")
        return Row(where[2], model.model_validate_json(text), text)
    except orjson.JSONEncodeError:
        raise _unreadable(where, _WHOLE, "nested") from None
    except ValidationError as error:
        raise _unreadable(where, *first_fault(error)) from None


def _unreadable(where: tuple[str, str, str], wanting: str, problem: str) -> Refusal:
    file, table, number = where
    return Refusal(
        "store-record", file=file, table=table, record=number, field=wanting, problem=problem
    )


def first_fault(error: ValidationError) -> tuple[str, str]:
    """Which field of a record does not read (`contacts.2.cr`; `*` for the record itself), and
    pydantic's name of the fault.

    What the field holds is left out: it is the user's, and no message's.
    """
    found = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return ".".join(map(str, found["loc"])) or _WHOLE, found["type"]


def _by_name(named: Iterable[tuple[str, Anything]]) -> dict[tuple[str, int], Anything]:
    """Keyed by name, and by how many of that name came before."""
    seen: Counter[str] = Counter()
    keyed = {}
    for name, one in named:
        keyed[name, seen[name]] = one
        seen[name] += 1
    return keyed


def _renewed(values: Mapping[Key, Value], rows: Mapping[Key, Row[Value]]) -> dict[Key, Row[Value]]:
    """A row for each value: the one it has where it is the same object, else a new one."""
    numbers = map(str, count(max((int(row.number) for row in rows.values()), default=0) + 1))
    renewed = {}
    for key, value in values.items():
        row = rows.get(key)
        if row is None or row.value is not value:
            row = Row(row.number if row else next(numbers), value, dumped(value))
        renewed[key] = row
    return renewed


def dumped(value: Project | SavedView) -> bytes:
    """A record as JSON, every field of it, so that a reader of the file finds stable names.

    Refusal("store-unstorable", name, field, problem) for what could not be read back: a text that
    is no UTF-8, a value its field does not allow. Better no save than a file that does not open.
    """
    try:
        text = value.model_dump_json(warnings="error").encode()
        type(value).model_validate_json(text)
    except PydanticSerializationError:
        fault = _WHOLE, "text"
    except ValidationError as error:
        fault = first_fault(error)
    else:
        return text
    name = value.name.encode(errors="replace").decode()
    raise Refusal("store-unstorable", name=name, field=fault[0], problem=fault[1])
