"""The lines left half typed, in a file of their own beside the store: `<file>.drafts`.

It is replaced whole under the store's lock, so that sessions do not lose one another's lines, and
it is sealed where the store is. A store that has vanished gets none: on a bare mount point it would
lie in clear. A session holds a mark beside the file while it lives: what it keeps is still being
typed, and is shown to no other one before it has ended.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import NamedTuple
from weakref import finalize

import orjson

from deals.errors import UserError
from deals.unsaved import InputPlace, UnsavedLine
from store.encryption import (
    PLAIN,
    Codec,
    PassphraseKey,
    SealedCodec,
    codec_of,
    is_sealed,
    store_is_sealed,
    unseal,
)
from store.files import (
    FileDraft,
    FileStamp,
    is_abandoned,
    leftovers,
    read_whole,
    remove_file,
    replace_whole,
    stamp_of,
)
from store.storage import AtomicJSONStorage

KEPT = 50
"""How many lines are kept; of more the oldest go."""

LASTING = timedelta(days=1)

_UNREADABLE = ".unread"


def unsaved_path(file: Path) -> Path:
    """Return the file beside the data file that holds the lines left half typed."""
    return file.with_name(f"{file.name}.drafts")


def unreadable_path(file: Path) -> Path:
    """Return where a file of half-typed lines goes that cannot be read."""
    return file.with_name(f"{unsaved_path(file).name}{_UNREADABLE}")


def unsaved_files(file: Path) -> tuple[Path, ...]:
    """Return where lines left half typed may lie beside the data file."""
    return unsaved_path(file), unreadable_path(file)


class _KeptLine(NamedTuple):
    """A line as it is kept, and the name of the mark of the session that typed it."""

    line: UnsavedLine
    mark: str


class UnsavedFile:
    """The half-typed lines beside the store in the file `path`, whoever typed them.

    May be used by several threads. Times come in from outside.
    """

    def __init__(self, path: Path, key: PassphraseKey | None = None) -> None:
        """Name the file, reading and making nothing yet."""
        self._path, self._key = path, key
        self._stood = False
        self._seen: FileStamp | None = None
        self._kept: tuple[_KeptLine, ...] = ()
        self._mark = ""
        self._unmark: Callable[[], object] = lambda: None
        self._unreadable = False
        self._mutex = RLock()

    def read(self, now: datetime) -> tuple[UnsavedLine, ...]:
        """Return the lines of the last day that no other session is typing, the newest first; those
        last known where reading fails.

        Costs a look at the file where nothing is new, and one at every other session's mark.
        """
        with self._mutex:
            file = self._path
            with suppress(OSError, UserError):
                file = AtomicJSONStorage(self._path).file
                self._stood = self._stood or file.exists()
                self._look(file)
            young = [kept for kept in self._kept if _is_young(kept.line, now)]
            others = {kept.mark for kept in young} - {self._mark, ""}
            living = {mark for mark in others if _is_living(file.parent / Path(mark).name)}
            return tuple(kept.line for kept in young if kept.mark not in living)

    def has_old(self, now: datetime) -> bool:
        """Whether there are lines, as last read, that are to be dropped for their age."""
        return not all(_is_young(kept.line, now) for kept in self._kept)

    def change(self, put: Iterable[UnsavedLine], drop: Collection[str], now: datetime) -> None:
        """Keep some lines, in the place of those of the same ids, and drop others, durably.

        Nothing is done where the store's file was there and is not. OSError and UserError as they
        come, the file then as it was.
        """
        with self._mutex:
            storage = AtomicJSONStorage(self._path)
            if self._stood and not storage.file.exists():
                return
            with storage.locked():
                self._look(storage.file)
                changed = {kept.line.id: kept for kept in self._kept if _is_young(kept.line, now)}
                for line in put:
                    changed[line.id] = _KeptLine(line, self._marked(storage.file))
                left = [kept for kept in changed.values() if kept.line.id not in drop]
                left.sort(key=lambda kept: kept.line.at, reverse=True)
                self._write(storage.file, tuple(left[:KEPT]))
            if self._mark and all(kept.mark != self._mark for kept in self._kept):
                self._unmark()
                self._mark = ""
            self._stood = self._stood or storage.file.exists()

    def _marked(self, file: Path) -> str:
        """Return the name of our mark, which goes when we do."""
        if not self._mark:
            mark = FileDraft(unsaved_path(file))
            self._unmark = finalize(self, mark.__exit__)
            self._mark = mark.name
        return self._mark

    def _look(self, file: Path) -> None:
        place = unsaved_path(file)
        stamp = stamp_of(place)
        if stamp == self._seen:
            return
        found = read_whole(place)
        self._unreadable = False
        if found is None:
            self._seen, self._kept = None, ()
            return
        data, self._seen = found
        try:
            self._kept = _parse_lines(codec_of(data, place, self._key).decode(data))
        except (UserError, ValueError):
            self._kept, self._unreadable = (), True

    def _write(self, file: Path, kept: tuple[_KeptLine, ...]) -> None:
        if kept == self._kept:
            return
        place = unsaved_path(file)
        _sweep(place)
        if self._unreadable:
            place.rename(unreadable_path(file))
        if kept:
            self._seen = replace_whole(place, self._codec(file).encode(_encode_lines(kept)))
        else:
            remove_file(place)
            self._seen = None
        self._kept, self._unreadable = kept, False

    def _codec(self, file: Path) -> Codec:
        """Return how the store itself is written just now."""
        if not store_is_sealed(file):
            return PLAIN
        with file.open("rb") as data:
            return codec_of(data.readline(), self._path, self._key)


def _is_young(line: UnsavedLine, now: datetime) -> bool:
    return now - line.at <= LASTING


def _is_living(mark: Path) -> bool:
    """Whether a session holds its mark; where that cannot be known it does not."""
    with suppress(OSError):
        return mark.is_file() and not is_abandoned(mark)
    return False


def _encode_lines(kept: Iterable[_KeptLine]) -> bytes:
    lines = [
        {
            "id": line.id,
            "by": line.by,
            "asked": line.place.asked,
            "project": line.place.project,
            "record": line.place.record,
            "label": _make_encodable(line.label),
            "name": _make_encodable(line.project),
            "text": _make_encodable(line.text),
            "at": line.at.isoformat(),
            "mark": mark,
            **({"start": _make_encodable(line.start)} if line.start else {}),
        }
        for line, mark in kept
    ]
    return orjson.dumps({"format": 1, "lines": lines})


def _make_encodable(text: str) -> str:
    """Return the text with a mark for what no file can hold, such as half of a surrogate pair."""
    return text.encode("utf-8", "replace").decode()


def _parse_lines(data: bytes) -> tuple[_KeptLine, ...]:
    """Return the lines of a file's bytes; a ValueError where it is none of ours."""
    try:
        return tuple(
            _KeptLine(_parse_line(fields), str(fields.get("mark", "")))
            for fields in orjson.loads(data)["lines"]
        )
    except (KeyError, TypeError, OverflowError, AttributeError) as error:
        raise ValueError("no file of half-typed lines") from error


