"""The backup of a day: the file as it was before the day's first write, in nobody's way."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import pytest

from deals.errors import UserError
from store import backups, files
from store.backups import all_backups, backups_folder, unpacked
from store.store import Store
from tests.store import book_of, commit, journal_of, refusal_of, renamed, saved
from tests.store.faults import Call, Disk

Day = Callable[[int], None]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "netloft.json"


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch) -> Day:
    """Lets it be another day."""

    def let_it_be(number: int) -> None:
        now = datetime(2026, 3, 2, 12, tzinfo=UTC) + timedelta(days=number)
        monkeypatch.setattr(backups, "_now", lambda: now)

    return let_it_be


@pytest.fixture
def store(path: Path, day: Day) -> Store:
    """A store as it was left yesterday, opened today."""
    day(0)
    saved(path, book_of("a", "b")).close()
    day(1)
    return Store.open(path)


def edited(store: Store, name: str) -> None:
    commit(store, store.book, renamed(store.book, "a", name), "edit", "me")


def due(store: Store) -> bool:
    return store.backup_due


def kept(path: Path) -> list[bytes | None]:
    """Return what the backups hold, the newest first."""
    return [unpacked(backup) for backup in all_backups(path)]


def test_it_is_the_file_as_it_was_before_the_first_write_of_the_day(
    path: Path, store: Store, day: Day
) -> None:
    (first,), before = kept(path), path.read_bytes()
    assert due(store)
    edited(store, "x")
    edited(store, "y")
    store.back_up()
    assert not due(store)
    assert kept(path) == [before, first]
    edited(store, "z")
    store.back_up()
    store.close()
    assert kept(path) == [before, first]
    day(2)
    again, after = Store.open(path), path.read_bytes()
    assert again.backup_due
    edited(again, "next day")
    again.close()
    assert kept(path) == [after, before, first]


def test_who_brings_the_file_up_to_date_backs_it_up_first(path: Path, store: Store) -> None:
    before = path.read_bytes()
    edited(store, "x")
    there = Store.open(path)
    there.checkpoint()
    assert not due(store)
    store.close()
    assert kept(path)[0] == before != path.read_bytes()


def test_a_file_made_today_is_backed_up_as_it_was_made(path: Path, day: Day) -> None:
    day(0)
    store = Store.open(path)
    assert not due(store)
    commit(store, store.book, book_of("a"), "made", "me")
    assert due(store)
    store.close()
    assert kept(path) == [path.read_bytes()]


def test_who_only_looks_makes_none(path: Path, store: Store) -> None:
    store.close()
    assert len(kept(path)) == 1


def test_commits_do_not_wait_for_it(
    path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that stops in the middle of the backup holds up nobody's commit, nor what it holds."""
    there, before = Store.open(path), path.read_bytes()
    stopped, go_on = Event(), Event()

    def hook(name: str, real: Call) -> object:
        if name == "write" and not stopped.is_set():
            stopped.set()
            assert go_on.wait(10)
        return real()

    edited(store, "first")
    monkeypatch.setattr(files, "os", Disk(hook))
    writer = Thread(target=store.back_up)
    writer.start()
    assert stopped.wait(10)
    edited(store, "ours")
    edited(there, "theirs")
    go_on.set()
    writer.join(10)
    assert kept(path)[0] == before
    assert Store.open(path).book.projects["a"].name == "theirs"


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
def test_one_that_fails_is_told_and_keeps_nothing_else_from_being_done(
    path: Path, store: Store, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    edited(store, "x")
    with monkeypatch.context() as broken:
        broken.setattr(backups, "FileDraft", full(error))
        with pytest.raises(UserError) as refusal:
            store.back_up()
        assert refusal_of(refusal)[0] == "backup-unwritable"
        assert store.unkept is refusal.value
        edited(store, "y")
        with pytest.raises(UserError) as refusal:
            store.checkpoint()
        assert refusal_of(refusal)[0] == "backup-unwritable"
        assert not journal_of(path).exists()
        assert len(kept(path)) == 1
        edited(store, "z")
        store.close()
        assert store.unkept is not None
        assert not journal_of(path).exists()
    again = Store.open(path)
    assert again.book.projects["a"].name == "z"
    again.back_up()
    assert again.unkept is None
    assert len(kept(path)) == 2
    assert backups_folder(path).exists()


def full(error: int) -> Callable[[Path], files.FileDraft]:
    """Return a disk that takes no backup."""

    def draft(_place: Path) -> files.FileDraft:
        raise OSError(error, os.strerror(error))

    return draft
