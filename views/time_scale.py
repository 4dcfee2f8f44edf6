"""The strip of days over a plan: which day a cell stands for, and what stands over it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from views.glyphs import glyphs
from views.short_days import short_day
from views.styled_text import width
from wording import N_, _, pgettext

Zoom = Literal["day", "week", "month"]
ZOOMS: tuple[Zoom, ...] = ("day", "week", "month")
_LEAST_DAYS = 12
"""The cells from which a strip opens by day."""
ZOOM_NAMES: dict[Zoom, str] = {"day": N_("by day"), "week": N_("by week"), "month": N_("by month")}
Bar = tuple[date, date]
_LAST = 9998 * 12
TODAY, TENDER, SIGNING = "v", "T", "D"
"""What stands over today, the tender day and the last day of signing, as `T-5` and `D-10` say."""


@dataclass(frozen=True, slots=True)
class TimeScale:
    """A strip of `cells`, of which the first stands for the unit that holds `start`."""

    zoom: Zoom
    start: date
    cells: int

    def cell(self, day: date) -> int:
        """Return the cell of a day; below 0 or from `cells` on where it is out of the strip."""
        return _unit(self.zoom, day) - _unit(self.zoom, self.start)

    def first_day(self, cell: int) -> date:
        """Return the first day that a cell stands for."""
        return _first(self.zoom, _unit(self.zoom, self.start) + cell)

    def shift_by(self, cells: int) -> TimeScale:
        """Return the strip farther on, or back."""
        return TimeScale(self.zoom, self.first_day(cells), self.cells)

    def heads(self, today: date, marks: Sequence[tuple[str, date]] = ()) -> tuple[str, str]:
        """Two lines over the strip: months or years, and the days or months at regular cells; `v`
        stands over today, and the letters of `marks` over their days below their names, or these
        at the edge beyond which they lie (`edges`).
        """
        left, right = self.edges(today, marks)
        middle = self.cells - width(left) - width(right)
        over, under = [*_spread(left), *" " * middle, *_spread(right)], [" "] * self.cells
        for sign, day in (*marks, (TODAY, today)):
            if 0 <= (at := self.cell(day)) < self.cells:
                under[at] = sign
        months = list(self._over())
        if len(months) > 1 and months[1][0] <= width(months[0][1]):
            # A few days of one month at the edge leave the name to the next, if that has room.
            at, text = months[1]
            months = months[_is_free(over, at, width(text)) :]
        named = {self._span(at) for at, text in months if _put(over, at, text)}
        for sign, day in marks:
            if 0 <= (at := self.cell(day)) < self.cells:
                _put(over, at, name_edge(sign))
        for at, text in self._under():
            # A month without its name above stands before its first day that is given.
            dated = f"{self.first_day(at).month:02}-{text}"
            if self.zoom != "month" and self._span(at) not in named and _put(under, at, dated):
                named.add(self._span(at))
            else:
                _put(under, at, text)
        return "".join(over), "".join(under)

    def edges(self, today: date, marks: Sequence[tuple[str, date]]) -> tuple[str, str]:
        """Return what stands at both edges for the marks beyond them: `tender 12-28 >`.

        Of several the nearest has its day; where there is no room for that, there are signs alone.
        """
        before = sorted((mark for mark in marks if self.cell(mark[1]) < 0), key=_day_of)[::-1]
        behind = sorted((mark for mark in marks if self.cell(mark[1]) >= self.cells), key=_day_of)
        room = max(self.cells - _MONTH, min(self.cells - 1, _MARK))
        right = _fit_edge(behind, today, room - 4 * bool(before), f"{{}} {glyphs().onward}")
        return _fit_edge(before, today, room - width(right), f"{glyphs().backward} {{}}"), right

    def _span(self, cell: int) -> tuple[int, int]:
        """Return the month that a cell stands in; by month its year."""
        day = self.first_day(cell)
        return day.year, 0 if self.zoom == "month" else day.month

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
            marked = {
                "day": day.weekday() == 0,
                "week": cell % 4 == 0,
                "month": day.month % 3 == 1,
            }[self.zoom]
            if marked:
                yield cell, f"{day.month if self.zoom == 'month' else day.day:02}"


def _day_of(mark: tuple[str, date]) -> date:
    return mark[1]


_MONTH, _MARK = 6, 9
"""The cells that marks at the edges leave to the name of a month, and those of one with its day."""


def _fit_edge(marks: Sequence[tuple[str, date]], today: date, cells: int, arrow: str) -> str:
    """Return what is said of marks beyond an edge, as much as there is room for."""
    if not marks:
        return ""
    days = [short_day(day, today) for _sign, day in marks]
    signs = [sign for sign, _day in marks]
    names = [f"{name_edge(sign)} {day}" for sign, day in zip(signs, days, strict=True)]
    dated = [f"{sign} {day}" for sign, day in zip(signs, days, strict=True)]
    ways = (
        "  ".join(names),
        "  ".join((names[0], *map(name_edge, signs[1:]))),
        " ".join((names[0], *signs[1:])),
        " ".join(dated),
        " ".join((dated[0], *signs[1:])),
        " ".join(signs),
    )
    return next((text for way in ways if width(text := arrow.format(way)) <= cells), "")


def name_edge(sign: str) -> str:
    """Return what the sign of a day over the strip stands for, in short."""
    return pgettext("day", "tender") if sign == TENDER else pgettext("day", "signing")


def month_name(day: date) -> str:
    """Return the month in short."""
    return _("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()[day.month - 1]


def fit_scale(zoom: Zoom, days: Sequence[date], today: date, cells: int) -> TimeScale:
    """Return the strip that holds as much as it can of the days, today always in it.

    What lies ahead comes first: only where that leaves room is there more than a quarter behind.
    """
    first, last = min([*days, today]), max([*days, today])
    whole = TimeScale(zoom, first, cells)
    if whole.cell(last) < cells:
        return whole
    quarter = TimeScale(zoom, today, cells).first_day(-cells // 4)
    filled = TimeScale(zoom, last, cells).first_day(1 - cells)
    return TimeScale(zoom, max(first, min(quarter, filled)), cells)


def choose_zoom(
    bars: Sequence[Bar], days: Sequence[date], today: date, cells: int
) -> tuple[Zoom, int]:
    """Choose the zoom, and how far the strip is moved, to show a plan of these bars and days.

    By day, unless the bar nearest to today is out of view then, or so few days fit that no bar
    would be seen from end to end.
    """
    if not bars or cells < 1:
        return ZOOMS[0], 0
    zooms = ZOOMS[1:] if cells < _LEAST_DAYS else ZOOMS
    near = min(bars, key=lambda bar: _days_away(bar, today))
    for zoom in zooms:
        scale = fit_scale(zoom, days, today, cells)
        if _visible_cells(scale, near) >= min(cells // 4, _count_cells(scale, near)):
            return zoom, 0
    return ZOOMS[-1], cells_to_reach(fit_scale(ZOOMS[-1], days, today, cells), near)


def cells_to_reach(scale: TimeScale, bar: Bar) -> int:
    """Return by how many cells the strip has to move until some of a bar is in view.

    0 where it is.
    """
    if _visible_cells(scale, bar):
        return 0
    return scale.cell(bar[0]) - scale.cells // 4


def _days_away(bar: Bar, today: date) -> int:
    """Return how many days off it lies."""
    return max((bar[0] - today).days, (today - bar[1]).days, 0)


def _count_cells(scale: TimeScale, bar: Bar) -> int:
    return scale.cell(bar[1]) - scale.cell(bar[0]) + 1


def _visible_cells(scale: TimeScale, bar: Bar) -> int:
    """Return how many cells of a bar are in view."""
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


def _put(cells: list[str], at: int, text: str) -> bool:
    """Lay a text over blanks, whole and apart from its neighbours, or not at all; say whether."""
    size = width(text)
    if not _is_free(cells, at, size):
        return False
    cells[at : at + size] = [text, *[""] * (size - 1)]
    return True


def _spread(text: str) -> Iterator[str]:
    """Yield a text cell by cell: nothing behind a character of two."""
    for char in text:
        yield char
        yield from [""] * (width(char) - 1)


def _is_free(cells: Sequence[str], at: int, size: int) -> bool:
    """Whether there are blanks for so many cells, and a blank or the edge on either side."""
    around = cells[max(0, at - 1) : at + size + 1]
    return at + size <= len(cells) and all(cell == " " for cell in around)
