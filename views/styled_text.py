"""What a line of a screen is before it meets a widget: pieces of text, each with a style's name.

Rooms build lines from these pure values, so that what is shown can be tested without a terminal,
and user text never passes through markup.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from rich.cells import cell_len

from deals.parsing.text import LatePattern
from views.glyphs import glyphs

Tone = Literal[
    "",
    "red",
    "amber",
    "info",
    "good",
    "dim",
    "strong",
    "key",
    "field",
    "caret",
    "lit",
    "cursor",
    "line",
    "rail-t",
    "rail-b",
]


class StyledText(NamedTuple):
    """A piece of text in one tone."""

    text: str
    tone: Tone = ""


TextLine = tuple[StyledText, ...]
_HAN = "\u2e80-\uffef"
_WORD = LatePattern(
    rf"\s*[（「『“《【]*(?:\d[\d.]* ?[{_HAN}]|[^\s{_HAN}]+|[{_HAN}])"
    r"[，。、；：？！）」』”》】]*\s?|\s+"
)
"""A word with the blanks behind it, or a Chinese sign with the figure and marks that go with it."""


def line(*parts: str | StyledText) -> TextLine:
    """Return a line of these parts; plain strings take the plain tone."""
    return tuple(part if isinstance(part, StyledText) else StyledText(part) for part in parts)


def cells_of(spans: Iterable[StyledText]) -> int:
    """Return how many cells the spans take."""
    return sum([width(span.text) for span in spans])


def crop(spans: Iterable[StyledText], cells: int) -> TextLine:
    """Return the spans cleaned and cut to at most `cells` cells."""
    left, kept = cells, list[StyledText]()
    for span in spans:
        text = disarm_text(span.text)
        taken = width(text)
        if taken > left:
            text = head(text, left)
            taken = left
        if text:
            kept.append(StyledText(text, span.tone))
        left -= taken
        if left <= 0:
            break
    return tuple(kept)


def cut(spans: Iterable[StyledText], cells: int) -> TextLine:
    """Cut the spans to at most `cells` cells, with a sign at the end if it is more."""
    every = tuple(spans)
    if cells_of(every) <= cells:
        return crop(every, cells)
    sign = glyphs().cut[: max(0, cells)]
    return (*crop(every, cells - len(sign)), StyledText(sign))


def ends(left: TextLine, right: TextLine, cells: int) -> TextLine:
    """Put `left` and `right` at the ends of a line; the right one wins if room is short."""
    room = cells - cells_of(right)
    if room <= 1:
        return crop(right, cells)
    start = cut(left, room - 1)
    return (*start, StyledText(" " * (room - cells_of(start))), *right)


def words(spans: Iterable[StyledText]) -> Iterator[TextLine]:
    """Yield the words of the spans, each with the blanks behind it, as pieces that may flow.

    Of Chinese each sign is one, with the figure that it counts and the marks around it.
    """
    for span in spans:
        for word in list_words(span.text):
            yield (StyledText(word, span.tone),)


def list_words(text: str) -> list[str]:
    """Return the words of a text, each with the blanks behind it; of Chinese each sign."""
    words: list[str] = _WORD.findall(text)
    return words


def flow(pieces: Iterable[TextLine], cells: int) -> list[TextLine]:
    """Lay the pieces out in as many lines of `cells` as they need, each kept whole."""
    lines: list[TextLine] = []
    room = 0
    for piece in pieces:
        size = cells_of(piece)
        if lines and size <= room:
            lines[-1] = join_spans(lines[-1], piece)
        else:
            lines.append(crop(piece, cells))
            room = cells
        room -= size
    return lines


def join_spans(start: TextLine, rest: TextLine) -> TextLine:
    """Return both, neighbours of one tone made one.

    Each change of tone costs bytes on the way out.
    """
    if start and rest and start[-1].tone == rest[0].tone:
        middle = StyledText(start[-1].text + rest[0].text, rest[0].tone)
        return (*start[:-1], middle, *rest[1:])
    return (*start, *rest)


def overlay(base: TextLine, patch: TextLine, start: int, cells: int) -> TextLine:
    """Lay `patch`, `cells` wide, over `base` from cell `start`."""
    before = crop(base, start)
    before = (*before, StyledText(" " * (start - cells_of(before))))
    return (*before, *patch, *drop_cells(base, start + cells))


def drop_cells(spans: TextLine, skip: int) -> TextLine:
    """Return the spans less their first `skip` cells.

    A wide character cut in two leaves a blank.
    """
    rest = list[StyledText]()
    for span in spans:
        text = disarm_text(span.text)
        while text and skip > 0:
            skip -= width(text[0])
            text = text[1:]
        if skip < 0:
            rest.append(StyledText(" " * -skip))
            skip = 0
        if text:
            rest.append(StyledText(text, span.tone))
    return tuple(rest)


def split_spans(spans: TextLine, at: int) -> tuple[TextLine, TextLine]:
    """Return the spans up to a cell, and those from there on.

    A wide character that would be cut in two goes to the second part whole, for nothing is lost.
    """
    first, rest = crop(spans, at), list[StyledText]()
    skip = sum(len(span.text) for span in first)
    for span in spans:
        text = disarm_text(span.text)
        if len(text) > skip:
            rest.append(StyledText(text[skip:], span.tone))
        skip = max(0, skip - len(text))
    return first, tuple(rest)


def find_changed_cells(before: TextLine, after: TextLine) -> tuple[int, int | None]:
    """Return the cells, from and up to, in which two lines differ.

    Up to None where all the rest does.
    """
    old, new = _characters(before), _characters(after)
    same = 0
    while same < len(old) and same < len(new) and old[same] == new[same]:
        same += 1
    start = _cells(new[:same])
    old, new = old[same:], new[same:]
    if _cells(old) != _cells(new):
        return start, None
    last = 0
    while last < len(old) and last < len(new) and old[-1 - last] == new[-1 - last]:
        last += 1
    return start, start + _cells(new[: len(new) - last])


def _characters(spans: TextLine) -> list[tuple[str, Tone]]:
    return [(char, span.tone) for span in spans for char in disarm_text(span.text)]


def _cells(characters: Iterable[tuple[str, Tone]]) -> int:
    return cell_len("".join(char for char, _tone in characters))


CellAlign = Literal["left", "right"]

# Joiners, presentation selectors and skin tones make emoji of a width on which no two terminals
# agree, and so do flags; direction marks, which are among the harmful, can turn a whole line round.
_JOINERS = (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFE0E, 0xFE0F, 0x20E3)
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_DROPPED = frozenset(map(chr, (*_JOINERS, *_SKIN_TONES)))
_FLAGS = {0x1F1E6 + place: 0x41 + place for place in range(26)}
_CHANGED = _DROPPED.union(map(chr, _FLAGS))
_HARMFUL = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"})
CLOSING_MARKS = frozenset("，。、；：？！）」』”’》】,.;:?!)")
OPENING_MARKS = frozenset("（「『“‘《【(")
_COMMAND = LatePattern(r"netloft(?: [!-~]+)+(?: [一-鿿]{1,4}(?=[，。；：）]|$))?")


@lru_cache(maxsize=20_000)
def disarm_text(text: str) -> str:
    """Make control characters of `text` visible and take width-less marks out."""
    if text.isprintable() and _CHANGED.isdisjoint(text):  # most are, in any script
        return text
    return "".join(_make_harmless(char) for char in text.translate(_FLAGS))


def disarm_line(spans: TextLine) -> TextLine:
    """Return a line with the texts of its spans cleaned."""
    if all(disarm_text(span.text) == span.text for span in spans):
        return spans
    return tuple(StyledText(disarm_text(span.text), span.tone) for span in spans)


def _make_harmless(char: str) -> str:
    if char in _DROPPED:
        return ""
    if char < " ":
        return chr(0x2400 + ord(char))
    if unicodedata.category(char) in _HARMFUL:
        return "?"
    return " " * max(1, cell_len(char)) if char.isspace() else char


def width(text: str) -> int:
    """Return how many cells `text` takes once it is cleaned."""
    if text.isascii() and text.isprintable():  # most are, and pictures ask thousands of times
        return len(text)
    return cell_len(disarm_text(text))


def fit(text: str, cells: int, align: CellAlign = "left") -> str:
    """Bring `text`, cleaned, to exactly `cells` cells: padded, or cut with a sign at the end."""
    return _fit(text, cells, align, glyphs().cut)


@lru_cache(maxsize=50_000)
def _fit(text: str, cells: int, align: CellAlign, cut_sign: str) -> str:
    if cells <= 0:
        return ""
    text = disarm_text(text)
    taken = cell_len(text)
    if taken > cells:
        text = head(text, cells - len(cut_sign)) + cut_sign[:cells]
        taken = cell_len(text)
    pad = " " * (cells - taken)
    return text + pad if align == "left" else pad + text


def head(text: str, cells: int) -> str:
    """Return the longest beginning of a cleaned `text` that fits `cells`; wide characters whole."""
    taken = 0
    for index, char in enumerate(text):
        taken += cell_len(char)
        if taken > cells:
            return text[:index]
    return text


def tail(text: str, cells: int) -> str:
    """Return the longest end of a cleaned `text` that fits `cells`, wide characters whole."""
    taken = 0
    for index in range(len(text) - 1, -1, -1):
        taken += cell_len(text[index])
        if taken > cells:
            return text[index + 1 :]
    return text


def wrap(text: str, cells: int, most: int) -> list[str]:
    """Break `text` into at most `most` lines of up to `cells` cells, at blanks if there are any.

    No line begins with a mark that closes what stands before it or ends with one that opens, and
    neither a word in Latin letters nor a command in backquotes is torn apart if a line can hold it,
    nor one among Chinese, which shows where it ends.
    """
    rest, lines = disarm_text(text).strip(), list[str]()
    while rest and len(lines) < most - 1 and cell_len(rest) > cells:
        line = rest[: _find_break(rest, len(head(rest, cells)), cells // 2)]
        lines.append(line.rstrip())
        rest = rest[len(line) :].lstrip()
    if rest:
        lines.append(fit(rest, cells).rstrip())
    return lines


def _find_break(text: str, end: int, least: int) -> int:
    """Return where a line of `text` ends that has room up to `end`: at a blank behind `least`, else
    at the last place that tears nothing apart, unless the next line could not hold that whole.
    """
    if end >= len(text) or (text[end] == " " and _may_break(text, end)):
        return end
    blanks = (
        at for at in range(end - 1, max(least, 0), -1) if text[at] == " " and _may_break(text, at)
    )
    if (blank := next(blanks, None)) is not None:
        return blank
    at = next((at for at in range(end, 0, -1) if _may_break(text, at)), end)
    if at > end // 2:
        return at
    whole = next((to for to in range(end, 2 * end) if to >= len(text) or _may_break(text, to)), at)
    return at if at < whole <= at + end + 1 else end


def _may_break(text: str, at: int) -> bool:
    """Return whether a line may end before `text[at]`."""
    at -= text[at - 1] == " "
    before, behind = text[at - 1], text[at]
    if behind in CLOSING_MARKS or before in OPENING_MARKS or text.count("`", 0, at) % 2:
        return False
    if behind == " " and _is_in_command(text, at):
        return False
    if behind == " " and before.isdigit() and not text[at + 1 : at + 2].isascii():
        return False  # a count and what is counted: `8 题`
    if behind == " " and text[at + 1 : at + 3].rstrip() == "!":
        return False  # the sign of a hole, behind the figure that it is about: `CR2 !`
    if not behind.isascii() and _UNBROKEN.match(text, at - 1):
        return False
    return not (_is_latin(before) and _is_latin(behind))


_UNBROKEN = LatePattern(
    "[周期][一二三四五六日天]|[0-9][年月日天周万亿元个]|[万亿][美欧日港英]?元|[美欧日港英]元"
)
"""Two characters of Chinese that are one thing: a weekday, a figure and its unit, a currency."""


def _is_in_command(text: str, at: int) -> bool:
    """Whether a blank stands in a command among Chinese: `netloft team add 姓名`."""
    if "netloft " not in text or text.isascii():
        return False
    return any(found.start() < at < found.end() for found in _COMMAND.finditer(text))


def _is_latin(char: str) -> bool:
    """Return whether a character stands in words that are parted by blanks."""
    return char.isascii() and not char.isspace()
