"""The folding of typed text that every reader begins with, tables of words, widths in cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import TypeVar

T = TypeVar("T")

RANGE_MARK = r"(?:——|[-‐‒–—―−~〜至到]|\bto\b)"
"""A pattern over folded text that takes the mark between the two ends of a range."""

_BLANKS = re.compile(r"\s+")


def fold_text(text: str) -> str:
    """Return `text` trimmed, in small letters, with single blanks and no full-width forms."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", text)).strip().casefold()


def by_word(words: Mapping[T, str]) -> dict[str, T]:
    """Map each word to what it means; `words` has all words for a meaning, blanks between."""
    return {word: meaning for meaning, texts in words.items() for word in texts.split()}


def cells(text: str) -> int:
    """Count the terminal cells of our own labels and figures: two for each Chinese character."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
