"""Bars of money and of counts with their figures beside them, as drawings and as lines of text.

What is signed is solid, what may come in lies behind it, from the least to the most of nine cases
in ten; the target is a line with its own figure. Nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.drawings.board import PAGE, Anchor, DrawingBoard, lines_height, text_units, wrap_units
from reports.report import Drawing
from reports.report_texts import write_money
from views.charts import ChartBar, ChartLine, ChartScale, draw_chart_line, draw_count_bar
from views.styled_text import fit, width
from wording import _

_SIZE, _SMALL, _BAR = 11.0, 10.0, 13.0
_LABEL, _FIGURE = 150.0, 44.0
_GAP = 10.0
_TEXT_CELLS, _TEXT_LABEL = 80, 24


@dataclass(frozen=True, slots=True)
class TargetBar:
    """What is signed in a period, what may come in on top, and what was to be reached.

    `low` and `high` are the ends of the range with what is signed; None without win rates, and then
    `in_play` is drawn, all that could be signed at the most. `target` is None where there is none.
    """

    label: str
    currency: str
    signed: int
    in_play: int
    low: int | None = None
    high: int | None = None
    target: int | None = None

    @property
    def end(self) -> int:
        """The farther end of what may come in."""
        return self.high if self.high is not None else self.signed + self.in_play

    @property
    def most(self) -> int:
        """The largest figure of it."""
        return max(self.end, self.signed, self.target or 0)


def describe_bar(bar: TargetBar, *, target: bool = True) -> str:
    """Say the figures of a bar to the last unit, with its `target` unless that stands elsewhere."""
    code = bar.currency
    parts = [_("signed {money}").format(money=write_money(bar.signed, code))]
    if bar.low is not None and bar.high is not None:
        text = _("9 in 10 at least {low}, 1 in 10 {high}, with what is signed")
        low, high = write_money(bar.low, code), write_money(bar.high, code)
        parts.append(text.format(low=low, high=high))
    else:
        parts.append(_("in play {money}").format(money=write_money(bar.in_play, code)))
    if target and bar.target is not None:
        parts.append(_("target {money}").format(money=write_money(bar.target, code)))
    return _("; ").join(parts)


def draw_target_bars(bars: Sequence[TargetBar]) -> Drawing:
    """Draw bars below one another, each to its own scale, with its figures under it."""
    board, top = DrawingBoard(), 4.0
    for bar in bars:
        top = _draw_target_bar(board, bar, top) + _GAP
    return board.drawing(PAGE, top)


def _draw_target_bar(board: DrawingBoard, bar: TargetBar, top: float) -> float:
    """Draw a bar under the height `top`; return the height under it."""
    left, across = _LABEL, PAGE - _LABEL - 16
    top += _SMALL + 4 if bar.target is not None else 0
    words = wrap_units(bar.label, _LABEL - 10, _SIZE, strong=True)
    board.texts(0, top, words, _SIZE, tone="strong")

    def at(figure: int) -> float:
        return left + across * max(0, figure) / max(1, bar.most)

    board.line((left, top + _BAR + 2), (left + across, top + _BAR + 2), tone="line", thickness=0.6)
    if bar.end > bar.signed:
        start = bar.low if bar.low is not None else bar.signed
        _draw_range(board, (at(bar.signed), at(start), at(bar.end)), top)
    if bar.signed > 0:
        board.box(left, top + 2, at(bar.signed) - left, _BAR, tone="info", filled=True)
    if bar.target is not None:
        x = at(bar.target)
        board.line((x, top - 3), (x, top + _BAR + 6), tone="strong", thickness=2.0)
        money = write_money(bar.target, bar.currency)
        anchor: Anchor = "end" if x > left + across / 2 else "start"
        board.text(x, top - _SMALL - 5, money, _SMALL, tone="strong", anchor=anchor)
    figures = wrap_units(describe_bar(bar, target=False), across, _SMALL)
    below = board.texts(left, top + _BAR + 7, figures, _SMALL)
    return max(below, top + lines_height(words, _SIZE))


def _draw_range(board: DrawingBoard, ends: tuple[float, float, float], top: float) -> None:
    """Draw what may come in: a light box from what is signed, ruled where it is not sure."""
    signed, low, high = ends
    if low > signed:
        board.box(signed, top + 2, low - signed, _BAR, tone="info")
        board.line((signed, top + 2 + _BAR / 2), (low, top + 2 + _BAR / 2), tone="info")
    board.box(low, top + 2, max(1.0, high - low), _BAR, tone="info")
    x = low + 4
    while x < high - 1:
        board.line((x, top + _BAR), (min(x + 5, high), top + 4), tone="info", thickness=0.7)
        x += 7


def list_target_lines(bars: Sequence[TargetBar]) -> Iterator[str]:
    """Yield the bars in signs, each with its figures in the line below."""
    label = min(_TEXT_LABEL, max((width(bar.label) for bar in bars), default=0) + 2)
    for bar in bars:
        scale = ChartScale(0, max(1, bar.most), _TEXT_CELLS - label)
        start = bar.low if bar.low is not None else bar.signed
        spans = [ChartBar(start, bar.end, "spread"), ChartBar(0, bar.signed)]
        drawn = draw_chart_line(scale, ChartLine(tuple(spans), bar.target))
        yield fit(bar.label, label) + "".join(span.text for span in drawn).rstrip()
        yield f"  {describe_bar(bar)}"


@dataclass(frozen=True, slots=True)
class CountBar:
    """A count under its name."""

    label: str
    count: int


def draw_count_bars(bars: Sequence[CountBar]) -> Drawing:
    """Draw counts as bars below one another, the figure before each."""
    board, top, most = DrawingBoard(), 4.0, max((bar.count for bar in bars), default=0)
    label = min(PAGE / 2, max((text_units(bar.label, _SIZE) for bar in bars), default=0) + 8)
    across = PAGE - label - _FIGURE
    for bar in bars:
        words = wrap_units(bar.label, label - 6, _SIZE)
        board.texts(0, top, words, _SIZE)
        board.text(label + _FIGURE - 12, top, f"{bar.count}", _SIZE, tone="strong", anchor="end")
        if bar.count:
            wide = across * bar.count / most
            board.box(label + _FIGURE, top, wide, _BAR, tone="info", filled=True)
        top += max(_BAR + 7, lines_height(words, _SIZE) + 4)
    return board.drawing(PAGE, top)


def list_count_lines(bars: Sequence[CountBar]) -> Iterator[str]:
    """Yield counts as bars of signs, the figure before each."""
    most = max((bar.count for bar in bars), default=0)
    label = min(_TEXT_CELLS // 2, max((width(bar.label) for bar in bars), default=0) + 2)
    for bar in bars:
        drawn = draw_count_bar(bar.count, most, _TEXT_CELLS - label - 8)
        text = "".join(span.text for span in drawn).rstrip()
        yield f"{fit(bar.label, label)}{bar.count:>5}  {text}".rstrip()
