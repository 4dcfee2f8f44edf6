"""A project's document as a flat map of paths and values, and back.

What two people edit apart has paths of its own, and what is decided as one has one:

- `stage`, `amount`: a field of the project; `status` is `[status, end_reason]`.
- `review/lessons`: a field of one of its single records.
- `contacts/ID`: true while that record of a list stands, false once it was taken out;
  `contacts/ID/phone`: a field of it, `contacts/ID/cr`: those decided with it (TOGETHER) as an
  object; `contacts`: the order of the list, by keys.
- `tags/KEY`: a value of a bag, null once it was taken out; `tags`: their order. So are the lists
  within a record, `plan/ID/checkpoints/KEY`.
- `history/ID`, `touches/ID`: entries, null once taken out. The id of a move is made of all it says.

What this version does not know keeps its path: a plain field is kept in the document, what lies
deeper only in the flat map.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from hashlib import sha256
from types import SimpleNamespace
from typing import Any, TypeVar, get_args
from urllib.parse import unquote

import orjson
from pydantic_core import to_jsonable_python

from deals.model import (
    KEYS,
    LOOSE,
    RECORDS,
    SHARED,
    SHARED_KEYS,
    SIGNATURE,
    SIGNED,
    TOGETHER,
    WITHIN,
    Book,
    Project,
)
from deals.model.base import Frozen

Flat = dict[str, Any]
Document = dict[str, Any]
KeyOf = Callable[[Any], str]
R = TypeVar("R", bound=Frozen)

ENTRIES = ("history", "touches")
LISTS_SENT = (
    *("competitors", "products", "targets", "exchange_rates", "win_rates", "measures"),
    "store_settings",
)
"""The shared lists that a team has in common. Views are each user's own, and deleted projects
are known by their deletion."""
ENDING = ("status", "end_reason")
LONGEST_KEY = 80
YEARS = range(1990, 2201)
"""The years that days of what others wrote lie in; the server takes no others."""
UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError)
"""What reading a document comes to that does not read: its values may be anything at all."""
_ESCAPED = re.compile("[%/~\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class DocumentShape:
    """Which fields of a document are lists of records, bags of values, records or entries.

    `fields` are the kinds of its fields; `keyed` and `bags` have the function that makes a key.
    """

    fields: Mapping[str, Any]
    keyed: Mapping[str, KeyOf]
    kinds: Mapping[str, type[Frozen]]
    bags: Mapping[str, KeyOf]
    records: Mapping[str, type[Frozen]]
    entries: tuple[str, ...] = ()
    joint: tuple[str, ...] = ()

    @cached_property
    def heads(self) -> list[str]:
        """The names of all that has paths of its own below it."""
        return sorted([*self.keyed, *self.bags, *self.records, *self.entries])


def _project_shape() -> DocumentShape:
    keys: dict[str, KeyOf] = {**KEYS, "contacts": lambda contact: str(contact.id)}
    bags: dict[str, KeyOf] = {name: key for name, key in LOOSE.items() if name not in ENTRIES} | {
        "tags": str,
        "snoozes": _digest,
        "sources": _source_key,
    }
    fields = Project.model_fields
    return DocumentShape(
        fields={name: field.annotation for name, field in fields.items()},
        keyed=keys,
        kinds={name: get_args(fields[name].annotation)[0] for name in keys},
        bags=bags,
        records={name: _record_kind(fields[name].annotation) for name in RECORDS},
        entries=ENTRIES,
        joint=ENDING,
    )


def _record_kind(annotation: Any) -> type[Frozen]:
    kind: type[Frozen] = annotation
    return kind


def _source_key(source: Any) -> str:
    parts = (source.source, getattr(source, "sheet", ""), getattr(source, "part", ""))
    return "\n".join(part for part in parts if part)


def _digest(value: Any) -> str:
    plain = vars(value) if isinstance(value, SimpleNamespace) else value
    return sha256(orjson.dumps(plain, option=orjson.OPT_SORT_KEYS)).hexdigest()[:24]


PROJECT = _project_shape()
LISTS = DocumentShape(
    fields=dict.fromkeys(LISTS_SENT),
    keyed={name: SHARED_KEYS[name] for name in LISTS_SENT},
    kinds={name: SHARED[name] for name in LISTS_SENT},
    bags={},
    records={},
)


# Flattening -------------------------------------------------------------------------------------


def flatten(document: Mapping[str, Any], shape: DocumentShape = PROJECT) -> Flat:
    """Return a document as its paths and their values."""
    flat: Flat = {}
    for name, value in document.items():
        if name in shape.joint:
            flat[shape.joint[0]] = [document.get(part) for part in shape.joint]
        elif name in shape.entries:
            flat.update(_flatten_entries(name, value))
        elif name in shape.keyed:
            flat.update(_flatten_list(name, value, shape))
        elif name in shape.bags:
            flat.update(_flatten_bag(name, value, shape.bags[name]))
        elif name in shape.records:
            flat.update({f"{name}/{escape(field)}": part for field, part in value.items()})
        else:
            flat[escape(name)] = value
    return flat


def _flatten_entries(name: str, values: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    def key(entry: Any) -> str:
        return str(entry.get("id") or _digest(entry))

    return ((f"{name}/{id_}", entry) for id_, entry in _number(values, key))


def _flatten_bag(path: str, values: Sequence[Any], key: KeyOf) -> Flat:
    numbered = list(_number(values, lambda value: key(_view(value))))
    return {path: [id_ for id_, _value in numbered]} | {
        f"{path}/{id_}": value for id_, value in numbered
    }


def _flatten_list(name: str, records: Sequence[Any], shape: DocumentShape) -> Flat:
    key, kind = shape.keyed[name], shape.kinds[name]
    numbered = list(_number(records, lambda record: key(_view(record))))
    flat: Flat = {name: [id_ for id_, _record in numbered]}
    for id_, record in numbered:
        flat[f"{name}/{id_}"] = True
        flat.update(_flatten_record(f"{name}/{id_}", record, kind))
    return flat


def _flatten_record(path: str, record: Mapping[str, Any], kind: type[Frozen]) -> Flat:
    units = _units(kind)
    within = WITHIN.get(kind, {})
    flat: Flat = {}
    for field, value in record.items():
        if field in units:
            unit = units[field]
            flat[f"{path}/{unit[0]}"] = {part: record[part] for part in unit if part in record}
        elif field in within:
            flat.update(_flatten_bag(f"{path}/{field}", value, within[field]))
        else:
            flat[f"{path}/{escape(field)}"] = value
    return flat


@cache
def _units(kind: type[Frozen]) -> dict[str, tuple[str, ...]]:
    """Return the fields that are decided as one, by each of them; a signature goes with the text
    that was signed.
    """
    units = list(TOGETHER.get(kind, ()))
    if kind in SIGNED:
        units[:1] = [(*(units[0] if units else ("text",)), *SIGNATURE)]
    return {field: unit for unit in units for field in unit}


def _number(values: Iterable[Any], key: KeyOf) -> Iterator[tuple[str, Any]]:
    """Yield values with their keys as parts of a path; equal keys are told apart by number."""
    seen = Counter[str]()
    for value in values:
        id_ = _key_part(key(value))
        yield (f"{id_}~{seen[id_]}" if seen[id_] else id_), value
        seen[id_] += 1


def _key_part(key: str) -> str:
    short = escape(key)
    return short if 0 < len(short) <= LONGEST_KEY else f"~{_digest(key)}"


def escape(name: str) -> str:
    """Write a name so that it can be a part of a path; `unquote` reads it."""
    return _ESCAPED.sub(lambda found: "".join(f"%{b:02X}" for b in found[0].encode()), name)


def _view(value: Any) -> Any:
    """Return a JSON object as the record that the key functions expect."""
    return _JsonRecord(value) if isinstance(value, dict) else value


class _JsonRecord(SimpleNamespace):
    """A JSON object whose fields are attributes; those left out are empty."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        super().__init__(**fields)

    def __getattr__(self, name: str) -> Any:
        return ""


