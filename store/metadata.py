"""The table `meta` of a data file: the schema version, with the migrations that led to it, and the
head, the last commit in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import dropwhile, islice
from secrets import token_bytes, token_hex
from time import time_ns
from typing import Any, NamedTuple

import orjson

from deals.errors import UserError
from deals.ids import RANDOM_BYTES, ulid

META = "meta"
SUMMED = "sums"
"""What `meta` says of a file that has checksums: losing them all is noticed by it."""

SCHEMA_VERSION = 4
_LINK_BYTES = 16
_REPLACED = 8
"""How many earlier stores a head remembers: a stale journal is that of one of the last."""
_PAST = 200
"""How many commits a head remembers, so that where two courses of a store part can be found."""


@dataclass(frozen=True, slots=True)
class StoreHead:
    """The last commit that a store holds: its `sequence`, and its `link`, which the next one names.

    `store` is the id of the store, the same as long as it lives. `replaces` are the ids of those
    that stood in its place before it was restored, and the marks (store.journal) of journals that
    could not be read then: a journal of theirs is stale, for a kill kept it from being removed.
    `past` are the links of the last commits before this one, the newest last.
    """

    store: str
    sequence: int = 0
    link: str = ""
    replaces: tuple[str, ...] = ()
    past: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def new(cls) -> StoreHead:
        """Return the head of a store that is yet to be written."""
        return cls(ulid(time_ns() // 1_000_000, token_bytes(RANDOM_BYTES)))

    def whole(self) -> StoreHead:
        """Return the head after a commit that writes the data file and no line."""
        return self.then(self.sequence + 1, token_hex(_LINK_BYTES))

    def then(self, sequence: int, link: str, joins: Iterable[str] = ()) -> StoreHead:
        """Return the head after a commit of that number and link, which takes in the commits
        `joins` too.

        A commit that another writer made beside others may have a lower number than they: the
        sequence never goes back.
        """
        past = (*self.past, *filter(None, (self.link,)), *joins)[-_PAST:]
        return replace(self, sequence=max(self.sequence, sequence), link=link, past=past)

    def has(self, other: StoreHead) -> bool:
        """Whether this store holds the other's last commit and all that the other holds, as far
        back as is remembered.
        """
        return other.link in (self.link, *self.past) and not self.missing_links(other)

    def missing_links(self, other: StoreHead) -> tuple[str, ...]:
        """Return the links of the commits that the other holds and this store does not, the oldest
        first, behind the first that both remember.
        """
        # The last commit does not tell all: its line may stand beside others' in one of the two
        # alone, where an older copy of the data file or of the journal was put in place.
        known = {self.link, *self.past}
        shared = dropwhile(lambda link: link not in known, (*other.past, other.link))
        return tuple(link for link in shared if link not in known)

    def is_past(self, other: StoreHead) -> bool:
        """Whether this store holds all that the other does, and more."""
        return self.store == other.store and self.has(other) and not other.has(self)

    def went_on_from(self, copy: StoreHead) -> bool:
        """Whether this store went on from a copy of it and has all that is in that."""
        later = self.store == copy.store and self.sequence > copy.sequence
        return self.has(copy) or (later and not self.past)

    def may_have(self, other: StoreHead) -> bool:
        """Whether the other is in the past of this store, or so far back that it may be."""
        return self.has(other) or (self.store == other.store and self.is_out_of_sight(other))

    def is_out_of_sight(self, other: StoreHead) -> bool:
        """Whether the other is so many commits back that it need not be remembered.

        Commits that were made beside each other share a number: half of what is kept is safe. What
        remembers fewer than it could has no others, for the sequence may have leapt; a version of
        the program that remembers none tells nothing by that.
        """
        full = len(self.past) in (0, _PAST)
        return full and self.sequence - other.sequence > len(self.past) // 2

    def instead_of(self, stale: Iterable[str], last: int) -> StoreHead:
        """Return the head of a restored store: a new id, in the place of its own and of the `stale`
        ones.

        Its sequence is higher than its own and than the `last` that was known there, so that what
        is made of it later counts as later.
        """
        latest = dict.fromkeys((self.store, *reversed((*self.replaces, *stale))))
        sequence = max(self.sequence, last)
        fresh = replace(self, store=StoreHead.new().store, sequence=sequence).whole()
        return replace(fresh, replaces=tuple(reversed(tuple(latest)[:_REPLACED])))


def check_schema(meta: Mapping[str, Any], file: str) -> int:
    """Return the schema version of the documents of `meta`, if this program knows it.

    UserError("store-foreign", file) without one, ("store-newer", file, version, known) for a later.
    """
    version = read_schema_version(meta, file)
    if version > SCHEMA_VERSION:
        raise UserError("store-newer", file=file, version=version, known=SCHEMA_VERSION)
    return version


def read_schema_version(meta: Mapping[str, Any], file: str) -> int:
    """Return the schema version, known or not; UserError("store-foreign", file) without one."""
    versions = [
        document["schema_version"] for document in meta.values() if "schema_version" in document
    ]
    if len(versions) != 1 or type(versions[0]) is not int or versions[0] < 1:
        raise UserError("store-foreign", file=file)
    return versions[0]


def read_head(meta: Mapping[str, Any], file: str) -> StoreHead:
    """Read the head from the documents of `meta`; UserError("store-foreign", file)."""
    fields = next(document for document in meta.values() if "schema_version" in document)
    head = fields.get("store"), fields.get("sequence"), fields.get("link")
    match head:
        case (str() as store, int() as sequence, str() as link) if sequence >= 0:
            return StoreHead(
                store, sequence, link, _texts(fields, "replaces", _REPLACED), _past(fields)
            )
    raise UserError("store-foreign", file=file)


def head_in(data: bytes) -> StoreHead | None:
    """Read the head from the bytes of a data file, most often from its first lines; or None."""
    # The table `meta` is laid out first, a document a line.
    opening, name, document, *_rest = (*islice(BytesIO(data), 3), b"", b"", b"")
    if (opening, name) == (b"{\n", b'"meta":{\n'):
        found = _head_of(b"{" + document.rstrip().removesuffix(b",") + b"}")
        if found is not None:
            return found
    return _head_of(data, META)


def _head_of(data: bytes, table: str | None = None) -> StoreHead | None:
    try:
        tables = orjson.loads(data)
        return read_head(tables[table] if table else tables, "")
    except (ValueError, TypeError, KeyError, AttributeError, StopIteration, UserError):
        return None


def with_head(meta: Mapping[str, Any], head: StoreHead) -> dict[str, Any]:
    """Return the documents of `meta` with this head, saying that there are checksums."""
    fields: dict[str, Any] = {"store": head.store, "sequence": head.sequence, "link": head.link}
    fields[SUMMED] = True
    if head.replaces:
        fields["replaces"] = list(head.replaces)
    if head.past:
        # With the link itself: an earlier version of the program leaves the list as it finds it.
        fields["past"] = [*head.past, head.link]
    return with_fields(meta, fields)


def with_fields(meta: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the documents of `meta` with fields put into the one that has the version."""
    return {
        number: {**document, **fields} if "schema_version" in document else document
        for number, document in meta.items()
    }


