"""The folding of typed text that every reader begins with, and how wide a text is in cells."""

from __future__ import annotations

import re
import unicodedata

RANGE_MARK = r"(?:——|[-‐‒–—―−~〜至到]|\bto\b)"
"""A pattern over folded text that takes the mark between the two ends of a range."""

_BLANKS = re.compile(r"\s+")


def fold_text(text: str) -> str:
    """Return `text` trimmed, in small letters, with single blanks and no full-width forms."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", text)).strip().casefold()


def cells(text: str) -> int:
    """Count the terminal cells of our own labels and figures: two for each Chinese character."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
