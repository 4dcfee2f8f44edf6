"""Stops at each step of what is done to a whole store, and looks at what is left: run by
test_kill_upkeep.
"""

from __future__ import annotations

import gzip
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from deals.errors import UserError
from deals.model import Book
from store import files
from store.backups import all_backups, is_good, list_kept, make_backup, unpack_backup
from store.encryption import PassphraseKey, is_sealed, opens, store_is_sealed
from store.journal import journal_path
from store.restore import back_up, restore
from store.salvage import salvage
from store.sealing import change_passphrase, lock_store, unlock_store
from store.store import Store
from store.unsaved import unsaved_files, unsaved_path
from tests.store import book_of, commit, renamed, saved
from tests.store.faults import Disk
from tests.store.kill import Leave, judge_all

SECRET = "北辰机密"
KEY, NEW = PassphraseKey("passphrase"), PassphraseKey("another")

BACKUPS = 3
"""How many backups a store has at first: a daily one and two others."""

LATER = ("a", "b", "c", "d")
"""What is in the store once the line of its journal is."""

Action = Callable[[Path], object]


def restored(path: Path) -> object:
    """Put the other book back."""
    return restore(path, path.parent.parent / "other.json.gz", KEY)


def salvaged(path: Path) -> object:
    """Bring in the lines that were taken out of the way, and those beside a damaged store."""
    lines = path.with_name("lines.journal")
    return salvage(path, [lines if lines.exists() else all_backups(path)[0]], KEY)


ACTIONS: dict[str, Action] = {
    "backup": lambda path: back_up(path, None, KEY),
    "lock": lambda path: lock_store(path, KEY),
    "change": lambda path: change_passphrase(path, KEY, NEW),
    "unlock": lambda path: unlock_store(path, KEY),
    "restore": restored,
    "restore-damaged": restored,
    "restore-sealed": restored,
    "restore-damaged-sealed": restored,
    "restore-headless-sealed": restored,
    "aside": lambda path: Store.open(path, key=KEY),
    "salvage": salvaged,
    "salvage-damaged": salvaged,
    "salvage-damaged-sealed": salvaged,
}

DAMAGE = {"damaged": slice(-40), "headless": slice(30)}
"""What is left of a damaged file: of a sealed one the head, by which its journal reads, or not."""


def locked_with_lines(path: Path) -> Book:
    """Return a locked store with half-typed lines and a line in its journal; the book that it
    holds.
    """
    prepared(path, "lock")
    unsaved_path(path).write_text(SECRET)
    lock_store(path, KEY)
    store = Store.open(path, key=KEY)
    commit(store, store.book, renamed(store.book, "b", SECRET), "edit", "me")
    return store.book


def prepared(path: Path, which: str) -> Book:
    """Return a store with backups that holds this book; sealed if it is to be unlocked."""
    book = renamed(book_of("a", "b"), "a", SECRET)
    store = saved(path, book)
    store.close()
    for _number in range(BACKUPS - 1):
        make_backup(path, path.read_bytes())
    if which == "unlock" or which.endswith("-sealed"):
        lock_store(path, KEY)
    if which.startswith(("restore", "salvage", "aside")):
        store = Store.open(path, key=KEY)
        commit(store, store.book, book_of(*LATER), "line", "me")
        book = store.book if which.startswith("restore") else book
    if which in ("salvage", "aside"):
        journal_path(path).rename(path.with_name("lines.journal"))
    if which == "aside":
        restore(path, all_backups(path)[0], KEY)
        shutil.copy(path.with_name("lines.journal"), journal_path(path))
    for name, rest in DAMAGE.items():
        if name in which:
            path.write_bytes(path.read_bytes()[rest])
    return book


def before(path: Path, which: str) -> Book:
    """Return a store that this can be done to, and the book that it holds."""
    return locked_with_lines(path) if which == "change" else prepared(path, which)