def _past(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the links of the commits before the head; none where they do not lead to it."""
    *past, last = _texts(fields, "past", _PAST + 1) or ("",)
    return tuple(past) if last == fields["link"] else ()


def _texts(fields: Mapping[str, Any], name: str, most: int) -> tuple[str, ...]:
    """Return the last texts of a list; what another program has put there instead is ignored."""
    known = fields.get(name)
    found = known if isinstance(known, list) else []
    return tuple(key for key in found if isinstance(key, str))[-most:]


def new_meta() -> dict[str, Any]:
    """Return the documents of `meta` in a new store."""
    # Not the migrations' own list: a new store needs none, and says that it has them all.
    return {"1": {"schema_version": SCHEMA_VERSION, "migrations": ["journal", "people", "glances"]}}


Tables = dict[str, dict[str, Any]]


class Migration(NamedTuple):
    """One step: its name, the schema version that it leads to, and what it makes of the tables."""

    name: str
    version: int
    step: Callable[[Tables], Tables]


def _add_journal(tables: Tables) -> Tables:
    """Give the store an id and a place in the sequence of its commits (version 2)."""
    head = StoreHead.new()
    place = {"store": head.store, "sequence": head.sequence, "link": head.link}
    return {**tables, META: with_fields(tables[META], place)}


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
            move["subject"]: move["at"][:10]
            for move in project["history"]
            if move["field"] == "cr" and move["new"]
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


def _admit_glances(tables: Tables) -> Tables:
    """Leave all as it is: from version 4 on a project may be a summary, which earlier programs
    would take for a whole one without people.
    """
    return tables


MIGRATIONS = (
    Migration("journal", 2, _add_journal),
    Migration("people", 3, _add_contact_days),
    Migration("glances", 4, _admit_glances),
)


def migrate_tables(tables: Tables, version: int) -> Tables:
    """Return the tables of a store of that version as those of the present one."""
    for migration in MIGRATIONS:
        if migration.version > version:
            tables = migration.step(tables)
            done = next(doc for doc in tables[META].values() if "schema_version" in doc)
            names = [*done.get("migrations", ()), migration.name]
            step = {"schema_version": migration.version, "migrations": names}
            tables = {**tables, META: with_fields(tables[META], step)}
    return tables