# Assembling -------------------------------------------------------------------------------------


def assemble(flat: Mapping[str, Any], shape: DocumentShape = PROJECT) -> Document:
    """Put a document together again; entries stand in the order of the map."""
    document: Document = {name: [] for name in shape.entries}
    branches: dict[str, dict[str, Any]] = {}
    for path, value in flat.items():
        head, _slash, rest = path.partition("/")
        if head in shape.entries:
            document[head] += [] if value is None else [value]
        elif head in shape.keyed or head in shape.bags:
            branches.setdefault(head, {})[rest] = value
        elif head in shape.records and rest:
            document.setdefault(head, {})[unquote(rest)] = value
        elif head in shape.joint and isinstance(value, list):
            document.update(zip(shape.joint, value, strict=False))
        elif not rest:
            document[unquote(head)] = value
    for name, branch in branches.items():
        kind = shape.kinds.get(name)
        document[name] = _assemble_list(branch, kind) if kind else _assemble_bag(branch)
    return document


def _assemble_bag(branch: Mapping[str, Any]) -> list[Any]:
    there = {key: value for key, value in branch.items() if key and value is not None}
    return [there[key] for key in _put_in_order(branch.get(""), there)]


def _assemble_list(branch: Mapping[str, Any], kind: type[Frozen]) -> list[Any]:
    marks = {key: value for key, value in branch.items() if key and "/" not in key}
    standing = {key: dict[str, Any]() for key, stands in marks.items() if stands is True}
    for path, value in branch.items():
        key, slash, rest = path.partition("/")
        if slash and key in standing:
            standing[key][rest] = value
    keys = _put_in_order(branch.get(""), standing)
    return [_named(_assemble_record(standing[key], kind), key, kind) for key in keys]


