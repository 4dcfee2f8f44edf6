"""How one sum became another: a bar for each line of a movement, from where the last one ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from deals.numbers.movement import CurrencyMovement
from reports.drawings.board import PAGE, DrawingBoard, text_units
from reports.report import Drawing, ReportTone
from reports.report_texts import write_change, write_money
from views.charts import ChartBar, ChartLine, ChartScale, draw_chart_line, find_scale_start
from views.numbers.move_names import name_moves
from views.styled_text import fit, width
from wording import _, pgettext

_SIZE, _ROW, _BAR = 11.0, 21.0, 13.0
_TEXT_CELLS = 80


@dataclass(frozen=True, slots=True)
class _WaterfallStep:
    """A line of the picture: its name, deals and money, and from where to where its bar goes."""

    name: str
    count: int
    money: str
    start: int
    stop: int
    end: bool = False


def _list_steps(moved: CurrencyMovement) -> list[_WaterfallStep]:
    levels = list(accumulate([moved.then, *(line.amount for line in moved.lines)]))
    first = _find_first(levels)
    code = moved.currency
    then, now = pgettext("movement", "then"), pgettext("movement", "now")
    moves = [
        _WaterfallStep(
            name_moves([line]), line.count, write_change(line.amount, code), before, after
        )
        for line, before, after in zip(moved.lines, levels, levels[1:], strict=False)
    ]
    ends = [
        _WaterfallStep(name, count, write_money(level, code), first, level, end=True)
        for name, count, level in (
            (then, moved.then_count, moved.then),
            (now, moved.now_count, moved.now),
        )
    ]
    return [ends[0], *moves, ends[1]]


def _find_first(levels: list[int]) -> int:
    return min(0, *levels) or find_scale_start(min(levels), max(levels))


def _scale_of(steps: list[_WaterfallStep]) -> tuple[int, int]:
    figures = [figure for step in steps for figure in (step.start, step.stop)]
    first = min(figures)
    return first, max(first + 1, *figures)


def draw_waterfall(moved: CurrencyMovement) -> Drawing:
    """Draw a movement as a waterfall, its figures before the bars."""
    steps, board = _list_steps(moved), DrawingBoard()
    first, last = _scale_of(steps)
    label = max(text_units(f"+ {step.name}", _SIZE, strong=True) for step in steps) + 34
    left = label + max(text_units(step.money, _SIZE) for step in steps) + 14
    across, top = PAGE - left - 4, 4.0
    for step in steps:
        _draw_step(board, step, top, (label - 8, left - 12))
        low, high = sorted((step.start, step.stop))
        x = left + across * (low - first) / (last - first)
        wide = max(1.5, across * (high - low) / (last - first))
        _draw_step_bar(board, step, (x, top, wide))
        top += _ROW
    if first > 0:
        board.line((left, 0), (left, top), tone="line", dashed=True)
        text = _("scale starts at {amount}").format(amount=write_money(first, moved.currency))
        board.text(left, top, text, _SIZE - 1, tone="dim")
        top += _ROW
    return board.drawing(PAGE, top)


def _draw_step(
    board: DrawingBoard, step: _WaterfallStep, top: float, ends: tuple[float, float]
) -> None:
    """Draw the words before a bar: its name, and up to the two `ends` deals and money."""
    tone: ReportTone = "strong" if step.end else ""
    sign = "" if step.end else "+ " if step.stop > step.start else "− "
    board.text(0, top, sign + step.name, _SIZE, tone=tone)
    board.text(ends[0], top, f"{step.count}", _SIZE, tone="dim", anchor="end")
    board.text(ends[1], top, step.money, _SIZE, tone=tone, anchor="end")


def _draw_step_bar(
    board: DrawingBoard, step: _WaterfallStep, place: tuple[float, float, float]
) -> None:
    """Draw a bar: solid where it adds or is a sum, ruled where it takes away."""
    x, top, wide = place
    if step.end or step.stop > step.start:
        tone: ReportTone = "dim" if step.end else "good"
        board.box(x, top, wide, _BAR, tone=tone, filled=True)
        return
    board.box(x, top, wide, _BAR, tone="red")
    mark = x + 4
    while mark < x + wide - 1:
        board.line((mark, top + _BAR - 2), (mark, top + 2), tone="red", thickness=0.8)
        mark += 4


def list_waterfall_lines(moved: CurrencyMovement) -> Iterator[str]:
    """Yield a movement as bars of signs, its figures before them."""
    steps = _list_steps(moved)
    first, last = _scale_of(steps)
    label = max(width(step.name) for step in steps) + 3
    money = max(width(step.money) for step in steps)
    scale = ChartScale(first, last, max(10, _TEXT_CELLS - label - money - 9))
    for step in steps:
        grows = step.end or step.stop > step.start
        bar = ChartBar(step.start, step.stop, "solid" if grows else "lost")
        drawn = "".join(span.text for span in draw_chart_line(scale, ChartLine((bar,))))
        sign = " " if step.end else "+" if grows else "-"
        figures = f"{step.count:>5}  {fit(step.money, money, 'right')}"
        yield f"{sign} {fit(step.name, label - 2)}{figures}  {drawn}".rstrip()
    if first > 0:
        amount = write_money(first, moved.currency)
        yield _("scale starts at {amount}").format(amount=amount)
