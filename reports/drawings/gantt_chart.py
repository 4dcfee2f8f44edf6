"""The plan as bars over days: rows by workstream, checkpoints as spots, today and signing as lines.

A long plan takes several pictures, each with the days over it, so that none is cut by a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from deals.model import Checkpoint, PlanRow
from deals.planning import WorkstreamGroup, days_late, is_late, late_checks, row_numbers
from reports.drawings.board import PAGE, TALLEST, DrawingBoard, lines_height, wrap_units
from reports.report import Drawing, ReportTone
from views.days_left import late_text
from views.gantt import bar_of
from wording import _
from wording.names import name_month
from wording.record_names import workstream_title

_SIZE, _SMALL, _BAR, _LEGEND = 10.0, 9.0, 9.0, 20.0
_KEPT_WITH = 34.0
"""What is kept free under the name of a workstream, so that no page ends with it."""
_TICKS, _MARK, _MOST_HEAD = 22.0, 12.0, 58.0
_NEAR = 90
"""A day beside the plan is on the strip if it is no more days away from it."""
_MOST_TICKS = 13


@dataclass(frozen=True, slots=True)
class GanttDays:
    """The days that stand over the strip: today, and of tender and signing those that are known."""

    today: date
    tender: date | None = None
    signing: date | None = None


@dataclass(frozen=True, slots=True)
class _GanttScale:
    """The strip: where it begins and ends, and the first and last day on it."""

    left: float
    right: float
    first: date
    last: date

    def at(self, day: date) -> float:
        """Return where a day begins."""
        whole = (self.last - self.first).days + 1
        share = ((day - self.first).days) / whole
        return self.left + share * (self.right - self.left)


@dataclass(frozen=True, slots=True)
class _GanttLine:
    """A line of the chart: the heading of a workstream (no row), or a row of the plan."""

    words: tuple[str, ...]
    who: tuple[str, ...]
    row: PlanRow | None

    @property
    def height(self) -> float:
        """The units that it takes down."""
        size = _SIZE if self.row else _SIZE + 1
        return max(17.0, lines_height(self.words, size), lines_height(self.who, _SMALL)) + 3


def plot_gantt(
    groups: tuple[WorkstreamGroup, ...],
    days: GanttDays,
    across: float = PAGE,
    tallest: float = TALLEST,
) -> list[Drawing]:
    """Draw the plan in as many pictures as pages are needed; none where there are no rows."""
    content, who = across * 0.31, across * 0.41
    scale = _fit_strip(groups, days, who, across - 8)
    lines = list(_list_lines(groups, content - 8, who - content - 8))
    pages, left = [list[_GanttLine]()], tallest - _MOST_HEAD - _LEGEND
    for line in lines:
        needed = line.height + (0.0 if line.row else _KEPT_WITH)
        if needed > left and pages[-1]:
            pages.append([])
            left = tallest - _MOST_HEAD - _LEGEND
        pages[-1].append(line)
        left -= line.height
    return [_draw_page(page, days, scale, across, content) for page in pages if page]


def _list_lines(
    groups: tuple[WorkstreamGroup, ...], content: float, who: float
) -> Iterator[_GanttLine]:
    numbers = row_numbers(groups)
    for at, group in enumerate(groups, 1):
        name = f"{at} {workstream_title(group)}"
        yield _GanttLine(tuple(wrap_units(name, content, _SIZE + 1, strong=True)), (), None)
        for row in group.rows:
            words = wrap_units(f"{numbers[row.id]} {row.content}", content - 8, _SIZE)
            people = wrap_units(row.responsible, who, _SMALL)
            yield _GanttLine(tuple(words), tuple(people), row)


def _fit_strip(
    groups: tuple[WorkstreamGroup, ...], days: GanttDays, left: float, right: float
) -> _GanttScale:
    """Return the strip over all days of the plan, and the others if they are near."""
    rows = [row for group in groups for row in group.rows]
    every = [day for row in rows for day in (bar_of(row) or ())]
    every += [check.on for row in rows for check in row.checkpoints if check.on]
    first, last = min(every, default=days.today), max(every, default=days.today)
    for day in (days.today, days.tender, days.signing):
        near = timedelta(_NEAR)
        if day and (day - last <= near and first - day <= near):
            first, last = min(first, day), max(last, day)
    return _GanttScale(left, right, first, last)


def _draw_page(
    lines: Sequence[_GanttLine],
    days: GanttDays,
    scale: _GanttScale,
    across: float,
    content: float,
) -> Drawing:
    board = DrawingBoard()
    head = _TICKS + _MARK * len(_list_marks(days, scale))
    bottom = head + sum(line.height for line in lines)
    _draw_days(board, days, scale, head, bottom)
    board.text(0, head - 17, _("Task"), _SMALL, tone="dim")
    board.text(content, head - 17, _("Who"), _SMALL, tone="dim")
    board.line((0, head - 3), (across, head - 3), tone="line", thickness=0.8)
    top = head
    for line in lines:
        if line.row is None:
            board.texts(0, top + 2, line.words, _SIZE + 1, tone="strong")
        else:
            board.texts(8, top + 2, line.words, _SIZE)
            board.texts(content, top + 2, line.who, _SMALL)
            _draw_row(board, line.row, days.today, scale, top + 3)
        top += line.height
    _draw_legend(board, bottom + 6)
    return board.drawing(across, bottom + _LEGEND)


def _draw_days(
    board: DrawingBoard, days: GanttDays, scale: _GanttScale, head: float, bottom: float
) -> None:
    for day, text in _list_ticks(scale.first, scale.last):
        x = scale.at(day)
        board.line((x, head - 3), (x, bottom), tone="line", thickness=0.3)
        if x < scale.right - 16:
            board.text(x + 2, head - 16, text, _SMALL, tone="dim")
    for at, (day, text, tone) in enumerate(_list_marks(days, scale)):
        x, top = scale.at(day), 2 + _MARK * at
        board.line((x, top), (x, bottom), tone=tone, thickness=1.2, dashed=day != days.today)
        late = x > (scale.left + scale.right) / 2
        words, beside = f"{text} {day}", -4 if late else 4
        board.text(x + beside, top, words, _SMALL, tone=tone, anchor="end" if late else "start")


def _list_marks(days: GanttDays, scale: _GanttScale) -> list[tuple[date, str, ReportTone]]:
    """List the days of note that are on the strip, with their names, each a line over the next."""
    marks: tuple[tuple[date | None, str, ReportTone], ...] = (
        (days.today, _("today"), "strong"),
        (days.tender, _("tender"), "amber"),
        (days.signing, _("signing"), "good"),
    )
    shown = [(day, text, tone) for day, text, tone in marks if day]
    return sorted(mark for mark in shown if scale.first <= mark[0] <= scale.last)


def _list_ticks(first: date, last: date) -> Iterator[tuple[date, str]]:
    """Yield the days at which the strip is ruled: weeks, months, quarters or years."""
    days = (last - first).days + 1
    if days <= 7 * _MOST_TICKS:
        start = first + timedelta((7 - first.weekday()) % 7)
        for at in range(0, (last - start).days + 1, 7):
            day = start + timedelta(at)
            yield day, f"{day:%m-%d}"
        return
    months = days // 30 + 1
    step = next(step for step in (1, 3, 12, 24, 60, 120, 600) if months // step <= _MOST_TICKS)
    for month in range(first.year * 12, last.year * 12 + 12, step):
        day = date(month // 12, month % 12 + 1, 1)
        if first <= day <= last:
            yield day, _tick_text(day, step)


def _tick_text(day: date, step: int) -> str:
    if step >= 12:
        return f"{day:%Y}"
    if step == 3:
        return f"{day.year % 100:02}Q{day.month // 3 + 1}"
    return f"{day:%Y-%m}" if day.month == 1 else name_month(day.month)[:3]


_BARS: dict[str, tuple[ReportTone, bool]] = {
    "open": ("", False),
    "doing": ("", True),
    "done": ("good", True),
    "dropped": ("dim", False),
}
"""The tone of a bar by the state of its row, and whether it is filled."""


def _draw_row(
    board: DrawingBoard, row: PlanRow, today: date, scale: _GanttScale, top: float
) -> None:
    bar = bar_of(row)
    late = is_late(row, today)
    if bar is None:
        board.text(scale.left + 2, top, _("no dates"), _SMALL, tone="dim")
    else:
        left, right = scale.at(bar[0]), scale.at(bar[1] + timedelta(1))
        tone, filled = _BARS[row.state]
        tone = "red" if late else tone
        if row.state == "dropped":
            middle = top + _BAR / 2
            board.line((left, middle), (right, middle), tone="line", thickness=2, dashed=True)
        else:
            board.box(left, top, max(2.0, right - left), _BAR, tone=tone, filled=filled, rounded=2)
        if late:
            text = f"! {late_text(days_late(row, today))}"
            room = scale.right - right > 60
            x = right + 4 if room else left - 4
            board.text(x, top - 1, text, _SMALL, tone="red", anchor="start" if room else "end")
    missed = late_checks(row, today)
    for check in row.checkpoints:
        if check.on:
            _draw_checkpoint(board, check, scale.at(check.on), top, missed=check in missed)


def _draw_checkpoint(
    board: DrawingBoard, check: Checkpoint, x: float, top: float, *, missed: bool
) -> None:
    tone: ReportTone = "red" if missed else "good" if check.done else "strong"
    board.dot(x, top + _BAR + 4, 6, tone=tone, filled=check.done or missed)
    if missed:
        board.text(x + 5, top + _BAR, "!", _SMALL, tone="red")


def _draw_legend(board: DrawingBoard, top: float) -> None:
    """Draw what bars and spots mean."""
    x = 0.0
    for text, state in ((_("to come"), "open"), (_("doing"), "doing"), (_("done"), "done")):
        tone, filled = _BARS[state]
        board.box(x, top + 1, 18, _BAR, tone=tone, filled=filled, rounded=2)
        board.text(x + 23, top, text, _SMALL, tone="dim")
        x += 40 + 12 * max(4, len(text)) * 0.6 + 10
    board.line((x, top + 5), (x + 18, top + 5), tone="line", thickness=2, dashed=True)
    board.text(x + 23, top, _("dropped"), _SMALL, tone="dim")
    x += 90
    board.dot(x + 4, top + 5, 7, tone="strong", filled=False)
    board.text(x + 12, top, _("checkpoint (filled: looked at)"), _SMALL, tone="dim")
