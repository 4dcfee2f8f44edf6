"""Bars to a scale of money or counts, for charts whose figures stand beside them. Pure.

A bar begins in a whole cell and ends in half of one. What is certain is solid, what may come
in is a range, what is lost is shaded; a mark is where something is to be reached. Each looks
another way in ASCII too, and none is told by its colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from views.glyphs import glyphs
from views.styled_text import StyledText, TextLine, Tone

BarKind = Literal["solid", "range", "spread", "lost"]
TONES: dict[BarKind, Tone] = {"solid": "info", "range": "info", "spread": "dim", "lost": "amber"}


@dataclass(frozen=True, slots=True)
class ChartScale:
    """Where figures stand on a line of `cells` cells that runs from `first` to `last`."""

    first: int
    last: int
    cells: int

    def place(self, figure: float) -> float:
        """Return the place of a figure in cells from the left, within the line."""
        span = max(1, self.last - self.first)
        return max(0.0, min(1.0, (figure - self.first) / span)) * self.cells

    def column(self, figure: float) -> int:
        """Return the cell in which a figure stands."""
        return max(0, min(self.cells - 1, int(self.place(figure))))


@dataclass(frozen=True, slots=True)
class ChartBar:
    """A bar from one figure to another."""

    start: int
    stop: int
    kind: BarKind = "solid"


@dataclass(frozen=True, slots=True)
class ChartLine:
    """A line of a chart: its bars, and the figure at which a mark stands where no bar does.

    With `rule` a line of quiet signs leads from the left to the mark; with `ends` that is the head
    of the line, as of a sum that other lines start from.
    """

    bars: tuple[ChartBar, ...] = ()
    mark: int | None = None
    rule: bool = False
    ends: bool = False


def draw_chart_line(scale: ChartScale, drawn: ChartLine) -> TextLine:
    """Draw a line of a chart in exactly the cells of its scale."""
    signs: list[StyledText] = [StyledText(" ")] * scale.cells
    if drawn.mark is not None and scale.cells:
        at = scale.column(drawn.mark)
        alphabet = glyphs()
        if drawn.rule:
            signs[:at] = [StyledText(alphabet.rule, "line")] * at
        sign = alphabet.settled if drawn.ends else alphabet.today
        signs[at] = StyledText(sign, "strong" if drawn.rule else "line")
    for each in drawn.bars:
        _put_bar(signs, scale, each)
    return _join(signs)


def _put_bar(signs: list[StyledText], scale: ChartScale, bar: ChartBar) -> None:
    low, high = sorted((bar.start, bar.stop))
    if low == high or not scale.cells:
        return
    begin, end = scale.column(low), scale.place(high)
    halves = max(1, round((end - begin) * 2))
    for at, sign in enumerate(_fill(bar.kind, halves)):
        if begin + at < scale.cells:
            signs[begin + at] = StyledText(sign, TONES[bar.kind])


def _fill(kind: BarKind, halves: int) -> str:
    """Return a bar of so many halves of a cell, of a cell at least where it is no line."""
    alphabet = glyphs()
    whole, rest = divmod(halves, 2)
    if kind == "solid":
        return alphabet.done * whole + alphabet.half * rest
    full = {"range": alphabet.tie, "spread": alphabet.planned, "lost": alphabet.lost}
    return full[kind] * max(1, (halves + 1) // 2)


def _join(signs: list[StyledText]) -> TextLine:
    """Return single signs as pieces, neighbours of one tone as one."""
    pieces = list[StyledText]()
    for sign in signs:
        if pieces and (pieces[-1].tone == sign.tone or not sign.text.strip()):
            pieces[-1] = StyledText(pieces[-1].text + sign.text, pieces[-1].tone)
        else:
            pieces.append(sign)
    return tuple(pieces)


def draw_count_bar(count: int, most: int, cells: int, kind: BarKind = "solid") -> TextLine:
    """Draw a bar for a count among others of which `most` is the largest."""
    return draw_chart_line(
        ChartScale(0, max(1, most), cells), ChartLine((ChartBar(0, count, kind),))
    )


def find_scale_start(least: int, most: int) -> int:
    """Return where a scale may begin so that what moves between two large figures is seen.

    It is 0 where the least of them is under two thirds of the largest, else a round figure some way
    below the least.
    """
    spread = most - least
    if least <= 0 or 3 * least < 2 * most or not spread:
        return 0
    step = int(f"1{'0' * (len(str(spread)) - 1)}")
    return max(0, (least - spread // 4) // step * step)
