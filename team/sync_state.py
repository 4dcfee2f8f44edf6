"""What a copy remembers of the team's server: a SQLite file `STORE.sync` beside the store.

It belongs to its user alone, and what it holds is sealed where the store is. Each change of it is
one transaction, so that it survives being killed at any statement. The store stays the only place
of the user's data: a state that was lost is built anew from store and server.

- `known`: each project as the server had it when last pulled or pushed.
- `incoming`: what was pulled and is yet to be committed to the store. It becomes `known` only after
  that, so that a kill in between makes no edits of others' values.
- `outbox`: operations that the server has not answered. They are written before they are sent, and
  sent again by the same ids.
- `refetch`: projects to be fetched whole.
- `refused`, `overtaken`: operations that did not stand, for the user to see.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, Self, cast
from zlib import compress, crc32, decompress

import orjson

from deals.errors import UserError
from store.encryption import PLAIN, Codec, PassphraseKey, codec_of, store_is_sealed
from store.files import PRIVATE_FILE, SideLock, make_folder, sync_file
from team.failures import is_told
from team.operations import KnownProject, take_operation
from team.server import TeamOperation

FORMAT = 1
KNOWN_FIELDS = ("owner", "flat", "stamps", "dead")
KEPT = 1000
"""How many overtaken and refused operations are kept of each, and as many of those that there is
nothing to tell of."""
QUIET = "quiet "
"""How the slots of these begin."""
SEALED = {
    **{"meta": "name", "known": "project", "incoming": "project"},
    **{"outbox": "op", "refused": "slot", "overtaken": "slot"},
}
"""The tables with values, and the column by whose text a value is sealed."""
PACKED = b"x"
"""How packed values begin, and no JSON does: a project says much the same of each of its paths."""
PACKED_BYTES = 500
"""From how many bytes on a value is packed."""
SPARE = ".spare"
"""How the name of a spare state ends, which is there while the store is sealed otherwise."""
SEALED_DIGITS = "[0-9]*:*"
"""How sealed values begin, which neither JSON nor packed ones do."""
SCHEMA = """
create table if not exists meta (name text primary key, value blob not null);
create table if not exists known (
    project text primary key, dead integer not null, value blob not null);
create table if not exists incoming (project text primary key, value blob not null);
create table if not exists printed (project text primary key, print text not null);
create table if not exists outbox (
    number integer primary key autoincrement, op text not null unique, project text not null,
    value blob not null);
create table if not exists refetch (project text primary key);
create table if not exists refused (
    number integer primary key autoincrement, slot text not null unique, project text not null,
    value blob not null);
create table if not exists overtaken (
    number integer primary key autoincrement, slot text not null unique, project text not null,
    value blob not null);
create index if not exists outbox_of on outbox (project);
create index if not exists refused_of on refused (project);
create index if not exists overtaken_of on overtaken (project);
create table if not exists glanced (project text primary key, owner text not null);
create table if not exists sent_glance (
    project text primary key, seen text not null, body text not null, day text not null);
