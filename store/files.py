"""Files on the disk: read whole, locked, and replaced so that a kill leaves the old or the new.

`SideLock` is the lock that the writers of one store hold; `flock` stands by itself so that tests
can take the locks of a file system away.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from time import monotonic, sleep
from typing import NamedTuple, Self

from deals.errors import UserError

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700

# File systems that cannot flush a folder say so with one of these; there is nothing to be done.
_CANNOT_FLUSH_FOLDERS = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS})


# A draft is flushed whenever so much of it waits to be.
FLUSH_BYTES = 2**20

_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_APPENDED = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC


class FileChangedError(Exception):
    """A file is not as it was when it was last read, so nothing is taken away from it."""


class FolderIdentity(NamedTuple):
    """What tells a folder from another that stands at its path, or that is mounted there."""

    device: int
    inode: int


class FileStamp(NamedTuple):
    """What tells one content of a file from the next without reading it."""

    inode: int
    mtime_ns: int
    size: int

    @property
    def written_at(self) -> datetime:
        """When the file was written, to the second."""
        return datetime.fromtimestamp(self.mtime_ns // 10**9, UTC)


class StoreStamp(NamedTuple):
    """What one glance at a store sees: its folder, its data file and its journal."""

    folder: FolderIdentity | None
    file: FileStamp | None
    journal: FileStamp | None


@contextmanager
def refuse_os_errors(code: str, path: Path) -> Iterator[None]:
    """Turn an OSError inside into UserError(code, file, why=<errno name>)."""
    try:
        yield
    except OSError as error:
        why = errno.errorcode.get(error.errno or 0, "EIO")
        raise UserError(code, file=str(path), why=why) from error


def read_whole(path: Path, start: int = 0) -> tuple[bytes, FileStamp] | None:
    """Return the bytes of a file from `start` on, and its stamp; None where there is no file.

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
            file.seek(start)
            return file.read(), _make_stamp(about)
    finally:
        os.close(handle)


def stamp_of(path: Path) -> FileStamp | None:
    """Return the stamp of the file as it is now; None where there is none. OSError as it comes."""
    try:
        return _make_stamp(path.stat())
    except (FileNotFoundError, NotADirectoryError):
        return None


def folder_identity(folder: Path) -> FolderIdentity | None:
    """Return what identifies the folder at a path now; None for no folder. OSError as it comes."""
    try:
        about = folder.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return FolderIdentity(about.st_dev, about.st_ino)


def _make_stamp(about: os.stat_result) -> FileStamp:
    return FileStamp(about.st_ino, about.st_mtime_ns, about.st_size)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, open to nobody but the user."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for gap in reversed(missing):
        with _open_folder(gap.parent) as above:
            with suppress(FileExistsError):
                os.mkdir(gap.name, PRIVATE_FOLDER, dir_fd=above)
                # The umask may have taken rights away from the user too.
                os.chmod(gap.name, PRIVATE_FOLDER, dir_fd=above)
            _flush_folder(above)


def replace_whole(path: Path, data: bytes) -> FileStamp:
    """Put `data` in place of the file, durably; return the stamp of what is there now.

    Written beside it, flushed, renamed over it, and the folder flushed: whoever opens the file
    finds the old content or the new. OSError as it comes, the file then untouched; only where the
    very last flush fails may the new content already be seen.
    """
    with FileDraft(path) as draft:
        draft.write([data])
        return draft.place()


class FileDraft:
    """What is to stand in place of a file, written beside it; a context manager.

    Left without being placed, it is removed. While it is open it is locked, so that those who tidy
    up know it for a living writer's; `name` is what it is called until it is placed.
    """

    def __init__(self, path: Path) -> None:
        """Make the draft of what is to stand in `path`; OSError as it comes."""
        self._path = path
        self.name = f".{path.name}.{token_hex(6)}.tmp"
        self._placed = False
        with ExitStack() as held:
            self._folder = held.enter_context(_open_folder(path.parent))
            self._handle = os.open(self.name, _NEW, PRIVATE_FILE, dir_fd=self._folder)
            held.callback(self._clear)
            hold(self._handle)
            os.fchmod(self._handle, PRIVATE_FILE)
            self._held = held.pop_all()

    def write(self, pieces: Iterable[bytes]) -> None:
        """Write the pieces one after the other and flush them to the disk.

        Much is flushed bit by bit: a journal beside it need not wait for all of it.
        """
        waiting = 0
        for piece in pieces:
            _write_all(self._handle, piece)
            waiting += len(piece)
            if waiting >= FLUSH_BYTES:
                os.fsync(self._handle)
                waiting = 0
        _advance_time(self._handle, stamp_of(self._path))
        os.fsync(self._handle)

    def read_back(self) -> bytes:
        """Return what was written, as it reads before it is placed."""
        with os.fdopen(self._handle, "rb", closefd=False) as file:
            file.seek(0)
            return file.read()

    def place(self) -> FileStamp:
        """Rename it over the file and flush the folder; return the stamp of what is there then."""
        stamp = _make_stamp(os.fstat(self._handle))
        os.rename(self.name, self._path.name, src_dir_fd=self._folder, dst_dir_fd=self._folder)
        self._placed = True
        _flush_folder(self._folder)
        return stamp

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._held.close()

    def _clear(self) -> None:
        # The file may not be closed before it is gone: somebody could take it for a dead writer's.
        try:
            if not self._placed:
                with suppress(OSError):
                    os.unlink(self.name, dir_fd=self._folder)
        finally:
            os.close(self._handle)


