"""What must not reach a terminal as it stands, in output that programs read too. Pure.

Controls (C0 but for line breaks and tabs, DEL, C1) can steer a terminal, marks of direction turn a
line round, and what has no width hides in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

# C0 but for tab and line feed, DEL and C1; all else that is harmful is not ASCII.
_SUSPECT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]|[^\x00-\x7f]")
_HARMFUL = frozenset({"Cc", "Cf", "Zl", "Zp"})


def escaped_json(content: bytes) -> bytes:
    """JSON of the same value with each such character as its UTF-16 units: `\\uXXXX`."""
    return _replaced(content, lambda char: "".join(f"\\u{unit:04x}" for unit in _utf_16(char)))


def shown_marks(content: bytes) -> bytes:
    """The text with `<U+XXXX>` in the place of each such character."""
    return _replaced(content, lambda char: f"<U+{ord(char):04X}>")


def _replaced(content: bytes, written: Callable[[str], str]) -> bytes:
    def harmless(found: re.Match[str]) -> str:
        char = found[0]
        return written(char) if unicodedata.category(char) in _HARMFUL else char

    return _SUSPECT.sub(harmless, content.decode("utf-8")).encode("utf-8")


def _utf_16(char: str) -> tuple[int, ...]:
    units = char.encode("utf-16-be")
    return tuple(int.from_bytes(units[at : at + 2]) for at in range(0, len(units), 2))
