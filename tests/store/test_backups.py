"""Backups: made daily, read back, few enough, private, and found again."""

from __future__ import annotations

import errno
import gzip
import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.errors import UserError
from store import backups, files
from store.backups import (
    KEPT,
    BackupName,
    all_backups,
    backups_folder,
    is_backup_due,
    keep_journal,
    make_backup,
    make_daily_backup,
    newest_good,
    unpack_backup,
    write_packed,
)
from store.encryption import PLAIN, PassphraseKey, unpacks_to
from store.store import Store
from tests.store import book_of, commit, journal_of, refusal_of, renamed, saved
from tests.store.faults import Call, Disk, failing, halving

NOON = datetime(2026, 3, 2, 12, 0)
GOOD = b'{"meta":{"1":{"schema_version":1,"migrations":[]}},"projects":{}}'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "net[l]oft.json"
    path.write_bytes(GOOD)
    return path


def test_a_backup_is_the_file_gzipped(file: Path) -> None:
    made = make_backup(file, GOOD)
    assert gzip.decompress(made.read_bytes()) == GOOD
    assert unpack_backup(made) == GOOD
    assert made.parent == backups_folder(file) == file.with_name("net[l]oft.json.backups")
    assert list(made.parent.iterdir()) == [made]


def test_one_is_made_a_day(file: Path) -> None:
    assert is_backup_due(file, NOON)
    made = make_daily_backup(file, NOON)
    assert made is not None
    assert not is_backup_due(file, NOON + timedelta(hours=11))
    file.write_bytes(b"later")
    assert make_daily_backup(file, NOON + timedelta(hours=11)) is None
    assert unpack_backup(made) == GOOD
    assert is_backup_due(file, NOON + timedelta(days=1))


def test_the_newest_fourteen_of_a_kind_are_kept(file: Path) -> None:
    manual = make_backup(file, GOOD, "manual", NOON - timedelta(days=90))
    for day in range(KEPT + 5):
        file.write_bytes(b"%d" % day)
        make_daily_backup(file, NOON + timedelta(days=day))
    dailies = [backup for backup in all_backups(file) if "daily" in backup.name]
    assert [unpack_backup(backup) for backup in dailies] == [
        b"%d" % day for day in range(KEPT + 4, 4, -1)
    ]
    assert all_backups(file) == [*dailies, manual]


def stored(sequence: int, store: str = "01A") -> bytes:
    """Return a data file of that sequence, as others lay it out."""
    meta = {"schema_version": 3, "store": store, "sequence": sequence, "link": "x"}
    return orjson.dumps({"projects": {}, "meta": {"1": meta}})


CLOCKS = {
    "once ahead": [NOON + timedelta(days=9000), *[NOON] * (KEPT + 2)],
    "once behind": [NOON, datetime(1970, 1, 1), *[NOON] * (KEPT + 2)],
    "going back": [NOON - timedelta(hours=hour) for hour in range(KEPT + 3)],
    "within a second": [NOON] * (KEPT + 3),
    "an hour twice": [
        datetime(2026, 10, 25, 2, minute, fold=fold)
        for fold in (0, 1)
        for minute in range(0, 45, 5)
    ],
}


@pytest.mark.parametrize("seal", [False, True])
@pytest.mark.parametrize("clock", CLOCKS)
def test_what_was_made_last_is_first_whatever_the_clock_says(
    file: Path, clock: str, seal: bool
) -> None:
    codec = PassphraseKey("secret").new_codec() if seal else PLAIN
    made = []
    for sequence, now in enumerate(CLOCKS[clock]):
        data = codec.encode(stored(sequence * 3))
        made.append(make_backup(file, data, "manual", now, codec))
        assert made[-1].exists()
    assert all_backups(file) == made[-1 : -KEPT - 1 : -1]
    assert newest_good(file) == made[-1]
    name = BackupName.of(made[-1])
    assert name is not None
    assert name.number == 3 * (len(made) - 1)


def test_a_store_that_begins_anew_loses_none_of_its_backups_to_an_older_one(file: Path) -> None:
    for sequence in range(5000, 5000 + KEPT):
        make_backup(file, stored(sequence), "manual", NOON)
    made = [make_backup(file, stored(number, "01B"), "manual", NOON) for number in range(1, 4)]
    unreadable = make_backup(file, b"{", "manual", NOON)
    assert all_backups(file)[:4] == [unreadable, *reversed(made)]
    assert len(all_backups(file)) == KEPT


def test_backups_of_earlier_versions_are_older_and_go_by_their_time(file: Path) -> None:
    folder = backups_folder(file)
    folder.mkdir()
    names = ["2099-01-01-120000-0123abcd-manual", "2026-03-01-daily", "2026-02-01-daily"]
    old = [folder / f"{name}.json.gz" for name in names]
    for backup in old:
        backup.write_bytes(gzip.compress(GOOD))
    assert all_backups(file) == old
    assert newest_good(file) == old[0]
    made = make_backup(file, stored(7), "manual", NOON)
    assert all_backups(file) == [made, *old]
    assert is_backup_due(file, NOON)
    assert not is_backup_due(file, datetime(2026, 3, 1))


