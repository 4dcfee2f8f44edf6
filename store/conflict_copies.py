"""The copies that sync programs leave beside a store where two machines wrote to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from store.crypt import is_sealed
from store.files import read_whole
from store.journal import journal_path
from store.recognition import is_journal, is_store, store_ids

_SAYS_SO = re.compile(r"[ck]onfli[ck]?t|冲突|衝突|競合", re.IGNORECASE)
"""Dropbox `(Ann's conflicted copy 2026-11-29)`, Nextcloud `(conflicted copy …)` and `_conflict-…`,
Syncthing `.sync-conflict-…`, each with the word in the user's language."""
_BEHIND = re.compile(r"\.conflict\d*|\.\.path\d", re.IGNORECASE)
"""rclone puts it behind the whole name: `.conflict1`, earlier `..path1`."""
_MARK = re.compile(r" \d{1,3}| ?\(\d{1,3}\)|-(?=.*[^\W\d_])[\w-]{1,63}")
"""iCloud ` 2`, Google Drive ` (1)`, OneDrive the computer's name: `-HOST`."""


def conflict_copies(file: Path) -> list[Path]:
    """The copies of a data file and of its journal that lie beside it, by name.

    Only what holds a store, or lines of a journal, is one; where the name could be a user's own
    choice, of this very store.
    """
    with suppress(OSError):
        return sorted(_copies(file))
    return []


def _copies(file: Path) -> Iterator[Path]:
    journal = journal_path(file)
    for path in file.parent.iterdir():
        if path in (file, journal) or not path.is_file():
            continue
        for own, holds in ((file, is_store), (journal, is_journal)):
            mark = _inserted(path.name, own)
            if mark is not None and _is_copy(path, file, mark, holds(_content(path))):
                yield path
                break


def _inserted(name: str, own: Path) -> str | None:
    """What stands in `name` between the stem and the ending of our own file, or behind them; None
    for others.
    """
    if name.startswith(own.name) and _BEHIND.fullmatch(name, len(own.name)):
        return name[len(own.name) :]
    if name.startswith(own.stem) and name.endswith(own.suffix) and len(name) > len(own.name):
        return name[len(own.stem) : len(name) - len(own.suffix)]
    return None


def _is_copy(path: Path, file: Path, mark: str, holds: bool) -> bool:
    if not holds:
        return False
    says_so = _SAYS_SO.search(mark) or _BEHIND.fullmatch(mark)
    return bool(says_so) or (bool(_MARK.fullmatch(mark)) and _is_of(path, file))


def _is_of(path: Path, file: Path) -> bool:
    """Whether a copy is of the same store: it has its id or, sealed, the same head."""
    copy, own = _content(path), _content(file)
    if is_sealed(own):
        return copy.partition(b"\n")[0] == own.partition(b"\n")[0]
    return bool(set(store_ids(copy)) & set(store_ids(own)))


def _content(path: Path) -> bytes:
    with suppress(OSError):
        found = read_whole(path)
        return found[0] if found else b""
    return b""
