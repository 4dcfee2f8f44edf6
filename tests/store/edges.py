"""Does to a store, in any order, what befalls one at its edges: run by test_edges.

    python -m tests.store.edges FOLDER SEED STEPS [WALKS]

Three sessions, scripts, and whatever takes files away, puts older ones back, moves the folder or
removes a lock. Each edit adds a touch whose note is a token of its own, so none is ever
overwritten: each that was acknowledged has to be on the disk or held by a session as long as either
had it, and in the end, when all have left and what is left was salvaged, in the book.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from deals.errors import UserError
from deals.model import Book, Touch
from store import files, storage
from store.backups import all_backups, list_kept, unpack
from store.encryption import PLAIN
from store.journal import read_entry_line
from store.restore import back_up, restore
from store.salvage import salvage
from store.store import Store
from tests.store import THEN, book_of, commit, journal_of, project, saved
from tests.store.faults import STEPS, Call, Disk, hasty

TOKEN = re.compile(rb"T\d{5}T")
KEYS = ("a", "b", "c")
Token = bytes


class Walk:
    """A store, who has it open, and what of it was acknowledged."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = Random(seed)
        self.root = folder / f"walk-{seed}"
        shutil.rmtree(self.root, ignore_errors=True)
        self.path = self.root / "volume" / "book" / "netloft.json"
        self.away = self.root / "away"
        saved(self.path, book_of(*KEYS)).close()
        self.sessions: list[Store | None] = [Store.open(self.path), None, None]
        self.files: list[bytes] = [self.path.read_bytes()]
        self.journals: list[bytes] = []
        self.acknowledged = set[Token]()
        self.scripted = set[Token]()
        self.count = 0
        self.trace: list[str] = []
        self.nested = False
        self.stopped: Store | None = None

    # What there is ------------------------------------------------------------------------------

    def on_disk(self, *endings: str) -> set[Token]:
        """Return the tokens in any file of such a name, packed or not."""
        found = set[Token]()
        for file in self.root.rglob("*"):
            if file.is_file() and file.name.endswith(endings or ""):
                found |= tokens_in_file(".journal" in file.name, file.read_bytes())
        return found

    def in_sessions(self) -> set[Token]:
        """Return the tokens that somebody holds who has the store open."""
        return {token for store in self.sessions if store for token in tokens(store.book)}

    def befall(self, what: Callable[[], object]) -> None:
        """Something happens that is no action of ours: what only the files had may be gone then."""
        before = self.on_disk() | self.in_sessions()
        what()
        self.acknowledged -= before - self.on_disk() - self.in_sessions()
        # What a script wrote nobody was promised: it is no edit, only what a file held.
        self.acknowledged -= self.scripted - self.on_disk(".json", ".json.gz")

    def verify(self) -> None:
        """All that was acknowledged is somewhere."""
        lost = self.acknowledged - self.on_disk() - self.in_sessions()
        assert not lost, f"nowhere: {sorted(lost)}"

    # What is done -------------------------------------------------------------------------------

    def token(self) -> str:
        self.count += 1
        return f"T{self.count:05}T"

    def session(self) -> Store | None:
        """Return one of those that are open."""
        there = self.running()
        return self.random.choice(there) if there else None

    def running(self) -> list[Store]:
        """Return those that are open and not stopped."""
        return [store for store in self.sessions if store and store is not self.stopped]

    def edit(self) -> None:
        """Somebody adds a touch."""
        store = self.session()
        if store is not None:
            self.edit_in(store)

    def edit_in(self, store: Store) -> None:
        token, key = self.token(), self.random.choice(KEYS)
        self.trace.append(f"  {token} in {self.sessions.index(store)}")
        before = store.book
        there = before.projects.get(key) or project(key)
        touch = Touch(on=THEN.date(), note=token)
        at = THEN + timedelta(minutes=self.count)
        after = there.model_copy(update={"touches": (*there.touches, touch), "updated_at": at})
        try:
            commit(store, before, before.with_projects(after), "edit", "me")
        except UserError as refusal:
            self.trace.append(f"  refused {refusal.code}")
        else:
            self.acknowledged.add(token.encode())

    def stopped_edit(self) -> None:
        """Somebody is stopped at a step of an edit or a checkpoint, and his lock is removed."""
        store, number, steps = self.session(), self.random.randrange(1, 14), 0
        if store is None or self.nested:
            return

        def hook(name: str, real: Call) -> Any:
            nonlocal steps
            steps += name in STEPS
            if steps == number and not self.nested:
                self.nested = True
                self.trace.append(f"  stopped before {name}")
                self.stopped = store
                with patch.object(files, "os", hasty()):
                    with suppress(FileNotFoundError):
                        self.path.with_name(f"{self.path.name}.lock").unlink()
                    for _turn in range(self.random.randrange(1, 4)):
                        self.step(self.random.choice(OTHERS))
                self.stopped = None
                self.nested = False
            return None if name == "fsync" else real()

        with patch.object(files, "os", Disk(hook)):
            if self.random.random() < 0.6:
                self.edit_in(store)
            else:
                with suppress(UserError):
                    store.checkpoint()

    def look(self) -> None:
        """The look of every second."""
        for store in self.running():
            try:
                news = store.take_in()
            except UserError as refusal:
                self.trace.append(f"  look refused {refusal.code}")
            else:
                codes = [notice.code for notice in news.notices] if news else []
                trouble = store.trouble.code if store.trouble else ""
                self.trace.append(f"  {self.sessions.index(store)} {trouble} {codes}")

    def checkpoint(self) -> None:
        store = self.session()
        if store is not None:
            with suppress(UserError):
                store.checkpoint()

    def write_held(self) -> None:
        for store in self.running():
            if store.trouble is not None:
                with suppress(UserError):
                    store.write_held()
                return

    def enter(self) -> None:
        """Somebody opens the store."""
        with suppress(UserError, ValueError):
            number = self.sessions.index(None)
            self.sessions[number] = Store.open(self.path, create=False)

    def leave(self) -> None:
        """Somebody leaves as the app does."""
        store = self.session()
        if store is not None:
            self.left(store)

    def left(self, store: Store) -> None:
        with suppress(UserError):
            store.take_in()
        if store.dirty and not store.read_only:
            with suppress(UserError):
                store.checkpoint()
        if store.trouble is not None:
            with suppress(UserError):
                self.trace.append(f"  {store.trouble.code} {store.keep_held()}")
        store.close()
        self.sessions[self.sessions.index(store)] = None

    def kill(self) -> None:
        """Somebody is gone without a word."""
        store = self.session()
        if store is not None:
            self.befall(lambda: self.sessions.__setitem__(self.sessions.index(store), None))

    def back_up(self) -> None:
        with suppress(UserError):
            back_up(self.path)

    def restore(self) -> None:
        """Any backup is put back."""
        backups = all_backups(self.path)
        if backups:
            with suppress(UserError):
                restore(self.path, self.random.choice(backups))

    def salvage(self) -> None:
        """What is kept is brought back."""
        if list_kept(self.path):
            with suppress(UserError):
                salvage(self.path, [self.random.choice(list_kept(self.path))])

    # What befalls it ----------------------------------------------------------------------------

    def remember(self) -> None:
        """A copy of the files as they stand, to be put back later."""
        if self.path.exists():
            self.files.append(self.path.read_bytes())
        if journal_of(self.path).exists():
            self.journals.append(journal_of(self.path).read_bytes())

    def put(self, place: Path, data: bytes) -> None:
        if not place.parent.exists():
            return
        if self.random.random() < 0.5:
            place.unlink(missing_ok=True)
        place.write_bytes(data)
        place.chmod(0o600)

    def older_file(self) -> None:
        self.befall(lambda: self.put(self.path, self.random.choice(self.files)))

    def older_journal(self) -> None:
        if self.journals:
            data = self.random.choice(self.journals)
            self.befall(lambda: self.put(journal_of(self.path), data))

    def older_both(self) -> None:
        if self.journals:
            self.older_file()
            self.older_journal()

    def empty_file(self) -> None:
        name = self.random.choice((self.path, journal_of(self.path)))
        self.befall(lambda: self.put(name, b""))

    def cut_journal(self) -> None:
        place = journal_of(self.path)
        if place.exists():
            data = place.read_bytes()
            self.befall(lambda: self.put(place, data[: self.random.randrange(len(data) + 1)]))

    def gone_file(self) -> None:
        self.befall(lambda: self.path.unlink(missing_ok=True))

    def gone_journal(self) -> None:
        self.befall(lambda: journal_of(self.path).unlink(missing_ok=True))

    def gone_lock(self) -> None:
        self.path.with_name(f"{self.path.name}.lock").unlink(missing_ok=True)

    def folder_away(self) -> None:
        volume = self.path.parents[1]
        if self.away.exists():
            self.befall(lambda: shutil.rmtree(volume, ignore_errors=True))
            self.away.rename(volume)
        elif volume.exists():
            volume.rename(self.away)

    def folder_anew(self) -> None:
        """A sync program writes all files anew: other inodes, the same content."""
        folder = self.path.parent
        if folder.exists():
            other = folder.with_name("other")
            shutil.copytree(folder, other)
            shutil.rmtree(folder)
            other.rename(folder)

    def script(self) -> None:
        """A script rewrites the file, as TinyDB does, and adds a touch."""
        try:
            tables = json.loads(self.path.read_bytes())
            document = self.random.choice(list(tables["projects"].values()))
        except (OSError, ValueError, KeyError, IndexError):
            return
        token = self.token()
        self.trace.append(f"  {token} by script")
        document["touches"].append({"on": "2026-03-02", "note": token})

        def written() -> None:
            with self.path.open("r+") as file:
                file.write(json.dumps(tables))
                file.truncate()

        self.befall(written)
        self.scripted.add(token.encode())
        self.acknowledged.add(token.encode())

    # The walk -----------------------------------------------------------------------------------

    def step(self, name: str) -> None:
        self.trace.append(name)
        getattr(self, name)()
        self.verify()

    def run(self, steps: int) -> None:
        for _step in range(steps):
            self.step(self.random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0])
        self.finish()

    def finish(self) -> None:
        """All leave, and everything that is left is brought back."""
        self.trace.append("finish")
        if self.away.exists():
            self.folder_away()
        self.look()
        for store in [session for session in self.sessions if session]:
            self.left(store)
            self.verify()
        wanted = self.acknowledged
        if not self.path.parent.exists():
            assert not wanted
            return
        try:
            remains = [*list_kept(self.path), self.path, journal_of(self.path)]
            salvage(self.path, [remain for remain in remains if remain.exists()])
            store = Store.open(self.path)
        except UserError as refusal:
            self.trace.append(f"  end {refusal}")
            assert refusal.code == "salvage-nothing", refusal
            return
        lost = wanted - {*tokens(store.book)}
        assert not lost, f"not salvaged: {sorted(lost)}"