def _named(record: Document, key: str, kind: type[Frozen]) -> Document:
    """Give a record the id that it goes by, whatever it says itself: no two have the same."""
    if "id" not in kind.model_fields or _key_part(str(record.get("id"))) == key:
        return record
    return {**record, "id": unquote(key)}


def _assemble_record(parts: Mapping[str, Any], kind: type[Frozen]) -> Document:
    units, within = _units(kind), WITHIN.get(kind, {})
    record: Document = {}
    inner: dict[str, dict[str, Any]] = {}
    for path, value in parts.items():
        field, _slash, rest = path.partition("/")
        if field in within:
            inner.setdefault(field, {})[rest] = value
        elif field in units and isinstance(value, dict):
            record.update(value)
        elif not rest:
            record[unquote(field)] = value
    return record | {field: _assemble_bag(branch) for field, branch in inner.items()}


def _put_in_order(order: object, there: Mapping[str, Any]) -> list[str]:
    """Return the keys that are there as they were put in order, others after them."""
    known = order if isinstance(order, list) else []
    first = dict.fromkeys(key for key in known if isinstance(key, str) and key in there)
    return [*first, *sorted(there.keys() - first.keys())]


# Comparing --------------------------------------------------------------------------------------


def default_of(path: str, shape: DocumentShape = PROJECT) -> Any:
    """Return the value that a path has where it is absent."""
    head, *rest = path.split("/")
    if head in shape.entries:
        return None
    if head in shape.keyed:
        return _list_default(rest, shape.kinds[head])
    if head in shape.bags:
        return None if rest else []
    if head in shape.joint:
        return [_field_default(Project, name) for name in shape.joint]
    if head in shape.records and rest:
        return _field_default(shape.records[head], rest[0])
    return None if rest or shape is not PROJECT else _field_default(Project, head)


def _list_default(rest: Sequence[str], kind: type[Frozen]) -> Any:
    if not rest:
        return []
    if len(rest) == 1:
        return False
    if len(rest) > 2:
        return None
    if rest[1] in WITHIN.get(kind, {}):
        return []
    return {} if rest[1] in _units(kind) else _field_default(kind, rest[1])


