"""A store that should be there and is not: no new one is begun where its backups lie."""

from __future__ import annotations

from pathlib import Path

from deals.refusal import Refusal
from store.backups import backups_folder, newest_good


def refuse_missing(file: Path) -> None:
    """Refuse a store whose data file is gone while good backups of it are there.

    An empty book in its place would hide that everything is missing, and be merged with it or
    encrypted otherwise once it comes back. Refusal `store-gone` (file, folder, backup, store): the
    newest good backup, and the folder to be moved away by who wants to begin anew.
    """
    backup = newest_good(file)
    if backup is not None:
        raise Refusal(
            "store-gone",
            file=str(file),
            folder=str(backups_folder(file)),
            backup=str(backup),
            store=str(file),
        )
