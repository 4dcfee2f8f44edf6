"""Lines left half typed beside a store: whose, how long, how sealed, and nobody's lost."""

from __future__ import annotations

import os
import signal
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from unittest.mock import patch

import orjson
import pytest

from deals.errors import UserError
from deals.unsaved import InputPlace, UnsavedLine, place_is_gone
from store import sealing
from store.check import inspect_store
from store.encryption import PassphraseKey, is_sealed
from store.files import leftovers
from store.restore import back_up, restore
from store.sealing import change_passphrase, lock_store, seal_rest, unlock_store
from store.store import Store
from store.unsaved import (
    KEPT,
    UnsavedFile,
    has_plain_unsaved,
    reseal_unsaved,
    unreadable_path,
    unsaved_path,
)
from tests.store import book_of, held, names, saved
from tests.store.faults import Call, Disk

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
KEY = PassphraseKey("passphrase")
SECRET = "何总说预算已批"


def typed(id: str, text: str = SECRET, by: str = "林", hours: float = 0) -> UnsavedLine:
    """Return a line left so many hours ago."""
    place = InputPlace("touch", "a")
    return UnsavedLine(id, by, place, "touch", text, NOW - timedelta(hours=hours))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store."""
    place = tmp_path / "book" / "netloft.json"
    saved(place, book_of("a")).close()
    return place


def test_what_one_session_leaves_the_next_one_finds(path: Path) -> None:
    UnsavedFile(path).change([typed("1"), typed("2", "[/] 👩 half", hours=1)], [], NOW)
    assert UnsavedFile(path).read(NOW) == (typed("1"), typed("2", "[/] 👩 half", hours=1))
    assert stat.S_IMODE(unsaved_path(path).stat().st_mode) == 0o600


def test_sessions_at_one_time_lose_none_of_each_others_lines(path: Path) -> None:
    sessions = [UnsavedFile(path) for _number in range(4)]

    def work(at: int) -> None:
        for number in range(5):
            line = typed(f"{at}-{number}", by=f"user {at % 2}", hours=number / 10)
            sessions[at].change([line], [], NOW)

    threads = [Thread(target=work, args=(at,)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sessions[1].change([], [f"1-{number}" for number in range(5)], NOW)
    sessions.clear()
    assert sorted(line.id[0] for line in UnsavedFile(path).read(NOW)) == sorted("023" * 5)


def test_what_a_living_session_types_is_shown_to_no_other_one(path: Path) -> None:
    first, second = UnsavedFile(path), UnsavedFile(path)
    first.change([typed("1"), typed("2", hours=1)], [], NOW)
    second.change([typed("3", hours=2)], [], NOW)
    assert [line.id for line in first.read(NOW)] == ["1", "2"]
    assert [line.id for line in second.read(NOW)] == ["3"]
    first.change([], ["2"], NOW)
    del first
    assert [line.id for line in second.read(NOW)] == ["1", "3"]
    second.change([typed("1", "more")], [], NOW)
    assert UnsavedFile(path).read(NOW) == ()
    del second
    assert [line.text for line in UnsavedFile(path).read(NOW)] == ["more", SECRET]
    assert leftovers(unsaved_path(path)) == []


def test_lines_of_an_earlier_version_are_shown(path: Path) -> None:
    UnsavedFile(path).change([typed("1")], [], NOW)
    document = orjson.loads(unsaved_path(path).read_bytes())
    del document["lines"][0]["mark"]
    unsaved_path(path).write_bytes(orjson.dumps(document))
    assert [line.id for line in UnsavedFile(path).read(NOW)] == ["1"]


def test_what_a_killed_session_typed_is_shown_to_the_next_one(path: Path) -> None:
    pid = os.fork()
    if pid == 0:
        UnsavedFile(path).change([typed("1")], [], NOW)
        unsaved = UnsavedFile(path)
        unsaved.change([typed("2")], [], NOW)
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(pid, 0)
    assert len(leftovers(unsaved_path(path))) == 1
    unsaved = UnsavedFile(path)
    assert {line.id for line in unsaved.read(NOW)} == {"1", "2"}
    unsaved.change([], ["1"], NOW)
    assert leftovers(unsaved_path(path)) == []


def test_a_line_is_dropped_after_a_day(path: Path) -> None:
    unsaved = UnsavedFile(path)
    unsaved.change([typed("old", hours=23.9), typed("new")], [], NOW)
    later = NOW + timedelta(hours=0.2)
    assert [line.id for line in unsaved.read(later)] == ["new"]
    assert unsaved.has_old(later)
    unsaved.change([], [], later)
    assert not unsaved.has_old(later)
    assert b"old" not in unsaved_path(path).read_bytes()


def test_the_file_goes_with_its_last_line(path: Path) -> None:
    before = names(path)
    unsaved = UnsavedFile(path)
    unsaved.change([typed("1")], [], NOW)
    assert unsaved_path(path).name in names(path)
    unsaved.change([], ["1"], NOW)
    assert names(path) == before


def test_nothing_is_written_for_nothing(path: Path) -> None:
    unsaved = UnsavedFile(path)
    unsaved.change([typed("1")], [], NOW)
    with patch("store.unsaved.replace_whole") as replace:
        unsaved.change([typed("1")], ["unknown"], NOW)
    replace.assert_not_called()


def test_the_newest_are_kept(path: Path) -> None:
    many = [typed(f"{number}", hours=number / 10) for number in range(KEPT + 5)]
    unsaved = UnsavedFile(path)
    unsaved.change(many, [], NOW)
    assert unsaved.read(NOW) == tuple(many[:KEPT])


def test_a_file_that_does_not_read_is_set_aside_and_kept(path: Path) -> None:
    unsaved_path(path).write_bytes(b'{"lines": [{"id": ')
    unsaved = UnsavedFile(path)
    assert unsaved.read(NOW) == ()
    unsaved.change([typed("1")], [], NOW)
    assert unreadable_path(path).read_bytes() == b'{"lines": [{"id": '
    assert unsaved.read(NOW) == (typed("1"),)


def test_beside_a_store_that_has_vanished_nothing_is_written(path: Path) -> None:
    unsaved = UnsavedFile(path)
    assert unsaved.read(NOW) == ()
    path.rename(path.with_name("elsewhere"))
    unsaved.change([typed("1")], [], NOW)
    assert not unsaved_path(path).exists()


def test_a_book_that_is_not_made_yet_has_lines_too(tmp_path: Path) -> None:
    path = tmp_path / "new" / "netloft.json"
    UnsavedFile(path).change([typed("1")], [], NOW)
    assert UnsavedFile(path).read(NOW) == (typed("1"),)
    saved(path, book_of("a")).close()
    assert inspect_store(path).sound


def test_a_store_that_is_busy_refuses(path: Path) -> None:
    with held(path), patch("store.storage.LOCK_SECONDS", 0.01), pytest.raises(UserError) as refusal:
        UnsavedFile(path).change([typed("1")], [], NOW)
    assert refusal.value.code == "store-busy"


def test_of_a_sealed_store_they_are_sealed(path: Path) -> None:
    UnsavedFile(path).change([typed("before")], [], NOW)
    lock_store(path, KEY)
    assert is_sealed(unsaved_path(path).read_bytes())
    unsaved = Store.open(path, key=KEY).unsaved
    unsaved.change([typed("after", hours=1)], [], NOW)
    assert is_sealed(unsaved_path(path).read_bytes())
    assert [line.id for line in unsaved.read(NOW)] == ["before", "after"]
    assert (
        UnsavedFile(path, PassphraseKey("another")).read(NOW) == UnsavedFile(path).read(NOW) == ()
    )
    for file in path.parent.rglob("*"):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes()


def test_who_has_no_key_writes_none_beside_a_sealed_store(path: Path) -> None:
    before = UnsavedFile(path)
    lock_store(path, KEY)
    with pytest.raises(UserError):
        before.change([typed("1")], [], NOW)
    assert not unsaved_path(path).exists()


def test_unlocking_opens_them(path: Path) -> None:
    lock_store(path, KEY)
    UnsavedFile(path, KEY).change([typed("1")], [], NOW)
    unlock_store(path, KEY)
    assert UnsavedFile(path).read(NOW) == (typed("1"),)


def test_what_a_kill_left_plain_beside_a_sealed_store_is_sealed(path: Path) -> None:
    UnsavedFile(path).change([typed("1")], [], NOW)
    with patch.object(sealing, "seal_unsaved", side_effect=OSError), pytest.raises(UserError):
        lock_store(path, KEY)
    assert not is_sealed(unsaved_path(path).read_bytes())
    assert sealing.ready_to_lock(path)
    seal_rest(path, KEY)
    assert is_sealed(unsaved_path(path).read_bytes())
    assert UnsavedFile(path, KEY).read(NOW) == (typed("1"),)


def test_another_passphrase_is_theirs_too_read_or_not(path: Path) -> None:
    other = PassphraseKey("another")
    lock_store(path, KEY)
    UnsavedFile(path, KEY).change([typed("1")], [], NOW)
    codec = KEY.codec(path.read_bytes(), path)
    unreadable_path(path).write_bytes(codec.encode(b"{"))
    foreign = other.new_codec().encode(b"{}")
    change_passphrase(path, KEY, other)
    assert UnsavedFile(path, other).read(NOW) == (typed("1"),)
    assert UnsavedFile(path, KEY).read(NOW) == ()
    unread = unreadable_path(path).read_bytes()
    assert other.codec(unread, path).decode(unread) == b"{"
    unreadable_path(path).write_bytes(foreign)
    reseal_unsaved(path, KEY, other.codec(path.read_bytes(), path))
    assert unreadable_path(path).read_bytes() == foreign


def test_what_a_killed_writer_left_is_removed_for_good(path: Path) -> None:
    left = path.with_name(f".{unsaved_path(path).name}.{'0' * 12}.tmp")
    left.write_bytes(b"{")
    steps = list[str]()

    def seen(name: str, real: Call) -> object:
        steps.append(name)
        return real()

    with patch("store.files.os", Disk(seen)):
        assert not has_plain_unsaved(path)
    assert not left.exists()
    at = steps.index("unlink")
    assert steps[at : at + 3] == ["unlink", "fsync", "close"]


def test_a_restored_store_keeps_them(path: Path) -> None:
    copy = back_up(path)
    UnsavedFile(path).change([typed("1")], [], NOW)
    restore(path, copy)
    assert UnsavedFile(path).read(NOW) == (typed("1"),)
    assert inspect_store(path).sound


@pytest.mark.parametrize("place", [unsaved_path, unreadable_path])
def test_check_says_where_others_may_read_them(path: Path, place: Callable[[Path], Path]) -> None:
    place(path).write_bytes(b"{}")
    place(path).chmod(0o644)
    assert [
        (warning.code, warning.figures["file"]) for warning in inspect_store(path).warnings
    ] == [("file-open", str(place(path)))]


@pytest.mark.parametrize(
    ("place", "gone"),
    [
        (InputPlace("new project"), False),
        (InputPlace("name", "a"), False),
        (InputPlace("name", "b"), True),
        (InputPlace("cr", "a", "a-1"), False),
        (InputPlace("cr", "a", "a-2"), True),
    ],
)
def test_a_place_is_gone_with_its_project_or_its_record(place: InputPlace, gone: bool) -> None:
    assert place_is_gone(place, book_of("a")) is gone