"""


class SentGlance(NamedTuple):
    """The print of a project as it was seen, that of the body that was sent of it, and its day."""

    seen: str
    body: str
    day: str


class SyncState:
    """The open state of one store; one session at a time has it."""

    def __init__(
        self, path: Path, codec: Codec, lock: SideLock, database: sqlite3.Connection
    ) -> None:
        self.path = path
        self._codec = codec
        self._lock = lock
        self._salt = ""
        self._held = dict[str, KnownProject]()
        self._changing = False
        self._database = database

    @classmethod
    @contextmanager
    def open(cls, store: Path, key: PassphraseKey | None = None) -> Iterator[Self]:
        """Open the state of a store, alone; one that does not read is set aside and begun anew.

        Raises:
            UserError: team-sync-runs (file) where another session has it, team-state-unwritable
                (file, why).

        """
        path = sync_file(store)
        lock = SideLock(path.with_name(f"{path.name}.lock"), PRIVATE_FILE)
        codec = _codec_of(store, key)
        with _name_errors(path):
            make_folder(path.parent)  # the store may be yet to be made, of what is pulled
            try:
                lock.acquire(0)
            except TimeoutError:
                raise UserError("team-sync-runs", file=str(store)) from None
        try:
            with _name_errors(path):
                state = cls._open_sound(path, codec, lock, key)
            try:
                yield state
            finally:
                state._database.close()
        finally:
            lock.release()

    @classmethod
    @contextmanager
    def peek(cls, store: Path, key: PassphraseKey | None = None) -> Iterator[Self]:
        """Open the state to read in it, also while another session has it.

        Raises:
            UserError: team-state-unwritable (file, why) where there is none, or none that reads.

        """
        path = sync_file(store)
        lock = SideLock(path.with_name(f"{path.name}.lock"), PRIVATE_FILE)
        with _name_errors(path):
            database = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None)
            state = cls(path, _codec_of(store, key), lock, database)
            try:
                yield state
            finally:
                database.close()

    @classmethod
    def _open_sound(
        cls, path: Path, codec: Codec, lock: SideLock, key: PassphraseKey | None
    ) -> Self:
        spare = _spare_of(path)
        try:
            state = cls._open_prepared(path, codec, lock)
        except (sqlite3.DatabaseError, ValueError) as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            path.replace(path.with_name(f"{path.name}.unreadable"))
            if spare.exists():
                cls._settle_spare(spare, codec, lock, key)
                spare.replace(path)
                return cls._open_sound(path, codec, lock, key)
            return cls._open_prepared(path, codec, lock)
        spare.unlink(missing_ok=True)
        return state

    @classmethod
    def _settle_spare(
        cls, spare: Path, codec: Codec, lock: SideLock, key: PassphraseKey | None
    ) -> None:
        """Seal a spare as the store is sealed; one that the key does not open is left as it is."""
        database = _open_database(spare)
        try:
            state = cls(spare, codec, lock, database)
            head = state._first("select head from spare_seal")
            if head is not None:
                state._codec = codec_of(head[0], spare, key)
                state.reseal(codec)
        except (sqlite3.DatabaseError, ValueError, UserError):
            return
        finally:
            database.close()

    @contextmanager
    def spared(self, key: PassphraseKey | None) -> Iterator[None]:
        """Have a spare of the state stand beside it within the block, which this key opens: a kill
        while the store is sealed otherwise leaves one of the two readable, and none plain that was
        sealed, unless the store is to be plain.
        """
        spare, codec = _spare_of(self.path), key.new_codec() if key is not None else PLAIN
        if self._codec is PLAIN:  # that is read and sealed when it is opened next
            yield
            return
        with _name_errors(spare):
            spare.unlink(missing_ok=True)
            database = _open_database(spare)
            self._database.execute("vacuum into ?", [str(spare)])
            try:
                copy = type(self)(spare, self._codec, self._lock, database)
                database.execute("create table spare_seal (head blob not null)")
                copy.reseal(codec, b"" if key is None else codec.encode(b""))
            finally:
                database.close()
        yield
        with _name_errors(spare):
            spare.unlink(missing_ok=True)

    @classmethod
    def _open_prepared(cls, path: Path, codec: Codec, lock: SideLock) -> Self:
        state = cls(path, codec, lock, _open_database(path))
        try:
            state._prepare()
        except BaseException:
            state._database.close()
            raise
        return state

    def _prepare(self) -> None:
        """Make the tables, and seal what was written before the store was sealed."""
        for pragma in ("journal_mode = delete", "synchronous = full", "temp_store = memory"):
            self._database.execute(f"pragma {pragma}")
        self._database.execute("pragma secure_delete = on")
        self._database.executescript(SCHEMA)
        if self._codec is not PLAIN:
            self._seal_plain()
        if self.read("format", FORMAT) != FORMAT:
            raise ValueError("another format")
        self.write(format=FORMAT)

    @contextmanager
    def change(self) -> Iterator[None]:
        """Make all changes within the block at once, or none; those of blocks within it with it."""
        if self._changing:
            yield
            return
        with _name_errors(self.path):
            self._database.execute("begin immediate")
            self._changing = True
            try:
                yield
                self._write_held()
                self._database.execute("commit")
            except BaseException:
                self._held.clear()
                with suppress(sqlite3.Error):
                    self._database.execute("rollback")
                raise
            finally:
                self._changing = False

    # What is remembered of the server ------------------------------------------------------------

    def read(self, name: str, otherwise: Any = None) -> Any:
        """Return a remembered value: url, person, device, generation, cursors and so on."""
        row = self._first("select value from meta where name = ?", name)
        return otherwise if row is None else self._unseal(f"meta {name}", row[0])

    def write(self, **values: Any) -> None:
        """Remember values by name."""
        for name, value in values.items():
            sealed = self._seal(f"meta {name}", value)
            self._run("insert or replace into meta values (?, ?)", name, sealed)

    def drop(self, name: str) -> None:
        """Forget a remembered value."""
        self._run("delete from meta where name = ?", name)

    def known(self, project: str) -> KnownProject | None:
        """Return a project as the server had it; None for one that it was not known to have."""
        if project in self._held:
            return self._held[project]
        row = self._first("select value from known where project = ?", project)
        return None if row is None else KnownProject(**self._unseal(f"known {project}", row[0]))

    def keep_known(self, project: str, known: KnownProject) -> None:
        """Remember a project as the server has it; a change writes it once, at its end."""
        self._held[project] = known
        if not self._changing:
            self._write_held()

    def _write_held(self) -> None:
        for project, known in self._held.items():
            fields = {name: getattr(known, name) for name in KNOWN_FIELDS}
            sealed = self._seal(f"known {project}", fields)
            dead = known.dead is not None
            self._run("insert or replace into known values (?, ?, ?)", project, dead, sealed)
        self._held.clear()

    def drop_known(self, project: str) -> None:
        """Forget a project that is no matter of this copy any more."""
        self._held.pop(project, None)
        for table in ("known", "incoming", "printed", "sent_glance"):
            self._run(f"delete from {table} where project = ?", project)
        self.forget_unread(project)

    def forget_unread(self, project: str) -> None:
        """Forget which entries of a project do not read."""
        unread = self.read("entries_unread", {})
        if unread.pop(project, None):
            self.write(entries_unread=unread)

    def list_known(self, *, dead: bool | None = None) -> list[str]:
        """Return the ids of the projects known, of the deleted or the others alone if asked so."""
        self._write_held()
        rows = self._all("select project, dead from known order by project")
        return [project for project, gone in rows if dead is None or bool(gone) is dead]

    def forget(self) -> None:
        """Forget what the server had, for it is another one now, or the store is."""
        self._held.clear()
        for table in ("known", "incoming", "printed", "glanced", "sent_glance"):
            self._run(f"delete from {table}")
        self.write(cursors={}, glance_cursors={})

    # What was seen of the store -------------------------------------------------------------------

    def fingerprint(self, text: str) -> str:
        """Return a fingerprint of a text that tells nobody else what the text was."""
        if not self._salt:
            self._salt = self.read("salt") or os.urandom(16).hex()
            self.write(salt=self._salt)
        return sha256(f"{self._salt}{text}".encode()).hexdigest()

    def prints(self) -> dict[str, str]:
        """Return the fingerprints of the projects as they were when last collected, by id."""
        return dict(self._all("select project, print from printed"))

    def keep_print(self, project: str, fingerprint: str | None) -> None:
        """Remember that a project was collected as it is; None to have it looked at again."""
        if fingerprint is None:
            self._run("delete from printed where project = ?", project)
        else:
            self._run("insert or replace into printed values (?, ?)", project, fingerprint)

    # Summaries ------------------------------------------------------------------------------------

    def glanced(self) -> dict[str, str]:
        """Return the ids of the projects of which summaries come, with their owners' prints."""
        return dict(self._all("select project, owner from glanced"))

    def mark_glanced(self, project: str, owner: str | None) -> None:
        """Remember of whose a summary is; None where none comes any more."""
        if owner is None:
            self._run("delete from glanced where project = ?", project)
        else:
            call = "insert or replace into glanced values (?, ?)"
            self._run(call, project, self.fingerprint(owner))

    def forget_glances(self) -> None:
        """Forget of whom summaries come."""
        self._run("delete from glanced")
        self.write(glance_cursors={}, glances_unread=[])

    def sent_glances(self) -> dict[str, SentGlance]:
        """Return what was last sent of one's own projects, by id."""
        rows = self._all("select project, seen, body, day from sent_glance")
        return {project: SentGlance(*rest) for project, *rest in rows}

    def keep_sent_glance(self, project: str, seen: str, body: str, day: str) -> None:
        """Remember the summary that was sent of a project as it was when last collected."""
        call = "insert or replace into sent_glance values (?, ?, ?, ?)"
        self._run(call, project, seen, body, day)

    def drop_sent_glances(self, projects: Iterable[str]) -> None:
        """Forget the summaries that were sent of projects that are not here any more."""
        for project in projects:
            self._run("delete from sent_glance where project = ?", project)

    # What is to be sent ------------------------------------------------------------------------

    def add_operations(self, operations: Iterable[TeamOperation]) -> None:
        """Put operations into the outbox, behind those that are there."""
        for operation in operations:
            sealed = self._seal(f"outbox {operation['op']}", operation)
            self._run(
                "insert into outbox (op, project, value) values (?, ?, ?)",
                *(operation["op"], operation["project"], sealed),
            )

    def outbox(self, limit: int = -1, project: str | None = None) -> list[TeamOperation]:
        """Return the operations that are to be sent, in their order."""
        where = "" if project is None else "where project = ?"
        rows = self._all(
            f"select op, value from outbox {where} order by number limit ?",
            *filter(None, [project]),
            limit,
        )
        return [cast("TeamOperation", self._unseal(f"outbox {op}", value)) for op, value in rows]

    def list_unknown(self) -> list[str]:
        """Return the ids of the projects of which something is to be sent, and not known what the
        server has.
        """
        call = "select project from outbox where project not in (select project from known)"
        return [key for (key,) in self._all(f"{call} group by project order by min(number)")]

    def count_outbox(self) -> int:
        """Return how many operations are to be sent."""
        return int(self._all("select count(*) from outbox")[0][0])

    def drop_operation(self, op: str) -> None:
        """Take an operation that the server has judged out of the outbox."""
        self._run("delete from outbox where op = ?", op)

    def expected(self, project: str) -> KnownProject | None:
        """Return a project as it will stand where all that is to be sent is taken in."""
        known = self.known(project)
        for operation in self.outbox(project=project):
            known = take_operation(known, operation)
        return known

    # What was pulled -----------------------------------------------------------------------------

    def keep_incoming(self, project: str, incoming: Mapping[str, Any]) -> None:
        """Keep what was pulled of a project until it is in the store."""
        sealed = self._seal(f"incoming {project}", dict(incoming))
        self._run("insert or replace into incoming values (?, ?)", project, sealed)

    def incoming(self, project: str) -> dict[str, Any] | None:
        """Return what was pulled of a project and is not in the store yet."""
        row = self._first("select value from incoming where project = ?", project)
        return None if row is None else self._unseal(f"incoming {project}", row[0])

    def list_incoming(self) -> list[str]:
        """Return the ids of the projects of which something is not in the store yet."""
        return [project for (project,) in self._all("select project from incoming order by 1")]

    def drop_incoming(self, project: str) -> None:
        """Forget what is in the store by now."""
        self._run("delete from incoming where project = ?", project)

    def add_refetch(self, project: str) -> None:
        """Note that a project is to be fetched whole: what became of it is not known."""
        self._run("insert or ignore into refetch values (?)", project)

    def list_refetch(self) -> list[str]:
        """Return the ids of the projects that are to be fetched whole."""
        return [project for (project,) in self._all("select project from refetch order by 1")]

    def drop_refetch(self, project: str) -> None:
        """Forget that a project is to be fetched, for it was."""
        self._run("delete from refetch where project = ?", project)

    # What did not stand --------------------------------------------------------------------------

    def keep_failure(self, table: str, failure: Mapping[str, Any]) -> None:
        """Keep an operation that was `refused`, in place of an earlier one of its path, or one that
        was `overtaken`: of these each has been written, and is kept beside those before it.

        Of very many those go that came first; what there is nothing to tell of pushes out its like.
        """
        slot, project = self._slot(table, failure), failure["project"]
        sealed = self._seal(f"{table} {slot}", dict(failure))
        self._run(
            f"insert or replace into {table} (slot, project, value) values (?, ?, ?)",
            *(slot, project, sealed),
        )
        like = "glob" if slot.startswith(QUIET) else "not glob"
        self._run(
            f"delete from {table} where slot {like} '{QUIET}*' and number <= (select number from"
            f" {table} where slot {like} '{QUIET}*' order by number desc limit 1 offset {KEPT})"
        )

    def _slot(self, table: str, failure: Mapping[str, Any]) -> str:
        mark = f"{failure['project']} {failure.get('path') or failure['kind']}"
        if table == "overtaken":
            mark += f" {failure.get('stamp')}"
        return f"{'' if is_told(failure) else QUIET}{self.fingerprint(mark)}"

    def drop_refused(self, project: str, path: str) -> None:
        """Forget an operation that was refused, for a later one of its path did stand."""
        slot = self.fingerprint(f"{project} {path}")
        self._run("delete from refused where slot in (?, ?)", slot, f"{QUIET}{slot}")

    def failures(self, table: str, project: str | None = None) -> list[dict[str, Any]]:
        """Return what was `refused` or `overtaken`, of a project or of all, the latest last."""
        where = "" if project is None else "where project = ?"
        rows = self._all(
            f"select slot, value from {table} {where} order by number", *filter(None, [project])
        )
        return [self._unseal(f"{table} {slot}", value) for slot, value in rows]

    def failures_mark(self) -> tuple[Any, ...]:
        """Return what is another whenever what was refused or overtaken is."""
        call = "select count(*), max(number) from"
        return tuple(self._all(f"{call} {table}")[0] for table in ("refused", "overtaken"))

    # SQLite ---------------------------------------------------------------------------------------

    def _run(self, statement: str, *values: Any) -> None:
        with _name_errors(self.path):
            self._database.execute(statement, values)

    def _all(self, statement: str, *values: Any) -> list[Any]:
        with _name_errors(self.path):
            return self._database.execute(statement, values).fetchall()

    def _first(self, statement: str, *values: Any) -> Any:
        rows = self._all(statement, *values)
        return rows[0] if rows else None

    def _seal_plain(self) -> None:
        """Seal the values that were written while the store was not sealed, once."""
        if self._first("pragma user_version")[0]:
            return
        plain = f"cast(substr(value, 1, 11) as text) not glob '{SEALED_DIGITS}'"
        with self.change():
            for table, key in SEALED.items():
                for name, value in self._all(f"select {key}, value from {table} where {plain}"):
                    sealed = self._seal(f"{table} {name}", _unpack(value))
                    self._run(f"update {table} set value = ? where {key} = ?", sealed, name)
            self._run("pragma user_version = 1")

    def reseal(self, codec: Codec, head: bytes | None = None) -> None:
        """Write all values as a store of this codec has them, or a spare that has its `head`."""
        before, self._codec = self._codec, codec
        with self.change():
            if self.path.name.endswith(SPARE):
                self._run("delete from spare_seal")
                if head is not None:
                    self._run("insert into spare_seal values (?)", head)
            self._run(f"pragma user_version = {int(codec is not PLAIN)}")
            for table, key in SEALED.items():
                for name, value in self._all(f"select {key}, value from {table}"):
                    line = codec.encode_line(
                        before.decode_line(value), crc32(f"{table} {name}".encode())
                    )
                    self._run(f"update {table} set value = ? where {key} = ?", line, name)

    def _seal(self, place: str, value: Any) -> bytes:
        data = orjson.dumps(value)
        packed = compress(data, 1) if len(data) > PACKED_BYTES else data
        return self._codec.encode_line(packed, crc32(place.encode()))

    def _unseal(self, place: str, data: bytes) -> Any:
        """Read what was sealed; what was sealed for another place is a ValueError."""
        if self._codec is not PLAIN and not data.startswith(b"%d:" % crc32(place.encode())):
            raise ValueError("not of this place")
        return _unpack(self._codec.decode_line(data))


