"""Text measured in terminal cells: made harmless, cut and padded (never by `len`)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Literal

from rich.cells import cell_len

Align = Literal["left", "right"]

# Joiners, presentation selectors and skin tones make emoji of a width on which no two terminals
# agree, and so do flags; direction marks, which are among the harmful, can turn a whole line round.
_JOINERS = (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFE0E, 0xFE0F, 0x20E3)
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_DROPPED = frozenset(map(chr, (*_JOINERS, *_SKIN_TONES)))
_FLAGS = {0x1F1E6 + place: 0x41 + place for place in range(26)}
_HARMFUL = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"})
_CUT = ">"
_CLOSING = frozenset("，。、；：？！）」』”’》】,.;:?!)")


@lru_cache(maxsize=20_000)
def clean(text: str) -> str:
    """`text` with control characters made visible and width-less marks taken out."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_harmless(char) for char in text.translate(_FLAGS))


def _harmless(char: str) -> str:
    if char in _DROPPED:
        return ""
    if char < " ":
        return chr(0x2400 + ord(char))
    if unicodedata.category(char) in _HARMFUL:
        return "?"
    return " " * max(1, cell_len(char)) if char.isspace() else char


def width(text: str) -> int:
    """How many cells `text` takes once it is cleaned."""
    return cell_len(clean(text))


@lru_cache(maxsize=50_000)
def fit(text: str, cells: int, align: Align = "left") -> str:
    """`text` cleaned and brought to exactly `cells` cells: padded, or cut with a `>` at the end."""
    if cells <= 0:
        return ""
    text = clean(text)
    taken = cell_len(text)
    if taken > cells:
        text = head(text, cells - 1) + _CUT
        taken = cell_len(text)
    pad = " " * (cells - taken)
    return text + pad if align == "left" else pad + text


def head(text: str, cells: int) -> str:
    """The longest beginning of a cleaned `text` that fits `cells`; wide characters whole."""
    taken = 0
    for index, char in enumerate(text):
        taken += cell_len(char)
        if taken > cells:
            return text[:index]
    return text


def tail(text: str, cells: int) -> str:
    """The longest end of a cleaned `text` that fits `cells`, wide characters whole."""
    taken = 0
    for index in range(len(text) - 1, -1, -1):
        taken += cell_len(text[index])
        if taken > cells:
            return text[index + 1 :]
    return text


def wrap(text: str, cells: int, most: int) -> list[str]:
    """`text` in at most `most` lines of up to `cells` cells, broken at blanks if there are any.

    No line begins with a mark that closes what stands before it.
    """
    rest, lines = clean(text).strip(), list[str]()
    while rest and len(lines) < most - 1 and cell_len(rest) > cells:
        line = head(rest, cells)
        blank = line.rfind(" ")
        if blank > cells // 2 and len(line) < len(rest) and rest[len(line)] != " ":
            line = line[:blank]
        elif len(line) > 1 and rest[len(line) : len(line) + 1] in _CLOSING:
            line = line[:-1]
        lines.append(line)
        rest = rest[len(line) :].lstrip()
    if rest:
        lines.append(fit(rest, cells).rstrip())
    return lines
