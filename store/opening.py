"""Opening a store: what its two files hold, and whether it may be written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from deals.refusal import Refusal
from store.disk import Disk
from store.documents import Stored
from store.missing_store import refuse_missing


@dataclass(frozen=True, slots=True)
class Opened:
    """What file and journal hold, None where there is neither; why nothing can be written, None
    where it can; and what is to be told once.
    """

    stored: Stored | None
    read_only: Refusal | None = None
    notices: tuple[Refusal, ...] = ()


def opened(disk: Disk) -> Opened:
    """Read the files of a store, and cut off the journal's last line where it is torn; a journal
    of a store that was replaced is set aside.

    Refused as Disk.load is, the files left as they are, and as refuse_missing where only backups
    are left.
    """
    hindrance = disk.storage.hindrance() if disk.storage.file.exists() else None
    try:
        found = disk.load()
    except Refusal:
        found = None
    else:
        if found is None:
            refuse_missing(disk.storage.file)
        if disk.torn is None and not disk.stale:
            return Opened(found, hindrance or disk.newer)
    # Somebody may just be writing. Who holds the lock knows.
    with _locked(disk, hindrance):
        found = disk.load()
        read_only = hindrance or disk.newer
        if read_only is None:
            disk.set_aside()
        torn = disk.mend() if read_only is None else None
    return Opened(found, read_only, (torn,) if torn else ())


@contextmanager
def _locked(disk: Disk, hindrance: Refusal | None) -> Iterator[None]:
    if hindrance is not None:
        yield
        return
    with disk.storage.locked():
        yield
