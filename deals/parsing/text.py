"""Typed text as every reader begins with it: folded, looked up, empty or not, and its width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

from deals.errors import UserError

T = TypeVar("T")
ReadValue = TypeVar("ReadValue")

RANGE_MARK = r"(?:——|[-‐‒–—―−~〜∼至到]|\bto\b)"
"""A pattern over folded text that takes the mark between the two ends of a range."""
TIME_RANGE_MARK = rf"(?:{RANGE_MARK}|\.{{2,3}}|…{{1,2}})"
"""The same between two days: of amounts `5..5` is no range but a slip of the finger."""


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

    def finditer(self, text: str, at: int = 0) -> Iterator[re.Match[str]]:
        """Yield all matches from a place of the text on."""
        return self.compiled.finditer(text, at)

    def findall(self, text: str) -> list[str]:
        """Return the texts of all matches; the expression has no groups."""
        return self.compiled.findall(text)

    def split(self, text: str) -> list[str]:
        """Return what stands between the matches; the expression has no groups."""
        return self.compiled.split(text)

    def sub(self, put: str | Callable[[re.Match[str]], str], text: str) -> str:
        """Put a text, or what is made of each match, in the place of all matches."""
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


_WORD = LatePattern(r"[^\s,，、]+")


def split_off_word(text: str, words: Mapping[str, T]) -> tuple[str, T | None]:
    """Split what `words` knows, in three words at most, off the end of a text; None where nothing.

    Something is left before it, without the blank or comma between.
    """
    pieces = [*_WORD.finditer(text)]
    for size in range(min(len(pieces) - 1, 3), 0, -1):
        found = words.get(fold_text(text[pieces[-size].start() : pieces[-1].end()]))
        if found is not None:
            return text[: pieces[-size - 1].end()].strip(), found
    return text, None


def find_near_words(
    word: str, known: Iterable[str], most: int = 3, *, sure: bool = False
) -> list[str]:
    """Find the words that `word` may be a slip of, the likeliest first; the same but for capitals.

    Where it may be right as it stands, only what it is `sure` to be a slip of counts.
    """
    from difflib import get_close_matches  # slow to load, and few words are slips

    folded = word.casefold()
    by_folded = {near.casefold(): near for near in reversed([*known])}
    bound = _SURELY_NEAR if sure else _NEAR if folded.isascii() or len(folded) > 2 else _HALF_NEAR
    near = get_close_matches(folded, by_folded, most, bound) if len(folded) > 1 else []
    return [by_folded[name] for name in near]


_SURELY_NEAR, _NEAR, _HALF_NEAR = 0.78, 0.6, 0.5
"""How much of two words is the same; of two characters one is."""


def mentions_name(text: str, name: str) -> bool:
    """Whether the text names this person: a name in letters as a whole word, in any case."""
    words, wanted = text.casefold(), name.casefold()
    if not name.isascii() or wanted not in words:
        return wanted in words
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", words) is not None


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


def find_slip(word: str, other: str) -> str | None:
    """Find the letters in which two words differ by one slip: a letter more, less, another, or two
    swapped; None where they differ by more.
    """
    short, long = sorted((word, other), key=len)
    start = next(
        (at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short)
    )
    rest = (short[start:], long[start:])
    while rest[0] and rest[1] and rest[0][-1] == rest[1][-1]:
        rest = (rest[0][:-1], rest[1][:-1])
    swapped = len(rest[0]) == len(rest[1]) == 2 and rest[0] == rest[1][::-1]
    return "".join(rest) if len(rest[1]) <= 1 or swapped else None
