"""From what a store could be put back, and which loses least."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from deals.refusal import Refusal
from store.backups import Kind, all_backups, day_of, is_good, kept, kind_of, number_of
from store.crypt import Key
from store.damage import DAMAGED
from store.files import read_whole
from store.head import head_in
from store.journal import journal_path
from store.remains import Copy, Courses, Journal, Looking, read_copy, read_raw

_LOOKED_AT = 5
"""How many backups are looked at for the one that journal lines lead on farthest from."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file from which the store could be put back: a backup, or the data file as it stands.

    `sequence` is where its store stood, None where that cannot be read, `reach` where journal lines
    lead on from there; `sound` says that it reads, as far as its passphrase is known.
    """

    file: Path
    kind: Kind | Literal["store"]
    day: str
    sequence: int | None = None
    reach: int = 0
    projects: int | None = None
    sound: bool = False
    stores: frozenset[str] = frozenset()

    @property
    def lines(self) -> int:
        """How much farther journal lines lead than it goes itself."""
        return max(0, self.reach - (self.sequence or 0))


def candidates(file: Path, key: Key | None = None) -> list[Candidate]:
    """All from which the data file could be put back, what was made last first."""
    return list(_candidates(file, key, _courses(file, key)))


def least_lost(
    found: Iterable[Candidate], stores: frozenset[str] = frozenset()
) -> Candidate | None:
    """The one that loses least: of the store that was there (of `stores`, else of what was made
    last), the one that goes or leads farthest.
    """
    sound = [one for one in found if one.sound]
    if not sound:
        return None
    wanted = stores or next((one.stores for one in sound if one.stores), frozenset())
    return max(sound, key=lambda one: (not one.stores or bool(wanted & one.stores), one.reach))


def named_in(refusal: Refusal, file: Path, key: Key | None = None) -> Refusal:
    """The refusal naming the backup that loses least, and the store that it would be restored to,
    if it is of one that is damaged; where journal lines lead on from it, how many (`salvage`).
    """
    best = _best(file, key) if refusal.code in DAMAGED else None
    if best is None:
        return refusal
    figures = {**refusal.figures, "backup": str(best.file), "store": str(file)}
    if best.lines or best.kind == "store":
        figures["salvage"] = best.lines
    return Refusal(refusal.code, **figures).at(*refusal.place)


def _best(file: Path, key: Key | None) -> Candidate | None:
    """The least losing of those at which it is worth looking."""
    courses = _courses(file, key)
    looked: list[Candidate] = []
    wanted = _stores_at(file, key)
    for backup in _candidates(file, key, courses):
        best = least_lost(looked, wanted)
        most = number_of(backup.file) or 0
        if (
            best
            and best.reach >= most
            and (best.lines or len(looked) >= _LOOKED_AT or not courses.highest)
        ):
            break
        looked.append(backup)
    return least_lost(looked, wanted)


def _candidates(file: Path, key: Key | None, courses: Courses) -> Iterator[Candidate]:
    looking = Looking(key)
    for place in (file, *all_backups(file)):
        found = next(looking.look([place]))
        if place == file and not _reads(file, key):
            continue
        kind = kind_of(place) or "store"
        if isinstance(found, Copy):
            beyond = courses.beyond(found.head)
            reach = beyond[-1].head.sequence if beyond else found.head.sequence
            yield Candidate(
                place,
                kind,
                found.day,
                found.head.sequence,
                reach,
                found.projects,
                True,
                found.stores,
            )
        elif kind != "store":
            number = number_of(place)
            yield Candidate(
                place, kind, day_of(place) or "", number, number or 0, sound=is_good(place)
            )


def _reads(file: Path, key: Key | None) -> bool:
    """Whether the data file itself is sound, if its journal is not."""
    with suppress(Refusal):
        read_copy(read_raw(file), file, key)
        return True
    return False


def _courses(file: Path, key: Key | None) -> Courses:
    """The lines of the journal beside the data file, and of those that were set aside."""
    journals = [journal_path(file), *(one for one in kept(file) if ".journal." in one.name)]
    found = Looking(key).look([*journals, file])
    return Courses(entry for one in found if isinstance(one, Journal) for entry in one.entries)


def _stores_at(file: Path, key: Key | None) -> frozenset[str]:
    """The ids of the store that stands there, as far as they can be read."""
    found = next(Looking(key).look([journal_path(file)]))
    stores = found.stores if isinstance(found, Journal) else frozenset[str]()
    with suppress(OSError):
        data = read_whole(file)
        head = head_in(data[0]) if data else None
        return stores | {head.store, *head.replaces} if head else stores
    return stores
