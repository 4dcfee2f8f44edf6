"""The strip of the tour: which step it is, what to look at, which key to press, and why. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from views.marks import titled_rule
from views.styled_text import StyledText, TextLine, cells_of, flow, line, words, wrap
from wording import _

LOW, TALL = 20, 24
"""The lines of a terminal below which the strip is at its smallest, and from which it is full."""
NARROW = 76
KEY_SLOT = "{key}"


@dataclass(frozen=True, slots=True)
class StripKeys:
    """The keys of the tour itself: to go on, and to leave."""

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


def draw_strip(text: StripText, keys: StripKeys, cells: int, rows: int) -> list[TextLine]:
    """Return the strip in exactly so many rows; of the method as much as there is room for."""
    finish = line(
        StyledText(keys.onward, "key"),
        f" {_('on')}  ",
        StyledText(keys.leave, "key"),
        f" {_('leave')}",
    )
    rule = titled_rule(line(StyledText(text.title, "strong")), cells, finish)
    pieces = [*words(line(f"{text.look} ")), *words(split_key(text.act, text.key))]
    shown = [(StyledText(" "), *each) for each in flow(pieces, cells - 2)][: rows - 1]
    for thought in text.thoughts:
        lines = wrap(thought, cells - 2, rows)
        if len(shown) + len(lines) < rows:
            shown += [line(StyledText(f" {each}", "dim")) for each in lines]
    return [rule, *shown, *[()] * (rows - 1 - len(shown))]


def split_key(text: str, key: str) -> TextLine:
    """Return a sentence with the key in it in the tone of keys."""
    before, slot, after = text.partition(KEY_SLOT)
    spans = StyledText(before), StyledText(key if slot else "", "key"), StyledText(after)
    return tuple(span for span in spans if cells_of((span,)))
