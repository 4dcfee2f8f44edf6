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
KeptAnswer = TypeVar("KeptAnswer")
_NOTHING = object()

BIG_ANSWERS = frozenset({"movement", "states", "journeys"})
MOST_BIG = 24
"""Answers that hold something of each project, by the first of their keys, and how many of them
are kept: whoever turns through periods asks for another at each key.
"""
KINDS_KEPT = 12
"""Of how many kinds of values, such as states of one day, the latest are kept."""


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


class AnswerMemo:
    """Answers about one book, each kept by its key; of the big ones the latest."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, object] = {}

    def keep(self, key: Hashable, make: Callable[[], KeptAnswer]) -> KeptAnswer:
        """Return the answer to a key, made where it is not kept."""
        found = self._kept.get(key, _NOTHING)
        if found is _NOTHING:
            found = self._kept[key] = make()
            if _is_big(key):
                for old in list(filter(_is_big, tuple(self._kept)))[:-MOST_BIG]:
                    self._kept.pop(old, None)
        return cast("KeptAnswer", found)


def _is_big(key: Hashable) -> bool:
    """Whether an answer is a big one; what stands today is asked for at every turn, and stays."""
    if not isinstance(key, tuple) or key[0] not in BIG_ANSWERS:
        return False
    return key[0] != "states" or key[-1] is not None


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
