"""Backups: gzip copies of the data file in the folder `<file>.backups`, read back when written.

A backup is the bytes of a data file, packed: `gunzip` makes of it a file that can be put in its
place. That of a sealed store is sealed as the store is.

Its name tells the day, which is whatever the clock says, and a number, by which backups are put in
order: the sequence of the store that it holds, or one more than the highest number that there is,
where the sequence is lower (another store stood there) or cannot be read. So what was made last
has the highest number, and no clock is believed. Names without a number come from earlier versions
and go by their time, before all others.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self, get_args
from uuid import uuid4

import orjson

from deals.errors import UserError
from store.encryption import (
    PLAIN,
    Codec,
    UnpackLimitError,
    gunzip,
    gunzip_part,
    is_sealed,
    unpacks_to,
)
from store.files import (
    FileDraft,
    is_abandoned,
    make_folder,
    read_whole,
    real_path,
    refuse_os_errors,
    remove_file,
)
from store.integrity import FileChecksum, mismatches, read_doubts, read_sums
from store.metadata import META, StoreHead, head_in

KEPT = 14
TRUSTED = 3
"""How many of the newest backups in which nothing is doubtful stay, however old they are."""

BackupKind = Literal["daily", "manual", "migration", "import", "replaced", "held"]
"""Why a backup was made: the first write of a day, a user's wish, before a migration, an
import or a restore; and what a session held when it was left with something else in the store's
place."""

_NAME = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?P<time>-\d{6}-[0-9a-f]{8})?(?:-n(?P<number>\d{1,18}))?"
    r"-(?P<kind>daily|manual|migration|import|replaced|held)\.(?:json|journal)\.gz"
)
PACKED = ".gz"

_SCRAP = re.compile(r"\..+\.gz\.[0-9a-f]{12}\.tmp")
_META_FIRST = b'{\n"meta":{\n'
_MAGIC = b"\x1f\x8b"
_UNPACKING = (EOFError, UnpackLimitError, zlib.error)
# Packing harder than this takes three times as long and saves a tenth.
_LEVEL = 3


def backups_folder(file: Path) -> Path:
    """Return the folder beside the data file that its backups are in."""
    return file.with_name(f"{file.name}.backups")


def is_backup_due(file: Path, now: datetime | None = None) -> bool:
    """Whether today's backup is still to be made; asking costs no more than a look at the folder.

    One of today's name does not count where an earlier day's was made after it: the clock was ahead
    when it was made.
    """
    today = f"{now or _now():%Y-%m-%d}"
    dailies = [backup for backup in _read_names(file) if backup.kind == "daily"]
    made = [daily.number for daily in dailies if daily.day == today]
    return not made or any(daily.number > max(made) for daily in dailies if daily.day < today)


def make_daily_backup(file: Path, now: datetime | None = None, codec: Codec = PLAIN) -> Path | None:
    """Make today's backup of the data file, unless there is one or no file; return it if made.

    `now` is the user's local time. Errors: those of make_backup and `store-unreadable` (file, why),
    which are to be told but must keep no edit from being saved.
    """
    now = now or _now()
    with refuse_os_errors("store-unreadable", file):
        found = read_whole(file)
    # Asked only now: who backed the file up and replaced it meanwhile had the earlier one.
    return (
        make_backup(file, found[0], "daily", now, codec)
        if found and is_backup_due(file, now)
        else None
    )


def make_backup(
    file: Path,
    data: bytes,
    kind: BackupKind = "manual",
    now: datetime | None = None,
    codec: Codec = PLAIN,
) -> Path:
    """Write `data`, the bytes of a data file, as a new backup and return its path.

    `codec` is the store's, to read its sequence with. When this returns, the backup is on the disk,
    was read back and stands there; of each kind those of the highest KEPT numbers stay. Errors:
    `backup-unwritable` (file, why), and `backup-unverified` (file) where it did not read back as
    written; then no backup is left, and older ones are all kept.
    """
    place = _new_place(file, kind, now or _now(), _sequence_in(data, codec))
    _put_backup(file, place, data, kind)
    return place


def keep_journal(file: Path, journal: bytes, now: datetime | None = None) -> Path:
    """Keep the bytes of a journal that is about to be set aside; refused as make_backup is."""
    for earlier in list_kept(file):
        if ".journal." in earlier.name and unpack_backup(earlier) == journal:
            return earlier
    place = _new_place(file, "replaced", now or _now(), None)
    place = place.with_name(place.name.replace(".json.", ".journal."))
    _put_backup(file, place, journal, "replaced")
    return place


def _put_backup(file: Path, place: Path, data: bytes, kind: BackupKind) -> None:
    with refuse_os_errors("backup-unwritable", place):
        make_folder(real_path(place.parent))
        write_packed(place, data)
    _drop_old(file, kind, place)
    if not place.is_file():
        raise UserError("backup-unverified", file=str(place))


def highest_number(file: Path) -> int:
    """Return the highest number that a backup of the data file has, 0 if there is none."""
    return max((backup.number for backup in _read_names(file)), default=0)


def _sequence_in(data: bytes, codec: Codec) -> int | None:
    try:
        head = head_in(codec.decode(data))
    except ValueError:
        return None
    return head.sequence if head else None


def write_packed(place: Path, data: bytes) -> None:
    """Write `data` gzipped to `place`, over what is there, once it was read back.

    OSError as it comes; UserError("backup-unverified", file) where it does not read the same. Then
    what was there is left as it is.
    """
    with FileDraft(place) as draft:
        draft.write([gzip.compress(data, _LEVEL, mtime=0)])
        if not unpacks_to(draft.read_back(), data):
            raise UserError("backup-unverified", file=str(place))
        draft.place()


def unpack_backup(backup: Path) -> bytes | None:
    """Unpack a backup to the bytes of its data file; None if missing or unreadable."""
    try:
        found = read_whole(backup)
    except OSError:
        return None
    return found and unpack(found[0])


def unpack(packed: bytes) -> bytes | None:
    """Return the bytes that were gzipped, those that were not as they are; None where they are
    damaged, or would be more than any book's (see store.encryption).
    """
    try:
        return gunzip(packed) if packed.startswith(_MAGIC) else packed
    except _UNPACKING:
        return None


def unpack_part(packed: bytes) -> bytes:
    """Unpack as `unpack` does, but of a damaged backup all that can be unpacked."""
    return gunzip_part(packed) if packed.startswith(_MAGIC) else packed


def all_backups(file: Path) -> list[Path]:
    """List the backups of a data file, newest first, without journals set aside."""
    return [backup for backup in list_kept(file) if backup.name.endswith(".json.gz")]


def is_kept(file: Path, head: StoreHead, codecs: Iterable[Codec]) -> bool:
    """Whether a backup, under one of the codecs, holds the commit `head`."""
    for backup in all_backups(file):
        # Its number is at least as high as what it holds: older ones need not be read.
        name = BackupName.of(backup)
        if name is None or max(0, name.number) < head.sequence:
            return False
        data = unpack_backup(backup) or b""
        for codec in dict.fromkeys(codecs):
            with suppress(ValueError):
                found = head_in(codec.decode(data))
                if found is not None and found.has(head):
                    return True
    return False


def newest_good(file: Path) -> Path | None:
    """Return the newest backup that reads as a store, or None.

    Of a sealed one it is known without the passphrase that it unpacks, not what it holds.
    """
    return next(filter(is_good, all_backups(file)), None)


def is_good(backup: Path) -> bool:
    """Whether a backup unpacks, and is sealed or holds a store whose checksums agree."""
    data = unpack_backup(backup)
    return data is not None and (is_sealed(data) or _meta_of(data) is not None)


def is_trusted(backup: Path) -> bool:
    """Whether a backup is good, and nothing in it was doubtful when it was made.

    A sealed one is taken for it: nothing but its passphrase could have changed what it holds.
    """
    data = unpack_backup(backup)
    if data is None or is_sealed(data):
        return data is not None
    meta = _meta_of(data)
    return meta is not None and not read_doubts(meta)


def _meta_of(data: bytes) -> Mapping[str, Any] | None:
    """Return the table `meta` of a store whose checksums agree; None for all else.

    Of a file that is just as it was written, no more than the first table is read.
    """
    try:
        if FileChecksum(data).agrees() and data.startswith(_META_FIRST):
            tables = orjson.loads(data[: data.index(b"\n}", len(_META_FIRST))] + b"}}")
        else:
            tables = orjson.loads(data)
            if mismatches(tables, read_sums(tables)):
                return None
        meta: Mapping[str, Any] = tables[META]
        versions = [
            document["schema_version"] for document in meta.values() if "schema_version" in document
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return meta if len(versions) == 1 and type(versions[0]) is int else None


def _now() -> datetime:
    return datetime.now().astimezone()


def list_scraps(file: Path) -> list[Path]:
    """List the temporary files that writers of backups have left, or are just writing."""
    folder = backups_folder(file)
    with suppress(OSError):
        return [entry for entry in folder.iterdir() if _SCRAP.fullmatch(entry.name)]
    return []


def _new_place(file: Path, kind: BackupKind, now: datetime, sequence: int | None) -> Path:
    """Return where to put a backup: a day has one daily one, unless the clock went back."""
    time = "" if kind == "daily" else f"-{now:%H%M%S}-{uuid4().hex[:8]}"
    highest = highest_number(file)
    number = highest + 1 if sequence is None or sequence < highest else sequence
    return backups_folder(file) / f"{now:%Y-%m-%d}{time}-n{number}-{kind}.json.gz"


def list_kept(file: Path) -> list[Path]:
    """List all that backups and restores have kept of a data file, the newest first."""
    return [backup.place for backup in sorted(_read_names(file), reverse=True)]


class BackupName(NamedTuple):
    """What a backup's name tells, sorting as they were made; the number is -1 for none.

    No sequence in the backup exceeds its number.
    """

    number: int
    day: str
    time: str
    kind: BackupKind
    place: Path

    @classmethod
    def of(cls, place: Path) -> Self | None:
        """Read the name of a file; None where it has another one than backups have."""
        name = _NAME.fullmatch(place.name)
        if name is None:
            return None
        kind: BackupKind = next(kind for kind in get_args(BackupKind) if kind == name["kind"])
        return cls(int(name["number"] or -1), name["day"], name["time"] or "", kind, place)


def _read_names(file: Path) -> list[BackupName]:
    with suppress(OSError):
        return [*filter(None, map(BackupName.of, backups_folder(file).iterdir()))]
    return []


def _drop_old(file: Path, kind: BackupKind, made: Path) -> None:
    """Remove backups of a kind past the newest KEPT, never the one just `made`, and what killed
    writers have left; the newest TRUSTED in which nothing is doubtful stay.

    Whoever may not tidy up leaves it to the next.
    """
    same = [
        backup.place for backup in sorted(_read_names(file), reverse=True) if backup.kind == kind
    ]
    old = same[KEPT:]
    # While something is doubtful, every new backup is: those from before are what there is to
    # compare with, and to go back to.
    trusted = islice(filter(is_trusted, all_backups(file)), TRUSTED) if old else ()
    spared = {made, *trusted}
    with suppress(OSError):
        for old_file in (*old, *filter(is_abandoned, list_scraps(file))):
            if old_file not in spared:
                remove_file(old_file)