def append(path: Path, data: bytes, at: int) -> FileStamp:
    """Write `data` durably behind the `at` bytes of a file; return the stamp of the file then.

    FileChangedError, and nothing written, where the file is not so long: somebody else has written
    to it. It is never cut first, so that of two who write at once both are there. OSError as it
    comes, the file then as it was; where even that fails some of `data` is left behind.
    """
    handle = os.open(path, _APPENDED, PRIVATE_FILE)
    try:
        if os.fstat(handle).st_size != at:
            raise FileChangedError(str(path))
        try:
            if at == 0:
                os.fchmod(handle, PRIVATE_FILE)
            _write_all(handle, data)
            os.fsync(handle)
            if at == 0:
                with _open_folder(path.parent) as folder:
                    _flush_folder(folder)
        except BaseException:
            with suppress(OSError):
                # What is longer than ours would be has been added to by somebody else.
                if os.fstat(handle).st_size <= at + len(data):
                    os.ftruncate(handle, at)
            raise
        return _make_stamp(os.fstat(handle))
    finally:
        os.close(handle)


def truncate_file(path: Path, seen: FileStamp, at: int) -> FileStamp:
    """Cut a file to `at` bytes and return its stamp; FileChangedError if not as `seen`."""
    handle = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        if _make_stamp(os.fstat(handle)) != seen:
            raise FileChangedError(str(path))
        os.ftruncate(handle, at)
        os.fsync(handle)
        return _make_stamp(os.fstat(handle))
    finally:
        os.close(handle)


def add_at_end(path: Path, data: bytes) -> None:
    """Write `data` durably at the end of a file, wherever that is."""
    while True:
        with suppress(FileChangedError):
            about = stamp_of(path)
            append(path, data, about.size if about else 0)
            return


def remove_file(path: Path) -> None:
    """Remove a file durably, if it is there."""
    with _open_folder(path.parent) as folder:
        try:
            os.unlink(path.name, dir_fd=folder)
        except FileNotFoundError:
            return
        _flush_folder(folder)


@contextmanager
def watch_additions(path: Path, seen: FileStamp | None) -> Iterator[Callable[[], bytes]]:
    """Watch a file that is about to be removed or replaced; what is given then tells what somebody
    added to it in that instant, although all of it had been read.

    FileChangedError where it is not as it was `seen` any more, None being no file.
    """
    if stamp_of(path) != seen:
        raise FileChangedError(str(path))
    if seen is None:
        yield bytes
        return
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        if _make_stamp(os.fstat(handle)) != seen:
            raise FileChangedError(str(path))
        yield lambda: os.pread(handle, max(0, os.fstat(handle).st_size - seen.size), seen.size)
    finally:
        os.close(handle)


@contextmanager
def _open_folder(folder: Path) -> Iterator[int]:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield handle
    finally:
        os.close(handle)


