"""The lines left half typed, in a file of their own beside the store: `<file>.drafts`.

It is replaced whole under the store's lock, so that sessions do not lose one another's lines, and
it is sealed where the store is. A store that has vanished gets none: on a bare mount point it would
lie in clear.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from threading import RLock

import orjson

from deals.refusal import Refusal
from deals.unsaved import Place, UnsavedLine
from store.codec import PLAIN, Codec
from store.crypt import Key, codec_of, is_sealed, store_is_sealed
from store.files import FileStamp, read_whole, remove, replace_whole, stamp_of
from store.leftovers import abandoned, leftovers
from store.storage import AtomicJSONStorage

KEPT = 50
"""How many lines are kept; of more the oldest go."""

LASTING = timedelta(days=1)

_UNREADABLE = ".unread"


def drafts_path(file: Path) -> Path:
    """The file beside the data file that holds the lines left half typed."""
    return file.with_name(f"{file.name}.drafts")


def unread_path(file: Path) -> Path:
    """Where a file of half-typed lines goes that could not be read, so that new ones are kept."""
    return file.with_name(f"{drafts_path(file).name}{_UNREADABLE}")


class Drafts:
    """The half-typed lines beside the store in the file `path`, whoever typed them.

    May be used by several threads. Times come in from outside.
    """

    def __init__(self, path: Path, key: Key | None = None) -> None:
        """Nothing is read or made yet."""
        self._path, self._key = path, key
        self._stood = False
        self._seen: FileStamp | None = None
        self._lines: tuple[UnsavedLine, ...] = ()
        self._unreadable = False
        self._mutex = RLock()

    def read(self, now: datetime) -> tuple[UnsavedLine, ...]:
        """The lines of the last day, the newest first; those last known where reading fails.

        Costs a look at the file where nothing is new.
        """
        with self._mutex:
            with suppress(OSError, Refusal):
                file = AtomicJSONStorage(self._path).file
                self._stood = self._stood or file.exists()
                self._look(file)
            return tuple(line for line in self._lines if _is_young(line, now))

    def has_old(self, now: datetime) -> bool:
        """Whether there are lines, as last read, that are to be dropped for their age."""
        return not all(_is_young(line, now) for line in self._lines)

    def change(self, put: Iterable[UnsavedLine], drop: Collection[str], now: datetime) -> None:
        """Keep some lines, in the place of those of the same ids, and drop others, durably.

        Nothing is done where the store's file was there and is not. OSError and Refusal as they
        come, the file then as it was.
        """
        with self._mutex:
            storage = AtomicJSONStorage(self._path)
            if self._stood and not storage.file.exists():
                return
            with storage.locked():
                self._look(storage.file)
                changed = {line.id: line for line in self._lines if _is_young(line, now)}
                changed.update((line.id, line) for line in put)
                lines = [line for line in changed.values() if line.id not in drop]
                lines.sort(key=lambda line: line.at, reverse=True)
                self._write(storage.file, tuple(lines[:KEPT]))
            self._stood = self._stood or storage.file.exists()

    def _look(self, file: Path) -> None:
        place = drafts_path(file)
        stamp = stamp_of(place)
        if stamp == self._seen:
            return
        found = read_whole(place)
        self._unreadable = False
        if found is None:
            self._seen, self._lines = None, ()
            return
        data, self._seen = found
        try:
            self._lines = _parsed(codec_of(data, place, self._key).decode(data))
        except (Refusal, ValueError):
            self._lines, self._unreadable = (), True

    def _write(self, file: Path, lines: tuple[UnsavedLine, ...]) -> None:
        if lines == self._lines:
            return
        place = drafts_path(file)
        _sweep(place)
        if self._unreadable:
            place.rename(unread_path(file))
        if lines:
            self._seen = replace_whole(place, self._codec(file).encode(_written(lines)))
        else:
            remove(place)
            self._seen = None
        self._lines, self._unreadable = lines, False

    def _codec(self, file: Path) -> Codec:
        """How the store itself is written just now."""
        if not store_is_sealed(file):
            return PLAIN
        with file.open("rb") as data:
            return codec_of(data.readline(), self._path, self._key)


def _is_young(line: UnsavedLine, now: datetime) -> bool:
    return now - line.at <= LASTING


def _written(lines: Iterable[UnsavedLine]) -> bytes:
    """The bytes of a file of these lines."""
    told = [
        {
            "id": line.id,
            "by": line.by,
            "asked": line.place.asked,
            "project": line.place.project,
            "record": line.place.record,
            "label": _encodable(line.label),
            "text": _encodable(line.text),
            "at": line.at.isoformat(),
        }
        for line in lines
    ]
    return orjson.dumps({"format": 1, "lines": told})


def _encodable(text: str) -> str:
    """The text with a mark for what no file can hold, such as half of a surrogate pair."""
    return text.encode("utf-8", "replace").decode()


def _parsed(data: bytes) -> tuple[UnsavedLine, ...]:
    """The lines of a file's bytes; a ValueError where it is none of ours."""
    try:
        return tuple(
            UnsavedLine(
                id=str(told["id"]),
                by=str(told["by"]),
                place=Place(str(told["asked"]), str(told["project"]), str(told["record"])),
                label=str(told["label"]),
                text=str(told["text"]),
                at=datetime.fromisoformat(told["at"]).astimezone(),
            )
            for told in orjson.loads(data)["lines"]
        )
    except (KeyError, TypeError, OverflowError) as error:
        raise ValueError("no file of half-typed lines") from error


# Locking and unlocking the store ----------------------------------------------------------------


def has_plain_drafts(file: Path) -> bool:
    """Whether half-typed lines lie in clear beside the data file."""
    return any(not is_sealed(data) for _place, data in _found(file))


def seal_drafts(file: Path, codec: Codec) -> None:
    """Seal the half-typed lines beside a data file that has been sealed; OSError as it comes."""
    for place, data in _found(file):
        if not is_sealed(data):
            replace_whole(place, codec.encode(data))


def open_drafts(file: Path, key: Key) -> None:
    """Write the half-typed lines plain that the key opens; OSError as it comes."""
    for place, data in _found(file):
        with suppress(Refusal, ValueError):
            replace_whole(place, codec_of(data, place, key).decode(data))


def _found(file: Path) -> list[tuple[Path, bytes]]:
    """What there is beside a data file, with its bytes; what a killed writer left goes."""
    _sweep(drafts_path(file))
    places = (drafts_path(file), unread_path(file))
    return [(place, found[0]) for place in places if (found := read_whole(place)) is not None]


def _sweep(place: Path) -> None:
    for left in leftovers(place):
        if abandoned(left):
            left.unlink(missing_ok=True)
