"""The opening of a store: what its two files hold, and whether it may be written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deals.errors import UserError
from store.backups import backups_folder, newest_good
from store.documents import StoredBook
from store.journaled_file import JournaledFile


@dataclass(frozen=True, slots=True)
class OpenedStore:
    """What file and journal hold, None where there is neither; why nothing can be written, None
    where it can; and what is to be told once.
    """

    stored: StoredBook | None
    read_only: UserError | None = None
    notices: tuple[UserError, ...] = ()


def open_files(disk: JournaledFile) -> OpenedStore:
    """Read the files of a store, and cut off the journal's last line where it is torn; a journal
    of a store that was replaced is set aside.

    Refused as JournaledFile.load is, the files left as they are, and as refuse_missing where only
    backups are left.
    """
    hindrance = disk.storage.hindrance() if disk.storage.file.exists() else None
    try:
        found = disk.load()
    except UserError:
        found = None
    else:
        if found is None:
            refuse_missing(disk.storage.file)
        if disk.torn is None and not disk.stale:
            return OpenedStore(found, hindrance or disk.newer, disk.take_notices())
    # Somebody may just be writing. Who holds the lock knows.
    disk.take_notices()
    with _hold_lock(disk, hindrance):
        found = disk.load()
        read_only = hindrance or disk.newer
        if read_only is None:
            disk.set_aside()
        torn = disk.mend() if read_only is None else None
    return OpenedStore(found, read_only, (*disk.take_notices(), *((torn,) if torn else ())))


@contextmanager
def _hold_lock(disk: JournaledFile, hindrance: UserError | None) -> Iterator[None]:
    if hindrance is not None:
        yield
        return
    with disk.storage.locked():
        yield


def refuse_missing(file: Path) -> None:
    """Refuse a store whose data file is gone while good backups of it are there.

    An empty book in its place would hide that everything is missing, and be merged with it or
    encrypted otherwise once it comes back. Refusal: `store-gone` (file, folder, backup, store): the
    newest good backup, and the folder to be moved away by who wants to begin anew.
    """
    backup = newest_good(file)
    if backup is not None:
        raise UserError(
            "store-gone",
            file=str(file),
            folder=str(backups_folder(file)),
            backup=str(backup),
            store=str(file),
        )
