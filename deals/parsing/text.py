"""Typed text as every reader begins with it: folded, empty or not, and how wide it is in cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import TypeVar

from deals.errors import UserError

ReadValue = TypeVar("ReadValue")

RANGE_MARK = r"(?:——|[-‐‒–—―−~〜至到]|\bto\b)"
"""What stands between the two ends of a range, as a pattern over folded text."""

_BLANKS = re.compile(r"\s+")


def fold_text(text: str) -> str:
    """Return `text` trimmed, in small letters, with single blanks and no full-width forms."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", text)).strip().casefold()


def cells(text: str) -> int:
    """Count the terminal cells of our own labels and figures: two for each Chinese character."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def is_nothing(text: str) -> bool:
    """Whether a typed text takes away what was known: it is empty, or `-` alone."""
    return fold_text(text) in ("", "-")


def read_or_none(parse: Callable[[str], ReadValue], text: str) -> ReadValue | None:
    """Return what `parse` makes of the text, None where it refuses."""
    try:
        return parse(text)
    except UserError:
        return None
