"""The one way in which files that the user names are written: never over a store.

A file is named on a command line in a hurry, and by scripts. What stands there is replaced only
where it is an earlier output of the same kind, or the user says so; a store, its journal, lock,
half typed lines and backups are not replaced at all, whichever store it is and by whatever name.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson

from deals.errors import UserError
from store.backups import backups_folder, list_kept
from store.encryption import UnpackLimitError, gunzip, is_sealed
from store.files import FileStamp, real_path, refuse_os_errors, replace_whole, stamp_of
from store.metadata import META
from store.settings import usual_places

COMPANIONS = (".journal", ".lock", ".drafts", ".drafts.unread")
"""How the names of the files beside a store end, behind its own name."""

STANDARD = Path("-")
"""Standard output, as command lines name it."""

Recognise = Callable[[bytes], bool]
"""Whether the content of a file is an earlier output of the kind that is to be written."""

MOST_KEPT = 9
"""How many earlier outputs stay beside a file that is written again and again."""
_BACKUPS = ".backups"
_TEMPORARY = re.compile(r"\.(?P<name>.+)\.[0-9a-f]{12}\.tmp")
# Of a larger file only so much is looked at.
_LOOKED_AT = 2**28


def write_output(
    path: Path,
    data: bytes,
    is_earlier: Recognise,
    *,
    force: bool = False,
    keeping: bool = False,
    stores: Sequence[Path] = (),
) -> Path | None:
    """Put `data` into the file that the user named, whole or not at all.

    A file that is there is replaced if it is empty, if `is_earlier` knows its content for an
    earlier output of the same kind, or with `force`; without that, and with `keeping`, one that
    differs is kept (`keep_beside`), and where is returned. `stores` are the stores in use.

    Refusals, nothing written: those of refuse_store_place, `output-standard`, `file-directory` and
    `file-irregular` (file), `output-store` (file) for a file that is a store, a journal or a
    backup, `output-exists` (file) for any other that is not to be replaced, `export-unwritable`
    (file, why), and `link-foreign`.
    """
    with refuse_os_errors("export-unwritable", path):
        place = real_path(path)
        seen = _refuse_replacing(path, place, is_earlier, force, stores)
        if stamp_of(place) != seen:
            # Somebody has just put another file there.
            _refuse_replacing(path, place, is_earlier, force, stores)
        standing = standing_content(path, place) if keeping and not force else b""
        kept = None if standing in (b"", data) else keep_beside(place, standing)
        replace_whole(place, data)
    return kept


def keep_beside(place: Path, content: bytes) -> Path:
    """Put what stands in a file beside it, under its name and `.bak`; return where.

    One that is there may hold what somebody has typed, so the next are `.bak2` to `.bak9`, and only
    then the oldest goes. One that holds the same is enough.
    """
    names = [
        f"{place.name}.bak{number if number > 1 else ''}" for number in range(1, MOST_KEPT + 1)
    ]
    taken: list[Path] = []
    for beside in map(place.with_name, names):
        if not os.path.lexists(beside):
            break
        if beside.is_file() and beside.read_bytes() == content:
            return beside
        taken.append(beside)
    else:
        beside = min(taken, key=lambda path: path.lstat().st_mtime)
    replace_whole(beside, content)
    return beside


def _refuse_replacing(
    path: Path, place: Path, is_earlier: Recognise, force: bool, stores: Sequence[Path]
) -> FileStamp | None:
    """Refuse what is not to be replaced; return the stamp of what was looked at."""
    seen = stamp_of(place)
    standing = standing_content(path, place)
    refuse_store_place(path, place, stores)
    if standing:
        if is_ours(standing):
            raise UserError("output-store", file=str(path))
        if not force and not is_earlier(standing):
            raise UserError("output-exists", file=str(path))
    return seen


def standing_content(path: Path, place: Path) -> bytes:
    """Return what stands in a file that is to be written; nothing where there is none.

    Refusals: `output-standard`, `file-directory` and `file-irregular` (file). OSError as it comes.
    """
    if path == STANDARD:
        raise UserError("output-standard")
    with suppress(FileNotFoundError):
        about = place.stat()
        mode = about.st_mode
        if stat.S_ISDIR(mode):
            raise UserError("file-directory", file=str(path))
        if not stat.S_ISREG(mode):
            raise UserError("file-irregular", file=str(path))
        with place.open("rb") as file:
            # Python would make room at once for as much as is asked for.
            return file.read(min(about.st_size, _LOOKED_AT))
    return b""


def refuse_store_place(path: Path, place: Path, stores: Sequence[Path]) -> None:
    """Refuse a file that belongs to a store, as it is named and as it is on the disk.

    `place` is where `path` leads. Refused (`output-belongs`: file, store) are the data file,
    journal, lock, half typed lines and backups of the `stores`, of the store that Netloft opens by
    itself, and of any store that lies beside the file, there or missing.
    """
    for store in (*map(_follow_links, stores), *map(_follow_links, usual_places())):
        if _belongs(place, store):
            raise UserError("output-belongs", file=str(path), store=str(store))
    for store in _stores_beside(place):
        raise UserError("output-belongs", file=str(path), store=str(store))


def is_in_use(file: Path) -> bool:
    """Whether a store was worked with where it lies: it has a lock, a journal or backups."""
    return _has(file, ".lock") or _has(file, ".journal") or bool(list_kept(file))


def _follow_links(store: Path) -> Path:
    try:
        return real_path(store)
    except (OSError, UserError):
        return store.absolute()


def _belongs(place: Path, store: Path) -> bool:
    """Whether a file is the store's own: by its name, whatever its capitals, or on the disk."""
    own = [store.with_name(f"{store.name}{end}") for end in ("", *COMPANIONS, _BACKUPS)]
    names = {_fold_name(file.name) for file in own}
    if _same_folder(place.parent, store.parent) and _fold_name(_plain_name(place)) in names:
        return True
    if any(_is_backups_of(folder, store) for folder in place.parents):
        return True
    return any(_same_file(place, file) for file in own)


