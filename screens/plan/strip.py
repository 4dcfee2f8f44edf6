"""The strip of one row of the plan: its days in cells. Pure.

Signs: `=` work done or being done, `.` work still to come, `-` work dropped, `o` a checkpoint to
come, `x` one looked at, `!` one past its day, `|` today, `<` `>` a bar out of sight.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from deals.model import PlanRow
from deals.plan import late_checks
from screens.kit.spans import Span, Tone
from screens.plan.scale import Bar, Scale

# Of what several rows show in one cell, the first of these is seen.
_RANKS = "!ox=.-|<> "


def bar_of(row: PlanRow) -> Bar | None:
    """The first and last day that a row's bar stands on."""
    first, last = row.start or row.end, row.end or row.start
    return None if first is None or last is None else (min(first, last), max(first, last))


def days_of(row: PlanRow) -> Iterator[date]:
    """Every day that a row names."""
    yield from (day for day in (row.start, row.end) if day is not None)
    yield from (one.on for one in row.checkpoints if one.on is not None)


def laid_over(rows: Iterable[PlanRow], today: date, scale: Scale, cells: int) -> list[str]:
    """The strips of several rows in one."""
    strips = [strip_of(row, today, scale, cells) for row in rows]
    return [min(cell, key=_RANKS.index) for cell in zip(*strips, strict=True)]


def toned(strip: list[str], tone: Tone) -> Iterator[Span]:
    """What is missed in red, all else in the tone of the row: each change of tone costs bytes."""
    for missed, chars in groupby(strip, lambda char: char == "!"):
        yield Span("".join(chars), "red" if missed else tone)


def strip_of(row: PlanRow, today: date, scale: Scale, cells: int) -> list[str]:
    """One character a cell."""
    strip, now = [" "] * cells, scale.cell(today)
    if 0 <= now < cells:
        strip[now] = "|"
    if (bar := bar_of(row)) is not None and cells:
        _bar(strip, row, (scale.cell(bar[0]), scale.cell(bar[1])), now)
    missed = {one.id for one in late_checks(row, today)}
    for check in row.checkpoints:
        at = scale.cell(check.on) if check.on is not None else -1
        if 0 <= at < cells and strip[at] != "!":
            strip[at] = "x" if check.done else "!" if check.id in missed else "o"
    return strip


def _bar(strip: list[str], row: PlanRow, bar: tuple[int, int], now: int) -> None:
    first, last = bar
    if last < 0:
        strip[0] = "<"
    elif first >= len(strip):
        strip[-1] = ">"
    for cell in range(max(0, first), min(len(strip) - 1, last) + 1):
        done = row.state == "done" or (row.state == "doing" and cell <= now)
        strip[cell] = "-" if row.state == "dropped" else "=" if done else "."


def dates_text(row: PlanRow) -> str:
    """First and last day in as few cells as can be, without the year."""
    return short_days(row.start, row.end)


def short_days(first: date | None, last: date | None) -> str:
    """Two days without their year."""
    if first is None and last is None:
        return ""
    start = f"{first:%m-%d}" if first else ".."
    if first == last:
        return start
    return f"{start}/{last:%m-%d}" if last else f"{start}/.."