def _parse_line(fields: Mapping[str, str]) -> UnsavedLine:
    return UnsavedLine(
        id=str(fields["id"]),
        by=str(fields["by"]),
        place=InputPlace(str(fields["asked"]), str(fields["project"]), str(fields["record"])),
        label=str(fields["label"]),
        text=str(fields["text"]),
        at=datetime.fromisoformat(fields["at"]).astimezone(),
        project=str(fields.get("name", "")),
        start=str(fields.get("start", "")),
    )


# Locking and unlocking the store ----------------------------------------------------------------


def has_plain_unsaved(file: Path) -> bool:
    """Whether half-typed lines lie in clear beside the data file."""
    return any(not is_sealed(data) for _place, data in _read_files(file))


def seal_unsaved(file: Path, codec: Codec) -> None:
    """Seal the half-typed lines beside a data file that has been sealed; OSError as it comes."""
    for place, data in _read_files(file):
        if not is_sealed(data):
            replace_whole(place, codec.encode(data))


def unseal_unsaved(file: Path, key: PassphraseKey) -> None:
    """Write the half-typed lines plain that the key opens; OSError as it comes."""
    for place, data in _read_files(file):
        with suppress(UserError, ValueError):
            replace_whole(place, codec_of(data, place, key).decode(data))


def reseal_unsaved(file: Path, old: PassphraseKey, codec: SealedCodec) -> None:
    """Put under the codec the half-typed lines that the old key opens; OSError as it comes."""
    for place, data in _read_files(file):
        plain = None if codec.has_sealed(data) else unseal(data, place, old)
        if plain is not None:
            replace_whole(place, codec.encode(plain))


def _read_files(file: Path) -> list[tuple[Path, bytes]]:
    """Read what there is beside a data file; what a killed writer left goes."""
    _sweep(unsaved_path(file))
    found = [(place, read_whole(place)) for place in unsaved_files(file)]
    return [(place, content[0]) for place, content in found if content is not None]


def _sweep(place: Path) -> None:
    for left in leftovers(place):
        if is_abandoned(left):
            remove_file(left)
