"""Migrations of stores of earlier versions: named steps, each recorded in the table `meta`."""

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


def _add_journal(tables: Tables) -> Tables:
    """Give the store an id and a place in the sequence of its commits (version 2)."""
    head = StoreHead.new()
    place = {"store": head.store, "sequence": head.sequence, "link": head.link}
    return {**tables, META: _with_fields(tables[META], place)}


def _add_contact_days(tables: Tables) -> Tables:
    """Give touches an id that evidence can name, and a CR the day since it holds (version 3)."""
    projects = {
        number: _with_contact_days(document)
        for number, document in tables.get("projects", {}).items()
    }
    return {**tables, "projects": projects}


def _with_contact_days(document: Any) -> Any:
    """Return a project of version 2; what is no project is left for reading to refuse."""
    try:
        project = orjson.loads(document) if isinstance(document, bytes) else document
        since = {
            move["subject"]: move["at"][:10] for move in project["history"] if _sets_rating(move)
        }
        touches = [
            {"id": f"{project['id']}-{number}", **touch}
            for number, touch in enumerate(project["touches"], 1)
        ]
        contacts = [
            {"cr_on": since.get(person["id"]), **person} if person.get("cr") else person
            for person in project["contacts"]
        ]
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
        return document
    return {**project, "touches": touches, "contacts": contacts}


def _sets_rating(move: Mapping[str, Any]) -> bool:
    return move["field"] == "cr" and bool(move["new"])


MIGRATIONS = (Migration("journal", 2, _add_journal), Migration("people", 3, _add_contact_days))


def migrate_tables(tables: Tables, version: int) -> Tables:
    """Return the tables of a store of that version as those of the present one."""
    for migration in MIGRATIONS:
        if migration.version > version:
            tables = migration.step(tables)
            done = next(doc for doc in tables[META].values() if "schema_version" in doc)
            names = [*done.get("migrations", ()), migration.name]
            step = {"schema_version": migration.version, "migrations": names}
            tables = {**tables, META: _with_fields(tables[META], step)}
    return tables


def _with_fields(meta: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    return {
        number: {**document, **fields} if "schema_version" in document else document
        for number, document in meta.items()
    }
