"""The projects behind the figures of a forecast. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from deals.numbers.forecast import CurrencyBucket, ForecastBucket


def list_signed_ids(figures: CurrencyBucket | None) -> tuple[str, ...]:
    """List what is signed in a bucket."""
    return tuple(part.state.id for part in figures.signed_parts) if figures else ()


def find_deal_name(figures: CurrencyBucket | None, id_: str) -> str:
    """Return the name of a project in play in a bucket; its id where it is not there."""
    parts = figures.parts if figures else ()
    return next((part.state.name for part in parts if part.state.id == id_), id_)


class BucketIds(Sequence[str]):
    """The projects in play of a bucket, those without an amount last.

    Of ten thousand projects the ids are asked for one by one: most rows are never opened.
    """

    def __init__(self, bucket: ForecastBucket, figures: CurrencyBucket | None) -> None:
        self._parts = figures.parts if figures else ()
        self._unpriced = bucket.unpriced

    def __len__(self) -> int:
        return len(self._parts) + len(self._unpriced)

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...

    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        if at < len(self._parts):
            return self._parts[at].state.id
        return self._unpriced[at - len(self._parts)].id
