"""Whole files: how they are read and replaced."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from deals.errors import UserError
from store import files
from store.files import leftovers, make_folder, read_whole, real_path, replace_whole, stamp_of
from store.settings import read_text
from tests.store import refusal_of
from tests.store.faults import failing, halving


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "net[l]oft.json"
    path.write_bytes(b"old")
    return path


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_is_replaced_and_its_stamp_told(file: Path) -> None:
    stamp = replace_whole(file, b"new")
    assert read_whole(file) == (b"new", stamp)
    assert stamp_of(file) == stamp
    assert list(file.parent.iterdir()) == [file]


def test_no_file_has_neither_content_nor_stamp(tmp_path: Path) -> None:
    assert read_whole(tmp_path / "none") is None
    assert stamp_of(tmp_path / "none") is None


def test_the_time_of_a_file_only_goes_up(file: Path) -> None:
    far = stamp_of(file)
    assert far is not None
    os.utime(file, ns=(far.mtime_ns + 10**15, far.mtime_ns + 10**15))
    times = [replace_whole(file, b"same").mtime_ns for _ in range(20)]
    assert times == sorted(set(times))
    assert times[0] > far.mtime_ns + 10**15


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_files_and_folders_are_the_users_alone_under_any_umask(tmp_path: Path, umask: int) -> None:
    folder = tmp_path / "a" / "b"
    before = os.umask(umask)
    try:
        make_folder(folder)
        replace_whole(folder / "file", b"secret")
    finally:
        os.umask(before)
    assert [mode(entry) for entry in (folder.parent, folder, folder / "file")] == [
        0o700,
        0o700,
        0o600,
    ]


def test_a_folder_that_is_there_keeps_its_rights(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_folder(tmp_path)
    assert mode(tmp_path) == 0o755


def test_a_new_file_is_never_open_to_others(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modes: list[int] = []
    real = os.write

    def spy(handle: int, data: bytes) -> int:
        modes.append(stat.S_IMODE(os.fstat(handle).st_mode))
        return real(handle, data)

    monkeypatch.setattr(os, "write", spy)
    replace_whole(file, b"new")
    assert modes == [0o600]


def test_what_a_short_write_leaves_is_written_too(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "os", halving())
    replace_whole(file, b"0123456789")
    assert file.read_bytes() == b"0123456789"


@pytest.mark.parametrize(
    ("step", "number"),
    [("open", 2), ("fchmod", 1), ("write", 1), ("fsync", 1), ("rename", 1)],
)
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EDQUOT])
def test_a_failing_disk_leaves_the_old_file_and_nothing_else(
    file: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, error: int
) -> None:
    monkeypatch.setattr(files, "os", failing(step, number, error))
    with pytest.raises(OSError, match=os.strerror(error)) as caught:
        replace_whole(file, b"new")
    assert caught.value.errno == error
    assert file.read_bytes() == b"old"
    assert list(file.parent.iterdir()) == [file]


def test_a_folder_that_cannot_be_flushed_by_kind_is_no_failure(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "os", failing("fsync", 2, errno.EINVAL))
    replace_whole(file, b"new")
    assert file.read_bytes() == b"new"


def test_a_folder_that_fails_to_be_flushed_is_told(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "os", failing("fsync", 2, errno.EIO))
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        replace_whole(file, b"new")


def test_pipes_and_folders_are_not_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, error in ((pipe, errno.EINVAL), (tmp_path, errno.EISDIR)):
        with pytest.raises(OSError, match="not a file") as caught:
            read_whole(path)
        assert caught.value.errno == error


def test_links_are_followed_to_where_they_lead(tmp_path: Path) -> None:
    (tmp_path / "real").touch()
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "circle").symlink_to("circle")
    (tmp_path / "dangling").symlink_to("nowhere")
    assert real_path(tmp_path / "link") == (tmp_path / "real").resolve()
    assert real_path(tmp_path / "new") == (tmp_path / "new").resolve()
    for name in ("circle", "dangling"):
        with pytest.raises(OSError) as error:
            real_path(tmp_path / name)
        assert error.value.errno in {errno.ELOOP, errno.ENOENT}


def test_leftovers_are_told_from_other_files(file: Path) -> None:
    left = file.with_name(f".{file.name}.0123456789ab.tmp")
    for other in (
        left,
        file.with_name(".other.json.0123456789ab.tmp"),
        file.with_name("notes.tmp"),
    ):
        other.touch()
    assert leftovers(file) == [left]


def test_text_is_read_with_or_without_a_mark_and_refused_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    assert read_text(path, "settings") is None
    for data in ("me = '林'".encode(), b"\xef\xbb\xbf" + "me = '林'".encode()):
        path.write_bytes(data)
        assert read_text(path, "settings") == "me = '林'"
    path.write_bytes(b"# one\n# two\nme = '\xff'\n")
    with pytest.raises(UserError) as refusal:
        read_text(path, "settings")
    assert refusal_of(refusal) == ("settings-encoding", {"file": str(path), "line": 3})
    with pytest.raises(UserError) as refusal:
        read_text(tmp_path, "playbook")
    assert refusal_of(refusal) == ("playbook-unreadable", {"file": str(tmp_path), "why": "EISDIR"})
