"""What is done to a store of an earlier version: named steps, each recorded in the table `meta`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from store.metadata import META, StoreHead

Tables = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: its name, the schema version that it leads to, and what it makes of the tables."""

    name: str
    version: int
    step: Callable[[Tables], Tables]


def _journal(tables: Tables) -> Tables:
    """Version 2: the store has an id, and a place in the sequence of its commits."""
    head = StoreHead.new()
    told = {"store": head.store, "sequence": head.sequence, "link": head.link}
    return {**tables, META: _told(tables[META], told)}


def _people(tables: Tables) -> Tables:
    """Version 3: a touch has an id that evidence can name, and a CR the day since when it holds."""
    projects = {number: _with_people(one) for number, one in tables.get("projects", {}).items()}
    return {**tables, "projects": projects}


def _with_people(document: Any) -> Any:
    """A project of version 2; what is no project is left for reading to refuse."""
    try:
        one = orjson.loads(document) if isinstance(document, bytes) else document
        since = {move["subject"]: move["at"][:10] for move in one["history"] if _rated(move)}
        touches = [
            {"id": f"{one['id']}-{number}", **touch}
            for number, touch in enumerate(one["touches"], 1)
        ]
        contacts = [
            {"cr_on": since.get(person["id"]), **person} if person.get("cr") else person
            for person in one["contacts"]
        ]
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
        return document
    return {**one, "touches": touches, "contacts": contacts}


def _rated(move: Mapping[str, Any]) -> bool:
    return move["field"] == "cr" and bool(move["new"])


MIGRATIONS = (Migration("journal", 2, _journal), Migration("people", 3, _people))


def migrated(tables: Tables, version: int) -> Tables:
    """The tables of a store of that version as those of the present one."""
    for migration in MIGRATIONS:
        if migration.version > version:
            tables = migration.step(tables)
            done = next(doc for doc in tables[META].values() if "schema_version" in doc)
            names = [*done.get("migrations", ()), migration.name]
            told = {"schema_version": migration.version, "migrations": names}
            tables = {**tables, META: _told(tables[META], told)}
    return tables


def _told(meta: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        number: {**one, **told} if "schema_version" in one else one for number, one in meta.items()
    }
