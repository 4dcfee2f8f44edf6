"""What is done to a store of an earlier version: named steps, each recorded in the table `meta`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from store.head import META, SCHEMA_VERSION, Head

Tables = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: its name, the schema version that it leads to, and what it makes of the tables."""

    name: str
    version: int
    step: Callable[[Tables], Tables]


def _journal(tables: Tables) -> Tables:
    """Version 2: the store has an id, and a place in the sequence of its commits."""
    head = Head.new()
    told = {"store": head.store, "sequence": head.sequence, "link": head.link}
    return {**tables, META: _told(tables[META], told)}


MIGRATIONS = (Migration("journal", SCHEMA_VERSION, _journal),)


def migrated(tables: Tables, version: int) -> Tables:
    """The tables of a store of that version as those of the present one."""
    for one in MIGRATIONS:
        if one.version > version:
            tables = one.step(tables)
            done = next(doc for doc in tables[META].values() if "schema_version" in doc)
            names = [*done.get("migrations", ()), one.name]
            told = {"schema_version": one.version, "migrations": names}
            tables = {**tables, META: _told(tables[META], told)}
    return tables


def _told(meta: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        number: {**one, **told} if "schema_version" in one else one for number, one in meta.items()
    }