def test_a_backup_of_a_day_to_come_does_not_count_when_the_day_comes(file: Path) -> None:
    ahead = NOON + timedelta(days=400)
    file.write_bytes(stored(1))
    assert make_daily_backup(file, ahead)
    file.write_bytes(stored(2))
    assert is_backup_due(file, NOON)
    assert make_daily_backup(file, NOON)
    assert not is_backup_due(file, NOON)
    file.write_bytes(stored(3))
    assert is_backup_due(file, ahead)
    made = make_daily_backup(file, ahead)
    assert made is not None
    assert unpack_backup(made) == stored(3)
    assert not is_backup_due(file, ahead)


def test_two_machines_a_day_apart_make_no_more_than_they_need(file: Path) -> None:
    for sequence in range(40):
        file.write_bytes(stored(sequence))
        make_daily_backup(file, NOON + timedelta(days=sequence % 2))
    assert len(all_backups(file)) <= 3


def test_a_backup_that_is_gone_again_is_not_told_of(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "_drop_old", lambda _file, _kind, made: made.unlink())
    with pytest.raises(UserError) as refusal:
        make_backup(file, GOOD)
    assert refusal.value.code == "backup-unverified"


def test_files_of_others_in_the_folder_are_left_alone(file: Path) -> None:
    folder = backups_folder(file)
    folder.mkdir()
    (folder / "2026-01-01-daily.json.gz.old").touch()
    (folder / "notes.txt").touch()
    for day in range(KEPT + 2):
        make_daily_backup(file, NOON + timedelta(days=day))
    names = {file.name for file in folder.iterdir()}
    assert len(names) == KEPT + 2
    assert names >= {"2026-01-01-daily.json.gz.old", "notes.txt"}


def test_what_a_killed_writer_left_is_swept_and_a_living_ones_is_not(file: Path) -> None:
    made = make_backup(file, GOOD)
    left = made.with_name(f".{made.name}.0123456789ab.tmp")
    left.touch()
    with files.FileDraft(made):
        make_backup(file, GOOD)
        scraps = [file for file in made.parent.iterdir() if file.suffix == ".tmp"]
        assert len(scraps) == 1
    assert left not in scraps


def test_the_newest_that_reads_is_the_newest_good(file: Path) -> None:
    assert newest_good(file) is None
    times = [NOON + timedelta(hours=hour) for hour in range(7)]
    good = make_backup(file, GOOD, "manual", times[0])
    file.write_bytes(b"a day's first, so before the others")
    make_daily_backup(file, times[1])
    for data, time in zip((b"", b"{", b"[]", b'{"a":{}}', GOOD), times[2:], strict=True):
        made = make_backup(file, data, "migration", time)
    made.write_bytes(made.read_bytes()[:-9])
    keep_journal(file, b"{}", NOON + timedelta(days=1))
    assert newest_good(file) == good


def test_a_sealed_backup_is_good_if_it_unpacks(file: Path) -> None:
    sealed = make_backup(file, PassphraseKey("secret").new_codec().encode(GOOD))
    assert newest_good(file) == sealed
    sealed.write_bytes(sealed.read_bytes()[:-9])
    assert newest_good(file) is None


def test_what_does_not_read_back_is_refused_and_not_kept(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = make_backup(file, GOOD)
    before = older.read_bytes()
    monkeypatch.setattr(backups, "unpacks_to", lambda _packed, _data: False)
    with pytest.raises(UserError) as refusal:
        make_daily_backup(file, NOON)
    assert refusal_of(refusal)[0] == "backup-unverified"
    assert all_backups(file) == [older]
    assert is_backup_due(file, NOON)
    with pytest.raises(UserError):
        write_packed(older, b"new")
    assert older.read_bytes() == before


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EDQUOT])
@pytest.mark.parametrize("step", ["open", "write", "fsync", "rename"])
def test_a_failing_disk_is_told_and_older_backups_stay(
    file: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: int
) -> None:
    for day in range(KEPT):
        make_daily_backup(file, NOON + timedelta(days=day))
    older = all_backups(file)
    # Reading the file is an `open` too.
    monkeypatch.setattr(files, "os", failing(step, 2 if step == "open" else 1, error))
    with pytest.raises(UserError) as refusal:
        make_daily_backup(file, NOON + timedelta(days=KEPT))
    code, figures = refusal_of(refusal)
    assert (code, figures["why"]) == ("backup-unwritable", errno.errorcode[error])
    monkeypatch.undo()
    assert all_backups(file) == older
    assert {backup.name for backup in backups_folder(file).iterdir()} == {
        backup.name for backup in older
    }


def test_short_writes_make_a_whole_backup(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "os", halving())
    assert unpack_backup(make_backup(file, GOOD)) == GOOD


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
@pytest.mark.parametrize("make", [make_backup, keep_journal])
def test_backups_are_the_users_alone_under_any_umask(
    file: Path, umask: int, make: Callable[[Path, bytes], Path | None]
) -> None:
    before = os.umask(umask)
    try:
        made = make(file, GOOD)
    finally:
        os.umask(before)
    assert made is not None
    modes = [stat.S_IMODE(entry.stat().st_mode) for entry in (made.parent, made)]
    assert modes == [0o700, 0o600]


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
    return [unpack_backup(backup) for backup in all_backups(path)]


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


@given(st.binary(max_size=300), st.binary(max_size=3))
def test_a_backup_is_compared_without_being_unpacked_whole(data: bytes, more: bytes) -> None:
    packed = gzip.compress(data)
    assert unpacks_to(packed, data)
    assert unpacks_to(packed, data + more) is (more == b"")
    assert not unpacks_to(packed[:-1], data)
    assert not unpacks_to(packed + gzip.compress(more), data)