def _plain_name(place: Path) -> str:
    """Return the name of a file, of a writer's temporary one that of the file it is for."""
    found = _TEMPORARY.fullmatch(place.name)
    return found["name"] if found else place.name


def _is_backups_of(folder: Path, store: Path) -> bool:
    backups = backups_folder(store)
    return _same_file(folder, backups) or (
        _fold_name(folder.name) == _fold_name(backups.name)
        and _same_folder(folder.parent, backups.parent)
    )


def _stores_beside(place: Path) -> Iterator[Path]:
    """Yield the stores, there or missing, that a file belongs to by its name."""
    if _has(place, ".journal") or list_kept(place):
        # Of a store that is gone, or is yet to come back.
        yield place
    name = _plain_name(place)
    for end in (*COMPANIONS, _BACKUPS):
        store = place.with_name(name.removesuffix(end) or name)
        if store != place and _holds_store(store):
            yield store
    for folder in place.parents:
        store = folder.parent / folder.name.removesuffix(_BACKUPS)
        if folder.name.endswith(_BACKUPS) and (_holds_store(store) or list_kept(store)):
            yield store


def _has(file: Path, companion: str) -> bool:
    with suppress(OSError):
        return file.with_name(f"{file.name}{companion}").exists()
    return False


def _holds_store(file: Path) -> bool:
    with suppress(OSError, UserError):
        return is_store(standing_content(file, file))
    return False


def _fold_name(name: str) -> str:
    """Return a name as file systems that tell no capitals compare it."""
    return unicodedata.normalize("NFC", name).casefold()


def _same_folder(path: Path, other: Path) -> bool:
    return path == other or _same_file(path, other)


def _same_file(path: Path, other: Path) -> bool:
    with suppress(OSError):
        return path.samefile(other)
    return False


_GZIP = b"\x1f\x8b"
_VERSION = "schema_version"
_OBJECT = re.compile(rb"\s*\{")
# What is left of a store whose JSON does not read any more.
_REMAINS = (re.compile(rb'"meta"\s*:\s*\{'), re.compile(rb'"schema_version"\s*:\s*\d'))
_LINE = re.compile(rb'\{"seq":\d+,"store":"|\d+:[0-9A-Za-z+/]{60,}={0,2}\r?(?:\n|$)')


def is_store(data: bytes) -> bool:
    """Whether these are the bytes of a data file: sealed, plain, or plain and damaged."""
    if is_sealed(data):
        return True
    if not _OBJECT.match(data):
        return False
    try:
        return any(True for _head in _heads(orjson.loads(data)))
    except orjson.JSONDecodeError:
        return all(part.search(data) for part in _REMAINS)


def is_journal(data: bytes) -> bool:
    """Whether these are lines of a journal, plain or sealed."""
    return bool(_LINE.match(data))


def is_ours(data: bytes) -> bool:
    """Whether these are the bytes of a store or a journal, packed or not."""
    if data.startswith(_GZIP):
        try:
            data = gunzip(data)
        except (zlib.error, EOFError, UnpackLimitError):
            return False
    return is_store(data) or is_journal(data)


def store_ids(data: bytes) -> tuple[str, ...]:
    """Return the ids that a plain data file or journal goes by; empty for all else.

    Its own comes first, then those of the stores that it was restored over.
    """
    try:
        if is_journal(data):
            heads = iter([orjson.loads(data.partition(b"\n")[0])])
        else:
            heads = _heads(orjson.loads(data))
        head: dict[str, Any] = next(heads, {})
    except orjson.JSONDecodeError:
        return ()
    replaced = head.get("replaces")
    known = [head.get("store"), *(replaced if isinstance(replaced, list) else ())]
    return tuple(key for key in known if isinstance(key, str))


def _heads(tables: object) -> Iterator[dict[str, Any]]:
    """Yield the documents of `meta` that tell a schema version."""
    meta = tables.get(META) if isinstance(tables, dict) else None
    for document in meta.values() if isinstance(meta, dict) else ():
        if isinstance(document, dict) and _VERSION in document:
            yield document