def is_damaged(path: Path) -> bool:
    """Whether the store still is what was damaged, its journal in its place or kept."""
    try:
        Store.open(path, key=KEY)
    except UserError as refusal:
        assert refusal.code == "store-damaged"
        assert journal_path(path).exists()
        return True
    return False


def is_set_aside(path: Path, book: Book) -> bool:
    """Whether the stale journal is gone; it is kept then, and the store is the same either way."""
    gone = not journal_path(path).exists()
    lines = path.with_name("lines.journal").read_bytes()
    kept_there = [unpack_backup(line) for line in kept_lines(path)]
    assert not gone or lines in kept_there
    assert opened(path) == book
    return gone


def kept_lines(path: Path) -> list[Path]:
    """Return the journals that were set aside."""
    return [file for file in list_kept(path) if ".journal." in file.name]


def done(path: Path, action: Action, disk: Disk) -> None:
    """Do it on this disk."""
    with patch.object(files, "os", disk):
        action(path)


def opened(path: Path) -> Book:
    """Return the book that the store holds, plain or sealed."""
    sealed_anew = store_is_sealed(path) and opens(NEW, path.read_bytes())
    store = Store.open(path, key=NEW if sealed_anew else KEY)
    book = store.book
    store.close()
    return book


def plain_copies(folder: Path) -> list[Path]:
    """Return the files in which the secret can be read."""
    return [
        file for file in folder.rglob("*") if file.is_file() and SECRET.encode() in content(file)
    ]


def content(file: Path) -> bytes:
    """Return what is in a file, unpacked if it is packed and can be."""
    raw = file.read_bytes()
    return (unpack_backup(file) or raw) + raw


def is_after(path: Path, which: str, old: Book) -> bool:
    """Whether the store is as it was meant to become; it opens and holds all, in any case."""
    if any(name in which for name in DAMAGE):
        if is_damaged(path):
            return False
        goal = LATER if which.startswith("salvage") else ("c",)
        assert opened(path) == book_of(*goal)
        assert kept_lines(path)
        assert any("-replaced." in backup.name for backup in all_backups(path))
        assert not journal_path(path).exists()
        return True
    if which == "aside":
        return is_set_aside(path, old)
    book = opened(path)
    good = [backup for backup in all_backups(path) if is_good(backup)]
    assert len(good) >= BACKUPS
    if which.startswith(("restore", "salvage")):
        assert book == old or len(good) > BACKUPS
        assert not which.startswith("salvage") or book in (old, book_of(*LATER))
        return book != old
    assert book == old
    if which == "change":
        assert plain_copies(path.parent) == []
        return opens(NEW, path.read_bytes())
    return {"backup": len(good) > BACKUPS, "lock": store_is_sealed(path)}.get(
        which, not store_is_sealed(path)
    )


def finish(path: Path, which: str) -> None:
    """Do it once more, unharmed; nothing may be half done after that."""
    ACTIONS[which](path)
    opened(path)
    assert not list(path.parent.glob(".*.tmp"))
    if which == "lock":
        assert plain_copies(path.parent) == []
    if which == "change":
        assert plain_copies(path.parent) == []
        for file in (path, *all_backups(path), *filter(Path.is_file, unsaved_files(path))):
            assert opens(NEW, unpack_backup(file)), file
    if which == "unlock":
        assert not any(is_sealed(unpack_backup(backup) or b"") for backup in all_backups(path))


def walk(folder: Path, which: str, leave: Leave) -> Counter[str]:
    """Stop at every step there is; how often what was found."""
    other = saved(folder / "other.json", book_of("c"))
    other.close()
    (folder / "other.json.gz").write_bytes(gzip.compress((folder / "other.json").read_bytes()))
    ready = folder / "ready" / "netloft.json"
    old = before(ready, which)

    def judge(path: Path) -> str:
        after = is_after(path, which, old)
        finish(path, which)
        return "after" if after else "before"

    act = ACTIONS[which]
    return Counter(judge_all(leave(ready, lambda path, disk: done(path, act, disk)), judge))
