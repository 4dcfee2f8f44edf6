"""The state of a store from outside: its files, rights and locks, and nothing of what it holds."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from deals.errors import UserError
from store.backups import list_kept
from store.encryption import store_is_sealed
from store.files import PRIVATE_FILE, SideLock, find_mount, real_path, why_unwritable

LockState = Literal["work", "alone", "untried", "failing"]
"""Whether locks keep others out, keep nobody out, were not tried as there is no store, or cannot
even be made.
"""


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """A store from outside: sizes in bytes, `sealed` whether a passphrase opens it, `unwritable`
    why it cannot be written (the name of an errno), `unreadable` why nothing is known of it.
    """

    exists: bool = False
    size: int = 0
    journal: int = 0
    backups: int = 0
    sealed: bool = False
    file_system: str = ""
    locks: LockState = "untried"
    unwritable: str | None = None
    unreadable: str | None = None


def find_store_facts(path: Path) -> StoreFacts:
    """Look at a store without opening it: a damaged or locked one is looked at too."""
    try:
        file = real_path(path)
        if not file.exists():
            return StoreFacts(file_system=find_mount(file)[0])
        return StoreFacts(
            exists=True,
            size=file.stat().st_size,
            journal=_size_of(file.with_name(f"{file.name}.journal")),
            backups=len(list_kept(file)),
            sealed=store_is_sealed(file),
            file_system=find_mount(file)[0],
            locks=_try_locks(file),
            unwritable=why_unwritable(file),
        )
    except UserError as error:
        return StoreFacts(unreadable=error.code)
    except OSError as error:
        return StoreFacts(unreadable=errno.errorcode.get(error.errno or 0, "OSError"))


def _size_of(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def _try_locks(file: Path) -> LockState:
    """Try the store's own lock, which is free again at once."""
    lock = file.with_name(f"{file.name}.lock")
    if not lock.exists():
        return "untried"
    try:
        return "work" if SideLock(lock, PRIVATE_FILE).works() else "alone"
    except OSError:
        return "failing"
