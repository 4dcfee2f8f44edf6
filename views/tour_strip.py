"""The strip of the tour: which step it is, what to look at, which key to press, and why. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from views.glyphs import glyphs
from views.marks import titled_rule
from views.styled_text import StyledText, TextLine, cells_of, flow, line, words, wrap
from wording import _
from wording.language import drawn_arrow

LOW, TALL = 20, 24
"""The lines of a terminal below which the strip is at its smallest, and from which it is full."""
NARROW = 76
KEY_SLOT, WIDE_STOP = "{key}", "。"
_EXPLAINED = re.compile(r"(.+[^:：])[:：]")
"""A sentence that explains itself behind a colon."""


@dataclass(frozen=True, slots=True)
class StripKeys:
    """The keys of the tour itself: to go on, and to leave; empty where a screen has them not."""

    onward: str
    leave: str


@dataclass(frozen=True, slots=True)
class StripText:
    """What a strip says: its title, what to look at, what to do with which key, and what of the
    method stands behind it.
    """

    title: str
    look: str
    act: str
    key: str
    thoughts: Sequence[str] = ()


def count_strip_rows(cells: int, height: int) -> int:
    """Return the lines of the strip on a terminal of so many cells and lines, its rule included."""
    if height < LOW:
        return 3
    if height < TALL:
        return 4
    return 5 if cells < NARROW else 4


def draw_tour_strip(text: StripText, keys: StripKeys, cells: int, rows: int) -> list[TextLine]:
    """Return the strip in exactly so many rows; of the method as much as there is room for."""
    rule = titled_rule(line(StyledText(text.title, "strong")), cells, _draw_keys(keys))
    gap = "" if not text.look or text.look.endswith(WIDE_STOP) else " "
    act = [*words(split_key(_draw_arrow(text.act), text.key))]
    flowed = flow([*words(line(f"{_draw_arrow(text.look)}{gap}")), *act], cells - 2)
    if len(flowed) >= rows:  # the key is what must not be lost
        flowed = flow(act, cells - 2)[: rows - 1]
    shown = [(StyledText(" "), *each) for each in flowed]
    for thought in text.thoughts:
        shown += _fit_thought(thought, cells - 2, rows - 1 - len(shown))
    return [rule, *shown, *[()] * (rows - 1 - len(shown))]


def _draw_keys(keys: StripKeys) -> TextLine:
    """Return what the keys of the tour do; nothing where they are typed as letters."""
    if not keys.onward:
        return ()
    on, off = _("go on"), _("leave")
    onward, leave = (StyledText(key, "key") for key in (keys.onward, keys.leave))
    return line(onward, f" {on}  ", leave, f" {off}")


def _draw_arrow(text: str) -> str:
    """Return a sentence about the arrow with the one in use."""
    return text.replace("->", drawn_arrow() or glyphs().arrow)


def _fit_thought(text: str, cells: int, rows: int) -> list[TextLine]:
    """Return a sentence of the method in at most so many rows: whole, else up to where it goes on
    to explain itself, else not at all.
    """
    brief = _EXPLAINED.match(text)
    for each in (text, brief[1] if brief else text):
        lines = wrap(each, cells, rows + 1)
        if len(lines) <= rows:
            return [line(StyledText(f" {part}", "dim")) for part in lines]
    return []


def split_key(text: str, key: str) -> TextLine:
    """Return a sentence with the key in it in the tone of keys."""
    before, slot, after = text.partition(KEY_SLOT)
    if not key.isascii():  # a key with a Chinese name stands in a sentence as a word does
        before, after = before.rstrip(" "), after.lstrip(" ")
    spans = StyledText(before), StyledText(key if slot else "", "key"), StyledText(after)
    return tuple(span for span in spans if cells_of((span,)))
