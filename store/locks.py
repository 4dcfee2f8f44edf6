"""The side lock that writers of one store hold, and whether the file system keeps it."""

from __future__ import annotations

import errno
import fcntl
import os
import re
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

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
        """Hold the lock, waiting so long for others; TimeoutError where they keep it, OSError where
        there can be none. May be nested.
        """
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
        """Whether we hold the lock, and it is the one that others look at: whoever was stopped for
        a while may hold one that was removed.
        """
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
    try:
        mounts = [line.split() for line in MOUNTS.read_text("utf-8", "replace").splitlines()]
    except OSError:
        return False
    over = [
        mount for mount in mounts if len(mount) > 3 and path.is_relative_to(_unescape(mount[1]))
    ]
    if not over:
        return False
    *_where, kind, options = max(reversed(over), key=lambda mount: len(mount[1]))[:4]
    return bool(_SHARED.fullmatch(kind)) and any(map(_ALONE.fullmatch, options.split(",")))


def _unescape(place: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), place)