@cache
def _field_default(kind: type[Frozen], name: str) -> Any:
    field = kind.model_fields.get(name)
    return None if field is None or field.is_required() else to_jsonable_python(field.default)


def differences(before: Mapping[str, Any], after: Flat, shape: DocumentShape = PROJECT) -> Flat:
    """Return what of a flat document differs from an earlier one: by path, the new values.

    A record that was taken out only loses its mark; one of which a field differs is marked anew,
    so that whoever takes it out at the same time is either overtaken or told.
    """
    old = flatten(assemble(before, shape), shape)
    found: Flat = {}
    for path in {**old, **after}:
        default = default_of(path, shape)
        value = after.get(path, default)
        if old.get(path, default) == value:
            continue
        mark = record_of(path, shape)
        if mark is None or mark == path:
            found[path] = value
        elif mark in after:
            found[mark] = True
            found[path] = value
    return found


def record_of(path: str, shape: DocumentShape = PROJECT) -> str | None:
    """Return the mark of the record that a path belongs to; None where it belongs to none."""
    parts = path.split("/")
    return "/".join(parts[:2]) if parts[0] in shape.keyed and len(parts) > 1 else None


def is_order(path: str, shape: DocumentShape = PROJECT) -> bool:
    """Whether a path has the order of a list, which nobody needs to be told of."""
    head, *rest = path.split("/")
    if not rest:
        return head in shape.keyed or head in shape.bags
    kind = shape.kinds.get(head)
    return kind is not None and len(rest) == 2 and rest[1] in WITHIN.get(kind, {})


# Records and documents --------------------------------------------------------------------------


def project_document(project: Project) -> Document:
    """Return a project as its document."""
    document: Document = project.model_dump(mode="json")
    return document


def read_project(document: Mapping[str, Any]) -> Project:
    """Read a document; one of UNREADABLE where a newer version wrote what does not, or whoever
    means ill.
    """
    return _keep_near(Project.model_validate_json(orjson.dumps(document)))


def find_unreadable_entries(flat: Mapping[str, Any]) -> set[str]:
    """Return the paths of the entries of the history and of the touches that do not read."""
    found = set[str]()
    for path, value in flat.items():
        head = path.partition("/")[0]
        if head in ENTRIES and value is not None and not does_entry_read(head, value):
            found.add(path)
    return found


def does_entry_read(name: str, value: Any) -> bool:
    """Whether an entry of `history` or of `touches` reads by itself."""
    (kind, *_rest) = get_args(Project.model_fields[name].annotation)
    try:
        _keep_near(kind.model_validate_json(orjson.dumps(value)))
    except UNREADABLE:
        return False
    return True


def _keep_near(record: R) -> R:
    """Return a record, or raise ValueError where a day of it is so far that no calendar goes on."""
    values: list[Any] = [record]
    while values:
        value = values.pop()
        if isinstance(value, Frozen):
            values.extend(value.__dict__.values())
        elif isinstance(value, tuple):
            values.extend(value)
        elif isinstance(value, date) and value.year not in YEARS:
            raise ValueError(value)
    return record


def lists_document(book: Book) -> Document:
    """Return the lists that the team shares as one document."""
    return {
        name: [
            record.model_dump(mode="json")
            for record in getattr(book, name)
            if name != "store_settings" or is_setting_sent(record.name)
        ]
        for name in LISTS_SENT
    }


def is_setting_sent(name: str) -> bool:
    """Whether a setting of the store is the team's: when its fiscal year starts."""
    return name.startswith("fiscal_year_starts")


def read_lists(document: Mapping[str, Any]) -> dict[str, tuple[Frozen, ...]]:
    """Read the shared lists of a document; one of UNREADABLE as `read_project`."""
    return {
        name: tuple(
            _keep_near(SHARED[name].model_validate_json(orjson.dumps(record)))
            for record in document.get(name, ())
        )
        for name in LISTS_SENT
    }