@lru_cache(1000)
def tokens_in_file(journal: bool, raw: bytes) -> frozenset[Token]:
    """Return the tokens that a file tells of, packed or not, asked of the same few in every step: a
    journal's are those that its whole lines add.
    """
    data = unpack(raw) or b""
    if not journal:
        return frozenset(TOKEN.findall(data))
    return frozenset(
        token
        for line in data.split(b"\n")
        if (entry := read_entry_line(line, PLAIN))
        for token in TOKEN.findall(json.dumps(entry.projects).encode())
        if token not in json.dumps(entry.base).encode()
    )


def tokens(book: Book) -> Iterator[Token]:
    """Yield the tokens in a book."""
    for deal in book.projects.values():
        yield from (touch.note.encode() for touch in deal.touches)


WEIGHTS = {
    "edit": 30,
    "stopped_edit": 6,
    "look": 12,
    "checkpoint": 8,
    "write_held": 6,
    "enter": 8,
    "leave": 4,
    "kill": 4,
    "back_up": 3,
    "restore": 2,
    "salvage": 2,
    "remember": 8,
    "older_file": 4,
    "older_journal": 4,
    "older_both": 2,
    "empty_file": 2,
    "cut_journal": 2,
    "gone_file": 2,
    "gone_journal": 2,
    "gone_lock": 3,
    "folder_away": 4,
    "folder_anew": 2,
    "script": 6,
}
OTHERS = ("edit", "edit", "checkpoint", "look", "enter", "leave")


def walk(folder: Path, seed: int, steps: int) -> str | None:
    """Make one walk; return what went wrong."""
    waiting = patch.object(storage, "LOCK_SECONDS", 0), patch("store.store.LOCK_SECONDS", 0)
    with waiting[0], waiting[1], patch.object(files, "os", hasty()):
        there = Walk(folder, seed)
        try:
            there.run(steps)
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            return "\n".join((f"seed {seed}", *there.trace, reason))
    shutil.rmtree(there.root)
    return None


if __name__ == "__main__":
    folder, first, steps = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    walks = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    wrong = 0
    for seed in range(first, first + walks):
        if fault := walk(folder, seed, steps):
            wrong += 1
            (folder / f"fault-{seed}.txt").write_text(fault)
            sys.stdout.write(f"{seed}: {fault.splitlines()[-1][:150]}\n")
    sys.stdout.write(f"{walks} walks, {wrong} wrong\n")
