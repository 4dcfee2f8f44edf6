"""Stores that can be looked at but not written, and why."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest

from deals.errors import UserError
from store import files
from store import files as locks
from store.files import SideLock, stamp_of
from store.metadata import SCHEMA_VERSION
from store.store import Store
from tests.store import book_of, commit, journal_of, refusal_of, renamed, saved


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "netloft.json"


def without_locks(handle: int, how: int) -> None:
    """A file system that says yes to everybody."""


def refusing_locks(error: int) -> Any:
    """Return a file system that has no locks."""

    def flock(handle: int, how: int) -> None:
        raise OSError(error, os.strerror(error))

    return flock


def looked_at(path: Path, code: str) -> Store:
    """Return the store, opened for reading only, with what its files hold; nothing was written."""
    before = {file: stamp_of(file) for file in path.parent.iterdir()}
    store = Store.open(path)
    assert store.book.projects["a"].name == "x"
    assert store.read_only is not None
    assert store.read_only.code == code
    with pytest.raises(UserError) as refusal:
        commit(store, store.book, renamed(store.book, "a", "y"), "edit", "me")
    assert refusal.value is store.read_only
    store.take_in()
    store.checkpoint()
    store.close()
    assert {file: stamp_of(file) for file in path.parent.iterdir()} == before
    return store


@pytest.fixture
def written(path: Path) -> Store:
    """A store of two projects with a line in its journal."""
    store = saved(path, book_of("a", "b"))
    commit(store, store.book, renamed(store.book, "a", "x"), "edit", "me")
    return store


ERRORS = (errno.ENOLCK, errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS)
UNLOCKED = pytest.mark.parametrize("flock", [without_locks, *map(refusing_locks, ERRORS)])


@UNLOCKED
@pytest.mark.usefixtures("written")
def test_without_working_locks(path: Path, monkeypatch: pytest.MonkeyPatch, flock: Any) -> None:
    monkeypatch.setattr(locks, "flock", flock)
    assert looked_at(path, "store-no-locks").read_only is not None


@UNLOCKED
def test_nothing_is_begun_without_working_locks(
    path: Path, monkeypatch: pytest.MonkeyPatch, flock: Any
) -> None:
    monkeypatch.setattr(locks, "flock", flock)
    store = Store.open(path)
    with pytest.raises(UserError) as refusal:
        commit(store, store.book, book_of("a"), "edit", "me")
    assert refusal_of(refusal) == ("store-no-locks", {"file": str(path)})
    assert not path.exists()


@pytest.mark.parametrize("error", ERRORS)
def test_locks_that_fail_while_the_store_is_open_are_told_and_lose_nothing(
    path: Path, written: Store, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    with monkeypatch.context() as broken, pytest.raises(UserError) as refusal:
        broken.setattr(locks, "flock", refusing_locks(error))
        commit(written, written.book, renamed(written.book, "a", "y"), "edit", "me")
    assert refusal_of(refusal) == ("store-no-locks", {"file": str(path)})
    assert Store.open(path).book == written.book
    commit(written, written.book, renamed(written.book, "a", "y"), "edit", "me")
    assert Store.open(path).book.projects["a"].name == "y"


@pytest.mark.parametrize(
    ("kind", "options", "works"),
    [
        ("nfs", "rw,nolock", False),
        ("nfs4", "rw,local_lock=all", False),
        ("nfs", "rw,local_lock=flock", False),
        ("nfs4", "rw,local_lock=none", True),
        ("cifs", "rw,nobrl", False),
        ("ext4", "rw,nolock", True),
    ],
)
def test_shared_places_that_lock_on_one_machine_alone_are_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, options: str, works: bool
) -> None:
    mounts = tmp_path / "mounts"
    place = str(tmp_path / "a share").replace(" ", "\\040")
    mounts.write_text(f"disk / ext4 rw 0 0\nbox:/x {place} {kind} {options} 0 0\nodd\n")
    monkeypatch.setattr(locks, "MOUNTS", mounts)
    (tmp_path / "a share").mkdir()
    assert SideLock(tmp_path / "a share" / "lock", 0o600).works() is works
    assert SideLock(tmp_path / "lock", 0o600).works()


def test_a_system_that_tells_of_no_mounts_is_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "MOUNTS", tmp_path / "none")
    lock = SideLock(tmp_path / "lock", 0o600)
    assert lock.works()
    lock.acquire(0)
    assert SideLock(tmp_path / "lock", 0o600).works()


class Guarded:
    """Module os, for a user who may not write."""

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def access(self, _path: Path, _mode: int) -> bool:
        return False


@pytest.mark.usefixtures("written")
def test_without_the_right_to_write(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "os", Guarded())
    store = looked_at(path, "store-read-only")
    assert store.read_only is not None
    assert store.read_only.figures == {"file": str(path), "why": "EACCES"}


@pytest.mark.usefixtures("written")
def test_a_torn_line_is_passed_over_where_it_cannot_be_cut_off(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with journal_of(path).open("ab") as file:
        file.write(b"{")
    monkeypatch.setattr(files, "os", Guarded())
    looked_at(path, "store-read-only")


def newer(path: Path, **fields: object) -> dict[str, Any]:
    """Return the store as a later version may have written it."""
    tables: dict[str, Any] = json.loads(path.read_bytes())
    tables["meta"]["1"]["schema_version"] = SCHEMA_VERSION + 1
    tables["projects"]["1"] |= {"x_new": [1], **fields}
    path.write_text(json.dumps(tables))
    return tables


def test_of_a_newer_version(path: Path, written: Store) -> None:
    written.close()
    newer(path)
    store = looked_at(path, "store-newer")
    assert store.read_only is not None
    assert store.read_only.figures == {
        "file": str(path),
        "version": SCHEMA_VERSION + 1,
        "known": SCHEMA_VERSION,
    }


def test_of_a_newer_version_that_does_not_read(path: Path, written: Store) -> None:
    written.close()
    newer(path, amount="much")
    with pytest.raises(UserError) as refusal:
        Store.open(path)
    assert refusal_of(refusal) == (
        "store-newer",
        {"file": str(path), "version": SCHEMA_VERSION + 1, "known": SCHEMA_VERSION},
    )


def test_a_lock_that_was_removed_keeps_nobody_out_and_is_made_again(tmp_path: Path) -> None:
    first, second = (SideLock(tmp_path / "lock", 0o600) for _ in range(2))
    first.acquire(0)
    (tmp_path / "lock").unlink()
    second.acquire(0)
    with pytest.raises(TimeoutError):
        SideLock(tmp_path / "lock", 0o600).acquire(0)
    second.release()
    SideLock(tmp_path / "lock", 0o600).acquire(0)
    first.release()


def test_a_lock_may_be_nested(tmp_path: Path) -> None:
    lock, other = (SideLock(tmp_path / "lock", 0o600) for _ in range(2))
    lock.acquire(0)
    lock.acquire(0)
    lock.release()
    with pytest.raises(TimeoutError):
        other.acquire(0.01)
    lock.release()
    other.acquire(0)


def test_a_dead_process_is_not_waited_for(tmp_path: Path) -> None:
    child = os.fork()
    if child == 0:
        SideLock(tmp_path / "lock", 0o600).acquire(0)
        os._exit(0)
    os.waitpid(child, 0)
    SideLock(tmp_path / "lock", 0o600).acquire(0)