def _unpack(data: bytes) -> Any:
    return orjson.loads(decompress(data) if data.startswith(PACKED) else data)


@contextmanager
def carry_state(
    store: Path, before: PassphraseKey | None, after: PassphraseKey | None
) -> Iterator[None]:
    """Have the state of a store follow it from one seal to another within the block.

    What the key before does not open is left alone: the next sync builds it anew.
    """
    if not sync_file(store).exists() or not _opens(store, before):
        yield
        return
    with SyncState.open(store, before) as state, state.spared(after):
        try:
            yield
        finally:  # done or half done: as the store is now
            state.reseal(_codec_of(store, after if _opens(store, after) else before))


def _spare_of(path: Path) -> Path:
    return path.with_name(f"{path.name}{SPARE}")


def _opens(store: Path, key: PassphraseKey | None) -> bool:
    with suppress(UserError):
        _codec_of(store, key)
        return True
    return False


def _open_database(path: Path) -> sqlite3.Connection:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, PRIVATE_FILE)
    os.fchmod(handle, PRIVATE_FILE)
    os.close(handle)
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False)


def _codec_of(store: Path, key: PassphraseKey | None) -> Codec:
    """Return how the store itself is written just now."""
    if not store_is_sealed(store):
        return PLAIN
    with store.open("rb") as data:
        return codec_of(data.readline(), store, key)


@contextmanager
def _name_errors(path: Path) -> Iterator[None]:
    """Turn errors of the file into refusals."""
    try:
        yield
    except (sqlite3.OperationalError, OSError) as error:
        raise UserError("team-state-unwritable", file=str(path), why=str(error)) from error
