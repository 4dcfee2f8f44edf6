"""What every reader of typed text begins with: one width of characters, one set of range marks."""

from __future__ import annotations

import re
import unicodedata

RANGE_MARK = r"(?:——|[-‐‒–—―−~〜至到]|\bto\b)"
"""What stands between the two ends of a range, as a pattern over folded text."""

_BLANKS = re.compile(r"\s+")


def folded(text: str) -> str:
    """`text` with full-width forms made plain, blanks single and letters small, ends trimmed."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", text)).strip().casefold()


def cells(text: str) -> int:
    """How many terminal cells our own labels and figures take: two for each Chinese character."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