def _write_all(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _advance_time(handle: int, old: FileStamp | None) -> None:
    """Set a file's time so that it is later than that of the file it replaces.

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


def why_unwritable(path: Path) -> str | None:
    """Return why the user may not write there, by errno name; None if he may or it is missing."""
    if os.access(path, os.W_OK) or not path.exists():
        return None
    read_only = os.statvfs(path).f_flag & os.ST_RDONLY
    return errno.errorcode[errno.EROFS if read_only else errno.EACCES]


def leftovers(path: Path) -> list[Path]:
    """List the temporary files that writers of `path` have left, or are just writing, beside it."""
    ours = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]{{12}}\.tmp")
    return [file for file in path.parent.iterdir() if ours.fullmatch(file.name)]


def is_abandoned(left: Path) -> bool:
    """Whether nobody is writing a temporary file any more. OSError as it comes."""
    with suppress(FileNotFoundError):
        handle = os.open(left, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        try:
            return lock_if_free(handle)
        finally:
            os.close(handle)
    return False


_SYSTEM = 0


def sync_file(store: Path) -> Path:
    """Return where what is known of the team's server is kept, beside a store's file."""
    file = real_path(store)
    return file.with_name(f"{file.name}.sync")


def real_path(path: Path) -> Path:
    """Return where `path` leads once every symlink is followed; the file itself need not be there.

    Only links of the user's own (or the system's) are followed: by another's, the data could be
    sent anywhere. UserError("link-foreign", file, link) for one; OSError where the links go in a
    circle or lead to nothing.
    """
    try:
        real = path.resolve()
    except RuntimeError:
        # How pathlib says before Python 3.13 that links go in a circle.
        raise OSError(errno.ELOOP, "links in a circle") from None
    if path.is_symlink():
        real.stat()
    for link in _links(path):
        if link.lstat().st_uid not in (os.geteuid(), _SYSTEM):
            raise UserError("link-foreign", file=str(path), link=str(link))
    return real


def _links(path: Path) -> Iterator[Path]:
    """Yield every symlink on the way to where a path leads, which is known to be in no circle."""
    place = Path(path.absolute().anchor)
    for part in path.absolute().parts[1:]:
        place = place.parent if part == ".." else place / part
        if place.is_symlink():
            yield place
            yield from _links(place.parent / place.readlink())
            place = place.resolve()


POLL_SECONDS = 0.001
MOUNTS = Path("/proc/self/mounts")

# Shared file systems, and the options under which they lock on one machine alone.
_SHARED = re.compile(r"nfs\d?|cifs|smb3|9p|fuse\.sshfs|afs|ceph|lustre|gfs2|ocfs2")
_ALONE = re.compile(r"nolock|nobrl|nolocks|local_lock=(?:all|flock)")
# What a system says whose file system has no locks, or whose lock server does not answer.
NO_LOCKS = frozenset({errno.ENOLCK, errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS})
_HELD = frozenset({errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES})

flock = fcntl.flock


class SideLock:
    """A lock on the file `path` that one holder has at a time, in this process or another.

    The system frees it with the process that holds it, so a dead one's is never waited for. The
    file holds nothing, and is never removed.
    """

    def __init__(self, path: Path, mode: int) -> None:
        self.path = path
        self._mode = mode
        self._handle: int | None = None
        self._depth = 0

    def acquire(self, seconds: float) -> None:
        """Hold the lock, waiting so long; may be nested. TimeoutError if others keep it."""
        until = monotonic() + seconds
        while self._handle is None:
            handle = self._open()
            try:
                flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._handle = handle if self._is_ours(handle) else None
            except OSError as error:
                if error.errno not in _HELD:
                    raise
                if monotonic() >= until:
                    raise TimeoutError(errno.ETIMEDOUT, "the lock is held") from None
                sleep(POLL_SECONDS)
            finally:
                if self._handle is None:
                    os.close(handle)
        self._depth += 1

    def release(self) -> None:
        """Undo one `acquire`; the last one frees the lock."""
        self._depth -= 1
        if self._depth == 0 and self._handle is not None:
            handle, self._handle = self._handle, None
            os.close(handle)

    def is_held(self) -> bool:
        """Whether we hold the lock that others look at: ours may have been removed meanwhile."""
        return self._handle is not None and self._is_ours(self._handle)

    def works(self) -> bool:
        """Whether the file system keeps a lock from a second holder, on other machines too.

        OSError where the lock file cannot be made.
        """
        if _locks_alone(self.path):
            return False
        first, second = self._open(), self._open()
        try:
            # Who is refused at once already knows: the holder may be gone before a second try.
            flock(first, fcntl.LOCK_EX | fcntl.LOCK_NB)
            flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return error.errno in _HELD
        finally:
            os.close(first)
            os.close(second)
        return False

    def _open(self) -> int:
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        handle = os.open(self.path, flags, self._mode)
        with suppress(OSError):
            # The umask may have taken rights away from the user too.
            os.fchmod(handle, self._mode)
        return handle

    def _is_ours(self, handle: int) -> bool:
        """Whether the locked file still stands there: a lock on a removed one keeps nobody out."""
        try:
            return os.path.samestat(os.fstat(handle), self.path.stat())
        except FileNotFoundError:
            return False


def lock_if_free(handle: int) -> bool:
    """Whether nobody else held the open file; it is ours then until the handle is closed."""
    try:
        flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in _HELD:
            raise
        return False
    return True


def hold(handle: int) -> None:
    """Show others that the open file is being written; where there are no locks nobody looks."""
    with suppress(OSError):
        flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _locks_alone(path: Path) -> bool:
    """Whether the place is shared between machines, but its locks are not."""
    kind, options = find_mount(path)
    return bool(_SHARED.fullmatch(kind)) and any(map(_ALONE.fullmatch, options.split(",")))


def find_mount(path: Path) -> tuple[str, str]:
    """Return the kind of file system that a place is in, and its options; empty where the system
    does not say.
    """
    try:
        mounts = [line.split() for line in MOUNTS.read_text("utf-8", "replace").splitlines()]
    except OSError:
        return "", ""
    over = [
        mount for mount in mounts if len(mount) > 3 and path.is_relative_to(_unescape(mount[1]))
    ]
    if not over:
        return "", ""
    *_where, kind, options = max(reversed(over), key=lambda mount: len(mount[1]))[:4]
    return kind, options


def _unescape(place: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), place)
