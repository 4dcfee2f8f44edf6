"""Typed text as every reader begins with it: folded, looked up, empty or not, and its width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

from deals.errors import UserError

T = TypeVar("T")
ReadValue = TypeVar("ReadValue")

RANGE_MARK = r"(?:——|[-‐‒–—―−~〜至到]|\bto\b)"
"""A pattern over folded text that takes the mark between the two ends of a range."""


class LatePattern:
    """A regular expression that is compiled when it is first asked for.

    Some sixty read what people type, and nobody types before the first screen is up: compiling
    them on the way there would be a thirtieth of the whole start.
    """

    def __init__(self, source: str, flags: int = 0) -> None:
        self._source, self._flags = source, flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The expression as `re` knows it."""
        return re.compile(self._source, self._flags)

    def match(self, text: str, at: int = 0) -> re.Match[str] | None:
        """Match from a place of the text on."""
        return self.compiled.match(text, at)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Match the whole text."""
        return self.compiled.fullmatch(text)

    def search(self, text: str) -> re.Match[str] | None:
        """Find the first match in the text."""
        return self.compiled.search(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield all matches in the text."""
        return self.compiled.finditer(text)

    def sub(self, put: str, text: str) -> str:
        """Put a text in the place of all matches."""
        return self.compiled.sub(put, text)


def fold_text(text: str) -> str:
    """Return `text` trimmed, in small letters, with single blanks and no full-width forms."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return " ".join(plain.split()).casefold()


def by_word(words: Mapping[T, str]) -> dict[str, T]:
    """Map each word to what it means; `words` has all words for a meaning, blanks between.

    `_` stands for a blank in one.
    """
    return {
        word.replace("_", " "): meaning
        for meaning, texts in words.items()
        for word in texts.split()
    }


def cells(text: str) -> int:
    """Count the terminal cells of our own labels and figures: two for each Chinese character."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def is_nothing(text: str) -> bool:
    """Whether a typed text takes away what was known: it is empty, or `-` alone."""
    return fold_text(text) in ("", "-")


def read_required(text: str, code: str) -> str:
    """Read a text that may not be missing, such as a name; refused by the code where it is."""
    if not text.strip():
        raise UserError(code)
    return text.strip()


def read_or_none(parse: Callable[[str], ReadValue], text: str) -> ReadValue | None:
    """Return what `parse` makes of the text, None where it refuses."""
    try:
        return parse(text)
    except UserError:
        return None
