"""What a table said of a project when it was read last, in short: a fingerprint of each value.

By it an import knows what is news in a table, and what it only goes on saying although somebody has
changed it here since. The values themselves stand in the project and its history.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from zlib import crc32

from deals.model import Amount, NextAction, SigningPeriod
from deals.parsing.text import fold_text

_WIDE = 3  # bytes of a fingerprint: one in 16 million values that differ is taken for the same


class SaidValues:
    """The fingerprints of what a table said, by field."""

    def __init__(self, text: str = "") -> None:
        self._marks: dict[bytes, bytes] = _read_marks(text) if text else {}

    def __contains__(self, fact: tuple[str, object]) -> bool:
        """Whether the table said this value of this field."""
        field, value = fact
        return self._marks.get(_field_mark(field)) == _mark(canonical_text(value))

    def knows(self, field: str) -> bool:
        """Whether the table said anything of this field."""
        return _field_mark(field) in self._marks

    def put(self, field: str, value: object) -> None:
        """Take note that the table says this value of this field now."""
        short = isinstance(value, str) and len(value) <= _SHORT
        mark = _short_mark(value) if short else _mark(canonical_text(value))
        self._marks[_field_mark(field)] = mark

    def value_mark(self, field: str) -> bytes:
        """Return the fingerprint of what the table said of this field, empty for nothing."""
        return self._marks.get(_field_mark(field), b"")

    def put_mark(self, field: str, mark: bytes) -> None:
        """Take note of a value by its fingerprint."""
        self._marks[_field_mark(field)] = mark

    def drop(self, field: str) -> None:
        """Forget what the table said of this field."""
        self._marks.pop(_field_mark(field), None)

    def put_items(self, field: str, items: Iterable[str]) -> None:
        """Take note of which items a list of this field has now, and of no others."""
        at = 0
        for at, item in enumerate(items, 1):
            self.put(_item_field(field, at), fold_text(item))
        while self._marks.pop(_field_mark(_item_field(field, at := at + 1)), None):
            pass

    def has_item(self, field: str, item: str) -> bool:
        """Whether the table said this item, in any case or width, of this field."""
        wanted, at = _mark(canonical_text(fold_text(item))), 1
        while mark := self._marks.get(_field_mark(_item_field(field, at))):
            if mark == wanted:
                return True
            at += 1
        return False

    @property
    def text(self) -> str:
        """The fingerprints as they are kept."""
        return b64encode(b"".join(map(b"".join, sorted(self._marks.items())))).decode()


def _read_marks(text: str) -> dict[bytes, bytes]:
    data = b""
    with suppress(ValueError):  # an edited store may hold anything
        data = b64decode(text)
    places = range(0, len(data), 2 * _WIDE)
    return {data[at : at + _WIDE]: data[at + _WIDE : at + 2 * _WIDE] for at in places}


def canonical_text(value: object) -> str:
    """Return what two ways to write a value share."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, Amount):
        return f"{value.low} {value.high} {value.currency} {value.about}"
    if isinstance(value, NextAction):
        return _action_text(value)
    if isinstance(value, SigningPeriod):
        return f"{value.earliest} {value.latest} {value.precision} {value.about}"
    return f"{value}"


@lru_cache(maxsize=1024)  # the rows of a table have the same again and again
def _action_text(action: NextAction) -> str:
    return f"{action}"


def _item_field(field: str, at: int) -> str:
    return f"{field}\n{at}"


def _mark(text: str) -> bytes:
    return crc32(text.encode()).to_bytes(4, "big")[-_WIDE:]


@lru_cache(maxsize=4096)  # of cells, which say the same again and again
def _short_mark(value: object) -> bytes:
    return _mark(canonical_text(value))


_SHORT = 40
_field_mark = lru_cache(maxsize=4096)(_mark)
