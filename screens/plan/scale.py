"""Days as cells of a strip: a cell is a day, a week or a month. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from screens.kit.cells import width
from screens.kit.wording import N_, _

Zoom = Literal["day", "week", "month"]
ZOOMS: tuple[Zoom, ...] = ("day", "week", "month")
ZOOM_NAMES: dict[Zoom, str] = {"day": N_("by day"), "week": N_("by week"), "month": N_("by month")}
Bar = tuple[date, date]
_LAST = 9998 * 12


@dataclass(frozen=True, slots=True)
class Scale:
    """A strip of `cells`, of which the first stands for the unit that holds `start`."""

    zoom: Zoom
    start: date
    cells: int

    def cell(self, day: date) -> int:
        """The cell of a day; below 0 or from `cells` on where it is out of the strip."""
        return _unit(self.zoom, day) - _unit(self.zoom, self.start)

    def first_day(self, cell: int) -> date:
        """The first day that a cell stands for."""
        return _first(self.zoom, _unit(self.zoom, self.start) + cell)

    def moved(self, cells: int) -> Scale:
        """The strip farther on, or back."""
        return Scale(self.zoom, self.first_day(cells), self.cells)

    def heads(self, today: date) -> tuple[str, str]:
        """Two lines over the strip: months or years, and the days or months at regular cells; `v`
        stands over today.
        """
        over, under = [" "] * self.cells, [" "] * self.cells
        if 0 <= (now := self.cell(today)) < self.cells:
            under[now] = "v"
        for at, text in self._over():
            _put(over, at, text)
        for at, text in self._under():
            _put(under, at, text)
        return "".join(over), "".join(under)

    def _over(self) -> Iterator[tuple[int, str]]:
        before = -1
        for cell in range(self.cells):
            day = self.first_day(cell)
            now = day.year if self.zoom == "month" else day.month
            if now != before:
                yield cell, str(day.year) if self.zoom == "month" else month_name(day)
            before = now

    def _under(self) -> Iterator[tuple[int, str]]:
        for cell in range(self.cells):
            day = self.first_day(cell)
            told = {
                "day": day.weekday() == 0,
                "week": cell % 4 == 0,
                "month": day.month % 3 == 1,
            }[self.zoom]
            if told:
                yield cell, f"{day.month if self.zoom == 'month' else day.day:02}"


def month_name(day: date) -> str:
    """The month in short."""
    return _("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()[day.month - 1]


def starting(zoom: Zoom, days: Sequence[date], today: date, cells: int) -> Scale:
    """The strip that holds as much as it can of the days, today always in it.

    What lies ahead comes first: only where that leaves room is there more than a quarter behind.
    """
    first, last = min([*days, today]), max([*days, today])
    whole = Scale(zoom, first, cells)
    if whole.cell(last) < cells:
        return whole
    quarter = Scale(zoom, today, cells).first_day(-cells // 4)
    filled = Scale(zoom, last, cells).first_day(1 - cells)
    return Scale(zoom, max(first, min(quarter, filled)), cells)


def opening(bars: Sequence[Bar], days: Sequence[date], today: date, cells: int) -> tuple[Zoom, int]:
    """The zoom, and how far the strip is moved, that show a plan whose `bars` and other `days` they
    are: by day, unless the bar nearest to today is out of sight then.
    """
    if not bars or cells < 1:
        return ZOOMS[0], 0
    near = min(bars, key=lambda bar: _away(bar, today))
    for zoom in ZOOMS:
        scale = starting(zoom, days, today, cells)
        if _seen(scale, near) >= min(cells // 4, _size(scale, near)):
            return zoom, 0
    return ZOOMS[-1], reach(starting(ZOOMS[-1], days, today, cells), near)


def reach(scale: Scale, bar: Bar) -> int:
    """By how many cells the strip has to move until some of a bar is in sight; 0 where it is."""
    if _seen(scale, bar):
        return 0
    return scale.cell(bar[0]) - scale.cells // 4


def _away(bar: Bar, today: date) -> int:
    """How many days off it lies."""
    return max((bar[0] - today).days, (today - bar[1]).days, 0)


def _size(scale: Scale, bar: Bar) -> int:
    return scale.cell(bar[1]) - scale.cell(bar[0]) + 1


def _seen(scale: Scale, bar: Bar) -> int:
    """How many cells of a bar are in sight."""
    first, last = max(0, scale.cell(bar[0])), min(scale.cells - 1, scale.cell(bar[1]))
    return max(0, last - first + 1)


def _unit(zoom: Zoom, day: date) -> int:
    if zoom == "month":
        return day.year * 12 + day.month - 1
    return day.toordinal() if zoom == "day" else (day.toordinal() - 1) // 7


def _first(zoom: Zoom, unit: int) -> date:
    if zoom == "month":
        unit = max(12, min(unit, _LAST))
        return date(unit // 12, unit % 12 + 1, 1)
    ordinal = unit if zoom == "day" else unit * 7 + 1
    return date.min + timedelta(max(0, min(ordinal - 1, (date.max - date.min).days)))


def _put(cells: list[str], at: int, text: str) -> None:
    """Lays a text over blanks, whole and apart from its neighbours, or not at all."""
    size = width(text)
    around = cells[max(0, at - 1) : at + size + 1]
    if at + size <= len(cells) and all(one == " " for one in around):
        cells[at : at + size] = [text, *[""] * (size - 1)]
