"""Reading a file whole, and replacing it whole so that a kill at any instant leaves old or new."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple

from deals.refusal import Refusal

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700

# File systems that cannot flush a folder say so with one of these; there is nothing to be done.
_CANNOT_FLUSH_FOLDERS = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS})


class FileStamp(NamedTuple):
    """What tells one content of a file from the next without reading it."""

    inode: int
    mtime_ns: int
    size: int


@contextmanager
def refusing(code: str, path: Path) -> Iterator[None]:
    """Turn what the system refuses inside into Refusal(code, file, why=<errno name>)."""
    try:
        yield
    except OSError as error:
        why = errno.errorcode.get(error.errno or 0, "EIO")
        raise Refusal(code, file=str(path), why=why) from error


def real_path(path: Path) -> Path:
    """Where `path` leads once every symlink is followed; the file itself need not be there.

    OSError where the links go in a circle or lead to nothing.
    """
    try:
        real = path.resolve()
    except RuntimeError:
        # How pathlib says before Python 3.13 that links go in a circle.
        raise OSError(errno.ELOOP, "links in a circle") from None
    if path.is_symlink():
        real.stat()
    return real


def read_whole(path: Path) -> tuple[bytes, FileStamp] | None:
    """The bytes of a file and their stamp; None where there is no file.

    OSError as the system has it; EISDIR for a folder, EINVAL for a pipe or a device.
    """
    try:
        # Without O_NONBLOCK a pipe makes the open wait for whoever writes to it.
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    try:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            folder = stat.S_ISDIR(about.st_mode)
            raise OSError(errno.EISDIR if folder else errno.EINVAL, "not a file")
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(), _stamp(about)
    finally:
        os.close(handle)


def stamp_of(path: Path) -> FileStamp | None:
    """The stamp of the file as it stands now; None where there is none. OSError as it comes."""
    try:
        return _stamp(path.stat())
    except FileNotFoundError:
        return None


def _stamp(about: os.stat_result) -> FileStamp:
    return FileStamp(about.st_ino, about.st_mtime_ns, about.st_size)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, open to nobody but the user."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        with suppress(FileExistsError):
            one.mkdir(PRIVATE_FOLDER)
            # The umask may have taken rights away from the user too.
            one.chmod(PRIVATE_FOLDER)
        with _opened(one.parent) as above:
            _flush_folder(above)


def replace_whole(path: Path, data: bytes) -> FileStamp:
    """Put `data` in place of the file, durably; gives the stamp of what now stands there.

    Written beside it, flushed, renamed over it, and the folder flushed: whoever opens the file
    finds the old content or the new. OSError as it comes, the file then untouched; only where the
    very last flush fails may the new content already be seen.
    """
    with _opened(path.parent) as folder:
        name = f".{path.name}.{token_hex(6)}.tmp"
        try:
            stamp = _write_new(folder, name, data, stamp_of(path))
            os.rename(name, path.name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            with suppress(OSError):
                os.unlink(name, dir_fd=folder)
            raise
        _flush_folder(folder)
    return stamp


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield handle
    finally:
        os.close(handle)


def _write_new(folder: int, name: str, data: bytes, old: FileStamp | None) -> FileStamp:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    handle = os.open(name, flags, PRIVATE_FILE, dir_fd=folder)
    try:
        os.fchmod(handle, PRIVATE_FILE)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        _move_on(handle, old)
        os.fsync(handle)
        return _stamp(os.fstat(handle))
    finally:
        os.close(handle)


def _move_on(handle: int, old: FileStamp | None) -> None:
    """See that the time of a file only ever goes up.

    Inode numbers are used again and the clock of a file system ticks in milliseconds: without this
    a session could take two quick saves by another for the file that it has read.
    """
    if old is not None and os.fstat(handle).st_mtime_ns <= old.mtime_ns:
        os.utime(handle, ns=(old.mtime_ns + 1, old.mtime_ns + 1))


def _flush_folder(folder: int) -> None:
    try:
        os.fsync(folder)
    except OSError as error:
        if error.errno not in _CANNOT_FLUSH_FOLDERS:
            raise


def leftovers(path: Path) -> list[Path]:
    """The temporary files that writers of `path` have left, or are just writing, beside it."""
    ours = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]{{12}}\.tmp")
    return [one for one in path.parent.iterdir() if ours.fullmatch(one.name)]


def read_text(path: Path, kind: str) -> str | None:
    """The text of a small file that the user writes by hand; None where there is none.

    Refusals named after the `kind` of file: `…-unreadable` (file, why), and `…-encoding` (file,
    line) where it is not UTF-8.
    """
    with refusing(f"{kind}-unreadable", path):
        found = read_whole(path)
    if found is None:
        return None
    data = found[0]
    try:
        # Some editors put a mark in front of UTF-8.
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refusal(f"{kind}-encoding", file=str(path), line=line) from None
