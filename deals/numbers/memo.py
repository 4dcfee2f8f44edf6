"""What was worked out of projects, kept while they are the same objects.

A `Book` shares all projects that did not change with the one before it, so after an edit only the
changed ones are looked at again. Threads may share a memo: what two of them work out at a time is
the same.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar, cast

SourceRecord = TypeVar("SourceRecord")
KeptValue = TypeVar("KeptValue")

KINDS_KEPT = 12
"""Of how many kinds of values, such as states of one day, the latest are kept."""
ANSWERS_KEPT = 12
"""Of how many answers of one kind, such as movements, those asked for last are kept."""


class IdentityMap(Generic[SourceRecord, KeptValue]):
    """Values made of records, each kept by the record's id while that is the same object."""

    def __init__(self, make: Callable[[SourceRecord], KeptValue]) -> None:
        self._make = make
        self._kept: dict[str, tuple[SourceRecord, KeptValue]] = {}

    def get(self, id_: str, record: SourceRecord) -> KeptValue:
        """Return the value of a record, made anew where the record is another object."""
        kept = self._kept.get(id_)
        if kept is None or kept[0] is not record:
            kept = self._kept[id_] = record, self._make(record)
        return kept[1]


class NumbersMemo:
    """All that is kept, by kind: whoever asks twice for the same kind finds it again."""

    def __init__(self) -> None:
        self._maps: list[tuple[object, IdentityMap[Any, Any]]] = []
        self._lock = Lock()

    def kept(
        self, kind: object, make: Callable[[SourceRecord], KeptValue]
    ) -> IdentityMap[SourceRecord, KeptValue]:
        """Return the values of a kind; `make` makes those of a kind that is not kept.

        A kind is compared by `==` and has to say all that the values depend on beside the record.
        """
        with self._lock:
            places = (at for at, (known, _map) in enumerate(self._maps) if known == kind)
            place = next(places, None)
            found = (kind, IdentityMap(make)) if place is None else self._maps.pop(place)
            self._maps = [*self._maps[1 - KINDS_KEPT :], found]
        return cast("IdentityMap[SourceRecord, KeptValue]", found[1])


class RecentAnswers:
    """Answers by what was asked, of which those asked for last are kept; for one thread."""

    def __init__(self, most: int = ANSWERS_KEPT) -> None:
        self._most = most
        self._kept: dict[Hashable, object] = {}

    def keep(self, key: Hashable, make: Callable[[], KeptValue]) -> KeptValue:
        """Return the answer to what is asked; `make` makes one that is not kept."""
        answer = self._kept.pop(key) if key in self._kept else make()
        self._kept[key] = answer
        while len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]
        return cast("KeptValue", answer)
